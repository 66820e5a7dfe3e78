"""A product on paper: one side of A4 with the letterhead, whatever the product holds, and nothing of the screen."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from griya.catalog.actions import load_vocabulary
from griya.catalog.models import Category, Material, Technique
from griya.config import Office
from griya.core import clock, text
from griya.core.db import db
from griya.registry.actions import CredentialDraft, load_reference
from griya.registry.models import CredentialState, Region
from tests.factories.catalog import make_product
from tests.factories.registry import make_producer
from tests.journeys.showroom_site import LONG_MAKER, Showroom

pytestmark = pytest.mark.browser

OFFICE = Office(
    name="Dinas Perindustrian, Perdagangan, dan Energi Sumber Daya Mineral Provinsi Kalimantan Barat",
    address="Jalan Contoh Raya Nomor 123, Gedung Uji Lantai 2, Kelurahan Contoh, Kota Pontianak 78121",
    phone="+62 561 000000",
    email="showroom.griya.ikm@contoh.test",
)
LONG_NAME = (
    "Songket Sambas Motif Pucuk Rebung Bertabur Bunga Tanjung, Sepasang Kain dan Selendang, dalam Kotak Kayu Berukir"
)
LONG_ENGLISH_NAME = "Sambas songket with bamboo-shoot motif and tanjung flowers, cloth and shawl, in a carved box"
SENTENCE = "Kain ditenun di rumah masing-masing, lalu diperiksa bersama setiap Sabtu oleh para penenun. "
WIDTH, HEIGHT = 688, 1016  # A4 less its margins, in CSS pixels
PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")


def checked(kind: str, number: str | None, **more: Any) -> CredentialDraft:
    """A certificate that was checked."""
    return CredentialDraft(
        kind, number, CredentialState.CHECKED, checked_on=date(2026, 9, 15), check_method="situs", **more
    )


CREDENTIALS = (
    checked("nib", "1234567890123"),
    checked("halal", "ID61110000012340926"),
    checked("merek", "IDM990001001"),
    checked("ovop", None, ovop=(3, 5, 2018)),
    checked("ovop", None, ovop=(2, 3, 2024)),
)


@pytest.fixture
def showroom(tmp_path: Path) -> Iterator[Showroom]:
    place = Showroom(tmp_path)
    place.app.config["SETTINGS"] = replace(place.app.config["SETTINGS"], office=OFFICE)
    with place.writing():
        load_reference()
        load_vocabulary()
        sambas = db.session.scalars(select(Region).where(Region.slug == "sambas")).one()
        maker = make_producer(LONG_MAKER, region=sambas, credentials=CREDENTIALS, is_sample=True)
        shelf = db.session.scalars(select(Category).where(Category.slug == "tenun-busana")).one()
        make_product(
            LONG_NAME[:120],
            producer=maker,
            category=shelf,
            slug="terpanjang",
            price_mode="mulai",
            price_idr=123_850_000,
            unit="set",
            name_en=LONG_ENGLISH_NAME,
            summary_id=(SENTENCE * 4)[:300],
            summary_en=(
                "A matching cloth and shawl in gold thread, woven by one woman over three to four months. " * 4
            )[:300],
            description_id="\n".join([SENTENCE * 6] * 8),
            net_weight_g=1_250,
            net_volume_ml=750,
            size_text="kain 200 × 105 cm, selendang 200 × 55 cm, kotak 40 × 30 × 12 cm, berukir tangan"[:80],
            moq=12,
            capacity_per_month=40,
            lead_time_days=110,
            shelf_life_days=3_650,
            halal_status="tidak_wajib",
            halal_note="Bukan makanan, minuman, atau kosmetik; benang dan pewarnanya tidak wajib bersertifikat."[:120],
            specialty_of_id=sambas.id,
            material_ids=list(db.session.scalars(select(Material.id).limit(8))),
            technique_ids=list(db.session.scalars(select(Technique.id).limit(6))),
            showroom_shelf="A1",
        )
        make_product("Bidai", slug="terpendek", price_mode="tanya", description_id="\n".join([SENTENCE * 3] * 3))
    yield place
    place.stop()


@pytest.fixture
def page(browser: Browser, showroom: Showroom) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT}, base_url=showroom.url, color_scheme="dark"
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("slug", ["terpanjang", "terpendek"])
def test_a_product_prints_on_one_side_of_a4(page: Page, slug: str) -> None:
    page.goto(f"/produk/{slug}")
    assert len(PAGE.findall(page.pdf(prefer_css_page_size=True))) == 1


def test_the_parts_of_the_longest_sheet_follow_each_other_to_the_foot_of_the_page(page: Page) -> None:
    page.goto("/produk/terpanjang")
    page.emulate_media(media="print")
    tops, bottoms = [], []
    for part in (".product-sheet__top", ".product__head", ".product__facts", ".product__story",
                 "[aria-labelledby=sertifikat]", ".product-sheet__end"):  # fmt: skip
        box = page.locator(part).bounding_box()
        assert box, part
        tops.append(box["y"])
        bottoms.append(box["y"] + box["height"])
    assert all(above <= below + 1 for above, below in zip(bottoms, tops[1:], strict=False)), (tops, bottoms)
    assert bottoms[-1] <= HEIGHT


def test_a_story_that_finds_room_is_printed_whole(page: Page) -> None:
    page.goto("/produk/terpendek")
    page.emulate_media(media="print")
    story = page.locator(".product__story")
    assert story.evaluate("(e) => e.scrollWidth <= e.clientWidth && e.scrollHeight <= e.clientHeight + 1")
    box = story.bounding_box()
    assert box and box["height"] > 60


def test_a_sheet_has_the_letterhead_both_languages_the_checks_and_the_way_back_and_no_navigation(page: Page) -> None:
    page.goto("/produk/terpanjang")
    page.emulate_media(media="print")
    words = page.locator("body").inner_text()
    for told in (
        OFFICE.name, OFFICE.address, OFFICE.phone, OFFICE.email, LONG_NAME[:60], "Sambas songket", LONG_MAKER,
        "Kab. Sambas", "Rp123.850.000", f"per {text.day(clock.today())}", "Diperiksa 15 September 2026",
        "https://griya.contoh.test/produk/terpanjang", f"Dicetak {text.day(clock.today())}", "Data contoh",
    ):  # fmt: skip
        assert told in words, told
    for left_out in (".site-header", ".site-footer", ".breadcrumb", ".button", ".skip-link"):
        assert not page.locator(left_out).first.is_visible(), left_out
    assert page.locator(".product-sheet .qr-code").bounding_box()["width"] >= 90  # type: ignore[index]
    # Whoever reads the site in the dark prints black on white all the same.
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "oklch(0 0 0)"


def test_nothing_of_the_sheet_shows_on_a_screen(page: Page) -> None:
    page.goto("/produk/terpanjang")
    assert not page.locator(".product-sheet__top").is_visible()
    assert not page.locator(".product-sheet__end").is_visible()
