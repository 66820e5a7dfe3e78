"""Every public byte is read for what must never be public: confidential industry data, and prices that are not told."""

import re
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urldefrag, urljoin, urlsplit

import pytest
from sqlalchemy import select

from griya.catalog.actions import RevisionDraft, add_revision, publish_product, withdraw_product
from griya.core import clock
from griya.core.db import Base, db
from griya.core.private.kinds import usable
from griya.publication.cli import dump_command
from griya.registry.actions import CredentialDraft, add_credential
from griya.registry.models import CredentialState, ProducerContact
from griya.verification.actions import mark_checked, mark_seen, reject, reopen
from griya.verification.actions.documents import add_document
from tests.core.private.papers import pdf
from tests.factories.catalog import make_product, newest_revision
from tests.page import PageClient
from tests.publication.surfaces import World, addresses, make_world

# Planted where the office keeps them; each is a text that stands nowhere else.
SECRETS = {
    "workers": "471103", "investment": "987654321", "legal form": "firma-zirkon", "nib": "9010102111101",
    "address": "Gang Rahasia 77", "private phone": "81299887766", "private e-mail": "pribadi@rahasia.test",
    "private whatsapp": "81277665544", "claimed certificate": "2066106019115-28", "capacity": "48151",
    "price before it was hidden": "7300411", "price of a draft": "6200599", "name of a draft": "Nama Draf Zirkon",
    "price of a withdrawn product": "5100733", "reason of a withdrawal": "alasan zirkon", "hs code": "4602.19.90",
    "identity number": "6171010101900001", "tax number": "091234567890000",
    "document": "Dokumen Zirkon 31", "name of a document": "berkas-zirkon", "place where it was seen": "Rumah Zirkon 9",
    "reason about a credential": "sebab zirkon",
}  # fmt: skip
# Checksums and chance: among their digits a short number stands now and then, and says nothing.
MADE_UP = {"ETag", "X-Request-Id"}
# A page tells what its maker sanggup membuat; what is sent out in bulk does not.
ON_THE_PAGE_ALONE = {"capacity": ("/produk/", "/en/produk/", "/kios/produk/")}
PUBLISHED = ("0812-0000-0001", "1.234.567", "1234567", "IDM777000777", "lewat kunjungan")
STARTS = ("/", "/en/", "/robots.txt", "/sitemap.xml", "/layar/", "/kios/", "/produk/baru.atom", "/en/produk/baru.atom")
ADDRESS = re.compile(
    rb'(?:href|src|action|data-[a-z-]+)="([^"]+)"|(?:<loc>|href=")([^<"]+)|"(https?://[^"\\]+)"|Sitemap: (\S+)'
)
MOST_PAGES = 900


@pytest.fixture
def world(page: PageClient, context: Any) -> World:
    """The catalogue of the walk, with a secret in every place that has one."""
    world = make_world(page)
    maker = world.maker
    maker.workers, maker.investment_idr = int(SECRETS["workers"]), int(SECRETS["investment"])
    maker.legal_form, maker.nib, maker.address = SECRETS["legal form"], SECRETS["nib"], SECRETS["address"]
    for channel, value, is_public in (("phone", f"+62{SECRETS['private phone']}", False),
                                      ("whatsapp", f"+62{SECRETS['private whatsapp']}", False),
                                      ("email", SECRETS["private e-mail"], False),
                                      ("whatsapp", "+6281200000001", True)):  # fmt: skip
        db.session.add(ProducerContact(producer_id=maker.id, channel=channel, value=value, is_public=is_public))
    add_credential(producer_id=maker.id, draft=CredentialDraft("pirt", SECRETS["claimed certificate"], "seen"))
    _check_with_a_document(page, maker.id)
    hidden = make_product("Harga Tersembunyi", producer=maker, price_idr=int(SECRETS["price before it was hidden"]),
                          capacity_per_month=int(SECRETS["capacity"]), hs_code=SECRETS["hs code"])  # fmt: skip
    add_revision(
        product=hidden,
        draft=RevisionDraft(
            name_id="Harga Tersembunyi", unit="pak", price_mode="tanya",
            price_idr=int(SECRETS["price before it was hidden"]), capacity_per_month=int(SECRETS["capacity"]),
            hs_code=SECRETS["hs code"],
        ),
    )  # fmt: skip
    publish_product(product=hidden, revision=newest_revision(hidden))
    draft_price = int(SECRETS["price of a draft"])
    draft = RevisionDraft(name_id=SECRETS["name of a draft"], unit="pak", price_mode="tampil", price_idr=draft_price)
    add_revision(product=hidden, draft=draft)
    gone = make_product("Sudah Ditarik", producer=maker, price_idr=int(SECRETS["price of a withdrawn product"]))
    withdraw_product(product=gone, reason=f"{SECRETS['reason of a withdrawal']}: {SECRETS['identity number']}, "
                                          f"{SECRETS['tax number']}")  # fmt: skip
    make_product("Harga Tampil", producer=maker, price_idr=1_234_567)
    world.names["gone"] = gone.slug
    db.session.commit()
    return world


def _check_with_a_document(page: PageClient, maker_id: int) -> None:
    """A certificate that everybody may read of, and a copy of its document that nobody outside may."""
    certificate = add_credential(producer_id=maker_id, draft=CredentialDraft("merek", "IDM777000777", "claimed"))
    add_document(
        credential=certificate,
        file=usable(pdf(f"({SECRETS['document']})".encode())),
        raw_name=f"{SECRETS['name of a document']}.pdf",
        folder=page.client.application.config["PRIVATE_FOLDER"],
        actor_id=None,
    )
    about: Any = {"credential": certificate, "actor_id": None}
    for step, facts in (
        (reject, {"outcome": CredentialState.NOT_FOUND, "reason": SECRETS["reason about a credential"]}),
        (reopen, {"reason": SECRETS["reason about a credential"]}),
        (mark_seen, {"place": SECRETS["place where it was seen"], "may_open_documents": True}),
        (mark_checked, {"checked_on": clock.today(), "method": "kunjungan"}),
    ):
        step(**about, **facts, row_version=certificate.row_version)


def crawl(page: PageClient, starts: list[str]) -> Iterator[tuple[str, bytes]]:
    """Every public byte that links, addresses in files and forms lead to, each address once."""
    waiting, seen = list(starts), set(starts)
    while waiting:
        path = waiting.pop()
        answer = page.client.get(path)
        told = {name: value for name, value in answer.headers.items() if name not in MADE_UP}
        body = answer.data + repr(told).encode()
        yield path, body
        for match in ADDRESS.finditer(answer.data + f'href="{answer.headers.get("Location", "")}"'.encode()):
            found = next(part for part in match.groups() if part is not None).decode("utf-8", "replace")
            parts = urlsplit(urldefrag(urljoin(f"http://localhost{path}", found.replace("&amp;", "&")))[0])
            local = quote(parts.path, safe="/%") + (f"?{parts.query}" if parts.query else "")
            if parts.netloc == "localhost" and local not in seen and _is_walked(local):
                seen.add(local)
                waiting.append(local)
        assert len(seen) < MOST_PAGES, "the crawl does not end"


def _is_walked(path: str) -> bool:
    """Not the program's own files, nor the desk, nor forms; filters are tried one at a time."""
    return not path.startswith(("/static/", "/meja", "/permintaan/")) and path.count("&") == 0


def readings(text: str) -> list[str]:
    """The ways in which a number or a telephone could be written."""
    if not text.isdecimal():
        return [text]
    grouped = f"{int(text):,}"
    return [text, grouped, grouped.replace(",", "."), f"{text[:3]}-{text[3:7]}-{text[7:]}"]


def test_no_public_byte_holds_a_secret(page: PageClient, world: World) -> None:
    starts = [*STARTS, f"/produk/{world.names['gone']}", *(p for paths in addresses(world).values() for p in paths)]
    read = dict(crawl(page, starts))
    kinds = {path.partition("?")[0].rpartition(".")[2] for path in read if "." in path}
    assert {"json", "csv", "xml", "atom", "jpg", "txt"} <= kinds, kinds
    assert len(read) > 100
    found = [
        (name, path)
        for path, body in read.items()
        for name, secret in SECRETS.items()
        for reading in readings(secret)
        if reading.encode() in body and not path.startswith(ON_THE_PAGE_ALONE.get(name, ("-",)))
    ]
    assert not found
    everything = b"".join(read.values())
    for published in PUBLISHED:
        assert published.encode() in everything, f"{published} is public, and a crawl that misses it sees nothing"
    assert any(
        SECRETS["capacity"].encode() in body.replace(b".", b"") for path, body in read.items() if "produk/" in path
    )


def test_what_is_agreed_for_a_page_is_not_sent_out_in_bulk(page: PageClient, world: World) -> None:
    for path in ("/ikm.json", "/ikm.csv", "/produk.json", "/produk.csv", "/produk/baru.atom"):
        body = page.client.get(path).data
        assert b"81200000001" not in body and b"0812-0000-0001" not in body and b"48151" not in body, path


def test_the_dump_holds_no_secret(page: PageClient, world: World, tmp_path: Any) -> None:
    result = page.client.application.test_cli_runner().invoke(dump_command, ["--to", str(tmp_path)])
    assert result.exit_code == 0, result.output
    with zipfile.ZipFile(tmp_path / "griya-terbaru.zip") as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"1234567" in everything
    assert not [name for name, secret in SECRETS.items() for one in readings(secret) if one.encode() in everything]


def test_what_the_search_keeps_holds_no_secret(page: PageClient, world: World) -> None:
    page.get("/cari?q=ambarwati")  # from here on the documents are those of this catalogue
    kept = "\n".join(
        str(value)
        for name, table in Base.metadata.tables.items()
        if name.startswith("search_")
        for row in db.session.execute(select(table))
        for value in row
    ).casefold()
    assert "ambarwati" in kept and "zamrud" in kept, "the search keeps what is public"
    for name, secret in SECRETS.items():
        for reading in readings(secret):
            assert reading.casefold() not in kept, f"{name} in the words of the search"
            found = page.get(f"/cari?persis=1&q={quote(reading)}")
            assert not found.select(".product-card, .maker-card"), f"{name} is found by {reading}"


@pytest.mark.parametrize("planted", ["471103", "471.103"])
def test_the_crawl_would_see_a_secret(page: PageClient, world: World, planted: str) -> None:
    world.maker.story_id = f"Kami bekerja dengan {planted} orang."
    db.session.commit()
    read = dict(crawl(page, [f"/ikm/{world.maker.slug}"][:1]))
    assert any(one.encode() in body for body in read.values() for one in readings(SECRETS["workers"]))
