"""Every public page in both languages, with the sample catalogue: what it says, and how its forms name each other."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from flask import Flask
from justhtml import JustHTML
from werkzeug.test import TestResponse

from griya.catalog.actions import load_vocabulary
from griya.core.db import db
from griya.registry.actions import load_reference
from griya.registry.models import Producer
from griya.sample.actions import load_sample
from griya.selection.actions import load_slots
from tests.conftest import IsolatedClient, rolled_back
from tests.page import attributes, problems
from tests.spoken import indonesian_words

# Each page by its Indonesian address. Those of PARTLY say something that nobody has translated yet; those of UNNAMED
# belong to one visitor or are of no use to a search engine. Neither kind names a counterpart.
TRANSLATED = (
    "/", "/tentang", "/privasi", "/aksesibilitas", "/terseleksi", "/terseleksi/semarak-gawai", "/produk",
    "/produk/kopiah-tenun-sambas", "/rak/makanan", "/rak/tenun-busana", "/wilayah/sambas", "/wilayah/kota-pontianak",
    "/ikm/rumah-tenun-pucuk-rebung", "/permintaan",
)  # fmt: skip
PARTLY = ("/terseleksi/terseleksi-bulan-ini", "/produk/lilin-lebah-batangan", "/produk/gula-aren-cetak-batok")
UNNAMED = (
    "/produk?rak=makanan&wilayah=sambas", "/produk?q=zzzz", "/permintaan/tambah/kopiah-tenun-sambas", "/cari?q=songket",
    "/cari?q=zzzz", "/tidak-ada",
)  # fmt: skip
NOT_FOUND = ("/tidak-ada",)
PATHS = (*TRANSLATED, *PARTLY, *UNNAMED)


@dataclass(frozen=True)
class Walk:
    """Both forms of every page, by language and path, and the names of the makers, which are the same in both."""

    pages: dict[tuple[str, str], TestResponse]
    names: tuple[str, ...]


@pytest.fixture(scope="module")
def walk(built_app: Flask, database: sa.Connection) -> Iterator[Walk]:
    """The site with the sample catalogue, every page of it opened once."""
    with rolled_back(built_app, database) as app:
        with app.app_context():
            load_reference()
            load_vocabulary()
            load_slots()
            load_sample()
            db.session.commit()
            names = tuple(db.session.scalars(sa.select(Producer.name)))
        app.test_client_class = IsolatedClient
        client = app.test_client()
        prefixes = {"id": "", "en": "/en"}
        pages = {(code, path): client.get(prefix + path) for code, prefix in prefixes.items() for path in PATHS}
        yield Walk(pages, names)


def document(response: TestResponse) -> JustHTML:
    return JustHTML(response.get_data(as_text=True), sanitize=False)


def links(response: TestResponse, rel: str) -> dict[str, str]:
    """Addresses of the page's links of this relation by their language, without the site's own."""
    found = [attributes(one) for one in document(response).query(f'link[rel="{rel}"]')]
    forms = [own for own in found if rel != "alternate" or "hreflang" in own]  # not feeds and files
    return {own.get("hreflang", ""): own["href"].removeprefix("http://localhost") for own in forms}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("language", ["id", "en"])
def test_each_form_keeps_the_house_standards_and_says_its_language(walk: Walk, language: str, path: str) -> None:
    response = walk.pages[language, path]
    assert response.status_code == (404 if path in NOT_FOUND else 200)
    assert problems(response, path) == []
    assert attributes(document(response).query("html")[0])["lang"] == language


@pytest.mark.parametrize("path", PATHS)
def test_the_english_form_marks_every_indonesian_word(walk: Walk, path: str) -> None:
    found = indonesian_words(walk.pages["en", path].get_data(as_text=True), walk.names)
    assert not found, f'/en{path} says these without lang="id": {sorted(set(found))}'


@pytest.mark.parametrize("path", PATHS)
def test_links_of_a_page_stay_in_its_language(walk: Walk, path: str) -> None:
    for link in document(walk.pages["en", path]).query("a[href^='/']"):
        own = attributes(link)
        is_elsewhere = own["href"].startswith(("/meja/", "/media/", "/static/")) or own.get("hreflang") == "id"
        assert own["href"].startswith("/en/") != is_elsewhere, f"/en{path} leads to {own['href']}"


@pytest.mark.parametrize("path", PATHS)
def test_the_two_forms_name_each_other_exactly_where_the_page_is_translated(walk: Walk, path: str) -> None:
    indonesian, english = walk.pages["id", path], walk.pages["en", path]
    named = {"id": path, "en": f"/en{path}", "x-default": path} if path in TRANSLATED else {}
    assert links(indonesian, "alternate") == links(english, "alternate") == named
    if path not in UNNAMED:
        assert links(indonesian, "canonical") == {"": path}
        assert links(english, "canonical") == {"": f"/en{path}" if path in TRANSLATED else path}


def test_the_walk_hears_words_attributes_and_descriptions() -> None:
    assert indonesian_words('<html lang="en"><p>Made <b>dari</b> rattan') == ["dari"]
    assert indonesian_words('<html lang="en"><img alt="Kain dan benang"><p lang="id">Kain dan benang') == ["dan"]
    assert indonesian_words('<html lang="en"><meta name="description" content="Harga">') == ["Harga"]
    assert indonesian_words('<html lang="en"><div lang="id"><p lang="en">Untuk</p>dan</div>') == ["Untuk"]
    assert indonesian_words('<html lang="en"><input type="submit" value="Cari"><option value="nama">Name') == ["Cari"]
    assert indonesian_words('<html lang="en"><p>And a candid Indian</p><meta name="robots" content="dan">') == []
