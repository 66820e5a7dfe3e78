"""What a private file may be: a PDF, or a picture that is drawn anew; decided by its bytes, never by its name."""

import re
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from griya.core.picture_worker import Unfit, kind_of
from griya.core.pictures import UnusablePicture, render_page
from griya.core.text import clean_text, one_line

MAX_BYTES: Final = 10_000_000
# A form with one such file: the other fields of it and the parts' own lines need little.
MAX_BODY_BYTES: Final = MAX_BYTES + 500_000
MAX_NAME_LENGTH: Final = 120
TYPES: Final = {"pdf": "application/pdf", "jpg": "image/jpeg"}

_PICTURES: Final = {"JPEG", "PNG", "WEBP"}
_ADVICE: Final = "Yang diterima: PDF, atau foto JPEG, PNG, atau WebP."
_MOST_INFLATED: Final = 30_000_000
_TAIL: Final = 1024
_ZIP_TAIL: Final = 66_000
_ZIP_END: Final = b"PK\x05\x06"
_PADDING: Final = b"\0\t\n\x0c\r \x1a"
_VERSION: Final = re.compile(rb"%PDF-[12]\.[0-9]")
_STREAM: Final = re.compile(rb">>[\0\t\n\x0c\r ]{0,8}stream\r?\n")
_ESCAPE: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
# Names of a PDF that run something, carry another file, or ask for one from elsewhere. Opening at a page and being
# signed are not among them: both are usual in licences that offices issue.
_ACTIVE: Final = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|Filespec|RichMedia|Movie|Sound|XFA|SubmitForm|ImportData|GoTo[ER])"
    rb"(?![A-Za-z0-9_.#-])"
)
_LOCKED: Final = re.compile(rb"/Encrypt(?![A-Za-z0-9_.#-])")


class UnusableFile(Exception):
    """The file is not taken. The message is one sentence in Indonesian for whoever sent it."""


@dataclass(frozen=True, slots=True)
class Usable:
    """Bytes that may be kept, and the extension that says what they are."""

    content: bytes
    extension: str


def usable(content: bytes) -> Usable:
    """The file as it may be kept: a picture is decoded by the bounded child and drawn anew, a PDF is only looked over.

    Takes up to a second for a large picture: call it outside a transaction.

    Raises:
        UnusableFile: with a sentence for the person who sent it.
    """
    if not content:
        raise UnusableFile("Berkas ini kosong. Pilih berkas yang lain.")
    if len(content) > MAX_BYTES:
        raise UnusableFile(f"Berkas ini lebih besar dari {MAX_BYTES // 1_000_000} MB. Kecilkan dulu, lalu kirim lagi.")
    if content.startswith(b"%PDF"):
        _check_pdf(content)
        return Usable(content, "pdf")
    try:
        kind = kind_of(content[:64])
    except Unfit as unfit:
        what = unfit.detail.get("name", "tidak dikenal isinya")
        raise UnusableFile(f"Berkas ini {what}. {_ADVICE}") from unfit
    if kind not in _PICTURES:
        raise UnusableFile(f"Foto ini {'HEIC' if kind == 'HEIF' else kind}. {_ADVICE}")
    try:
        return Usable(render_page(content), "jpg")
    except UnusablePicture as unusable:
        raise UnusableFile(str(unusable)) from unusable


def shown_name(raw: str | None, extension: str) -> str:
    """What the sender called the file, as text to read and nothing else: no folder, no sign that hides or turns.

    It ends with what the file is, so that one called "izin.exe" cannot be saved under that name again.
    """
    last = PurePosixPath(one_line(clean_text(raw or "")).replace("\\", "/")).name
    visible = "".join(sign for sign in last if sign.isprintable() and sign not in '"<>|:*?')
    stem = visible.rpartition(".")[0] if "." in visible else visible
    return f"{stem.strip(' .')[: MAX_NAME_LENGTH - len(extension) - 1] or 'dokumen'}.{extension}"


def _check_pdf(content: bytes) -> None:
    """Refuse a PDF that is cut off, is something else as well, is locked, or carries what runs or opens other things.

    It is never opened here. The look is a second layer: who asks for the file gets it as a download, never as a page.
    """
    tail = content.rstrip(_PADDING)
    if not _VERSION.match(content) or not tail.endswith(b"%%EOF") or b"startxref" not in tail[-_TAIL:]:
        raise UnusableFile("PDF ini rusak atau terpotong. Simpan atau pindai ulang, lalu kirim lagi.")
    if _ZIP_END in content[-_ZIP_TAIL:]:
        raise UnusableFile("PDF ini berisi berkas lain. Cetak ulang menjadi PDF biasa, lalu kirim lagi.")
    text = _ESCAPE.sub(lambda match: bytes((int(match[1], 16),)), _outside_streams(content))
    if _LOCKED.search(text):
        raise UnusableFile(
            "PDF ini dikunci dengan kata sandi atau larangan menyalin. Cetak ulang menjadi PDF tanpa kunci, "
            "atau kirim fotonya."
        )
    if _ACTIVE.search(text):
        raise UnusableFile(
            "PDF ini membawa skrip atau lampiran di dalamnya. Cetak ulang menjadi PDF biasa, lalu kirim lagi."
        )


def _outside_streams(content: bytes) -> bytes:
    """The objects of a PDF without the bodies of its streams, but with the objects that lie in compressed ones."""
    parts, at, left = [], 0, _MOST_INFLATED
    while match := _STREAM.search(content, at):
        parts.append(content[at : match.start()])
        end = content.find(b"endstream", match.end())
        end = len(content) if end < 0 else end
        if b"/ObjStm" in content[max(at, match.start() - 2000) : match.start()]:
            objects = _inflated(content[match.end() : end], left)
            left -= len(objects)
            parts.append(objects)
        at = end
    parts.append(content[at:])
    return b"\n".join(parts)


def _inflated(body: bytes, most: int) -> bytes:
    """The content of a stream, as far as it can be read; what is not deflated is looked at as it is."""
    unpacking = zlib.decompressobj()
    try:
        objects = unpacking.decompress(body, most + 1)
    except zlib.error:
        return body
    if len(objects) > most:
        raise UnusableFile("PDF ini membesar tidak wajar saat dibuka. Cetak ulang menjadi PDF biasa, lalu kirim lagi.")
    return objects
