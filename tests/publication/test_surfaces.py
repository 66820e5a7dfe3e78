"""A walk over everything public: what was taken down, and whose maker was stopped, is nowhere at the next request."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from griya.accounts.rules.access import access_list
from griya.catalog.actions import withdraw_product
from griya.catalog.models import Product
from griya.core.db import db
from griya.core.share import kept
from griya.core.share.card import ShareCard
from griya.dossier.actions.merging import merge_producers
from griya.dossier.actions.standing import Sender, take_step
from griya.dossier.rules import Step
from tests.factories.registry import make_producer, make_region
from tests.page import PageClient, attributes
from tests.publication.surfaces import ELSEWHERE, SURFACES, World, addresses, make_world


@pytest.fixture(autouse=True)
def pictures_in_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A share picture whose bytes are the words on it, so that they can be looked for like any others."""

    def draw(card: ShareCard, _media: Path) -> bytes:
        return b"\xff\xd8\xff" + repr(card).encode()

    monkeypatch.setattr(kept, "draw", draw)
    monkeypatch.setattr(kept, "FOLDER", str(tmp_path))


def test_every_public_endpoint_is_a_surface_or_is_looked_at_elsewhere(built_app: Flask) -> None:
    known = {*SURFACES, *ELSEWHERE}
    public = {endpoint for endpoint in access_list() if not endpoint.startswith(("desk.", "gallery."))}
    assert known == public, "put a new public endpoint into tests/publication/surfaces.py"
    assert not {*SURFACES} & {*ELSEWHERE}
    adapter = built_app.url_map.bind("localhost")
    words = dict.fromkeys(("code", "slug", "old_slug", "sibling", "maker", "old_maker", "region", "place", "shelf",
                           "part", "material", "technique", "selection", "word"), "x")  # fmt: skip
    for endpoint, paths in SURFACES.items():
        for path in paths:
            if "picture" not in path:
                asked = path.format(**words, file=1, maker_file=1).partition("?")[0].removeprefix("/en")
                assert adapter.match(asked or "/")[0] == endpoint, path


def read(page: PageClient, path: str) -> tuple[int, str]:
    """What a stranger gets there now, in every language of bytes."""
    answer = page.client.get(path, follow_redirects=True)
    return answer.status_code, answer.data.decode("utf-8", "replace")


def withdraw(world: World) -> tuple[str, ...]:
    withdraw_product(product=world.product, reason="Uji")
    return world.product_traces


def suspend(world: World) -> tuple[str, ...]:
    take(world, Step.SUSPEND)
    return world.product_traces + world.maker_traces


def close(world: World) -> tuple[str, ...]:
    take(world, Step.CLOSE)
    return world.product_traces + world.maker_traces


def merge_away(world: World) -> tuple[str, ...]:
    """Its products go on under another maker; of the maker itself nothing is left but addresses that lead on."""
    heir = make_producer("Pewaris", region=make_region("61.08", "Kapuas Hulu"))
    merge_producers(
        survivor_id=heir.id, merged_id=world.maker.id, versions=(heir.row_version, world.maker.row_version),
        choice={}, reason="Uji",
    )  # fmt: skip
    return world.maker_traces


def take(world: World, step: Step) -> None:
    """What an officer does at the desk, in one move."""
    take_step(
        producer_id=world.maker.id, row_version=world.maker.row_version, step=step, reason_code="lain", reason="Uji",
        sender=Sender("Griya", "kantor@contoh.test", "contoh.test"),
    )  # fmt: skip


@pytest.mark.parametrize("hide", [withdraw, suspend, close, merge_away])
def test_nothing_is_left_anywhere(page: PageClient, context: Any, hide: Callable[[World], tuple[str, ...]]) -> None:
    world = make_world(page)
    shown: dict[str, str] = {}
    for endpoint, paths in addresses(world).items():
        for path in paths:
            status, text = read(page, path)
            assert status == 200, path
            shown[path] = text
        assert any(trace in shown[path] for path in paths for trace in world.product_traces + world.maker_traces) or (
            endpoint in {"site.about_show", "catalog.region_index", "catalog.category_index", "catalog.material_index",
                         "catalog.technique_index", "open.sitemap_index", "selection.selection_index"}
        ), f"{endpoint} shows nothing of it, so it cannot be missed"  # fmt: skip
    traces = hide(world)
    db.session.commit()
    left = [
        (path, trace)
        for paths in addresses(world).values()
        for path in paths
        for trace in traces
        # A page that is not there any more may say the address it was asked for, and nothing else of it.
        if trace not in path and trace in read(page, path)[1]
    ]
    assert not left


@pytest.mark.parametrize("hide", [withdraw, suspend])
def test_it_is_counted_nowhere(page: PageClient, context: Any, hide: Callable[[World], tuple[str, ...]]) -> None:
    world = make_world(page)
    before = counts(page)
    assert before == {"rak-langka": "1", "kapuas-hulu": "2", "Bahan Langka": "1", "Teknik Langka": "1",
                      "home": before["home"], "sitemap": before["sitemap"], "selection": "2 produk"}  # fmt: skip
    hide(world)
    db.session.commit()
    after = counts(page)
    assert after["rak-langka"] == "0"
    assert after["kapuas-hulu"] == ("1" if hide is withdraw else "0")
    assert "Bahan Langka" not in after and "Teknik Langka" not in after
    assert after["selection"] == "1 produk"
    assert int(after["home"]) == int(before["home"]) - (1 if hide is withdraw else 2)
    for key in ("rak", "wilayah", "bahan", "teknik"):
        rows = page.client.get(f"/{key}.json").get_json()["data"]
        (row,) = [one for one in rows if "langka" in one["slug"] or one["slug"] == "kapuas-hulu"][:1]
        assert row["jumlah_produk"] == (1 if key == "wilayah" and hide is withdraw else 0)


def test_a_producer_that_is_listed_again_shows_everywhere_as_before(page: PageClient, context: Any) -> None:
    """Suspended and restored: every surface says what it said, but for the moments that feeds and files tell."""
    world = make_world(page)
    # Which slide of the screen is due comes from the clock; all of them stand at the address without `n`.
    paths = [path for several in addresses(world).values() for path in several if "?n=" not in path]
    traces = world.product_traces + world.maker_traces
    before = {path: [trace in read(page, path)[1] for trace in traces] for path in paths}
    suspend(world)
    db.session.commit()
    assert not any(any(trace in read(page, path)[1] for trace in traces if trace not in path) for path in paths)
    take(world, Step.RESTORE)
    db.session.commit()
    after = {path: [trace in read(page, path)[1] for trace in traces] for path in paths}
    assert after == before


def counts(page: PageClient) -> dict[str, str]:
    """What the facets, the lists of terms, the front door, the sitemap and the selection count."""
    found = {}
    listing = page.get("/produk")
    for box in listing.select(".facet__value"):
        value = attributes(box.query("input")[0])["value"]
        if value in {"rak-langka", "kapuas-hulu"}:
            found[value] = "".join(c for c in box.query(".facet__count")[0].to_text() if c.isdigit())
    for path in ("/bahan", "/teknik"):
        for tile in page.get(path).select(".tile"):
            name = tile.query(".tile__name")[0].to_text().strip()
            found[name] = "".join(c for c in tile.query(".tile__count")[0].to_text() if c.isdigit())
    figure = page.get("/").select(".figures .figure__value, .figures dd")[0]
    found["home"] = "".join(c for c in figure.to_text() if c.isdigit())
    found["sitemap"] = str(page.client.get("/sitemap.xml").data.count(b"<sitemap>"))
    entry = next(
        one.to_text() for one in page.get("/terseleksi").select(".selection-entry") if "Pilihan Uji" in one.to_text()
    )
    found["selection"] = f"{entry.rpartition(' produk')[0].rpartition(' ')[2]} produk"
    return found


def test_the_walk_sees_what_is_left(page: PageClient, context: Any) -> None:
    """The walk itself can fail: a product that is still public is found by it."""
    world = make_world(page)
    assert [path for path in addresses(world)["catalog.product_index"] if "Ambarwati" in read(page, path)[1]]
    assert "Ambarwati" in read(page, world.names["picture"])[1]
    assert db.session.get(Product, world.product.id) is not None
    assert make_producer().standing == "listed"
