"""A window opens and closes by the clock alone, on every surface; a link shows any moment to whoever holds it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from griya.core import clock
from griya.core.db import db
from griya.core.preview import PURPOSE
from griya.core.tokens import new_token, signed_token
from griya.selection.actions import load_slots
from griya.selection.actions.previews import create_preview, revoke_preview
from griya.selection.actions.slots import add_slot
from griya.selection.models import PreviewLink
from griya.showroom.rules.air import from_json, is_on, showing
from griya.showroom.rules.programme import ms_of
from tests.conftest import SECRET_KEY
from tests.factories.catalog import make_product
from tests.factories.registry import make_region
from tests.factories.selection import make_selection, make_version
from tests.page import Opened, PageClient

START = datetime(2026, 11, 30, 17, tzinfo=UTC)  # Tuesday 1 December 2026, 00.00 WIB
END = datetime(2026, 12, 31, 17, tzinfo=UTC)
SECOND = timedelta(seconds=1)
TITLES = {"home": "Pilihan Situs", "layar": "Pilihan Layar", "kios": "Pilihan Kios"}
EDGES = [
    (START - SECOND, False),
    (START, True),
    (START + SECOND, True),
    (END - SECOND, True),
    (END, False),
    (END + SECOND, False),
]


@pytest.fixture
def planned(context: Session) -> None:
    """A selection of its own for each surface, all with the same window."""
    load_slots()
    product = make_product("Kain Jendela")
    for slot, title in TITLES.items():
        make_version([product], starts_at=START, ends_at=END, slot=slot, selection=make_selection(title))
    context.commit()


def played(page: PageClient) -> str:
    """The titles that a screen with today's list shows at the moment, by its own rule."""
    told = json.loads(page.client.get("/layar/daftar.json").get_data(as_text=True))
    plan, at = from_json(told), ms_of(clock.now())
    pairs = zip(plan.entries, told["items"], strict=True)
    key = showing(plan, at).key
    return next((item["title"] for entry, item in pairs if entry.key == key and is_on(entry.times, at)), "")


def json_state(page: PageClient) -> str:
    rows = json.loads(page.client.get("/terseleksi.json").get_data(as_text=True))["data"]
    return next((row["keadaan"] for row in rows if row["judul"] == TITLES["home"]), "")


@pytest.mark.parametrize(("at", "is_on"), EDGES)
def test_a_window_opens_and_closes_to_the_second_on_website_json_screen_and_kiosk(
    page: PageClient, planned: None, at: datetime, is_on: bool
) -> None:
    with time_machine.travel(at, tick=False):
        seen = {
            "website": TITLES["home"] in page.get("/").text,
            "slot": TITLES["home"] in page.get("/terseleksi/tempat/home").text,
            "json": json_state(page) == "tayang",
            "screen": TITLES["layar"] in played(page),
            "screen without scripts": TITLES["layar"] in page.get("/layar/?n=").text,
            "kiosk": TITLES["kios"] in page.get("/kios/").text,
        }
        assert set(seen.values()) == {is_on}, (at, seen)
        for path in ("/", "/layar/?n=", "/kios/", "/terseleksi/tempat/home", "/terseleksi/tempat/ekspor"):
            assert "Kain Jendela" in page.get(path).text, f"{path} is empty"
        if at >= END:
            assert json_state(page) == "selesai"
        page.get("/terseleksi/tempat/tidak-ada", expect=404)


def link_of(context: Session, at: datetime, days: int = 3, draft: str | None = None) -> tuple[PreviewLink, str]:
    version = None
    if draft:
        version = make_version(
            [make_product("Bidai Rancangan")], starts_at=START, ends_at=END, selection=make_selection(draft),
            is_approved=False,
        )  # fmt: skip
    link = create_preview(moment=at, lives_for=timedelta(days=days), version=version)
    context.commit()
    return link, f"/pratinjau/{signed_token(SECRET_KEY, PURPOSE, link.key)}"


def check_is_kept_out_of_sight(opened: Opened) -> None:
    headers = opened.response.headers
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert not {"ETag", "Set-Cookie", "Speculation-Rules", "Last-Modified"} & set(headers.keys())
    assert "PRATINJAU" in opened.text


@pytest.mark.parametrize(("at", "is_on"), EDGES)
def test_a_link_shows_the_moment_on_website_screen_and_kiosk_without_sign_in(
    page: PageClient, planned: None, context: Session, at: datetime, is_on: bool
) -> None:
    _, way = link_of(context, at)
    for path, title in (("/", TITLES["home"]), ("/layar/?n=", TITLES["layar"]), ("/kios/", TITLES["kios"])):
        opened = page.get(way + path)
        check_is_kept_out_of_sight(opened)
        assert (title in opened.text) is is_on, path
        inside = [a.attrs["href"] for a in opened.select(".preview-bar a")]
        assert inside and all(href.startswith(f"{way}/") for href in inside)
    assert not page.get("/layar/").select(".preview-bar"), "and nobody else sees it"


def test_a_drafts_link_shows_it_as_if_it_were_approved(page: PageClient, context: Session) -> None:
    load_slots()
    _, way = link_of(context, START, draft="Rancangan Desember")
    for path in ("/", "/layar/?n=", "/kios/"):
        opened = page.get(way + path)
        assert "Rancangan Desember" in opened.text and "Bidai Rancangan" in opened.text, path
        assert "Sel 1 Des 2026 00.00 WIB" in opened.text
    (own,) = [a.attrs["href"] for a in page.get(f"{way}/").select(".preview-bar a") if "terseleksi" in a.attrs["href"]]
    assert "Alasan 1" in page.get(own).text
    assert "Rancangan Desember" not in page.get("/").text + page.get("/terseleksi").text
    page.get(own.removeprefix(way), expect=404)


def test_a_link_ends_by_time_and_by_hand(page: PageClient, context: Session) -> None:
    link, way = link_of(context, START)
    with time_machine.travel(link.expires_at - SECOND, tick=False):
        page.get(f"{way}/")
    with time_machine.travel(link.expires_at, tick=False):
        page.get(f"{way}/", expect=410)
    revoke_preview(link_id=link.id)
    context.commit()
    for path in ("/", "/layar/", "/kios/"):
        assert page.get(way + path, expect=410).response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "forge",
    [
        lambda way: way[:-1] + ("A" if way[-1] != "A" else "B"),
        lambda way: way.partition(".")[0],
        lambda way: f"/pratinjau/{signed_token(SECRET_KEY, 'inquiry-status', new_token())}",
        lambda way: f"/pratinjau/{signed_token('kunci lain yang panjang', PURPOSE, new_token())}",
        lambda _: "/pratinjau/.",
        lambda _: "/pratinjau/%00.%F0%9F%A7%BA",
        lambda _: "/pratinjau/" + "x" * 3000,
    ],
)
def test_a_forged_link_opens_nothing(page: PageClient, context: Session, forge: object) -> None:
    _, way = link_of(context, START)
    page.get(f"{forge(way)}/", expect=404)  # type: ignore[operator]


def test_a_link_opens_pages_to_look_at_and_nothing_else(page: PageClient, context: Session) -> None:
    _, way = link_of(context, START)
    for path in ("/meja/", "/meja/masuk", "/permintaan", "/produk", "/terseleksi.json", "/tidak-ada"):
        page.get(way + path, expect=404)
    assert page.client.post(f"{way}/", headers={"Origin": "http://localhost"}).status_code in {400, 404, 405}


@pytest.fixture
def written(context: Session) -> Iterator[list[str]]:
    """What is written to the database while a test goes on."""
    found: list[str] = []

    def watch(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().split(None, 1)[0].upper() in {"INSERT", "UPDATE", "DELETE", "REPLACE"}:
            found.append(statement)

    engine = context.connection().engine
    sa.event.listen(engine, "before_cursor_execute", watch)
    yield found
    sa.event.remove(engine, "before_cursor_execute", watch)


def test_a_look_ahead_is_recorded_nowhere_and_its_token_stands_in_no_log(
    page: PageClient, planned: None, context: Session, written: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    _, way = link_of(context, START)
    written.clear()
    with caplog.at_level("INFO", logger="griya.request"):
        page.get(f"{way}/")
        page.get(f"{way}/layar/")
    assert written == []
    told = [getattr(record, "fields", {}) for record in caplog.records if record.name == "griya.request"]
    assert [fields["route"] for fields in told] == ["/pratinjau/<token>/", "/pratinjau/<token>/layar/"]
    assert way.rpartition("/")[2] not in caplog.text + str(told)


def test_the_public_figures_of_a_year_are_for_everybody(page: PageClient, planned: None, app: Flask) -> None:
    with time_machine.travel(START + timedelta(days=5), tick=False):
        for path in ("/terseleksi/keadilan", "/en/terseleksi/keadilan", "/terseleksi/keadilan?tahun=2026"):
            opened = page.get(path)
            assert "2026" in opened.text and opened.select(".fair-map")
        page.get("/terseleksi/keadilan?tahun=%00")
        page.get("/terseleksi/keadilan?tahun=1999")
    with app.app_context():
        db.session.rollback()


@pytest.mark.parametrize(("at", "is_on"), EDGES)
def test_a_kabupaten_shows_its_own_selection_and_never_what_stands_in(
    page: PageClient, context: Session, at: datetime, is_on: bool
) -> None:
    load_slots()
    sambas = make_region()
    product = make_product("Kain Jendela")
    make_version([product], starts_at=START - SECOND, ends_at=END + 2 * SECOND)
    slot = add_slot(name="Sambas", region_code=sambas.code)
    make_version([product], starts_at=START, ends_at=END, slot=slot.code, selection=make_selection("Pekan Sambas"))
    context.commit()
    with time_machine.travel(at, tick=False):
        shown = page.get(f"/wilayah/{sambas.slug}")
        assert [one.to_text() for one in shown.select("#pilihan")] == (["Pekan Sambas"] if is_on else [])
        assert "/terseleksi/tempat/sambas" in page.get("/terseleksi").html
