"""SQLite's own count of commits, read from the file without asking SQLite.

A statement costs some seventy microseconds, nearly all of them for the locks of the rollback journal. But SQLite counts
the commits itself, in four bytes at a fixed place of the file ("file change counter",
sqlite.org/fileformat2.html#file_change_counter), and one read of the file tells them. Whoever commits writes the
counter before the commit is complete, so an old counter means that no commit has come to its end; a new one only means
that somebody has to ask properly.

What is kept under a count has to be read while nobody can commit: in a transaction that holds SQLite's shared lock, and
with the count read inside of it (`of_reading`). Then a writer that counted and was rolled back cannot be taken for
another. In WAL mode the counter stands still and says so in the header.

The file is opened once for each database and closed when nobody uses its engine any more, never before: POSIX takes all
locks of a process from a file when the process closes it anywhere, those of SQLite's connections too.
"""

import os
import threading
import weakref
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine

# From the format versions up to the counter.
_AT, _LENGTH, _COUNTER = 18, 10, 6
_ROLLBACK_JOURNAL: Final = 1


class FileCount:
    """The count of commits of one database file."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    @classmethod
    def of_engine(cls, engine: Engine) -> "FileCount | None":
        """The count of an engine's file; None where it has none."""
        path = engine.url.database
        if not path or path == ":memory:" or engine.url.query:
            return None
        try:
            key, descriptor = _files.take(path)
        except OSError:
            return None
        weakref.finalize(engine, _files.let_go, key)
        return cls(descriptor)

    def now(self) -> bytes | None:
        """The four bytes as they are; None where the file does not count."""
        header = os.pread(self._descriptor, _LENGTH, _AT)
        return header[_COUNTER:] if len(header) == _LENGTH and header[0] == _ROLLBACK_JOURNAL else None

    def of_reading(self, driver: Any, before: bytes | None) -> bytes | None:
        """The count of what was read: SQLite holds its shared lock from the first statement to the last."""
        return self.now() if driver.in_transaction else None


class _Files:
    """The open files, by device and number, with how many engines use each."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[tuple[int, int], tuple[int, int]] = {}

    def take(self, path: str) -> tuple[tuple[int, int], int]:
        """The key and descriptor of a file that exists."""
        with self._lock:
            found = Path(path).stat()
            key = found.st_dev, found.st_ino
            descriptor, users = self._open.get(key) or (os.open(path, os.O_RDONLY | os.O_CLOEXEC), 0)
            self._open[key] = descriptor, users + 1
            return key, descriptor

    def let_go(self, key: tuple[int, int]) -> None:
        """Close a file that nobody uses any more."""
        with self._lock:
            descriptor, users = self._open.pop(key)
            if users > 1:
                self._open[key] = descriptor, users - 1
            else:
                os.close(descriptor)


_files: Final = _Files()
