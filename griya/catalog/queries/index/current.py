"""This process's index, brought up to date before each use: the newest recorded change is asked for every time."""

import threading
import time
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final
from weakref import WeakKeyDictionary

from sqlalchemy import select

from griya.catalog.models import EVERY_PRODUCT, CatalogChange
from griya.catalog.queries.index.facts import FactsReader, UnknownKey, read_dates, read_links
from griya.catalog.queries.index.names import NoRoom
from griya.catalog.queries.index.selected import selected_at
from griya.catalog.queries.index.snapshot import CannotFollow, Reading, Revision, Snapshot, follow, make_snapshot
from griya.catalog.queries.index.terms import read_terms
from griya.core.clock import now, today
from griya.core.db import db, has_write_intent, peek

# Beyond so many changed products, or a quarter of all, reading everything is quicker.
_MOST_FOLLOWED: Final = 2000
_NEWEST: Final = "SELECT number, stamp FROM catalog_change ORDER BY number DESC LIMIT 1"
_BEGINNING: Final = Revision(0, 0)
_LONGEST_READ_SECONDS: Final = 60


class _Index:
    """The newest snapshot of one database."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.snapshot: Snapshot | None = None
        self.made_at = 0.0

    def is_ahead_of(self, revision: Revision) -> bool:
        """Whether the reader merely began before the newest change was committed, so that newer is as good.

        No reader is that late for long: a database that stays behind was put back, by a restore or by a test.
        """
        snapshot = self.snapshot
        is_newer = snapshot is not None and snapshot.revision.number > revision.number
        return is_newer and time.monotonic() - self.made_at < _LONGEST_READ_SECONDS


_indexes: WeakKeyDictionary[Any, _Index] = WeakKeyDictionary()
_indexes_lock = threading.Lock()


def read_index() -> Snapshot:
    """The index as the database is now; one statement while nothing has changed.

    A request that may write gets a snapshot of its own: what it has not committed yet is nobody else's business.
    """
    index = _index()
    revision, day, moment = read_revision(), today(), now()
    snapshot = index.snapshot
    if snapshot is not None and _is_current(snapshot, revision, day, moment):
        return snapshot
    if has_write_intent():
        return _refreshed(snapshot, revision, day, moment)
    with index.lock:
        # Another thread may have done it in the meantime, or gone further.
        revision = read_revision()
        snapshot = index.snapshot
        is_good = snapshot is not None and _is_current(snapshot, revision, day, moment)
        if snapshot is None or not (is_good or index.is_ahead_of(revision)):
            snapshot = index.snapshot = _refreshed(snapshot, revision, day, moment)
            index.made_at = time.monotonic()
        return snapshot


def read_revision() -> Revision:
    """How far the recorded changes have come."""
    row = peek(_NEWEST)
    return Revision(*row) if row else _BEGINNING


def forget_indexes() -> None:
    """Read everything again at the next use, as a new process would."""
    with _indexes_lock:
        _indexes.clear()


def _index() -> _Index:
    engine = db.engine
    found = _indexes.get(engine)
    if found is None:
        with _indexes_lock:
            found = _indexes.setdefault(engine, _Index())
    return found


def _is_current(snapshot: Snapshot, revision: Revision, day: date, moment: datetime) -> bool:
    return snapshot.revision == revision and snapshot.today == day and snapshot.selected.holds_at(moment)


def _refreshed(old: Snapshot | None, revision: Revision, day: date, moment: datetime) -> Snapshot:
    changed = _changed(old, revision, day) if old is not None else None
    snapshot = None
    if old is not None and changed is not None:
        snapshot = _followed(old, revision, day, changed)
    if snapshot is None:
        snapshot = _rebuilt(revision, day)
    return snapshot.with_selected(selected_at(moment))


def _changed(old: Snapshot, revision: Revision, day: date) -> set[int] | None:
    """The products to look at again; None where that cannot be told or everything is concerned."""
    if day < old.today:
        return None
    changed = {old.ids[row] for stale_on, rows in old.stale.items() if stale_on <= day for row in rows}
    if revision != old.revision:
        rows: Sequence[Any] = db.session.execute(
            select(CatalogChange.number, CatalogChange.stamp, CatalogChange.product_id)
            .where(CatalogChange.number >= old.revision.number, CatalogChange.number <= revision.number)
            .order_by(CatalogChange.number)
            .limit(_MOST_FOLLOWED + 2)
        ).all()
        # The change that the old snapshot stood at has to be there still: pruned or rolled back, nothing can be told.
        first = Revision(rows[0].number, rows[0].stamp) if rows else _BEGINNING
        if first != old.revision and not (old.revision == _BEGINNING and first.number == 1):
            return None
        changed.update(row.product_id for row in rows if row.number > old.revision.number)
        if len(rows) > _MOST_FOLLOWED + 1 or revision.number < old.revision.number:
            return None
    is_much = len(changed) > min(_MOST_FOLLOWED, max(100, len(old.public) // 4))
    return None if EVERY_PRODUCT in changed or is_much else changed


def _followed(old: Snapshot, revision: Revision, day: date, changed: set[int]) -> Snapshot | None:
    """The old snapshot brought forward; None where it cannot be."""
    keys = sorted(changed)
    reader = FactsReader(old.terms, today=day)
    reading = Reading(read_dates(keys), reader.read(keys), reader.groups, read_links(old.terms, product_ids=keys))
    try:
        return follow(old, revision, day, keys, reading)
    except (CannotFollow, NoRoom, UnknownKey):
        return None


def _rebuilt(revision: Revision, day: date) -> Snapshot:
    terms = read_terms()
    reader = FactsReader(terms, today=day)
    return make_snapshot(revision, day, terms, Reading(read_dates(), reader.read(), reader.groups, read_links(terms)))
