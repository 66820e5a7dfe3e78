"""Who may do what with selections: one list of the desk's endpoints, read by one guard in front of them."""

from collections.abc import Mapping
from typing import Final

from griya.accounts.models import Role

READERS: Final = frozenset(Role)
# Who chooses what the province shows. An officer reads along and changes nothing.
CURATORS: Final = frozenset({Role.CURATOR, Role.ADMINISTRATOR})

GUARDS: Final[Mapping[str, frozenset[Role]]] = {
    "selection_index": READERS,
    "calendar_show": READERS,
    "selection_show": READERS,
    "version_show": READERS,
    "comparison_show": READERS,
    "meter_show": READERS,
    "preview_index": READERS,
    "slot_index": READERS,
    "selection_new": CURATORS,
    "selection_create": CURATORS,
    "selection_update": CURATORS,
    "version_edit": CURATORS,
    "version_update": CURATORS,
    "copy_create": CURATORS,
    "approval_create": CURATORS,
    "cancellation_create": CURATORS,
    "return_create": CURATORS,
    "preview_create": CURATORS,
    "preview_delete": CURATORS,
    "slot_create": CURATORS,
    "slot_update": CURATORS,
}


def may_open(endpoint: str, role: str) -> bool:
    """Whether somebody with this role may call the endpoint; one that is not listed is closed to everybody."""
    return role in GUARDS.get(endpoint.rpartition(".")[2], frozenset())


def may_curate(role: str) -> bool:
    """Whether somebody with this role chooses, approves and cancels."""
    return role in CURATORS
