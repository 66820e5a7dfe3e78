"""Suggestions under the search box, by keyboard and by pointer: what is shown, said and meant, and without a script."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Request, expect

pytestmark = pytest.mark.browser

OPTION = "[role=option]"


def asked(page: Page) -> list[str]:
    """The addresses of suggestions that the page asks for from now on."""
    found: list[str] = []

    def note(request: Request) -> None:
        if "/cari/saran" in request.url:
            found.append(request.url)

    page.on("request", note)
    return found


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_suggestion_is_chosen_by_keyboard(page: Page, prefix: str) -> None:
    page.goto(f"{prefix}/")
    box = page.locator("#cari-q")
    expect(box).to_have_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.focus()
    page.keyboard.type("songk")
    expect(page.locator(OPTION).first).to_be_visible()
    options = page.locator(OPTION)
    count = options.count()
    assert 2 <= count <= 10
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(box).to_have_attribute("aria-controls", "cari-saran")
    expect(page.locator("griya-search [role=status]")).to_contain_text(f"{count} ")
    assert box.get_attribute("aria-activedescendant") is None, "nothing is chosen before a key says so"

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", options.nth(1).get_attribute("id") or "")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(page.locator(f"{OPTION}[aria-selected=true]")).to_have_count(1)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None, "before the first one stands what was typed"
    page.keyboard.press("ArrowUp")
    expect(box).to_have_attribute("aria-activedescendant", options.nth(count - 1).get_attribute("id") or "")
    expect(box).to_be_focused()
    expect(box).to_have_value("songk")

    page.keyboard.press("Escape")
    expect(page.locator(OPTION)).to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("songk")

    page.keyboard.type("e")
    expect(page.locator(OPTION).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    address = page.locator(OPTION).first.get_attribute("href") or ""
    assert address.startswith(f"{prefix}/")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")


def test_enter_without_a_choice_leads_to_the_results(page: Page) -> None:
    page.goto("/")
    page.locator("#cari-q").focus()
    page.keyboard.type("songket")
    expect(page.locator(OPTION).first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/cari?q=songket")


def test_a_suggestion_is_chosen_by_pointer_and_survives_a_typo(page: Page) -> None:
    page.goto("/")
    page.locator("#cari-q").click()
    page.keyboard.type("songkte")
    expect(page.locator(OPTION).first).to_contain_text(re.compile("songket", re.IGNORECASE))
    expect(page.locator("griya-search [role=status]")).to_contain_text("Menampilkan hasil untuk")
    link = page.locator(OPTION).first
    address = link.get_attribute("href")
    link.click()
    page.wait_for_url(f"**{address}")


def test_one_letter_asks_nothing_and_leaving_closes(page: Page) -> None:
    page.goto("/")
    requests = asked(page)
    box = page.locator("#cari-q")
    box.focus()
    page.keyboard.type("s")
    page.wait_for_timeout(500)
    assert requests == []
    page.keyboard.type("o")
    expect(page.locator(OPTION).first).to_be_visible()
    assert len(requests) == 1
    page.keyboard.press("Backspace")
    expect(page.locator(OPTION)).to_have_count(0)
    page.keyboard.type("o")
    expect(page.locator(OPTION).first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(OPTION)).to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_open_list_is_clean_to_axe(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto("/produk")
    page.locator("#cari-q").focus()
    page.keyboard.type("songk")
    expect(page.locator(OPTION).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    violations = Axe().run(page).response["violations"]
    assert not violations, [(found["id"], [node["target"] for node in found["nodes"]]) for found in violations]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_without_a_script_enter_leads_to_the_results(scriptless: Page, prefix: str) -> None:
    scriptless.goto(f"{prefix}/")
    box = scriptless.get_by_label(re.compile("Cari produk|Search|products", re.IGNORECASE)).first
    assert box.get_attribute("role") is None, "no promise of a list that cannot come"
    box.fill("songket")
    box.press("Enter")
    scriptless.wait_for_url(f"**{prefix}/cari?q=songket")
    assert scriptless.locator(".product-card").count() > 0
