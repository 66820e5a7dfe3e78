"""Two editors and eight reviewers at once, on both databases, each with a connection of their own."""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from griya.accounts.models import Event
from griya.catalog.actions.drafts import save_draft
from griya.catalog.actions.review import Looked, approve_draft, take_draft
from griya.catalog.actions.staging import stage_pictures
from griya.catalog.models import Product, ProductRevision, ProductState
from griya.catalog.models.drafts import ProductConsent, ProductDraft
from griya.catalog.queries.drafts import fields_seen
from griya.core.db import db, write_intent
from tests.conftest import DIALECTS
from tests.factories.accounts import make_account
from tests.factories.drafts import draft_of, looked, make_complete, submit
from tests.factories.photos import make_picture
from tests.racing import at_once, shared_database

REVIEWERS = 8
DRAFTS = 50


@pytest.fixture(params=DIALECTS)
def real(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The application on a database that several connections share."""
    with shared_database(request.param, tmp_path, threads=REVIEWERS + 2) as app:
        yield app


def prepared(app: Flask, count: int, *, is_taken: bool = False) -> tuple[list[int], int, dict[int, str]]:
    """Reviewers, a writer, and drafts that are handed in: their ids with the stamp that everybody looks at."""
    with app.app_context(), write_intent():
        reviewers = [make_account().id for _ in range(REVIEWERS)]
        writer = make_account(role="officer").id
        stamps = {}
        for _ in range(count):
            product = make_complete(writer)
            submit(product, writer)
            if is_taken:
                take_draft(looked=looked(product, reviewers[0]))
            stamps[product.id] = looked(product, None).stamp
        db.session.commit()
        db.session.remove()
    return reviewers, writer, stamps


def take(product_id: int, stamp: str, actor: int) -> None:
    take_draft(looked=Looked(db.session.get_one(Product, product_id), stamp, actor))


def approve(product_id: int, stamp: str, actor: int) -> None:
    approve_draft(looked=Looked(db.session.get_one(Product, product_id), stamp, actor))


def save(product_id: int, seen: str, name: str, actor: int) -> None:
    product = db.session.get_one(Product, product_id)
    save_draft(product=product, seen=seen, fields={"name_id": name}, actor_id=actor)


def events(verb: str) -> int:
    return db.session.scalar(sa.select(sa.func.count()).where(Event.verb == verb)) or 0


def test_eight_take_each_of_fifty_drafts_at_once_and_one_of_them_has_it(real: Flask) -> None:
    reviewers, _, stamps = prepared(real, DRAFTS)
    told: Counter[str] = Counter()
    for product_id, stamp in stamps.items():
        told += at_once(real, [partial(take, product_id, stamp, actor) for actor in reviewers])
    assert told == {"done": DRAFTS, "overtaken": DRAFTS * (REVIEWERS - 1)}
    with real.app_context():
        assert events("product_draft.taken") == DRAFTS
        rows = db.session.scalars(sa.select(ProductDraft)).all()
        assert all(row.state == "in_review" and row.taken_by_id in reviewers for row in rows)


def test_one_reviewer_who_presses_approve_eight_times_at_once_publishes_once(real: Flask) -> None:
    reviewers, _, stamps = prepared(real, 10, is_taken=True)
    told: Counter[str] = Counter()
    for product_id, stamp in stamps.items():
        told += at_once(real, [partial(approve, product_id, stamp, reviewers[0])] * REVIEWERS)
    assert told == {"done": 10, "overtaken": 70}
    with real.app_context():
        assert events("product_draft.approved") == events("product.published") == 10
        for model in (ProductRevision, ProductConsent):
            assert db.session.scalar(sa.select(sa.func.count()).select_from(model)) == 10
        assert db.session.scalar(sa.select(sa.func.count()).select_from(ProductDraft)) == 0


def test_an_edit_and_an_approval_at_once_never_publish_what_nobody_looked_at(real: Flask) -> None:
    reviewers, writer, stamps = prepared(real, 20, is_taken=True)
    for product_id, stamp in stamps.items():
        with real.app_context():
            product = db.session.get_one(Product, product_id)
            seen = fields_seen(product, draft_of(product))
            db.session.remove()
        deeds = [
            partial(approve, product_id, stamp, reviewers[0]), partial(save, product_id, seen, "Diam-diam", writer),
        ]  # fmt: skip
        told = at_once(real, deeds)
        assert told["done"] >= 1, told
    with real.app_context():
        names = db.session.scalars(sa.select(ProductRevision.name_id)).all()
        assert "Diam-diam" not in names
        live = db.session.scalars(sa.select(Product).where(Product.state == ProductState.PUBLISHED)).all()
        assert len(live) == len(names) == events("product_draft.approved")


def test_of_two_editors_who_save_at_once_one_is_told_and_nothing_is_lost(real: Flask) -> None:
    _, writer, stamps = prepared(real, 20)
    for product_id in stamps:
        with real.app_context():
            product = db.session.get_one(Product, product_id)
            seen = fields_seen(product, draft_of(product))
            db.session.remove()
        deeds = [partial(save, product_id, seen, name, writer) for name in ("Satu", "Dua")]
        assert at_once(real, deeds) == {"done": 1, "overtaken": 1}


def add_photo(product_id: int, actor: int) -> None:
    picture = make_picture()
    stage_pictures(product=db.session.get_one(Product, product_id), pictures=[picture], actor_id=actor)


def test_photos_that_come_in_at_once_are_all_there(real: Flask) -> None:
    _, writer, stamps = prepared(real, 2)
    for product_id in stamps:
        assert at_once(real, [partial(add_photo, product_id, writer)] * REVIEWERS) == {"done": REVIEWERS}
        with real.app_context():
            draft = db.session.get_one(ProductDraft, product_id)
            assert draft.photos is not None and len({photo["key"] for photo in draft.photos}) == REVIEWERS + 1
            assert sum(photo["role"] == "utama" for photo in draft.photos) == 1
            db.session.remove()
