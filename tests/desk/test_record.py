"""The record at the desk: who sees what of it, what leads on, and the file that is taken away on the record."""

import io
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from griya.accounts.actions import record_event
from griya.accounts.models import Event
from griya.catalog.actions import withdraw_product
from griya.core.clock import today
from tests.factories.accounts import make_account, sign_in
from tests.factories.catalog import make_product
from tests.page import Opened, PageClient

RECORD = "/meja/catatan"


@pytest.fixture
def office(page: PageClient, context: Session) -> PageClient:
    """An administrator at the desk, and a product that was withdrawn."""
    account = make_account(role="administrator", name="Dewi Admin")
    withdraw_product(product=make_product("Kain Cual"), reason="=HYPERLINK(1)", actor_id=account.id)
    context.commit()
    sign_in(page, account)
    return page


def told(opened: Opened) -> str:
    return " ".join(one.to_text() for one in opened.select(".history__entry"))


def test_a_line_says_who_did_what_to_what_and_why(office: PageClient) -> None:
    shown = office.get(f"{RECORD}?jenis=product&q=menarik")
    (entry,) = shown.select(".history__entry")
    words = " ".join(entry.to_text().split())
    assert "Dewi Admin menarik produk Kain Cual" in words and "Alasan: =HYPERLINK(1)" in words
    assert "tayang → ditarik" in words


@pytest.mark.parametrize(
    "query",
    ["sejak=kemarin", "siapa=x", "jenis=x", "apa=x", "sebelum=x", "sebelum=99999999999", "q=%25", "q=%00", "objek='"],
)
def test_what_nobody_can_ask_for_narrows_nothing_and_breaks_nothing(office: PageClient, query: str) -> None:
    office.get(f"{RECORD}?{query}")


def test_days_bound_the_record(office: PageClient) -> None:
    on = today()
    assert office.get(f"{RECORD}?sejak={on}&sampai={on}").select(".history__entry")
    assert not office.get(f"{RECORD}?sejak={on + timedelta(days=2)}").select(".history__entry")
    assert not office.get(f"{RECORD}?sampai={on - timedelta(days=2)}").select(".history__entry")


def test_an_officer_reads_the_work_and_nothing_about_accounts(app: Flask, office: PageClient, context: Session) -> None:
    context.commit()
    officer = make_account(role="officer", name="Budi Petugas")
    context.commit()
    there = PageClient(app.test_client())
    sign_in(there, officer)
    shown = there.get(RECORD)
    assert "menarik produk" in told(shown) and "masuk sebagai" not in told(shown)
    assert "masuk sebagai" not in told(there.get(f"{RECORD}?jenis=account"))
    assert not shown.select(f'form[method="post"][action^="{RECORD}"]')
    assert "masuk sebagai" in told(office.get(RECORD))


def test_the_older_ones_are_behind_the_newer_ones(office: PageClient, context: Session) -> None:
    for number in range(120):
        record_event(verb="product.published", object_type="product", object_key=f"N-{number}")
    context.commit()
    seen: list[str] = []
    way = f"{RECORD}?apa=product.published"
    while way:
        shown = office.get(way)
        seen += [entry.to_text() for entry in shown.select(".history__object, .history__sentence a")]
        older = shown.select('a[rel="next"]')
        way = str(older[0].attrs["href"]) if older else ""
    assert len(seen) == len(set(seen)) >= 120


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_is_taken_away_on_the_record_and_holds_no_formula(
    office: PageClient, context: Session, kind: str
) -> None:
    office.submit(f"{RECORD}?jenis=product", {"purpose": "", "kind": kind}, expect=422)
    before = context.scalar(sa.select(sa.func.max(Event.id)))
    answer = office.submit(f"{RECORD}?jenis=product", {"purpose": "Pemeriksaan Inspektorat", "kind": kind}, expect=200)
    body = answer.response.get_data()
    if kind == "xlsx":
        rows = list(load_workbook(io.BytesIO(body), read_only=True).active.values)  # type: ignore[union-attr]
        text = "\n".join(str(cell) for row in rows for cell in row)
        assert rows[0][0] == "Nomor" and len(rows) >= 3
    else:
        text = body.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text and "\n=HYPERLINK" not in text and '"=HYPERLINK' not in text
    context.expire_all()
    event = context.scalars(sa.select(Event).where(Event.id > before, Event.verb == "record.exported")).one()
    assert event.reason == "Pemeriksaan Inspektorat" and (event.after or {})["file"] == kind


def test_the_pages_of_things_tell_what_happened_to_them(office: PageClient, context: Session) -> None:
    account = make_account(name="Rina Kurator")
    context.commit()
    shown = office.get(f"/meja/akun/{account.code}")
    assert "membuat akun" in " ".join(one.to_text() for one in shown.select(".history__sentence"))
