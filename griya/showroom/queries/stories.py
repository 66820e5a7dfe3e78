"""What makers say of themselves, as far as a screen can tell it."""

from collections.abc import Collection

from sqlalchemy import select

from griya.core.db import db
from griya.registry.models import Producer
from griya.showroom.rules.fit import first_thought

# Three lines of five words are what is read in passing.
THOUGHT_WORDS = 15


def list_thoughts(slugs: Collection[str]) -> dict[str, str]:
    """The first thought of each maker's story, by the maker's slug; whoever has none that is short enough is left out.

    The makers are those of public products, so their pages show the same words.
    """
    rows = db.session.execute(
        select(Producer.slug, Producer.story_id).where(Producer.slug.in_(slugs), Producer.story_id != "")
    )
    told = {slug: first_thought(story, THOUGHT_WORDS) for slug, story in rows}
    return {slug: thought for slug, thought in told.items() if thought}
