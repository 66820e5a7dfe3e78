"""Eight curators at once, on both databases, each with a connection of their own."""

from functools import partial

import pytest
import sqlalchemy as sa
from flask import Flask

from griya.accounts.models import Account, Event
from griya.core.db import db, write_intent
from griya.core.outbox import OutboxMessage
from griya.curation.actions import load_rubric
from griya.curation.actions.appeals import file_appeal
from griya.curation.actions.reviews import put_forward
from griya.curation.actions.sheets import declare, save_sheet
from griya.curation.models import Conflict, CurationAppeal, CurationReview, CurationSheet, CurationVerdict
from griya.curation.queries.reviews import find_review_row
from griya.curation.rules.scoring import Sheet
from tests.factories.accounts import make_account
from tests.factories.catalog import make_product
from tests.factories.curation import POST, decide, fill_sheet, make_decided, make_review, score
from tests.racing import at_once
from tests.selection.test_races import CURATORS, real

__all__ = ["real"]  # the fixture


def row(code: str) -> CurationReview:
    found = find_review_row(code)
    assert found is not None
    return found


def seat(code: str, curator: int) -> None:
    declare(review=row(code), conflict=Conflict.NONE, actor_id=curator)


def hand_in(code: str, curator: int, sheet: Sheet) -> None:
    save_sheet(review=row(code), row_version=1, content=sheet, note="", is_final=True, actor_id=curator)


def judge(code: str, curator: int) -> None:

    decide(row(code), db.session.get_one(Account, curator))


def appeal(code: str) -> None:
    file_appeal(review=row(code), number=1, grounds="Label kami sudah lengkap sejak lama.", post=POST)


@pytest.fixture
def curators(real: Flask) -> list[int]:
    """Eight of them."""
    with real.app_context(), write_intent():
        made = [make_account(name=f"Kurator {n}").id for n in range(CURATORS)]
        db.session.commit()
        db.session.remove()
    return made


def test_eight_reach_for_two_seats_and_two_sit(real: Flask, curators: list[int]) -> None:
    with real.app_context(), write_intent():
        review = make_review(make_product("Cual"), make_account())
        code, review_id = review.code, review.id
        db.session.commit()
        db.session.remove()
    told = at_once(real, [partial(seat, code, one) for one in curators])
    assert told["done"] == 2 and told.total() == CURATORS
    with real.app_context():
        seats = db.session.scalars(sa.select(CurationSheet.seat).where(CurationSheet.review_id == review_id))
        assert sorted(one or 0 for one in seats) == [1, 2]


def test_two_scores_at_once_are_both_kept_and_the_same_one_twice_is_one(real: Flask, curators: list[int]) -> None:
    first, second = curators[:2]
    with real.app_context(), write_intent():
        review = make_review(make_product("Bidai"), make_account())
        for one in (first, second):
            declare(review=review, conflict=Conflict.NONE, actor_id=one)
        code, sheet = review.code, fill_sheet(2, review=review)
        db.session.commit()
        db.session.remove()
    deeds = [partial(hand_in, code, one, sheet) for one in (first, second, first, second)]
    told = at_once(real, deeds)
    assert told == {"done": 2, "overtaken": 2}
    with real.app_context():
        handed_in = db.session.scalars(sa.select(CurationSheet.submitted_at)).all()
        assert len(handed_in) == 2 and all(handed_in)
        assert db.session.scalar(sa.select(sa.func.count()).where(Event.verb == "curation.scored")) == 2


def test_eight_decide_each_of_ten_reviews_at_once_and_one_of_them_does(real: Flask, curators: list[int]) -> None:

    with real.app_context(), write_intent():
        scorers = [db.session.get_one(Account, one) for one in curators[:2]]
        codes = []
        for number in range(10):
            review = make_review(make_product(f"Produk {number}"), scorers[0])
            for one in scorers:
                score(review, one, fill_sheet(3, review=review))
            codes.append(review.code)
        db.session.commit()
        db.session.remove()
    for code in codes:
        assert at_once(real, [partial(judge, code, one) for one in curators]) == {"done": 1, "overtaken": CURATORS - 1}
    with real.app_context():
        counts = [
            db.session.scalar(sa.select(sa.func.count()).select_from(CurationVerdict)),
            db.session.scalar(sa.select(sa.func.count()).where(Event.verb == "curation.verdict.putusan")),
            db.session.scalar(sa.select(sa.func.count()).where(OutboxMessage.template == "curation-result")),
        ]
        assert counts == [10, 10, 10]


def test_eight_put_one_product_forward_at_once_and_it_is_reviewed_once(real: Flask, curators: list[int]) -> None:
    with real.app_context(), write_intent():
        load_rubric()
        product_id = make_product("Dodol").id
        db.session.commit()
        db.session.remove()
    told = at_once(real, [partial(put_forward, product_ids=[product_id], actor_id=one) for one in curators])
    assert told["done"] == 1 and told.total() == CURATORS


def test_eight_presses_of_one_appeal_are_one_appeal(real: Flask, curators: list[int]) -> None:

    with real.app_context(), write_intent():
        scorers = (db.session.get_one(Account, curators[0]), db.session.get_one(Account, curators[1]))
        code = make_decided(make_product("Tikar"), scorers, step=1).code
        db.session.commit()
        db.session.remove()
    told = at_once(real, [partial(appeal, code)] * CURATORS)
    assert told["done"] == 1 and told.total() == CURATORS
    with real.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(CurationAppeal)) == 1
