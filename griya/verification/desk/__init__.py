"""The desk's pages about credentials, one module per noun. Nested under the guarded desk blueprint in `griya.app`."""

from flask import Blueprint, abort

from griya.accounts.guard import current_account
from griya.core import clock
from griya.registry.models import Credential
from griya.verification.queries.pages import CredentialPage, find_credential, lock_credential

blueprint = Blueprint("verification", __name__, url_prefix="/izin")


def actor_id() -> int:
    """Whose request this is."""
    return current_account().account_id


def credential_or_404(code: str) -> Credential:
    """The credential at this address, to be changed."""
    found = lock_credential(code)
    if found is None:
        abort(404)
    return found


def page_or_404(code: str) -> CredentialPage:
    """Everything about the credential at this address as it is now."""
    found = find_credential(code, today=clock.today())
    if found is None:
        abort(404)
    return found


from griya.verification.desk import claims, documents, lists, steps, wording  # noqa: E402

__all__ = ["blueprint", "claims", "documents", "lists", "steps", "wording"]
