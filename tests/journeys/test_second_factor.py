"""An administrator's first day: asked for a second factor, sets it up, and gets in later without the telephone."""

import re

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site
from tests.journeys.steps import follow
from tests.journeys.test_curator import make_account_by_command

pytestmark = pytest.mark.browser

CODES = 10


def enter(page: Page, email: str, password: str) -> None:
    page.goto("/meja/masuk")
    page.fill("[name=email]", email)
    page.fill("[name=password]", password)
    with page.expect_navigation():
        page.press("[name=password]", "Enter")


def give(page: Page, code: str) -> None:
    page.fill("main [name=code]", code)
    with page.expect_navigation():
        page.press("main [name=code]", "Enter")


def test_an_administrator_sets_up_the_code_and_comes_in_with_one_kept_on_paper(
    page: Page, site: Site, request: pytest.FixtureRequest
) -> None:
    kind = "telepon" if page.viewport_size and page.viewport_size["width"] < 768 else "laptop"
    who = make_account_by_command(site, f"admin-{kind}@griya.test", "Rukmini", role="administrator")
    enter(page, who.email, who.password)
    page.goto("/meja/akun")
    expect(page).to_have_url(re.compile(r"/meja/saya/kode"))  # nothing opens before that is done

    secret = page.inner_text(".factor-setup__secret").replace(" ", "")
    give(page, "000000")
    expect(page.locator(".error-summary")).to_be_visible()
    assert page.inner_text(".factor-setup__secret").replace(" ", "") == secret, "the telephone has scanned this one"
    give(page, pyotp.TOTP(secret).now())

    kept = page.locator(".recovery-codes__code").all_inner_texts()
    assert len(kept) == len(set(kept)) == CODES
    page.goto("/meja/akun")
    expect(page.locator("h1")).to_have_text("Akun")

    for turn, code in enumerate((kept[3], kept[3], kept[4])):
        page.goto("/meja/")
        if page.locator("form[action='/meja/keluar']").count():
            follow(page.locator("form[action='/meja/keluar'] button"))
        enter(page, who.email, who.password)
        expect(page).to_have_url(re.compile(r"/meja/masuk/kode"))
        give(page, code)
        if turn == 1:
            expect(page.locator(".error-summary")).to_be_visible()  # one of paper opens once
        else:
            expect(page).to_have_url(re.compile(r"/meja/$"))
