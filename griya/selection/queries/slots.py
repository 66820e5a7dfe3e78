"""Each slot at a moment: what is on, what comes next, where the gaps are, and what ends without a successor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from griya.catalog.models import Product, ProductRevision
from griya.catalog.queries.public import is_public
from griya.core.db import db
from griya.registry.models import Producer, Region
from griya.registry.rules.regions import region_label
from griya.selection.models import Selection, SelectionItem, SelectionVersion, Slot
from griya.selection.queries.worthy import has_lost_result
from griya.selection.rules import WARNING_BEFORE_END, Window, fill_places
from griya.selection.rules.calendar import Span


@dataclass(frozen=True, slots=True)
class SlotVersion:
    """An approved version as a list of slots names it."""

    slug: str
    number: int
    title: str
    window: Window

    @property
    def name(self) -> str:
        """`Pilihan November, versi 2`."""
        return f"{self.title}, versi {self.number}"


@dataclass(frozen=True, slots=True)
class SlotNow:
    """A slot at a moment. `gap_from` is when it next has nothing of its own: the moment itself where nothing is on."""

    code: str
    name: str
    region_code: str | None
    region_name: str
    is_permanent: bool
    is_closed: bool
    requires_distinction: bool
    fallback_name: str
    now: SlotVersion | None
    next: SlotVersion | None
    gap_from: datetime
    is_ending: bool
    spans: tuple[Span[SlotVersion], ...]


@dataclass(frozen=True, slots=True)
class EndingSelection:
    """A live selection that ends soon with nobody to follow it."""

    slot_code: str
    slot_name: str
    version: SlotVersion
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class LostItem:
    """A product of a live or planned selection that visitors do not see: a reserve stands in, or its place closes.

    It is not public, or its result was taken back and the slot asks for one.
    """

    product_name: str
    slot_name: str
    version: SlotVersion
    is_reserve: bool


@dataclass(frozen=True, slots=True)
class LostDigest:
    """All of them in one notice: how many places reserves fill, and how many stay empty."""

    items: tuple[LostItem, ...]
    filled: int
    closed: int


def list_slots(at: datetime, *, since: datetime | None = None) -> list[SlotNow]:
    """Every open slot in its order, with its approved versions from `since` (else from now) on; two statements."""
    fallback = aliased(Slot)
    slots = db.session.execute(
        select(Slot, fallback.name.label("fallback_name"), Region.level, Region.name.label("region_name"))
        .outerjoin(fallback, fallback.id == Slot.fallback_slot_id)
        .outerjoin(Region, Region.code == Slot.region_code)
        .order_by(Slot.closed_at.is_not(None), Slot.id)
    ).all()
    rows = db.session.execute(
        select(
            SelectionVersion.slot_id,
            SelectionVersion.number,
            SelectionVersion.starts_at,
            SelectionVersion.ends_at,
            Selection.slug,
            Selection.title_id,
        )
        .join(Selection, SelectionVersion.selection_id == Selection.id)
        .where(
            SelectionVersion.approved_at.is_not(None),
            SelectionVersion.cancelled_at.is_(None),
            SelectionVersion.ends_at > min(at, since or at),
        )
        .order_by(SelectionVersion.starts_at)
    ).all()
    return [_slot(row, [_span(one) for one in rows if one.slot_id == row.Slot.id], at) for row in slots]


def selections_without_successor(at: datetime) -> list[EndingSelection]:
    """Live selections that end within 72 hours and that nothing follows at once; derived at each read."""
    return [
        EndingSelection(slot.code, slot.name, _last_of(slot), slot.gap_from)
        for slot in list_slots(at)
        if slot.is_ending
    ]


def find_lost_items(at: datetime) -> LostDigest:
    """What live and planned selections have lost, as one digest."""
    rows = db.session.execute(
        select(
            SelectionVersion.id,
            SelectionVersion.number,
            SelectionVersion.starts_at,
            SelectionVersion.ends_at,
            Selection.slug,
            Selection.title_id,
            Slot.name.label("slot_name"),
            SelectionItem.product_id,
            SelectionItem.is_reserve,
            ProductRevision.name_id,
            Product.code,
            and_(is_public(), ~has_lost_result(at)).label("is_public"),
        )
        .join(Selection, SelectionVersion.selection_id == Selection.id)
        .join(Slot, SelectionVersion.slot_id == Slot.id)
        .join(SelectionItem, SelectionItem.version_id == SelectionVersion.id)
        .join(Product, SelectionItem.product_id == Product.id)
        .join(Producer, Product.producer_id == Producer.id)
        .outerjoin(ProductRevision, ProductRevision.id == Product.live_revision_id)
        .where(
            and_(SelectionVersion.approved_at.is_not(None), SelectionVersion.cancelled_at.is_(None)),
            SelectionVersion.ends_at > at,
        )
        .order_by(SelectionVersion.starts_at, SelectionVersion.id, SelectionItem.position)
    ).all()
    lost = tuple(
        LostItem(row.name_id or row.code, row.slot_name, _version(row), row.is_reserve)
        for row in rows
        if not row.is_public
    )
    filled = closed = 0
    for version_id in dict.fromkeys(row.id for row in rows):
        items = [row for row in rows if row.id == version_id]
        public = {row.product_id: row for row in items if row.is_public}
        wanted = [row.product_id for row in items if not row.is_reserve]
        shown = fill_places(wanted, [row.product_id for row in items if row.is_reserve], public)
        gone = sum(1 for key in wanted if key not in public)
        closed += len(wanted) - len(shown)
        filled += gone - (len(wanted) - len(shown))
    return LostDigest(lost, filled, closed)


def _slot(row: Any, spans: Sequence[Span[SlotVersion]], at: datetime) -> SlotNow:
    slot: Slot = row.Slot
    now = next((span.what for span in spans if span.window.starts_at <= at < span.window.ends_at), None)
    coming = next((span.what for span in spans if span.window.starts_at > at), None)
    gap_from = at
    for span in spans:
        if span.window.starts_at <= gap_from < span.window.ends_at:
            gap_from = span.window.ends_at
    return SlotNow(
        code=slot.code,
        name=slot.name,
        region_code=slot.region_code,
        region_name=str(region_label(row.level, row.region_name)) if row.region_name else "",
        is_permanent=slot.is_permanent,
        is_closed=slot.closed_at is not None,
        requires_distinction=slot.requires_distinction,
        fallback_name=row.fallback_name or "",
        now=now,
        next=coming,
        gap_from=gap_from,
        is_ending=now is not None and gap_from - at <= WARNING_BEFORE_END,
        spans=tuple(spans),
    )


def _last_of(slot: SlotNow) -> SlotVersion:
    """The version that ends where the slot's gap begins."""
    return next(span.what for span in slot.spans if span.window.ends_at == slot.gap_from)


def _span(row: Any) -> Span[SlotVersion]:
    return Span(Window(row.starts_at, row.ends_at), _version(row))


def _version(row: Any) -> SlotVersion:
    return SlotVersion(row.slug, row.number, row.title_id, Window(row.starts_at, row.ends_at))
