"""The curators' pages: the editor without a script, two curators at once, approval, calendar, guards."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from griya.accounts.models import Account
from griya.catalog.actions import withdraw_product
from griya.catalog.models import Product
from griya.core import clock
from griya.core.clock import WIB
from griya.core.db import db
from griya.selection.actions.drafts import DraftContent, start_draft
from griya.selection.actions.slots import add_slot
from griya.selection.models import Selection
from griya.selection.queries.versions import DeskVersion, find_version
from griya.selection.rules import ItemDraft, Window
from tests.desk.test_pages import counted_statements
from tests.factories.accounts import make_account, sign_in
from tests.factories.catalog import make_product
from tests.factories.registry import make_producer, make_region
from tests.factories.selection import make_selection, make_version
from tests.page import Opened, PageClient, attributes

DAY = timedelta(days=1)
Save = Callable[..., Opened]


class Desk(PageClient):
    """A curator's browser beside the test's own session, which settles what it did before every request."""

    def get(self, path: str, expect: int = 200, **options: Any) -> Opened:
        """Open a page."""
        db.session.commit()
        return super().get(path, expect, **options)

    def post(self, path: str, data: dict[str, Any] | None = None, expect: int = 303, **options: Any) -> Opened:
        """Send a form."""
        db.session.commit()
        return super().post(path, data, expect, **options)


@pytest.fixture
def sari(context: Session) -> Account:
    """Who drafts."""
    return make_account(name="Sari Penyusun")


@pytest.fixture
def desk(client: FlaskClient, sari: Account) -> PageClient:
    """Her browser."""
    browser = Desk(client)
    sign_in(browser, sari)
    return browser


@pytest.fixture
def products(context: Session) -> list[Product]:
    """Four public products of four makers."""
    return [make_product(name, producer=make_producer(f"IKM {name}")) for name in ("Amplang", "Bidai", "Cual", "Dodol")]


@pytest.fixture
def address(sari: Account, products: list[Product]) -> str:
    """The editor of a draft with the first three of them."""
    return draft_of(products[:3], sari)


def draft_of(products: list[Product], author: Account) -> str:
    now = clock.now()
    version = start_draft(
        selection=make_selection("Tenun"),
        content=DraftContent(
            slot_code="home",
            window=Window(now + DAY, now + 10 * DAY),
            items=[ItemDraft(product.id, f"Karena {n}") for n, product in enumerate(products, start=1)],
        ),
        actor_id=author.id,
    )
    db.session.flush()
    return f"/meja/pilihan/{db.session.get_one(Selection, version.selection_id).slug}/{version.number}"


def form_of(opened: Opened) -> dict[str, list[str]]:
    """Everything a browser would send of the editor's form, without any button."""
    fields: dict[str, list[str]] = {}
    (form,) = [one for one in opened.select("form") if "curation" in attributes(one).get("class", "")]
    for field in form.query("input, select, textarea"):
        given = attributes(field)
        if given.get("type") == "checkbox" and "checked" not in given:
            continue
        value = given.get("value", "")
        if field.name == "textarea":
            value = field.to_text()
        if field.name == "select":
            chosen = [attributes(o)["value"] for o in field.query("option") if "selected" in attributes(o)]
            value = chosen[0] if chosen else attributes(field.query("option")[0])["value"]
        fields.setdefault(given["name"], []).append(value)
    return fields


def save(desk: PageClient, address: str, do: str = "simpan", expect: Any = 303, **changes: Any) -> Opened:
    """Press a button of the editor after these changes; `None` takes a field away."""
    form = form_of(desk.get(f"{address}/ubah"))
    return press(desk, address, form, do, expect, **changes)


def press(desk: PageClient, address: str, form: dict[str, Any], do: str, expect: Any = 303, **changes: Any) -> Opened:
    sent = {name: value for name, value in (form | changes | {"do": do}).items() if value is not None}
    return desk.post(f"{address}/ubah", sent, expect)


def stored(address: str) -> DeskVersion:
    db.session.expire_all()
    slug, number = address.removeprefix("/meja/pilihan/").split("/")
    found = find_version(slug, int(number), clock.now())
    assert found is not None
    return found


def order(address: str) -> list[str]:
    return [item.product.name for item in stored(address).shown]


def test_a_theme_begins_with_a_title_and_the_slots_next_gap(desk: PageClient, context: Session) -> None:
    now = clock.now()
    make_version([make_product()], starts_at=now - DAY, ends_at=now + 3 * DAY)
    new = desk.get("/meja/pilihan/baru?tempat=home")
    assert new.field("title_id") == ""
    made = desk.submit(
        "/meja/pilihan/baru?tempat=home",
        {name: new.field(name) for name in ("start_on", "start_at", "end_on", "end_at")}
        | {"title_id": "Tenun akhir tahun", "slot": "home"},
        action="/meja/pilihan/baru",
    )
    where = made.response.headers["Location"]
    assert where == "/meja/pilihan/tenun-akhir-tahun/1/ubah#calon"
    version = stored(where.removesuffix("/ubah#calon"))
    assert abs(version.window.starts_at - (now + 3 * DAY)) < timedelta(minutes=1), "where the present one ends"
    assert "mulai dalam" in desk.get(where).text


def test_buttons_reorder_and_keep_every_word(desk: PageClient, address: str, products: list[Product]) -> None:
    one, two, three, _ = (product.id for product in products)
    save(desk, address, f"turun:{one}", **{f"alasan-{two}": "Anyaman paling rapat"})
    assert order(address) == ["Bidai", "Amplang", "Cual"]
    assert stored(address).items[0].draft.reason_id == "Anyaman paling rapat"
    save(desk, address, f"naik:{three}")
    assert order(address) == ["Bidai", "Cual", "Amplang"]


def test_a_typed_place_moves_and_a_pinned_product_keeps_its_own(
    desk: PageClient, address: str, products: list[Product]
) -> None:
    one, _, three, _ = (product.id for product in products)
    save(desk, address, **{f"tempat-{three}": "1"})
    assert order(address) == ["Cual", "Amplang", "Bidai"]
    save(desk, address, **{f"sematkan-{three}": "1", f"tempat-{one}": "1"})
    assert order(address) == ["Cual", "Amplang", "Bidai"]
    assert stored(address).items[0].draft.is_pinned


def test_products_go_into_reserve_and_out_of_the_draft(desk: PageClient, address: str, products: list[Product]) -> None:
    one, two, *_ = (product.id for product in products)
    save(desk, address, **{f"cadangan-{one}": "1"})
    assert order(address) == ["Bidai", "Cual"]
    assert [item.product.name for item in stored(address).reserves] == ["Amplang"]
    save(desk, address, f"keluarkan:{two}")
    assert order(address) == ["Cual"]


def test_ticked_candidates_are_taken_with_their_sentence_whatever_button_is_pressed(
    desk: PageClient, address: str, products: list[Product]
) -> None:
    four = products[3].id
    edit = desk.get(f"{address}/ubah")
    assert "nilai" in edit.text and edit.select(f"#calon-{four}")
    assert not edit.select(f"#calon-{products[0].id}"), "what is chosen is not proposed"
    save(desk, address, "simpan", calon=[str(four)], **{f"calon-alasan-{four}": "Dodol paling legit"})
    assert order(address)[-1] == "Dodol"
    assert stored(address).items[-1].draft.reason_id == "Dodol paling legit"


def test_a_refused_candidate_needs_a_reason_and_can_come_back(
    desk: PageClient, address: str, products: list[Product]
) -> None:
    four = products[3].id
    refused = save(desk, address, f"tolak:{four}", 422)
    assert "mengapa sebuah produk tidak diusulkan" in refused.text
    save(desk, address, f"tolak:{four}", **{f"tolak-alasan-{four}": "Fotonya kabur"})
    edit = desk.get(f"{address}/ubah")
    assert not edit.select(f"#calon-{four}") and "Fotonya kabur" in edit.text
    save(desk, address, f"usulkan:{four}")
    assert desk.get(f"{address}/ubah").select(f"#calon-{four}")


def test_a_search_saves_first_and_finds_by_word_and_place(
    desk: PageClient, address: str, products: list[Product]
) -> None:
    weaver = make_producer("Tenun", region=make_region("61.05", "Sintang"))
    make_product("Kain Kebat", producer=weaver)
    db.session.commit()
    one = products[0].id
    answer = save(desk, address, "cari", q="kebat", **{f"alasan-{one}": "Baru ditulis"})
    where = answer.response.headers["Location"]
    assert where.startswith(f"{address}/ubah?q=kebat") and where.endswith("#calon")
    assert stored(address).items[0].draft.reason_id == "Baru ditulis"
    found = desk.get(where)
    assert [label.to_text() for label in found.select(".candidate__name label")] == ["Kain Kebat"]
    assert "Tidak ada yang cocok" in desk.get(f"{address}/ubah?q=zzzz").text
    assert "Kain Kebat" in desk.get(f"{address}/ubah?wilayah=sintang").text


def test_a_wrong_window_is_told_and_nothing_typed_is_lost(
    desk: PageClient, address: str, products: list[Product]
) -> None:
    one = products[0].id
    refused = save(desk, address, expect=422, end_on="2020-01-01", **{f"alasan-{one}": "Panjang ceritanya"})
    assert "Waktu selesai harus sesudah waktu mulai" in refused.text
    assert refused.field(f"alasan-{one}") == "Panjang ceritanya"
    empty = save(desk, address, expect=422, start_on="", **{f"alasan-{one}": "Masih ada"})
    assert "Tulis tanggalnya" in empty.text and empty.field(f"alasan-{one}") == "Masih ada"
    assert stored(address).row_version == 1


def test_the_second_editor_sees_both_versions_and_can_take_from_each(
    desk: PageClient, address: str, products: list[Product]
) -> None:
    one, _, three, four = (product.id for product in products)
    mine = form_of(desk.get(f"{address}/ubah"))
    save(desk, address, calon=[str(four)], **{f"calon-alasan-{four}": "Milik yang pertama"})

    met = press(desk, address, mine, f"keluarkan:{three}", 409, **{f"alasan-{one}": "Milik yang kedua"})

    assert "Dua tulisan, tidak ada yang hilang" in met.text and "Sari Penyusun" in met.text
    assert "Milik yang pertama" in met.text, "what is stored"
    assert met.field(f"alasan-{one}") == "Milik yang kedua", "what was typed"
    assert order(address) == ["Amplang", "Bidai", "Cual", "Dodol"], "nothing was written over"
    again = form_of(met)
    press(desk, address, again, "gabung", **{"milik-lain": [str(four)]})
    assert order(address) == ["Amplang", "Bidai", "Dodol"]
    assert stored(address).items[0].draft.reason_id == "Milik yang kedua"


def test_what_was_typed_over_an_approved_version_becomes_a_draft_of_its_own(
    desk: PageClient, address: str, products: list[Product], client: Any, app: Flask
) -> None:
    mine = form_of(desk.get(f"{address}/ubah"))
    approve(app, address, make_account(name="Budi"))
    met = press(desk, address, mine, "simpan", 409, **{f"alasan-{products[0].id}": "Terlambat sedikit"})
    assert "bukan rancangan lagi" in met.text
    where = press(desk, address, form_of(met), "salin").response.headers["Location"]
    fresh = stored(where.removesuffix("/ubah"))
    assert (fresh.number, fresh.items[0].draft.reason_id) == (2, "Terlambat sedikit")
    assert stored(address).items[0].draft.reason_id == "Karena 1"


def approve(app: Flask, address: str, account: Account, expect: int = 303) -> Opened:
    """Approve as somebody else, in a browser of their own."""
    other = Desk(app.test_client())
    sign_in(other, account)
    return other.submit(address, {}, expect, action=f"{address}/setujui")


def test_another_person_approves_what_she_has_read(desk: PageClient, address: str, app: Flask) -> None:
    shown = desk.get(address)
    assert "penyusun tidak menyetujui" in shown.text
    assert not shown.select(f'form[action="{address}/setujui"]')
    token = desk.get(address).field("csrf_token")
    assert "orang lain" in desk.post(f"{address}/setujui", {"csrf_token": token, "row_version": "1"}, 422).text
    budi = make_account(name="Budi Kurator")
    approve(app, address, budi)
    shown = desk.get(address)
    assert "Terjadwal" in shown.text and "disetujui Budi Kurator" in shown.text and "mulai dalam" in shown.text
    assert "sudah disetujui" in desk.post(f"{address}/setujui", {"csrf_token": token, "row_version": "1"}, 409).text
    assert desk.get(f"{address}/ubah", expect=303), "an approved version is only read"


def test_an_approval_that_overlaps_names_what_is_in_the_way(desk: PageClient, address: str, app: Flask) -> None:
    now = clock.now()
    make_version([make_product()], starts_at=now, ends_at=now + 2 * DAY, selection=make_selection("Yang sudah ada"))
    assert "“Yang sudah ada”" in approve(app, address, make_account(), 422).text


def test_cancelling_wants_a_reason_and_keeps_it(desk: PageClient, address: str) -> None:
    assert "Tulis alasan pembatalan" in desk.submit(address, {"reason": ""}, 422, action=f"{address}/batalkan").text
    desk.submit(address, {"reason": "Produknya ditarik"}, action=f"{address}/batalkan")
    shown = desk.get(address)
    assert "Dibatalkan" in shown.text and "Produknya ditarik" in shown.text


def test_a_copy_and_a_return_are_one_press(desk: PageClient, context: Session, products: list[Product]) -> None:
    now, theme = clock.now(), make_selection("Dulu")
    make_version(products[:2], starts_at=now - 9 * DAY, ends_at=now - 5 * DAY, selection=theme)
    make_version(products[2:], starts_at=now - 5 * DAY, ends_at=now + DAY, selection=theme)
    first = f"/meja/pilihan/{theme.slug}/1"
    desk.submit(first, {}, action=f"{first}/tayangkan-lagi")
    assert "Sedang tayang" in desk.get(f"/meja/pilihan/{theme.slug}/3").text
    desk.submit(first, {}, action=f"{first}/salin")
    assert order(f"/meja/pilihan/{theme.slug}/4") == ["Amplang", "Bidai"]
    compared = desk.get(f"/meja/pilihan/{theme.slug}/banding?dari=1&ke=2")
    assert "ditambah" in compared.text and "dikeluarkan" in compared.text
    assert "sama" in desk.get(f"/meja/pilihan/{theme.slug}/banding?dari=1&ke=3").text
    desk.get(f"/meja/pilihan/{theme.slug}/banding?dari=x&ke=99999999")


def test_titles_are_changed_and_an_empty_one_is_refused(desk: PageClient, address: str) -> None:
    theme = address.rpartition("/")[0]
    values = {"title_id": "Tenun Sambas", "title_en": "Sambas weaving", "intro_id": "", "intro_en": ""}
    desk.submit(theme, values, action=theme)
    assert "Tenun Sambas" in desk.get(theme).text
    assert "Beri judul" in desk.submit(theme, values | {"title_id": " "}, 422, action=theme).text


def test_the_calendar_says_gaps_in_words_and_keeps_to_wib(desk: PageClient, context: Session) -> None:
    start = datetime(2026, 12, 3, 8, tzinfo=WIB)
    make_version([make_product()], starts_at=start, ends_at=start + 3 * DAY, selection=make_selection("Natal"))
    opened = desk.get("/meja/pilihan/kalender?tempat=home&bulan=2026-12")
    assert "Kalender Halaman depan" in opened.text and "Desember 2026" in opened.text
    assert (
        "Sel 1 Des 2026 00.00 WIB sampai Kam 3 Des 2026 08.00 WIB (2 hari): yang tampil produk terbaru" in opened.text
    )
    assert "Min 6 Des 2026 08.00 WIB sampai Jum 1 Jan 2027 00.00 WIB" in opened.text
    assert len(opened.select(".month__day--bare")) == 2 + 25 and "celah 00.00–08.00" in opened.text
    assert "Tanpa celah" not in opened.text
    for query in ("", "?bulan=2026-13", "?tempat=tidak-ada&bulan=%00", "?bulan=2099-12"):
        desk.get(f"/meja/pilihan/kalender{query}")


def test_the_desk_warns_of_an_end_and_of_what_was_lost(desk: PageClient, context: Session) -> None:
    now, product = clock.now(), make_product("Hilang Saja")
    make_version([product, make_product()], starts_at=now - DAY, ends_at=now + DAY, selection=make_selection("Pendek"))
    withdraw_product(product=product, reason="Uji.")
    for path in ("/meja/", "/meja/pilihan"):
        opened = desk.get(path)
        assert "Berakhir tanpa pengganti" in opened.text and "Pendek, versi 1" in opened.text
        assert "1 produk terpilih tidak tayang lagi" in opened.text and "Hilang Saja" in opened.text


def test_slots_are_added_and_closed(desk: PageClient, context: Session) -> None:
    make_region("61.05", "Sintang")
    desk.submit("/meja/pilihan/tempat", {"name": "Etalase Sintang", "region": "61.05"}, action="/meja/pilihan/tempat")
    assert "Kab. Sintang" in desk.get("/meja/pilihan/tempat").text
    desk.submit("/meja/pilihan/tempat", {"do": "tutup"}, action="/meja/pilihan/tempat/etalase-sintang")
    assert "ditutup" in desk.get("/meja/pilihan/tempat").text
    assert (
        "sudah ada"
        in desk.submit(
            "/meja/pilihan/tempat", {"name": "Etalase Sintang", "region": ""}, 422, action="/meja/pilihan/tempat"
        ).text
    )
    desk.get("/terseleksi/tempat/etalase-sintang", expect=404)
    add_slot(name="Pameran")
    db.session.commit()
    desk.get("/terseleksi/tempat/pameran")


def test_the_meter_is_written_for_what_is_being_chosen(desk: PageClient, address: str, products: list[Product]) -> None:
    slug, number = address.removeprefix("/meja/pilihan/").split("/")
    keys = ",".join(str(product.id) for product in products)
    piece = desk.get(f"/meja/pilihan/meter?slug={slug}&nomor={number}&produk={keys},999999,x,%00")
    assert "4 produk dari 1 kabupaten/kota" in piece.text
    desk.get(f"/meja/pilihan/meter?slug={slug}&nomor=77&produk=1", expect=404)


def test_an_officer_reads_along_and_changes_nothing(client: FlaskClient, address: str) -> None:
    page = Desk(client)
    sign_in(page, make_account(role="officer"))
    shown = page.get(address)
    assert "Setujui" not in shown.text and "Ubah rancangan" not in shown.text
    token = shown.field("csrf_token")
    for path in (f"{address}/setujui", f"{address}/salin", "/meja/pilihan/pratinjau", f"{address}/ubah"):
        assert "Tidak diizinkan" in page.post(path, {"csrf_token": token}, 403).text
    page.get(f"{address}/ubah", expect=403)
    page.get("/meja/pilihan/baru", expect=403)


def test_the_editor_asks_the_database_as_often_for_200_products_as_for_three(
    desk: PageClient, address: str, sari: Account, context: Session
) -> None:
    desk.get(f"{address}/ubah")  # what a process reads once is read
    with counted_statements(context) as few:
        desk.get(f"{address}/ubah")
    maker = make_producer("Besar")
    many = draft_of([make_product(f"Produk {n}", producer=maker) for n in range(200)], sari)
    desk.get(f"{many}/ubah")
    with counted_statements(context) as lots:
        edit = desk.get(f"{many}/ubah")
    assert len(edit.select(".pick")) == 200
    assert len(few) == len(lots) <= 33
    last = edit.select(".pick")[-1].attrs["data-key"]
    save(desk, many, **{f"tempat-{last}": "1"})
    assert order(many)[0] == "Produk 199"
