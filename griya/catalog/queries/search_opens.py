"""What was found and not opened: a week's searches whose results hardly anybody wanted, and what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import func, select

from griya.catalog.models.search import SearchLog
from griya.catalog.queries.search_log import FEW, MOST_GAPS, put_on, words_for
from griya.core.db import db

# Fewer searches than that say nothing about what is opened.
ASKED_OFTEN: Final = 5
# A result that fewer open than this part of all who look is not what they look for.
RARELY: Final = 0.2


@dataclass(frozen=True, slots=True)
class Opens:
    """How often a query was asked in a week and a result opened from it; None of a week without any."""

    asked: int
    opened: int

    @property
    def percent(self) -> int:
        """How many of a hundred searches led on. Who opens three results is counted three times, and told as one."""
        return min(100, round(100 * self.opened / self.asked)) if self.asked else 0


@dataclass(frozen=True, slots=True)
class Unopened:
    """A query that found something which few opened: that week, the week before and the week after.

    `word_key` leads to the word that was put for it, `put_on` is the day of that.
    """

    query: str
    found: int
    week: Opens
    before: Opens
    after: Opens
    word_key: str
    put_on: date | None

    @property
    def is_better(self) -> bool:
        """Whether more of those who asked in the week after went on."""
        return self.after.asked > 0 and self.after.percent > self.week.percent


def list_unopened(monday: date) -> list[Unopened]:
    """The week's searches that found enough and led on to little, the most asked for first."""
    asked, opened = func.sum(SearchLog.asked), func.sum(SearchLog.opened)
    rows = db.session.execute(
        select(SearchLog.query, asked.label("asked"), opened.label("opened"), func.max(SearchLog.found).label("found"))
        .where(SearchLog.day >= monday, SearchLog.day < monday + timedelta(days=7))
        .group_by(SearchLog.query)
        .having(func.max(SearchLog.found) > FEW, asked >= ASKED_OFTEN, opened < asked * RARELY)
        .order_by(asked.desc(), SearchLog.query)
        .limit(MOST_GAPS)
    ).all()
    queries = [row.query for row in rows]
    before, after = _opens(queries, monday - timedelta(days=7)), _opens(queries, monday + timedelta(days=7))
    words = words_for(queries)
    put = put_on(list(words.values()))
    nothing = Opens(0, 0)
    return [
        Unopened(
            query=row.query,
            found=row.found,
            week=Opens(row.asked, row.opened),
            before=before.get(row.query, nothing),
            after=after.get(row.query, nothing),
            word_key=words.get(row.query, ""),
            put_on=put.get(words.get(row.query, "")),
        )
        for row in rows
    ]


def _opens(queries: Sequence[str], monday: date) -> dict[str, Opens]:
    rows = db.session.execute(
        select(SearchLog.query, func.sum(SearchLog.asked), func.sum(SearchLog.opened))
        .where(SearchLog.query.in_(queries), SearchLog.day >= monday, SearchLog.day < monday + timedelta(days=7))
        .group_by(SearchLog.query)
    )
    return {row[0]: Opens(row[1], row[2]) for row in rows}
