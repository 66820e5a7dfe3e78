"""How long a maker takes to answer first: working time, its median, and told to everybody from five answers on."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from griya.inquiry.actions.answers import answer_lines
from griya.inquiry.models.threads import InquiryThread
from griya.inquiry.queries.answering import first_answers
from griya.inquiry.queries.threads import read_threads
from griya.inquiry.rules.threads import LEAST_FOR_MEDIAN
from griya.registry.models import Producer
from tests.catalog.test_pages import counted
from tests.factories.accounts import make_account, sign_in
from tests.factories.catalog import make_product
from tests.factories.inquiry import make_inquiry
from tests.factories.registry import make_producer
from tests.inquiry.test_threads import MAKER, MONDAY, POST, can
from tests.page import PageClient


@pytest.fixture
def maker(context: Session) -> Producer:
    return make_producer("Dapur A", email="a@contoh.test")


def answered(session: Session, maker: Producer, *hours: int) -> str:
    """One thread for each of these times to the first answer, from Monday morning on; the address of its product."""
    product = make_product("Amplang", producer=maker)
    for number, wait in enumerate(hours):
        with time_machine.travel(MONDAY, tick=False):
            make_inquiry(product, phone=f"+62812345600{number:02}", message=f"Nomor {number}")
        with time_machine.travel(MONDAY + timedelta(hours=wait), tick=False):
            view = read_threads(InquiryThread.producer_id == maker.id)[-1]
            answer_lines(code=view.code, drafts=[can(view)], actor=MAKER, post=POST)
    session.commit()
    return product.slug


def test_the_median_is_of_working_time_and_of_answered_threads_alone(context: Session, maker: Producer) -> None:
    assert first_answers(maker.id) is None
    slug = answered(context, maker, 2, 25, 1)
    make_inquiry(make_product("Madu", producer=maker))
    found = first_answers(maker.id)
    assert slug and found is not None and (found.count, found.median, found.workdays) == (3, timedelta(hours=2), 1)
    answered(context, maker, 49, 49, 49, 49)
    later = first_answers(maker.id)
    assert later is not None and (later.median, later.workdays) == (timedelta(hours=17), 3), "nights do not count"


def test_buyers_are_told_from_five_answers_on_and_the_desk_before(
    page: PageClient, context: Session, maker: Producer
) -> None:
    slug = answered(context, maker, *[2] * (LEAST_FOR_MEDIAN - 1))
    path = f"/permintaan/tambah/{slug}"
    assert "biasanya menjawab" not in page.get(path).text
    sign_in(page, make_account(role="officer"))
    shown = page.get(f"/meja/ikm/{maker.code}").text
    assert "biasanya dalam 1 hari kerja, dari 4 percakapan" in shown and "mulai 5 jawaban" in shown
    answered(context, maker, 26)
    assert "Pembuat ini biasanya menjawab dalam 1 hari kerja." in page.get(path).text
    assert "usually answers within 1 working day." in page.get(f"/en{path}").text
    assert "Tampil kepada pembeli." in page.get(f"/meja/ikm/{maker.code}").text


def test_it_takes_as_many_statements_for_ten_as_for_one(context: Session, maker: Producer) -> None:
    answered(context, maker, 2)
    with counted(context.connection()) as one:
        first_answers(maker.id)
    answered(context, maker, *[2] * 9)
    with counted(context.connection()) as ten:
        first_answers(maker.id)
    assert len(one) == len(ten)
