"""What the rules propose: products with a score and its reasons. The hand decides; nothing accepted is ever touched."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from griya.selection.rules.fairness import Freshness

NEW_FOR: Final = timedelta(days=60)
# Points, in the order in which the reasons are told.
REGION, NEVER, LONG_AGO, NEW, CHECKED, PHOTO, EXPORT, SAME_MAKER, RECENT = 4, 3, 2, 2, 2, 2, 3, -3, -4


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the rules look at of one public product that is neither chosen nor excluded."""

    product_id: int
    producer_id: int
    name: str
    region: str | None
    region_name: str
    shelf_name: str
    published_at: datetime | None
    has_photo: bool
    checked: int
    is_ready_for_export: bool
    freshness: Freshness


@dataclass(frozen=True, slots=True)
class Choosing:
    """What the proposals depend on: the moment, the slot's purpose, and what is chosen already."""

    at: datetime
    expected: Mapping[str, float]
    chosen_regions: Mapping[str, int]
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
    regions, makers = Counter(choosing.chosen_regions), set(choosing.chosen_makers)
    found: list[Proposal] = []
    while left and len(found) < limit:
        scored = [(score(one, choosing, regions, makers), one) for one in left]
        (points, reasons), best = min(scored, key=lambda pair: (-pair[0][0], _rank(pair[1])))
        found.append(Proposal(best.product_id, points, reasons, suggested_reason(best, choosing.at)))
        left.remove(best)
        makers.add(best.producer_id)
        if best.region:
            regions[best.region] += 1
    return found


def score(
    one: Candidate, choosing: Choosing, regions: Mapping[str, int], makers: Iterable[int]
) -> tuple[int, tuple[str, ...]]:
    """Points with the reasons they stand for, each with its own points, so that anybody can add them up."""
    told: list[tuple[int, str]] = []
    if one.region and choosing.expected.get(one.region, 0.0) - regions.get(one.region, 0) >= 0.5:
        told.append((REGION, f"{one.region_name} belum mendapat bagiannya"))
    if one.freshness is Freshness.FIRST:
        told.append((NEVER, "IKM ini belum pernah terpilih"))
    elif one.freshness is Freshness.RETURNING:
        told.append((LONG_AGO, "tidak terpilih 12 bulan terakhir"))
    else:
        told.append((RECENT, "sudah terpilih dalam 12 bulan terakhir"))
    if _is_new(one, choosing.at):
        told.append((NEW, "baru di katalog"))
    if one.checked:
        told.append((CHECKED, f"{one.checked} sertifikat diperiksa"))
    if one.has_photo:
        told.append((PHOTO, "berfoto"))
    if choosing.is_for_export and one.is_ready_for_export:
        told.append((EXPORT, "siap ekspor: kode HS dan uraian Inggris"))
    if one.producer_id in makers:
        told.append((SAME_MAKER, "IKM ini sudah ada di pilihan"))
    return sum(points for points, _ in told), tuple(f"{points:+d} {words}".replace("-", "−") for points, words in told)


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
