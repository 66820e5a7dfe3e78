"""Two and eight officers at once, on both databases: one merge, one step, one save; nothing is half done or lost."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from griya.accounts.models import Event
from griya.core.db import db, write_intent
from griya.core.outbox import OutboxMessage
from griya.dossier.actions.editing import save_producer
from griya.dossier.actions.merging import merge_producers, tell_apart, undo_merge
from griya.dossier.actions.standing import Sender, take_step
from griya.dossier.models import ProducerDistinction, ProducerMerge
from griya.dossier.queries.facts import facts_by_id
from griya.dossier.rules import Step
from griya.registry.models import Producer
from tests.conftest import DIALECTS
from tests.factories.catalog import make_product
from tests.factories.inquiry import make_inquiry
from tests.factories.registry import make_producer
from tests.racing import at_once, shared_database

OFFICERS = 8
SENDER = Sender("Griya", "kantor@contoh.test", "contoh.test")


@pytest.fixture(params=DIALECTS)
def real(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The application on a database that several connections share."""
    with shared_database(request.param, tmp_path, threads=OFFICERS + 2) as app:
        yield app


def set_up(app: Flask, count: int) -> list[int]:
    with app.app_context(), write_intent():
        makers = [make_producer(f"Tenun {number}") for number in range(count)]
        for maker in makers:
            make_product(producer=maker)
        db.session.commit()
        found = [maker.id for maker in makers]
        db.session.remove()
    return found


def merge(survivor: int, merged: int, versions: tuple[int, int] = (1, 1)) -> Callable[[], object]:
    return partial(
        merge_producers, survivor_id=survivor, merged_id=merged, versions=versions, choice={}, reason="Uji",
        is_confirmed=True,
    )  # fmt: skip


def read(app: Flask, statement: sa.Select[int]) -> int:
    with app.app_context():
        found = db.session.scalar(statement) or 0
        db.session.remove()
    return found


def test_eight_merge_the_same_two_at_once_and_one_does(real: Flask) -> None:
    one, two = set_up(real, 2)
    answers = at_once(real, [merge(one, two) for _ in range(OFFICERS)])
    assert answers == {"done": 1, "overtaken": OFFICERS - 1}
    assert read(real, sa.select(sa.func.count(ProducerMerge.id))) == 1
    assert read(real, sa.select(sa.func.count(Event.id)).where(Event.verb == "producer.merged")) == 1


def test_two_merge_each_into_the_other_at_once_and_nobody_is_lost(real: Flask) -> None:
    for _ in range(5):
        one, two = set_up(real, 2)
        answers = at_once(real, [merge(one, two), merge(two, one)])
        assert answers == {"done": 1, "overtaken": 1}
        left = sa.select(sa.func.count(Producer.id)).where(Producer.id.in_((one, two)), Producer.standing == "listed")
        assert read(real, left) == 1


def test_a_ring_of_merges_at_once_leaves_nobody_without_an_end(real: Flask) -> None:
    one, two, three = set_up(real, 3)
    answers = at_once(real, [merge(one, two), merge(two, three), merge(three, one)])
    assert answers["done"] >= 1 and sum(answers.values()) == 3
    merged = answers["done"]
    left = sa.select(sa.func.count(Producer.id)).where(Producer.standing == "listed")
    assert read(real, left) == 3 - merged >= 1


def test_eight_take_back_one_merge_at_once_and_one_does(real: Flask) -> None:
    one, two = set_up(real, 2)
    assert at_once(real, [merge(one, two)]) == {"done": 1}
    key = read(real, sa.select(ProducerMerge.id))
    answers = at_once(real, [partial(undo_merge, merge_id=key, reason="Uji") for _ in range(OFFICERS)])
    assert answers == {"done": 1, "overtaken": OFFICERS - 1}


def test_eight_stop_one_producer_at_once_and_its_buyer_is_told_once(real: Flask) -> None:
    with real.app_context(), write_intent():
        product = make_product()
        make_inquiry(product)
        key, version = product.producer_id, db.session.get_one(Producer, product.producer_id).row_version
        db.session.commit()
        db.session.remove()
    stop = partial(
        take_step, producer_id=key, row_version=version, step=Step.SUSPEND, reason_code="lain", reason="Uji",
        sender=SENDER,
    )  # fmt: skip
    answers = at_once(real, [stop] * OFFICERS)
    assert answers == {"done": 1, "refused": OFFICERS - 1}
    told = sa.select(sa.func.count(OutboxMessage.id)).where(OutboxMessage.template == "maker-stopped")
    assert read(real, told) == 1


def test_two_save_one_producer_at_once_and_nothing_is_written_over(real: Flask) -> None:
    (key,) = set_up(real, 1)
    with real.app_context():
        stored = facts_by_id(key)
        version = db.session.get_one(Producer, key).row_version
        db.session.remove()
    save = partial(save_producer, producer_id=key, row_version=version, consent=None, source="Uji")
    answers = at_once(real, [partial(save, facts=replace(stored, name=f"Nama {n}")) for n in range(OFFICERS)])
    assert answers == {"done": 1, "overtaken": OFFICERS - 1}


def test_eight_tell_one_pair_apart_at_once_and_it_is_remembered_once(real: Flask) -> None:
    one, two = set_up(real, 2)
    deeds = [partial(tell_apart, one_id=one, other_id=two, reason="Uji"),
             partial(tell_apart, one_id=two, other_id=one, reason="Uji")] * (OFFICERS // 2)  # fmt: skip
    assert at_once(real, deeds) == {"done": OFFICERS}
    assert read(real, sa.select(sa.func.count()).select_from(ProducerDistinction)) == 1
