"""What a private file may be, whatever it is called: security.md 3.4's kinds of hostile files, one by one."""

import io
import time
import zipfile

import pytest
from PIL import Image

from griya.core.private.kinds import MAX_BYTES, UnusableFile, shown_name, usable
from tests.core.private.papers import PDF, SCRIPTED, pdf, stream
from tests.core.test_pictures import MARK, png_header, quarters, saved


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("setup.exe", b"MZ" * 100)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_drawn_anew_and_nothing_else_of_it_is_kept(kind: str) -> None:
    source = saved(quarters(), kind) + b"<script>" + MARK
    kept = usable(source)
    assert kept.extension == "jpg"
    assert MARK not in kept.content and b"<script" not in kept.content
    with Image.open(io.BytesIO(kept.content)) as image:
        image.load()
        assert (image.format, image.size) == ("JPEG", (600, 400))
        assert not image.getexif()
        assert image.getpixel((100, 100))[0] > 180, "the red quarter is where it was"  # type: ignore[index]


def test_a_scan_is_kept_large_enough_to_be_read_and_no_larger() -> None:
    with Image.open(io.BytesIO(usable(saved(quarters((2480, 3508)), "JPEG")).content)) as image:
        assert max(image.size) <= 2000
        assert max(image.size) > 1500


@pytest.mark.parametrize(
    "content",
    [
        PDF,
        PDF.replace(b"%PDF-1.7", b"%PDF-2.0"),
        PDF + b"\r\n\0\0",
        pdf(
            b"<< /Type /Sig /Filter /Adobe.PPKLite >>", catalog=b"/AcroForm << /SigFlags 3 >> /OpenAction [3 0 R /Fit]"
        ),
        pdf(stream(b"/JS /JavaScript /Launch")),
        pdf(stream(b"1 0 << /Type /Font >>", b"/Type /ObjStm /N 1 /First 4")),
        pdf(b"<< /JSTOR (x) /LaunchPad 1 >>"),
    ],
    ids=[
        "plain",
        "version 2",
        "padded",
        "signed",
        "words in a page",
        "objects in a stream",
        "names that only begin so",
    ],
)
def test_a_plain_pdf_is_kept_as_it_is(content: bytes) -> None:
    kept = usable(content)
    assert (kept.extension, kept.content) == ("pdf", content)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "kosong"),
        (b"MZ\x90\0" + b"\0" * 300, "tidak dikenal"),
        (b"\x7fELF" + b"\0" * 300, "tidak dikenal"),
        (b"<!doctype html><script>alert(1)</script>", "tidak dikenal"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "tidak dikenal"),
        (b"\n" + PDF, "tidak dikenal"),
        (b"<script>1</script>" + PDF, "tidak dikenal"),
        (zipped(), "tidak dikenal"),
        (b"GIF89a" + b"\0" * 100, "GIF"),
        (b"II*\0" + b"\0" * 100, "TIFF"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
        (saved(quarters(), "AVIF"), "AVIF"),
        (b"%PDF-", "rusak"),
        (b"%PDF-9.9" + PDF[8:], "rusak"),
        (PDF[: len(PDF) // 2], "rusak"),
        (PDF[: PDF.rindex(b"%%EOF")], "rusak"),
        (PDF + b"<script>alert(1)</script>", "rusak"),
        (PDF + zipped(), "rusak"),
        (PDF[: PDF.rindex(b"startxref")] + zipped() + b"startxref\n0\n%%EOF", "berkas lain"),
        (SCRIPTED, "skrip"),
        (pdf(b"<< /S /J#61vaScript /J#53 (1) >>"), "skrip"),
        (pdf(b"<< /S /Launch /F (cmd.exe) >>"), "skrip"),
        (pdf(b"<< /Type /Filespec /EF << /F 6 0 R >> >>", stream(b"MZ", b"/Type /EmbeddedFile")), "lampiran"),
        (pdf(b"<< /S /SubmitForm /F (http://evil.example) >>"), "skrip"),
        (pdf(catalog=b"/AcroForm << /XFA 9 0 R >>"), "skrip"),
        (pdf(stream(b"9 0 << /S /JavaScript /JS (1) >>", b"/Type /ObjStm /N 1 /First 4")), "skrip"),
        (PDF.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 9 0 R"), "kunci"),
        (pdf(stream(b"\0" * 40_000_000, b"/Type /ObjStm /N 1 /First 4")), "membesar"),
        (png_header(60_000, 60_000), "megapiksel"),
        (saved(quarters(), "JPEG")[:3000], "rusak"),
        (saved(quarters((100, 100)), "PNG"), "paling sedikit 200"),
    ],
)
def test_whatever_else_is_sent_is_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    began = time.monotonic()
    with pytest.raises(UnusableFile, match=sentence):
        usable(content)
    assert time.monotonic() - began < 8


def test_ten_megabytes_are_taken_and_one_byte_more_is_not() -> None:
    with pytest.raises(UnusableFile, match="10 MB"):
        usable(PDF + b"\n" * (MAX_BYTES + 1 - len(PDF)))
    assert len(usable(PDF + b"\n" * (MAX_BYTES - len(PDF))).content) == MAX_BYTES


@pytest.mark.parametrize(
    "hostile",
    [
        b"%PDF-1.7\n" + b">>stream\n" * 400_000,
        b"%PDF-1.7\n" + b">>" + b" " * 4_000_000,
        b"%PDF-1.7\n" + b"#4a" * 1_500_000,
        b"%PDF-1.7\n" + b"/JS" * 1_500_000,
        b"%PDF-1.7\n" + b"/ObjStm>>stream\nendstream" * 200_000,
    ],
)
def test_a_pdf_made_to_be_slow_is_not(hostile: bytes) -> None:
    began = time.monotonic()
    for content in (hostile, hostile + b"\nstartxref\n0\n%%EOF"):
        try:
            usable(content)
        except UnusableFile:
            continue
    assert time.monotonic() - began < 8


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("SPP-IRT 2026.pdf", "SPP-IRT 2026.pdf"),
        ("izin.exe", "izin.pdf"),
        ("izin.pdf.exe", "izin.pdf.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\ani\\izin.pdf", "izin.pdf"),
        ("/etc/cron.d/x\0.pdf", "x.pdf"),
        ("gpj.\u202efdp", "gpj.pdf"),
        ('a"; filename="b.html', "a; filename=b.pdf"),
        ("izin\r\nSet-Cookie: a=b.pdf", "izin Set-Cookie a=b.pdf"),
        ("", "dokumen.pdf"),
        (None, "dokumen.pdf"),
        ("...", "dokumen.pdf"),
        ("surat izin Ibu Émilie.pdf", "surat izin Ibu Émilie.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_name_is_text_to_read_and_nothing_else(raw: str | None, shown: str) -> None:
    assert shown_name(raw, "pdf") == shown
