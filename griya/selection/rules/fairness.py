"""The fairness meter: what is chosen beside what the register of IKM would lead one to expect, in plain words.

The expected number of a group is its share of the register times the number chosen. A difference of less than one whole
item is nobody's doing and is called even.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from griya.core.words import N_, Bilingual, Sentence

REPEAT_WINDOW: Final = timedelta(days=365)
# Published recaps leave out what would point at single firms (UU 3/2014 pasal 69-70, domain §5.4).
LEAST_PUBLIC_CELL: Final = 3


class Balance(StrEnum):
    """How a group stands beside its share."""

    LESS = "kurang"
    EVEN = "sepadan"
    MORE = "lebih"


class Freshness(StrEnum):
    """Whether a maker was shown before: never, more than twelve months ago, or within them."""

    FIRST = "pertama"
    RETURNING = "kembali"
    REPEATED = "ulang"


FRESHNESS_LABELS: Final = {
    Freshness.FIRST: "Baru pertama terpilih",
    Freshness.RETURNING: "Terakhir terpilih lebih dari 12 bulan lalu",
    Freshness.REPEATED: "Sudah terpilih dalam 12 bulan terakhir",
}


@dataclass(frozen=True, slots=True)
class Group:
    """A group of one dimension: how many of it are chosen, and how many it has in the register."""

    key: str
    label: Bilingual
    count: int
    register: int
    expected: float

    @property
    def balance(self) -> Balance:
        """Less, even or more than its share; even within one item."""
        difference = self.count - self.expected
        if abs(difference) < 1:
            return Balance.EVEN
        return Balance.MORE if difference > 0 else Balance.LESS

    @property
    def expected_words(self) -> str:
        """The expected number as people say it: `±2`, and `<1` for less than half of one."""
        if not self.expected:
            return "0"
        return f"±{round_half_up(self.expected)}" if self.expected >= 0.5 else "<1"

    @property
    def difference_words(self) -> str:
        """The difference in plain words: `2 kurang dari bagiannya`."""
        if self.balance is Balance.EVEN:
            return Sentence(N_("sepadan dengan bagiannya"))
        if self.balance is Balance.MORE:
            return Sentence(N_("%(amount)s lebih banyak dari bagiannya"), amount=self.distance)
        return Sentence(N_("%(amount)s kurang dari bagiannya"), amount=self.distance)

    @property
    def distance(self) -> int:
        """How far it is from its share, in whole items."""
        return round_half_up(abs(self.count - self.expected))

    @property
    def sign(self) -> str:
        """The difference as a sign for a small place: `+2`, `−1`, `=`."""
        if self.balance is Balance.EVEN:
            return "="
        return f"{'+' if self.balance is Balance.MORE else '−'}{self.distance}"


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way of looking at a selection. `unknown` counts what could not be told apart; it is in no group."""

    groups: tuple[Group, ...]
    unknown: int = 0

    @property
    def scale(self) -> float:
        """The length of the longest bar, for one scale; at least 1."""
        return max([1.0, *(group.count for group in self.groups), *(group.expected for group in self.groups)])

    @property
    def total(self) -> int:
        """How many are in a group."""
        return sum(group.count for group in self.groups)

    @property
    def present(self) -> int:
        """How many groups have anything chosen."""
        return sum(1 for group in self.groups if group.count)

    @property
    def missing(self) -> tuple[Group, ...]:
        """Groups with less than their share, the widest gap first."""
        found = [group for group in self.groups if group.balance is Balance.LESS]
        return tuple(sorted(found, key=lambda group: (group.count - group.expected, group.key)))


@dataclass(frozen=True, slots=True)
class Repeats:
    """How many makers were shown before. `cap_percent` is the most of them that may be repeats without a reason."""

    first: int
    returning: int
    repeated: int
    cap_percent: int

    @property
    def total(self) -> int:
        """All makers of the selection."""
        return self.first + self.returning + self.repeated

    @property
    def percent(self) -> int:
        """Repeats in a hundred makers."""
        return round_half_up(100 * self.repeated / self.total) if self.total else 0

    @property
    def is_over_cap(self) -> bool:
        """Whether the rule asks for a reason. Reckoned without rounding: half is not more than half."""
        return self.repeated * 100 > self.cap_percent * self.total


def dimension(
    labels: Mapping[str, Bilingual], counts: Mapping[str, int], register: Mapping[str, int], *, unknown: int = 0
) -> Dimension:
    """The groups in the order of `labels`, each with its share of what is chosen and known."""
    total, listed = sum(counts.get(key, 0) for key in labels), sum(register.get(key, 0) for key in labels)
    return Dimension(
        tuple(
            Group(
                key=key,
                label=label,
                count=counts.get(key, 0),
                register=register.get(key, 0),
                expected=total * register.get(key, 0) / listed if listed else 0.0,
            )
            for key, label in labels.items()
        ),
        unknown,
    )


def summary(regions: Dimension, repeats: Repeats) -> tuple[str, ...]:
    """The meter in a few sentences: what is said aloud when something changes."""
    if not repeats.total:
        return ("Belum ada produk yang dipilih.",)
    said = [f"{regions.total} produk dari {regions.present} kabupaten/kota."]
    if regions.missing:
        worst = regions.missing[:3]
        said.append(
            "Paling kurang: " + ", ".join(f"{g.label} ({g.count} dari {g.expected_words})" for g in worst) + "."
        )
    said.append(f"{repeats.repeated} dari {repeats.total} IKM sudah terpilih dalam 12 bulan terakhir.")
    return tuple(said)


def repeat_faults(repeats: Repeats, reason: str | None) -> list[str]:
    """Why a selection with so many repeats may not go on air; empty within the cap or with a reason."""
    if not repeats.is_over_cap or (reason or "").strip():
        return []
    said = (
        f"{repeats.repeated} dari {repeats.total} IKM sudah terpilih dalam 12 bulan terakhir, lebih dari batas "
        f"{repeats.cap_percent}%. Kurangi, atau tulis mengapa kali ini perlu."
    )
    return [said]


def is_publishable(counts: Iterable[int]) -> bool:
    """Whether figures about firms may be published: no group but an empty one points at fewer than three."""
    return all(count == 0 or count >= LEAST_PUBLIC_CELL for count in counts)


def round_half_up(value: float) -> int:
    """The nearest whole number; halves go up, as people round."""
    return int(value + 0.5)
