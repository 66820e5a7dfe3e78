"""What everybody sees of curation: the mark while it holds, the certificate's check, the criteria, the appeal."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from griya.accounts.models import Account
from griya.catalog.actions import withdraw_product
from griya.catalog.models import Product
from griya.core import clock
from griya.core.clock import WIB
from griya.core.db import db
from griya.curation.actions import load_rubric
from griya.curation.actions.verdicts import revoke_result
from griya.curation.letters import appeal_token
from griya.curation.models import CurationAppeal, CurationReview
from tests.conftest import SECRET_KEY
from tests.factories.accounts import make_account
from tests.factories.catalog import make_product
from tests.factories.curation import IMPROVEMENT, POST, REASON, make_decided, whole
from tests.factories.registry import make_producer
from tests.page import PageClient

SECOND = timedelta(seconds=1)
AT = datetime(2026, 11, 26, 10, tzinfo=WIB)
END = datetime(2027, 11, 26, tzinfo=WIB)
GROUNDS = "Label kami sudah lengkap sejak bulan lalu."


@pytest.fixture
def curators(context: Session) -> tuple[Account, Account]:
    """Two of them."""
    return make_account(name="Sari Rahasia"), make_account(name="Budi Rahasia")


@pytest.fixture
def product(context: Session) -> Product:
    """A public product."""
    return make_product("Kain Lunggi", producer=make_producer("Rumah Tenun"))


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)
    monkeypatch.setattr("griya.catalog.views.products.now", lambda: moment)


def certificate_of(review: CurationReview) -> str:
    newest = whole(review).newest
    assert newest and newest.certificate_code
    return newest.certificate_code


def test_the_mark_stands_on_the_product_from_its_first_second_to_its_last_in_both_languages(
    page: PageClient, product: Product, curators: tuple[Account, Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_decided(product, curators, at=AT)
    db.session.commit()
    for moment, shown in ((AT - SECOND, False), (AT, True), (END - SECOND, True), (END, False)):
        at(monkeypatch, moment)
        assert ("Terseleksi 2026" in page.get(f"/produk/{product.slug}").html) == shown, moment
        assert ("Selected 2026" in page.get(f"/en/produk/{product.slug}").html) == shown, moment


def test_a_page_that_was_looked_at_before_tells_the_result_at_its_next_visit(
    page: PageClient, product: Product, curators: tuple[Account, Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read of a product is kept; a result changes nothing of the product itself."""
    at(monkeypatch, AT + SECOND)
    db.session.commit()
    assert "Terseleksi 2026" not in page.get(f"/produk/{product.slug}").html
    make_decided(product, curators, at=AT)
    db.session.commit()
    assert "Terseleksi 2026" in page.get(f"/produk/{product.slug}").html


def test_the_public_sees_no_score_no_curator_and_no_other_result(
    page: PageClient, product: Product, curators: tuple[Account, Account]
) -> None:
    review = make_decided(product, curators)
    other = make_product("Tikar", producer=make_producer("Rumah Anyam"))
    make_decided(other, curators, step=1)
    db.session.commit()
    code = certificate_of(review)
    pages = (f"/produk/{product.slug}", f"/produk/{other.slug}", f"/terseleksi/sertifikat/{code}",
             f"/terseleksi/sertifikat/{code}/cetak", "/terseleksi/penilaian", "/kurasi.json")  # fmt: skip
    for address in pages:
        html = page.client.get(address).text
        assert "Rahasia" not in html and REASON not in html and IMPROVEMENT not in html, address
    assert "Tidak lolos" not in page.get(f"/produk/{other.slug}").html
    assert "Terseleksi 20" not in page.get(f"/produk/{other.slug}").html


def test_a_certificate_says_that_it_holds_has_lapsed_or_was_withdrawn(
    page: PageClient, product: Product, curators: tuple[Account, Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    review = make_decided(product, curators, at=AT)
    code = certificate_of(review)
    db.session.commit()
    check, paper = f"/terseleksi/sertifikat/{code}", f"/terseleksi/sertifikat/{code}/cetak"
    at(monkeypatch, END - SECOND)
    assert "Berlaku." in page.get(check).html and "Valid." in page.get(f"/en{check}").html
    printed = page.get(paper)
    assert "Certificate of Selection" in printed.html and "25 November 2027" in printed.html
    assert printed.select(".certificate .qr-code")
    at(monkeypatch, END)
    assert "Sudah habis masanya." in page.get(check).html and "Lapsed." in page.get(f"/en{check}").html
    page.get(paper, expect=410)
    at(monkeypatch, AT + SECOND)
    revoke_result(
        review=db.session.get_one(CurationReview, review.id), reason=REASON, improvement=IMPROVEMENT, post=POST,
        actor_id=curators[0].id, at=AT + SECOND,
    )  # fmt: skip
    db.session.commit()
    assert "Dicabut." in page.get(check).html
    page.get(paper, expect=410)
    page.get("/terseleksi/sertifikat/tidakada", expect=404)


def test_the_criteria_are_those_in_force_with_weights_steps_and_figures(
    page: PageClient, product: Product, curators: tuple[Account, Account]
) -> None:
    page.get("/terseleksi/penilaian")  # nothing is there yet, and the page says so
    load_rubric()
    make_decided(product, curators)
    db.session.commit()
    html = page.get("/terseleksi/penilaian").html
    for words in ("Dibuat sendiri di Kalimantan Barat", "Mutu", "70%", "Baik dan ajek.", "30 hari", "kurang dari 3"):
        assert words in html, words
    english = page.get("/en/terseleksi/penilaian?tahun=2026").html
    for words in ("Made by the maker in West Kalimantan", "Good and even.", "within 30 days", "fewer than 3"):
        assert words in english, words


def test_the_figures_are_open_data_too(page: PageClient, product: Product, curators: tuple[Account, Account]) -> None:
    make_decided(product, curators, at=AT)
    db.session.commit()
    rows = page.client.get("/kurasi.json").get_json()["data"]
    (province,) = [row for row in rows if row["wilayah_kode"] == "61" and row["tahun"] == 2026]
    assert (province["diajukan"], province["terseleksi"], province["hari_tengah"]) == (1, 1, None)
    (sambas,) = [row for row in rows if row["wilayah_kode"] == "61.01" and row["tahun"] == 2026]
    assert (sambas["diajukan"], sambas["terseleksi"]) == (None, 1)
    assert "wilayah_kode" in page.client.get("/kurasi.csv").text


def test_a_maker_appeals_by_the_link_without_an_account_and_once(
    page: PageClient, product: Product, curators: tuple[Account, Account]
) -> None:
    review = make_decided(product, curators, step=1)
    db.session.commit()
    address = f"/banding/{appeal_token(SECRET_KEY, review.code, 1)}"
    opened = page.get(address)
    assert REASON in opened.html and opened.response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert opened.response.headers["Cache-Control"] == "private, no-store"
    assert "Why do you disagree?" in page.get(f"/en{address}").html
    short = page.submit(address, {"grounds": "tidak"}, expect=422)
    assert "20 sampai 2000 huruf" in short.html and "tidak" in short.html
    assert "in 20 to 2000 characters" in page.submit(f"/en{address}", {"grounds": "no"}, expect=422).html
    assert "sudah kami terima" in page.submit(address, {"grounds": GROUNDS}, expect=201).html
    again = page.get(address)
    assert GROUNDS in again.html and not again.select("textarea")
    (appeal,) = db.session.scalars(db.select(CurationAppeal)).all()
    assert (appeal.channel, appeal.grounds, appeal.filed_by_id) == ("tautan", GROUNDS, None)


def test_a_forged_link_or_one_whose_time_is_over_opens_no_form(
    page: PageClient, product: Product, curators: tuple[Account, Account]
) -> None:
    review = make_decided(product, curators, step=1, at=clock.now() - timedelta(days=31))
    db.session.commit()
    token = appeal_token(SECRET_KEY, review.code, 1)
    late = page.get(f"/banding/{token}")
    assert "Waktu banding sudah lewat." in late.html and not late.select("textarea")
    for wrong in (f"{review.code}-2.{token.partition('.')[2]}", token[:-1], "x", "x" * 200, "é"):
        page.get(f"/banding/{wrong}", expect=404)
    page.get(f"/banding/{appeal_token(SECRET_KEY, review.code, 2)}", expect=404)


def test_a_certificate_names_nothing_that_is_hidden(
    page: PageClient, product: Product, curators: tuple[Account, Account]
) -> None:
    review = make_decided(product, curators)
    code = certificate_of(review)
    withdraw_product(product=product, reason="Uji", actor_id=curators[0].id)
    db.session.commit()
    checked = page.get(f"/terseleksi/sertifikat/{code}").html
    assert "sedang tidak ditampilkan" in checked and "Lunggi" not in checked and "Rumah Tenun" not in checked
    assert "Lunggi" not in page.get(f"/terseleksi/sertifikat/{code}/cetak", expect=410).html
