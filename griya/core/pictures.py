"""Pictures that people send: checked, turned upright, stripped, re-encoded by a bounded child process, and stored."""

import io
import json
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from griya.core import media, picture_worker
from griya.core.picture_worker import MAX_FILE_BYTES

TIMEOUT_SECONDS: Final = 30
_POLL_SECONDS: Final = 0.05
_MAX_ANSWER_BYTES: Final = 20_000
_MAGIC: Final = {"avif": (4, b"ftypavif"), "webp": (8, b"WEBP"), "jpg": (0, b"\xff\xd8\xff")}
_JPEG_ADVICE: Final = "Simpan atau kirim ulang sebagai JPEG, lalu coba lagi."

_SENTENCES: Final = {
    "empty": "Berkas foto ini kosong.",
    "file_size": "Berkas foto ini lebih besar dari 20 MB. Kecilkan dulu, misalnya dengan mengirimnya lewat ponsel.",
    "no_picture": "Berkas ini bukan foto JPEG, PNG, WebP, atau AVIF.",
    "other_picture": f"Berkas ini {{name}}; yang diterima JPEG, PNG, WebP, atau AVIF. {_JPEG_ADVICE}",
    "heic": (
        "Foto ini HEIC, format bawaan iPhone, yang belum dapat dibaca di sini. Di iPhone buka Pengaturan › Kamera › "
        "Format, pilih “Paling Kompatibel”, lalu potret lagi; atau buka foto itu dan kirim salinannya sebagai JPEG."
    ),
    "pixels": "Foto ini {megapixels} megapiksel; paling besar 50. Kecilkan dulu, lalu coba lagi.",
    "pixels_of_kind": (
        f"Foto {{kind}} ini {{megapixels}} megapiksel; untuk {{kind}} paling besar {{most}}. {_JPEG_ADVICE}"
    ),
    "too_small": "Foto ini {width} × {height} piksel; sisi terpendek paling sedikit 200. Pakai foto yang asli.",
    "too_long": "Foto ini {width} × {height} piksel: terlalu panjang. Potong hingga paling panjang lima kali lebarnya.",
    "progressive": "JPEG progresif {megapixels} megapiksel ini terlalu berat. Simpan sebagai JPEG biasa dulu.",
    "memory": f"Foto ini memerlukan terlalu banyak memori untuk diolah. {_JPEG_ADVICE}",
    "slow": f"Foto ini terlalu lama diolah dan dihentikan. {_JPEG_ADVICE}",
    "broken": "Berkas foto ini rusak atau terpotong. Kirim ulang foto yang asli.",
    "busy": "Masih ada foto lain yang sedang diolah. Coba lagi sebentar lagi.",
    "stopped": "Pengolahan foto dihentikan karena server berhenti.",
}

# One child at a time in a process: the promised memory is that of one.
_turn = threading.Lock()


class UnusablePicture(Exception):
    """The file cannot become a picture. The message is one sentence in Indonesian; `code` names the reason."""

    def __init__(self, code: str, **detail: Any) -> None:
        super().__init__(_SENTENCES[code].format(**detail))
        self.code = code


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One rendition as it is stored; its file is `<digest>.<extension>` in the media folder."""

    extension: str
    width: int
    height: int
    digest: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in all its sizes and formats, stored. `tint` is one colour, `blur` 4 by 3 of them, as hex digits.

    `cpu` tells seconds of processor time by what they were spent on, `peak_kb` the child's largest resident memory.
    """

    files: tuple[StoredFile, ...]
    tint: str
    blur: str
    cpu: dict[str, float]
    peak_kb: int

    @property
    def fallback(self) -> StoredFile:
        """The largest JPEG, which every browser shows."""
        return max((file for file in self.files if file.extension == "jpg"), key=lambda file: file.width)


def render(source: bytes, folder: Path, *, is_stopped: Callable[[], bool] = lambda: False) -> Picture:
    """Make and store every rendition of `source` in the media `folder`.

    Takes one to two seconds of processor time for a phone's photo, in a child process: call it outside a transaction
    where you can. Nothing of the original is kept. The same bytes give the same files.

    Raises:
        UnusablePicture: with a sentence for the person who sent it.
    """
    with _worked(source, "photo", is_stopped) as (made, told):
        files = tuple(_stored(made, file, folder) for file in told["files"])
    return Picture(files, told["tint"], told["blur"], told["cpu"], told["peak_kb"])


def render_page(source: bytes) -> bytes:
    """One JPEG of a photographed document, upright and with nothing but pixels; nothing is stored.

    Takes about half a second of processor time in a child process, so call it outside a transaction.

    Raises:
        UnusablePicture: with a sentence for the person who sent it.
    """
    with _worked(source, "page", lambda: False) as (made, told):
        return _content(made, told["files"][0])


def read_file(path: Path) -> bytes:
    """The bytes of a file that a command names, and no more of them than are taken.

    Raises:
        UnusablePicture: when there are too many.
    """
    with path.open("rb") as file:
        source = file.read(MAX_FILE_BYTES + 1)
    if len(source) > MAX_FILE_BYTES:
        raise UnusablePicture("file_size")
    return source


@contextmanager
def _worked(source: bytes, kind: str, is_stopped: Callable[[], bool]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The folder in which the child left its files, for as long as the block runs, and what it told."""
    if len(source) > MAX_FILE_BYTES:
        raise UnusablePicture("file_size")
    if not source:
        raise UnusablePicture("empty")
    if not _turn.acquire(timeout=TIMEOUT_SECONDS):
        raise UnusablePicture("busy")
    try:
        with tempfile.TemporaryDirectory(prefix="griya-foto-") as made, tempfile.TemporaryFile() as answer:
            with tempfile.TemporaryFile() as given:
                given.write(source)
                given.seek(0)
                code = _run_worker(given, answer, made, kind, is_stopped)
            yield Path(made), _told(answer, code)
    finally:
        _turn.release()


def _run_worker(given: IO[bytes], answer: IO[bytes], made: str, kind: str, is_stopped: Callable[[], bool]) -> int:
    """Files instead of pipes, so that neither side can block or flood the other."""
    command = [sys.executable, "-I", picture_worker.__file__, made, kind]
    deadline = time.monotonic() + TIMEOUT_SECONDS
    with subprocess.Popen(command, stdin=given, stdout=answer, stderr=subprocess.DEVNULL, env={}, cwd=made) as child:
        try:
            while True:
                try:
                    return child.wait(_POLL_SECONDS)
                except subprocess.TimeoutExpired as error:
                    if is_stopped():
                        raise UnusablePicture("stopped") from error
                    if time.monotonic() > deadline:
                        raise UnusablePicture("slow") from error
        finally:
            child.kill()  # does nothing to one that has ended.


def _told(answer: IO[bytes], code: int) -> dict[str, Any]:
    """What the child answered; a child that was ended by a limit answers nothing."""
    length = answer.seek(0, io.SEEK_END)
    answer.seek(0)
    if code != 0 or not 0 < length <= _MAX_ANSWER_BYTES:
        raise UnusablePicture("slow" if code in (-signal.SIGXCPU, -signal.SIGKILL) else "memory")
    told: dict[str, Any] = json.loads(answer.read())
    if "error" in told:
        detail = {key: value for key, value in told.items() if key not in {"error", "cause"}}
        raise UnusablePicture(told["error"], **detail)
    return told


def _stored(made: Path, file: dict[str, Any], folder: Path) -> StoredFile:
    """Keep one file under its digest."""
    content, extension = _content(made, file), file["format"]
    return StoredFile(extension, file["width"], file["height"], media.store(folder, content, extension), len(content))


def _content(made: Path, file: dict[str, Any]) -> bytes:
    """The bytes of one file that the child made; what is not what it is called is refused."""
    extension = file["format"]
    content = (made / f"{extension}-{int(file['number'])}").read_bytes()
    start, magic = _MAGIC[extension]
    if content[start : start + len(magic)] != magic:
        raise UnusablePicture("broken")
    return content
