"""A disk that is really full, and one that takes no write: an honest page, every word kept, and back again."""

import os
import re
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.server.posting import HIDDEN
from tests.server.running import Running

MESSAGE = "Apakah masih ada untuk pesta tanggal 5? " * 20
WORDS = {
    "id": ("/permintaan", "Belum dapat disimpan", "Kirim sekali lagi"),
    "en": ("/en/permintaan", "Could not be saved yet", "Send again"),
}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, which can be filled and closed for writing without hurting anybody else."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m,mode=700", "tmpfs", place], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip(reason="this user may not mount a file system")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


@contextmanager
def full(place: Path) -> Iterator[None]:
    """Not one byte is left."""
    filler = place / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue
    yield
    filler.unlink()


@contextmanager
def closed(server: Running) -> Iterator[None]:
    """The kernel lets the server write nothing at all any more, wherever and however little."""
    _, hard = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (0, hard))
    yield
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (hard, hard))


def test_a_full_and_a_closed_disk_are_told_and_nothing_that_was_typed_is_lost(small_disk: Path) -> None:
    with Running(small_disk / "instance", "--no-worker") as server:

        def fill_in(language: str) -> tuple[str, dict[str, str], str]:
            path = WORDS[language][0]
            status, headers, body = server.request(path)
            assert status == 200
            person = {"name": "Sari", "phone": "081234567890", "consent": "y", "message": MESSAGE.strip()}
            cookie = (headers["Set-Cookie"] or "").partition(";")[0]
            return path, {**dict(HIDDEN.findall(body.decode())), **person}, cookie

        def send(path: str, fields: dict[str, str], cookie: str) -> tuple[int, str, str]:
            headers = {
                "Origin": server.url,
                "Sec-Fetch-Site": "same-origin",
                "Content-Type": "application/x-www-form-urlencoded",
                "Cookie": cookie,
            }
            status, told, body = server.request(path, method="POST", body=urlencode(fields).encode(), headers=headers)
            return status, told["Location"] or told["Retry-After"] or "", unescape(body.decode())

        for is_full, language in ((True, "id"), (False, "en")):
            _, title, button = WORDS[language]
            filled = fill_in(language)
            with full(small_disk) if is_full else closed(server):
                if is_full:
                    with pytest.raises(OSError, match="space"):
                        os.write(os.open(small_disk / "probe", os.O_CREAT | os.O_WRONLY), b"x")
                status, retry, page = send(*filled)
                assert (status, bool(retry)) == (503, True), page[:300]
                assert title in page and button in page
                kept = re.search(r'name="message"[^>]*>([^<]*)<|name="message"[^>]*value="([^"]*)"', page)
                assert kept and MESSAGE.strip() in kept.group(0)
                # Reading and the form itself go on.
                assert server.request("/")[0] == server.request(filled[0])[0] == server.request("/sehat")[0] == 200
            status, where, _ = send(*filled)
            assert status == 303, "there is room again, and the same form is taken without a restart"
            assert send(*filled)[1] == where, "and taken once"
