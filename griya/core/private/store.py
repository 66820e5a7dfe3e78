"""The folder of private files: each named by the SHA-256 of its bytes, written durably, never served by itself.

Whoever keeps a file in a table marks the column of its digest with `info=REFERENCE`; what no such column names any more
is swept away within the hour. A lock between processes stands between a sweep and whoever keeps the same bytes again.
"""

import fcntl
import hashlib
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from griya.core.private.kinds import TYPES

FOLDER: Final = "private"  # below the instance.
# How long a file may be without a row: a request keeps it before its own row is committed.
GRACE_SECONDS: Final = 3600
_LOCK: Final = ".lock"
NOT_COPIED: Final = ("*.part", _LOCK)
_NAME: Final = re.compile(r"(?P<digest>[0-9a-f]{64})\.(?:pdf|jpg)")


class Missing(Exception):
    """The file is not there, or is no longer what was kept."""


def keep(folder: Path, content: bytes, extension: str) -> str:
    """Write `content` so that it survives a power cut, and return its digest; the same bytes again change nothing."""
    if extension not in TYPES:
        raise ValueError(f"{extension!r} is no kind of file that is kept here")
    digest = hashlib.sha256(content).hexdigest()
    path = folder / f"{digest}.{extension}"
    with _locked(folder, fcntl.LOCK_SH):
        if path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == digest:
            os.utime(path)  # a sweep counts from now again.
            return digest
        with tempfile.NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as file:
            try:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
                Path(file.name).replace(path)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
        _sync(folder)
    return digest


def read(folder: Path, digest: str, extension: str) -> bytes:
    """The bytes that were kept under this digest.

    Raises:
        Missing: when they are gone or were altered.
    """
    name = f"{digest}.{extension}"
    if not _NAME.fullmatch(name):
        raise Missing(name)
    try:
        content = (folder / name).read_bytes()
    except FileNotFoundError as error:
        raise Missing(name) from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise Missing(name)
    return content


def sweep(folder: Path, referenced: Callable[[], Set[str]], *, grace: float = GRACE_SECONDS) -> int:
    """Delete what no row names and nobody has just kept, and what broken writes left. Returns how many files went."""
    if not folder.is_dir():
        return 0
    with _locked(folder, fcntl.LOCK_EX):
        oldest = time.time() - grace
        old = [path for path in folder.iterdir() if path.name != _LOCK and path.stat().st_mtime <= oldest]
        named = referenced() if old else frozenset()
        gone = [path for path in old if _digest_of(path) not in named]
        for path in gone:
            path.unlink(missing_ok=True)
        if gone:
            _sync(folder)
    return len(gone)


def faults(folder: Path, referenced: Set[str]) -> list[str]:
    """Digests of rows whose file is missing or altered."""
    found = {}
    if folder.is_dir():
        for path in folder.iterdir():
            if digest := _digest_of(path):
                found[digest] = path
    return sorted(
        digest
        for digest in referenced
        if digest not in found or hashlib.sha256(found[digest].read_bytes()).hexdigest() != digest
    )


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keep every file where it is while the block runs, so that a copy of database and folder fits together."""
    if not folder.is_dir():
        yield
        return
    with _locked(folder, fcntl.LOCK_SH):
        yield


def _digest_of(path: Path) -> str | None:
    match = _NAME.fullmatch(path.name)
    return match["digest"] if match else None


@contextmanager
def _locked(folder: Path, how: int) -> Iterator[None]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(folder / _LOCK, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, how)
        yield
    finally:
        os.close(handle)


def _sync(folder: Path) -> None:
    """Write the folder's own list of names, without which a power cut may lose a file that was written."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # a file system that cannot sync a folder writes its names with the file.
            os.fsync(handle)
    finally:
        os.close(handle)
