"""What an empty answer can still offer: another query, results without the rarest word, the nearest shelf."""

from dataclasses import dataclass, replace

from sqlalchemy import func, select

from griya.catalog.models import Category, Product
from griya.catalog.queries.cards import ProductCard, list_cards
from griya.catalog.queries.lookup.products import first_products, product_condition
from griya.catalog.queries.lookup.understanding import Part, Understanding, guess, understand
from griya.catalog.queries.public import from_public_products
from griya.catalog.rules.question import Question
from griya.core.db import db
from griya.core.words import Bilingual

CARDS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class NearShelf:
    """The shelf on which most of the products stand that answer what is left of the query."""

    slug: str
    name: str
    name_en: str
    count: int

    @property
    def label(self) -> Bilingual:
        """What it is called, in both languages."""
        return Bilingual(self.name, self.name_en)


@dataclass(frozen=True, slots=True)
class Fewer:
    """What the query finds without some of its words: `text` is what is left, `dropped` what was left out."""

    text: str
    dropped: tuple[str, ...]
    total: int
    products: tuple[ProductCard, ...]


@dataclass(frozen=True, slots=True)
class Recovery:
    """What to offer in place of nothing. `meant` are queries that find something, the likeliest first."""

    meant: tuple[str, ...] = ()
    fewer: Fewer | None = None
    shelf: NearShelf | None = None


def recover(understanding: Understanding, *, literal: bool = False) -> Recovery:
    """What may help whoever found nothing; `literal` when the query was taken as typed on request."""
    meant = _meant(understanding.typed, literal=literal)
    left, dropped = _without_rarest(understanding)
    fewer = None
    if left is not None:
        product_ids, total = first_products(left, CARDS_SHOWN)
        fewer = Fewer(left.typed, dropped, total, tuple(list_cards(product_ids)))
    nearest = left or (meant if meant and meant.question else None)
    return Recovery(
        meant=_queries(meant),
        fewer=fewer,
        shelf=_nearest_shelf(nearest) if nearest else None,
    )


def list_meant(typed: str, *, literal: bool = False) -> tuple[str, ...]:
    """Queries that may have been meant by one that finds nothing, the likeliest first; each of them finds something."""
    return _queries(_meant(typed, literal=literal))


def _queries(meant: Understanding | None) -> tuple[str, ...]:
    return (meant.choices or (meant.corrected or meant.typed,)) if meant else ()


def _meant(typed: str, *, literal: bool) -> Understanding | None:
    """What was probably meant: one of many words, the correction that was declined, or a bolder one."""
    again = understand(typed)
    if again.choices or (literal and again.corrected):
        return again
    return guess(typed)


def _without_rarest(understanding: Understanding) -> tuple[Understanding | None, tuple[str, ...]]:
    """The query without as few words as possible, the rarest first, so that products answer; None if none do."""
    kept = list(understanding.parts)
    for part in sorted(understanding.parts, key=lambda part: part.documents)[:-1]:
        kept.remove(part)
        groups = [other.group for other in kept if other.group is not None]
        if len(groups) < len(kept):
            continue
        left = replace(understanding, question=Question(tuple(groups)), typed=_text(kept), corrected="")
        if first_products(left, 1)[1]:
            gone = tuple(_text([other]) for other in understanding.parts if other not in kept)
            return left, gone
    return None, ()


def _text(parts: list[Part]) -> str:
    return " ".join(word for part in parts for word in part.phrase)


def _nearest_shelf(understanding: Understanding) -> NearShelf | None:
    count = func.count(Product.id)
    row = db.session.execute(
        from_public_products(select(Category.slug, Category.name_id, Category.name_en, count))
        .where(product_condition(understanding))
        .group_by(Category.id)
        .order_by(count.desc(), Category.id)
        .limit(1)
    ).first()
    return NearShelf(*row) if row else None
