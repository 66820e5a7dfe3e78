"""What the catalogue itself says about a gate: computed when it is read, so that a lapsed permit is seen at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from griya.catalog.models import HalalStatus
from griya.curation.rules.rubric import Check, Rubric
from griya.registry.rules.numbers import CredentialKind

ANSWERED_WITHIN: Final = timedelta(days=365)
FOOD_BRANCH: Final = "pangan"
_PERMITS: Final = frozenset({CredentialKind.PIRT, CredentialKind.BPOM_MD})
_TOLD: Final = frozenset({HalalStatus.CERTIFIED, HalalStatus.IN_PROCESS, HalalStatus.NOT_HALAL})


@dataclass(frozen=True, slots=True)
class Facts:
    """What the gates look at of one product. `held` are the kinds of checked certificates that hold today."""

    is_food: bool
    held: frozenset[str]
    claimed: frozenset[str]
    halal: HalalStatus | None
    has_photo: bool
    has_rights: bool
    answered_on: date | None
    made_in_code: str | None
    is_outside: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """What the catalogue says: yes, no, or (None) that it cannot tell; and the sentence that explains it."""

    is_passed: bool | None
    because: str


def find(check: Check, facts: Facts, on: date) -> Finding:
    """What the catalogue says about one check."""
    if check is Check.BY_HAND:
        return Finding(None, "Diperiksa sendiri oleh kurator.")
    if check is Check.CONTACT:
        return _contact(facts, on)
    return _CHECKS[check](facts)


def find_all(rubric: Rubric, facts: Facts, on: date) -> Mapping[str, Finding]:
    """What the catalogue says about every gate that this product meets, by the gate's code."""
    return {gate.code: find(gate.check, facts, on) for gate in rubric.gates_for(is_food=facts.is_food)}


def _made_here(facts: Facts) -> Finding:
    if facts.is_outside:
        return Finding(False, "Pembuatnya tercatat di luar Kalimantan Barat.")
    if facts.made_in_code:
        return Finding(True, "Tempat pembuatannya tercatat di Kalimantan Barat. Pastikan bukan kemas ulang.")
    return Finding(None, "Tempat pembuatannya belum tercatat.")


def _nib(facts: Facts) -> Finding:
    if CredentialKind.NIB in facts.held:
        return Finding(True, "NIB sudah diperiksa pada penerbitnya.")
    if CredentialKind.NIB in facts.claimed:
        return Finding(None, "NIB dicatat tetapi belum diperiksa pada penerbitnya.")
    return Finding(False, "NIB belum tercatat.")


def _permit(facts: Facts) -> Finding:
    if facts.held & _PERMITS:
        return Finding(True, "Izin edar sudah diperiksa dan berlaku hari ini.")
    if facts.claimed & _PERMITS:
        return Finding(False, "Izin edar tercatat tetapi belum diperiksa atau sudah lewat masanya.")
    return Finding(False, "Izin edar belum tercatat.")


def _halal(facts: Facts) -> Finding:
    if facts.halal in _TOLD:
        return Finding(True, "Keadaan halal dinyatakan pada katalog.")
    return Finding(False, "Belum bersertifikat dan belum diurus, atau ditandai tidak wajib.")


def _photo(facts: Facts) -> Finding:
    if not facts.has_photo:
        return Finding(False, "Belum ada foto utama.")
    if facts.has_rights:
        return Finding(True, "Ada foto utama dengan pemegang haknya.")
    return Finding(None, "Ada foto utama; pemegang haknya belum ditulis.")


def _contact(facts: Facts, on: date) -> Finding:
    if facts.answered_on is None:
        return Finding(None, "Belum tercatat kapan kontaknya terakhir dijawab.")
    if on - facts.answered_on <= ANSWERED_WITHIN:
        return Finding(True, "Kontaknya dijawab dalam 12 bulan terakhir.")
    return Finding(False, "Kontaknya terakhir dijawab lebih dari 12 bulan lalu.")


_CHECKS: Final[Mapping[Check, Callable[[Facts], Finding]]] = {
    Check.MADE_HERE: _made_here,
    Check.NIB: _nib,
    Check.FOOD_PERMIT: _permit,
    Check.HALAL: _halal,
    Check.PHOTO: _photo,
}
