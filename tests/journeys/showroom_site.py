"""A showroom in this process: its own SQLite file, a real server that can be switched off, and a few products."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from flask import Flask
from waitress.server import create_server

from griya.app import create_app
from griya.catalog.models import Product
from griya.config import Settings
from griya.core import clock, schema
from griya.core.db import db
from griya.core.unit_of_work import command
from griya.selection.actions import cancel_version, load_slots
from griya.selection.models import SelectionVersion
from tests.conftest import SECRET_KEY
from tests.factories.catalog import make_category, make_product
from tests.factories.registry import make_producer, make_region
from tests.factories.selection import make_selection, make_version

LONG_MAKER = (
    "Koperasi Jasa Menenun Mandiri Ensaid Panjang dan Kelompok Perempuan Penenun Tepian Kapuas Sejahtera Makmur"
)


def names_of_every_length() -> list[str]:
    """Names of 5 to 120 letters, and two that are one word."""
    words = "selendang tenun ikat Sintang kebat pewarna alam akar mengkudu motif ruit dan gajah tenunan Ensaid Panjang"
    lengths = [5, 9, 22, 30, 31, 48, 49, 80, 120]
    return [(words * 2)[:length].strip().ljust(length, "n") for length in lengths] + ["w" * 120, "M" * 40]


class Showroom:
    """Serves one app; `stop` and `start` are what a visitor of a screen notices of a dead server."""

    def __init__(self, folder: Path) -> None:
        self.app: Flask = create_app(
            Settings(
                secret_key=SECRET_KEY,
                instance=folder,
                database_url=f"sqlite:///{folder / 'griya.db'}",
                public_url="https://griya.contoh.test",
            )
        )
        # What shortens a screen's times is heard by an application that is tested and by no other.
        self.app.testing = True
        self._port = 0
        with self.app.app_context():
            with db.engine.begin() as connection:
                schema.upgrade(connection)
            with command():
                load_slots()
        self.start()

    @property
    def url(self) -> str:
        """Where it answers; the port stays when it starts again."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def port(self) -> int:
        """Where it listens."""
        return self._port

    def start(self) -> None:
        """Answer from now on."""
        self._server = create_server(self.app, host="127.0.0.1", port=self._port, threads=4)
        self._port = self._server.effective_port
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Answer nobody any more."""
        self._server.task_dispatcher.shutdown()
        # Closed by the loop that reads them: a socket that another thread closes may be the one it waits for.
        self._server.trigger.pull_trigger(self._hang_up)
        self._thread.join(10)
        assert not self._thread.is_alive()

    def _hang_up(self) -> None:
        for channel in list(self._server._map.values()):
            channel.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A writing transaction of the showroom's own database."""
        with self.app.app_context(), command():
            yield

    def show(self, names: Sequence[str], *, slots: Sequence[str] = ("layar",), maker: str = "Rumah Tenun") -> None:
        """Put new products of these names on the slots, in this order, instead of what was there."""
        with self.writing():
            for version in db.session.query(SelectionVersion).filter(SelectionVersion.cancelled_at.is_(None)):
                cancel_version(version=version, reason="Uji.")
            producer = make_producer(maker, region=make_region(), is_sample=True)
            shelf = make_category("tenun-busana", "Tenun & busana")
            products: list[Product] = [
                make_product(name, producer=producer, category=shelf, halal_status="tidak_halal") for name in names
            ]
            now = clock.now()
            for slot in slots:
                make_version(
                    products,
                    slot=slot,
                    starts_at=now - timedelta(days=1),
                    ends_at=now + timedelta(days=30),
                    selection=make_selection("Tenun Empat Sungai"),
                )
