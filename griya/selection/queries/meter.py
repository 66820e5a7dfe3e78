"""The fairness meter of a version, the same figures of a year, and who was shown before."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from griya.catalog.models import Product
from griya.core.clock import WIB
from griya.core.db import db
from griya.registry.rules.tile_map import CELLS, COLUMNS, Cell
from griya.selection.models import SelectionItem, SelectionVersion
from griya.selection.queries.products import ChosenProduct, list_chosen
from griya.selection.queries.register import (
    SIZE_LABELS,
    WOMEN_LABELS,
    Register,
    read_register,
    size_key,
    women_key,
)
from griya.selection.rules import Window
from griya.selection.rules.fairness import (
    REPEAT_WINDOW,
    Dimension,
    Freshness,
    Group,
    Repeats,
    dimension,
    is_publishable,
    summary,
)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where and when a version is meant to stand: what decides who counts as shown before."""

    window: Window
    selection_id: int = 0
    version_id: int = 0


@dataclass(frozen=True, slots=True)
class FairTile:
    """A kab/kota on the tile map with its group."""

    name: str
    cell: Cell
    group: Group


@dataclass(frozen=True, slots=True)
class Meter:
    """Everything the meter shows. Regions, shelves and sizes count products; women and repeats count makers."""

    count: int
    makers: int
    regions: Dimension
    shelves: Dimension
    sizes: Dimension
    women: Dimension
    repeats: Repeats
    repeated_names: tuple[str, ...]
    tiles: tuple[FairTile, ...]
    register: Register

    @property
    def summary(self) -> tuple[str, ...]:
        """The meter in a few sentences."""
        return summary(self.regions, self.repeats)


@dataclass(frozen=True, slots=True)
class YearFigures:
    """A year's selections against the register. Figures that would point at single firms are held back."""

    year: int
    versions: int
    count: int
    makers: int
    regions: Dimension
    shelves: Dimension
    sizes: Dimension | None
    women: Dimension | None
    first: int
    repeated: int
    tiles: tuple[FairTile, ...]


def find_meter(product_ids: Iterable[int], placement: Placement, *, cap_percent: int) -> Meter:
    """The meter of these products as a version with this placement; six statements, whatever their number."""
    chosen = list(list_chosen(product_ids).values())
    register = read_register()
    shown = last_shown(placement)
    makers = {one.producer_id: one for one in chosen}
    fresh = {key: freshness(shown.get(key), placement.window.starts_at) for key in makers}
    regions = _regions(chosen, register)
    return Meter(
        count=len(chosen),
        makers=len(makers),
        regions=regions,
        shelves=_shelves(chosen, register),
        sizes=_sizes(makers.values(), register),
        women=_women(makers.values(), register),
        repeats=Repeats(
            first=sum(1 for one in fresh.values() if one is Freshness.FIRST),
            returning=sum(1 for one in fresh.values() if one is Freshness.RETURNING),
            repeated=sum(1 for one in fresh.values() if one is Freshness.REPEATED),
            cap_percent=cap_percent,
        ),
        repeated_names=tuple(
            sorted(makers[key].producer_name for key, one in fresh.items() if one is Freshness.REPEATED)
        ),
        tiles=_tiles(regions, register.region_names),
        register=register,
    )


def last_shown(placement: Placement) -> dict[int, datetime]:
    """When each maker was last on show before this version starts; one statement.

    The same selection at the same time, in another slot or in the version that this one replaces, is one showing and no
    repeat. A planned version that was cancelled before it began never showed anybody.
    """
    window, version = placement.window, SelectionVersion
    ended_at = _ended_at()
    is_itself = or_(
        version.id == placement.version_id,
        and_(
            version.selection_id == placement.selection_id,
            version.starts_at < window.ends_at,
            version.ends_at > window.starts_at,
        ),
    )
    rows = db.session.execute(
        select(Product.producer_id, func.max(ended_at))
        .join(SelectionItem, SelectionItem.product_id == Product.id)
        .join(version, SelectionItem.version_id == version.id)
        .where(_was_shown(), version.starts_at < window.starts_at, ~SelectionItem.is_reserve, ~is_itself)
        .group_by(Product.producer_id)
    )
    return dict(rows.all())


def freshness(last: datetime | None, starts_at: datetime) -> Freshness:
    """What a last showing means for a version that starts then; exactly twelve months ago is a repeat no more."""
    if last is None:
        return Freshness.FIRST
    return Freshness.REPEATED if starts_at - last < REPEAT_WINDOW else Freshness.RETURNING


def list_years(at: datetime) -> list[int]:
    """The years, newest first, in which anything selected was on show."""
    first = db.session.scalar(select(func.min(SelectionVersion.starts_at)).where(_was_shown(), _has_begun(at)))
    return list(range(_wib_year(at), _wib_year(first) - 1, -1)) if first else []


def find_year(year: int, at: datetime) -> YearFigures:
    """The year's selections until `at`: every product once that was on show in it, reserves left out."""
    start, end = _year_window(year)
    rows = db.session.execute(
        select(SelectionVersion.id, SelectionItem.product_id)
        .join(SelectionItem, SelectionItem.version_id == SelectionVersion.id)
        .where(
            _was_shown(),
            _has_begun(at),
            SelectionVersion.starts_at < end,
            _ended_at() > start,
            ~SelectionItem.is_reserve,
        )
    ).all()
    chosen = list(list_chosen(row.product_id for row in rows).values())
    register = read_register()
    makers = {one.producer_id: one for one in chosen}
    before = _shown_before(start)
    regions = _regions(chosen, register)
    return YearFigures(
        year=year,
        versions=len({row.id for row in rows}),
        count=len(chosen),
        makers=len(makers),
        regions=regions,
        shelves=_shelves(chosen, register),
        sizes=_public(_sizes(makers.values(), register)),
        women=_public(_women(makers.values(), register)),
        first=sum(1 for key in makers if key not in before),
        repeated=sum(1 for key in makers if key in before),
        tiles=_tiles(regions, register.region_names),
    )


def _shown_before(moment: datetime) -> set[int]:
    """Makers that were on show within the twelve months before a moment."""
    rows = db.session.scalars(
        select(Product.producer_id)
        .distinct()
        .join(SelectionItem, SelectionItem.product_id == Product.id)
        .join(SelectionVersion, SelectionItem.version_id == SelectionVersion.id)
        .where(
            _was_shown(),
            SelectionVersion.starts_at < moment,
            _ended_at() > moment - REPEAT_WINDOW,
            ~SelectionItem.is_reserve,
        )
    )
    return set(rows)


def _was_shown() -> ColumnElement[bool]:
    """Whether a version was approved and not taken back before it began."""
    version = SelectionVersion
    return and_(
        version.approved_at.is_not(None), or_(version.cancelled_at.is_(None), version.cancelled_at > version.starts_at)
    )


def _has_begun(at: datetime) -> ColumnElement[bool]:
    return SelectionVersion.starts_at <= at


def _ended_at() -> ColumnElement[datetime]:
    """The end of a version, or when it was taken back."""
    version = SelectionVersion
    return case((version.cancelled_at < version.ends_at, version.cancelled_at), else_=version.ends_at)


def _regions(chosen: Sequence[ChosenProduct], register: Register) -> Dimension:
    counts = Counter(one.region for one in chosen)
    known = {key: count for key, count in counts.items() if key and key in register.region_labels}
    return dimension(register.region_labels, known, register.regions, unknown=len(chosen) - sum(known.values()))


def _shelves(chosen: Sequence[ChosenProduct], register: Register) -> Dimension:
    labels = dict(register.shelf_labels)
    labels |= {one.shelf: one.shelf_name for one in chosen if one.shelf not in labels}
    return dimension(labels, Counter(one.shelf for one in chosen), register.shelves)


def _sizes(makers: Collection[ChosenProduct], register: Register) -> Dimension:
    counts = Counter(size_key(one.size) for one in makers)
    return dimension(SIZE_LABELS, counts, register.sizes, unknown=counts[""])


def _women(makers: Collection[ChosenProduct], register: Register) -> Dimension:
    counts = Counter(women_key(one.women_owned) for one in makers)
    return dimension(WOMEN_LABELS, counts, register.women, unknown=counts[""])


def _public(figures: Dimension) -> Dimension | None:
    """Figures about firms as they may be published, or nothing."""
    counts = [*(group.count for group in figures.groups), figures.unknown, *(g.register for g in figures.groups)]
    return figures if figures.total and is_publishable(counts) else None


def _tiles(regions: Dimension, names: Mapping[str, str]) -> tuple[FairTile, ...]:
    last = max(cell.row for cell in CELLS.values())
    unknown = [group.key for group in regions.groups if group.key not in CELLS]
    below = {key: Cell(n % COLUMNS + 1, last + 1 + n // COLUMNS) for n, key in enumerate(unknown)}
    tiles = [FairTile(names[group.key], CELLS.get(group.key) or below[group.key], group) for group in regions.groups]
    return tuple(sorted(tiles, key=lambda tile: (tile.cell.row, tile.cell.column)))


def _year_window(year: int) -> tuple[datetime, datetime]:
    return datetime(year, 1, 1, tzinfo=WIB), datetime(year + 1, 1, 1, tzinfo=WIB)


def _wib_year(moment: datetime) -> int:
    return moment.astimezone(WIB).year
