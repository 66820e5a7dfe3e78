"""Selections and their versions as the desk reads them: drafts, what waits for approval, one version with its items."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import aliased

from griya.accounts.models import Account, Event
from griya.core.db import db
from griya.selection.models import Selection, SelectionExclusion, SelectionItem, SelectionVersion, Slot
from griya.selection.queries.products import ChosenProduct, list_chosen
from griya.selection.rules import ItemDraft, Window, WindowState, window_state

VERSION = "selection_version"
MOST_VERSIONS = 300


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version in a list."""

    version_id: int
    slug: str
    title: str
    number: int
    slot_name: str
    window: Window
    state: WindowState
    author: str
    author_id: int | None
    approver: str
    item_count: int
    is_sample: bool


@dataclass(frozen=True, slots=True)
class ChosenItem:
    """An item of a version with its product."""

    draft: ItemDraft
    product: ChosenProduct


@dataclass(frozen=True, slots=True)
class Excluded:
    """A product that is proposed no more, and why."""

    product_id: int
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a version's record."""

    at: datetime
    verb: str
    actor: str
    reason: str
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, slots=True)
class DeskVersion:
    """One version with everything its page needs; `items` in order, the shown ones first, then the reserves."""

    version_id: int
    selection_id: int
    slug: str
    title_id: str
    title_en: str
    intro_id: str
    intro_en: str
    is_sample: bool
    number: int
    slot_code: str
    slot_name: str
    region_code: str | None
    is_permanent: bool
    window: Window
    offset_minutes: int
    state: WindowState
    author: str
    author_id: int | None
    approver: str
    approved_at: datetime | None
    approved_note: str
    repeat_reason: str
    row_version: int
    items: tuple[ChosenItem, ...]
    excluded: tuple[Excluded, ...]

    @property
    def drafts(self) -> tuple[ItemDraft, ...]:
        """The items without their products."""
        return tuple(item.draft for item in self.items)

    @property
    def shown(self) -> tuple[ChosenItem, ...]:
        """The items that are no reserves."""
        return tuple(item for item in self.items if not item.draft.is_reserve)

    @property
    def reserves(self) -> tuple[ChosenItem, ...]:
        """The items that stand in where one of the others is not public."""
        return tuple(item for item in self.items if item.draft.is_reserve)


def list_versions(at: datetime, *, slug: str | None = None) -> list[VersionRow]:
    """The newest versions of all selections, or all of one; one statement."""
    author, approver = aliased(Account), aliased(Account)
    items = (
        select(func.count())
        .where(SelectionItem.version_id == SelectionVersion.id, ~SelectionItem.is_reserve)
        .correlate(SelectionVersion)
        .scalar_subquery()
    )
    statement = (
        select(
            SelectionVersion,
            Selection.slug,
            Selection.title_id,
            Selection.is_sample,
            Slot.name.label("slot_name"),
            author.name.label("author"),
            approver.name.label("approver"),
            items.label("item_count"),
        )
        .join(Selection, SelectionVersion.selection_id == Selection.id)
        .join(Slot, SelectionVersion.slot_id == Slot.id)
        .outerjoin(author, author.id == SelectionVersion.created_by_id)
        .outerjoin(approver, approver.id == SelectionVersion.approved_by_id)
        .order_by(SelectionVersion.created_at.desc(), SelectionVersion.id.desc())
        .limit(MOST_VERSIONS)
    )
    if slug is not None:
        statement = statement.where(Selection.slug == slug)
    return [_row(row, at) for row in db.session.execute(statement)]


def find_version(slug: str, number: int, at: datetime) -> DeskVersion | None:
    """One version with its items and exclusions; four statements."""
    author, approver = aliased(Account), aliased(Account)
    row = db.session.execute(
        select(SelectionVersion, Selection, Slot, author.name.label("author"), approver.name.label("approver"))
        .join(Selection, SelectionVersion.selection_id == Selection.id)
        .join(Slot, SelectionVersion.slot_id == Slot.id)
        .outerjoin(author, author.id == SelectionVersion.created_by_id)
        .outerjoin(approver, approver.id == SelectionVersion.approved_by_id)
        .where(Selection.slug == slug, SelectionVersion.number == number)
    ).one_or_none()
    if row is None:
        return None
    version: SelectionVersion = row.SelectionVersion
    items = db.session.scalars(
        select(SelectionItem)
        .where(SelectionItem.version_id == version.id)
        .order_by(SelectionItem.is_reserve, SelectionItem.position)
    ).all()
    exclusions = db.session.execute(
        select(SelectionExclusion.product_id, SelectionExclusion.reason)
        .where(SelectionExclusion.version_id == version.id)
        .order_by(SelectionExclusion.id)
    ).all()
    products = list_chosen([*(item.product_id for item in items), *(one.product_id for one in exclusions)])
    selection: Selection = row.Selection
    return DeskVersion(
        version_id=version.id,
        selection_id=selection.id,
        slug=selection.slug,
        title_id=selection.title_id,
        title_en=selection.title_en,
        intro_id=selection.intro_id,
        intro_en=selection.intro_en,
        is_sample=selection.is_sample,
        number=version.number,
        slot_code=row.Slot.code,
        slot_name=row.Slot.name,
        region_code=row.Slot.region_code,
        is_permanent=row.Slot.is_permanent,
        window=Window(version.starts_at, version.ends_at),
        offset_minutes=version.offset_minutes,
        state=_state(version, at),
        author=row.author or "",
        author_id=version.created_by_id,
        approver=row.approver or "",
        approved_at=version.approved_at,
        approved_note=version.approved_note or "",
        repeat_reason=version.repeat_reason or "",
        row_version=version.row_version,
        items=chosen_items(
            [
                ItemDraft(item.product_id, item.reason_id, item.reason_en, item.is_reserve, item.is_pinned)
                for item in items
            ],
            products,
        ),
        excluded=tuple(
            Excluded(one.product_id, products[one.product_id].name, one.reason)
            for one in exclusions
            if one.product_id in products
        ),
    )


def chosen_items(
    drafts: Sequence[ItemDraft], products: dict[int, ChosenProduct] | None = None
) -> tuple[ChosenItem, ...]:
    """Items with their products; one whose product does not exist is left out."""
    if products is None:
        products = list_chosen(draft.product_id for draft in drafts)
    return tuple(ChosenItem(draft, products[draft.product_id]) for draft in drafts if draft.product_id in products)


def list_happenings(version_id: int) -> list[Happening]:
    """A version's record, the newest first."""
    rows = db.session.execute(
        select(Event, Account.name)
        .outerjoin(Account, Account.id == Event.actor_id)
        .where(Event.object_type == VERSION, Event.object_key == str(version_id))
        .order_by(Event.id.desc())
    )
    return [
        Happening(
            at=event.at,
            verb=event.verb.removeprefix(f"{VERSION}."),
            actor=name or "Griya",
            reason=event.reason or "",
            before=event.before or {},
            after=event.after or {},
        )
        for event, name in rows
    ]


def find_draft(slug: str, number: int) -> SelectionVersion | None:
    """The version itself, for an action to change."""
    return db.session.scalars(
        select(SelectionVersion)
        .join(Selection, SelectionVersion.selection_id == Selection.id)
        .where(Selection.slug == slug, SelectionVersion.number == number)
    ).one_or_none()


def find_selection_row(slug: str) -> Selection | None:
    """The selection itself, for an action to change."""
    return db.session.scalars(select(Selection).where(Selection.slug == slug)).one_or_none()


def _state(version: SelectionVersion, at: datetime) -> WindowState:
    return window_state(
        Window(version.starts_at, version.ends_at),
        approved_at=version.approved_at,
        cancelled_at=version.cancelled_at,
        at=at,
    )


def _row(row: Row[Any], at: datetime) -> VersionRow:
    version: SelectionVersion = row.SelectionVersion
    return VersionRow(
        version_id=version.id,
        slug=row.slug,
        title=row.title_id,
        number=version.number,
        slot_name=row.slot_name,
        window=Window(version.starts_at, version.ends_at),
        state=_state(version, at),
        author=row.author or "",
        author_id=version.created_by_id,
        approver=row.approver or "",
        item_count=row.item_count,
        is_sample=row.is_sample,
    )
