"""The list of products with the sample catalogue, as a visitor, a search engine and a chooser of facets meet it."""

import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask

from griya.catalog.actions import load_vocabulary
from griya.catalog.models import Product
from griya.catalog.queries.index.current import read_index
from griya.catalog.rules.facets import Facet
from griya.catalog.views import asked as asked_views
from griya.core.db import db
from griya.core.pace import Pace
from griya.registry.actions import load_reference
from griya.sample.actions import load_sample
from griya.selection.actions import load_slots
from tests.conftest import IsolatedClient, rolled_back
from tests.page import Opened, PageClient, attributes

PREFIXES = ("", "/en")
FACETS = {facet.value for facet in Facet}
# What a list narrows by that a search engine may keep: at most one of these.
NARROWING = FACETS | {"q", "urut", "persis"}
ELSEWHERE = ("/meja", "/static", "/media")


@pytest.fixture(scope="module")
def sample(built_app: Flask, database: sa.Connection) -> Iterator[PageClient]:
    """The site with the sample catalogue."""
    with rolled_back(built_app, database) as app:
        with app.app_context():
            load_reference()
            load_vocabulary()
            load_slots()
            load_sample()
            db.session.commit()
            # As autovacuum would have done by the time a visitor comes: PostgreSQL plans by counts.
            db.session.execute(sa.text("ANALYZE"))
            db.session.commit()
        app.test_client_class = IsolatedClient
        yield PageClient(app.test_client())


def total(opened: Opened) -> int:
    """How many products the page says there are."""
    summary = opened.select(".list-summary")
    return int(summary[0].to_text().split()[0].replace(".", "").replace(",", "")) if summary else 0


def boxes(opened: Opened) -> list[tuple[str, str, int, bool, bool]]:
    """Name, value, count, whether it is ticked and whether it is disabled, of every value of a facet."""
    found = []
    for value in opened.select(".facet__value"):
        box = attributes(value.query("input")[0])
        number = value.query(".facet__count")[0].to_text().split()[0].replace(".", "").replace(",", "")
        found.append((box["name"], box["value"], int(number), "checked" in box, "disabled" in box))
    return found


def followed(client: PageClient, address: str) -> Opened:
    """The page that an address leads to, by one step at the most."""
    answer = client.client.get(address)
    return client.get(answer.headers["Location"] if answer.status_code == 308 else address)


STARTS = ("/produk", "/en/produk?rak=tenun-busana", "/produk?q=songket", "/produk?rak=anyaman")


@pytest.mark.parametrize("start", STARTS)
def test_ticking_a_value_with_count_n_lists_n(sample: PageClient, start: str) -> None:
    opened = sample.get(start)
    chosen = dict(parse_qsl(urlsplit(start).query))
    values = [box for box in boxes(opened) if box[2] and not box[3]]
    picked = random.Random(start).sample(values, 6)
    for name, value, count, _, _ in picked:
        others = [f"{key}={word}" for key, word in chosen.items() if key != name]
        address = f"{start.partition('?')[0]}?{'&'.join([*others, f'{name}={value}'])}"
        assert total(followed(sample, address)) == count, address


@pytest.mark.parametrize("prefix", PREFIXES)
def test_what_is_chosen_stays_and_zero_cannot_be_ticked(sample: PageClient, prefix: str) -> None:
    opened = sample.get(f"{prefix}/produk?bahan=rotan&harga=mulai-1jt&rak=minuman&wilayah=sambas")
    found = boxes(opened)
    assert {box[:2] for box in found if box[3]} == {
        ("bahan", "rotan"), ("harga", "mulai-1jt"), ("rak", "minuman"), ("wilayah", "sambas"),
    }  # fmt: skip
    assert all(box[4] == (box[2] == 0) for box in found if not box[3])
    assert not [box for box in found if box[3] and box[4]], "what is chosen can be taken off again"
    everything = {box[0] for box in boxes(sample.get(f"{prefix}/produk"))}
    assert {box[0] for box in found} == everything, "no facet goes away because nothing is left of it"
    assert total(opened) == 0
    assert len(opened.select("a.chip")) == 4


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("wilayah=sambas&rak=makanan", "rak=makanan&wilayah=sambas"),
        ("rak=makanan&rak=makanan", "rak=makanan"),
        ("rak=makanan&q=&urut=", "rak=makanan"),
        ("halaman=1&rak=makanan", "rak=makanan"),
        ("rak=tenun-busana&rak=anyaman", "rak=anyaman&rak=tenun-busana"),
        ("utm_source=surat&rak=makanan", "rak=makanan"),
        ("halaman=abc", ""),
        ("persis=1", ""),
    ],
)
@pytest.mark.parametrize("prefix", PREFIXES)
def test_every_way_to_ask_the_same_leads_to_one_address(
    sample: PageClient, prefix: str, asked: str, canonical: str
) -> None:
    answer = sample.client.get(f"{prefix}/produk?{asked}")
    expected = f"{prefix}/produk" + (f"?{canonical}" if canonical else "")
    assert (answer.status_code, answer.headers["Location"]) == (308, expected)
    sample.get(expected)


@pytest.mark.parametrize(
    ("prefix", "words"), [("", "Saringan yang tidak kami kenal"), ("/en", "Filters that we do not know")]
)
def test_unknown_values_are_ignored_told_and_kept_from_search_engines(
    sample: PageClient, prefix: str, words: str
) -> None:
    opened = sample.get(f"{prefix}/produk?rak=atlantis&wilayah=sambas")
    assert words in opened.text and "atlantis" in opened.text
    assert total(opened) == total(sample.get(f"{prefix}/produk?wilayah=sambas"))
    assert opened.select('meta[name="robots"][content="noindex, follow"]')
    assert not opened.select('link[rel="canonical"]')


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize(
    ("query", "is_kept"),
    [
        ("", True), ("?halaman=2", True), ("?rak=makanan", True), ("?bahan=rotan", True),
        ("?rak=makanan&wilayah=sambas", False), ("?rak=anyaman&rak=makanan", False), ("?q=songket", False),
        ("?urut=termurah", False), ("?rak=makanan&urut=nama", False), ("?bahan=rotan&harga=mulai-1jt", False),
    ],
)  # fmt: skip
def test_at_most_one_value_deep_is_for_search_engines(
    sample: PageClient, prefix: str, query: str, is_kept: bool
) -> None:
    opened = sample.get(f"{prefix}/produk{query}")
    canonical = [attributes(link)["href"] for link in opened.select('link[rel="canonical"]')]
    assert canonical == ([f"http://localhost{prefix}/produk{query}"] if is_kept else [])
    assert bool(opened.select('meta[name="robots"]')) == (not is_kept)


def test_a_crawler_meets_no_combinations(sample: PageClient, built_app: Flask) -> None:
    """It follows every link from home that it may, ticks nothing, and keeps what is not `noindex`."""
    seen, waiting, kept = {"/"}, ["/"], set()
    while waiting:
        address = waiting.pop()
        answer = sample.client.get(address)
        if answer.status_code in {301, 308}:
            ways = [answer.headers["Location"]]
        elif answer.mimetype == "text/html" and answer.status_code == 200:
            opened = Opened.of(answer)
            is_kept = not any("noindex" in attributes(meta)["content"] for meta in opened.select('meta[name="robots"]'))
            if is_kept:
                kept.add(address)
            links = [attributes(link) for link in opened.select("a[href]")]
            ways = [link["href"] for link in links if "nofollow" not in link.get("rel", "")] if is_kept else []
        else:
            continue
        for way in ways:
            way = way.partition("#")[0]
            if way.startswith("/") and way not in seen and not way.startswith(ELSEWHERE):
                seen.add(way)
                waiting.append(way)
    narrowed = [address for address in kept if urlsplit(address).query]
    for address in narrowed:
        names = [name for name, _ in parse_qsl(urlsplit(address).query) if name in NARROWING]
        assert len(names) <= 1 and not set(names) & {"q", "urut", "persis"}, address
    with built_app.app_context():
        snapshot = read_index()
        products = db.session.scalar(sa.select(sa.func.count()).select_from(Product)) or 0
        values = sum(map(len, snapshot.terms.by_facet.values()))
        pages = sum(-(-count // 24) for count in snapshot.counts) + -(-products // 24)
        db.session.rollback()
    others = 60  # makers, selections, and the site's own pages
    assert len(kept) <= 2 * (products + values + pages + others), len(kept)
    assert len([address for address in kept if "/produk/" in address]) > 100, "it came as far as the products"
    assert len(seen) <= 4 * (products + values + pages + others), len(seen)


def test_who_walks_combinations_is_slowed_down_and_nobody_else(
    sample: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asked_views, "_DEEP_LISTS", Pace(at_once=2, per_second=0.1))
    deep, shallow = "/produk?rak=makanan&wilayah=sambas", "/produk?rak=makanan"
    walker: dict[str, Any] = {"environ_overrides": {"REMOTE_ADDR": "192.0.2.7"}}
    assert [sample.client.get(deep, **walker).status_code for _ in range(4)] == [200, 200, 429, 429]
    told = sample.client.get(f"/en{deep}", **walker)
    assert (told.status_code, told.headers["Retry-After"]) == (429, "10")
    assert [sample.client.get(shallow, **walker).status_code for _ in range(5)] == [200] * 5
    other: dict[str, Any] = {"environ_overrides": {"REMOTE_ADDR": "192.0.2.8"}}
    assert sample.client.get(deep, **other).status_code == 200
    assert [sample.client.get(deep).status_code for _ in range(5)] == [200] * 5, "this machine itself"


@pytest.mark.parametrize(
    ("prefix", "words", "back"),
    [
        ("", "Menampilkan hasil untuk “tenun sambas”.", "Cari persis “tenum sambs”"),
        ("/en", "Showing results for “tenun sambas”.", "Search for exactly “tenum sambs”"),
    ],
)
@pytest.mark.parametrize("page", ["/cari", "/produk"])
def test_a_correction_is_told_and_can_be_declined(
    sample: PageClient, page: str, prefix: str, words: str, back: str
) -> None:
    opened = sample.get(f"{prefix}{page}?q=tenum+sambs")
    assert words in opened.text
    assert opened.select(".product-card")
    (way,) = [link for link in opened.select("main a") if link.to_text().strip() == back]
    literal = followed(sample, attributes(way)["href"])
    assert words not in literal.text
    assert total(literal) == 0
    assert literal.select('[href*="permintaan?cari=tenum"]')


@pytest.mark.parametrize(
    ("prefix", "offers"),
    [
        ("", ("Mungkin maksudnya:", "Rak yang paling dekat:", "Tanpa kata", "Minta showroom mencarikan")),
        ("/en", ("Did you mean:", "The nearest shelf:", "Without", "Ask the showroom to find it")),
    ],
)
def test_the_empty_answer_offers_four_ways_on(sample: PageClient, prefix: str, offers: tuple[str, ...]) -> None:
    corrected = sample.get(f"{prefix}/cari?persis=1&q=tenum+sambs")
    fewer = sample.get(f"{prefix}/cari?q=zzzz+songket")
    assert offers[0] in corrected.text
    for offer in offers[1:]:
        assert offer in fewer.text
    assert fewer.select(".product-card"), "results without the rarest word"
    (ask,) = fewer.select('main a[href*="/permintaan"]')
    form = sample.get(attributes(ask)["href"])
    assert form.field("free-0-label").strip() == "zzzz songket"


def test_what_was_looked_for_comes_into_the_form_cut_and_as_text_alone(sample: PageClient) -> None:
    word = "<b>" + "a" * 200
    opened = sample.get("/permintaan", query_string={"cari": word})
    assert opened.field("free-0-label").strip() == word[:100]
    assert "<b>aaa" not in opened.html
    assert not sample.get("/permintaan").select('[name="free-0-label"][value]:not([value=""])')


@pytest.mark.parametrize(("prefix", "said"), [("", "saran. Pilih"), ("/en", "suggestions. Choose")])
def test_suggestions_are_a_list_of_at_most_ten_links_and_survive_a_typo(
    sample: PageClient, prefix: str, said: str
) -> None:
    for typed in ("songk", "songkt", "tenun s", "pontiank", "an"):
        opened = sample.get(f"{prefix}/cari/saran", query_string={"q": typed})
        options = opened.select('[role="option"]')
        assert 1 <= len(options) <= 10, typed
        for option in options:
            address = attributes(option)["href"]
            assert address.startswith(f"{prefix}/")
            assert sample.client.get(address).status_code == 200
        assert said in opened.select('[role="status"]')[0].to_text() or len(options) == 1
    nothing = sample.get(f"{prefix}/cari/saran?q=")
    assert not nothing.select('[role="option"]')
