"""The desk's pages about credentials, as officers meet them: the way from a claim to a badge, and every way back."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from griya.core.db import db
from griya.registry.models import Credential, CredentialState
from griya.registry.rules.numbers import CredentialKind
from griya.verification.actions import revoke
from griya.verification.actions.turns import take
from tests.factories.accounts import make_account, sign_in
from tests.factories.catalog import make_product
from tests.factories.registry import make_producer
from tests.page import PageClient, attributes
from tests.verification.cases import TODAY, check, make_credential, pirt_number, see, verbs

Desk = Callable[..., PageClient]


@pytest.fixture(autouse=True)
def day(context: Session) -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 26, 5, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def desk(page: PageClient) -> Desk:
    """Signs somebody in with this role."""

    def enter(role: str = "officer", name: str = "Rahmi") -> PageClient:
        account = make_account(role=role, name=name)
        db.session.commit()
        sign_in(page, account)
        return page

    return enter


def reread(credential: Credential) -> Credential:
    db.session.expire_all()
    return db.session.get_one(Credential, credential.id)


def test_from_the_maker_to_a_badge_that_everybody_sees(desk: Desk) -> None:
    maker = make_producer("Dapur Sahang")
    product = make_product(producer=maker)
    page = desk()
    found = page.get("/meja/izin/baru?q=sahang")
    assert maker.code in found.text
    assert "P-IRT" in page.get(f"/meja/izin/baru?ikm={maker.code}").text
    address = f"/meja/izin/baru?ikm={maker.code}&jenis=pirt"
    number = pirt_number()
    saved = page.submit(address, {"number": f"P-IRT {number}", "coverage": "semua"}, action=address)
    show = saved.response.headers["Location"]
    assert number not in page.get(f"/produk/{product.slug}").text
    page.submit(show, {"lihat-place": "kantor Dinas"}, action=f"{show}/lihat")
    assert number not in page.get(f"/produk/{product.slug}").text
    page.submit(show, {"cek-checked_on": "2026-11-25", "cek-method": "situs"}, action=f"{show}/cek")
    public = page.get(f"/produk/{product.slug}").text
    assert number in public and "25 November 2026" in public
    shown = page.get(show)
    assert "Dicek di penerbit" in shown.text and "oleh Rahmi" in shown.text
    page.submit(show, {"cabut-reason": "dicabut Dinkes"}, action=f"{show}/cabut")
    assert number not in page.get(f"/produk/{product.slug}").text
    assert "dicabut Dinkes" not in page.get(f"/produk/{product.slug}").text


@pytest.mark.parametrize("kind", list(CredentialKind))
def test_every_kind_has_a_form_that_keeps_what_was_typed(desk: Desk, kind: CredentialKind) -> None:
    maker = make_producer()
    product = make_product("Kerupuk Basah", producer=maker)
    page = desk()
    address = f"/meja/izin/baru?ikm={maker.code}&jenis={kind}"
    assert kind.label in page.get(address).text
    typed = {"number": "x" * 70, "issuer": "Penerbit Uji", "coverage": "pilih", "products": product.code}
    refused = page.submit(address, typed, action=address, expect=422)
    assert refused.field("number") == "x" * 70
    assert refused.field("issuer") == "Penerbit Uji"
    assert refused.select(f'input[name="products"][value="{product.code}"][checked]')
    assert db.session.scalars(select(Credential)).all() == []


def test_an_award_and_a_percentage_are_typed_in_their_own_fields(desk: Desk) -> None:
    maker = make_producer()
    page = desk()
    address = f"/meja/izin/baru?ikm={maker.code}&jenis=ovop"
    award = {"ovop_stars": "4", "ovop_scale": "5", "ovop_year": "2015", "ovop_group": "tenun", "coverage": "semua"}
    page.submit(address, award, action=address)
    address = f"/meja/izin/baru?ikm={maker.code}&jenis=tkdn"
    assert "paling banyak 100" in page.submit(address, {"tkdn_percent": "140"}, action=address, expect=422).text
    page.submit(address, {"number": "1/TKDN", "tkdn_percent": "40,25"}, action=address)
    ovop, tkdn = db.session.scalars(select(Credential).order_by(Credential.id)).all()
    assert (ovop.ovop_stars, ovop.ovop_scale, ovop.ovop_year, ovop.ovop_group) == (4, 5, 2015, "tenun")
    assert str(tkdn.tkdn_percent) == "40.25"
    assert "40,25%" in page.get(f"/meja/izin/{tkdn.code}").text
    assert page.get(f"/meja/izin/{tkdn.code}/ubah").field("tkdn_percent") == "40,25"


def test_a_doubt_is_told_before_it_is_saved_and_saved_when_it_is_confirmed(desk: Desk) -> None:
    maker = make_producer()
    page = desk()
    address = f"/meja/izin/baru?ikm={maker.code}&jenis=pirt"
    typed = {"number": pirt_number(25)}
    doubtful = page.submit(address, typed, action=address, expect=422)
    assert "sudah kedaluwarsa" in doubtful.text and "Belum disimpan" in doubtful.text
    assert db.session.scalars(select(Credential)).all() == []
    page.submit(address, {**typed, "is_confirmed": "y"}, action=address)
    assert db.session.scalars(select(Credential)).one().expires_on == date(2025, 12, 31)


def test_a_checked_one_falls_back_only_after_it_was_said(desk: Desk) -> None:
    credential = make_credential()
    see(credential)
    check(credential)
    page = desk()
    edit = f"/meja/izin/{credential.code}/ubah"
    assert "kembali menjadi klaim" in page.get(edit).text
    typed = {"number": pirt_number(), "reason": "nomor baru"}
    assert "kembali menjadi klaim: dilihat dan dicek lagi" in page.submit(edit, typed, expect=422, action=edit).text
    assert reread(credential).state == CredentialState.CHECKED
    page.submit(edit, {**typed, "is_confirmed": "y"}, action=edit)
    assert reread(credential).state == CredentialState.CLAIMED
    assert "kembali menjadi klaim" in page.get(f"/meja/izin/{credential.code}").text


def test_the_second_who_saves_sees_both_and_decides(desk: Desk) -> None:
    credential = make_credential()
    page = desk()
    edit = f"/meja/izin/{credential.code}/ubah"
    version = page.get(edit).field("row_version")
    first = {"number": credential.number, "issuer": "Dinkes Sambas", "reason": "satu"}
    second = {"number": credential.number, "issuer": "Dinkes Landak", "reason": "dua", "row_version": version}
    page.submit(edit, first, action=edit)
    both = page.submit(edit, second, action=edit, expect=409)
    assert "Dinkes Sambas" in both.text and both.field("issuer") == "Dinkes Landak"
    assert "Tersimpan sekarang" in both.text
    assert reread(credential).issuer == "Dinkes Sambas"
    page.submit(edit, {**second, "row_version": both.field("row_version")}, action=edit)
    assert reread(credential).issuer == "Dinkes Landak"


def test_a_step_over_an_earlier_state_is_409_and_keeps_what_was_typed(desk: Desk) -> None:
    credential = make_credential()
    page = desk()
    show = f"/meja/izin/{credential.code}"
    version = page.get(show).field("lihat-row_version")
    page.submit(show, {"lihat-place": "kantor"}, action=f"{show}/lihat")
    data = {"csrf_token": page.get(show).field("csrf_token"), "lihat-row_version": version, "lihat-place": "rumah"}
    late = page.post(f"{show}/lihat", data, expect=409)
    assert "diubah orang lain" in late.text
    assert verbs(credential) == ["added", "seen"]


@pytest.mark.parametrize(
    ("step", "typed", "sentence"),
    [
        ("lihat", {}, "di mana Anda melihatnya"),
        ("cek", {"cek-checked_on": "2026-11-25", "cek-method": "situs"}, "Lihat dulu dokumennya"),
        ("cek", {"cek-checked_on": "kemarin"}, "Tulis tanggal"),
        ("tolak", {}, "Tulis alasannya"),
        ("tolak", {"tolak-reason": "tidak ada"}, "Pilih mengapa ditolak"),
        ("tolak", {"tolak-reason": "x" * 301, "tolak-outcome": "not_found"}, "Paling banyak 300"),
        ("cabut", {"cabut-reason": "x"}, "tidak berlaku lagi"),
        ("lihat", {"lihat-row_version": "banyak"}, "Tulis angka bulat"),
    ],
)
def test_a_step_that_is_not_complete_or_not_next_is_a_sentence(
    desk: Desk, step: str, typed: dict[str, str], sentence: str
) -> None:
    credential = make_credential()
    page = desk()
    show = f"/meja/izin/{credential.code}"
    opened = page.get(show)
    data = {f"{step}-row_version": str(credential.row_version), "csrf_token": opened.field("csrf_token")}
    refused = page.post(f"{show}/{step}", {**data, **typed}, expect=422)
    assert sentence in refused.text
    assert verbs(credential) == ["added"]


def test_who_has_it_in_hand_is_shown_and_others_take_it_over_knowingly(desk: Desk) -> None:
    ani = make_account(role="officer", name="Ani")
    credential = make_credential()
    take(credential=credential, actor_id=ani.id)
    page = desk(name="Budi")
    show = f"/meja/izin/{credential.code}"
    assert "Sedang dipegang Ani" in page.get(show).text
    refused = page.submit(show, {"lihat-place": "kantor"}, action=f"{show}/lihat", expect=422)
    assert "dipegang Ani" in refused.text
    data = {"csrf_token": page.get(show).field("csrf_token")}
    page.post(f"{show}/ambil", data, expect=409)
    page.submit(show, {}, action=f"{show}/ambil")
    assert "Sedang Anda pegang" in page.get(show).text
    page.submit(show, {}, action=f"{show}/lepas")
    assert "Belum dipegang" in page.get(show).text
    page.post(f"{show}/lepas", data, expect=422)


def test_a_double_is_shown_on_the_page_with_both_makers(desk: Desk) -> None:
    number = pirt_number()
    first = make_credential(producer=make_producer("Dapur Pertama"), number=number)
    second = make_credential(producer=make_producer("Dapur Kedua"), number=number)
    page = desk()
    shown = page.get(f"/meja/izin/{second.code}")
    assert "Dapur Pertama" in shown.text and "Dapur Kedua" in shown.text
    assert shown.select(f'main a[href="/meja/izin/{first.code}"]')
    assert "nomor ganda" in page.get("/meja/izin").text


def test_the_page_says_where_to_check_and_what_is_odd(desk: Desk) -> None:
    credential = make_credential(number=pirt_number(25))
    shown = desk().get(f"/meja/izin/{credential.code}")
    assert shown.select('main a[href="https://sppirt.pom.go.id"][rel~="noreferrer"]')
    assert "sudah kedaluwarsa" in shown.text


def test_the_list_has_tabs_with_counts_filters_and_a_pager(desk: Desk) -> None:
    maker = make_producer()
    for _ in range(53):
        make_credential(producer=maker)
    checked = make_credential(producer=maker, number=pirt_number(26))
    see(checked)
    check(checked)
    page = desk()
    first = page.get("/meja/izin")
    assert "1–50 dari 53 izin" in first.text
    assert len(first.select("main tbody tr")) == 50
    assert len(page.get("/meja/izin?hal=2").select("main tbody tr")) == 3
    tabs = {attributes(tab)["href"]: " ".join(tab.to_text().split()) for tab in first.select(".desk-tabs__link")}
    assert tabs["/meja/izin?keadaan=perlu"] == "Perlu dikerjakan 53"
    assert tabs["/meja/izin?keadaan=berakhir-90"] == "Berakhir dalam 90 hari 1"
    for address, words in tabs.items():
        total = int(words.rsplit(" ", 1)[1])
        assert (f"dari {total} izin" in page.get(address).text) is (total > 0), address
    assert len(page.get(f"/meja/izin?keadaan=semua&q={checked.number}").select("main tbody tr")) == 1
    assert "Tidak ada izin yang cocok" in page.get("/meja/izin?q=tidak-ada").text
    assert page.get("/meja/izin?keadaan=apa&jenis=apa&daerah=apa&tenggat=apa&petugas=apa&hal=99999").status == 200


def test_what_ends_is_listed_on_one_page_for_paper(desk: Desk) -> None:
    maker = make_producer("Dapur Sahang")
    ends = {"soon": date(2026, 12, 10), "later": date(2027, 2, 1), "over": date(2026, 11, 1)}
    for number, last in enumerate(ends.values()):
        merek = make_credential("merek", producer=maker, number=f"IDM{number:09}", expires_on=last)
        see(merek)
        check(merek)
    page = desk()
    assert page.get("/meja/izin/berakhir").text.count("Dapur Sahang") == 2
    assert page.get("/meja/izin/berakhir?dalam=30").text.count("Dapur Sahang") == 1
    over = page.get("/meja/izin/berakhir?dalam=lewat")
    assert over.text.count("Dapur Sahang") == 1 and "lewat 25 hari" in over.text
    assert "Tidak ada izin yang berakhir" in page.get("/meja/izin/berakhir?jenis=halal").text


def test_an_address_of_nothing_is_404_and_an_empty_desk_says_so(desk: Desk) -> None:
    page = desk()
    page.get("/meja/izin/xxxxxxxx", expect=404)
    page.get("/meja/izin/xxxxxxxx/ubah", expect=404)
    assert "Tidak ada klaim yang menunggu" in page.get("/meja/izin").text
    assert "Tidak ada pembuat" in page.get("/meja/izin/baru?q=zzzz").text
    token = page.get("/meja/izin").field("csrf_token")
    page.post("/meja/izin/baru?ikm=TIDAK-ADA&jenis=pirt", {"csrf_token": token}, expect=404)


def test_a_badge_lapses_at_midnight_in_west_kalimantan_to_the_second_without_a_job(
    app: Flask, page: PageClient
) -> None:
    maker = make_producer()
    product = make_product(producer=maker)
    credential = make_credential(producer=maker, number=pirt_number(26))
    see(credential)
    check(credential)
    db.session.commit()
    midnight = datetime(2026, 12, 31, 17, 0, 0, tzinfo=UTC)  # 1 January 2027, 00.00 WIB
    for moment, is_shown in ((datetime(2026, 12, 31, 16, 59, 59, tzinfo=UTC), True), (midnight, False)):
        with time_machine.travel(moment, tick=False):
            for address in (f"/produk/{product.slug}", f"/ikm/{maker.slug}", f"/en/produk/{product.slug}"):
                assert ((credential.number or "") in page.get(address).text) is is_shown, (moment, address)
            listed = page.get("/produk?sertifikat=pirt").select(f'.product-card a[href="/produk/{product.slug}"]')
            assert bool(listed) is is_shown, moment
            rows = page.client.get("/produk.json").get_json()["data"]
            assert (rows[0]["diperiksa"] == ["pirt"]) is is_shown


def test_a_visit_is_told_to_the_public_in_both_languages(page: PageClient) -> None:
    maker = make_producer()
    make_product(producer=maker)
    credential = make_credential(producer=maker)
    see(credential)
    check(credential, method="kunjungan")
    db.session.commit()
    assert "lewat kunjungan ke tempat usaha" in page.get(f"/ikm/{maker.slug}").text
    assert "kunjungan" not in page.get(f"/en/ikm/{maker.slug}").text
    revoke(credential=credential, row_version=credential.row_version, reason="x", actor_id=None)
    db.session.commit()
    assert (credential.number or "") not in page.get(f"/ikm/{maker.slug}").text
    assert date(2026, 11, 26) == TODAY


def test_a_curator_follows_claims_too(desk: Desk) -> None:
    credential: Any = make_credential()
    page = desk("curator")
    show = f"/meja/izin/{credential.code}"
    page.submit(show, {"lihat-place": "kantor"}, action=f"{show}/lihat")
    assert reread(credential).state == CredentialState.SEEN
