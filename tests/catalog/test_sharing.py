"""What a shared page tells: tags that chats understand, a picture that opens, in the page's language."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from PIL import Image

from griya.catalog.models import PhotoRole
from griya.catalog.queries.cards import list_cards
from griya.catalog.queries.producers import find_producer
from griya.catalog.queries.products import find_product
from griya.catalog.queries.shared import find_shared_producer, shared_producer
from griya.catalog.sharing import card_of_producer, card_of_product, card_of_product_page
from griya.core.addresses import absolute, by_slug, canonical
from griya.core.clock import today
from griya.core.db import db
from griya.core.share import kept
from griya.core.share.card import ShareCard
from tests.factories.catalog import make_category, make_product
from tests.factories.photos import make_photo
from tests.factories.registry import make_producer, make_region
from tests.page import Opened, PageClient, attributes

PAGES = (
    "/", "/produk", "/produk/{product}", "/ikm/{maker}", "/rak/makanan", "/wilayah/sambas", "/bahan", "/teknik",
    "/terseleksi", "/tentang", "/privasi", "/aksesibilitas", "/data-terbuka", "/cari?q=amplang", "/permintaan",
)  # fmt: skip


def tags(opened: Opened) -> dict[str, str]:
    """The page's `og:` and `twitter:` tags; one that stands twice is an error."""
    found: dict[str, str] = {}
    for element in opened.select("meta"):
        name = attributes(element).get("property") or attributes(element).get("name") or ""
        if name.startswith(("og:", "twitter:")):
            assert name not in found, f"{name} stands twice"
            found[name] = attributes(element)["content"]
    return found


def open_picture(page: PageClient, address: str) -> Image.Image:
    """Fetch a picture as a chat does, and check what chats ask of it."""
    assert address.startswith("http://localhost/")
    answer = page.client.get(urlsplit(address).path)
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg"), address
    assert len(answer.data) < 300_000
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in answer.headers
    return Image.open(io.BytesIO(answer.data))


@pytest.fixture
def catalogue(context: Any) -> dict[str, str]:
    """One maker with one translated product and one that is not."""
    maker = make_producer("Dapur Uji")
    maker.story_id = "Kami mengolah ikan pipih sejak lama."
    product = make_product(
        "Amplang Ikan Pipih",
        producer=maker,
        name_en="Fish crackers",
        summary_id="Kerupuk ikan.",
        summary_en="Fish crackers.",
    )
    plain = make_product("Kerupuk Basah", producer=maker, summary_id="Dikukus & digoreng <segar>.")
    db.session.commit()
    return {"product": product.slug, "maker": maker.slug, "plain": plain.slug}


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_can_be_shared(page: PageClient, catalogue: dict[str, str], path: str, language: str) -> None:
    opened = page.get(language + path.format(**catalogue))
    found = tags(opened)
    assert 0 < len(found["og:title"]) <= 65
    assert found["og:locale"] == ("en_GB" if language else "id_ID")
    assert found["og:site_name"] and found["og:image:alt"]
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
    assert found["og:image:type"] == "image/jpeg"
    assert found["twitter:card"] == "summary_large_image"
    assert open_picture(page, found["og:image"]).size == (1200, 630)
    canonicals = [attributes(link)["href"] for link in opened.select('link[rel="canonical"]')]
    assert [found["og:url"]] == canonicals if canonicals else "og:url" not in found
    is_translated = bool(opened.select('link[hreflang="x-default"]'))
    assert found.get("og:locale:alternate") == (("id_ID" if language else "en_GB") if is_translated else None)
    (feed,) = opened.select('link[type="application/atom+xml"]')
    assert attributes(feed)["href"] == f"{language}/produk/baru.atom"


def test_a_product_is_told_with_its_maker_and_its_place(page: PageClient, catalogue: dict[str, str]) -> None:
    found = tags(page.get(f"/produk/{catalogue['product']}"))
    assert found["og:title"] == "Amplang Ikan Pipih — Dapur Uji, Kab. Sambas"
    assert found["og:description"] == "Kerupuk ikan."
    assert found["og:image:alt"] == "Amplang Ikan Pipih, dibuat oleh Dapur Uji di Kab. Sambas"
    english = tags(page.get(f"/en/produk/{catalogue['product']}"))
    assert english["og:title"] == "Fish crackers — Dapur Uji, Sambas Regency"
    assert english["og:description"] == "Fish crackers."
    assert english["og:image"] != found["og:image"]


def test_an_english_page_without_a_translation_is_told_in_indonesian(
    page: PageClient, catalogue: dict[str, str]
) -> None:
    found = tags(page.get(f"/en/produk/{catalogue['plain']}"))
    assert found["og:title"].startswith("Kerupuk Basah — Dapur Uji")
    assert found["og:description"] == "Dikukus & digoreng <segar>."
    assert found["og:url"] == f"http://localhost/produk/{catalogue['plain']}"


def drawn_cards(monkeypatch: pytest.MonkeyPatch, folder: Path) -> list[ShareCard]:
    """Every card that is drawn from now on, into an empty folder."""
    seen: list[ShareCard] = []

    def draw(card: ShareCard, _media: Path) -> bytes:
        seen.append(card)
        return b"\xff\xd8\xff" + card.digest.encode()

    monkeypatch.setattr(kept, "draw", draw)
    monkeypatch.setattr(kept, "FOLDER", str(folder))
    return seen


def test_the_picture_says_what_the_page_says_and_never_a_price(
    page: PageClient, context: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen = drawn_cards(monkeypatch, tmp_path)
    maker = make_producer("Dapur Babi", is_sample=True)
    for mode in ("tampil", "mulai", "tanya"):
        product = make_product(f"Dendeng {mode}", producer=maker, name_en=f"Jerky {mode}", price_mode=mode,
                               price_idr=7_654_321, halal_status="tidak_halal")  # fmt: skip
        db.session.commit()
        for prefix in ("", "/en"):
            open_tags = tags(page.get(f"{prefix}/produk/{product.slug}"))
            assert page.client.get(urlsplit(open_tags["og:image"]).path).status_code == 200
    assert len(seen) == 6
    indonesian, english = seen[0], seen[1]
    assert (indonesian.title, indonesian.lines) == ("Dendeng tampil", ("Dapur Babi", "Kab. Sambas"))
    assert (english.title, english.lines) == ("Jerky tampil", ("Dapur Babi", "Sambas Regency"))
    assert indonesian.marks == ("Tidak halal", "Data contoh")
    assert english.marks == ("Not halal", "Sample data")
    assert english.brand == ("Griya IKM", "West Kalimantan")
    assert not [card for card in seen if "654" in repr(card)]


def test_the_card_of_a_list_and_the_card_of_the_page_are_one(context: Any, app: Flask) -> None:
    maker = make_producer("Dapur Uji")
    food = make_category("makanan", "Makanan")
    product = make_product("Amplang", producer=maker, category=make_category("kerupuk", "Kerupuk", food))
    make_photo(product, role=PhotoRole.SCALE)
    with app.test_request_context():
        for has_main in (False, True):
            if has_main:
                make_photo(product)
            page = find_product(product.slug, today=today())
            assert page is not None
            from_page, (from_list,) = card_of_product_page(page), list_cards([product.id])
            assert from_page == card_of_product(from_list)
            assert bool(from_page.patches[0].photo) is has_main


@pytest.mark.parametrize(("count", "fields"), [(0, 1), (1, 1), (2, 2), (3, 2), (4, 4), (9, 4)])
def test_a_maker_is_shown_by_its_newest_photos(context: Any, app: Flask, count: int, fields: int) -> None:
    maker = make_producer("Dapur Uji")
    for number in range(count):
        make_photo(make_product(f"Amplang {number}", producer=maker))
    found, page = find_shared_producer(maker.slug), find_producer(maker.slug, today=today())
    assert found is not None and page is not None
    with app.test_request_context():
        card = card_of_producer(found)
        assert card == card_of_producer(shared_producer(page))
    assert len(card.patches) == fields
    assert all(patch.photo for patch in card.patches) is bool(count)
    assert card.lines == (("Kab. Sambas", f"{count} produk") if count else ("Kab. Sambas",))


def test_a_picture_lives_only_at_the_address_that_names_what_is_on_it(
    page: PageClient, context: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen = drawn_cards(monkeypatch, tmp_path)
    maker = make_producer("Dapur Uji")
    product = make_product("Amplang", producer=maker)
    db.session.commit()
    path = urlsplit(tags(page.get(f"/produk/{product.slug}"))["og:image"]).path
    digest = path.rpartition("/")[2].removesuffix(".jpg")
    strangers = [
        path.replace(digest, "0" * 24), path.replace(digest, digest.upper()), path.replace(digest, "x"),
        path.replace(product.slug, "bukan-produk"), path.replace("/produk/", "/ikm/"), f"/en{path}",
        path.replace(product.slug, "%00"), path.replace(product.slug, "a" * 5000),
    ]  # fmt: skip
    for stranger in strangers:
        answer = page.client.get(stranger)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store"), stranger
    assert not seen, "nothing is drawn for an address that nobody was given"
    assert page.client.get(path).status_code == 200
    assert len(seen) == 1
    assert page.client.get(path, headers={"If-None-Match": f'"{digest}"'}).status_code == 304
    assert len(seen) == 1
    maker.name = "Dapur Lain"
    db.session.commit()
    assert page.client.get(path).status_code == 404, "what stood on it is no longer so"


def test_a_server_that_is_busy_drawing_says_when_to_come_back(
    page: PageClient, context: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: Any, **__: Any) -> bytes:
        raise kept.Busy

    product = make_product("Amplang")
    db.session.commit()
    path = urlsplit(tags(page.get(f"/produk/{product.slug}"))["og:image"]).path
    monkeypatch.setattr(kept, "picture", busy)
    answer = page.client.get(path)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert answer.headers["Cache-Control"] == "no-store"


def test_whole_addresses_begin_with_the_public_one(built_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(built_app.config, "PUBLIC_URL", "https://griya.example")
    with built_app.test_request_context("/en/produk"):
        pass
    with built_app.test_request_context("/"):
        assert absolute("catalog.product_index") == "https://griya.example/produk"
        assert absolute("catalog.product_index", _language="en") == "https://griya.example/en/produk"
        assert canonical("catalog.product_index", is_translated=False) == "https://griya.example/produk"
        assert by_slug("catalog.product_show")("amplang-2") == "https://griya.example/produk/amplang-2"
        name = "0" * 64 + ".jpg"
        assert by_slug("media.file_show", argument="name")(name) == f"https://griya.example/media/{name}"


def test_a_place_of_its_own_stands_on_the_picture(context: Any, app: Flask) -> None:
    made_in = make_region("61.71", "Pontianak", "city")
    product = make_product("Songket", made_in_id=made_in.id)
    (card,) = list_cards([product.id])
    with app.test_request_context():
        assert card_of_product(card).lines[1] == "Kota Pontianak"
        assert card_of_product(replace(card, is_sample=True)).marks == ("Data contoh",)
