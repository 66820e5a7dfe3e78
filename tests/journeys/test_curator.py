"""A curator by keyboard alone, from sign-in to a selection of twelve that is previewed, approved and scheduled.

`docs/kurasi.md` writes the same path down for people. An action is one field typed, one box ticked, one link or button
pressed; the keys that lead there are counted too, and priced as the keystroke-level model does (Card, Moran & Newell:
0.28 s for a key of an average typist, 1.35 s to think before each action).
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import ROOT, Site, opened
from tests.journeys.steps import follow

pytestmark = pytest.mark.browser

MOST_ACTIONS = 40
MOST_SECONDS = 180
KEY_SECONDS, THOUGHT_SECONDS = 0.28, 1.35
MOST_TABS = 400
TITLE = "Tenun dan rasa akhir tahun"


@dataclass
class Keyboard:
    """Somebody who never touches the mouse; everything they press is counted."""

    page: Page
    actions: list[str] = field(default_factory=list)
    keys: int = 0

    def reach(self, selector: str, *, is_behind: bool = False) -> None:
        """Press Tab, or Shift and Tab where it stands before, until this has the focus."""
        for _ in range(MOST_TABS):
            if self.page.evaluate("(s) => document.activeElement?.matches(s) ?? false", selector):
                return
            self.page.keyboard.press("Shift+Tab" if is_behind else "Tab")
            self.keys += 1
        raise AssertionError(f"{selector} cannot be reached by Tab on {self.page.url}")

    def write(self, selector: str, text: str) -> None:
        """Type into a field, over what stands there."""
        self.reach(selector)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        self.keys += 1 + len(text)
        self.actions.append(f"tulis {selector}")

    def press(self, selector: str, key: str = "Enter", *, is_behind: bool = False) -> None:
        """Press a link, a button or a box, and wait for the page that comes."""
        self.reach(selector, is_behind=is_behind)
        if key == "Enter":
            with self.page.expect_navigation():
                self.page.keyboard.press(key)
        else:
            self.page.keyboard.press(key)
        self.keys += 1
        self.actions.append(f"{key} {selector}")

    @property
    def seconds(self) -> float:
        """How long a person needs, by the keystroke-level model."""
        return self.keys * KEY_SECONDS + len(self.actions) * THOUGHT_SECONDS


@dataclass(frozen=True)
class Person:
    email: str
    password: str


def make_account_by_command(site: Site, email: str, name: str, *, role: str = "curator") -> Person:
    """An account made as the manual says: by the command."""
    environ = {key: value for key, value in os.environ.items() if not key.startswith("GRIYA_")}
    made = subprocess.run(
        [
            sys.executable, "-m", "griya", "--instance", str(site.instance),
            "account", "create", email, "--name", name, "--role", role,
        ],
        cwd=ROOT, env=environ, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = re.search(r"sekali ini saja\): (\S+)", made.stdout)
    assert found, made.stdout
    return Person(email, found[1])


@pytest.fixture
def pages(browser: Browser, site: Site) -> Iterator[tuple[Page, Page]]:
    """Two people's browsers, 768 px wide."""
    kept = []
    for _ in range(2):
        context = browser.new_context(
            viewport={"width": 768, "height": 1024}, locale="id-ID", timezone_id="Asia/Pontianak", base_url=site.url
        )
        kept.append(opened(context, site))
    yield next(kept[0]), next(kept[1])
    for one in kept:
        next(one, None)


def enter(hands: Keyboard, who: Person) -> None:
    hands.page.goto("/meja/masuk")
    hands.write("[name=email]", who.email)
    hands.write("[name=password]", who.password)
    hands.press("main button[type=submit]")
    expect(hands.page).to_have_url(re.compile(r"/meja/$"))


def test_from_sign_in_to_a_scheduled_and_previewed_selection_of_twelve(pages: tuple[Page, Page], site: Site) -> None:
    sari = make_account_by_command(site, "sari@contoh.test", "Sari")
    budi = make_account_by_command(site, "budi@contoh.test", "Budi")
    mine, theirs = (Keyboard(page) for page in pages)

    enter(mine, sari)
    mine.press('a[href="/meja/pilihan"]')
    mine.press('main a[href="/meja/pilihan/baru#title_id"]')
    mine.write("[name=title_id]", TITLE)
    mine.press("main button[type=submit]")
    ticks = mine.page.locator(".candidate__tick").evaluate_all("(boxes) => boxes.slice(0, 12).map((box) => box.id)")
    for n, tick in enumerate(ticks):
        mine.press(f"#{tick}", "Space")
        if n < 2:
            reason = tick.replace("calon-", "calon-alasan-")
            mine.write(f"#{reason}", "Dipilih karena buatannya rapi dan ceritanya jelas.")
    expect(mine.page.locator(".meter__summary")).to_contain_text("12 produk dari")
    mine.press(f"#{ticks[-1].replace('calon-', 'calon-alasan-')}")  # Enter in a field saves, with all that is ticked
    expect(mine.page.locator(".pick")).to_have_count(12)
    mine.press('button[value="periksa"]', is_behind=True)
    expect(mine.page.locator("main")).to_contain_text("Menunggu persetujuan orang lain")
    version = mine.page.url
    mine.press('form[action="/meja/pilihan/pratinjau"] button')
    mine.press('main a[href^="/pratinjau/"]')
    for surface, path in (("Layar", "layar/"), ("Kios", "kios/")):
        expect(mine.page.locator(".preview-bar")).to_contain_text("PRATINJAU")
        mine.press(f'.preview-bar__way[href$="{path}"]')
        assert surface
    expect(mine.page.locator(".preview-bar")).to_contain_text(TITLE)

    enter(theirs, budi)
    theirs.press('a[href="/meja/pilihan"]')
    theirs.press(f'main a[href="{version.removeprefix(site.url)}"]')
    theirs.press('form[action$="/setujui"] button')
    expect(theirs.page.locator("main")).to_contain_text("Terjadwal")
    expect(theirs.page.locator("main")).to_contain_text("disetujui Budi")

    actions, seconds = len(mine.actions) + len(theirs.actions), mine.seconds + theirs.seconds
    keys = mine.keys + theirs.keys
    print(f"{actions} tindakan, {len(theirs.actions)} di antaranya penyetuju; {keys} tombol; {seconds:.0f} detik")
    assert actions <= MOST_ACTIONS, [*mine.actions, *theirs.actions]
    assert seconds <= MOST_SECONDS, f"{keys} keys"


def test_reordering_by_keys_and_places_is_one_save(pages: tuple[Page, Page], site: Site) -> None:
    page = pages[0]
    enter(Keyboard(page), make_account_by_command(site, "tiwi@contoh.test", "Tiwi"))
    page.goto("/meja/pilihan/baru")
    page.fill("[name=title_id]", "Urutan tangan")
    follow(page.locator("main button[type=submit]"))
    for box in page.locator(".candidate__tick").all()[:5]:
        box.check()
    follow(page.locator('button[value="tambah"]').first)

    def names() -> list[str]:
        return [text.split("\n")[0] for text in page.locator(".pick__name").all_inner_texts()]

    before = names()
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    page.locator(".pick__reason").first.focus()
    page.keyboard.press("Alt+ArrowDown")
    assert names()[:2] == [before[1], before[0]]
    assert page.evaluate("document.activeElement.closest('.pick').querySelector('.pick__number').value") == "2"
    expect(page.locator("[data-said]")).to_contain_text("posisi 2 dari 5")
    last = page.locator(".pick").last
    last.locator(".pick__number").fill("1")
    last.locator(".pick__number").press("Enter")
    assert names()[0] == before[4]
    assert posts == [], "nothing was sent yet"
    follow(page.locator('button[value="simpan"]'))
    expect(page.locator("main")).to_contain_text("Tersimpan")
    assert names() == [before[4], before[1], before[0], before[2], before[3]]
    assert len(posts) == 1


def test_a_picture_dragged_onto_another_takes_its_place(pages: tuple[Page, Page], site: Site) -> None:
    page = pages[0]
    enter(Keyboard(page), make_account_by_command(site, "seret@contoh.test", "Seno"))
    page.goto("/meja/pilihan/baru")
    page.fill("[name=title_id]", "Urutan tetikus")
    follow(page.locator("main button[type=submit]"))
    for box in page.locator(".candidate__tick").all()[:4]:
        box.check()
    follow(page.locator('button[value="tambah"]').first)
    before = page.locator(".pick__name").all_inner_texts()
    page.locator(".pick__picture").nth(3).drag_to(page.locator(".pick").nth(1))
    expect(page.locator("[data-said]")).to_contain_text("posisi 2 dari 4")
    follow(page.locator('button[value="simpan"]'))
    expect(page.locator("main")).to_contain_text("Tersimpan")
    assert page.locator(".pick__name").all_inner_texts() == [before[0], before[3], before[1], before[2]]


def test_the_editor_works_without_a_script(browser: Browser, site: Site) -> None:
    context = browser.new_context(viewport={"width": 768, "height": 1024}, java_script_enabled=False, base_url=site.url)
    page = context.new_page()
    who = make_account_by_command(site, "wati@contoh.test", "Wati")
    page.goto("/meja/masuk")
    page.fill("[name=email]", who.email)
    page.fill("[name=password]", who.password)
    follow(page.locator("main button[type=submit]"))
    page.goto("/meja/pilihan/baru")
    page.fill("[name=title_id]", "Tanpa skrip")
    follow(page.locator("main button[type=submit]"))
    for box in page.locator(".candidate__tick").all()[:3]:
        box.check()
    follow(page.locator('button[value="tambah"]').first)
    before = page.locator(".pick__name").all_inner_texts()
    follow(page.locator('button[value^="turun:"]').first)
    assert page.locator(".pick__name").all_inner_texts() == [before[1], before[0], before[2]]
    assert "3 produk dari" in page.locator(".meter__summary").inner_text()
    context.close()
