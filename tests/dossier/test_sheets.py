"""Sheets of the desk: the list's own rows, safe in a spreadsheet, columns by role, and on record with their purpose."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from griya.accounts.models import Event
from griya.core.db import db
from griya.core.errors import Refused
from griya.dossier.actions.sheets import record_sheet
from griya.dossier.rules.sheets import PRODUCERS, PRODUCTS, SHEETS
from griya.dossier.writing import XLSX_TYPE, written
from griya.registry.actions import ContactDraft, create_producer
from griya.registry.models import Producer
from tests.factories.accounts import make_account, sign_in
from tests.factories.catalog import make_product
from tests.factories.registry import make_producer, make_region
from tests.page import PageClient

STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
PURPOSE = "Undangan pelatihan kemasan Desember"
SECRETS = ("Jl. Tersembunyi", "0812-3456-7890", "17", "123456789", "Kecil")


def make_secretive() -> Producer:
    maker = create_producer(
        code="A-1", slug="a-1", name="Tenun Rahasia", regency_id=make_region().id, nib="0220003690831",
        address="Jl. Tersembunyi", workers=17, investment_idr=123_456_789, women_owned=None,
        contacts=[ContactDraft("phone", "+6281234567890"), ContactDraft("phone", "+62561700123", True)],
        kbli=[("2025", "13121")],
    )  # fmt: skip
    make_product(producer=maker)
    return maker


def take(page: PageClient, path: str, format_: str) -> list[list[Any]]:
    """The rows of a sheet as a spreadsheet opens them."""
    form = page.get(path)
    action = form.select("main form")[0].attrs["action"]
    data = {"csrf_token": form.field("csrf_token"), "purpose": PURPOSE, "format": format_}
    answer = page.client.post(action, data=data, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert f".{format_}" in answer.headers["Content-Disposition"]
    if format_ == "csv":
        assert answer.mimetype == "text/csv"
        return [list(row) for row in csv.reader(io.StringIO(answer.get_data(as_text=True)))]
    assert answer.mimetype == XLSX_TYPE
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0]
    return [["" if value is None else value for value in row] for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("start", STARTS)
def test_no_cell_is_ever_a_formula(context: Any, start: str) -> None:
    """Whatever a text begins with, CSV disarms it and a workbook stores it as text, unchanged."""
    text = f"{start}cmd|' /C calc'!A0"
    table = PRODUCTS.table(is_private=True)
    row: dict[str, Any] = dict.fromkeys(table.names, text) | {"tayang": True, "harga_idr": 25_000}
    content, _ = written(table, [row], "csv")
    cells = list(csv.reader(io.StringIO(content.decode())))[1]
    texts = [cell for name, cell in zip(table.names, cells, strict=True) if name not in {"tayang", "harga_idr"}]
    assert len(texts) >= 8 and all(cell.startswith(("'", " '")) or cell[0] not in STARTS for cell in texts)
    content, _ = written(table, [row], "xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    stored = dict(zip(table.names, sheet[2], strict=True))
    for name, cell in stored.items():
        assert cell.data_type == ("n" if name == "harga_idr" else "s"), name
    if start not in "\r":  # XML turns a carriage return into a line break
        assert stored["nama"].value == text
    assert stored["harga_idr"].value == 25_000 and b"<f>" not in content


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
@pytest.mark.parametrize("role", ["curator", "officer", "administrator"])
def test_the_columns_follow_the_role(page: PageClient, context: Any, role: str, format_: str) -> None:
    make_secretive()
    context.commit()
    sign_in(page, make_account(role=role))
    head, *rows = take(page, "/meja/berkas/ikm", format_)
    is_private = role != "curator"
    assert tuple(head) == PRODUCERS.table(is_private=is_private).names
    assert (PRODUCERS.private <= set(head)) is is_private and (PRODUCERS.private & set(head) == set()) is not is_private
    told = [str(cell) for cell in rows[0]]
    for secret in SECRETS:
        assert any(secret in cell for cell in told) is is_private, secret
    values = dict(zip(head, rows[0], strict=True))
    assert values["nib"] == "0220003690831", "a number with a leading zero stays text"
    assert values["kbli"] == "13121 (KBLI 2025)" and values["milik_perempuan"] == ""
    assert values["kontak_tampil"].lstrip("'") == "(0561) 700123"
    assert str(values["jumlah_produk"]) == "1"


def test_it_is_on_record_who_took_what_for_what(page: PageClient, context: Any) -> None:
    make_secretive()
    make_producer("Kopi Lain")
    context.commit()
    account = make_account(role="officer")
    sign_in(page, account)
    take(page, "/meja/berkas/ikm?q=tenun&kedudukan=terdaftar", "xlsx")
    event = db.session.scalars(select(Event).where(Event.verb == "sheet.taken")).one()
    assert (event.actor_id, event.object_key, event.reason) == (account.id, "ikm", PURPOSE)
    assert event.after == {
        "format": "xlsx", "rows": 1, "columns": list(PRODUCERS.table(is_private=True).names),
        "filter": {"q": "tenun", "kedudukan": "terdaftar"},
    }  # fmt: skip


@pytest.mark.parametrize("data", [{"purpose": ""}, {"purpose": "untuk"}, {"purpose": "x" * 301}, {"format": "exe"}])
@pytest.mark.parametrize("kind", sorted(SHEETS))
def test_without_a_purpose_nothing_leaves_and_nothing_is_recorded(
    page: PageClient, context: Any, kind: str, data: dict[str, str]
) -> None:
    context.commit()
    sign_in(page, make_account(role="officer"))
    sent = {"purpose": PURPOSE, "format": "csv", **data}
    again = page.submit(f"/meja/berkas/{kind}", sent, expect=422)
    assert again.field("purpose") == sent["purpose"]
    assert not db.session.scalars(select(Event).where(Event.verb == "sheet.taken")).all()


def test_the_action_itself_asks_for_a_purpose(context: Any) -> None:
    for purpose, format_ in (("", "csv"), ("   ", "csv"), (PURPOSE, "pdf")):
        with pytest.raises(Refused):
            record_sheet(
                table=PRODUCERS.table(is_private=True), row_count=1, filters={}, purpose=purpose, format_=format_
            )


@pytest.mark.parametrize("kind", sorted(SHEETS))
def test_nobody_waits_for_the_database_while_a_sheet_is_written(
    page: PageClient, context: Any, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    context.commit()
    sign_in(page, make_account(role="officer"))
    held: list[bool] = []

    def noted(table: Any, rows: Any, format_: str) -> Any:
        held.append(db.session().in_transaction())
        return written(table, rows, format_)

    monkeypatch.setattr("griya.dossier.desk.sheets.written", noted)
    take(page, f"/meja/berkas/{kind}", "csv")
    assert held == [False]
    assert db.session.scalars(select(Event.object_key).where(Event.verb == "sheet.taken")).one() == kind


def test_the_sheet_holds_exactly_the_list(page: PageClient, context: Any) -> None:
    """More than a page of them, narrowed, in the order of the list."""
    for number in range(53):
        make_producer(f"Tenun {number:02d}")
    make_producer("Kopi")
    context.commit()
    sign_in(page, make_account(role="officer"))
    listed = page.get("/meja/ikm?q=tenun")
    assert "1–50 dari 53 IKM" in listed.text
    rows = take(page, "/meja/berkas/ikm?q=tenun", "csv")[1:]
    assert [row[1] for row in rows] == [f"Tenun {number:02d}" for number in range(53)]
    assert listed.select('a[href="/meja/berkas/ikm?q=tenun"]')


def test_the_products_of_the_list_can_be_taken_too(page: PageClient, context: Any) -> None:
    maker = make_producer("Dapur Uji")
    make_product("=Amplang", producer=maker)
    make_product("Bidai", producer=maker, is_published=False)
    make_product("Cual", producer=maker, price_mode="tanya")
    context.commit()
    sign_in(page, make_account(role="curator"))
    link = page.get("/meja/produk?status=tayang").select('a[href^="/meja/berkas/produk"]')[0].attrs["href"]
    head, *rows = take(page, link, "csv")
    assert tuple(head) == PRODUCTS.table(is_private=False).names
    values = [dict(zip(head, row, strict=True)) for row in rows]
    assert [(one["nama"], one["status"], one["tayang"], one["harga_idr"]) for one in values] == [
        ("'=Amplang", "Tayang", "ya", "25000"), ("Cual", "Tayang", "ya", ""),
    ]  # fmt: skip
    head, *rows = take(page, "/meja/berkas/produk", "xlsx")
    assert [row[1] for row in rows] == ["=Amplang", "Bidai", "Cual"]
