"""The pages of the inquiry as a browser without scripts meets them."""

import re
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from griya.catalog.models import Product
from griya.core.outbox import OutboxMessage
from griya.core.state import unrecorded_state_change
from griya.core.tokens import derived_token, digest
from griya.inquiry.models import Consent, Inquiry, InquiryLine, InquiryList
from tests.conftest import SECRET_KEY
from tests.factories.catalog import make_product
from tests.factories.inquiry import new_key
from tests.factories.registry import make_producer
from tests.page import Opened, PageClient

REFERENCE = re.compile(r"GI-[0-9A-Z]{4}-[0-9A-Z]{4}")
BUYER = {
    "name": "Sari Wulandari",
    "phone": "0812-3456-7890",
    "email": "sari@contoh.test",
    "place": "Kuching",
    "message": "Apakah masih ada?",
    "consent": "y",
}


@pytest.fixture
def product(context: Session) -> Product:
    made = make_product("Amplang Tenggiri", producer=make_producer("Dapur Ketapang"))
    context.commit()
    return made


def stored(context: Session) -> list[Inquiry]:
    context.expire_all()
    return list(context.scalars(select(Inquiry).order_by(Inquiry.id)))


def add(page: PageClient, product: Product, quantity: str = "3", note: str = "pedas") -> Opened:
    return page.submit(f"/permintaan/tambah/{product.slug}", {"quantity": quantity, "note": note})


def form_of(opened: Opened, action: str = "/permintaan", **data: str) -> dict[str, str]:
    """What a browser sends when this page's form is sent as it stands, with `data` typed over it."""
    form = next(f for f in opened.select("form") if f.attrs.get("action") == action)
    fields: dict[str, str] = {}
    for element in form.query("input"):
        if element.attrs.get("type") not in {"checkbox", "radio"} or "checked" in element.attrs:
            fields[element.attrs["name"]] = element.attrs.get("value") or ""
    for element in form.query("textarea"):
        fields[element.attrs["name"]] = element.to_text()
    return {**fields, **data}


def follow(page: PageClient, answer: Opened) -> Opened:
    return page.get(answer.response.headers["Location"])


def test_a_buyer_puts_products_of_two_makers_on_one_list_and_gets_one_reference(
    page: PageClient, context: Session, product: Product
) -> None:
    other = make_product("Madu Hutan", producer=make_producer("Danau Semalah", email="madu@contoh.test"), unit="botol")
    context.commit()
    opened = page.get(f"/permintaan/tambah/{product.slug}")
    for words in ("Minta Amplang Tenggiri", "Dapur Ketapang", "Kab. Sambas", "Rp25.000", "/ pak"):
        assert words in opened.text
    assert add(page, product).response.headers["Location"] == "/permintaan"
    add(page, other, "12", "")
    listed = page.get("/permintaan")
    assert listed.text.index("Dapur Ketapang, Kab. Sambas") < listed.text.index("Danau Semalah, Kab. Sambas")
    answer = page.post("/permintaan", form_of(listed, **BUYER))
    shown = follow(page, answer)
    (inquiry,) = stored(context)
    assert f"Permintaan {inquiry.reference}" in shown.text
    assert "Amplang Tenggiri: 3 pak (pedas)" in shown.text and "Madu Hutan: 12 botol" in shown.text
    assert [line.quantity for line in context.scalars(select(InquiryLine).order_by(InquiryLine.position))] == [3, 12]
    assert "Belum ada produk di daftar" in page.get("/permintaan").text


def test_the_status_page_is_private_leaks_no_address_and_masks_the_contact(
    page: PageClient, context: Session, product: Product
) -> None:
    add(page, product)
    opened = page.get("/permintaan")
    key = opened.field("key")
    shown = follow(page, page.post("/permintaan", form_of(opened, **BUYER)))
    headers = shown.response.headers
    assert headers.getlist("Referrer-Policy") == ["no-referrer"]
    assert headers["Cache-Control"] == "private, no-store"
    assert "0812-••••-7890" in shown.text and "s•••@contoh.test" in shown.text
    assert not any(word in shown.html for word in ("3456", "sari@", "Sari Wulandari", "noindex,"))
    token = derived_token(SECRET_KEY, "inquiry-status", key)
    assert f"http://localhost/permintaan/{token}" in shown.html
    assert stored(context)[0].token_digest == digest(token)


@pytest.mark.parametrize("token", ["x", "a" * 22, "a" * 2000, "%00", "%ff", "tambah", "..%2f1", "' or 1=1"])
def test_an_unknown_status_link_is_not_found(page: PageClient, token: str) -> None:
    page.get(f"/permintaan/{token}", expect=404)


@pytest.mark.parametrize("slug", ["tidak-ada", "%00", "%ff", "A B", "a" * 2000, "<b>"])
def test_what_cannot_be_asked_about_cannot_be_added(page: PageClient, context: Session, slug: str) -> None:
    page.get(f"/permintaan/tambah/{slug}", expect=404)


def test_a_product_that_takes_no_inquiries_cannot_be_added(page: PageClient, context: Session) -> None:
    hidden = [make_product(is_published=False), make_product(is_inquirable=False)]
    context.commit()
    for each in hidden:
        page.get(f"/permintaan/tambah/{each.slug}", expect=404)


def test_looking_changes_nothing(page: PageClient, context: Session, product: Product) -> None:
    statements: list[str] = []
    record = lambda *args: statements.append(args[2])  # noqa: E731
    connection = context.connection()
    sa.event.listen(connection, "before_cursor_execute", record)
    page.get("/permintaan")
    page.get(f"/permintaan/tambah/{product.slug}")
    page.get("/permintaan/" + "a" * 22, expect=404)
    sa.event.remove(connection, "before_cursor_execute", record)
    assert statements and not [s for s in statements if re.match(r"(?i)\s*(insert|update|delete)", s)]
    assert context.scalar(select(func.count()).select_from(InquiryList)) == 0


def test_sending_the_same_form_again_shows_the_same_reference(
    page: PageClient, context: Session, product: Product
) -> None:
    add(page, product)
    form = form_of(page.get("/permintaan"), **BUYER)
    places = {page.post("/permintaan", form).response.headers["Location"] for _ in range(3)}
    assert len(places) == 1
    assert len(stored(context)) == 1


def test_going_back_to_a_fresh_form_with_the_same_words_shows_the_same_reference(
    page: PageClient, context: Session, product: Product
) -> None:
    add(page, product)
    first = page.post("/permintaan", form_of(page.get("/permintaan"), **BUYER)).response.headers["Location"]
    back = page.get("/permintaan")
    assert stored(context)[0].reference in back.text
    assert page.post("/permintaan", form_of(back, **BUYER)).response.headers["Location"] == first


def test_a_form_sent_before_with_other_words_says_so_and_offers_a_new_inquiry(
    page: PageClient, context: Session
) -> None:
    form = form_of(page.get("/permintaan"), **BUYER)
    first = page.post("/permintaan", form).response.headers["Location"]
    refused = page.post("/permintaan", {**form, "message": "Pertanyaan lain"}, expect=422)
    (inquiry,) = stored(context)
    assert f"sudah terkirim sebagai {inquiry.reference}" in refused.text and first in refused.html
    assert refused.field("message") == "Pertanyaan lain" and refused.field("key") != form["key"]
    second = page.post("/permintaan", form_of(refused))
    assert second.response.headers["Location"] != first
    assert [i.message for i in stored(context)] == ["Apakah masih ada?", "Pertanyaan lain"]


@pytest.mark.parametrize(
    ("changes", "sentence", "field"),
    [
        ({"name": ""}, "Tulis nama Anda.", "name"),
        ({"name": "\u200b\u200d"}, "Tulis nama Anda dengan huruf.", "name"),
        ({"name": "a" * 121}, "Paling banyak 120 huruf", "name"),
        ({"phone": "", "email": ""}, "salah satu cukup", "phone"),
        ({"phone": "", "email": " "}, "salah satu cukup", "email"),
        ({"phone": "12"}, "tanpa kode wilayah", "phone"),
        ({"phone": "0812345"}, "seharusnya 9 sampai 13 angka", "phone"),
        ({"phone": "1" * 41}, "Paling banyak 40 huruf", "phone"),
        ({"email": "sari"}, "salah tulis", "email"),
        ({"email": "a" * 255}, "Paling banyak 254 huruf", "email"),
        ({"place": "a" * 121}, "Paling banyak 120 huruf", "place"),
        ({"message": "a" * 5001}, "Paling banyak 5000 huruf", "message"),
        ({"consent": ""}, "Beri tanda setuju", "consent"),
    ],
)
def test_a_mistake_is_told_at_its_field_and_everything_is_kept(
    page: PageClient, context: Session, product: Product, changes: dict[str, str], sentence: str, field: str
) -> None:
    add(page, product)
    form = form_of(page.get("/permintaan"), **{**BUYER, **changes})
    if not form["consent"]:
        del form["consent"]
    refused = page.post("/permintaan", form, expect=422)
    (told,) = refused.select(f"#{field}-error")
    assert sentence in told.to_text()
    (shown,) = refused.select(f'[name="{field}"]')
    assert shown.attrs["aria-invalid"] == "true" and f"{field}-error" in shown.attrs["aria-describedby"]
    kept = form_of(refused)
    assert kept["key"] == form["key"]
    for name in ("name", "phone", "email", "place", "message", "line-0-slug", "line-0-quantity", "line-0-note"):
        if name == field and not changes.get(name, "").strip():
            continue
        assert kept[name].replace("\u200b", "") == form[name].replace("\u200b", "").strip(), name
    assert not stored(context)


def test_limits_are_as_wide_as_the_columns(page: PageClient, context: Session, product: Product) -> None:
    add(page, product, "999.999", "n" * 300)
    form = form_of(page.get("/permintaan"), **BUYER)
    form |= {"name": "N" * 120, "place": "P" * 120, "message": "🥥" * 5000}
    page.post("/permintaan", form)
    (inquiry,) = stored(context)
    assert (len(inquiry.name), len(inquiry.place), len(inquiry.message)) == (120, 120, 5000)


def test_a_bad_quantity_is_told_at_its_line(page: PageClient, context: Session, product: Product) -> None:
    add(page, product)
    form = form_of(page.get("/permintaan"), **BUYER)
    for quantity in ("0", "-1", "1,5", "sepuluh", "9" * 10_000, ""):
        refused = page.post("/permintaan", {**form, "line-0-quantity": quantity}, expect=422)
        assert refused.select("#line-0-quantity-error")
        assert refused.field("line-0-quantity") == quantity and refused.field("message") == BUYER["message"]
    for quantity in ("0", "x"):
        page.submit(f"/permintaan/tambah/{product.slug}", {"quantity": quantity, "note": "n"}, expect=422)
    assert not stored(context)


def test_neither_products_nor_words_is_refused(page: PageClient, context: Session) -> None:
    refused = page.post("/permintaan", form_of(page.get("/permintaan"), **{**BUYER, "message": "…"}), expect=422)
    assert "Pilih paling sedikit satu produk" in refused.text
    assert not stored(context)


def test_words_without_a_product_are_enough(page: PageClient, context: Session) -> None:
    shown = follow(page, page.post("/permintaan", form_of(page.get("/permintaan"), **BUYER)))
    assert "membantu mencarikan" in shown.text
    assert len(stored(context)) == 1


@pytest.mark.parametrize("channel", ["phone", "email"])
def test_one_way_to_answer_is_enough(page: PageClient, context: Session, channel: str) -> None:
    page.post("/permintaan", form_of(page.get("/permintaan"), **{**BUYER, channel: ""}))
    assert getattr(stored(context)[0], channel) is None


def test_the_consent_box_is_not_ticked_in_advance_and_what_was_shown_is_recorded(
    page: PageClient, context: Session
) -> None:
    opened = page.get("/permintaan")
    (box,) = opened.select('[name="consent"]')
    assert "checked" not in box.attrs and "required" in box.attrs
    page.post("/permintaan", form_of(opened, **BUYER))
    consent = context.scalars(select(Consent)).one()
    assert consent.notice_version and len(consent.wording_digest) == 64


def test_nobody_is_asked_for_identity_numbers(page: PageClient) -> None:
    names = {e.attrs.get("name", "") for tag in ("input", "textarea") for e in page.get("/permintaan").select(tag)}
    assert not [name for name in names if re.search("nik|ktp|lahir|birth", name)]


def test_a_product_withdrawn_meanwhile_is_named_and_the_rest_can_be_sent(
    page: PageClient, context: Session, product: Product
) -> None:
    stays = make_product("Madu Hutan")
    context.commit()
    add(page, product)
    add(page, stays)
    form = form_of(page.get("/permintaan"), **BUYER)
    with unrecorded_state_change("a test's own world"):
        context.execute(update(Product).where(Product.id == product.id).values(state="withdrawn"))
    context.commit()
    refused = page.post("/permintaan", form, expect=422)
    assert "Amplang Tenggiri sudah tidak dapat diminta" in refused.text
    assert "Tidak dapat diminta lagi, jadi tidak ikut dikirim" in page.get("/permintaan").text
    page.post("/permintaan", form_of(refused))
    assert [line.label.split(" – ")[0] for line in context.scalars(select(InquiryLine))] == ["Madu Hutan"]
    assert "Belum ada produk di daftar" in page.get("/permintaan").text


def test_a_quantity_is_changed_and_a_line_taken_off(page: PageClient, product: Product) -> None:
    add(page, product)
    form = form_of(page.get("/permintaan"))
    page.post(f"/permintaan/daftar/{product.slug}", {**form, "line-0-quantity": "7"})
    assert page.get("/permintaan").field("line-0-quantity") == "7"
    page.post(f"/permintaan/daftar/{product.slug}/hapus", form)
    assert "Belum ada produk di daftar" in page.get("/permintaan").text
    page.post(f"/permintaan/daftar/{product.slug}/hapus", form)


def test_taking_a_line_off_keeps_what_was_typed(page: PageClient, product: Product, context: Session) -> None:
    add(page, product)
    form = form_of(page.get("/permintaan"), **BUYER)
    for address in (f"/permintaan/daftar/{product.slug}", f"/permintaan/daftar/{product.slug}/hapus"):
        kept = page.post(address, form, expect=200)
        assert (kept.field("message"), kept.field("name"), kept.field("key")) == (
            BUYER["message"], BUYER["name"], form["key"],
        )  # fmt: skip
    assert "Produk dihapus" in kept.text and not kept.select('[name="line-0-slug"]')


def test_saving_one_line_does_not_lose_a_change_of_another(
    page: PageClient, product: Product, context: Session
) -> None:
    other = make_product("Madu")
    context.commit()
    add(page, product)
    add(page, other)
    form = form_of(page.get("/permintaan"))
    kept = page.post(f"/permintaan/daftar/{product.slug}", {**form, "line-1-quantity": "99"}, expect=200)
    assert kept.field("line-1-quantity") == "99"


def test_a_bad_change_of_a_line_is_refused(page: PageClient, product: Product) -> None:
    add(page, product)
    form = form_of(page.get("/permintaan"))
    page.post(f"/permintaan/daftar/{product.slug}", {**form, "line-0-quantity": "x"}, expect=422)
    page.post("/permintaan/daftar/tidak-ada", form, expect=404)
    page.post("/permintaan/daftar/tidak-ada/hapus", form)


def test_a_list_is_one_browsers_own(page: PageClient, product: Product, app: Any) -> None:
    add(page, product)
    assert "Belum ada produk di daftar" in PageClient(app.test_client()).get("/permintaan").text


def test_a_twenty_first_product_is_refused_with_a_sentence(page: PageClient, context: Session) -> None:
    producer = make_producer()
    slugs = [make_product(producer=producer).slug for _ in range(21)]
    context.commit()
    form = form_of(page.get("/permintaan"), **BUYER)
    for number, slug in enumerate(slugs):
        form |= {f"line-{number}-slug": slug, f"line-{number}-quantity": "1"}
    refused = page.post("/permintaan", form, expect=422)
    assert "paling banyak 20 produk; di sini ada 21" in refused.text
    assert refused.field("line-20-slug") == slugs[20]


def test_a_name_cannot_write_rows_into_a_letter(page: PageClient, context: Session, product: Product) -> None:
    add(page, product, note="manis\r\nBcc: korban@contoh.test")
    name = "Sari\r\nBcc: korban@contoh.test\r\nE-mail: palsu@contoh.test"
    page.post("/permintaan", form_of(page.get("/permintaan"), **{**BUYER, "name": name}))
    for letter in context.scalars(select(OutboxMessage)):
        assert "korban" not in letter.recipient + letter.subject + (letter.reply_to or "")
        assert not re.search(r"(?m)^(Bcc|E-mail: palsu)", letter.body)


def test_a_form_without_its_token_is_refused_with_the_text_kept(page: PageClient, context: Session) -> None:
    form = form_of(page.get("/permintaan"), **BUYER)
    del form["csrf_token"]
    assert page.post("/permintaan", form, expect=400).field("message") == BUYER["message"]
    assert not stored(context)


@pytest.mark.parametrize("key", ["", "\x00", "abc", "<b>", "x" * 65, "'"])
def test_a_broken_key_is_replaced_and_asked_again(page: PageClient, context: Session, key: str) -> None:
    form = form_of(page.get("/permintaan"), **BUYER)
    refused = page.post("/permintaan", {**form, "key": key}, expect=422)
    assert "Kirim sekali lagi" in refused.text
    page.post("/permintaan", form_of(refused))
    assert len(stored(context)) == 1


def test_the_letter_of_the_buyer_leads_to_the_status_page(page: PageClient, context: Session) -> None:
    key = new_key()
    answer = page.post("/permintaan", form_of(page.get("/permintaan"), **BUYER, key=key))
    letter = context.scalars(select(OutboxMessage).where(OutboxMessage.template == "inquiry-buyer")).one()
    assert f"http://localhost{answer.response.headers['Location']}" in letter.body


def test_the_default_button_of_the_form_sends_it(page: PageClient, product: Product) -> None:
    add(page, product)
    buttons = page.get("/permintaan").select('form[action="/permintaan"] button')
    assert "formaction" not in buttons[0].attrs
    assert [b for b in buttons if "formaction" in b.attrs]
