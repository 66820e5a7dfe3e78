"""The desk's pages of curation without a script: the whole way of a review, blindness, two windows, roles, counts."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from griya.accounts.models import Account
from griya.catalog.models import Product
from griya.core import clock
from griya.core.db import db
from griya.curation.models import CurationReview, Result
from griya.curation.queries.tasks import list_tasks
from tests.desk.test_pages import counted_statements
from tests.factories.accounts import make_account, sign_in
from tests.factories.catalog import make_product
from tests.factories.curation import IMPROVEMENT, REASON, fill_sheet, make_decided, make_review, score, whole
from tests.factories.registry import make_producer
from tests.page import Opened, PageClient, attributes
from tests.selection.test_desk import Desk

NOTE = "Rahasia antar kurator: mereknya mirip milik orang."


@pytest.fixture
def sari(context: Session) -> Account:
    """A curator."""
    return make_account(name="Sari Penilai")


@pytest.fixture
def budi(context: Session) -> Account:
    """Another one."""
    return make_account(name="Budi Penilai")


@pytest.fixture
def product(context: Session) -> Product:
    """A public product."""
    return make_product("Kain Lunggi", producer=make_producer("Rumah Tenun"))


class Browser(Desk):
    """A browser at the desk that sends the token of the page it stands on."""

    def post(self, path: str, data: dict[str, Any] | None = None, expect: int = 303, **options: Any) -> Opened:
        """Send a form."""
        if path.startswith("/meja/kurasi"):
            data = {"csrf_token": self.get("/meja/").field("csrf_token"), **(data or {})}
        return super().post(path, data, expect, **options)


@pytest.fixture
def desk(client: FlaskClient) -> PageClient:
    """A browser at the desk."""
    return Browser(client)


def enter(desk: PageClient, account: Account) -> PageClient:
    """The same browser, signed in as somebody else."""
    desk.client.delete_cookie("griya")
    db.session.commit()
    sign_in(desk, account)
    return desk


def way(review: CurationReview) -> str:
    return f"/meja/kurasi/penilaian/{review.code}"


def typed(review: CurationReview, step: int = 2, **more: Any) -> dict[str, Any]:
    """A whole sheet as its form sends it."""
    sheet = fill_sheet(step, review=review)
    scores = {f"nilai-{code}": value for code, value in sheet.scores.items()}
    gates = {f"syarat-{code}": "ya" for code in sheet.gates} | {f"alasan-{code}": "Diperiksa." for code in sheet.gates}
    return scores | gates | {"row_version": 1, "do": "serahkan"} | more


def test_a_product_goes_from_the_search_to_its_verdict(
    desk: PageClient, product: Product, sari: Account, budi: Account
) -> None:
    enter(desk, sari)
    assert "Kain Lunggi" in desk.get("/meja/kurasi/ajukan?q=lunggi").html
    opened = desk.post("/meja/kurasi/ajukan", {"produk": product.id, "round": "", "note": "Sering ditanyakan"})
    address = opened.response.headers["Location"]
    review = db.session.scalars(db.select(CurationReview)).one()
    assert address == way(review)
    for account in (sari, budi):
        enter(desk, account)
        desk.post(f"{address}/pernyataan", {"conflict": "tidak", "note": ""})
        assert "Nilai 0 sampai 3" in desk.get(f"{address}/lembar").html
        desk.post(f"{address}/lembar", typed(review, 3))
    row_version = whole(review).row_version
    assert "Putuskan dan kirim surat" in desk.get(address).html
    desk.post(
        f"{address}/putusan", {"row_version": row_version, "result": "terseleksi", "reason": REASON, "improvement": ""}
    )
    newest = whole(review).newest
    assert newest and newest.result is Result.SELECTED
    page = desk.get(address).html
    assert REASON in page and newest.certificate_number in page
    assert REASON in desk.get(f"{address}/surat/1").html
    assert "Kain Lunggi" in desk.get("/meja/kurasi/selesai").html


def test_nobody_sees_anothers_scores_before_all_are_in(
    desk: PageClient, product: Product, sari: Account, budi: Account
) -> None:
    """Not on the page, not in the sheet of whoever still has to score, not while a third is missing."""
    review = make_review(product, sari)
    enter(desk, sari)
    desk.post(f"{way(review)}/pernyataan", {"conflict": "tidak", "note": ""})
    desk.post(f"{way(review)}/lembar", typed(review, 3, note=NOTE))
    third = make_account(name="Ani Penilai")
    for account in (sari, budi, third):
        enter(desk, account)
        assert NOTE not in desk.get(way(review)).html and "Nilai tengah" not in desk.get(way(review)).html
    enter(desk, budi)
    desk.post(f"{way(review)}/pernyataan", {"conflict": "tidak", "note": ""})
    assert NOTE not in desk.get(f"{way(review)}/lembar").html
    desk.post(f"{way(review)}/lembar", typed(review, 1))
    for account in (sari, budi, third):
        enter(desk, account)
        page = desk.get(way(review)).html
        assert NOTE not in page and "penilai ketiga" in page
    desk.post(f"{way(review)}/pernyataan", {"conflict": "tidak", "note": ""})
    desk.post(f"{way(review)}/lembar", typed(review, 2))
    assert NOTE in desk.get(way(review)).html
    officer = make_account(role="officer", name="Oki Petugas")
    enter(desk, officer)
    page = desk.get(way(review)).html
    assert NOTE not in page and "Nilai tengah" not in page, "an officer reads results, not scores"


def test_an_incomplete_sheet_keeps_what_was_typed(desk: PageClient, product: Product, sari: Account) -> None:
    review = make_review(product, sari)
    enter(desk, sari)
    desk.post(f"{way(review)}/pernyataan", {"conflict": "tidak", "note": ""})
    half = typed(review, 2, note="Sudah kulihat sendiri") | {"nilai-mutu": "9", "syarat-nib": "mungkin"}
    page = desk.post(f"{way(review)}/lembar", half, expect=422).html
    assert "Jawab syarat “NIB aktif”." in page and "Nilai “Mutu” antara" in page and "Sudah kulihat sendiri" in page
    desk.post(f"{way(review)}/lembar", {"row_version": "x"}, expect=422)


def test_a_sheet_in_two_windows_shows_both_and_loses_nothing(desk: PageClient, product: Product, sari: Account) -> None:
    review = make_review(product, sari)
    enter(desk, sari)
    desk.post(f"{way(review)}/pernyataan", {"conflict": "tidak", "note": ""})
    desk.post(f"{way(review)}/lembar", typed(review, 1, do="simpan"))
    page = desk.post(f"{way(review)}/lembar", typed(review, 3, do="simpan"), expect=409)
    assert "Tersimpan: 1" in page.html and 'name="row_version" value="2"' in page.html
    desk.post(f"{way(review)}/lembar", typed(review, 3, do="simpan", row_version=2))


def test_a_refused_decision_keeps_its_words_and_a_late_one_meets_the_verdict(
    desk: PageClient, product: Product, sari: Account, budi: Account
) -> None:
    review = make_review(product, sari)
    for account in (sari, budi):
        score(review, account, fill_sheet(2, review=review))
    enter(desk, budi)
    seen = whole(review).row_version
    form = {"row_version": seen, "result": "bersyarat", "reason": REASON, "improvement": IMPROVEMENT}
    page = desk.post(f"{way(review)}/putusan", form, expect=422).html
    assert "sekurang-kurangnya satu syarat" in page and REASON in page
    assert (
        "Tulis tanggal syarat ke-1"
        in desk.post(
            f"{way(review)}/putusan", form | {"syarat-1": "Lengkapi label", "sampai-1": "besok"}, expect=422
        ).html
    )
    due = (clock.today() + timedelta(days=366)).isoformat()
    desk.post(f"{way(review)}/putusan", form | {"syarat-1": "Label", "sampai-1": due}, expect=422)
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    desk.post(f"{way(review)}/putusan", form | {"syarat-1": "Lengkapi label", "sampai-1": tomorrow})
    desk.post(f"{way(review)}/putusan", form | {"syarat-1": "Lengkapi label", "sampai-1": tomorrow}, expect=409)
    newest = whole(review).newest
    assert newest
    about = {"condition": newest.conditions[0].condition_id, "row_version": 1}
    desk.post(f"{way(review)}/syarat", about | {"do": "perpanjang", "note": "Panen"}, expect=422)
    desk.post(f"{way(review)}/syarat", about | {"do": "penuhi", "note": "Foto label diterima"})
    desk.post(f"{way(review)}/syarat", about | {"do": "penuhi", "note": "lagi"}, expect=422)
    assert [one.result for one in whole(review).verdicts] == [Result.CONDITIONAL, Result.SELECTED]


def test_an_officer_files_an_appeal_and_a_curator_without_a_part_decides_it(
    desk: PageClient, product: Product, sari: Account, budi: Account
) -> None:
    review = make_decided(product, (sari, budi), step=1)
    enter(desk, make_account(role="officer", name="Oki Petugas"))
    grounds = "Label kami sudah lengkap sejak bulan lalu."
    form = {"ajukan-number": 1, "ajukan-grounds": grounds, "ajukan-acting_for": "Ibu Halimah", "ajukan-proof": ""}
    assert grounds in desk.post(f"{way(review)}/banding", form, expect=422).html
    desk.post(f"{way(review)}/banding", form | {"ajukan-proof": "pesan WhatsApp"})
    assert "Kain Lunggi" in desk.get("/meja/kurasi/banding").html
    ruling = {
        "banding-conflict": "tidak", "banding-outcome": "dikabulkan", "banding-result": "terseleksi",
        "banding-reason": "Labelnya memang sudah lengkap.", "banding-improvement": "",
    }  # fmt: skip
    desk.post(f"{way(review)}/banding/putusan", ruling, expect=403)
    enter(desk, sari)
    desk.post(f"{way(review)}/banding/putusan", ruling, expect=422)
    enter(desk, make_account(name="Ani Lain"))
    desk.post(f"{way(review)}/banding/putusan", ruling)
    desk.post(f"{way(review)}/banding/putusan", ruling, expect=409)
    newest = whole(review).newest
    assert newest and newest.result is Result.SELECTED
    desk.post(f"{way(review)}/cabut", {"cabut-reason": "x", "cabut-improvement": ""}, expect=422)
    desk.post(f"{way(review)}/cabut", {"cabut-reason": REASON, "cabut-improvement": IMPROVEMENT})
    assert "Dicabut" in desk.get(way(review)).html


def test_a_rubric_is_copied_changed_compared_tried_and_approved(
    desk: PageClient, product: Product, sari: Account, budi: Account
) -> None:
    make_decided(product, (sari, budi))
    enter(desk, sari)
    desk.post("/meja/kurasi/rubrik/1/salin")
    opened = desk.get("/meja/kurasi/rubrik/2/ubah")
    form = {
        attributes(one)["name"]: attributes(one).get("value", "on")
        for one in opened.select("form.score input")
        if attributes(one).get("type") != "checkbox" or "checked" in attributes(one)
    }
    form |= {f"syarat-{n}-check": "periksa_sendiri" for n in range(1, 7)} | {"note": "Ambang naik"}
    wrong = desk.post("/meja/kurasi/rubrik/2/ubah", form | {"ambang-selected": "abc"}, expect=422).html
    assert "Ambang harus menurun" in wrong and "Ambang naik" in wrong
    desk.post("/meja/kurasi/rubrik/2/ubah", form | {"ambang-selected": "100", "kriteria-8-label": "Hijau"}, expect=422)
    desk.post("/meja/kurasi/rubrik/2/ubah", form | {"ambang-selected": "100"})
    stale = desk.post("/meja/kurasi/rubrik/2/ubah", form | {"ambang-selected": "90"}, expect=409).html
    assert "Dua tulisan" in stale and "100%" in stale
    page = desk.get("/meja/kurasi/rubrik/2").html
    assert "terseleksi mulai" in page and "Tidak ada hasil yang berubah." in page
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    desk.post("/meja/kurasi/rubrik/2/setujui", {"row_version": 2, "valid_on": tomorrow}, expect=422)
    enter(desk, budi)
    desk.post("/meja/kurasi/rubrik/2/setujui", {"row_version": 2, "valid_on": "kapan"}, expect=422)
    desk.post("/meja/kurasi/rubrik/2/setujui", {"row_version": 2, "valid_on": tomorrow})
    assert "Akan berlaku" in desk.get("/meja/kurasi/rubrik").html
    desk.get("/meja/kurasi/rubrik/2/ubah", expect=303)


def test_a_round_is_opened_and_filled(desk: PageClient, product: Product, sari: Account) -> None:
    enter(desk, sari)
    desk.post("/meja/kurasi/putaran", {"name": "", "closes_on": "2020-01-01"}, expect=422)
    closes_on = (clock.today() + timedelta(days=30)).isoformat()
    desk.post("/meja/kurasi/putaran", {"name": "Triwulan", "closes_on": "2020-01-01"}, expect=422)
    address = desk.post("/meja/kurasi/putaran", {"name": "Triwulan", "closes_on": closes_on}).response.headers[
        "Location"
    ]
    code = address.rpartition("/")[2]
    desk.post("/meja/kurasi/ajukan", {"produk": product.id, "round": code, "note": ""})
    assert "Kain Lunggi" in desk.get(address).html and "Triwulan" in desk.get("/meja/kurasi/putaran").html


def test_the_count_on_the_page_is_the_length_of_the_list(
    desk: PageClient, product: Product, sari: Account, budi: Account
) -> None:
    review = make_review(product, sari)
    make_review(make_product("Lain", producer=make_producer("IKM Lain")), sari)
    score(review, budi)
    own = make_review(make_product("Milik Sari", producer=make_producer("IKM Ketiga")), sari)
    score(own, sari)  # nothing is left for her to do there
    enter(desk, sari)
    opened = desk.get("/meja/kurasi")
    waiting = list_tasks(sari.id)
    assert f"Menunggu Anda: {len(waiting)}" in opened.html and len(opened.select(".draft")) == len(waiting) == 2


def test_the_first_page_asks_the_database_as_often_for_ten_reviews_as_for_two(
    desk: PageClient, sari: Account, context: Session
) -> None:
    def asked() -> int:
        enter(desk, sari)
        with counted_statements(context) as statements:
            desk.get("/meja/kurasi")
        return len(statements)

    def more(start: int, count: int) -> None:
        for number in range(start, start + count):
            make_review(make_product(f"Produk {number}", producer=make_producer(f"IKM {number}")), sari)

    more(0, 2)
    before = asked()
    more(2, 8)
    assert asked() == before


def test_what_is_not_there_is_404(desk: PageClient, sari: Account) -> None:
    enter(desk, sari)
    for address in ("penilaian/x", "penilaian/" + "x" * 40, "penilaian/x/surat/1", "putaran/x", "rubrik/99"):
        desk.get(f"/meja/kurasi/{address}", expect=404)
