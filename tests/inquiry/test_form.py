"""The form in its three lengths, what is asked by ticks, what was not found, and what happens to abuse."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from griya.catalog.models import Product
from griya.catalog.models.facts import ProductFact
from griya.core.clock import now, today
from griya.core.outbox import OutboxMessage
from griya.inquiry.models import Consent, Inquiry, InquiryLine, InquiryListLine
from griya.inquiry.models.threads import InquiryThread
from griya.inquiry.notices import INQUIRY, NEWS, wording
from tests.factories.catalog import make_product
from tests.factories.registry import make_producer
from tests.inquiry.test_views import BUYER, add, follow, form_of
from tests.page import Opened, PageClient, attributes

SHORT = {"name": "Sari Wulandari", "phone": "0812-3456-7890", "consent": "y"}
SPAM = "Situs slot gacor hari ini, daftar dan maxwin: https://contohslot88.xyz"


@pytest.fixture
def product(context: Session) -> Product:
    made = make_product("Songket Uji", producer=make_producer("Rumah Songket"), unit="lembar", lead_time_days=14)
    context.commit()
    return made


def sent(context: Session) -> Inquiry:
    context.expire_all()
    return context.scalars(select(Inquiry).order_by(Inquiry.id.desc())).first() or Inquiry()


def send(page: PageClient, expect: int = 303, at: str = "/permintaan", **data: Any) -> Opened:
    return page.post("/permintaan", form_of(page.get(at), **{**SHORT, **data}), expect)


def shown_fields(opened: Opened) -> list[str]:
    """What a retail buyer sees of the person's own fields: neither behind a line to open nor of another kind."""
    (part,) = [part for part in opened.select("section") if attributes(part).get("aria-labelledby") == "pengirim"]
    hidden = {id(field) for details in part.query("details") for field in details.query("input, textarea, select")}
    return [
        attributes(field)["name"]
        for field in part.query("input, textarea, select")
        if id(field) not in hidden and attributes(field).get("type") not in {"hidden", "checkbox"}
    ]


def test_retail_asks_five_fields_at_most_and_one_channel_is_enough(
    page: PageClient, context: Session, product: Product
) -> None:
    add(page, product, "50", "")
    opened = page.get("/permintaan")
    assert len(shown_fields(opened)) <= 5
    assert "Permintaan GI-" in follow(page, page.post("/permintaan", form_of(opened, **SHORT))).text
    inquiry = sent(context)
    assert (inquiry.kind, inquiry.organisation, inquiry.country, inquiry.email) == ("eceran", "", None, None)


def test_no_length_asks_for_an_identity_number_a_birthday_or_an_account(page: PageClient, product: Product) -> None:
    names = {attributes(field).get("name", "") for field in page.get("/permintaan?untuk=ekspor").select("input")}
    assert not [name for name in names if any(word in name for word in ("nik", "ktp", "birth", "lahir", "password"))]


def test_what_a_kind_does_not_ask_is_not_kept_and_not_refused(
    page: PageClient, context: Session, product: Product
) -> None:
    add(page, product)
    terms: dict[str, Any] = {
        "organisation": "CV Uji",
        "need_by": "kapan-kapan",
        "hs_code": "x",
        "country": "MY",
        "incoterm": "FOB",
    }
    send(page, **terms)
    inquiry = sent(context)
    assert (inquiry.organisation, inquiry.need_by, inquiry.hs_code, inquiry.country) == ("", None, None, None)
    day = today() + timedelta(days=20)
    add(page, product)
    send(page, **{**terms, "kind": "grosir", "need_by": day.strftime("%d/%m/%Y"), "name": "Toko Uji"})
    inquiry = sent(context)
    assert (inquiry.kind, inquiry.organisation, inquiry.need_by, inquiry.country) == ("grosir", "CV Uji", day, None)


def test_export_adds_its_terms_and_needs_a_country(page: PageClient, context: Session, product: Product) -> None:
    add(page, product)
    opened = page.get("/permintaan?untuk=ekspor")
    assert "checked" in attributes(opened.select('input[value="ekspor"]')[0])
    answered = page.post("/permintaan", form_of(opened, **SHORT), 422)
    assert "Pilih negara tujuannya." in answered.text
    terms = {"country": "BN", "incoterm": "DAP", "monthly_volume": "200 karton", "hs_code": "6304.19"}
    page.post("/permintaan", form_of(answered, **SHORT, **terms) | {"certificates": ["halal", "uji", "palsu"]})
    inquiry = sent(context)
    assert (inquiry.kind, inquiry.country, inquiry.incoterm) == ("ekspor", "BN", "DAP")
    assert (inquiry.monthly_volume, inquiry.hs_code, inquiry.certificates) == ("200 karton", "630419", ["halal", "uji"])


def test_a_question_is_ticked_kept_on_the_list_and_sent(page: PageClient, context: Session, product: Product) -> None:
    data = {"quantity": "50", "note": "", "questions": ["contoh", "harga_grosir", "apa_saja"]}
    page.submit(f"/permintaan/tambah/{product.slug}", data)
    opened = page.get("/permintaan")
    ticked = [attributes(box)["value"] for box in opened.select(".inquiry-line__box input[checked]")]
    assert ticked == ["harga_grosir", "contoh"]
    page.post("/permintaan", form_of(opened, **SHORT) | {"line-0-questions": ticked})
    line = context.scalars(select(InquiryLine)).one()
    assert line.questions == ["harga_grosir", "contoh"] and line.quantity == 50


def test_what_a_maker_has_answered_once_is_told_instead_of_asked(
    page: PageClient, context: Session, product: Product
) -> None:
    opened = page.get(f"/permintaan/tambah/{product.slug}")
    assert "Waktu produksi 14 hari" in opened.text
    boxes = {attributes(box)["value"] for box in opened.select(".inquiry-line__box input")}
    assert "waktu_produksi" not in boxes and "contoh" in boxes
    for question, is_public in (("contoh", True), ("harga_grosir", False)):
        context.add(
            ProductFact(
                product_id=product.id, question=question, answer_id=f"Jawaban {question}", answer_en="An answer",
                is_public=is_public, answered_at=now(),
            )
        )  # fmt: skip
    context.commit()
    add(page, product)
    for path, said in (("/permintaan", "Jawaban contoh"), ("/en/permintaan", "An answer")):
        opened = page.get(path)
        boxes = {attributes(box)["value"] for box in opened.select(".inquiry-line__box input")}
        assert said in opened.text and "contoh" not in boxes
        assert "Jawaban harga_grosir" not in opened.text and "harga_grosir" in boxes


def test_what_was_not_found_is_a_line_of_its_own_from_an_empty_search_to_the_phone(
    app: Flask, page: PageClient, context: Session
) -> None:
    assert "/permintaan?cari=tikar+purun" in page.get("/cari?q=tikar+purun").html.replace("%20", "+")
    opened = page.get("/permintaan?cari=tikar+purun")
    assert opened.field("free-0-label") == "tikar purun"
    page.post("/permintaan/lain", form_of(opened, **{"free-0-quantity": "12", "free-0-unit": "lembar"}))
    listed = page.get("/permintaan")
    assert (listed.field("free-0-label"), listed.field("free-0-quantity")) == ("tikar purun", "12")
    with page.client.session_transaction() as session:
        token = session["list"]
    phone = PageClient(app.test_client())
    assert "Dicari: tikar purun (12 lembar)" in phone.get(f"/permintaan/bawa/{token}").text
    phone.submit(f"/permintaan/bawa/{token}", {})
    send(phone)
    line = context.scalars(select(InquiryLine)).one()
    assert (line.label, line.unit, line.product_id) == ("tikar purun", "lembar", None) and line.quantity == 12
    assert context.scalars(select(InquiryListLine)).all() == []


def test_a_row_that_is_emptied_is_taken_off_and_a_wrong_amount_is_told(page: PageClient, context: Session) -> None:
    opened = page.get("/permintaan?cari=tikar")
    answered = page.post("/permintaan/lain", form_of(opened, **{"free-0-quantity": "banyak"}), 422)
    assert "angka bulat" in answered.text and answered.field("free-0-label") == "tikar"
    page.post("/permintaan/lain", form_of(answered, **{"free-0-quantity": "2"}))
    assert context.scalars(select(InquiryListLine.label)).all() == ["tikar"]
    page.post("/permintaan/lain", form_of(page.get("/permintaan"), **{"free-0-label": ""}))
    context.expire_all()
    assert context.scalars(select(InquiryListLine.label)).all() == []


def test_an_identity_number_is_covered_before_it_is_kept(page: PageClient, context: Session, product: Product) -> None:
    add(page, product, "1", "NIK 6171014101900001")
    send(page, message="Ini NIK saya 6171 0141 0190 0001, tolong dicatat.")
    inquiry, line = sent(context), context.scalars(select(InquiryLine)).one()
    assert inquiry.message == "Ini NIK saya 6171••••••01, tolong dicatat." and line.note == "NIK 6171••••••01"
    assert not any("0141" in letter.body for letter in context.scalars(select(OutboxMessage)))


def test_each_purpose_has_a_box_of_its_own_and_none_is_ticked(
    page: PageClient, context: Session, product: Product
) -> None:
    add(page, product)
    opened = page.get("/permintaan")
    for name in ("consent", "news"):
        assert "checked" not in attributes(opened.select(f'input[name="{name}"]')[0])
    assert (
        "Beri tanda setuju" in page.post("/permintaan", form_of(opened, **SHORT, news="y") | {"consent": ""}, 422).text
    )
    send(page)
    assert context.scalars(select(Consent.purpose)).all() == [INQUIRY.purpose]
    add(page, product)
    send(page, name="Orang Lain", news="y")
    consents = list(context.scalars(select(Consent).where(Consent.inquiry_id == sent(context).id)))
    assert {consent.purpose for consent in consents} == {INQUIRY.purpose, NEWS}
    for consent in consents:
        notice = wording(consent.notice_version)
        assert notice and consent.wording_digest in {notice.wording_digest, notice.news_digest}
    assert wording("2026-11-1") is not None, "consents of before still find their words"


def test_what_looks_like_abuse_gets_its_reference_and_no_maker_hears_of_it(
    page: PageClient, context: Session, product: Product
) -> None:
    add(page, product)
    assert "Permintaan GI-" in follow(page, send(page, message=SPAM)).text
    inquiry = sent(context)
    assert inquiry.held_at == inquiry.received_at and inquiry.spam_score >= 50
    assert any(reason.startswith("judi:") for reason in inquiry.spam_reasons)
    written = set(context.scalars(select(OutboxMessage.template)))
    assert "inquiry-maker" not in written, "no maker hears of it"
    assert context.scalars(select(InquiryThread.state)).all() == ["karantina"]


def test_a_filled_trap_holds_and_a_form_of_a_minute_ago_costs_nothing(
    page: PageClient, context: Session, product: Product
) -> None:
    add(page, product)
    opened = page.get("/permintaan")
    with time_machine.travel(now() + timedelta(minutes=1), tick=False):
        page.post("/permintaan", form_of(opened, **SHORT))
    assert (sent(context).spam_score, sent(context).held_at) == (0, None)
    add(page, product)
    send(page, name="Robot", homepage="http://x")
    assert sent(context).held_at is not None and "jebakan:50" in sent(context).spam_reasons


@pytest.mark.parametrize("mark", ["", "1-x.y", "0-.", "é"])
def test_an_altered_mark_of_time_says_that_the_form_was_not_opened(
    page: PageClient, context: Session, product: Product, mark: str
) -> None:
    add(page, product)
    page.post("/permintaan", {**form_of(page.get("/permintaan"), **SHORT), "opened": mark})
    assert sent(context).spam_reasons == ["tanpa-formulir:20"]


def test_a_flood_from_one_network_is_told_to_wait_and_keeps_what_was_typed(
    page: PageClient, context: Session, product: Product
) -> None:
    for number in range(20):
        send(page, name=f"Orang {number}", phone=f"0812-3456-{number:04}", message=f"Mencari barang {number}")
    elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
    opened = page.get("/permintaan")
    data = form_of(opened, **SHORT, message="Tulisan saya")
    answered = page.post("/permintaan", data, 429)
    assert 1 <= int(answered.response.headers["Retry-After"]) <= 601
    assert "kirim lagi sebentar lagi" in answered.text and answered.field("message").strip() == "Tulisan saya"
    forged = {"X-Forwarded-For": "198.51.100.7"}
    page.post("/permintaan", data, 429, headers=forged)
    page.post("/permintaan", data, 303, environ_base=elsewhere)
    assert "." not in (sent(context).network_digest or "."), "an address is never kept, only a digest of the day"


def test_the_network_is_forgotten_after_a_day(page: PageClient, context: Session, product: Product) -> None:
    send(page, message="Mencari satu")
    first = sent(context).id
    assert sent(context).network_digest
    with time_machine.travel(now() + timedelta(days=1, minutes=1), tick=False):
        send(page, message="Mencari dua", name="Orang Lain")
    context.expire_all()
    assert context.get_one(Inquiry, first).network_digest is None


def test_a_hidden_price_stands_on_no_page_of_the_inquiry_and_in_no_letter(page: PageClient, context: Session) -> None:
    made = make_product(
        "Harga Rahasia", producer=make_producer("Rumah Rahasia"), price_mode="tanya", price_idr=7_654_321
    )
    context.commit()
    read = [page.get(f"/permintaan/tambah/{made.slug}").html]
    add(page, made)
    read += [page.get("/permintaan").html, page.get("/en/permintaan").html]
    read.append(follow(page, page.post("/permintaan", form_of(page.get("/permintaan"), **BUYER))).html)
    read += [letter.body for letter in context.scalars(select(OutboxMessage))]
    assert not [text for text in read if any(price in text for price in ("7654321", "7.654.321", "7,654,321"))]
