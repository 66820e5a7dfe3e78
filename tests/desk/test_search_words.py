"""The desk's pages about search words: who may, what is refused and how it is said, and that visitors notice it."""

import re
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from griya.accounts.models import Event
from griya.catalog.actions.search_words import create_stop_word, create_variant, load_search_words
from griya.catalog.models.search import SearchStopWord, SearchVariant
from griya.core.db import db
from tests.factories.accounts import make_account, sign_in
from tests.factories.catalog import make_product
from tests.page import Opened, PageClient

LIST = "/meja/kata-cari"
NEW = f"{LIST}/baru"
REASONED = ("mati", "nyala", "hapus")


@pytest.fixture
def desk(page: PageClient, context: Session) -> PageClient:
    """A curator's browser."""
    sign_in(page, make_account(name="Sari Uji"))
    return page


def put(desk: PageClient, expect: int = 303, **values: str) -> Opened:
    """Send the form for a new word."""
    return desk.submit(NEW, {"kind": "spelling", "word": "", "meaning": "", "reason": "", **values}, expect=expect)


def edit(desk: PageClient, key: str, values: dict[str, str], expect: int = 303) -> Opened:
    """Send the form of a word that is there."""
    address = f"{LIST}/{key}"
    return desk.submit(address, values, expect=expect, action=address)


def act(desk: PageClient, key: str, what: str, reason: str = "uji", expect: int = 303) -> Opened:
    """Switch a word off or on, or remove it, by the form on its page."""
    prefix = "hapus" if what == "hapus" else "saklar"
    data = {"csrf_token": desk.get(f"{LIST}/{key}").field("csrf_token"), f"{prefix}-reason": reason}
    return desk.post(f"{LIST}/{key}/{what}", data, expect=expect)


def pair(variant: str = "empelang", canonical: str = "amplang") -> str:
    """A pair in the list, by its key."""
    return f"padanan-{create_variant(variant=variant, canonical=canonical, kind='spelling', is_confirmed=True).id}"


def words_of(opened: Opened, table: str) -> list[str]:
    return [re.sub(r"\s+", " ", row.to_text()).strip() for row in opened.select(f'[aria-label="{table}"] tbody tr')]


def test_a_curator_puts_a_word_and_the_next_visitor_is_understood(desk: PageClient, context: Session) -> None:
    make_product("Lempok Durian")
    context.commit()
    assert "Tidak ada yang cocok" in desk.get("/cari?q=jenang").text
    answer = put(desk, kind="local", word=" Jenang ", meaning="lempok", reason="ditanyakan di showroom")
    saved = desk.get(answer.response.headers["Location"])
    assert "Tersimpan. Berlaku mulai pencarian berikutnya." in saved.text
    assert "Kata cari “jenang”" in saved.text and "Istilah daerah: berarti “lempok”" in saved.text
    assert "Lempok Durian" in desk.get("/cari?q=jenang").text
    (told,) = words_of(saved, "Riwayat kata ini")
    assert "WIB" in told and "Sari Uji" in told and "ditanyakan di showroom" in told and "Ditambah" in told


def test_a_pair_is_corrected_switched_off_and_on_and_removed_each_with_its_line_in_the_record(
    desk: PageClient, context: Session
) -> None:
    make_product("Amplang")
    key = pair("empelang", "bakso")
    address = f"{LIST}/{key}"
    changed = {"kind": "local", "word": "empelang", "meaning": "amplang", "reason": "salah kata"}
    edit(desk, key, changed)
    assert "Amplang" in desk.get("/cari?q=empelang").text
    act(desk, key, "mati", "terlalu umum")
    page = desk.get(address)
    assert "Dimatikan" in page.text and "Nyalakan kata ini" in page.text
    assert "Tidak ada yang cocok" in desk.get("/cari?q=empelang").text
    act(desk, key, "nyala", "ternyata perlu")
    assert "Amplang" in desk.get("/cari?q=empelang").text
    record = words_of(desk.get(address), "Riwayat kata ini")
    assert [word for line in record for word in ("Dinyalakan lagi", "Dimatikan", "Diubah") if word in line] == [
        "Dinyalakan lagi", "Dimatikan", "Diubah"
    ]  # fmt: skip
    assert "empelang = bakso (ejaan lain) → empelang = amplang (istilah daerah)" in record[2]
    removed = act(desk, key, "hapus", "ganda")
    assert "Kata itu sudah dihapus." in desk.get(removed.response.headers["Location"]).text
    desk.get(address, expect=404)
    history = words_of(desk.get(f"{LIST}/riwayat"), "Riwayat kata cari")
    assert "Dihapus" in history[0] and "ganda" in history[0] and "Sari Uji" in history[0]


def test_a_word_is_left_out_and_looked_for_again(desk: PageClient, context: Session) -> None:
    make_product("Amplang")
    context.commit()
    assert "Tidak ada yang cocok" in desk.get("/cari?q=mbak+amplang").text
    answer = put(desk, kind="stop", word="mbak")
    assert answer.response.headers["Location"] == f"{LIST}/abaikan-mbak?tersimpan=1"
    assert "Amplang" in desk.get("/cari?q=mbak+amplang").text
    page = desk.get(f"{LIST}/abaikan-mbak")
    assert "Untuk menggantinya, hapus kata ini" in page.text and not page.select('[name="word"]')
    act(desk, "abaikan-mbak", "hapus")
    assert "Tidak ada yang cocok" in desk.get("/cari?q=mbak+amplang").text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"meaning": "amplang"}, "Tulis katanya."),
        ({"word": "empelang"}, "Isi kedua kata: yang diketik orang dan yang dimaksud."),
        ({"word": "!!", "meaning": "amplang"}, "Isi kedua kata"),
        ({"word": "Amplang!", "meaning": "amplang"}, "Kata itu menunjuk dirinya sendiri"),
        ({"word": "kripik", "meaning": "keripik"}, "Sudah tercatat: “kripik” berarti “keripik”."),
        ({"word": "keripik", "meaning": "kripik"}, "Ini melingkar: keripik → kripik → keripik."),
        ({"word": "a b c d e", "meaning": "amplang"}, "paling banyak 4 kata"),
        ({"word": "x" * 81, "meaning": "amplang"}, "Paling banyak 80 huruf"),
        ({"word": "empelang", "meaning": "amplang", "kind": "lain"}, "Pilih salah satu yang tersedia."),
        ({"kind": "stop", "word": "beli"}, "“beli” sudah ada di daftar kata yang diabaikan."),
        ({"kind": "stop", "word": "beli satu"}, "Isi satu kata saja"),
        ({"kind": "stop", "word": "dari", "meaning": "ke"}, "tidak punya kata yang dimaksud"),
    ],
)
def test_what_cannot_be_put_is_said_in_a_sentence_and_kept_in_the_form(
    desk: PageClient, context: Session, values: dict[str, str], sentence: str
) -> None:
    make_product("Amplang")
    pair("kripik", "keripik")
    create_stop_word(word="beli")
    context.commit()
    answer = put(desk, expect=422, reason="uji", **values)
    assert sentence in answer.text
    assert answer.field("reason") == "uji"
    assert answer.field("word") == values.get("word", "")
    assert len(db.session.scalars(select(SearchVariant)).all()) == 1
    assert len(db.session.scalars(select(SearchStopWord)).all()) == 1


def test_a_common_word_of_the_catalogue_is_asked_back_and_put_once_confirmed(
    desk: PageClient, context: Session
) -> None:
    for number in range(5):
        make_product(f"Kopi {number}")
    context.commit()
    assert not desk.get(NEW).select('[name="is_confirmed"]')
    asked = put(desk, expect=422, word="kopi", meaning="kawa")
    assert "“kopi” sendiri ada di 5 produk." in asked.text
    assert "Belum ada produk dengan “kawa”" in asked.text
    assert asked.select('[name="is_confirmed"]')
    assert not db.session.scalars(select(SearchVariant)).all()
    put(desk, word="kopi", meaning="kawa", is_confirmed="y")
    assert [row.variant for row in db.session.scalars(select(SearchVariant))] == ["kopi"]


def test_an_edit_is_asked_back_and_refused_like_a_new_word(desk: PageClient, context: Session) -> None:
    make_product("Amplang")
    key = pair()
    pair("kripik", "keripik")
    context.commit()
    same = {"kind": "spelling", "word": "empelang", "meaning": "amplang"}
    assert "Belum ada yang diubah." in edit(desk, key, same, expect=422).text
    taken = {"kind": "spelling", "word": "kripik", "meaning": "keripik"}
    assert "Sudah tercatat" in edit(desk, key, taken, expect=422).text
    unknown = {"kind": "spelling", "word": "empelang", "meaning": "zzzz"}
    assert "Belum ada produk dengan “zzzz”" in edit(desk, key, unknown, expect=422).text
    edit(desk, key, {**unknown, "is_confirmed": "y"})
    stop = create_stop_word(word="mbak")
    token = desk.get(f"{LIST}/{key}").field("csrf_token")
    desk.post(f"{LIST}/abaikan-{stop.word}", {"csrf_token": token, **same}, expect=404)


@pytest.mark.parametrize("what", REASONED)
def test_a_reason_is_asked_for(desk: PageClient, context: Session, what: str) -> None:
    make_product("Amplang")
    key = pair()
    if what == "nyala":
        act(desk, key, "mati")
    before = len(db.session.scalars(select(Event)).all())
    refused = act(desk, key, what, reason=" ", expect=422)
    assert "Tulis alasannya." in refused.text
    assert len(db.session.scalars(select(Event)).all()) == before


def test_switching_twice_is_refused(desk: PageClient, context: Session) -> None:
    key = pair()
    assert "Kata ini sudah dipakai." in act(desk, key, "nyala", expect=422).text
    act(desk, key, "mati")
    assert "Kata ini sudah dimatikan." in act(desk, key, "mati", expect=422).text


@pytest.mark.parametrize("key", ["padanan-0", "padanan-x", "padanan-99999999999", "abaikan-", "1", "padanan-%C2%B2"])
def test_an_unknown_word_is_not_found(desk: PageClient, context: Session, key: str) -> None:
    desk.get(f"{LIST}/{key}", expect=404)


def test_an_officer_reads_and_tries_but_changes_nothing(page: PageClient, context: Session) -> None:
    make_product("Amplang")
    key = pair()
    officer, administrator = make_account(role="officer"), make_account(role="administrator")
    context.commit()
    sign_in(page, officer)
    listed = page.get(f"{LIST}?coba=empelang")
    assert "Hanya kurator dan administrator yang mengubah daftar ini." in listed.text
    assert "“empelang” menemukan 1 produk." in listed.text
    assert not listed.select(f'a[href*="{LIST}/padanan"]') and not listed.select(f'a[href="{NEW}"]')
    page.get(f"{LIST}/riwayat")
    token = listed.field("csrf_token")
    for path in (NEW, f"{LIST}/{key}"):
        page.get(path, expect=403)
    for path in (NEW, f"{LIST}/{key}", *(f"{LIST}/{key}/{what}" for what in REASONED)):
        data = {"csrf_token": token, "word": "x", "meaning": "amplang", "kind": "spelling", "hapus-reason": "uji"}
        page.post(path, data, expect=403)
    (row,) = db.session.scalars(select(SearchVariant)).all()
    assert (row.variant, row.disabled_at) == ("empelang", None)
    sign_in(page, administrator)
    page.get(f"{LIST}/{key}")


def test_the_list_is_searched_filtered_and_paged(desk: PageClient, context: Session) -> None:
    load_search_words()
    key = pair("zzempelang", "amplang")
    act(desk, key, "mati")
    first = desk.get(LIST)
    total = len(db.session.scalars(select(SearchVariant)).all()) + len(db.session.scalars(select(SearchStopWord)).all())
    assert f"1–50 dari {total} kata" in first.text
    after = first.select('a[rel="next"]')[0].attrs["href"]
    assert f"51–100 dari {total} kata" in desk.get(after).text
    assert words_of(desk.get(f"{LIST}?q=kripik"), "Daftar kata cari") == ["kripik keripik Ejaan lain Dipakai"]
    assert words_of(desk.get(f"{LIST}?q=WOVEN"), "Daftar kata cari")[-1].endswith("tenun Bahasa lain Dipakai")
    assert words_of(desk.get(f"{LIST}?q=yang&jenis=diabaikan"), "Daftar kata cari") == ["yang – Diabaikan Dipakai"]
    assert words_of(desk.get(f"{LIST}?keadaan=dimatikan"), "Daftar kata cari") == [
        "zzempelang amplang Ejaan lain Dimatikan"
    ]
    assert "Tidak ada kata" in desk.get(f"{LIST}?q=%25").text
    kept = desk.get(f"{LIST}?jenis=diabaikan&hal=2")
    assert kept.select('option[value="diabaikan"][selected]') and "jenis=diabaikan" in kept.html
    assert f"dari {total} kata" in desk.get(f"{LIST}?jenis=zzz&keadaan=zzz&hal=-1").text


@pytest.mark.parametrize(
    ("asked", "sentences"),
    [
        ("amplank", ["Menampilkan hasil untuk “amplang”", "Salah ketik: dicari sebagai amplang", "empelang = amplang"]),
        ("empelang murah", ["menemukan 2 produk", "Tidak ikut dicari: murah", "Dikenal dari daftar ini"]),
        ("amplang", ["Ada di katalog", "namanya memuat kata itu", "keterangannya memuat kata itu"]),
        ("qqqqq", ["tidak menemukan produk", "Tidak dikenal", "Tambahkan “qqqqq” ke daftar"]),
        ("sambas", ["Di luar produk ditemukan juga: Kab. Sambas"]),
        ("<b>%00", ["tidak menemukan produk"]),
    ],
)
def test_a_question_is_tried_out_and_the_answer_gives_its_reasons(
    desk: PageClient, context: Session, asked: str, sentences: list[str]
) -> None:
    make_product("Amplang")
    make_product("Kerupuk", summary_id="Mirip amplang")
    pair()
    create_stop_word(word="murah")
    context.commit()
    page = desk.get(f"{LIST}?coba={asked.replace(' ', '+')}")
    for sentence in sentences:
        assert sentence in page.text, page.text


def test_a_question_nobody_understood_leads_to_a_form_with_its_word(desk: PageClient, context: Session) -> None:
    page = desk.get(f"{LIST}?coba=qqqqq")
    (link,) = page.select(f'a[href^="{NEW}"]:not(.button)')
    assert desk.get(link.attrs["href"]).field("word") == "qqqqq"


@pytest.mark.parametrize("path", [LIST, f"{LIST}?coba=amplang", f"{LIST}/riwayat"])
def test_the_list_asks_the_database_as_often_for_many_words_as_for_one(
    desk: PageClient, context: Session, path: str
) -> None:
    from tests.desk.test_pages import counted_statements

    make_product("Amplang")
    pair()
    context.commit()
    desk.get(path)
    with counted_statements(context) as one:
        desk.get(path)
    for number in range(60):
        pair(f"kata{number}", "amplang")
    context.commit()
    desk.get(path)
    with counted_statements(context) as many:
        desk.get(path)
    assert len(one) == len(many) and 2 <= len(one) <= 7, (len(one), len(many))


def test_what_a_curator_types_is_shown_as_text(desk: PageClient, context: Any) -> None:
    make_product("Amplang")
    context.commit()
    evil = "<script>alert(1)</script>"
    put(desk, word=evil, meaning="amplang", reason=evil)
    for path in (LIST, f"{LIST}/riwayat", f"{LIST}?coba={evil}"):
        assert "<script>alert" not in desk.get(path).html
