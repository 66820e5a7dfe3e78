"""Keeping an instance well: migrate it, back it up, restore it, look it over."""

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url

from griya.config import Settings
from griya.core import schema
from griya.core.clock import now
from griya.core.db import write_intent
from griya.core.private import store

MANIFEST = "manifest.json"
DATABASE = "griya.db"
SECRET = "secret_key"
FOLDERS = ("media", "outbox", store.FOLDER)
_MIGRATION_LOCK = 4_711_2026  # any number, as long as every Griya uses the same one.
_NETWORK_FILE_SYSTEMS = ("nfs", "cifs", "smb", "9p", "afs", "ceph", "glusterfs", "lustre", "fuse.sshfs")
_MOUNTS = Path("/proc/self/mounts")


class UpkeepError(Exception):
    """Something cannot be done; the message is one sentence for whoever typed the command."""


def migrate(engine: Engine, target: str = "head", *, down: bool = False) -> tuple[str | None, str | None]:
    """Bring the schema to `target`, all or nothing, and return the revision before and after.

    On SQLite a table is altered by building a new one; with foreign keys on, dropping the old one would delete the rows
    that point to it. They are therefore off while it migrates, and every key is checked before the commit.
    """
    with engine.connect() as connection:
        is_sqlite = engine.dialect.name == "sqlite"
        if is_sqlite:
            _pragma(connection.connection.driver_connection, "foreign_keys=OFF")
        try:
            with write_intent(), connection.begin():
                if not is_sqlite:
                    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
                before = schema.current(connection)
                (schema.downgrade if down else schema.upgrade)(connection, target)
                if is_sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()):
                    raise UpkeepError(f"Migrasi dibatalkan: {len(broken)} baris menunjuk ke baris yang tidak ada.")
                return before, schema.current(connection)
        finally:
            if is_sqlite:
                _pragma(connection.connection.driver_connection, "foreign_keys=ON")


def _pragma(connection: Any, pragma: str) -> None:
    connection.execute(f"PRAGMA {pragma}")


def sqlite_file(settings: Settings) -> Path:
    """The database file.

    Raises:
        UpkeepError: when the database is PostgreSQL, which has its own tools.
    """
    url = make_url(settings.database_url)
    if not url.drivername.startswith("sqlite"):
        raise UpkeepError(
            "Basis data ini PostgreSQL: cadangkan dengan pg_dump dan pulihkan dengan pg_restore, "
            "lalu salin folder media, outbox dan private (docs/operations.md)."
        )
    return Path(url.database or "")


@dataclass(frozen=True, slots=True)
class Copied:
    """What a backup or a restore holds."""

    files: int
    size_bytes: int


def back_up(settings: Settings, target: Path) -> Copied:
    """Copy the instance into the new or empty folder `target`, while it runs. The copy is checked before it counts."""
    source = sqlite_file(settings)
    if not source.is_file():
        raise UpkeepError(f"Belum ada basis data di {source}.")
    _require_empty(target)
    draft = target.with_name(target.name + ".part")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        draft.mkdir(parents=True, mode=0o700)
        with store.held(settings.instance / store.FOLDER):
            _copy_database(source, draft / DATABASE)
            for name in FOLDERS:
                _copy_folder(settings.instance / name, draft / name)
        revision = _check_database(draft / DATABASE)
        if (settings.instance / SECRET).is_file():
            shutil.copy2(settings.instance / SECRET, draft / SECRET)
        digests = _digests(draft)
        manifest = {"made_at": now().isoformat(timespec="seconds"), "revision": revision, "sha256": digests}
        (draft / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True), encoding="utf-8")
        if target.is_dir():
            target.rmdir()
        draft.replace(target)
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise UpkeepError(f"Cadangan tidak dapat dibuat di {target}: {reason}.") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)  # gone already when it became `target`.
    return Copied(len(digests), _size(target, digests))


def restore(source: Path, target: Path) -> Copied:
    """Make a new instance folder `target` from a backup, after every file was found to be what was backed up."""
    try:
        manifest = json.loads((source / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UpkeepError(f"{source} bukan cadangan Griya yang lengkap: {MANIFEST} tidak dapat dibaca.") from error
    _require_empty(target)
    try:
        found = _digests(source)
        if wrong := sorted({*found, *manifest["sha256"]} - {n for n in found if manifest["sha256"].get(n) == found[n]}):
            raise UpkeepError(f"Cadangan di {source} rusak: {wrong[0]} hilang, berubah atau bukan bagiannya.")
        target.mkdir(parents=True, mode=0o700, exist_ok=True)
        shutil.copytree(source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns(MANIFEST))
    except OSError as error:
        raise UpkeepError(f"Cadangan tidak dapat dipulihkan ke {target}: {error.strerror or error}.") from error
    _check_database(target / DATABASE)
    return Copied(len(found), _size(target, found))


def _copy_folder(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("*.part", *store.NOT_COPIED))


def _require_empty(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UpkeepError(f"{folder} sudah berisi sesuatu: sebutkan folder baru atau kosong.")


def _copy_database(source: Path, target: Path) -> None:
    """Copy by SQLite's own backup, which sees one moment of a database that is being written."""
    with closing(_open_read_only(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")


def _open_read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=30)


def _check_database(path: Path) -> str | None:
    """Return the database's revision.

    Raises:
        UpkeepError: when it is not sound.
    """
    try:
        with closing(_open_read_only(path)) as connection:
            answer = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
            revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        raise UpkeepError(f"{path} tidak dapat dibaca sebagai basis data: {error}.") from error
    if answer != "ok" or orphans:
        raise UpkeepError(f"{path} tidak utuh: {answer if answer != 'ok' else f'{len(orphans)} baris tanpa induk'}.")
    return str(revision[0]) if revision else None


def _digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below `folder` but the manifest, by relative name."""
    digests = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.name != MANIFEST):
        with path.open("rb") as file:
            digests[path.relative_to(folder).as_posix()] = hashlib.file_digest(file, "sha256").hexdigest()
    return digests


def _size(folder: Path, names: Iterable[str]) -> int:
    return sum((folder / name).stat().st_size for name in names)


def file_system(path: Path, mounts: str | None = None) -> str:
    """The type of the file system that holds `path`, such as `ext4` or `nfs4`; empty where the system does not tell."""
    if mounts is None:
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="replace") if _MOUNTS.exists() else ""
    best, kind = -1, ""
    place = path.resolve()
    for line in mounts.splitlines():
        fields = line.split()
        if len(fields) < 3:
            continue
        point = Path(fields[1].replace("\\040", " "))
        if place.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), fields[2]
    return kind


def is_network(kind: str) -> bool:
    """Whether locks and fsync cannot be relied on there."""
    return kind.startswith(_NETWORK_FILE_SYSTEMS)
