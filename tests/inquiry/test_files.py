"""Files that come along: known by their bytes, kept at once, private, opened at the desk alone, never mailed."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage, MultiDict

from griya.core.outbox import OutboxMessage
from griya.core.pace import Pace
from griya.core.private import store
from griya.core.private.references import referenced
from griya.inquiry.models import Inquiry
from griya.inquiry.models.attachments import InquiryAttachment
from griya.inquiry.views import arrivals
from tests.core.private.papers import PDF, SCRIPTED
from tests.factories.accounts import make_account, sign_in
from tests.inquiry.test_form import SHORT
from tests.inquiry.test_views import form_of
from tests.page import Opened, PageClient, attributes

NOTHING_FITS = "Yang diterima: PDF, atau foto JPEG, PNG, atau WebP."


@pytest.fixture(autouse=True)
def folder(page: PageClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setitem(page.client.application.config, "PRIVATE_FOLDER", tmp_path / "private")
    monkeypatch.setattr(arrivals, "_UPLOADS", Pace(at_once=100, per_second=100))
    return tmp_path / "private"


def photo(kind: str = "JPEG") -> bytes:
    """A picture whose metadata gives somebody away."""
    picture, written = Image.new("RGB", (300, 200), (180, 90, 40)), io.BytesIO()
    exif = picture.getexif()
    exif[0x010E] = "RAHASIA-EXIF"
    picture.save(written, kind, exif=exif)
    return written.getvalue()


def bomb() -> bytes:
    """A small PNG that says it is 60,000 pixels wide and high."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def send(
    page: PageClient,
    *files: tuple[bytes, str],
    expect: int = 303,
    at: Opened | None = None,
    path: str = "/permintaan",
    **data: Any,
) -> Opened:
    opened = at or page.get(path)
    fields = form_of(opened, path, **{**SHORT, "message": "Seperti di gambar", **data})
    sent: MultiDict[str, Any] = MultiDict(
        {name: value for name, value in fields.items() if name not in {"files", "kept"}}
    )
    for box in opened.select('input[name="kept"]'):
        sent.add("kept", attributes(box)["value"])
    for content, name in files:
        sent.add("files", FileStorage(io.BytesIO(content), name))
    return page.post(path, sent, expect, content_type="multipart/form-data")


def stored(context: Session) -> list[InquiryAttachment]:
    context.expire_all()
    return list(context.scalars(select(InquiryAttachment).order_by(InquiryAttachment.position)))


def test_pictures_are_drawn_anew_and_papers_kept_and_nobody_is_mailed_either(
    page: PageClient, context: Session, folder: Path
) -> None:
    send(page, (photo(), "contoh.jpg"), (photo("WEBP"), "motif.webp"), (PDF, "surat pesanan.pdf"))
    files = stored(context)
    assert [(file.name, file.extension) for file in files] == [
        ("contoh.jpg", "jpg"), ("motif.jpg", "jpg"), ("surat pesanan.pdf", "pdf"),
    ]  # fmt: skip
    for file in files:
        content = store.read(folder, file.digest, file.extension)
        assert b"RAHASIA-EXIF" not in content and len(content) == file.size_bytes
        assert file.digest in referenced(), "the sweep leaves it where it is"
    bodies = [letter.body for letter in context.scalars(select(OutboxMessage))]
    assert not [body for body in bodies if "contoh.jpg" in body or "surat pesanan" in body]


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"MZ" + b"\0" * 4000, "contoh.jpg", NOTHING_FITS),
        (b"<html><script>alert(1)</script>", "a.pdf", NOTHING_FITS),
        (b"GIF89a" + b"\0" * 100, "a.gif", "GIF"),
        (PDF + b"PK\x05\x06" + b"\0" * 18, "a.pdf", "PDF ini"),
        (SCRIPTED, "a.pdf", "skrip"),
        (PDF[:200], "a.pdf", "rusak atau terpotong"),
        (b"", "kosong.jpg", "kosong"),
        (b"%PDF-1.7\n" + b"0" * 10_000_100, "besar.pdf", "lebih besar dari 10 MB"),
    ],
    ids=["exe", "page", "gif", "two kinds at once", "script", "cut off", "empty", "too large"],
)
def test_anything_else_is_refused_with_its_reason_and_what_was_typed_stays(
    page: PageClient, context: Session, content: bytes, name: str, why: str
) -> None:
    answered = send(page, (content, name), expect=422)
    assert f"{name}: " in answered.text and why in answered.text
    assert answered.field("name") == "Sari Wulandari" and answered.field("message").strip() == "Seperti di gambar"
    assert stored(context) == [] and context.scalars(select(Inquiry)).all() == []


def test_a_picture_that_would_unpack_to_gigabytes_is_refused_by_its_header(page: PageClient, context: Session) -> None:
    answered = send(page, (bomb(), "bom.png"), expect=422)
    assert "bom.png: " in answered.text and stored(context) == []


def test_a_fit_file_stays_with_the_form_when_something_else_is_wrong(page: PageClient, context: Session) -> None:
    answered = send(page, (photo(), "contoh.jpg"), (b"MZ", "jahat.pdf"), expect=422, phone="012")
    (box,) = answered.select('input[name="kept"]')
    assert "checked" in attributes(box) and "Sudah kami terima" in answered.text
    assert "jahat.pdf: " in answered.text
    send(page, at=answered)
    assert [file.name for file in stored(context)] == ["contoh.jpg"]


def test_a_kept_file_belongs_to_its_own_form_and_is_asked_for_again_when_it_is_gone(
    page: PageClient, context: Session, folder: Path
) -> None:
    answered = send(page, (photo(), "contoh.jpg"), expect=422, phone="012")
    word = attributes(answered.select('input[name="kept"]')[0])["value"]
    fresh = page.get("/permintaan")
    stolen = form_of(fresh, **SHORT, message="x") | {"kept": word}
    assert "sudah tidak tersimpan" in page.post("/permintaan", stolen, 422).text
    for path in folder.glob("*.jpg"):
        path.unlink()
    again = send(page, at=answered, expect=422)
    assert "sudah tidak tersimpan" in again.text and not again.select('input[name="kept"]')
    assert stored(context) == []


def test_a_fourth_file_is_one_too_many(page: PageClient, context: Session) -> None:
    answered = send(page, *[(PDF, f"{number}.pdf") for number in range(4)], expect=422)
    assert "Paling banyak 3 berkas" in answered.text and stored(context) == []


def test_a_body_beyond_three_files_is_not_read_at_all(page: PageClient) -> None:
    answer = page.client.post("/permintaan", data=b"x", headers={"Content-Length": "40000000"})
    assert answer.status_code in {400, 413}


def test_an_english_page_says_in_english_what_is_taken(page: PageClient) -> None:
    answered = send(page, (b"MZ", "contoh.exe"), expect=422, path="/en/permintaan")
    assert "contoh.exe cannot be used. Accepted: JPEG, PNG, WebP or a PDF" in answered.text


def test_a_file_is_opened_at_the_desk_alone_in_a_sandbox(page: PageClient, context: Session) -> None:
    send(page, (photo(), "contoh.jpg"), (PDF, "surat.pdf"))
    reference = context.scalars(select(Inquiry.reference)).one()
    picture, paper = stored(context)
    path = f"/meja/permintaan/{reference}/lampiran"
    assert page.client.get(f"{path}/{picture.code}").status_code == 303, "a stranger is shown the door"
    officer = make_account(role="officer")
    context.commit()
    sign_in(page, officer)
    assert "contoh.jpg" in page.get(f"/meja/permintaan/{reference}").text
    for file, way in ((picture, "inline"), (paper, "attachment")):
        answer = page.client.get(f"{path}/{file.code}")
        assert answer.status_code == 200 and answer.headers["Content-Disposition"].startswith(way)
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff" and "no-store" in answer.headers["Cache-Control"]
    for wrong in (f"/meja/permintaan/GI-7K3M-X9QA/lampiran/{picture.code}", f"{path}/tidak-ada"):
        assert page.client.get(wrong).status_code == 404
