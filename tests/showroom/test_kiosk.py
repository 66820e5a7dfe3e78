"""The kiosk's pages as the server writes them: closed towards the web, in two languages and sizes, kept as a whole."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from griya.catalog.actions import load_vocabulary, withdraw_product
from griya.catalog.models import MarketplaceLink, Product
from griya.core import clock
from griya.core.db import db
from griya.core.qr import qr_code
from griya.registry.actions import load_reference
from griya.registry.models import Marketplace
from griya.selection.actions import load_slots
from griya.showroom.rules.kiosk import ERASE, KEYS, PAGES_HELD, SPACE, pages_held, typed_on
from tests.factories.catalog import make_category, make_product
from tests.factories.registry import make_producer
from tests.factories.selection import make_selection, make_version
from tests.page import Opened, PageClient, attributes
from tests.spoken import indonesian_words

MODES = ("", "besar/", "en/", "en/besar/")
FOREIGN = "https://shop.test/rumah-tenun/bidai?utm_source=griya"


@pytest.fixture
def shop(app: Flask) -> list[str]:
    """Fifteen products, three of them selected, one sold elsewhere too; the slugs of the selected ones."""
    with app.app_context():
        load_reference()
        load_slots()
        shelf, maker = make_category("tenun-busana", "Tenun & busana"), make_producer("Rumah Tenun")
        made = [
            make_product(f"Songket {n}", category=shelf, producer=maker, slug=f"songket-{n}", name_en=f"Brocade {n}")
            for n in range(15)
        ]
        load_vocabulary()
        place = db.session.scalars(select(Marketplace)).first()
        assert place is not None
        db.session.add(
            MarketplaceLink(producer_id=maker.id, product_id=made[0].id, marketplace_id=place.id, url=FOREIGN)
        )
        start, end = clock.now() - timedelta(days=1), clock.now() + timedelta(days=9)
        make_version(made[:3], slot="kios", starts_at=start, ends_at=end, selection=make_selection("Oleh-oleh"))
        db.session.commit()
        return [product.slug for product in made[:3]]


def crawl(page: PageClient, start: str) -> Iterator[tuple[str, Opened]]:
    """Every page that links and buttons lead to; the keys are pressed one deep."""
    seen, waiting = set[str](), [start]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        opened = page.get(path)
        yield path, opened
        # What large letters in English lead to is what the other modes lead to.
        if not path.startswith("/kios/en/besar/"):
            waiting += [urljoin(path, attributes(link)["href"]) for link in opened.select("a")]


def ways_out(path: str, opened: Opened) -> list[str]:
    """Everything on a page that leads out of the kiosk."""
    found = []
    for element in opened.select("a, form, area, link[rel='next'], iframe, object, embed"):
        own = attributes(element)
        address = own.get("href") or own.get("action") or own.get("src") or own.get("data") or ""
        target = urlsplit(urljoin(path, address))
        is_inside = (target.scheme, target.netloc) == ("", "") and target.path.startswith("/kios/")
        if not is_inside or {"target", "download", "ping", "formaction"} & set(own):
            found.append(f"{path}: <{element.name} {own}>")
    found += [f"{path}: formaction" for _ in opened.select("[formaction]")]
    refresh = re.findall(r'http-equiv="refresh" content="\d+; url=([^"]*)"', opened.html)
    found += [f"{path}: refresh to {target}" for target in refresh if target not in {"/kios/", "/kios/putar"}]
    return found


def test_k11_k16_k20_nothing_leads_out_of_the_kiosk_or_keeps_a_visitor_and_each_page_comes_home(
    page: PageClient, shop: list[str]
) -> None:
    pages = list(crawl(page, "/kios/"))
    for path, opened in pages:
        keeps_and_refreshes(path, opened)
    assert [found for path, opened in pages for found in ways_out(path, opened)] == []
    assert len(pages) > 60 and {mode for path, _ in pages for mode in MODES if path == f"/kios/{mode}"} == set(MODES)
    shown = next(opened for path, opened in pages if path == f"/kios/produk/{shop[0]}")
    assert FOREIGN.partition("://")[2] in shown.text, "a shop elsewhere is a text and a code"
    assert any(attributes(ink)["d"] == qr_code(FOREIGN).path for ink in shown.select(".kiosk-shops .qr-code__ink"))


@pytest.mark.parametrize(
    "planted",
    [
        '<a href="https://contoh.test/">x</a>', '<a href="/produk">x</a>', '<a href="//contoh.test/kios/">x</a>',
        '<a href="/kios/" target="_blank">x</a>', '<a href="/kios/x.pdf" download>x</a>',
        '<a href="mailto:a@b.test">x</a>',
        '<a href="whatsapp://send">x</a>', '<a href="/meja/masuk">x</a>', '<form action="/cari"></form>',
        '<button formaction="/meja">x</button>', '<meta http-equiv="refresh" content="5; url=/">',
        '<iframe src="/kios/../"></iframe>',
    ],
)  # fmt: skip
def test_k11_the_crawler_notices_a_way_out(page: PageClient, shop: list[str], planted: str) -> None:
    opened = page.get("/kios/")
    html = opened.html.replace("</main>", f"{planted}</main>")
    opened.response.set_data(html)
    assert ways_out("/kios/", Opened.of(opened.response))


@pytest.mark.parametrize("path", ["/kios/tidak-ada", "/kios/en/tidak-ada", "/kios/produk/%00", "/kios/besar/produk/x"])
def test_k11_what_goes_wrong_is_told_inside_the_kiosk(page: PageClient, shop: list[str], path: str) -> None:
    opened = page.get(path, expect=404)
    assert ways_out(path, opened) == [] and opened.select(".kiosk-bar__link")


def test_k11_a_fault_of_ours_is_told_inside_the_kiosk_too(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setitem(app.view_functions, "showroom.kiosk_show", lambda: 1 / 0)
    monkeypatch.setattr(app, "testing", False)
    answer = client.get("/kios/")
    assert answer.status_code == 500 and ways_out("/kios/", Opened.of(answer)) == []
    assert b"kiosk-bar__link" in answer.data


def keeps_and_refreshes(path: str, opened: Opened) -> None:
    """Nothing is kept of a visitor or asked of strangers, and without scripts the page comes home."""
    assert "Set-Cookie" not in opened.response.headers, path
    assert "cookie" not in opened.response.headers.get("Vary", "").lower(), path
    addresses = re.findall(r'(?:src|srcset|href|action)="([^"]+)"', opened.html)
    assert not [one for one in addresses if re.match(r"(?:https?:)?//", one)], path
    ((seconds, target),) = re.findall(r'<noscript><meta http-equiv="refresh" content="(\d+); url=([^"]*)"', opened.html)
    here = path.replace("/en/", "/").replace("/besar/", "/")
    if here == "/kios/putar":
        assert target == "/kios/putar" and 1 <= int(seconds) <= 60
    else:
        assert (seconds, target) == ("75", "/kios/putar" if here == "/kios/" else "/kios/"), path


def test_every_mode_keeps_itself_and_tells_the_same_product(page: PageClient, shop: list[str]) -> None:
    for mode in MODES:
        opened = page.get(f"/kios/{mode}produk/{shop[0]}")
        root = attributes(opened.select("html")[0])
        assert root["lang"] == ("en" if "en/" in mode else "id")
        assert root["class"] == ("kiosk-root kiosk-root--large" if "besar" in mode else "kiosk-root")
        assert ("Brocade 0" if "en/" in mode else "Songket 0") in opened.text
        leading = [attributes(link)["href"] for link in opened.select(".kiosk-bar__item:not(.kiosk-bar__item--mode) a")]
        assert all(address.startswith(f"/kios/{mode}") for address in leading)
        public = "http://localhost" + ("/en" if "en/" in mode else "") + f"/produk/{shop[0]}"
        (ink,) = opened.select(".kiosk-product__ask .qr-code__ink")
        assert attributes(ink)["d"] == qr_code(public).path and public.partition("//")[2] in opened.text
    switches = [
        attributes(link)["href"] for link in page.get("/kios/en/cari?q=a&cari=").select(".kiosk-bar__item--mode a")
    ]
    assert switches == ["/kios/en/besar/cari?q=a&cari=", "/kios/cari?q=a&cari="]
    page.get("/en/kios/", expect=404)


@pytest.mark.parametrize(
    "path",
    [
        "", "?rak=", "?rak=semua", "cari", "cari?q=", "cari?q=xx&cari=", "daftar", "putar", "tak-tersimpan", "?rak=x",
        "produk/songket-0",
    ],
)  # fmt: skip
def test_the_english_kiosk_says_no_indonesian_word_unmarked(page: PageClient, shop: list[str], path: str) -> None:
    opened = page.get(f"/kios/en/{path}", expect=404 if path == "?rak=x" else 200)
    # Names of data, and the public address that is printed beside a code.
    names = ["Rumah Tenun", "Oleh-oleh", "Tenun & busana", r"localhost/en/produk"]
    assert indonesian_words(opened.html, names) == []


def test_lists_of_a_place_and_of_a_material_open_by_their_chips(page: PageClient, shop: list[str]) -> None:
    ways = page.get("/kios/cari")
    chips = [attributes(chip)["href"] for chip in ways.select(".kiosk-chip")]
    assert "/kios/?rak=tenun-busana" in chips and any(chip.startswith("/kios/?wilayah=") for chip in chips)
    for chip in chips:
        opened = page.get(chip)
        assert opened.select(".kiosk-tile") and opened.select(".kiosk-handoff .qr-code__ink")
    for wrong in ("wilayah=", "wilayah=x", "bahan=%00", "rak=x&wilayah=sambas"):
        page.get(f"/kios/?{wrong}", expect=404)


def test_k14_words_are_typed_key_by_key_and_found(page: PageClient, shop: list[str]) -> None:
    text = ""
    for key in "songket":
        field = page.get(f"/kios/cari?q={text}&tambah={key}").select("input[name=q]")[0]
        text = attributes(field)["value"]
        assert attributes(field)["autocomplete"] == "off" and attributes(field)["inputmode"] == "none"
    found = page.get(f"/kios/cari?q={text}&cari=")
    assert len(found.select(".kiosk-tile")) == 12 and "15 produk" in found.text
    assert found.select(".kiosk-handoff"), "what does not fit is carried to a phone"
    assert "Tidak ada yang cocok" in page.get("/kios/cari?q=zzzzqq&cari=").text
    for wrong in ("%00", "%ED%A0%80", "x" * 3000, "<script>", "%E2%80%AE", "'--"):
        for rest in ("", "&cari=", "&tambah=a", "&tambah=%00"):
            assert ways_out("/kios/cari", page.get(f"/kios/cari?q={wrong}{rest}")) == []


@given(st.text(max_size=120), st.sampled_from([*KEYS, SPACE, ERASE, "é", "", "ab"]))
def test_a_key_adds_one_letter_or_takes_one_away(text: str, key: str) -> None:
    typed = typed_on(text, key)
    if key == ERASE:
        assert typed == text[:-1]
    elif key in KEYS:
        assert typed == (text + key)[:100]
    elif key == SPACE:
        assert typed in {text, (text + SPACE)[:100]} and "  " not in typed.removeprefix(text)
    else:
        assert typed == text


def test_a_list_is_held_as_far_as_a_finger_turns() -> None:
    assert [pages_held(count) for count in (0, 1, 12, 13, 60, 61, 10_000)] == [1, 1, 1, 2, 5, PAGES_HELD, PAGES_HELD]


def test_k15_a_list_is_carried_in_its_code_and_kept_nowhere(page: PageClient, app: Flask, shop: list[str]) -> None:
    with app.app_context():
        codes = list(db.session.scalars(select(Product.code).where(Product.slug.in_(shop)).order_by(Product.id)))
    opened = page.get(f"/kios/daftar?isi={codes[1]}.{codes[0]}.X-1.{'y' * 50}.%00")
    assert [line.to_text().strip() for line in opened.select(".kiosk-lines__name")] == ["Songket 1", "Songket 0"]
    address = f"/permintaan/dari-kios?isi={codes[1]}.{codes[0]}"
    (ink,) = opened.select(".kiosk-handoff .qr-code__ink")
    assert attributes(ink)["d"] == qr_code(f"http://localhost{address}").path
    erase = [attributes(link)["href"] for link in opened.select(".kiosk-lines__erase")]
    assert erase == [f"/kios/daftar?isi={codes[0]}", f"/kios/daftar?isi={codes[1]}"]
    # On the phone it is shown, and taken over by a press.
    shown = page.get(address)
    assert "Songket 1" in shown.text and "private" in shown.response.headers["Cache-Control"]
    assert "Songket" not in page.get("/permintaan").select("main")[0].to_text()
    page.submit(address, {})
    listed = page.get("/permintaan").select("main")[0].to_text()
    assert "Songket 0" in listed and "Songket 1" in listed
    page.submit(address, {})
    assert page.get("/permintaan").select("main")[0].to_text().count("Songket 0") == listed.count("Songket 0")
    for wrong in ("", "x", "%00", "." * 500, "X" * 5000):
        page.get(f"/permintaan/dari-kios?isi={wrong}", expect=404)
        assert "masih kosong" in page.get(f"/kios/daftar?isi={wrong}").text


def stock(client: FlaskClient) -> Mapping[str, Any]:
    answer = client.get("/kios/isi.json")
    assert answer.status_code == 200 and "Set-Cookie" not in answer.headers
    return dict(answer.get_json())


def test_k12_the_list_of_the_copy_names_every_page_once_and_each_is_there(client: FlaskClient, shop: list[str]) -> None:
    told = stock(client)
    assert len(told["pages"]) == len(set(told["pages"]))
    for path in (*told["pages"], *told["files"]):
        answer = client.get(path)
        assert answer.status_code == 200 and "Set-Cookie" not in answer.headers, path
        answer.close()
    for mode in MODES:
        for path in ("", "?rak=", "?rak=tenun-busana&halaman=2", "cari", "putar", *(f"produk/{slug}" for slug in shop)):
            assert f"/kios/{mode}{path}" in told["pages"]


def test_k12_the_revision_stays_until_something_on_its_pages_changes(
    app: Flask, client: FlaskClient, shop: list[str]
) -> None:
    first = stock(client)
    etag = client.get("/kios/isi.json").headers["ETag"]
    assert client.get("/kios/isi.json", headers={"If-None-Match": etag}).status_code == 304
    assert stock(client)["rev"] == first["rev"]
    with app.app_context():
        product = db.session.scalars(select(Product).where(Product.slug == shop[1])).one()
        withdraw_product(product=product, reason="Uji.")
        db.session.commit()
    second = stock(client)
    assert second["rev"] != first["rev"] and f"/kios/produk/{shop[1]}" not in second["pages"]


def test_the_worker_is_served_below_the_pages_it_keeps(app: Flask, client: FlaskClient) -> None:
    answer = client.get("/kios/sw.js")
    assert answer.mimetype == "text/javascript" and "no-cache" in answer.headers["Cache-Control"]
    address = answer.get_data(as_text=True).removeprefix('import "').removesuffix('";\n')
    folder = Path(app.config["STATIC_ROOT"]) / "js"
    assert address.startswith("/static/") and (folder / address.rpartition("/")[2]).is_file()
    for imported in re.findall(r'from "\./([^"]+)"', (folder / "kiosk-worker.js").read_text(encoding="utf-8")):
        assert (folder / imported).is_file()
