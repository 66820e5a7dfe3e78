"""The folder of private files: durable, found by digest, swept only of what nobody names."""

import os
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import String

from griya.core.private import store
from griya.core.private.answer import answer
from griya.core.private.references import columns, referenced

PNG = b"\xff\xd8\xff tidak sungguh foto"


def aged(path: Path, seconds: float = 7200) -> None:
    os.utime(path, (time.time() - seconds,) * 2)


def test_what_was_kept_is_read_again_and_the_same_bytes_are_one_file(tmp_path: Path) -> None:
    folder = tmp_path / "private"
    digest = store.keep(folder, PNG, "jpg")
    assert store.keep(folder, PNG, "jpg") == digest
    assert store.read(folder, digest, "jpg") == PNG
    assert [path.name for path in folder.glob("*") if path.suffix] == [f"{digest}.jpg"]


def test_folder_and_file_are_for_the_office_s_own_user_alone(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        digest = store.keep(tmp_path / "private", PNG, "jpg")
    finally:
        os.umask(old)
    assert (tmp_path / "private").stat().st_mode & 0o077 == 0
    assert (tmp_path / "private" / f"{digest}.jpg").stat().st_mode & 0o077 == 0


def test_bytes_and_name_are_on_the_disk_before_anybody_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    real_sync, real_replace = os.fsync, Path.replace

    def sync(handle: int) -> None:
        order.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        real_sync(handle)

    def replace(self: Path, target: Path) -> Path:
        order.append("rename")
        return real_replace(self, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "replace", replace)
    store.keep(tmp_path / "private", PNG, "jpg")
    assert order == ["file", "rename", "folder"]


def test_a_full_disk_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        store.keep(tmp_path / "private", PNG, "jpg")
    assert [path for path in (tmp_path / "private").iterdir() if path.name != ".lock"] == []


def test_an_altered_or_lost_file_is_missing_and_told_by_the_check(tmp_path: Path) -> None:
    digest, other = store.keep(tmp_path, PNG, "jpg"), store.keep(tmp_path, PNG + b"2", "jpg")
    assert store.faults(tmp_path, {digest, other}) == []
    path = tmp_path / f"{digest}.jpg"
    path.write_bytes(PNG[:-1] + b"X")
    (tmp_path / f"{other}.jpg").unlink()
    assert store.faults(tmp_path, {digest, other}) == sorted([digest, other])
    for lost in (digest, other):
        with pytest.raises(store.Missing):
            store.read(tmp_path, lost, "jpg")
    assert store.keep(tmp_path, PNG, "jpg") == digest
    assert store.read(tmp_path, digest, "jpg") == PNG, "keeping the right bytes again mends it"


@pytest.mark.parametrize("digest", ["../" + "a" * 61, "a" * 63, "A" * 64, "a" * 64 + "/..", ""])
def test_nothing_but_a_digest_opens_a_file(tmp_path: Path, digest: str) -> None:
    with pytest.raises(store.Missing):
        store.read(tmp_path, digest, "pdf")
    with pytest.raises(ValueError, match="no kind"):
        store.keep(tmp_path, b"x", "html")


def test_a_sweep_takes_what_nobody_names_and_leaves_what_is_new_or_named(tmp_path: Path) -> None:
    named, unnamed, fresh = (store.keep(tmp_path, PNG + bytes([n]), "jpg") for n in range(3))
    (tmp_path / "tmpabc.part").write_bytes(b"half")
    for path in tmp_path.iterdir():
        if not path.name.startswith(fresh):
            aged(path)
    assert store.sweep(tmp_path, lambda: {named}) == 2
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix) == sorted([f"{named}.jpg", f"{fresh}.jpg"])
    assert unnamed not in {named, fresh}


def test_bytes_that_are_kept_again_while_a_sweep_runs_survive(tmp_path: Path) -> None:
    """The sweep has asked the tables, and only then somebody keeps the same bytes: they wait and write them again."""
    digest = store.keep(tmp_path, PNG, "jpg")
    aged(tmp_path / f"{digest}.jpg")
    keeping = threading.Thread(target=store.keep, args=(tmp_path, PNG, "jpg"))

    def nothing() -> set[str]:
        keeping.start()
        time.sleep(0.3)
        assert keeping.is_alive(), "who keeps waits for the sweep"
        return set()

    assert store.sweep(tmp_path, nothing) == 1
    keeping.join(10)
    assert store.read(tmp_path, digest, "jpg") == PNG


def test_nothing_is_swept_while_a_backup_copies(tmp_path: Path) -> None:
    digest = store.keep(tmp_path, PNG, "jpg")
    aged(tmp_path / f"{digest}.jpg")
    sweeping = threading.Thread(target=store.sweep, args=(tmp_path, set))
    with store.held(tmp_path):
        sweeping.start()
        sweeping.join(0.3)
        assert sweeping.is_alive()
        assert store.read(tmp_path, digest, "jpg") == PNG
    sweeping.join(10)
    assert not (tmp_path / f"{digest}.jpg").exists()


@contextmanager
def private(app: Flask, folder: Path) -> Iterator[None]:
    before = app.config["PRIVATE_FOLDER"]
    app.config["PRIVATE_FOLDER"] = folder
    try:
        with app.test_request_context():
            yield
    finally:
        app.config["PRIVATE_FOLDER"] = before


def test_a_picture_is_shown_in_a_sandbox_and_a_pdf_is_only_saved(built_app: Flask, tmp_path: Path) -> None:
    picture, paper = store.keep(tmp_path, PNG, "jpg"), store.keep(tmp_path, b"%PDF-1.7", "pdf")
    with private(built_app, tmp_path):
        shown, saved = answer(picture, "jpg", "foto izin.jpg"), answer(paper, "pdf", "izin Émilie.pdf")
        asked = answer(picture, "jpg", "foto.jpg", is_saved=True)
    assert shown.headers["Content-Disposition"].startswith("inline;")
    assert asked.headers["Content-Disposition"].startswith("attachment;")
    assert saved.headers["Content-Disposition"] == (
        "attachment; filename=\"izin milie.pdf\"; filename*=UTF-8''izin%20%C3%89milie.pdf"
    )
    for response, kind in ((shown, "image/jpeg"), (saved, "application/pdf")):
        assert response.mimetype == kind
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert response.headers["Cache-Control"] == "private, no-store"


def test_a_private_file_has_no_address_of_its_own(built_app: Flask, tmp_path: Path) -> None:
    folder = built_app.config["PRIVATE_FOLDER"]
    digest = store.keep(folder, PNG, "jpg")
    client = built_app.test_client()
    for place in ("media", "private", "static", "media/../private", "instance/private"):
        assert client.get(f"/{place}/{digest}.jpg").status_code == 404


@pytest.mark.usefixtures("context")
def test_the_tables_name_private_files_by_marked_columns() -> None:
    assert all(isinstance(column.type, String) and column.type.length == 64 for column in columns())
    assert referenced() == set()
