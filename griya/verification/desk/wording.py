"""What the desk's templates about credentials call things."""

from datetime import date
from typing import Any, Final

from griya.registry.models import CredentialState
from griya.verification.desk import blueprint
from griya.verification.queries import Standing
from griya.verification.rules import METHODS, NIB_STATUSES, REJECTIONS, STATE_NAMES, STEP_NAMES
from griya.verification.rules.claim import FACT_NAMES, told
from griya.verification.rules.due import Due, Term, due_state

# The classes that `desk-state` has a ground for.
STATE_TONES: Final = {
    CredentialState.CLAIMED: "submitted",
    CredentialState.SEEN: "changes-requested",
    CredentialState.CHECKED: "published",
    CredentialState.REVOKED: "suspended",
    CredentialState.NOT_FOUND: "suspended",
    CredentialState.NOT_APPLICABLE: "suspended",
}
TERM_NAMES: Final = {
    Term.EXPIRED: "kedaluwarsa",
    Term.SOON: "berakhir dalam 30 hari",
    Term.LATER: "berakhir dalam 90 hari",
    Term.RUNNING: "",
}
DUE_NAMES: Final = {Due.LATE: "lewat waktu", Due.TODAY: "hari ini", Due.LATER: ""}
HAPPENING_NAMES: Final = {
    "added": "Dicatat",
    "seen": "Dokumen dilihat",
    "checked": "Dicek di penerbit",
    "rejected": "Ditolak",
    "revoked": "Dicabut",
    "reopened": "Dibuka lagi",
    "corrected": "Data diperbaiki",
    "reclaimed": "Data diperbaiki, kembali menjadi klaim",
    "taken": "Diambil",
    "released": "Dilepas",
    "document_added": "Dokumen diunggah",
    "document_viewed": "Dokumen dibuka",
    "document_removed": "Dokumen dihapus",
}
_DETAILS: Final = {
    "state": "keadaan", "place": "dilihat di", "checked_on": "tanggal cek", "method": "cara",
    "nib_status": "status NIB", "name": "berkas", "holder": "sebelumnya dipegang",
}  # fmt: skip


def happening_details(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Name, value before and value after of everything that a line of the record tells; empty values are not told."""
    names = [name for name in (*_DETAILS, *FACT_NAMES) if name in before or name in after]
    found = [(_DETAILS.get(n) or FACT_NAMES[n], _said(n, before.get(n)), _said(n, after.get(n))) for n in names]
    return [one for one in found if one[1] != one[2]]


def _said(name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if name == "state":
        return STATE_NAMES[CredentialState(value)]
    if name == "checked_on":
        return told("issued_on", value)
    return {"method": METHODS, "nib_status": NIB_STATUSES}.get(name, {}).get(str(value)) or told(name, value)


@blueprint.context_processor
def _words() -> dict[str, object]:
    return {
        "state_names": STATE_NAMES,
        "state_tones": STATE_TONES,
        "term_names": TERM_NAMES,
        "due_names": DUE_NAMES,
        "step_names": STEP_NAMES,
        "method_names": METHODS,
        "nib_names": NIB_STATUSES,
        "rejection_names": REJECTIONS,
        "happening_names": HAPPENING_NAMES,
        "happening_details": happening_details,
        "standings": Standing,
        "due_word": due_word,
        "fact_names": FACT_NAMES,
        "told": told,
    }


def due_word(due: date, today: date) -> str:
    """How near a day is, where it is near or over."""
    return DUE_NAMES[due_state(due, today)]
