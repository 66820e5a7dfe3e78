"""The inquiry in English: the same path and rules, no Indonesian sentence, and a consent to the wording shown."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from griya.catalog.models import Product
from griya.core.outbox import OutboxMessage
from griya.core.state import unrecorded_state_change
from griya.inquiry.models import Consent, Inquiry, InquiryLine
from griya.inquiry.notices import INQUIRY, INQUIRY_EN, Notice
from tests.factories.catalog import make_product
from tests.factories.registry import make_producer
from tests.inquiry.test_naughty import NAUGHTY, send
from tests.inquiry.test_views import BUYER, follow, form_of
from tests.page import Opened, PageClient

FORM = "/en/permintaan"
# Words that Indonesian sentences rarely do without and English ones never have.
INDONESIAN = re.compile(r"\b(?:yang|dan|atau|ini|tidak|untuk|sudah|Anda|belum|dapat|paling|huruf|angka)\b")


@pytest.fixture
def product(context: Session) -> Product:
    made = make_product("Amplang Tenggiri", producer=make_producer("Dapur Ketapang", email="dapur@contoh.test"))
    context.commit()
    return made


def add(page: PageClient, product: Product, quantity: str = "1,000") -> Opened:
    return page.submit(f"/en/permintaan/tambah/{product.slug}", {"quantity": quantity, "note": "spicy"})


def filled(opened: Opened, **data: str) -> dict[str, str]:
    return form_of(opened, FORM, **{**BUYER, **data})


def told(opened: Opened) -> str:
    return " ".join(element.to_text() for element in opened.select(".field__error, .error-summary"))


def test_a_buyer_asks_and_is_answered_in_english_alone(page: PageClient, context: Session, product: Product) -> None:
    opened = page.get(f"/en/permintaan/tambah/{product.slug}")
    for words in ("Ask about Amplang Tenggiri", "Made by Dapur Ketapang", "Quantity", "Note (optional)"):
        assert words in opened.text
    assert add(page, product).response.headers["Location"] == FORM
    listed = page.get(FORM)
    assert listed.select("link[rel=alternate][hreflang=id]")[0].attrs["href"] == "http://localhost/permintaan"
    assert listed.select("link[rel=canonical]")[0].attrs["href"] == "http://localhost/en/permintaan"
    sentences = set(INQUIRY_EN.sentences)
    assert {" ".join(e.to_text().split()) for e in listed.select(".inquiry-part__list li")} == sentences
    answer = page.post(FORM, filled(listed))
    assert answer.response.headers["Location"].startswith("/en/permintaan/")
    shown = follow(page, answer)
    (inquiry,) = context.scalars(select(Inquiry))
    line, phone = "Amplang Tenggiri : 1,000 packs (spicy)", "+62 81•-••••-7890"
    for words in (f"Inquiry {inquiry.reference}", line, phone, "WIB", "What happens now"):
        assert words in shown.text
    assert shown.select(f'a[href="http://localhost{answer.response.headers["Location"]}"]')
    for each in (opened, listed, shown):
        assert not INDONESIAN.findall(each.select("main")[0].to_text().replace(BUYER["message"], ""))


def test_the_makers_letter_stays_indonesian_and_the_buyers_leads_back_to_english(
    page: PageClient, context: Session, product: Product
) -> None:
    add(page, product)
    status = page.post(FORM, filled(page.get(FORM))).response.headers["Location"]
    letters = {letter.template: letter for letter in context.scalars(select(OutboxMessage))}
    assert f"http://localhost{status}\n" in letters["inquiry-buyer"].body
    assert "Your inquiry is stored and was passed on to:" in letters["inquiry-buyer"].body
    assert not INDONESIAN.findall(letters["inquiry-buyer"].body)
    assert "Amplang Tenggiri: 1.000 pak (spicy)" in letters["inquiry-maker"].body
    assert "Telepon/WhatsApp: 0812-3456-7890" in letters["inquiry-maker"].body


@pytest.mark.parametrize(("form", "notice"), [("/permintaan", INQUIRY), (FORM, INQUIRY_EN)], ids=["id", "en"])
def test_a_consent_proves_the_wording_that_was_shown(
    page: PageClient, context: Session, form: str, notice: Notice
) -> None:
    opened = page.get(form)
    assert notice.consent in opened.text and all(sentence in opened.text for sentence in notice.sentences)
    page.post(form, form_of(opened, form, **BUYER))
    consent = context.scalars(select(Consent)).one()
    assert (consent.notice_version, consent.wording_digest) == (notice.version, notice.wording_digest)


def test_a_form_that_is_sent_from_another_page_still_proves_its_own_wording(page: PageClient, context: Session) -> None:
    page.post("/permintaan", filled(page.get(FORM)))
    assert context.scalars(select(Consent)).one().notice_version == INQUIRY_EN.version


def test_a_tick_beside_one_wording_is_none_beside_another(page: PageClient, context: Session) -> None:
    refused = page.post("/permintaan", filled(page.get(FORM), name=""), expect=422)
    assert refused.field("notice") == INQUIRY.version
    assert "checked" not in refused.select('[name="consent"]')[0].attrs
    same = page.post(FORM, filled(page.get(FORM), name=""), expect=422)
    assert "checked" in same.select('[name="consent"]')[0].attrs


@pytest.mark.parametrize("version", ["", "2020-1-1", "\x00", "<b>", "x" * 5000])
def test_a_wording_that_we_do_not_show_is_asked_again(page: PageClient, context: Session, version: str) -> None:
    refused = page.post(FORM, filled(page.get(FORM), notice=version), expect=422)
    assert "The notice about your personal data has changed." in told(refused)
    assert refused.field("message") == BUYER["message"]
    page.post(FORM, form_of(refused, FORM), expect=422)
    page.post(FORM, form_of(refused, FORM, consent="y"))
    assert context.scalars(select(Consent)).one().notice_version == INQUIRY_EN.version


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Enter your name."),
        ({"name": "\u200b"}, "Write your name in letters."),
        ({"name": "a" * 121}, "At most 120 characters; what you wrote is longer."),
        ({"message": "a" * 5001}, "At most 5000 characters"),
        ({"phone": "", "email": ""}, "either is enough"),
        ({"phone": "12"}, "The number 12 has no area or country code."),
        ({"phone": "0812345"}, "The mobile number 0812345 has 7 digits; it should have 9 to 13."),
        ({"phone": "02"}, "02 is not a complete Indonesian telephone number."),
        ({"phone": "+12"}, "An international telephone number has 8 to 15 digits after the +."),
        ({"phone": "+9991234567"}, "The country code of this number is not known."),
        ({"phone": "Nama"}, "The telephone number “Nama” contains letters"),
        ({"phone": "6,28E+11"}, "The number 6,28E+11 was damaged by a spreadsheet"),
        ({"phone": "-"}, "The telephone number is missing."),
        ({"email": "sari"}, "This e-mail address is incomplete or mistyped"),
        ({"consent": ""}, "Tick the box to agree"),
        ({"line-0-quantity": ""}, "Enter the quantity, for example 10."),
        ({"line-0-quantity": "1,5"}, "Enter the quantity as a whole number"),
        ({"line-0-quantity": "0"}, "between 1 and 999,999."),
        ({"line-0-note": "a" * 301}, "At most 300 characters"),
        ({"line-0-slug": "", "message": "…"}, "Choose at least one product"),
        ({"key": "x"}, "The form did not arrive complete."),
    ],
)
def test_a_mistake_is_told_in_english_alone(
    page: PageClient, context: Session, product: Product, changes: dict[str, str], sentence: str
) -> None:
    add(page, product)
    form = filled(page.get(FORM), **changes)
    if not form["consent"]:
        del form["consent"]
    if not form["line-0-slug"]:
        form = {name: value for name, value in form.items() if not name.startswith("line-")}
    refused = page.post(FORM, form, expect=422)
    assert sentence in told(refused) and "Some things need correcting" in told(refused)
    assert not INDONESIAN.findall(told(refused)), told(refused)
    assert context.scalars(select(Inquiry)).all() == []


def test_a_withdrawn_product_is_named_in_english(page: PageClient, context: Session, product: Product) -> None:
    add(page, product)
    form = filled(page.get(FORM))
    with unrecorded_state_change("a test's own world"):
        context.execute(update(Product).where(Product.id == product.id).values(state="withdrawn"))
    context.commit()
    refused = page.post(FORM, form, expect=422)
    assert "Amplang Tenggiri can no longer be asked about" in told(refused)
    assert "These can no longer be asked about" in page.get(FORM).text


def test_too_many_products_are_refused_in_english(page: PageClient, context: Session) -> None:
    producer = make_producer()
    slugs = [make_product(producer=producer).slug for _ in range(21)]
    context.commit()
    for slug in slugs[:20]:
        page.submit(f"/en/permintaan/tambah/{slug}", {"quantity": "1", "note": ""})
    full = page.submit(f"/en/permintaan/tambah/{slugs[20]}", {"quantity": "1", "note": ""}, expect=422)
    assert "Your list already holds 20 products." in told(full)
    form = {**filled(page.get(FORM)), "line-20-slug": slugs[20], "line-20-quantity": "1"}
    assert "at most 20 products; this one has 21" in told(page.post(FORM, form, expect=422))


def test_a_form_sent_twice_with_other_words_says_so_in_english(page: PageClient, context: Session) -> None:
    form = filled(page.get(FORM))
    page.post(FORM, form)
    refused = page.post(FORM, {**form, "message": "Another question"}, expect=422)
    assert "This form was already sent as" in refused.text and "Send as a new inquiry" in refused.text
    assert "There is no need to send it again." in page.get(FORM).text


def test_a_line_is_changed_and_taken_off_in_english(page: PageClient, product: Product) -> None:
    add(page, product)
    form = filled(page.get(FORM))
    address = f"/en/permintaan/daftar/{product.slug}"
    assert "The quantity, the note and the questions are saved" in page.post(address, form, expect=200).text
    assert "The product was removed" in page.post(f"{address}/hapus", form, expect=200).text


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_address_of_an_answer_leads_to_the_list(page: PageClient, product: Product, prefix: str) -> None:
    for address in (f"{prefix}/permintaan/daftar/{product.slug}", f"{prefix}/permintaan/daftar/x/hapus"):
        assert page.get(address, expect=302).response.headers["Location"] == f"{prefix}/permintaan"


@pytest.mark.parametrize("string", NAUGHTY[3::9], ids=range(len(NAUGHTY[3::9])))
def test_no_string_breaks_the_english_form(
    client: FlaskClient, page: PageClient, context: Session, product: Product, string: str | bytes
) -> None:
    add(page, product)
    form = filled(page.get(FORM))
    fields = ("name", "place", "message", "line-0-note")
    send(client, FORM, {**form, **dict.fromkeys((*fields, "phone", "email", "line-0-quantity", "notice"), string)})
    answer = send(client, FORM, {**form, **dict.fromkeys(fields, string)})
    if answer.status_code == 303:
        assert client.get(answer.headers["Location"]).status_code == 200
        assert len(context.scalars(select(InquiryLine)).all()) == 1
