"""Writing down what was looked for, and forgetting it in time."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import delete, select

from griya.catalog.models.search import SearchLog
from griya.catalog.rules.heard import KEPT_DAYS, Heard, is_kept
from griya.core.db import db


def keep_heard(*, heard: Sequence[Heard], today: date) -> list[Heard]:
    """Add counts to their days and forget old days. Returns those of today that cannot be written down yet."""
    kept = [one for one in heard if is_kept(one)]
    waiting: list[Heard] = []
    known = {
        (row.day, row.query): row
        for row in db.session.scalars(
            select(SearchLog).where(
                SearchLog.day.in_({one.day for one in kept}), SearchLog.query.in_({one.query for one in kept})
            )
        )
    }
    for one in kept:
        row = known.get((one.day, one.query))
        if row is None and one.asked:
            db.session.add(SearchLog(day=one.day, query=one.query, asked=one.asked, found=one.found, opened=one.opened))
        elif row is not None:
            row.asked, row.opened = row.asked + one.asked, row.opened + one.opened
            row.found = one.found if one.asked else row.found
        elif one.day == today:
            # Opened here, asked for in another process that has not written it down yet.
            waiting.append(one)
    db.session.execute(delete(SearchLog).where(SearchLog.day < today - timedelta(days=KEPT_DAYS)))
    db.session.flush()
    return waiting + [one for one in heard if not is_kept(one) and one.day == today]
