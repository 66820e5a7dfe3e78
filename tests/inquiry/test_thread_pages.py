"""The pages of a thread: a maker's, the buyer's, the desk's; what each shows, refuses, keeps and never shows."""

import gzip
import io
from typing import Any

import openpyxl
import pytest
from flask import url_for
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from griya.core.assets import flat_sheet
from griya.core.db import db
from griya.desk.sheets import written_rows
from griya.inquiry.actions.handling import add_note
from griya.inquiry.models import Inquiry
from griya.inquiry.models.office import ExportLog
from griya.inquiry.models.privacy import PrivacyRequest
from griya.inquiry.models.threads import InquiryThread, LineAnswer, ThreadEvent, ThreadState
from griya.inquiry.queries.threads import read_threads
from griya.inquiry.rules.addresses import answer_url, desk_url, status_url
from tests.catalog.test_pages import counted
from tests.factories.accounts import make_account, sign_in
from tests.factories.catalog import make_product
from tests.factories.inquiry import make_inquiry, new_key, status_token
from tests.factories.registry import make_producer
from tests.house import source
from tests.inquiry.test_threads import letters, thread, token_in
from tests.page import PageClient

SECRET = "RAHASIA-MEJA-7731"
ONE_VIEW = 14 * 1024


@pytest.fixture
def asked(context: Session) -> tuple[str, str]:
    """An inquiry that was sent: the tokens of its maker and of its buyer."""
    key = new_key()
    make_inquiry(make_product("Amplang", producer=make_producer("Dapur A", email="a@contoh.test")), key=key)
    context.commit()
    return token_in(letters(context, "inquiry-maker")[0]), status_token(key)


def test_looking_at_a_makers_link_changes_nothing_and_a_press_does(
    page: PageClient, context: Session, asked: tuple[str, str]
) -> None:
    maker, _ = asked
    shown = page.get(f"/jawab/{maker}")
    assert "Amplang" in shown.text and "0812-3456-7890" in shown.text
    assert thread(context).state is ThreadState.FORWARDED, "a preview of the link is nobody's look"
    page.post(f"/jawab/{maker}/dibaca", {"csrf_token": shown.field("csrf_token")})
    context.expire_all()
    assert thread(context).state is ThreadState.SEEN
    events = context.scalar(select(func.count()).select_from(ThreadEvent))
    page.post(f"/jawab/{maker}/dibaca", {"csrf_token": shown.field("csrf_token")})
    assert context.scalar(select(func.count()).select_from(ThreadEvent)) == events


def test_the_first_view_of_a_makers_page_weighs_less_than_fourteen_kilobytes(
    page: PageClient, asked: tuple[str, str]
) -> None:
    maker, _ = asked
    shown = page.get(f"/jawab/{maker}")
    sheet = flat_sheet(source.ROOT / "static", "css/light.css")
    weight = len(gzip.compress(shown.html.encode())) + len(gzip.compress(sheet.encode()))
    assert weight < ONE_VIEW, f"{weight} bytes"
    assert "<script" not in shown.html and "griya.flat.css" not in shown.html


@pytest.mark.parametrize(
    ("tap", "state", "kind"),
    [("bisa", ThreadState.ANSWERED, "bisa"), ("tidak_bisa", ThreadState.ANSWERED, "tidak_bisa"),
     ("perlu_waktu", ThreadState.SEEN, "perlu_waktu")],
)  # fmt: skip
def test_one_tap_answers_and_a_second_press_is_the_same_answer(
    page: PageClient, context: Session, asked: tuple[str, str], tap: str, state: ThreadState, kind: str
) -> None:
    maker, _ = asked
    shown = page.get(f"/jawab/{maker}")
    sent = {
        "csrf_token": shown.field("csrf_token"),
        "key": "k" * 22,
        "last_event": str(thread(context).last_event_id),
        "ketuk": tap,
    }
    assert page.post(f"/jawab/{maker}", sent).response.status_code == 303
    assert page.post(f"/jawab/{maker}", sent).response.status_code == 303
    context.expire_all()
    assert thread(context).state is state
    assert context.scalars(select(LineAnswer.kind)).all() == [kind]


def test_an_answer_with_a_price_is_read_by_the_buyer_and_a_bad_one_keeps_what_was_typed(
    page: PageClient, context: Session, asked: tuple[str, str]
) -> None:
    maker, buyer = asked
    shown = page.get(f"/jawab/{maker}")
    sent = {
        "csrf_token": shown.field("csrf_token"), "key": "k" * 22, "last_event": str(thread(context).last_event_id),
        "baris-1-kind": "bisa", "baris-1-price": "dua puluh", "baris-1-lead_days": "5", "body": "Siap kirim",
    }  # fmt: skip
    refused = page.post(f"/jawab/{maker}", sent, expect=422)
    assert "Tulis harga dalam rupiah" in refused.text and "dua puluh" in refused.html and "Siap kirim" in refused.text
    page.post(f"/jawab/{maker}", {**sent, "baris-1-price": "20rb"})
    read = page.get(f"/permintaan/{buyer}")
    assert "Rp20.000" in read.text and "Siap kirim" in read.text and "Sudah dijawab" in read.text
    english = page.get(f"/en/permintaan/{buyer}")
    assert "Answered" in english.text and "5 days" in english.text
    paper = page.get(f"/permintaan/{buyer}/cetak")
    assert "Rp20.000" in paper.text and "<svg" in paper.html


def test_two_answers_at_once_the_second_sees_the_first(
    page: PageClient, context: Session, asked: tuple[str, str]
) -> None:
    maker, _ = asked
    shown = page.get(f"/jawab/{maker}")
    seen = str(thread(context).last_event_id)
    first = {"csrf_token": shown.field("csrf_token"), "key": "a" * 22, "last_event": seen, "ketuk": "bisa"}
    page.post(f"/jawab/{maker}", first)
    second = {
        "csrf_token": shown.field("csrf_token"), "key": "b" * 22, "last_event": seen, "baris-1-kind": "tidak_bisa",
        "baris-1-reason": "habis", "body": "Ternyata habis",
    }  # fmt: skip
    told = page.post(f"/jawab/{maker}", second, expect=409)
    assert "baru saja" in told.text and "Ternyata habis" in told.text
    assert context.scalars(select(LineAnswer.kind)).all() == ["bisa"]


def test_links_that_ended_say_so_and_show_nothing_of_the_buyer(
    page: PageClient, context: Session, asked: tuple[str, str]
) -> None:
    maker, buyer = asked
    shown = page.get(f"/permintaan/{buyer}")
    page.post(f"/permintaan/{buyer}/tarik", {"csrf_token": shown.field("csrf_token")})
    gone = page.get(f"/jawab/{maker}", expect=410)
    assert "tidak berlaku lagi" in gone.text and "0812" not in gone.text and "Sari" not in gone.text
    page.get("/jawab/" + "x" * 22, expect=404)
    told = page.get(f"/permintaan/{buyer}")
    assert "sudah Anda tarik" in told.text
    assert context.scalars(select(PrivacyRequest.kind)).all() == ["tarik"]


def test_the_buyer_replies_opens_again_and_asks_to_be_forgotten(
    page: PageClient, context: Session, asked: tuple[str, str]
) -> None:
    maker, buyer = asked
    shown = page.get(f"/jawab/{maker}")
    page.post(
        f"/jawab/{maker}/tanya",
        {"csrf_token": shown.field("csrf_token"), "key": "q" * 22, "last_event": str(thread(context).last_event_id),
         "question": "Ukuran?"},
    )  # fmt: skip
    read = page.get(f"/permintaan/{buyer}")
    assert "Menunggu jawaban Anda" in read.text and "Ukuran?" in read.text
    empty = page.post(
        f"/permintaan/{buyer}/balas/1", {"csrf_token": read.field("csrf_token"), "body": "  "}, expect=422
    )
    assert "Tulis pesannya dahulu" in empty.text
    page.post(
        f"/permintaan/{buyer}/balas/1",
        {"csrf_token": read.field("csrf_token"), "key": "r" * 22, "body": "250 <b>gram</b>"},
    )
    assert "250 &lt;b&gt;gram&lt;/b&gt;" in page.get(f"/jawab/{maker}").html
    page.post(f"/permintaan/{buyer}/hapus-data", {"csrf_token": read.field("csrf_token")})
    assert "Penghapusan data Anda sudah diminta" in page.get(f"/permintaan/{buyer}").text


def test_the_inbox_is_narrowed_and_the_desk_answers_for_a_maker(
    page: PageClient, context: Session, asked: tuple[str, str]
) -> None:
    officer = make_account(role="officer")
    context.commit()
    sign_in(page, officer)
    reference = context.scalars(select(Inquiry.reference)).one()
    assert reference in page.get("/meja/permintaan?keadaan=diteruskan").text
    assert reference not in page.get("/meja/permintaan?keadaan=dijawab").text
    assert reference in page.get("/meja/permintaan?q=amplang").text
    assert reference in page.get("/meja/permintaan?sejak=1900-01-01&sampai=2999-12-31").text
    assert "Tulis tanggal" in page.get("/meja/permintaan?sejak=0001-01-01&sampai=9999-12-31").text
    shown = page.get(f"/meja/permintaan/{reference}")
    sent = {
        "csrf_token": shown.field("csrf_token"), "last_event": str(thread(context).last_event_id),
        "baris-1-kind": "bisa", "baris-1-price": "25.000", "channel": "telepon", "proof": "",
        "message": "Kata Bu Rini bisa",
    }  # fmt: skip
    refused = page.post(f"/meja/permintaan/{reference}/1/jawab", sent, expect=422)
    assert "dari mana Anda tahu" in refused.text and "Kata Bu Rini bisa" in refused.text
    page.post(f"/meja/permintaan/{reference}/1/jawab", {**sent, "proof": "telepon 26/11, Bu Rini"})
    context.expire_all()
    assert thread(context).state is ThreadState.ANSWERED
    assert "Kenapa terlambat?" in page.get(f"/meja/permintaan/{reference}/1/terlambat").text
    page.post(
        f"/meja/permintaan/{reference}/1/selesai",
        {"csrf_token": shown.field("csrf_token"), "last_event": str(thread(context).last_event_id),
         "outcome": "berhasil", "value": "1,5 juta"},
    )  # fmt: skip
    context.expire_all()
    assert thread(context).outcome_value_idr == 1_500_000


def test_a_note_of_the_desk_is_on_no_page_of_maker_or_buyer(
    page: PageClient, context: Session, asked: tuple[str, str]
) -> None:
    maker, buyer = asked
    officer = make_account(role="officer")
    reference = context.scalars(select(Inquiry.reference)).one()
    add_note(reference=reference, body=SECRET, account_id=officer.id)
    context.commit()
    for address in (f"/jawab/{maker}", f"/jawab/{maker}/hasil", f"/permintaan/{buyer}", f"/permintaan/{buyer}/cetak"):
        assert SECRET not in page.get(address).html
    sign_in(page, officer)
    assert SECRET in page.get(f"/meja/permintaan/{reference}").text


def test_a_list_leaves_with_its_purpose_and_its_cells_are_words(page: PageClient, context: Session) -> None:
    make_inquiry(make_product("Amplang"), name='=HYPERLINK("http://x")')
    officer = make_account(role="officer")
    context.commit()
    sign_in(page, officer)
    shown = page.get("/meja/permintaan/unduh")
    sent = {"csrf_token": shown.field("csrf_token"), "purpose": "x", "kind": "xlsx", "has_contacts": "y"}
    page.post("/meja/permintaan/unduh", sent, expect=422)
    assert context.scalar(select(func.count()).select_from(ExportLog)) == 0
    got = page.client.post("/meja/permintaan/unduh", data={**sent, "purpose": "Laporan triwulan"})
    assert got.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(got.data), read_only=True)
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]  # type: ignore[union-attr]
    assert rows[0][-3:] == ["Nama", "Telepon", "E-mail"]
    assert not any(str(value or "").startswith("=") for row in rows for value in row)
    row = context.scalars(select(ExportLog)).one()
    assert (row.purpose, row.has_contacts, row.row_count) == ("Laporan triwulan", True, 1)


def test_nobody_waits_for_the_database_while_a_list_is_written(
    page: PageClient, context: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = make_account(role="officer")
    context.commit()
    sign_in(page, officer)
    sent = {
        "csrf_token": page.get("/meja/permintaan/unduh").field("csrf_token"),
        "purpose": "Laporan bulanan",
        "kind": "csv",
    }
    held: list[bool] = []

    def noted(columns: Any, rows: Any, kind: str) -> Any:
        held.append(db.session().in_transaction())
        return written_rows(columns, rows, kind)

    monkeypatch.setattr("griya.desk.views.inquiries.written_rows", noted)
    page.post("/meja/permintaan/unduh", sent, expect=200)
    assert held == [False]
    assert context.scalars(select(ExportLog.purpose)).one() == "Laporan bulanan"


def test_the_addresses_of_letters_are_those_of_the_pages(built_app: Any) -> None:
    with built_app.test_request_context():
        assert answer_url("", "t") == url_for("answer.answer_new", token="t")
        assert status_url("", "t") == url_for("inquiry.inquiry_show", token="t")
        assert desk_url("", "GI-1") == url_for("desk.inquiry.inquiry_show", reference="GI-1")


def test_reading_fifty_threads_takes_as_many_statements_as_one(context: Session) -> None:
    product = make_product("Amplang", producer=make_producer("Dapur A", email="a@contoh.test"))
    make_inquiry(product)
    with counted(context.connection()) as one:
        read_threads(InquiryThread.id > 0)
    for number in range(5):
        make_inquiry(product, message=f"Lagi {number}")
    with counted(context.connection()) as many:
        read_threads(InquiryThread.id > 0)
    assert len(one) == len(many)
