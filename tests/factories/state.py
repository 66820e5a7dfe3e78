"""The tests' own way to put something into a state, where how it came there is not what the test is about."""

from typing import Any

from griya.core.db import db
from griya.core.state import unrecorded_state_change


def set_state(row: Any, **values: Any) -> None:
    """Assign states without a command and without an event, and send them to the database."""
    with unrecorded_state_change("a test's own world"):
        for name, value in values.items():
            setattr(row, name, value)
        db.session.flush()
