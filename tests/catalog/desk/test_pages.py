"""One product's pages as an officer and a curator use them, without a script."""

import io

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from griya.catalog.actions import publish_product
from griya.catalog.models import Product, ProductPhoto
from griya.catalog.models.drafts import ProductDraft
from tests.catalog.desk.sheets import fields, start
from tests.factories.accounts import make_account
from tests.factories.catalog import make_category, make_product, newest_revision
from tests.factories.drafts import complete, make_complete, publish, revise, submit
from tests.factories.photos import make_jpeg
from tests.factories.registry import make_producer
from tests.page import PageClient, attributes


def test_a_maker_is_found_by_name_and_a_product_begun_with_three_answers(officer: PageClient, context: Session) -> None:
    producer = make_producer(name="Dapur Amplang Ketapang")
    context.commit()
    found = officer.get("/meja/produk/baru?cari=amplang ketapang")
    assert found.select(f'a[href="/meja/produk/baru?ikm={producer.code}#mulai"]')
    code = start(officer, context)
    opened = officer.get(f"/meja/produk/{code}/ubah")
    assert opened.field("name_id") == "Amplang Tenggiri"
    assert "Apa yang masih kurang" in opened.text


@pytest.mark.parametrize(
    "typed",
    [{}, {"producer": "antah", "name": "A", "category": "makanan"}, {"producer": "x", "name": "", "category": "y"}],
)
def test_a_product_without_maker_name_or_shelf_is_not_begun_and_keeps_what_was_typed(
    officer: PageClient, context: Session, typed: dict[str, str]
) -> None:
    make_category()
    context.commit()
    answer = officer.submit("/meja/produk/baru", typed, expect=422)
    assert answer.field("name") == typed.get("name", "")
    assert context.scalar(sa.select(sa.func.count()).select_from(Product)) == 0


def test_a_draft_is_saved_with_nonsense_in_it_and_shows_it_again_with_a_word_beside_it(
    officer: PageClient, context: Session
) -> None:
    code = start(officer, context)
    sent = fields(officer.get(f"/meja/produk/{code}/ubah"))
    nonsense = {
        "price_mode": "tampil",
        "price_idr": "dua lima",
        "moq": "banyak",
        "category": "antah",
        "materials": ["emas"],
    }
    answer = officer.post(f"/meja/produk/{code}/ubah", {**sent, **nonsense})
    assert answer.response.headers["Location"].endswith("tersimpan=1")
    opened = officer.get(f"/meja/produk/{code}/ubah?tersimpan=1")
    again = fields(opened)
    assert {key: again[key] for key in nonsense} == nonsense
    assert opened.select("#price_idr-error") and opened.select("#moq-error")
    assert opened.select('.error-summary a[href="#moq"]')
    assert "4 isian belum dapat dibaca" in opened.text


def test_two_editors_see_both_versions_and_pick_field_by_field(
    officer: PageClient, curator: PageClient, context: Session
) -> None:
    code = start(officer, context)
    mine = fields(officer.get(f"/meja/produk/{code}/ubah"))
    theirs = fields(curator.get(f"/meja/produk/{code}/ubah"))
    curator.post(f"/meja/produk/{code}/ubah", {**theirs, "summary_id": "Punya Kiki.", "unit": "dus", "moq": "5"})
    answer = officer.post(
        f"/meja/produk/{code}/ubah",
        {**mine, "summary_id": "Punya Oki.", "unit": "pak", "size_text": "10 cm"},
        expect=409,
    )
    assert "Punya Kiki." in answer.text and "Punya Oki." in answer.html and "Kiki Kurator" in answer.text
    assert not answer.select('[name="pilih-moq"]'), "only one of them wrote it"
    sent = fields(answer)
    assert (sent["moq"], sent["size_text"], sent["summary_id"]) == ("5", "10 cm", "Punya Oki.")
    officer.post(f"/meja/produk/{code}/ubah", {**sent, "pilih-unit": ["tersimpan"], "pilih-summary_id": ["saya"]})
    draft = context.scalars(sa.select(ProductDraft)).one()
    context.refresh(draft)
    kept = draft.fields
    assert (kept["summary_id"], kept["unit"], kept["moq"], kept["size_text"]) == ("Punya Oki.", "dus", "5", "10 cm")


def test_from_a_draft_to_the_public_page_without_a_script(
    officer: PageClient, curator: PageClient, context: Session
) -> None:
    code = start(officer, context)
    filled = complete(slug="amplang-baru")
    context.commit()
    officer.post(f"/meja/produk/{code}/ubah", {**fields(officer.get(f"/meja/produk/{code}/ubah")), **filled})
    photos = f"/meja/produk/{code}/foto"
    token = officer.get(photos).field("csrf_token")
    upload = {"csrf_token": token, "foto": (io.BytesIO(make_jpeg()), "amplang.jpg")}
    officer.post(f"{photos}/unggah", upload, content_type="multipart/form-data")
    opened = officer.get(f"{photos}?masuk=1")
    key = attributes(opened.select(".photo-pick")[0])["data-key"]
    words = {f"alt-{key}": "Amplang di piring", f"alt-en-{key}": "Crackers on a plate", f"fokus-x-{key}": "20"}
    officer.post(photos, {"csrf_token": token, "seen": opened.field("seen"), "foto": key, "do": "simpan", **words})
    differences = officer.get(f"/meja/produk/{code}/beda")
    assert "Amplang di piring" in differences.html and "Rp25.000" in differences.text
    officer.submit(f"/meja/produk/{code}/beda", {}, action=f"/meja/produk/{code}/ajukan")
    officer.get("/produk/amplang-baru", expect=404)
    curator.submit(f"/meja/produk/{code}/beda", {}, action=f"/meja/produk/{code}/ambil")
    curator.submit(f"/meja/produk/{code}/beda", {"note": "Rapi."}, action=f"/meja/produk/{code}/setujui")
    shown = officer.get("/produk/amplang-baru")
    assert "Amplang Tenggiri" in shown.text and "Amplang di piring" in shown.html
    history = curator.get(f"/meja/produk/{code}").text
    assert "Draf disetujui" in history and "Kiki Kurator" in history and "atas nama Dapur Amplang" in history
    assert "Bu Aminah" in history
    photo = context.scalars(sa.select(ProductPhoto)).one()
    assert float(photo.focal_x) == 0.2
    for file in photo.files.split(";"):
        extension, _, _, digest = file.split(" ")
        with officer.client.get(f"/media/{digest}.{extension}") as served:
            assert served.status_code == 200


def test_an_incomplete_draft_is_refused_with_what_is_missing(officer: PageClient, context: Session) -> None:
    code = start(officer, context)
    answer = officer.submit(f"/meja/produk/{code}/beda", {}, action=f"/meja/produk/{code}/ajukan", expect=422)
    assert "Belum lengkap untuk tayang" in answer.text and "Ringkasan" in answer.text


def test_a_reviewer_asks_for_changes_and_the_writer_is_led_to_the_field(
    officer: PageClient, curator: PageClient, context: Session
) -> None:
    writer = make_account().id
    product = make_complete(writer)
    submit(product, writer)
    context.commit()
    code = product.code
    curator.submit(f"/meja/produk/{code}/beda", {}, action=f"/meja/produk/{code}/ambil")
    wish = {"code-1": "bahasa", "field-1": "summary_id", "text-1": "Perbaiki ejaannya."}
    way = f"/meja/produk/{code}/perbaikan"
    empty = curator.submit(f"/meja/produk/{code}/beda", {**wish, "code-1": ""}, action=way, expect=422)
    assert "Perbaiki ejaannya." in empty.html, "what was typed is kept"
    curator.submit(f"/meja/produk/{code}/beda", wish, action=way)
    opened = officer.get(f"/meja/produk/{code}/ubah")
    assert "Perbaiki ejaannya." in opened.text and opened.select('a[href="#summary_id"]')
    assert "Perbaiki ejaannya." in officer.get(f"/meja/produk/{code}").text


def test_an_officer_decides_nothing_about_drafts(officer: PageClient, context: Session) -> None:
    writer = make_account().id
    product = make_complete(writer)
    submit(product, writer)
    context.commit()
    opened = officer.get(f"/meja/produk/{product.code}/beda")
    assert not opened.select(f'form[action="/meja/produk/{product.code}/ambil"]')
    token = opened.field("csrf_token")
    for step in ("ambil", "lepas", "setujui", "perbaikan", "status/hentikan", "status/arsipkan"):
        officer.post(f"/meja/produk/{product.code}/{step}", {"csrf_token": token}, expect=403)


def test_a_stale_decision_is_answered_409_with_the_present_draft(curator: PageClient, context: Session) -> None:
    writer = make_account().id
    product = make_complete(writer)
    submit(product, writer)
    context.commit()
    token = curator.get(f"/meja/produk/{product.code}/beda").field("csrf_token")
    answer = curator.post(f"/meja/produk/{product.code}/ambil", {"csrf_token": token, "stamp": "0-0"}, expect=409)
    assert "baru saja diubah" in answer.text


def test_a_change_of_a_live_product_is_told_word_by_word(officer: PageClient, context: Session) -> None:
    writer, reviewer = make_account().id, make_account().id
    product = make_complete(writer)
    publish(product, writer, reviewer)
    revise(product, writer, summary_id="Kerupuk udang gurih.")
    context.commit()
    opened = officer.get(f"/meja/produk/{product.code}/beda")
    assert "ikan" in opened.select("del")[0].to_text()
    assert "udang" in opened.select("ins")[0].to_text()
    assert len(opened.select("ins")) == len(opened.select("del")) == 1


def test_a_withdrawal_needs_a_reason_and_takes_the_page_off(officer: PageClient, context: Session) -> None:
    product = make_product()
    context.commit()
    way = f"/meja/produk/{product.code}/tarik"
    answer = officer.submit(f"/meja/produk/{product.code}", {"reason": ""}, action=way, expect=422)
    assert "Tulis alasannya" in answer.text
    officer.submit(f"/meja/produk/{product.code}", {"reason": "Diminta pembuatnya"}, action=way)
    assert "Diminta pembuatnya" in officer.get(f"/meja/produk/{product.code}").text
    officer.get(f"/produk/{product.slug}", expect=404)  # with a page that says so and helps on
    assert "Ditarik" in officer.get("/meja/produk?status=ditarik").text


def test_what_does_not_exist_is_not_found(officer: PageClient) -> None:
    for way in ("", "/ubah", "/beda", "/foto"):
        officer.get(f"/meja/produk/TIDAK-ADA{way}", expect=404)


@pytest.mark.parametrize("code", ["%00", "%F0%9F%98%80", "a" * 300, "..%2f..", "'; DROP", "%0d%0aX: y"])
@pytest.mark.parametrize("way", ["", "/ubah", "/beda", "/foto", "/persetujuan/%00"])
def test_a_strange_code_is_not_found(officer: PageClient, code: str, way: str) -> None:
    assert officer.client.get(f"/meja/produk/{code}{way}").status_code == 404
    assert officer.client.get(f"/meja/produk/tampilan/{code}").status_code == 404


@pytest.mark.parametrize(
    "base",
    ["[" * 50_000, "{", "null", '{"materials": 5, "name_id": {"a": 1}}', '{"name_id": "\\ud800"}', "x" * 70_000],
)
def test_whatever_is_said_to_have_stood_there_loses_nothing(
    officer: PageClient, curator: PageClient, context: Session, base: str
) -> None:
    code = start(officer, context)
    mine = fields(officer.get(f"/meja/produk/{code}/ubah"))
    curator.post(f"/meja/produk/{code}/ubah", {**fields(curator.get(f"/meja/produk/{code}/ubah")), "moq": "5"})
    answer = officer.post(f"/meja/produk/{code}/ubah", {**mine, "base": base, "name_id": "Punya Oki"}, expect=409)
    assert fields(answer)["name_id"] == "Punya Oki" and answer.select('[name="pilih-name_id"]')


def test_an_imported_draft_product_can_be_made_complete(officer: PageClient, context: Session) -> None:
    product = make_product("Dari Lembar Kerja", is_published=False)
    context.commit()
    opened = officer.get(f"/meja/produk/{product.code}/ubah")
    assert opened.field("name_id") == "Dari Lembar Kerja"
    officer.post(f"/meja/produk/{product.code}/ubah", {**fields(opened), "summary_id": "Baru."})
    assert "Dari Lembar Kerja" in officer.get("/meja/produk?draf=draft").text
    publish_product(product=product, revision=newest_revision(product))
