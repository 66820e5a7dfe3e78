"""What the rules propose: products with a score and its reasons. The hand decides; nothing accepted is ever touched."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from griya.selection.rules.fairness import Freshness

NEW_FOR: Final = timedelta(days=60)
# Points, in the order in which the reasons are told.
REGION, NEVER, LONG_AGO, NEW, CHECKED, PHOTO, SHELF, EXPORT, SAME_MAKER, RECENT = 4, 3, 2, 2, 2, 2, 1, 3, -3, -4
DISTINGUISHED: Final = 3
# A selection is reckoned in steps of so many products when it is asked what a kab/kota could expect of it.
USUAL_SIZE: Final = 12


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the rules look at of one public product that is neither chosen nor excluded."""

    product_id: int
    producer_id: int
    name: str
    region: str | None
    region_name: str
    shelf: str
    shelf_name: str
    published_at: datetime | None
    has_photo: bool
    checked: int
    is_ready_for_export: bool
    freshness: Freshness
    # Curation's result holds during the whole window.
    is_distinguished: bool = False


@dataclass(frozen=True, slots=True)
class Choosing:
    """What the proposals depend on: the moment, the purpose, each kab/kota's share, and what is chosen already."""

    at: datetime
    shares: Mapping[str, float]
    chosen_regions: Mapping[str, int]
    chosen_shelves: frozenset[str]
    chosen_makers: frozenset[int]
    is_for_export: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """A product with its score, why it has it, and a sentence that a curator may keep as the reason or rewrite."""

    product_id: int
    score: int
    reasons: tuple[str, ...]
    suggested: str


def propose(candidates: Iterable[Candidate], choosing: Choosing, *, limit: int) -> list[Proposal]:
    """The best candidates, each as if those before it were taken: twelve of one kabupaten never head the list."""
    left = list(candidates)
    taken = Taken(Counter(choosing.chosen_regions), set(choosing.chosen_makers), set(choosing.chosen_shelves))
    found: list[Proposal] = []
    while left and len(found) < limit:
        best = min(left, key=lambda one: (-sum(points for points, _ in points_of(one, choosing, taken)), *_rank(one)))
        told = points_of(best, choosing, taken)
        reasons = tuple(f"{points:+d} {words}".replace("-", "−") for points, words in told)
        score = sum(points for points, _ in told)
        found.append(Proposal(best.product_id, score, reasons, suggested_reason(best, choosing.at)))
        left.remove(best)
        taken.take(best)
    return found


@dataclass(slots=True)
class Taken:
    """What is taken so far: chosen by hand, or proposed before."""

    regions: Counter[str]
    makers: set[int]
    shelves: set[str]

    def take(self, one: Candidate) -> None:
        """Count one more."""
        self.makers.add(one.producer_id)
        self.shelves.add(one.shelf)
        if one.region:
            self.regions[one.region] += 1

    def has_too_few(self, one: Candidate, shares: Mapping[str, float]) -> bool:
        """Whether its kab/kota would not have its share of the next full dozen without it."""
        if not one.region:
            return False
        size = USUAL_SIZE * (self.regions.total() // USUAL_SIZE + 1)
        return shares.get(one.region, 0.0) * size - self.regions[one.region] >= 0.5


def points_of(one: Candidate, choosing: Choosing, taken: Taken) -> list[tuple[int, str]]:
    """Points with the reasons they stand for, each with its own, so that anybody can add them up."""
    told: list[tuple[int, str]] = []
    if taken.has_too_few(one, choosing.shares):
        told.append((REGION, f"{one.region_name} belum mendapat bagiannya"))
    if one.freshness is Freshness.FIRST:
        told.append((NEVER, "IKM ini belum pernah terpilih"))
    elif one.freshness is Freshness.RETURNING:
        told.append((LONG_AGO, "tidak terpilih 12 bulan terakhir"))
    else:
        told.append((RECENT, "sudah terpilih dalam 12 bulan terakhir"))
    if _is_new(one, choosing.at):
        told.append((NEW, "baru di katalog"))
    if one.is_distinguished:
        told.append((DISTINGUISHED, "terseleksi dalam kurasi"))
    if one.checked:
        told.append((CHECKED, f"{one.checked} sertifikat diperiksa"))
    if one.has_photo:
        told.append((PHOTO, "berfoto"))
    if choosing.is_for_export and one.is_ready_for_export:
        told.append((EXPORT, "siap ekspor: kode HS dan uraian Inggris"))
    if one.shelf not in taken.shelves:
        told.append((SHELF, f"belum ada dari rak {one.shelf_name}"))
    if one.producer_id in taken.makers:
        told.append((SAME_MAKER, "IKM ini sudah ada di pilihan"))
    return told


def suggested_reason(one: Candidate, at: datetime) -> str:
    """A true sentence to begin with; the curator rewrites it or lets it stand."""
    told = [f"{one.shelf_name} dari {one.region_name}" if one.region_name else one.shelf_name]
    if _is_new(one, at):
        told.append("baru di katalog")
    if one.freshness is Freshness.FIRST:
        told.append("pembuatnya baru pertama kali terpilih")
    if one.checked:
        told.append("sertifikatnya sudah diperiksa")
    return ", ".join(told) + "."


def chosen_counts(regions: Sequence[str | None]) -> dict[str, int]:
    """How many of what is chosen comes from each kab/kota."""
    return dict(Counter(region for region in regions if region))


def _is_new(one: Candidate, at: datetime) -> bool:
    return one.published_at is not None and timedelta() <= at - one.published_at < NEW_FOR


def _rank(one: Candidate) -> tuple[float, int]:
    """Among equals the newest comes first, then the one entered last."""
    return -(one.published_at.timestamp() if one.published_at else 0.0), -one.product_id
