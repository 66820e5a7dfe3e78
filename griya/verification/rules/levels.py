"""How far a maker was verified: three levels, each a set of rows, computed from what is valid on the day of looking.

Nothing is stored and nothing is switched off by it: a level lapses by a date, and whoever submits or approves may ask.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from griya.registry.models import CredentialState
from griya.registry.rules.numbers import CredentialKind, credential_expiry, is_expired
from griya.verification.rules import NIB_IN_FORCE

LEVEL_NAMES: Final[Mapping[int, str]] = {
    0: "Belum terverifikasi",
    1: "Identitas dan tempat",
    2: "Legalitas",
    3: "Dikunjungi",
}
# A visit says how the place was then; after two years somebody goes again.
VISIT_HOLDS_DAYS: Final = 730


@dataclass(frozen=True, slots=True)
class Sector:
    """Goods that need a permit of their own, by their shelf, and the kinds of permit that will do."""

    name: str
    shelves: frozenset[str]
    kinds: frozenset[CredentialKind]


_FOOD_SHELVES: Final = frozenset({"makanan", "minuman", "madu-kopi-rempah"})
SECTORS: Final = (
    Sector("pangan olahan", _FOOD_SHELVES, frozenset({CredentialKind.PIRT, CredentialKind.BPOM_MD})),
    Sector(
        "jamu dan kosmetik",
        frozenset({"herbal-kosmetik"}),
        frozenset({CredentialKind.BPOM_HERBAL, CredentialKind.BPOM_COSMETIC}),
    ),
)


@dataclass(frozen=True, slots=True)
class Proof:
    """A credential of the maker as the rows look at it."""

    kind: str
    number: str
    state: str
    expires_on: date | None
    checked_on: date | None
    check_method: str | None
    nib_status: str | None = None


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One demand of a level, whether it is met today, and the last day on which it will be, where that is known."""

    level: int
    text: str
    is_met: bool
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """The level that holds today, the rows behind it, and the last day of the level where it will lapse by itself."""

    level: int
    rows: tuple[LevelRow, ...]
    until: date | None

    @property
    def name(self) -> str:
        """What the desk calls the level."""
        return LEVEL_NAMES[self.level]

    @property
    def missing(self) -> tuple[str, ...]:
        """What the next level still asks for."""
        return tuple(row.text for row in self.rows if row.level == self.level + 1 and not row.is_met)


def verify(*, has_place: bool, shelves: Iterable[str], proofs: Iterable[Proof], today: date) -> Verification:
    """The verification of a maker with these credentials, whose products stand on these top shelves."""
    valid = [proof for proof in proofs if _holds(proof, today)]
    rows = [
        _row(1, "NIB: dokumennya dilihat, atau dicek di OSS", [p for p in valid if p.kind == CredentialKind.NIB]),
        LevelRow(1, "Kabupaten atau kota tempat usaha tercatat", has_place),
        _row(2, "NIB dicek di OSS dan aktif", [p for p in valid if _is_active_nib(p)]),
    ]
    sold = frozenset(shelves)
    for sector in SECTORS:
        if sector.shelves & sold:
            permits = [p for p in valid if p.state == CredentialState.CHECKED and p.kind in sector.kinds]
            names = " atau ".join(sorted(kind.label for kind in sector.kinds))
            rows.append(_row(2, f"Izin {sector.name} dicek dan berlaku: {names}", permits))
    visits = [p.checked_on for p in valid if p.check_method == "kunjungan" and p.checked_on]
    last = max(visits, default=None)
    until = last + timedelta(days=VISIT_HOLDS_DAYS) if last else None
    is_visited = until is not None and until >= today
    rows.append(
        LevelRow(3, "Tempat usaha dikunjungi dalam dua tahun terakhir", is_visited, until if is_visited else None)
    )
    level = 0
    while level < max(LEVEL_NAMES) and all(row.is_met for row in rows if row.level <= level + 1):
        level += 1
    ends = [row.until for row in rows if row.level <= level and row.until]
    return Verification(level, tuple(rows), min(ends, default=None))


def _holds(proof: Proof, today: date) -> bool:
    if proof.state not in (CredentialState.SEEN, CredentialState.CHECKED):
        return False
    return not is_expired(_end(proof), on=today)


def _end(proof: Proof) -> date | None:
    return credential_expiry(proof.kind, proof.number, stated_on=proof.expires_on)


def _is_active_nib(proof: Proof) -> bool:
    return (
        proof.kind == CredentialKind.NIB
        and proof.state == CredentialState.CHECKED
        # Checked before its state was asked for: the check itself said that it was in force.
        and (proof.nib_status is None or proof.nib_status in NIB_IN_FORCE)
    )


def _row(level: int, text: str, proofs: list[Proof]) -> LevelRow:
    """A demand that any of these credentials meets; it lasts as long as the one that lasts longest."""
    ends = [_end(proof) for proof in proofs]
    return LevelRow(
        level, text, bool(proofs), None if None in ends else max((end for end in ends if end), default=None)
    )
