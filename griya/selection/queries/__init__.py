"""What is selected at a moment: for a slot, for the list of selections, for one selection's page.

A product on a selection is shown only while it is public; that one predicate and the cards come from the catalogue.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from griya.catalog.models import Product
from griya.catalog.queries.cards import ProductCard, list_cards, list_newest_cards
from griya.catalog.queries.index.selected import Selected
from griya.catalog.queries.public import is_public
from griya.catalog.rules.filters import is_slug
from griya.core.db import db
from griya.core.words import Bilingual
from griya.registry.models import Producer
from griya.selection.models import Selection, SelectionItem, SelectionVersion, Slot
from griya.selection.queries.worthy import has_lost_result
from griya.selection.rules import Window, WindowState, fill_places, next_change_at, window_state

NEWEST_COUNT = 12
NEWEST_TITLE = Bilingual("Produk terbaru", "Newest products")


@dataclass(frozen=True, slots=True)
class SelectedItem:
    """A product in its place, and why it was chosen (empty for the newest products, which nobody chose)."""

    card: ProductCard
    reason: Bilingual


@dataclass(frozen=True, slots=True)
class CurrentSelection:
    """What a slot shows now. `is_fallback` tells that it is not the slot's own selection.

    The newest products, shown when nobody selected anything, have no slug and no window.
    """

    title: Bilingual
    slug: str | None
    intro: Bilingual
    items: tuple[SelectedItem, ...]
    starts_at: datetime | None
    ends_at: datetime | None
    is_fallback: bool


@dataclass(frozen=True, slots=True)
class SelectionEntry:
    """A selection in the list of selections; `count` is how many of its products can be seen now."""

    slug: str
    title: Bilingual
    intro: Bilingual
    state: WindowState
    window: Window
    count: int
    is_sample: bool


@dataclass(frozen=True, slots=True)
class SelectionPage:
    """A selection with the version that is live, or that was live last."""

    slug: str
    title: Bilingual
    intro: Bilingual
    state: WindowState
    window: Window
    items: tuple[SelectedItem, ...]
    is_sample: bool


def current_selection(slot_code: str, at: datetime, *, draft_id: int | None = None) -> CurrentSelection:
    """A slot's live version, else its fallback slot's, else the newest products. Empty only when nothing is public.

    `draft_id` is a version that counts as live in its slot, before every other: what a preview of it shows.
    """
    is_shown = _is_live(at) if draft_id is None else or_(_is_live(at), SelectionVersion.id == draft_id)
    rows = db.session.execute(
        _version_items(at)
        .where(_is_for(slot_code), is_shown)
        .order_by(
            case((Slot.code == slot_code, 0), else_=1),
            case((SelectionVersion.id == (draft_id or 0), 0), else_=1),
            SelectionVersion.id,
            SelectionItem.position,
        )
    ).all()
    cards = _cards(row.product_id for row in rows)
    for version_id in dict.fromkeys(row.version_id for row in rows):
        chosen = [row for row in rows if row.version_id == version_id]
        if items := _items(chosen, cards):
            head = chosen[0]
            return CurrentSelection(
                title=Bilingual(head.title_id, head.title_en),
                slug=head.slug,
                intro=Bilingual(head.intro_id, head.intro_en),
                items=items,
                starts_at=head.starts_at,
                ends_at=head.ends_at,
                is_fallback=head.slot_code != slot_code,
            )
    newest = tuple(SelectedItem(card, Bilingual("")) for card in list_newest_cards(NEWEST_COUNT))
    return CurrentSelection(NEWEST_TITLE, None, Bilingual(""), newest, None, None, is_fallback=True)


def list_selections(at: datetime) -> list[SelectionEntry]:
    """Selections that are or were live, the live ones first, then the latest; what is only planned is not told."""
    shown = and_(SelectionItem.version_id == SelectionVersion.id, is_public(), ~has_lost_result(at))
    wanted = select(func.count()).where(SelectionItem.version_id == SelectionVersion.id, ~SelectionItem.is_reserve)
    public = (
        select(func.count())
        .select_from(SelectionItem)
        .join(Product, SelectionItem.product_id == Product.id)
        .join(Producer, Product.producer_id == Producer.id)
        .where(shown)
    )
    rows = db.session.execute(
        select(
            Selection.slug,
            Selection.title_id,
            Selection.title_en,
            Selection.intro_id,
            Selection.intro_en,
            Selection.is_sample,
            SelectionVersion.starts_at,
            SelectionVersion.ends_at,
            wanted.correlate(SelectionVersion).scalar_subquery().label("wanted"),
            public.correlate(SelectionVersion, Slot).scalar_subquery().label("public"),
        )
        .join(SelectionVersion, SelectionVersion.selection_id == Selection.id)
        .join(Slot, Slot.id == SelectionVersion.slot_id)
        .where(_has_begun(at))
        .order_by(SelectionVersion.ends_at.desc(), SelectionVersion.id.desc())
    ).all()
    latest: dict[str, SelectionEntry] = {}
    for row in rows:
        entry = SelectionEntry(
            slug=row.slug,
            title=Bilingual(row.title_id, row.title_en),
            intro=Bilingual(row.intro_id, row.intro_en),
            state=WindowState.LIVE if at < row.ends_at else WindowState.OVER,
            window=Window(row.starts_at, row.ends_at),
            # Reserves fill gaps, they never make a selection longer.
            count=min(row.wanted, row.public),
            is_sample=row.is_sample,
        )
        latest.setdefault(row.slug, entry)
    return sorted(latest.values(), key=lambda entry: entry.state is not WindowState.LIVE)


def find_selection(slug: str, at: datetime, *, draft_id: int | None = None) -> SelectionPage | None:
    """The selection with its live version, else the one that ended last; None while nothing of it was ever live.

    `draft_id` is a version that counts as live: what a preview of it shows.
    """
    if not is_slug(slug):
        return None
    rows = db.session.execute(_begun_items(at, draft_id).where(Selection.slug == slug)).all()
    if not rows:
        return None
    chosen = [row for row in rows if row.version_id == rows[0].version_id]
    return _page(chosen, _cards(row.product_id for row in chosen), at, draft_id)


def list_selection_pages(at: datetime, *, limit: int) -> list[SelectionPage]:
    """The pages of the first `limit` selections of `list_selections` that have products, in three statements."""
    slugs = [entry.slug for entry in list_selections(at)[:limit]]
    rows = db.session.execute(_begun_items(at).where(Selection.slug.in_(slugs))).all()
    latest = {row.slug: row.version_id for row in reversed(rows)}
    chosen = [row for row in rows if row.version_id == latest[row.slug]]
    cards = _cards(row.product_id for row in chosen)
    by_slug: dict[str, list[Row[Any]]] = {}
    for row in chosen:
        by_slug.setdefault(row.slug, []).append(row)
    return [_page(by_slug[slug], cards, at) for slug in slugs if slug in by_slug]


@dataclass(frozen=True, slots=True)
class OpenSlot:
    """A place that shows a selection, as visitors are told of it."""

    code: str
    name: str


def list_open_slots() -> list[OpenSlot]:
    """The slots in use, in their order."""
    rows = db.session.execute(select(Slot.code, Slot.name).where(Slot.closed_at.is_(None)).order_by(Slot.id))
    return [OpenSlot(*row) for row in rows]


def find_regional_selection(region_code: str, at: datetime) -> tuple[OpenSlot, CurrentSelection] | None:
    """What the place of this kab/kota shows of its own; None when it has no place, or only what stands in for it."""
    row = db.session.execute(
        select(Slot.code, Slot.name).where(Slot.region_code == region_code, Slot.closed_at.is_(None))
    ).one_or_none()
    if row is None:
        return None
    selection = current_selection(row.code, at)
    return None if selection.is_fallback else (OpenSlot(*row), selection)


def find_next_change(slot_code: str, at: datetime) -> datetime | None:
    """When the slot, or its fallback, next shows something else because of a window; None when nothing is planned."""
    rows = db.session.execute(
        select(SelectionVersion.starts_at, SelectionVersion.ends_at)
        .join(Slot, SelectionVersion.slot_id == Slot.id)
        .where(_is_for(slot_code), _is_approved(), SelectionVersion.ends_at > at)
    )
    return next_change_at((Window(row.starts_at, row.ends_at) for row in rows), at)


def find_selected(at: datetime) -> Selected:
    """Every product that any slot's live version shows, for the catalogue's index; two statements.

    The slots stand in their order and each version's products in theirs; a product stands where it comes first.
    """
    rows = db.session.execute(
        _version_items(at)
        .add_columns(is_public().label("is_public"), SelectionVersion.slot_id)
        .join(Product, SelectionItem.product_id == Product.id)
        .join(Producer, Product.producer_id == Producer.id)
        .where(_is_approved(), SelectionVersion.ends_at > at)
        .order_by(SelectionVersion.slot_id, SelectionVersion.id, SelectionItem.position)
    ).all()
    last_end = db.session.scalar(select(func.max(SelectionVersion.ends_at)).where(SelectionVersion.ends_at <= at))
    windows = [Window(row.starts_at, row.ends_at) for row in rows]
    begun = [window.starts_at for window in windows if window.starts_at <= at]
    shown: list[int] = []
    for version_id in dict.fromkeys(row.version_id for row in rows if row.starts_at <= at):
        items = [row for row in rows if row.version_id == version_id]
        public = {row.product_id: row for row in items if row.is_public and not row.has_lost}
        wanted = [row.product_id for row in items if not row.is_reserve]
        shown += fill_places(wanted, [row.product_id for row in items if row.is_reserve], public)
    return Selected(
        product_ids=tuple(dict.fromkeys(shown)),
        since=max([*begun, *([last_end] if last_end else [])], default=None),
        until=next_change_at(windows, at),
    )


def _is_for(slot_code: str) -> ColumnElement[bool]:
    """The slot itself or the one it falls back to; a statement that uses this joins `Slot`."""
    asking = aliased(Slot)
    fallback = select(asking.fallback_slot_id).where(asking.code == slot_code).scalar_subquery()
    return or_(Slot.code == slot_code, Slot.id == fallback)


def _is_approved() -> ColumnElement[bool]:
    return and_(SelectionVersion.approved_at.is_not(None), SelectionVersion.cancelled_at.is_(None))


def _has_begun(at: datetime) -> ColumnElement[bool]:
    return and_(_is_approved(), SelectionVersion.starts_at <= at)


def _is_live(at: datetime) -> ColumnElement[bool]:
    return and_(_has_begun(at), at < SelectionVersion.ends_at)


def _version_items(at: datetime) -> Select[*tuple[Any, ...]]:
    """One row per item with its version and selection: a version without items shows nothing anyway."""
    return (
        select(
            SelectionVersion.id.label("version_id"),
            SelectionVersion.starts_at,
            SelectionVersion.ends_at,
            SelectionVersion.approved_at,
            Selection.slug,
            Selection.title_id,
            Selection.title_en,
            Selection.intro_id,
            Selection.intro_en,
            Selection.is_sample,
            SelectionItem.product_id,
            SelectionItem.reason_id,
            SelectionItem.reason_en,
            SelectionItem.is_reserve,
            Slot.code.label("slot_code"),
            has_lost_result(at).label("has_lost"),
        )
        .join(Slot, SelectionVersion.slot_id == Slot.id)
        .join(Selection, SelectionVersion.selection_id == Selection.id)
        .join(SelectionItem, SelectionItem.version_id == SelectionVersion.id)
    )


def _begun_items(at: datetime, draft_id: int | None = None) -> Select[*tuple[Any, ...]]:
    """Items of all versions that have begun, those of the draft first, then those of the latest version."""
    is_draft = SelectionVersion.id == (draft_id or 0)
    return (
        _version_items(at)
        .where(or_(_has_begun(at), is_draft))
        .order_by(
            case((is_draft, 0), else_=1),
            SelectionVersion.ends_at.desc(),
            SelectionVersion.id.desc(),
            SelectionItem.position,
        )
    )


def _page(
    chosen: Sequence[Row[Any]], cards: dict[int, ProductCard], at: datetime, draft_id: int | None = None
) -> SelectionPage:
    """The page that one version's items make."""
    head = chosen[0]
    window = Window(head.starts_at, head.ends_at)
    state = window_state(window, approved_at=head.approved_at, cancelled_at=None, at=at)
    return SelectionPage(
        slug=head.slug,
        title=Bilingual(head.title_id, head.title_en),
        intro=Bilingual(head.intro_id, head.intro_en),
        state=WindowState.LIVE if head.version_id == draft_id else state,
        window=window,
        items=_items(chosen, cards),
        is_sample=head.is_sample,
    )


def _cards(product_ids: Iterable[int]) -> dict[int, ProductCard]:
    return {card.product_id: card for card in list_cards(list(dict.fromkeys(product_ids)))}


def _items(rows: Sequence[Row[Any]], cards: dict[int, ProductCard]) -> tuple[SelectedItem, ...]:
    reasons = {row.product_id: Bilingual(row.reason_id, row.reason_en) for row in rows}
    wanted = [row.product_id for row in rows if not row.is_reserve]
    reserves = [row.product_id for row in rows if row.is_reserve]
    shown = {row.product_id: cards[row.product_id] for row in rows if row.product_id in cards and not row.has_lost}
    return tuple(SelectedItem(shown[key], reasons[key]) for key in fill_places(wanted, reserves, shown))
