"""The feed of new products: valid Atom, ids that outlive names and addresses, in both languages."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
import time_machine

from griya.catalog.actions import RevisionDraft, add_revision, publish_product
from griya.core.db import db
from griya.publication.queries.feed import ENTRIES_SHOWN
from tests.factories.catalog import make_category, make_product, newest_revision
from tests.factories.registry import make_producer
from tests.page import PageClient

ATOM = {"a": "http://www.w3.org/2005/Atom"}
DAY = datetime(2026, 11, 22, 3, tzinfo=UTC)


def read(page: PageClient, path: str = "/produk/baru.atom") -> ElementTree.Element:
    answer = page.get(path).response
    assert answer.mimetype == "application/atom+xml"
    return ElementTree.fromstring(answer.data)


def check(feed: ElementTree.Element) -> None:
    """What RFC 4287 asks of a feed."""
    assert feed.tag == f"{{{ATOM['a']}}}feed"
    for element in (feed, *feed.iterfind("a:entry", ATOM)):
        for name in ("id", "title", "updated"):
            (one,) = element.findall(f"a:{name}", ATOM)
            assert (one.text or "").strip(), name
        assert datetime.fromisoformat(element.findtext("a:updated", "", ATOM)).tzinfo
        assert len(element.findall("a:author/a:name", ATOM)) == 1
        kinds = [(link.get("rel"), link.get("type"), link.get("hreflang")) for link in element.iterfind("a:link", ATOM)]
        assert len(kinds) == len(set(kinds))
        assert all(link.attrib["href"].startswith("http://localhost/") for link in element.iterfind("a:link", ATOM))
        assert ("alternate", "text/html", None) in kinds
    assert [link for link in feed.iterfind("a:link", ATOM) if link.get("rel") == "self"]
    ids = [element.text or "" for element in feed.iterfind(".//a:id", ATOM)]
    assert len(ids) == len(set(ids))
    assert all(uuid.UUID(one.removeprefix("urn:uuid:")) for one in ids)
    updated = [element.text or "" for element in feed.iterfind("a:entry/a:updated", ATOM)]
    assert not updated or feed.findtext("a:updated", "", ATOM) == max(updated)


@pytest.mark.parametrize("path", ["/produk/baru.atom", "/en/produk/baru.atom"])
def test_a_feed_is_valid_with_nothing_with_much_and_with_odd_words(page: PageClient, context: Any, path: str) -> None:
    check(read(page, path))
    maker = make_producer("Dapur <b>&</b>")
    for number in range(ENTRIES_SHOWN + 5):
        make_product(
            f"Amplang <{number}> & \u2028", producer=maker, summary_id="]]> <!-- 'x' \"y\"", price_mode="tanya"
        )
    db.session.commit()
    feed = read(page, path)
    check(feed)
    assert len(feed.findall("a:entry", ATOM)) == ENTRIES_SHOWN


def test_the_newest_come_first_each_in_the_language_of_the_feed(page: PageClient, context: Any) -> None:
    food = make_category("makanan", "Makanan")
    for number in range(3):
        with time_machine.travel(DAY + timedelta(days=number), tick=False):
            make_product(f"Barang {number}", name_en=f"Thing {number}" if number else "", slug=f"barang-{number}",
                         summary_id="Enak.", category=food)  # fmt: skip
    db.session.commit()
    for path, titles in (("/produk/baru.atom", ["Barang 2", "Barang 1", "Barang 0"]),
                         ("/en/produk/baru.atom", ["Thing 2", "Thing 1", "Barang 0"])):  # fmt: skip
        feed = read(page, path)
        assert [entry.findtext("a:title", "", ATOM) for entry in feed.iterfind("a:entry", ATOM)] == titles
        first = feed.find("a:entry", ATOM)
        assert first is not None
        address = first.find("a:link", ATOM)
        assert address is not None
        assert page.get(urlsplit(address.attrib["href"]).path).select("h1")[0].to_text().strip() == titles[0]
        assert first.findtext("a:published", "", ATOM) == "2026-11-24T03:00:00Z"
        assert "Enak. · Dapur Uji" in first.findtext("a:summary", "", ATOM)


def test_an_id_outlives_a_new_name_and_a_new_address_and_updated_moves(page: PageClient, context: Any) -> None:
    with time_machine.travel(DAY, tick=False):
        product = make_product("Nama Lama", slug="nama-lama")
    db.session.commit()
    before = read(page).find("a:entry", ATOM)
    with time_machine.travel(DAY + timedelta(days=9), tick=False):
        add_revision(product=product, draft=RevisionDraft(name_id="Nama Baru", unit="pak"))
        publish_product(product=product, revision=newest_revision(product))
        product.slug = "nama-baru"
    db.session.commit()
    after = read(page).find("a:entry", ATOM)
    assert before is not None and after is not None
    assert before.findtext("a:id", "", ATOM) == after.findtext("a:id", "", ATOM)
    assert after.findtext("a:title", "", ATOM) == "Nama Baru"
    assert after.findtext("a:published", "", ATOM) == "2026-11-22T03:00:00Z"
    assert after.findtext("a:updated", "", ATOM) == "2026-12-01T03:00:00Z"
