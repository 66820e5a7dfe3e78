"""The whole way of a buyer by keyboard alone, in both languages: no mouse, no hidden focus, no element Tab stays on."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
MOST_STOPS = 150

# Where the focus is: what a person would call it, what is wrong with it, and whether it is what was looked for.
# The ring may stand on the card around a link, as long as it is there because of this focus.
STOP = """(wanted) => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const faults = [];
  if (window.lastStop === element) faults.push('Tab stayed on it');
  window.lastStop = element;
  const rings = [];
  for (let e = element; e && e !== document.body && rings.length < 6; e = e.parentElement) {
    const style = getComputedStyle(e);
    const outline = style.outlineStyle !== 'none' ? parseFloat(style.outlineWidth) : 0;
    const own = e === element || e.matches(':has(:focus-visible)');
    rings.push(own && (outline >= 2 || (e === element && style.boxShadow !== 'none')));
  }
  if (!rings.includes(true)) faults.push('no focus indicator');
  const box = element.getClientRects()[0];
  if (!box || box.width < 2 || box.height < 2) {
    faults.push('it has no box');
  } else {
    const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height, innerHeight) / 2];
    const over = document.elementFromPoint(x, y);
    if (box.top < 0 || box.top >= innerHeight || box.left < 0 || box.right > innerWidth + 1) {
      faults.push(`out of the window: ${Math.round(box.left)},${Math.round(box.top)}`);
    } else if (!over || !(element.contains(over) || over.contains(element))) {
      faults.push(`covered by ${over && over.className}`);
    }
  }
  const name = `${element.tagName} ${element.name || element.innerText || element.className}`.slice(0, 60);
  return { name, faults, found: Boolean(wanted) && element.matches(wanted) };
}"""


class Keyboard:
    """Walks with Tab and checks every stop."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def tab_to(self, selector: str) -> None:
        """Press Tab until the focus is on an element of `selector`."""
        seen: list[str] = []
        for _ in range(MOST_STOPS):
            self.press("Tab")
            stop = self.page.evaluate(STOP, selector)
            assert stop is not None, f"{self.page.url}: no {selector} behind {seen}"
            assert not stop["faults"], f"{self.page.url}: {stop['name']}: {stop['faults']}, after {seen[-3:]}"
            if stop["found"]:
                return
            seen.append(stop["name"])
        raise AssertionError(f"{self.page.url}: {selector} is not among {MOST_STOPS} stops: {seen}")

    def tab_through(self) -> int:
        """Press Tab to the end of the page; how many stops there were."""
        for count in range(MOST_STOPS):
            self.press("Tab")
            stop = self.page.evaluate(STOP, ".skip-link" if count else "")
            if stop is None or stop["found"]:
                return count
            assert not stop["faults"], f"{self.page.url}: {stop['name']}: {stop['faults']}"
        raise AssertionError(f"{self.page.url}: no end after {MOST_STOPS} stops")

    def write(self, selector: str, text: str) -> None:
        """Go to a field and type over what stands in it."""
        self.tab_to(selector)
        self.press("Control+a")
        self.page.keyboard.type(text)

    def open(self, selector: str, address: str) -> None:
        """Go to a link or button, press Enter, and be at an address that matches."""
        self.tab_to(selector)
        self.press("Enter")
        expect(self.page).to_have_url(re.compile(address))


@pytest.mark.parametrize(
    ("prefix", "language", "sent"), [("", "id", "Permintaan GI-"), ("/en", "en", "Inquiry GI-")], ids=["id", "en"]
)
def test_a_buyer_gets_from_home_to_a_reference_by_keyboard(page: Page, prefix: str, language: str, sent: str) -> None:
    keyboard = Keyboard(page)
    page.goto(f"{prefix}/")
    keyboard.tab_to(".skip-link")
    keyboard.open(f'.site-nav__link[href="{prefix}/produk"]', f"{prefix}/produk$")
    if not page.locator(".facet-form__body").is_visible():
        keyboard.tab_to(".facet-form__toggle")
        keyboard.press("Enter")
        expect(page.locator(".facet-form__body")).to_be_visible()
    keyboard.tab_to('input[name="rak"][value="makanan"]')
    keyboard.press("Space")
    assert page.locator('input[name="rak"][value="makanan"]').is_checked()
    keyboard.open('.facet-form__submit button[type="submit"]', r"[?&]rak=makanan")
    keyboard.open("main article a", f"{prefix}/produk/[a-z0-9-]+$")
    keyboard.open('a[href*="/permintaan/tambah/"]', f"{prefix}/permintaan/tambah/[a-z0-9-]+$")
    keyboard.write('[name="quantity"]', "1,000" if prefix else "1.000")
    keyboard.open("main form[method=post] button[type=submit]", f"{prefix}/permintaan$")
    assert page.locator("[name^=line-][name$=-quantity]").input_value() == "1000"
    keyboard.write('[name="name"]', "Pembeli dari Kuching")
    keyboard.write('[name="phone"]', "+60 12-345 6789")
    keyboard.write('[name="message"]', "Untuk toko kami.")
    keyboard.tab_to('[name="consent"]')
    keyboard.press("Space")
    keyboard.open(f'form[action="{prefix}/permintaan"] > button.button', f"{prefix}/permintaan/[A-Za-z0-9_-]{{22}}$")
    expect(page.locator("h1")).to_contain_text(sent)
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert keyboard.tab_through() >= 10


def test_the_walk_finds_a_hidden_focus_and_a_trap(page: Page) -> None:
    """What the walk is there for, planted on a page."""
    keyboard = Keyboard(page)
    page.goto("/permintaan")
    page.evaluate("document.querySelector('[name=phone]').style.outline = 'none'")
    with pytest.raises(AssertionError, match=r"phone: .*no focus indicator"):
        keyboard.tab_to('[name="message"]')
    page.reload()
    page.evaluate(
        "document.querySelector('[name=email]').addEventListener('keydown',"
        " (e) => { if (e.key === 'Tab') e.preventDefault(); })"
    )
    with pytest.raises(AssertionError, match="Tab stayed on it"):
        keyboard.tab_to('[name="message"]')
