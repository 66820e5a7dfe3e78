"""Several processes, and several threads of one, each see a change at their next request."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from griya.app import create_app
from griya.catalog.actions import publish_product, withdraw_product
from griya.catalog.models import Product, ProductRevision
from griya.catalog.queries.index.current import read_index
from griya.catalog.queries.index.listing import find_listing
from griya.catalog.rules.asked import Asked
from griya.config import Settings
from griya.core import schema, unit_of_work
from griya.core.db import db
from tests.factories.catalog import make_product


@pytest.fixture
def workers(settings: Settings, tmp_path: Path) -> Iterator[list[Flask]]:
    """Two applications on one database file, as two processes have it: each with an engine and an index of its own."""
    own = replace(settings, instance=tmp_path, database_url=f"sqlite:///{tmp_path / 'griya.db'}")
    made = [create_app(own) for _ in range(2)]
    with made[0].app_context(), db.engine.begin() as connection:
        schema.upgrade(connection)
    yield made
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def seen_by(app: Flask) -> tuple[int, ...]:
    """The list as the next request to this worker would see it."""
    with app.app_context():
        try:
            return find_listing(Asked(), size=1000).product_ids
        finally:
            db.session.remove()


def test_a_change_through_one_worker_is_seen_by_every_other_one_at_once(workers: list[Flask]) -> None:
    one, other = workers
    with one.app_context(), unit_of_work.command():
        product_id = make_product().id
    assert seen_by(one) == seen_by(other) == (product_id,)
    with other.app_context(), unit_of_work.command():
        withdraw_product(product=db.session.get_one(Product, product_id), reason="Uji")
    assert seen_by(one) == seen_by(other) == ()


def test_threads_that_read_while_another_writes_see_whole_states_only(workers: list[Flask]) -> None:
    """One product is always public: it is withdrawn and another one published in the same transaction."""
    app = workers[0]
    with app.app_context(), unit_of_work.command():
        pair = [make_product().id, make_product().id]
        withdraw_product(product=db.session.get_one(Product, pair[1]), reason="Uji")
    seen: list[tuple[int, ...]] = []
    faults: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                seen.append(seen_by(app))
        except BaseException as fault:  # noqa: BLE001 - told by the test itself
            faults.append(fault)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for turn in range(12):
        shown, hidden = (pair[turn % 2], pair[1 - turn % 2])
        with app.app_context(), unit_of_work.command():
            product = db.session.get_one(Product, hidden)
            publish_product(product=product, revision=db.session.get_one(ProductRevision, product.live_revision_id))
            withdraw_product(product=db.session.get_one(Product, shown), reason="Uji")
        assert seen_by(app) == (hidden,)
    done.set()
    for thread in threads:
        thread.join(10)
    assert not faults
    assert len(seen) > 12
    assert set(seen) <= {(pair[0],), (pair[1],)}


def test_two_workers_do_not_share_an_index(workers: list[Flask]) -> None:
    snapshots = []
    for app in workers:
        with app.app_context():
            snapshots.append(read_index())
            db.session.remove()
    assert snapshots[0] is not snapshots[1]
    assert snapshots[0].revision == snapshots[1].revision
