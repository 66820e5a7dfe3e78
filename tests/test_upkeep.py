"""Migrating, backing up, restoring, looking over an instance."""

import hashlib
import os
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from griya import serving, upkeep
from griya.app import create_app
from griya.config import Settings
from griya.core import schema
from griya.core.db import db, prepare_engine
from griya.core.private import store
from griya.serving import OutboxWorker

PAPER = hashlib.sha256(b"%PDF izin").hexdigest()
MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/export /srv/griya nfs4 rw 0 0
/dev/sdb1 /srv/griya/local\\040disk xfs rw 0 0
//nas/share /mnt/share cifs rw 0 0
"""


@pytest.fixture
def instance(tmp_path: Path, settings: Settings) -> Settings:
    """A migrated instance of its own, with a picture and a letter."""
    folder = tmp_path / "instance"
    (folder / "media").mkdir(parents=True)
    (folder / "outbox").mkdir()
    (folder / "media" / f"{'a' * 64}.webp").write_bytes(b"picture")
    (folder / "outbox" / "letter.eml").write_bytes(b"letter")
    store.keep(folder / "private", b"%PDF izin", "pdf")
    (folder / "secret_key").write_text("kunci")
    made = replace(settings, instance=folder, database_url=f"sqlite:///{folder / 'griya.db'}")
    engine = sa.create_engine(made.database_url)
    prepare_engine(engine)
    upkeep.migrate(engine)
    engine.dispose()
    return made


def test_a_backup_restored_is_the_same_instance(instance: Settings, tmp_path: Path) -> None:
    upkeep.back_up(instance, tmp_path / "backup")
    upkeep.restore(tmp_path / "backup", tmp_path / "new")
    assert (tmp_path / "new" / "media" / f"{'a' * 64}.webp").read_bytes() == b"picture"
    assert (tmp_path / "new" / "outbox" / "letter.eml").read_bytes() == b"letter"
    assert (tmp_path / "new" / "secret_key").read_text() == "kunci"
    assert store.read(tmp_path / "new" / "private", PAPER, "pdf") == b"%PDF izin"
    assert (tmp_path / "new" / "private").stat().st_mode & 0o077 == 0
    assert not (tmp_path / "new" / "private" / ".lock").exists()
    with closing(sqlite3.connect(tmp_path / "new" / "griya.db")) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (schema.head(),)


def test_a_file_that_is_removed_while_a_backup_runs_is_in_it_as_long_as_its_row_is(
    instance: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database is copied first; a sweep that the copy no longer knows of waits until the files are copied too."""
    folder = instance.instance / "private"
    os.utime(folder / f"{PAPER}.pdf", (0, 0))
    sweeping = threading.Thread(target=store.sweep, args=(folder, set))
    copy_database = upkeep._copy_database

    def copy(source: Path, target: Path) -> None:
        copy_database(source, target)
        sweeping.start()
        sweeping.join(0.3)

    monkeypatch.setattr(upkeep, "_copy_database", copy)
    upkeep.back_up(instance, tmp_path / "backup")
    sweeping.join(10)
    assert store.read(tmp_path / "backup" / "private", PAPER, "pdf") == b"%PDF izin"
    assert not (folder / f"{PAPER}.pdf").exists()


def test_a_backup_and_a_restore_accept_an_empty_folder_and_refuse_a_full_one(
    instance: Settings, tmp_path: Path
) -> None:
    (tmp_path / "backup").mkdir()
    (tmp_path / "new").mkdir()
    upkeep.back_up(instance, tmp_path / "backup")
    upkeep.restore(tmp_path / "backup", tmp_path / "new")
    with pytest.raises(upkeep.UpkeepError, match="sudah berisi"):
        upkeep.back_up(instance, tmp_path / "backup")
    with pytest.raises(upkeep.UpkeepError, match="sudah berisi"):
        upkeep.restore(tmp_path / "backup", tmp_path / "new")


def test_a_backup_while_somebody_writes_holds_what_was_committed_before_it(instance: Settings, tmp_path: Path) -> None:
    with closing(sqlite3.connect(instance.instance / "griya.db")) as connection:
        connection.execute("CREATE TABLE note (body TEXT)")
        connection.execute("INSERT INTO note VALUES ('before')")
        connection.commit()
        connection.execute("INSERT INTO note VALUES ('not committed')")
        upkeep.back_up(instance, tmp_path / "backup")
        connection.rollback()
    with closing(sqlite3.connect(tmp_path / "backup" / "griya.db")) as connection:
        assert connection.execute("SELECT body FROM note").fetchall() == [("before",)]


@pytest.mark.parametrize("name", ["griya.db", f"media/{'a' * 64}.webp", "outbox/letter.eml", f"private/{PAPER}.pdf"])
def test_a_backup_of_which_one_byte_changed_is_refused(instance: Settings, tmp_path: Path, name: str) -> None:
    upkeep.back_up(instance, tmp_path / "backup")
    path = tmp_path / "backup" / name
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(upkeep.UpkeepError, match="rusak"):
        upkeep.restore(tmp_path / "backup", tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_backup_of_which_a_file_is_missing_is_refused(instance: Settings, tmp_path: Path) -> None:
    upkeep.back_up(instance, tmp_path / "backup")
    (tmp_path / "backup" / "outbox" / "letter.eml").unlink()
    with pytest.raises(upkeep.UpkeepError, match=r"letter\.eml"):
        upkeep.restore(tmp_path / "backup", tmp_path / "new")


def test_a_folder_that_is_no_backup_is_refused(tmp_path: Path) -> None:
    with pytest.raises(upkeep.UpkeepError, match=r"manifest\.json"):
        upkeep.restore(tmp_path, tmp_path / "new")


def test_a_broken_database_is_never_called_a_backup(instance: Settings, tmp_path: Path) -> None:
    (instance.instance / "griya.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 8000)
    with pytest.raises(upkeep.UpkeepError):
        upkeep.back_up(instance, tmp_path / "backup")
    assert not list(tmp_path.glob("backup*"))


def test_a_backup_of_postgresql_says_which_tool_to_use(instance: Settings, tmp_path: Path) -> None:
    with pytest.raises(upkeep.UpkeepError, match="pg_dump"):
        upkeep.back_up(replace(instance, database_url="postgresql+psycopg://h/d"), tmp_path / "backup")


def test_a_migration_leaves_foreign_keys_on(instance: Settings) -> None:
    engine = sa.create_engine(instance.database_url)
    prepare_engine(engine)
    assert upkeep.migrate(engine) == (schema.head(), schema.head())
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    engine.dispose()


def test_a_migration_that_leaves_orphans_is_undone(instance: Settings) -> None:
    with closing(sqlite3.connect(instance.instance / "griya.db")) as connection:
        connection.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        connection.execute("CREATE TABLE child (parent_id INTEGER REFERENCES parent (id))")
        connection.execute("INSERT INTO child VALUES (1)")
        connection.commit()
    engine = sa.create_engine(instance.database_url)
    prepare_engine(engine)
    with pytest.raises(upkeep.UpkeepError, match="1 baris"):
        upkeep.migrate(engine)
    engine.dispose()


@pytest.mark.parametrize(
    ("path", "kind", "network"),
    [
        ("/srv/griya/instance", "nfs4", True),
        ("/srv/griya/local disk/instance", "xfs", False),
        ("/srv/griyawan", "ext4", False),
        ("/mnt/share", "cifs", True),
    ],
)
def test_a_network_file_system_is_recognised(path: str, kind: str, network: bool) -> None:
    assert upkeep.file_system(Path(path), MOUNTS) == kind
    assert upkeep.is_network(kind) is network


def test_an_instance_on_a_network_file_system_is_warned_about(
    instance: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not any("PERINGATAN" in note for note in serving.storage_notes(instance))
    monkeypatch.setattr(upkeep, "file_system", lambda _path: "nfs4")
    assert any("PERINGATAN" in note and "nfs4" in note for note in serving.storage_notes(instance))


@pytest.fixture
def own_app(instance: Settings) -> Flask:
    return create_app(instance)


def test_the_outbox_thread_survives_an_error_and_ends_when_told(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds: list[int] = []

    def send(_app: Flask) -> tuple[int, int]:
        rounds.append(len(rounds))
        if len(rounds) == 1:
            raise RuntimeError("the database is away")
        return 0, 0

    monkeypatch.setattr(serving, "send_outbox", send)
    worker = OutboxWorker(own_app, interval=0.01)
    worker.start()
    while len(rounds) < 3:
        worker.join(0.05)
        assert worker.is_alive()
    worker.stop()
    assert not worker.is_alive()
    with own_app.app_context():
        db.engine.dispose()
