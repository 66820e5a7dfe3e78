"""Taking what a screen reports: its last word, and its counts, each of them once."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from griya.catalog.models import Product, ProductRevision
from griya.core.clock import WIB
from griya.core.db import db
from griya.registry.models import Producer
from griya.showroom.models import Screen, ScreenDay, ScreenReport
from griya.showroom.rules.pairing import digest
from griya.showroom.rules.reports import PAST_BOOTS, WRITE_EVERY, Report


class NotPaired(Exception):
    """Whoever reports is not the panel that is paired with this screen."""


@dataclass(frozen=True, slots=True)
class _Named:
    product: str
    producer_code: str
    producer: str


def take_report(*, code: str, secret: str, report: Report, at: datetime, expected: Callable[[], str]) -> bool:
    """Write a report down unless it says nothing new; whether it was written.

    `expected` is asked for the revision of the list that the screen should have, only when something is written.

    The same report a second time, or one of an earlier start of the panel, changes nothing.

    Raises:
        NotPaired: for a secret that is not this screen's.
    """
    screen = db.session.scalar(
        select(Screen).where(Screen.code == code, Screen.retired_at.is_(None)).with_for_update(key_share=True)
    )
    known = (screen.secret_digest if screen else None) or ""
    if screen is None or not hmac.compare_digest(known, digest(secret)):
        raise NotPaired
    last = db.session.scalar(
        select(ScreenReport)
        .where(ScreenReport.screen_id == screen.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if last is None:
        last = _first(screen, report, at)
        db.session.add(last)
    elif not _is_new(last, report) or not _is_worth_writing(last, report, at):
        return False
    else:
        _follow(last, report, at)
    should_have = expected()
    is_behind = should_have not in {"", report.revision}
    last.behind_since = (last.behind_since or at) if is_behind else None
    _count(screen, report, report.on or at.astimezone(WIB).date())
    db.session.flush()
    return True


def _is_new(last: ScreenReport, report: Report) -> bool:
    if report.boot == last.boot:
        return report.seq > last.seq
    return report.boot not in last.past.split()


def _is_worth_writing(last: ScreenReport, report: Report, at: datetime) -> bool:
    """Whether anything is new about it besides the slide, or the last word is a while ago."""
    return bool(
        report.shown
        or report.boot != last.boot
        or report.revision != last.revision
        or report.error != last.error
        or at - last.at >= WRITE_EVERY
    )


def _first(screen: Screen, report: Report, at: datetime) -> ScreenReport:
    return ScreenReport(
        screen_id=screen.id,
        at=at,
        boot=report.boot,
        seq=report.seq,
        revision=report.revision,
        slide=report.slide,
        count=report.count,
        moved_at=at,
        error=report.error,
        past="",
    )


def _follow(last: ScreenReport, report: Report, at: datetime) -> None:
    if report.boot != last.boot:
        last.past = " ".join([*last.past.split(), last.boot][-PAST_BOOTS:])
        last.moved_at = at
    elif report.count > last.count:
        last.moved_at = at
    last.at, last.boot, last.seq = at, report.boot, report.seq
    last.revision, last.slide, last.count, last.error = report.revision, report.slide, report.count, report.error


def _count(screen: Screen, report: Report, on: date) -> None:
    """Add to the day's counters, under the names of now; what is no product of ours is left out."""
    if not report.shown:
        return
    names = _names(report.shown)
    table = ScreenDay.__table__
    is_sqlite = db.session.get_bind().dialect.name == "sqlite"
    for code in sorted(names):
        times, ms = report.shown[code]
        named = names[code]
        insert = (
            (sqlite if is_sqlite else postgresql)
            .insert(ScreenDay)
            .values(
                on_day=on,
                screen_code=screen.code,
                screen_name=screen.name,
                product_code=code,
                product_name=named.product,
                producer_code=named.producer_code,
                producer_name=named.producer,
                times=times,
                ms=ms,
            )
        )
        db.session.execute(
            insert.on_conflict_do_update(
                index_elements=["on_day", "screen_code", "product_code"],
                set_={
                    "times": table.c.times + insert.excluded.times,
                    "ms": table.c.ms + insert.excluded.ms,
                    "screen_name": insert.excluded.screen_name,
                    "product_name": insert.excluded.product_name,
                },
            )
        )


def _names(codes: dict[str, tuple[int, int]]) -> dict[str, _Named]:
    rows = db.session.execute(
        select(Product.code, ProductRevision.name_id, Producer.code.label("producer_code"), Producer.name)
        .join(Producer, Producer.id == Product.producer_id)
        .outerjoin(ProductRevision, ProductRevision.id == Product.live_revision_id)
        .where(Product.code.in_(codes))
    )
    return {row.code: _Named(row.name_id or row.code, row.producer_code, row.name) for row in rows}
