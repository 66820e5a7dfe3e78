"""What a maker answers once: on the product's page when the rules or an officer let it, and never a price or a name."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from griya.accounts.models import Event
from griya.catalog.actions.facts import decide_fact
from griya.catalog.models import Product
from griya.catalog.models.facts import ProductFact
from griya.catalog.queries.facts import find_facts
from griya.catalog.rules.questions import Question, answer_faults, needs_reading
from griya.core.errors import Overtaken, Refused
from griya.inquiry.actions.answers import answer_lines
from griya.inquiry.models import InquiryLine
from tests.factories.accounts import make_account, sign_in
from tests.factories.catalog import make_product
from tests.inquiry.test_threads import MAKER, POST, ask, can, inquiry_of, thread
from tests.page import PageClient


def answer(session: Session, **facts: str) -> Product:
    """A maker's answer to these typed questions of a buyer called Sari Wulandari; its product."""
    view = ask(session)
    session.execute(update(InquiryLine).values(questions=list(facts)))
    answer_lines(code=view.code, drafts=[can(view, facts=facts)], actor=MAKER, post=POST)
    session.commit()
    return session.scalars(select(Product)).one()


def test_an_answer_stands_on_the_products_page_in_both_languages_with_who_says_so(
    page: PageClient, context: Session
) -> None:
    product = answer(context, contoh="Contoh gratis, ongkos kirim ditanggung pembeli", kirim_ke="Seluruh Indonesia")
    shown = page.get(f"/produk/{product.slug}").text
    assert "Contoh barang Contoh gratis, ongkos kirim ditanggung pembeli menurut pembuatnya" in shown
    assert shown.index("Contoh barang") < shown.index("Dikirim ke mana saja Seluruh Indonesia")
    english = page.get(f"/en/produk/{product.slug}")
    assert "according to its maker" in english.text
    assert [one.to_text() for one in english.select('dd span[lang="id"], dd [lang="id"]')].count(
        "Seluruh Indonesia"
    ) == 1
    fact = context.scalars(select(ProductFact).where(ProductFact.question == "kirim_ke")).one()
    decide_fact(
        product_id=product.id, question="kirim_ke", answer_id="Seluruh Indonesia dan Sarawak",
        answer_en="All of Indonesia and Sarawak", is_public=True, row_version=fact.row_version, actor_id=None,
    )  # fmt: skip
    context.commit()
    assert "All of Indonesia and Sarawak" in page.get(f"/en/produk/{product.slug}").text, "the kept page is made anew"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("harga_grosir", "Tanya saja"), ("moq", "10 pak, Rp20.000 per pak"), ("moq", "10 pak @ 20 ribu"),
        ("contoh", "Bisa, hubungi 0812-3456-7890"), ("contoh", "lihat www.toko.example.com"),
        ("kirim_ke", "kirim ke a@b.test"),
        ("kirim_ke", "Bisa ke rumah Wulandari"), ("contoh", "Boleh, Bu Rini"),
    ],
)  # fmt: skip
def test_a_price_a_contact_or_a_name_waits_until_somebody_has_read_it(
    page: PageClient, context: Session, question: str, text: str
) -> None:
    product = answer(context, **{question: text})
    assert text not in page.get(f"/produk/{product.slug}").text + page.get(f"/kios/produk/{product.slug}").text
    assert Question(question) not in find_facts([product.id])[product.id]


@pytest.mark.parametrize(
    "text", ["10 pak", "Ya, minimal 3 potong", "P-IRT dan COO tersedia", "14 hari kerja", "ke Malaysia"]
)
def test_what_honest_makers_write_for_everybody_needs_no_reading(text: str) -> None:
    assert not needs_reading("contoh", text, ("Sari Wulandari", ""))


def test_what_the_page_says_itself_is_not_said_twice(page: PageClient, context: Session) -> None:
    product = make_product("Tenun", lead_time_days=14)
    for question, text in (("waktu_produksi", "Dua pekan"), ("contoh", "Bisa")):
        decide_fact(
            product_id=product.id, question=question, answer_id=text, answer_en="", is_public=True,
            row_version=0, actor_id=None,
        )  # fmt: skip
    context.commit()
    for shown in (page.get(f"{place}/produk/{product.slug}").text for place in ("", "/kios")):
        assert "Lama menyiapkan 14 hari" in shown and "Contoh barang Bisa" in shown and "Dua pekan" not in shown
    assert str(find_facts([product.id])[product.id][Question.LEAD_TIME].answer) == "14 hari"


def test_an_officer_takes_an_answer_over_in_other_words_and_two_see_each_other(
    page: PageClient, context: Session
) -> None:
    product = answer(context, contoh="Bisa, Bu Sari, gratis")
    sign_in(page, make_account(role="officer"))
    address = f"/meja/permintaan/{inquiry_of(context).reference}"
    shown = page.get(address).text
    assert "Jawaban tetap" in shown and "belum tampil" in shown
    typed = {"position": "1", "question": "contoh", "fact_version": "1", "tampil": "1", "answer_en": "Yes, free"}
    action = f"{address}/1/fakta"
    refused = page.post(
        action, {**typed, "answer": "Rp5.000 saja", "csrf_token": page.get(address).field("csrf_token")}, 422
    )
    assert "cara menampilkan harga" in refused.text and refused.field("answer") == "Rp5.000 saja"
    page.submit(address, {**typed, "answer": "Bisa, gratis"}, action=action)
    assert "Contoh barang Bisa, gratis" in page.get(f"/produk/{product.slug}").text
    late = page.submit(address, {**typed, "answer": "Tidak bisa"}, action=action, expect=409)
    assert "diubah orang lain" in late.text
    page.submit(address, {**typed, "answer": "Bisa, gratis", "fact_version": "2", "tampil": "0"}, action=action)
    assert "Bisa, gratis" not in page.get(f"/produk/{product.slug}").text
    told = context.scalars(select(Event).where(Event.object_type == "product").order_by(Event.id.desc()).limit(2)).all()
    assert [one.verb for one in told] == ["product.answer_kept", "product.answer_shown"]
    assert all("gratis" not in f"{one.before}{one.after}" for one in told)
    page.post(action, {**typed, "position": "9", "csrf_token": page.get(address).field("csrf_token")}, 404)


def test_a_price_is_never_shown_whoever_decides(context: Session) -> None:
    product = answer(context, harga_grosir="Rp20.000")
    with pytest.raises(Refused, match="Harga"):
        decide_fact(
            product_id=product.id, question="harga_grosir", answer_id="murah", answer_en="", is_public=True,
            row_version=1, actor_id=None,
        )  # fmt: skip
    with pytest.raises(Overtaken):
        decide_fact(
            product_id=product.id, question="harga_grosir", answer_id="murah", answer_en="", is_public=False,
            row_version=7, actor_id=None,
        )  # fmt: skip
    assert answer_faults("contoh", "hubungi 0812 3456 7890") and not answer_faults("contoh", "bisa 100 buah")
    assert thread(context).lines[0].answers[0].facts == {"harga_grosir": "Rp20.000"}, (
        "the buyer who asked still reads it"
    )
