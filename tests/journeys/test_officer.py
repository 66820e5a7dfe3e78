"""An officer: signs in with the password made for this instance, finds the inquiry, signs out for good."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site
from tests.journeys.steps import follow
from tests.journeys.test_buyer import buy

pytestmark = pytest.mark.browser


def sign_in(page: Page, site: Site) -> None:
    page.goto("/meja/masuk")
    page.locator('[name="email"]').fill(site.email)
    page.locator('[name="password"]').fill(site.password)
    page.locator("main button[type=submit]").click()
    expect(page).to_have_url(re.compile(r"/meja/$"))


def test_an_officer_finds_the_inquiry_a_buyer_sent(page: Page, site: Site) -> None:
    reference = buy(page)
    sign_in(page, site)
    page.goto("/meja/permintaan")
    follow(page.get_by_role("link", name=reference))
    text = page.locator("main").inner_text()
    assert "Pembeli dari Kuching" in text
    assert "50" in text


def test_a_copied_cookie_is_dead_after_sign_out(page: Page, site: Site) -> None:
    sign_in(page, site)
    copied = page.context.cookies()
    page.get_by_role("button", name=re.compile("keluar", re.IGNORECASE)).click()
    page.context.add_cookies([{k: v for k, v in cookie.items() if k != "partitionKey"} for cookie in copied])  # type: ignore[misc]
    page.goto("/meja/produk")
    expect(page).to_have_url(re.compile("/meja/masuk"))


def test_the_desk_lists_products_and_their_makers(page: Page, site: Site) -> None:
    sign_in(page, site)
    page.goto("/meja/produk?q=kopiah")
    expect(page.locator("main table")).to_contain_text("Kopiah Tenun Sambas")
    expect(page.locator("main table")).to_contain_text("Rumah Tenun Pucuk Rebung")
