"""The two languages: addresses, messages, words of the data that may lack a translation."""

import pytest
from flask import Flask, url_for
from markupsafe import Markup

from griya.core import language
from griya.core.text import day, moment, number, rupiah
from griya.core.words import Bilingual, Sentence, as_typed, in_language, is_translated
from tests.page import PageClient


def test_a_sentence_reads_in_indonesian_and_still_knows_its_message() -> None:
    sentence = Sentence("Paling banyak %(most)d produk.", most=20)
    assert sentence == "Paling banyak 20 produk."
    assert (sentence.message, sentence.values) == ("Paling banyak %(most)d produk.", {"most": 20})


def test_words_without_english_ones_stay_indonesian_and_say_so() -> None:
    assert in_language(Bilingual("kain", "cloth"), "en") == ("cloth", "en")
    assert in_language(Bilingual("kain"), "en") == ("kain", "id")
    assert in_language(Bilingual("kain", "cloth"), "id") == ("kain", "id")
    assert in_language("kain", "en") == ("kain", "id")


def test_a_page_is_translated_when_everything_it_says_is() -> None:
    assert is_translated(Bilingual("kain", "cloth"), "", None)
    assert not is_translated(Bilingual("kain", "cloth"), Bilingual("cerita"))


def test_the_english_form_of_an_address_begins_with_en_and_nothing_else_does(built_app: Flask) -> None:
    with built_app.test_request_context("/en/produk"):
        pass
    with built_app.test_request_context("/produk", environ_overrides={"griya.language": "en"}):
        assert url_for("catalog.product_show", slug="bidai") == "/en/produk/bidai"
        assert url_for("site.home_show") == "/en/"
        assert url_for("site.home_show", _external=True) == "http://localhost/en/"
        assert url_for("catalog.product_index", _language="id") == "/produk"
        assert url_for("desk.session_new") == "/meja/masuk"
        assert url_for("media.file_show", name="x") == "/media/x"
    with built_app.test_request_context("/produk"):
        assert url_for("catalog.product_index") == "/produk"
        assert url_for("catalog.product_index", _language="en") == "/en/produk"


def test_indonesian_words_are_marked_on_an_english_page(built_app: Flask) -> None:
    with built_app.test_request_context("/", environ_overrides={"griya.language": "en"}):
        assert language.words(Bilingual("<kain>")) == Markup('<span lang="id">&lt;kain&gt;</span>')
        assert language.words(Bilingual("kain", "cl<oth")) == Markup("cl&lt;oth")
        assert language.words(Markup("<b>cloth</b>")) == Markup("<b>cloth</b>")
        assert language.lang("kain") == ' lang="id"'
        assert language.lang(Bilingual("kain", "cloth")) == language.lang("") == ""
        assert language.plain(Bilingual("kain", "cloth")) == "cloth"
    with built_app.test_request_context("/"):
        assert language.words(Bilingual("kain", "cloth")) == "kain"
        assert language.lang("kain") == ""


def test_what_stands_in_a_sentence_is_data_a_message_or_a_persons_own_words(built_app: Flask) -> None:
    values = {"noun": "Produk", "data": Bilingual("kain", "cloth"), "typed": as_typed("Produk"), "count": 3}
    sentence = Sentence("%(noun)s %(data)s %(typed)s %(count)d", **values)
    assert sentence == "Produk kain Produk 3"
    with built_app.test_request_context("/", environ_overrides={"griya.language": "en"}):
        assert language.translate(sentence) == "Products cloth Produk 3"


def test_a_sentence_with_a_persons_words_in_it_is_escaped_where_it_is_shown(built_app: Flask) -> None:
    template = built_app.jinja_env.from_string("{{ sentence|translate }}")
    with built_app.test_request_context("/", environ_overrides={"griya.language": "en"}):
        assert template.render(sentence=Sentence("“%(x)s” tidak ada", x="<b>")) == "“&lt;b&gt;” tidak ada"


@pytest.mark.parametrize(
    ("shown", "indonesian", "english"),
    [(number, "5.815", "5,815"), (rupiah, "Rp5.815", "Rp5,815")],
)
def test_numbers_have_the_marks_of_their_language(shown, indonesian: str, english: str) -> None:
    assert (shown(5815), shown(5815, "en")) == (indonesian, english)


def test_days_and_moments_are_named_in_their_language() -> None:
    from datetime import UTC, datetime

    at = datetime(2026, 8, 16, 17, 5, tzinfo=UTC)
    assert (day(at), day(at, "en")) == ("17 Agustus 2026", "17 August 2026")
    assert moment(at) == "Senin, 17 Agustus 2026 00.05 WIB"
    assert moment(at, "en") == "Monday, 17 August 2026 00:05 WIB"


def test_en_alone_leads_to_the_english_front_door(page: PageClient) -> None:
    assert page.get("/en", expect=308).response.headers["Location"] == "/en/"


def test_what_has_no_english_page_has_no_english_address(page: PageClient) -> None:
    for path in ("/en/meja/masuk", "/en/layar/", "/en/kios/", "/en/media/x", "/en/en/", "/en/static/x/y.css"):
        page.get(path, expect=404)


def test_an_english_page_says_its_language_and_leads_to_the_indonesian_one(page: PageClient) -> None:
    opened = page.get("/en/produk?q=kain&rak=makanan")
    assert opened.select("html")[0].attrs["lang"] == "en"
    assert opened.select(".language-switch__link")[0].attrs["href"] == "/produk?q=kain&rak=makanan"
    assert page.get("/produk").select(".language-switch__link")[0].attrs["href"] == "/en/produk"
