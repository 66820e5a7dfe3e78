"""Everything a slot may show in a stretch of time: its own versions and its fallback's, with what of them is public."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, or_, select
from sqlalchemy.orm import aliased

from griya.catalog.models import Product, ProductRevision
from griya.catalog.queries.public import is_public
from griya.core.db import db
from griya.registry.models import Producer
from griya.selection.models import Selection, SelectionItem, SelectionVersion, Slot
from griya.selection.queries.slots import SlotVersion
from griya.selection.queries.worthy import has_lost_result
from griya.selection.rules import Window, fill_places


@dataclass(frozen=True, slots=True)
class AiringItem:
    """A product in the place a curator gave it, whether visitors may see it now or not."""

    product_id: int
    code: str
    name: str
    is_reserve: bool
    is_public: bool


@dataclass(frozen=True, slots=True)
class Airing:
    """A version with all its items in their order; `is_own` tells it from what the fallback slot shows.

    It is approved, but for the draft that a preview asked for: that one counts as live all the time.
    """

    slot_name: str
    is_own: bool
    version: SlotVersion
    approved_at: datetime | None
    is_draft: bool
    items: tuple[AiringItem, ...]

    @property
    def shown(self) -> tuple[AiringItem, ...]:
        """What plays, in its order: a place whose product is not public is filled by the next reserve, or closes."""
        public = {item.product_id: item for item in self.items if item.is_public}
        wanted = [item.product_id for item in self.items if not item.is_reserve]
        reserves = [item.product_id for item in self.items if item.is_reserve]
        return tuple(public[key] for key in fill_places(wanted, reserves, public))


def list_airings(slot_code: str, window: Window, *, draft_id: int | None = None) -> list[Airing]:
    """The versions of the slot, then of its fallback, that are live at some moment of the window; one statement."""
    is_draft = SelectionVersion.id == (draft_id or 0)
    own = aliased(Slot)
    rows = db.session.execute(
        select(
            SelectionVersion.id,
            SelectionVersion.number,
            SelectionVersion.starts_at,
            SelectionVersion.ends_at,
            SelectionVersion.approved_at,
            Selection.slug,
            Selection.title_id,
            Slot.name.label("slot_name"),
            (Slot.code == slot_code).label("is_own"),
            SelectionItem.product_id,
            SelectionItem.is_reserve,
            Product.code,
            ProductRevision.name_id,
            and_(is_public(), ~has_lost_result(window.starts_at)).label("is_public"),
        )
        .select_from(own)
        .join(Slot, or_(Slot.id == own.id, Slot.id == own.fallback_slot_id))
        .join(SelectionVersion, SelectionVersion.slot_id == Slot.id)
        .join(Selection, SelectionVersion.selection_id == Selection.id)
        .join(SelectionItem, SelectionItem.version_id == SelectionVersion.id)
        .join(Product, SelectionItem.product_id == Product.id)
        .join(Producer, Product.producer_id == Producer.id)
        .outerjoin(ProductRevision, ProductRevision.id == Product.live_revision_id)
        .where(
            own.code == slot_code,
            or_(
                is_draft,
                and_(
                    SelectionVersion.approved_at.is_not(None),
                    SelectionVersion.cancelled_at.is_(None),
                    SelectionVersion.starts_at < window.ends_at,
                    SelectionVersion.ends_at > window.starts_at,
                ),
            ),
        )
        .order_by(
            case((Slot.code == slot_code, 0), else_=1),
            SelectionVersion.starts_at,
            SelectionVersion.id,
            SelectionItem.position,
        )
    ).all()
    found = []
    for version_id in dict.fromkeys(row.id for row in rows):
        items = [row for row in rows if row.id == version_id]
        head = items[0]
        found.append(
            Airing(
                slot_name=head.slot_name,
                is_own=bool(head.is_own),
                version=SlotVersion(
                    head.slug,
                    head.number,
                    head.title_id,
                    window if head.id == draft_id else Window(head.starts_at, head.ends_at),
                ),
                approved_at=head.approved_at,
                is_draft=head.id == draft_id,
                items=tuple(
                    AiringItem(row.product_id, row.code, row.name_id or row.code, row.is_reserve, bool(row.is_public))
                    for row in items
                ),
            )
        )
    return found
