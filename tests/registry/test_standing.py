"""Where a maker stands: it changes by command, with a reason, and the day is on record."""

from typing import Any

import pytest
from sqlalchemy import select

from griya.accounts.models import Event
from griya.core.db import db
from griya.core.errors import Refused
from griya.registry.actions import change_standing
from griya.registry.models import Standing
from tests.factories.registry import make_producer
from tests.factories.state import set_state


def test_a_change_of_standing_is_on_record(context: Any) -> None:
    maker = make_producer()
    for standing in (Standing.SUSPENDED, Standing.LISTED, Standing.CLOSED):
        change_standing(producer=maker, standing=standing, reason="Uji")
        assert maker.standing == standing
    told = db.session.execute(
        select(Event.verb, Event.reason, Event.before, Event.after)
        .where(Event.object_key == maker.code, Event.verb != "producer.created")
        .order_by(Event.id)
    ).all()
    assert [row.verb for row in told] == ["producer.suspended", "producer.listed", "producer.closed"]
    assert told[0].before == {"standing": "listed"} and told[0].after == {"standing": "suspended"}
    assert {row.reason for row in told} == {"Uji"}


@pytest.mark.parametrize(
    ("before", "after", "reason", "why"),
    [
        ("listed", Standing.SUSPENDED, "  ", "alasan"),
        ("suspended", Standing.SUSPENDED, "Uji", "sudah berkedudukan"),
        ("closed", Standing.LISTED, "Uji", "tidak dapat dibatalkan"),
    ],
)
def test_what_makes_no_sense_is_refused(context: Any, before: str, after: Standing, reason: str, why: str) -> None:
    maker = make_producer()
    set_state(maker, standing=before)
    with pytest.raises(Refused, match=why):
        change_standing(producer=maker, standing=after, reason=reason)
    assert maker.standing == before
