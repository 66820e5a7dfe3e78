"""What a search engine may find: every public page, when it last changed, and whether it is really in English too."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from griya.catalog.models import Category, Product, ProductRevision
from griya.catalog.queries.categories import list_shelves
from griya.catalog.queries.public import PLACE, SHELF, from_public_products
from griya.catalog.queries.regions import list_regencies
from griya.catalog.queries.terms import TermKind, list_changes_of_terms
from griya.core.db import db
from griya.core.words import is_translated
from griya.publication.rules.pages import HOME, SELECTIONS, STANDING_PAGES
from griya.registry.models import Producer
from griya.selection.queries import current_selection, list_selection_pages, list_selections

# A file holds what was entered under this many neighbouring numbers: two addresses each, far below the 50,000 allowed,
# and no file changes because something was added to another.
FILE_SPAN: Final = 5_000
_HOME_SLOT: Final = "home"


@dataclass(frozen=True, slots=True)
class Entry:
    """One page by its slug."""

    slug: str
    changed_at: datetime | None
    is_translated: bool


@dataclass(frozen=True, slots=True)
class File:
    """One file of a kind, numbered from 1."""

    kind: str
    number: int
    changed_at: datetime | None


def list_files() -> list[File]:
    """Every file that has something in it, in four statements."""
    latest = db.session.scalar(from_public_products(select(func.max(_changed_at()))))
    files = [File("halaman", 1, latest), File("wilayah", 1, latest)]
    for kind, key in (("produk", Product.id), ("ikm", Producer.id)):
        span = key // FILE_SPAN
        rows = db.session.execute(
            from_public_products(select(span.label("span"), func.max(_changed_at()))).group_by("span").order_by("span")
        )
        files += [File(kind, int(number) + 1, changed) for number, changed in rows]
    if latest:
        files += [File(kind, 1, latest) for kind in ("rak", "bahan", "teknik")]
    return files


def list_standing_entries(at: datetime) -> list[Entry]:
    """The pages that always stand, by endpoint in place of a slug."""
    front = current_selection(_HOME_SLOT, at)
    chosen = [text for one in list_selections(at) for text in (one.title, one.intro)]
    translated = {HOME: is_translated(front.title, front.intro), SELECTIONS: is_translated(*chosen)}
    return [Entry(endpoint, None, translated.get(endpoint, True)) for endpoint in STANDING_PAGES]


def list_product_entries(number: int) -> list[Entry]:
    """Products of one file, in one statement."""
    texts = ProductRevision
    translated = and_(
        _is_said(texts.name_id, texts.name_en),
        _is_said(texts.summary_id, texts.summary_en),
        _is_said(texts.description_id, texts.description_en),
    )
    rows = db.session.execute(
        from_public_products(select(Product.slug, _changed_at(), translated))
        .where(Product.id.between(*_span(number)))
        .order_by(Product.id)
    )
    return [Entry(slug, changed, bool(is_english)) for slug, changed, is_english in rows]


def list_producer_entries(number: int) -> list[Entry]:
    """Makers of one file that have something to show, in one statement."""
    rows = db.session.execute(
        from_public_products(
            select(Producer.slug, func.max(_changed_at()), _is_said(Producer.story_id, Producer.story_en))
        )
        .where(Producer.id.between(*_span(number)))
        .group_by(Producer.id)
        .order_by(Producer.id)
    )
    return [Entry(slug, changed, bool(is_english)) for slug, changed, is_english in rows]


def list_region_entries() -> list[Entry]:
    """All 14, with or without products."""
    changed = _latest_by(PLACE.slug)
    return [Entry(one.slug, changed.get(one.slug), True) for one in list_regencies()]


def list_shelf_entries() -> list[Entry]:
    """Shelves and parts with something on them."""
    changed = _latest_by(Category.slug)
    whole = _latest_by(func.coalesce(SHELF.slug, Category.slug))
    entries = []
    for shelf in list_shelves():
        if shelf.count:
            entries.append(Entry(shelf.slug, whole.get(shelf.slug), is_translated(shelf.name)))
        parts = [part for part in shelf.parts if part.count]
        entries += [Entry(part.slug, changed.get(part.slug), is_translated(part.name)) for part in parts]
    return entries


def list_term_entries(kind: TermKind) -> list[Entry]:
    """Materials or techniques that some public product names."""
    return [
        Entry(name.slug, changed, is_translated(name)) for name, changed in list_changes_of_terms(kind, _changed_at())
    ]


def list_selection_entries(at: datetime) -> list[Entry]:
    """Selections that are or were live and have a page."""
    return [
        Entry(
            page.slug,
            page.window.starts_at,
            is_translated(page.title, page.intro, *(item.reason for item in page.items)),
        )
        for page in list_selection_pages(at, limit=FILE_SPAN)
    ]


def _span(number: int) -> tuple[int, int]:
    return (number - 1) * FILE_SPAN, number * FILE_SPAN - 1


def _changed_at() -> ColumnElement[datetime]:
    """When what is shown of a product last changed: its words, or that it is shown at all."""
    first, revised = Product.published_at, ProductRevision.created_at
    return case((or_(first.is_(None), revised > first), revised), else_=first)


def _is_said(indonesian: Any, english: Any) -> ColumnElement[bool]:
    return or_(indonesian == "", english != "")


def _latest_by(key: Any) -> dict[str, datetime]:
    rows = db.session.execute(from_public_products(select(key, func.max(_changed_at()))).group_by(key))
    return dict(rows.all())
