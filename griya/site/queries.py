"""Whether the database can serve this program, and whose stories the front door tells."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from griya.catalog.queries.cards import ProductCard
from griya.catalog.queries.public import is_listed
from griya.core import schema
from griya.core.db import db
from griya.core.words import Bilingual
from griya.registry.models import Producer
from griya.site.rules import opening_line

STORIES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class MakerStory:
    """A maker with a line of its story, beside one of its products."""

    slug: str
    name: str
    line: Bilingual
    card: ProductCard


@cache
def _head() -> str | None:
    return schema.head()


def is_ready() -> bool:
    """Whether the database is reachable and its schema is the one this program knows."""
    try:
        return schema.current(db.session.connection()) == _head()
    except SQLAlchemyError:
        db.session.rollback()
        return False


def list_maker_stories(cards: Iterable[ProductCard], *, limit: int = STORIES_SHOWN) -> list[MakerStory]:
    """The first makers of these products who told a story, in the products' order; one statement, none for none."""
    first_cards: dict[str, ProductCard] = {}
    for card in cards:
        first_cards.setdefault(card.producer_slug, card)
    if not first_cards:
        return []
    rows = db.session.execute(
        select(Producer.slug, Producer.name, Producer.story_id, Producer.story_en).where(
            Producer.slug.in_(first_cards), Producer.story_id != "", is_listed()
        )
    )
    told = {
        row.slug: MakerStory(
            row.slug,
            row.name,
            Bilingual(opening_line(row.story_id), opening_line(row.story_en)),
            first_cards[row.slug],
        )
        for row in rows
    }
    return [told[slug] for slug in first_cards if slug in told and told[slug].line][:limit]
