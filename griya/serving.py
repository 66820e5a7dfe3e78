"""`griya serve`: prepares a local instance, then answers with waitress while a thread delivers the outbox."""

import errno
import logging
import resource
import signal
import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import waitress
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from griya import upkeep
from griya.accounts.actions import create_account, new_password
from griya.accounts.models import Role
from griya.accounts.queries import list_accounts
from griya.app import create_app
from griya.catalog.actions import load_vocabulary
from griya.catalog.actions.search_words import load_search_words
from griya.catalog.models import Product
from griya.catalog.queries.lookup.upkeep import follow_the_rules
from griya.chores import Chores
from griya.config import Settings
from griya.core import outbox, schema, unit_of_work
from griya.core.db import db, journal_mode
from griya.core.framing import StrictChannel
from griya.curation.actions import load_rubric
from griya.registry.actions import load_reference
from griya.sample.actions import load_sample
from griya.sample.curating import has_sample_reviews, load_sample_reviews
from griya.sample.illustrations import add_sample_pictures
from griya.selection.actions import load_slots

log = logging.getLogger(__name__)

# Measured with 300 attackers on loopback (docs/operations.md): with waitress's own limits of 100 connections and 120
# seconds they silence the server; with these, honest visitors are answered in milliseconds.
CONNECTION_LIMIT = 1000
CHANNEL_TIMEOUT_SECONDS = 20
CLEANUP_SECONDS = 5
# Above the app's own limits, so that its 413 page answers and not a bare line of text.
MAX_BODY_BYTES = 40 * 1024 * 1024
MAX_HEADER_BYTES = 32 * 1024
OPEN_FILES = 4096
PICTURES_STOP_SECONDS = 5

FIRST_EMAIL = "meja@griya.test"
FIRST_NAME = "Meja Griya"

Say = Callable[[str], None]


class StartError(Exception):
    """The server cannot start. The message is one sentence for whoever started it."""


def claim_port(host: str, port: int) -> socket.socket:
    """Listen before anything else is done, so that a busy port is told at once.

    Raises:
        StartError: when the port cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(1024)
    except OSError as error:
        listener.close()
        raise StartError(_port_sentence(host, port, error)) from error
    return listener


def _port_sentence(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < 65535 else 8000
        return (
            f"Porta {port} di {host} sudah dipakai program lain (port in use): "
            f"hentikan program itu, atau pilih porta lain, misalnya: make run PORT={other}"
        )
    if error.errno == errno.EACCES:
        return f"Porta {port} tidak boleh dibuka oleh pengguna ini: pilih porta di atas 1023, misalnya PORT=8000."
    return f"Porta {port} di {host} tidak dapat dibuka: {error.strerror or error}."


def server_arguments(settings: Settings, listener: socket.socket) -> dict[str, Any]:
    """Waitress's settings. Forwarding headers are dropped unless `GRIYA_PROXIES` says how many hops may be believed."""
    return {
        "sockets": [listener],
        "threads": settings.threads,
        "connection_limit": CONNECTION_LIMIT,
        "channel_timeout": CHANNEL_TIMEOUT_SECONDS,
        "cleanup_interval": CLEANUP_SECONDS,
        "asyncore_use_poll": True,  # select() ends at 1,024 open files.
        "max_request_body_size": MAX_BODY_BYTES,
        "max_request_header_size": MAX_HEADER_BYTES,
        "ident": None,
        "expose_tracebacks": False,
        "clear_untrusted_proxy_headers": settings.proxies == 0,
    }


class OutboxWorker(threading.Thread):
    """Delivers what is due every few seconds, and tidies up hourly. What goes wrong is logged and tried again."""

    LONGEST_WAIT_SECONDS = 60.0

    def __init__(self, app: Flask, *, interval: float = 5.0) -> None:
        super().__init__(name="outbox", daemon=True)
        self._app = app
        self._interval = interval
        self._stopped = threading.Event()

    def run(self) -> None:
        """Work until `stop`."""
        wait, chores = self._interval, Chores(self._app)
        while not self._stopped.wait(wait):
            try:
                send_outbox(self._app)
                wait = self._interval
                chores.run_due()
            except Exception:  # the thread has nobody above it, and a dead one would keep the mail for ever.
                log.warning("outbox: delivery failed, it is tried again", exc_info=True)
                wait = min(2 * wait, self.LONGEST_WAIT_SECONDS)

    def stop(self) -> None:
        """Let the message in hand be finished, for as long as a mail server may take."""
        self._stopped.set()
        self.join(outbox.TIMEOUT_SECONDS)


class PicturesWorker(threading.Thread):
    """Gives the sample's products their pictures once, after the server has begun to answer."""

    def __init__(self, app: Flask) -> None:
        super().__init__(name="pictures", daemon=True)
        self._app = app
        self._stopped = threading.Event()

    def run(self) -> None:
        """Add what is missing, until all is there or `stop`."""
        folder = Path(self._app.config["MEDIA_FOLDER"])
        try:
            with self._app.app_context():
                add_sample_pictures(media_folder=folder, is_stopped=self._stopped.is_set)
        except Exception:  # the thread has nobody above it, and a sample without pictures is still a sample.
            if not self._stopped.is_set():
                log.warning("pictures: the sample's pictures are not complete; the next start goes on", exc_info=True)

    def stop(self) -> None:
        """End the picture in hand, which is made again at the next start."""
        self._stopped.set()
        self.join(PICTURES_STOP_SECONDS)


def send_outbox(app: Flask, *, limit: int = 100) -> tuple[int, int]:
    """Deliver up to `limit` messages that are due. Returns (sent, failed)."""
    settings: Settings = app.config["SETTINGS"]
    with app.app_context():
        return outbox.send_due(
            outbox.transport_for(settings.smtp_url, settings.instance),
            sender=settings.mail_from,
            sender_name=settings.office.name,
            limit=limit,
        )


def check_instance(settings: Settings) -> None:
    """Make the instance folder and write a file there, so that a folder that cannot be used is told in one sentence.

    Raises:
        StartError: with the system's reason.
    """
    probe = settings.instance / f".probe-{time.time_ns()}"
    try:
        settings.instance.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"griya" * 1000)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise StartError(f"Tidak ada ruang lagi di cakram tempat {settings.instance}: kosongkan dulu.") from error
        raise StartError(f"Folder instans {settings.instance} tidak dapat ditulis: {error.strerror}.") from error
    finally:
        if probe.is_file():
            probe.unlink(missing_ok=True)


@contextmanager
def _step(title: str, say: Say) -> Iterator[None]:
    """Say what is being done before it is done, and how long it took when it was long."""
    say(f"  {title} …")
    began = time.monotonic()
    yield
    if (took := time.monotonic() - began) >= 2:
        say(f"    selesai dalam {took:.0f} detik")


def prepare(app: Flask, *, sample: bool, say: Say) -> str | None:
    """Migrate, load what a new instance needs, and open its first account. Returns that account's password.

    Each step decides inside its own writing transaction, so that two servers that start at once do it once.
    """
    with app.app_context():
        with _step("Menyiapkan basis data", say):
            upkeep.migrate(db.engine)
        with _step("Memeriksa data rujukan", say):
            load_reference_data()
        if sample and not _is_catalogue_filled():
            with _step("Memuat katalog contoh (hapus dengan: .venv/bin/griya sample remove)", say):
                _load_sample()
        password = _open_first_account()
        # After the first account: the people who scored the sample are none that anybody signs in as.
        _load_sample_reviews()
        return password


def load_reference_data() -> None:
    """Load what every instance needs before its first product; what is there already stays as it is."""
    with unit_of_work.command():
        load_reference()
        load_vocabulary()
        load_rubric()
        load_slots()
        load_search_words()
        follow_the_rules()


def _load_sample() -> None:
    with unit_of_work.command():
        if not _is_catalogue_filled():
            load_sample()


def _load_sample_reviews() -> None:
    if not has_sample_reviews():
        with unit_of_work.command():
            if not has_sample_reviews():
                load_sample_reviews()


def _is_catalogue_filled() -> bool:
    return db.session.scalar(select(Product.id).limit(1)) is not None  # each command() begins by rolling back.


def _open_first_account() -> str | None:
    with unit_of_work.command():
        if list_accounts():
            return None
        password = new_password()
        create_account(email=FIRST_EMAIL, name=FIRST_NAME, password=password, role=Role.CURATOR)
    return password


def require_schema(app: Flask) -> None:
    """Refuse to serve an older schema: in production, migrating is a step of its own.

    Raises:
        StartError: when the database is not at the program's revision.
    """
    with app.app_context(), db.engine.connect() as connection:
        current, head = schema.current(connection), schema.head()
    if current != head:
        raise StartError(
            f"Skema basis data ada di {current or 'kosong'}, program ini memerlukan {head}: jalankan griya db upgrade."
        )


def storage_notes(settings: Settings) -> list[str]:
    """What is worth knowing about where the data lies: engine, journal, and a warning where it is not safe."""
    if not settings.database_url.startswith("sqlite"):
        return ["Basis data: PostgreSQL"]
    mode = journal_mode()
    reason = "" if mode == "WAL" else " (versi ini dapat merusak basis data dalam WAL; aman mulai 3.51.3)"
    notes = [f"Basis data: SQLite {sqlite3.sqlite_version}, jurnal {mode}, synchronous FULL{reason}"]
    kind = upkeep.file_system(settings.instance)
    if upkeep.is_network(kind):
        notes.append(
            f"PERINGATAN: {settings.instance} ada di sistem berkas jaringan ({kind}); SQLite dapat rusak di sana. "
            "Pindahkan instans ke cakram lokal atau pakai PostgreSQL."
        )
    return notes


def database_sentence(error: DBAPIError) -> str:
    """One sentence for a database that cannot be opened, read or written."""
    first_line = (str(error.orig).splitlines() or [""])[0]
    return f"Basis data tidak dapat dipakai: {first_line}."


def addresses(settings: Settings, password: str | None) -> list[str]:
    """What a newcomer wants to open."""
    url = settings.public_url
    sign_in = f"masuk dengan {FIRST_EMAIL} dan kata sandi {password} (hanya ditampilkan sekali ini)"
    if not password:
        sign_in = f"kata sandi ditampilkan saat pertama kali; yang baru: .venv/bin/griya account reset {FIRST_EMAIL}"
    return [
        "",
        f"Griya IKM berjalan: {url}/",
        "",
        f"  Situs web  {url}/",
        f"  Layar      {url}/layar/",
        f"  Kios       {url}/kios/",
        f"  Meja       {url}/meja/",
        f"             {sign_in}",
        "             akun administrator: .venv/bin/griya account create EMAIL --name NAMA --role administrator",
        "",
        "Hentikan dengan Ctrl+C.",
        "",
    ]


def serve(settings: Settings, listener: socket.socket, *, sample: bool, worker: bool, say: Say) -> None:
    """Prepare where the instance is a local one, then answer until told to stop.

    Raises:
        StartError: when it cannot start.
    """
    for told in (signal.SIGTERM, signal.SIGINT):  # a shell starts what it puts in the background with SIGINT ignored
        signal.signal(told, _stop)
    check_instance(settings)
    app = create_app(settings)
    password = None
    try:
        if settings.is_local:
            say(f"Menyiapkan Griya IKM di {settings.instance}")
            password = prepare(app, sample=sample, say=say)
        else:
            require_schema(app)
    except DBAPIError as error:
        raise StartError(database_sentence(error)) from error
    for note in storage_notes(settings):
        say(f"  {note}")
    for line in addresses(settings, password) if settings.is_local else [f"Griya IKM: {settings.public_url}"]:
        say(line)
    _answer(app, settings, listener, worker=worker, pictures=worker and sample and settings.is_local)


def _answer(app: Flask, settings: Settings, listener: socket.socket, *, worker: bool, pictures: bool) -> None:
    """Run the server and its threads until SIGTERM or Ctrl+C; requests in hand are finished first."""
    _allow_open_files()
    server = waitress.create_server(app, **server_arguments(settings, listener))
    server.channel_class = StrictChannel
    threads: list[OutboxWorker | PicturesWorker] = [OutboxWorker(app)] if worker else []
    if pictures:
        threads.append(PicturesWorker(app))
    for thread in threads:
        thread.start()
    try:
        server.run()  # returns on SystemExit and KeyboardInterrupt, when its threads have finished.
    finally:
        server.close()
        for thread in reversed(threads):
            thread.stop()
        with app.app_context():
            db.engine.dispose()


def _allow_open_files() -> None:
    """A thousand connections need more open files than many systems allow at first."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)
