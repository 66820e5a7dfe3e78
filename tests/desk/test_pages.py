"""What the desk's pages say."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from flask import current_app, url_for
from sqlalchemy.orm import Session

from griya.catalog.actions import RevisionDraft, add_revision, publish_product, withdraw_product
from griya.core import outbox
from griya.core.clock import now
from griya.core.db import db
from griya.core.outbox import Letter, OutboxMessage, enqueue
from griya.core.state import unrecorded_state_change
from griya.desk.navigation import ROOMS
from griya.desk.queries import page_of_messages
from griya.desk.rules import MessageState
from griya.registry.models import Producer
from tests.factories.accounts import make_account, sign_in
from tests.factories.catalog import make_product
from tests.factories.inquiry import make_inquiry
from tests.factories.registry import make_producer, make_region
from tests.factories.state import set_state
from tests.page import PageClient


@pytest.fixture
def desk(page: PageClient, context: Session) -> PageClient:
    """A curator's browser."""
    sign_in(page, make_account())
    return page


@contextmanager
def counted_statements(context: Session) -> Iterator[list[str]]:
    """The statements that run inside the block."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            seen.append(statement)

    connection = context.connection()
    sa.event.listen(connection, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(connection, "before_cursor_execute", note)


def letter(cause: str = "uji:1", recipient: str = "dapur@contoh.test") -> OutboxMessage:
    enqueue(Letter(cause, "uji", 1, recipient, "Perihal uji", "Isi yang panjang"))
    return db.session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id.desc())).first() or OutboxMessage()


def test_the_home_of_an_empty_desk_says_so(desk: PageClient) -> None:
    home = desk.get("/meja/")
    assert "Belum ada produk." in home.text
    assert "Tanpa SMTP: pesan ditulis ke instance/outbox" in home.text
    assert "Data contoh" not in home.text


def test_the_home_counts_what_came_in_and_what_waits(desk: PageClient, context: Session) -> None:
    with time_machine.travel("2026-11-21T16:59:59Z", tick=False):
        make_inquiry(make_product())
        letter()
    with time_machine.travel("2026-11-21T17:00:00Z", tick=False):
        make_inquiry(make_product())
        make_product(is_published=False)
        given_up = letter("uji:2")
        set_state(given_up, given_up_at=now())
        context.commit()
        sign_in(desk, make_account())
        home = desk.get("/meja/")
        assert "Permintaan 2 1 masuk hari ini" in home.text
        assert "Produk 3 Draf 1 Tayang 2" in home.text
        assert "tertua sejak Sabtu, 21 November 2026 23.59 WIB" in home.text
        assert "1 pesan tidak sampai" in home.text


def test_the_home_says_when_sample_data_is_loaded(desk: PageClient, context: Session) -> None:
    make_product(producer=make_producer(is_sample=True))
    assert "masih memuat data contoh" in desk.get("/meja/").text


def test_the_product_list_shows_every_state_and_says_what_is_not_public(desk: PageClient, context: Session) -> None:
    make_product("Amplang Ikan")
    make_product("Bakso Draf", is_published=False, price_mode="tanya")
    withdraw_product(product=make_product("Cincau Ditarik"), reason="habis musim")
    hidden = make_product("Dodol IKM Ditutup")
    with unrecorded_state_change("a test's own world"):
        context.execute(sa.update(Producer).where(Producer.id == hidden.producer_id).values(standing="suspended"))
    page = desk.get("/meja/produk")
    for words in (
        "Amplang Ikan",
        "Bakso Draf",
        "Cincau Ditarik",
        "tanya pembuat",
        "Draf",
        "Ditarik",
        "Kab. Sambas",
        "Rp25.000",
    ):
        assert words in page.text
    assert "tidak tampak: IKM-nya tidak terdaftar" in page.text
    assert page.text.count("tidak tampak: IKM-nya tidak terdaftar") == 1
    assert "4 produk" in page.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=amplang", {"Amplang Ikan"}),
        ("q=AMPLANG+ikan", {"Amplang Ikan"}),
        ("q=pucuk", {"Kain Songket"}),
        ("q=sintang", {"Kain Songket"}),
        ("q=amplang+sintang", set()),
        ("q=%25", set()),
        ("q=_", set()),
        ("q=%00%F0%9F%98%80", set()),
        ("status=draf", {"Bakso Draf"}),
        ("status=tidak-ada", {"Amplang Ikan", "Bakso Draf", "Kain Songket"}),
        ("status=tayang&q=kain", {"Kain Songket"}),
        ("hal=99999999999", {"Amplang Ikan", "Bakso Draf", "Kain Songket"}),
        ("hal=999999", {"Amplang Ikan", "Bakso Draf", "Kain Songket"}),
        ("hal=-1", {"Amplang Ikan", "Bakso Draf", "Kain Songket"}),
    ],
)
def test_the_product_list_is_searched_and_filtered(
    desk: PageClient, context: Session, query: str, found: set[str]
) -> None:
    make_product("Amplang Ikan")
    make_product("Bakso Draf", is_published=False)
    weaver = make_producer("Tenun Pucuk", region=make_region("61.05", "Sintang"))
    make_product("Kain Songket", producer=weaver)
    page = desk.get(f"/meja/produk?{query}")
    names = ("Amplang Ikan", "Bakso Draf", "Kain Songket")
    assert {name for name in names if name in page.text} == found


def test_a_draft_beside_a_live_revision_does_not_change_what_the_list_calls_it(
    desk: PageClient, context: Session
) -> None:
    product = make_product("Nama Tayang")
    add_revision(product=product, draft=RevisionDraft(name_id="Nama Berikutnya", unit="pak", price_mode="tanya"))
    page = desk.get("/meja/produk")
    assert "Nama Tayang" in page.text and "Nama Berikutnya" not in page.text


def test_a_long_list_has_pages_that_keep_the_filter(desk: PageClient, context: Session) -> None:
    producer = make_producer()
    for number in range(51):
        make_product(f"Amplang {number:02d}", producer=producer)
    first = desk.get("/meja/produk?q=amplang&status=tayang")
    assert "1–50 dari 51 produk" in first.text
    after = first.select('a[rel="next"]')[0].attrs["href"]
    second = desk.get(after)
    assert "51–51 dari 51 produk" in second.text and "Amplang 50" in second.text
    assert second.field("q") == "amplang"


@pytest.mark.parametrize("path", ["/meja/produk", "/meja/permintaan", "/meja/pesan", "/meja/"])
def test_a_desk_list_asks_the_database_as_often_for_50_rows_as_for_one(
    desk: PageClient, context: Session, path: str
) -> None:
    make_inquiry(make_product())
    desk.get("/meja/pesan")  # whose frame finds the number of tasks and keeps it
    with counted_statements(context) as one:
        desk.get(path)
    for _ in range(24):
        make_inquiry(make_product(), make_product())
    desk.get("/meja/pesan")
    with counted_statements(context) as many:
        desk.get(path)
    # The products' list asks for its lists to pick from and all that may be missing. The home shows the tasks, each
    # kind of which asks for its own; every other page asks one question to know that their number still holds. The
    # inquiries' list also asks for its filters, and for the calendars by which each clock is told.
    assert len(one) == len(many) <= {"/meja/produk": 15, "/meja/": 30, "/meja/permintaan": 20}.get(path, 6)
    assert len(one) >= 2


def test_the_inquiry_list_masks_contacts_and_the_inquiry_shows_them(desk: PageClient, context: Session) -> None:
    product = make_product("Amplang Ikan")
    reference = make_inquiry(product, name="Budi Pembeli", phone="+6281234567890", email="budi@contoh.test").reference
    context.commit()
    listed = desk.get("/meja/permintaan")
    assert reference in listed.text and "Budi Pembeli" in listed.text
    assert "budi@contoh.test" not in listed.html and "0812-3456-7890" not in listed.html
    shown = desk.get(f"/meja/permintaan/{reference}")
    assert "budi@contoh.test" in shown.text and "0812-3456-7890" in shown.text
    assert shown.select('a[href^="https://wa.me/6281234567890?text="]')
    assert "versi 1" in shown.text
    assert "Bukti persetujuan" in shown.text and "Versi pemberitahuan" in shown.text
    assert "Menunggu" in shown.text


def test_an_inquiry_stays_pinned_to_what_the_buyer_saw(desk: PageClient, context: Session) -> None:
    product = make_product("Nama Lama")
    reference = make_inquiry(product).reference
    revision = add_revision(product=product, draft=RevisionDraft(name_id="Nama Baru", unit="pak", price_mode="tanya"))
    publish_product(product=product, revision=revision)
    shown = desk.get(f"/meja/permintaan/{reference}")
    assert "Nama Lama" in shown.text and "Nama Baru" not in shown.text and "versi 1" in shown.text


def test_a_reference_is_found_however_it_is_written(desk: PageClient, context: Session) -> None:
    reference = make_inquiry(make_product()).reference
    context.commit()
    moved = desk.get(f"/meja/permintaan/{reference.lower().replace('-', '')}", expect=303)
    assert moved.response.headers["Location"] == f"/meja/permintaan/{reference}"


@pytest.mark.parametrize("reference", ["GI-0000-0000", "x", "%00", "%F0%9F%98%80", "a" * 3000, "1"])
def test_an_unknown_reference_is_not_found(desk: PageClient, reference: str) -> None:
    desk.get(f"/meja/permintaan/{reference}", expect=404)


def give_up(message: OutboxMessage) -> None:
    set_state(message, given_up_at=now())
    message.last_error = "OSError: ditolak"


STATES: dict[MessageState, Callable[[OutboxMessage], None]] = {
    MessageState.WAITING: lambda message: None,
    MessageState.RETRYING: lambda message: setattr(message, "last_error", "OSError: ditolak"),
    MessageState.SENT: lambda message: set_state(message, sent_at=now()),
    MessageState.GIVEN_UP: lambda message: give_up(message),
    MessageState.BOUNCED: lambda message: set_state(message, sent_at=now(), bounced_at=now()),
    MessageState.STOPPED: lambda message: set_state(message, stopped_at=now(), given_up_at=now()),
}


def test_each_state_of_a_message_is_told_and_found_by_the_filter(desk: PageClient, context: Session) -> None:
    for number, (state, change) in enumerate(STATES.items()):
        change(letter(f"uji:{number}", f"{state}@contoh.test"))
    context.flush()
    everything = desk.get("/meja/pesan")
    for name in ("Menunggu", "Dicoba lagi", "Terkirim", "Gagal", "Kembali", "Dihentikan"):
        assert name in everything.text
    for state in MessageState:
        only = desk.get(f"/meja/pesan?status={state}")
        assert [f"{other}@contoh.test" in only.text for other in STATES] == [other == state for other in STATES]
        assert [row.state for row in page_of_messages(state, 1).items] == [state]
    assert "6 pesan" in desk.get("/meja/pesan?status=lain").text


def test_a_message_leads_to_its_inquiry_and_its_text_is_not_in_the_list(desk: PageClient, context: Session) -> None:
    reference = make_inquiry(make_product()).reference
    page = desk.get("/meja/pesan")
    assert page.select(f'a[href="/meja/permintaan/{reference}"]')
    assert "Isi yang panjang" not in page.html


def test_a_delivered_message_is_told_as_delivered(desk: PageClient, context: Session, tmp_path: Path) -> None:
    make_inquiry(make_product())
    context.commit()
    folder = outbox.FolderTransport(tmp_path)
    outbox.send_due(folder, sender="griya@contoh.test", sender_name="Griya")
    assert "Terkirim" in desk.get("/meja/pesan").text


def test_what_a_buyer_writes_is_shown_as_text(desk: PageClient, context: Session) -> None:
    evil = "<script>alert(1)</script>\u202e\"'&"
    reference = make_inquiry(make_product(), name=evil[:25], message=evil * 3).reference
    context.commit()
    shown = desk.get(f"/meja/permintaan/{reference}")
    assert "<script>" not in shown.html


def test_every_room_of_the_list_is_marked_on_its_page_and_from_within(page: PageClient, context: Session) -> None:
    sign_in(page, make_account(role="administrator"))
    for name, endpoint in ROOMS:
        with current_app.test_request_context():
            address = url_for(endpoint)
        marked = page.get(address).select(".desk-nav [aria-current=page]")
        assert [one.to_text() for one in marked] == [name]
    inside = page.get("/meja/pilihan/kalender").select(".desk-nav [aria-current]")
    assert [(one.to_text(), one.attrs["aria-current"]) for one in inside] == [("Pilihan", "true")]


def test_nobody_is_shown_a_room_that_would_turn_them_away(desk: PageClient) -> None:
    rooms = desk.get("/meja/").select(".desk-nav a")
    assert "Akun" not in [room.to_text() for room in rooms]
    for room in rooms:
        desk.get(room.attrs["href"])


@pytest.mark.parametrize("path", ["/meja/istilah", "/meja/istilah/usulan", "/meja/kata-cari/jarang-dibuka"])
def test_what_a_room_leads_to_belongs_to_it_also_under_an_address_of_its_own(desk: PageClient, path: str) -> None:
    here = [one.to_text() for one in desk.get(path).select('.desk-nav a[aria-current="true"]')]
    assert here == ["Kata cari"]
