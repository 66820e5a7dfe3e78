"""What the server does by itself beside the outbox: counts, seals, tidies files, sweeps personal data."""

import time
from typing import Final

from flask import Flask
from sqlalchemy.exc import DBAPIError

from griya.accounts.actions.sealing import seal_events
from griya.catalog.actions.search_log import keep_heard
from griya.catalog.heard import counter
from griya.config import Settings
from griya.core import unit_of_work
from griya.core.clock import WIB, now, today
from griya.core.db import db
from griya.core.private import references
from griya.inquiry.actions.tending import tend_threads
from griya.inquiry.correspondence import Correspondence
from griya.privacy.actions.sweep import sweep
from griya.privacy.queries import list_sweeps

HEARD_SECONDS: Final = 60.0
TEND_SECONDS: Final = 60.0
TIDY_SECONDS: Final = 3600.0
# Nightly, when nobody waits: from one o'clock in West Kalimantan, or at the first chance after it.
SWEEP_HOUR: Final = 1


class Chores:
    """Knows when each was done last in this process."""

    def __init__(self, app: Flask) -> None:
        """Begin to count now: nothing is due at the start."""
        self._app = app
        self._heard = self._tended = self._tidied = time.monotonic()

    def run_due(self) -> None:
        """Do what is due."""
        if time.monotonic() - self._heard >= HEARD_SECONDS:
            self._heard = time.monotonic()
            keep_searches(self._app)
        if time.monotonic() - self._tended >= TEND_SECONDS:
            self._tended = time.monotonic()
            tend_inquiries(self._app)
        if time.monotonic() - self._tidied >= TIDY_SECONDS:
            self._tidied = time.monotonic()
            tidy_files(self._app)
            seal_record(self._app)
            sweep_personal_data(self._app)


def sweep_personal_data(app: Flask) -> int | None:
    """Erase what is past its term, once a night. Returns how much went; None when it is not time, or was done."""
    moment = now().astimezone(WIB)
    if moment.hour < SWEEP_HOUR:
        return None
    with app.app_context():
        last = next(iter(list_sweeps(1)), None)
        db.session.rollback()
        if last is not None and last.at.astimezone(WIB).date() >= moment.date():
            return None
        settings: Settings = app.config["SETTINGS"]
        return sweep(letters_folder=settings.instance / "outbox").total


def tidy_files(app: Flask) -> int:
    """Delete the private files that no row names any more. Returns how many went."""
    with app.app_context():
        return references.sweep(app.config["PRIVATE_FOLDER"])


def tend_inquiries(app: Flask) -> dict[str, int]:
    """Remind makers, hand what is late to officers, ask what came of it. Returns what was done."""
    with app.app_context(), unit_of_work.command():
        return tend_threads(post=Correspondence.of(app.config["SETTINGS"]))


def keep_searches(app: Flask) -> int:
    """Write down what was looked for since the last time. Returns how many queries."""
    taken = counter.take()
    if not taken:
        return 0
    with app.app_context():
        try:
            with unit_of_work.command():
                rest = keep_heard(heard=taken, today=today())
        except DBAPIError:
            counter.give_back(taken)
            raise
    counter.give_back(rest)
    return len(taken) - len(rest)


def seal_record(app: Flask) -> int:
    """Seal what was recorded. Returns how many events."""
    total = 0
    with app.app_context():
        while True:
            with unit_of_work.command():
                sealed = seal_events(most=1)
            total += sealed
            if not sealed:
                return total
