"""Reading the visitor's own list before it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select

from griya.catalog.models import Product, ProductRevision
from griya.catalog.queries.inquirable import InquirableProduct, find_inquirable
from griya.catalog.rules.filters import is_slug
from griya.catalog.rules.questions import known_questions
from griya.core.clock import now
from griya.core.db import db
from griya.core.tokens import digest
from griya.core.words import Bilingual
from griya.inquiry.models import InquiryList, InquiryListLine
from griya.inquiry.rules import LIST_LIFETIME, is_token

_NAME = (ProductRevision.name_id, ProductRevision.name_en)


@dataclass(frozen=True, slots=True)
class ListedLine:
    """A line of the visitor's list. `product` is None when one can no longer ask about it; `name` says what it was."""

    slug: str
    name: str
    quantity: int
    note: str
    product: InquirableProduct | None
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FreeLine:
    """What was not found, in the visitor's own words."""

    label: str
    quantity: int
    unit: str


def live_lists() -> Select[InquiryList]:
    """Lists that are still kept; one week after its last change a list is gone, whether its row is or not."""
    return select(InquiryList).where(InquiryList.changed_at > now() - LIST_LIFETIME)


def list_lines(token: str | None) -> list[ListedLine]:
    """The lines of the list with this token, in order; none when there is no such list or its week is over."""
    if not token or not is_token(token):
        return []
    rows = db.session.execute(
        select(Product.slug, *_NAME, InquiryListLine.quantity, InquiryListLine.note, InquiryListLine.questions)
        .select_from(InquiryListLine)
        .join(Product, Product.id == InquiryListLine.product_id)
        .outerjoin(ProductRevision, ProductRevision.id == Product.live_revision_id)
        .where(InquiryListLine.list_id.in_(_live_list(token)))
        .order_by(InquiryListLine.position)
    ).all()
    available = find_inquirable([row.slug for row in rows])
    return [
        ListedLine(
            row.slug,
            Bilingual(row.name_id or "Produk", row.name_en),
            row.quantity,
            row.note,
            available.get(row.slug),
            known_questions(row.questions),
        )
        for row in rows
    ]


def list_free_lines(token: str | None) -> list[FreeLine]:
    """What the visitor of this list did not find, in order."""
    if not token or not is_token(token):
        return []
    rows = db.session.execute(
        select(InquiryListLine.label, InquiryListLine.quantity, InquiryListLine.unit)
        .where(InquiryListLine.list_id.in_(_live_list(token)), InquiryListLine.product_id.is_(None))
        .order_by(InquiryListLine.position)
    )
    return [FreeLine(*row) for row in rows]


def _live_list(token: str) -> Select[int]:
    return live_lists().where(InquiryList.token_digest == digest(token)).with_only_columns(InquiryList.id)


def names_once_public(slugs: Sequence[str]) -> dict[str, str]:
    """Names of products that were published at some time, by slug: to say of which one may no longer ask."""
    wanted = [slug for slug in slugs if is_slug(slug)]
    if not wanted:
        return {}
    rows = db.session.execute(
        select(Product.slug, *_NAME)
        .join(ProductRevision, ProductRevision.id == Product.live_revision_id)
        .where(Product.slug.in_(wanted), Product.published_at.is_not(None))
    )
    return {row.slug: Bilingual(row.name_id, row.name_en) for row in rows}
