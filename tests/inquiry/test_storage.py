"""When nothing can be stored: nobody is told that it was, every word is kept, and it works again without a restart."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import OperationalError

from griya.app import create_app
from griya.catalog.queries.products import forget_pages
from griya.config import Settings
from griya.core import schema
from griya.core.db import _peeked, db, write_intent
from tests.conftest import SECRET_KEY, IsolatedClient
from tests.factories.catalog import make_product
from tests.inquiry.test_views import BUYER, form_of
from tests.page import PageClient

# Answered from what the process keeps, as long as the file says that nothing was committed.
KEPT = {"/produk", "/produk/{slug}", "/cari/saran?q=ampl"}


@dataclass
class Disk:
    """The database file of an instance, and what is wrong with it now."""

    file: Path
    slug: str
    pragmas: list[str] = field(default_factory=list)
    breaks_at_commit: bool = False

    def stored(self) -> int:
        """How many inquiries there are, read by somebody else."""
        with closing(sqlite3.connect(self.file)) as connection:
            return int(connection.execute("SELECT count(*) FROM inquiry").fetchone()[0])


@pytest.fixture
def file_app(tmp_path: Path) -> Iterator[Flask]:
    settings = Settings(
        secret_key=SECRET_KEY,
        instance=tmp_path,
        database_url=f"sqlite:///{tmp_path / 'griya.db'}",
        public_url="http://localhost",
        mail_from="griya@contoh.test",
    )
    app = create_app(settings)
    app.test_client_class = IsolatedClient
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def disk(file_app: Flask, tmp_path: Path) -> Disk:
    with file_app.app_context(), write_intent():
        with db.engine.begin() as connection:
            schema.upgrade(connection)
        made = Disk(tmp_path / "griya.db", make_product("Amplang").slug)
        db.session.commit()
        db.session.remove()

        @sa.event.listens_for(db.engine, "checkout")
        def worsen(connection: sqlite3.Connection, *_others: object) -> None:
            for pragma in made.pragmas:
                connection.execute(f"PRAGMA {pragma}")

        @sa.event.listens_for(db.engine, "commit")
        def fail(_connection: sa.Connection) -> None:
            if made.breaks_at_commit:
                raise OperationalError("COMMIT", {}, sqlite3.OperationalError("disk I/O error"))

    return made


def check_the_page_that_keeps_everything(page: PageClient, form: dict[str, str]) -> dict[str, str]:
    refused = page.post("/permintaan", form, expect=503)
    assert refused.response.headers["Retry-After"]
    assert "belum kami terima" in refused.text and "Kirim sekali lagi" in refused.text
    again = form_of(refused)
    for name, value in form.items():
        assert name == "csrf_token" or again[name] == value, name
    return again


@pytest.mark.parametrize("trouble", ["query_only=ON", "max_page_count=1", "commit"])
def test_a_post_that_cannot_be_stored_is_answered_503_and_can_be_sent_again(
    file_app: Flask, disk: Disk, trouble: str
) -> None:
    page = PageClient(file_app.test_client())
    page.submit(f"/permintaan/tambah/{disk.slug}", {"quantity": "3", "note": "pedas"})
    message = "Apakah masih ada? " + "Untuk pesta besar. " * 200
    form = form_of(page.get("/permintaan"), **{**BUYER, "message": message.strip()})
    if trouble == "commit":
        disk.breaks_at_commit = True
    else:
        disk.pragmas.append(trouble)
    again = check_the_page_that_keeps_everything(page, form)
    assert disk.stored() == 0
    # Reads and the form itself go on.
    assert page.get("/permintaan").field("line-0-slug") == disk.slug
    page.get(f"/permintaan/tambah/{disk.slug}")
    disk.pragmas[:] = ["query_only=OFF", "max_page_count=1073741823"]
    disk.breaks_at_commit = False
    first = page.post("/permintaan", again).response.headers["Location"]
    assert page.post("/permintaan", form).response.headers["Location"] == first
    assert disk.stored() == 1


def test_a_post_that_meets_a_locked_database_is_answered_503(file_app: Flask, disk: Disk) -> None:
    page = PageClient(file_app.test_client())
    form = form_of(page.get("/permintaan"), **BUYER)
    with file_app.app_context(), db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=50")
    with closing(sqlite3.connect(disk.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        again = check_the_page_that_keeps_everything(page, form)
        other.execute("ROLLBACK")
    page.post("/permintaan", again)
    assert disk.stored() == 1


@pytest.mark.parametrize("path", ["/", "/produk", "/cari/saran?q=ampl", "/produk/{slug}"])
def test_a_page_that_cannot_be_read_is_answered_503_and_comes_back(file_app: Flask, disk: Disk, path: str) -> None:
    page = PageClient(file_app.test_client())
    address = path.format(slug=disk.slug)
    before = page.get(address)
    with file_app.app_context(), db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=50")
    with closing(sqlite3.connect(disk.file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        if path in KEPT:
            # The file's own count says that nothing was committed: what is kept of it is still the answer.
            assert page.get(address).html == before.html
            _peeked.clear()
            forget_pages()
        page.get(address, expect=503)
        other.execute("ROLLBACK")
    page.get(address)
