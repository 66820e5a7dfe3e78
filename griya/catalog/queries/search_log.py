"""What was looked for and not found, week by week, and what has become of it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy import func, select

from griya.accounts.models import Event
from griya.catalog.models.search import SearchLog, SearchStopWord, SearchVariant
from griya.catalog.queries.search_trial import try_out
from griya.core.clock import WIB
from griya.core.db import db

MOST_GAPS: Final = 50
# From nothing to so little counts as a gap.
FEW: Final = 2


@dataclass(frozen=True, slots=True)
class Gap:
    """A query that found nothing or little in a week: how often it was asked then and before, what it finds now.

    `word_key` leads to the word that was put for it, `put_on` is the day of that.
    """

    query: str
    asked: int
    asked_before: int
    found_then: int
    found_now: int
    word_key: str
    put_on: date | None


def monday_of(on: date) -> date:
    """The week's first day."""
    return on - timedelta(days=on.weekday())


def list_gaps(monday: date) -> list[Gap]:
    """The week's gaps, the most asked for first."""
    rows = db.session.execute(
        select(SearchLog.query, func.sum(SearchLog.asked).label("asked"), func.max(SearchLog.found).label("found"))
        .where(SearchLog.day >= monday, SearchLog.day < monday + timedelta(days=7))
        .group_by(SearchLog.query)
        .having(func.max(SearchLog.found) <= FEW)
        .order_by(func.sum(SearchLog.asked).desc(), SearchLog.query)
        .limit(MOST_GAPS)
    ).all()
    queries = [row.query for row in rows]
    before = _asked_in(queries, monday - timedelta(days=7))
    words = words_for(queries)
    put = put_on(list(words.values()))
    return [
        Gap(
            query=row.query,
            asked=row.asked,
            asked_before=before.get(row.query, 0),
            found_then=row.found,
            found_now=try_out(row.query).total,
            word_key=words.get(row.query, ""),
            put_on=put.get(words.get(row.query, "")),
        )
        for row in rows
    ]


def count_open_gaps(monday: date) -> int:
    """How many queries of a week found nothing, were asked more than once, and have no word yet."""
    rows = db.session.execute(
        select(SearchLog.query)
        .where(SearchLog.day >= monday, SearchLog.day < monday + timedelta(days=7))
        .group_by(SearchLog.query)
        .having(func.max(SearchLog.found) == 0, func.sum(SearchLog.asked) > 1)
    )
    queries = [row.query for row in rows]
    return len(set(queries) - set(words_for(queries)))


def _asked_in(queries: list[str], monday: date) -> dict[str, int]:
    rows = db.session.execute(
        select(SearchLog.query, func.sum(SearchLog.asked))
        .where(SearchLog.query.in_(queries), SearchLog.day >= monday, SearchLog.day < monday + timedelta(days=7))
        .group_by(SearchLog.query)
    )
    return {row[0]: row[1] for row in rows}


def words_for(queries: list[str]) -> dict[str, str]:
    """The keys of the words that were put for these queries."""
    pairs = db.session.scalars(select(SearchVariant).where(SearchVariant.variant.in_(queries)))
    stops = db.session.scalars(select(SearchStopWord).where(SearchStopWord.word.in_(queries)))
    return {row.variant: row.record_key for row in pairs} | {row.word: row.record_key for row in stops}


def put_on(keys: list[str]) -> dict[str, date]:
    """On which day each of these words was put."""
    rows = db.session.execute(
        select(Event.object_key, func.max(Event.at))
        .where(
            Event.object_type.in_(("search_variant", "search_stop_word")),
            Event.object_key.in_(keys),
            Event.verb.in_(("search_variant.created", "search_stop_word.created")),
        )
        .group_by(Event.object_key)
    )
    return {row[0]: row[1].astimezone(WIB).date() for row in rows}


def week_ends(monday: date) -> datetime:
    """The moment at which the week after this one is over: until then its gaps want to be looked at."""
    return datetime.combine(monday + timedelta(days=14), time(), WIB)
