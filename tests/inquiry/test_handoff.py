"""A list goes on elsewhere: carried by a code, taken over by a press, forgotten here by another, gone in a week."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from griya.catalog.actions import withdraw_product
from griya.catalog.models import Product
from griya.core.qr import qr_code
from griya.core.tokens import digest
from griya.inquiry.models import InquiryList
from tests.factories.catalog import make_product
from tests.factories.registry import make_producer
from tests.page import Opened, PageClient, attributes


@pytest.fixture
def product(context: Session) -> Product:
    made = make_product("Amplang Tenggiri", producer=make_producer("Dapur Ketapang"), name_en="Mackerel crackers")
    context.commit()
    return made


@pytest.fixture
def phone(app: Flask, page: PageClient) -> PageClient:
    """Another browser."""
    return PageClient(app.test_client())


def add(page: PageClient, product: Product) -> None:
    page.submit(f"/permintaan/tambah/{product.slug}", {"quantity": "3", "note": ""})


def carried(page: PageClient, app: Flask) -> str:
    """The address in the code that the list's page shows, read back by drawing it again."""
    drawn = attributes(page.get("/permintaan").select(".handoff .qr-code__ink")[0])["d"]
    with page.client.session_transaction() as session, app.test_request_context():
        path = url_for("inquiry.handoff_show", token=session["list"])
    assert drawn == qr_code(f"http://localhost{path}").path
    return path


def listed(opened: Opened) -> bool:
    return "Amplang Tenggiri" in opened.text


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_list_is_carried_to_a_phone_and_kept_there_by_a_press(
    page: PageClient, phone: PageClient, product: Product, app: Flask, context: Session, prefix: str
) -> None:
    assert not page.get("/permintaan").select(".handoff"), "nothing to carry yet"
    add(page, product)
    address = prefix + carried(page, app)
    shown = phone.get(address)
    assert ("Mackerel crackers" if prefix else "Amplang Tenggiri") in shown.text
    assert shown.response.headers["Referrer-Policy"] == "no-referrer"
    assert "public" not in shown.response.headers["Cache-Control"]
    assert attributes(shown.select('meta[name="robots"]')[0])["content"] == "noindex"
    assert not listed(phone.get("/permintaan")), "looking takes nothing over"
    phone.submit(address, {})
    assert listed(phone.get("/permintaan")) and listed(page.get("/permintaan"))
    add(phone, product)
    assert len(context.scalars(select(InquiryList)).all()) == 1, "it is the same list"


def test_one_tap_forgets_the_list_here_and_the_phone_keeps_it(
    page: PageClient, phone: PageClient, product: Product, app: Flask
) -> None:
    add(page, product)
    phone.submit(carried(page, app), {})
    page.submit("/permintaan", {}, action="/permintaan/lupakan")
    assert not listed(page.get("/permintaan")) and listed(phone.get("/permintaan"))
    with page.client.session_transaction() as session:
        assert not {"list", "sent"} & set(session)


def test_a_list_of_this_device_is_not_replaced_unsaid(
    page: PageClient, phone: PageClient, product: Product, app: Flask
) -> None:
    add(page, product)
    address = carried(page, app)
    assert "menggantikannya" not in page.get(address).text, "it is this very list"
    assert "menggantikannya" not in phone.get(address).text
    add(phone, product)
    assert "menggantikannya" in phone.get(address).text


def test_a_list_is_gone_after_a_week_and_what_is_withdrawn_is_not_named(
    page: PageClient, phone: PageClient, product: Product, app: Flask, context: Session
) -> None:
    add(page, product)
    address = carried(page, app)
    changed = context.scalars(select(InquiryList.changed_at)).one()
    for after, status in ((timedelta(days=7, seconds=-1), 200), (timedelta(days=7), 404)):
        with time_machine.travel(changed + after, tick=False):
            phone.get(address, expect=status)
            if status == 404:
                phone.post(address, {"csrf_token": token_of(phone)}, expect=404)
    assert isinstance(changed, datetime)
    withdraw_product(product=product, reason="Uji")
    context.commit()
    assert "Amplang" not in phone.get(address, expect=404).html


@pytest.mark.parametrize("token", ["x", "a" * 22, "%00", "a" * 5000, "--"])
def test_a_strange_code_shows_nothing(page: PageClient, context: Any, token: str) -> None:
    page.get(f"/permintaan/bawa/{token}", expect=404)


def test_the_database_keeps_no_code(page: PageClient, product: Product, app: Flask, context: Session) -> None:
    add(page, product)
    token = carried(page, app).rpartition("/")[2]
    assert context.scalars(select(InquiryList.token_digest)).one() == digest(token) != token


def token_of(page: PageClient) -> str:
    return page.get("/permintaan").field("csrf_token")
