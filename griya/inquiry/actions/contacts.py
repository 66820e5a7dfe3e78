"""A buyer's number or address as it should have been: told by another way, or found when a letter came back."""

from typing import Final

from griya.accounts.actions import record_event
from griya.core.db import db
from griya.core.errors import Refused
from griya.inquiry.actions.stepping import Actor
from griya.inquiry.models import Inquiry
from griya.inquiry.rules import read_email
from griya.inquiry.rules.phones import read_phone
from griya.inquiry.rules.stopping import STOP_REFUSALS, stop_of
from griya.inquiry.rules.threads import reason_faults
from griya.registry.rules.unreadable import Unreadable

_NAMES: Final = {"phone": "telepon", "email": "e-mail"}
_NOBODY: Final = "Isi nomor atau alamat e-mail: tanpa keduanya pembeli tidak dapat dijawab."
_WHY: Final = "Tulis bagaimana Anda tahu kontak yang benar, misalnya: telepon 26/11 dengan pembeli."


def correct_contact(*, inquiry: Inquiry, phone: str, email: str, reason: str, actor: Actor) -> None:
    """Write the contact anew on an inquiry that the caller holds; an empty one is taken off.

    Letters that wait go to the address they were written to. The record says which of the two is another one and never
    what it was: it outlives the erasure of the buyer's data.

    Raises:
        Refused: for a contact that cannot be read, none at all, the one that is there, without a reason, or when the
            buyer's data may not be used any more.
    """
    if stop := stop_of(inquiry):
        raise Refused(STOP_REFUSALS[stop])
    faults: list[str] = []
    found: dict[str, str | None] = {"phone": None, "email": None}
    for name, typed, read in (("phone", phone, read_phone), ("email", email, read_email)):
        try:
            found[name] = read(typed) if typed.strip() else None
        except Unreadable as error:
            faults.append(error.sentence)
    if not faults and not any(found.values()):
        faults.append(_NOBODY)
    changed = sorted(name for name, value in found.items() if value != getattr(inquiry, name))
    if not faults and not changed:
        faults.append("Kontaknya sudah begitu: tidak ada yang diubah.")
    faults += reason_faults(reason, missing=_WHY)
    if faults:
        raise Refused(tuple(faults))
    inquiry.phone, inquiry.email = found["phone"], found["email"]
    db.session.flush()
    record_event(
        verb="inquiry.contact_corrected",
        object_type="inquiry",
        object_key=inquiry.reference,
        actor_id=actor.account_id,
        acting_for=actor.acting_for,
        reason=reason.strip(),
        after={"changed": ", ".join(_NAMES[name] for name in changed)},
    )
