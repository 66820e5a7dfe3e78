"""Opens the file an officer gives: a workbook through the bounded child process, text in this one."""

import csv
import hashlib
import io
import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any, Final

from griya.intake import reader
from griya.intake.rules.tables import Book, Table, make_table

TIMEOUT_SECONDS: Final = 20
_MAX_ANSWER_BYTES: Final = 2 * reader.MAX_OUTPUT_CHARACTERS
_DELIMITERS: Final = (",", ";", "\t")

_SENTENCES: Final = {
    "members": "Berkas ini berisi {count} bagian; buku kerja biasa tidak lebih dari 200. Berkas tidak dibaca.",
    "unpacked": "Isi berkas ini lebih dari 12 MB sesudah dibuka. Hapus gambar dan lembar lain, lalu coba lagi.",
    "too_much_text": "Teks di dalam berkas ini terlalu banyak. Bagi menjadi beberapa berkas.",
    "xlsb": "Berkas .xlsb belum dapat dibaca. Simpan sebagai .xlsx (Excel Workbook), lalu coba lagi.",
    "not_a_workbook": "Berkas ini bukan buku kerja Excel atau LibreOffice, dan bukan CSV.",
    "locked": "Berkas ini dikunci dengan kata sandi. Simpan tanpa kata sandi, lalu coba lagi.",
    "entities": "Berkas ini memuat deklarasi XML yang tidak dipakai buku kerja biasa. Berkas tidak dibaca.",
    "broken": "Berkas ini rusak atau terpotong. Buka di Excel, simpan lagi sebagai .xlsx, lalu coba lagi.",
    "no_such_sheet": "Lembar itu tidak ada di berkas ini. Yang ada: {names}.",
    "empty": "Tidak ada lembar yang berisi di berkas ini.",
    "rows": "Lembar “{sheet}” terisi sampai baris {last}; paling banyak 5.000. Hapus isi jauh di bawah, atau bagi.",
    "columns": "Lembar “{sheet}” lebih dari 60 kolom. Hapus kolom yang tidak dipakai, atau isi jauh di kanan.",
    "memory": (
        "Berkas ini memerlukan terlalu banyak memori untuk dibaca. Biasanya ada satu sel terisi jauh di luar tabel: "
        "salin tabelnya saja ke berkas baru, lalu coba lagi."
    ),
    "slow": "Berkas ini terlalu lama dibaca dan dihentikan. Salin tabelnya saja ke berkas baru, lalu coba lagi.",
}


class UnreadableFile(Exception):
    """The file as a whole cannot be used. The message is one sentence in Indonesian."""


def open_book(path: Path, *, sheet: str | None = None) -> Book:
    """Read the whole file once; what it is, is told by its bytes. Raises `UnreadableFile`."""
    data = _bytes_of(path)
    if data.startswith((b"PK\x03\x04", bytes.fromhex("D0CF11E0A1B11AE1"))):
        tables, notes = _read_workbook(data, sheet)
    else:
        if sheet is not None:
            raise UnreadableFile("Pilihan --sheet hanya untuk buku kerja; berkas ini tidak berlembar.")
        tables, notes = _read_text(data)
    if not any(table.rows for table in tables):
        raise UnreadableFile("Tidak ada baris data di bawah judul kolom.")
    for table in tables:
        if len(table.rows) > reader.MAX_ROWS:
            raise UnreadableFile(f"Berkas ini berisi {len(table.rows)} baris data; paling banyak 5.000.")
    return Book(tuple(tables), hashlib.sha256(data).hexdigest(), tuple(notes))


def _bytes_of(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise UnreadableFile(f"Berkas {path} tidak ada, atau bukan berkas biasa.")
        with path.open("rb") as file:
            data = file.read(reader.MAX_FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        raise UnreadableFile(f"Berkas {path} tidak dapat dibuka.") from error
    if not data:
        raise UnreadableFile("Berkas ini kosong.")
    if len(data) > reader.MAX_FILE_BYTES:
        raise UnreadableFile("Berkas ini lebih besar dari 5 MB. Hapus gambar dan lembar lain, atau bagi berkasnya.")
    return data


def _read_workbook(data: bytes, sheet: str | None) -> tuple[list[Table], list[str]]:
    """Let the child read `data`; files instead of pipes, so that neither side can block or flood the other."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as answer:
        given.write(data)
        given.seek(0)
        code = _run_reader(given, answer, sheet)
        if answer.seek(0, io.SEEK_END) > _MAX_ANSWER_BYTES:
            raise UnreadableFile(_SENTENCES["too_much_text"])
        answer.seek(0)
        messages = _messages(answer.read())
    failure = next((message for message in messages if "error" in message), None)
    if failure is not None:
        raise UnreadableFile(_sentence(failure))
    if code != 0 or not messages or "end" not in messages[-1]:
        raise UnreadableFile(_SENTENCES["slow" if code in (-signal.SIGXCPU, -signal.SIGKILL) else "memory"])
    return _tables(messages), _unread_note(messages[-1])


def _run_reader(given: IO[bytes], answer: IO[bytes], sheet: str | None) -> int:
    command = [sys.executable, "-I", reader.__file__, *([] if sheet is None else [sheet.replace("\0", "")])]
    try:
        return subprocess.run(
            command, stdin=given, stdout=answer, stderr=subprocess.DEVNULL, timeout=TIMEOUT_SECONDS, env={}, check=False
        ).returncode
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile(_SENTENCES["slow"]) from error


def _messages(answer: bytes) -> list[dict[str, Any]]:
    """The child's complete lines; a crash may have cut the last one off."""
    messages = []
    for line in answer.decode("ascii", "replace").splitlines():
        try:
            messages.append(json.loads(line))
        except ValueError:
            break
    return messages


def _sentence(failure: dict[str, Any]) -> str:
    detail = {key: value for key, value in failure.items() if key != "error"}
    if "names" in detail:
        detail["names"] = ", ".join(detail["names"])
    return _SENTENCES[failure["error"]].format(**detail)


def _tables(messages: Iterable[dict[str, Any]]) -> list[Table]:
    sheets: list[tuple[str, list[tuple[int, list[str]]]]] = []
    for message in messages:
        if "sheet" in message:
            sheets.append((message["sheet"], []))
        elif "rows" in message:
            sheets[-1][1].extend((number, cells) for number, cells in message["rows"])
    return [make_table(name, rows) for name, rows in sheets]


def _unread_note(end: dict[str, Any]) -> list[str]:
    return [f"Lembar yang tidak dibaca: {', '.join(end['unread'])}."] if end["unread"] else []


def _read_text(data: bytes) -> tuple[list[Table], list[str]]:
    text, notes = _decoded(data)
    if text.lstrip()[:200].casefold().startswith(("<!doctype", "<html", "<?xml", "<table")):
        raise UnreadableFile(
            "Isi berkas ini halaman web, bukan tabel. Buka di Excel, simpan sebagai .xlsx, lalu coba lagi."
        )
    delimiter, text, first = _delimiter(text)
    rows: list[tuple[int, list[str]]] = []
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, cells in enumerate(records, start=first):
            if len(rows) > reader.MAX_LAST_ROW:
                raise UnreadableFile("Berkas ini lebih dari 5.000 baris. Bagi menjadi beberapa berkas.")
            if len(cells) > reader.MAX_COLUMNS:
                raise UnreadableFile(f"Baris {number} lebih dari 60 kolom.")
            if any(cell.strip() for cell in cells):
                rows.append((number, [cell[: reader.MAX_CELL_CHARACTERS] for cell in cells]))
    except csv.Error as error:
        raise UnreadableFile(
            f'Baris teks {records.line_num} tidak terbaca: tanda kutip (") tanpa pasangan, atau sel terlalu panjang.'
        ) from error
    return [make_table("", rows)], notes


def _decoded(data: bytes) -> tuple[str, list[str]]:
    """UTF-8 with or without its mark, UTF-16 with its mark, else the Windows code page that old programs write."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), []
        except UnicodeDecodeError as error:
            raise UnreadableFile(_SENTENCES["broken"]) from error
    if b"\0" in data:
        raise UnreadableFile(_SENTENCES["not_a_workbook"])
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), ["Berkas ini bukan UTF-8; dibaca sebagai Windows-1252."]


def _delimiter(text: str) -> tuple[str, str, int]:
    """The mark between cells, the text to read, the number of its first row: by Excel's `sep=` line, else counted."""
    head, _, rest = text.partition("\n")
    hint = head.strip().casefold()
    if hint.startswith("sep=") and len(hint) == 5:
        return (hint[-1], rest, 2) if hint[-1] in _DELIMITERS else (",", text, 1)
    if hint == "sep=":  # `sep=` with a tab, which strip() took
        return "\t", rest, 2
    line = next((line for line in text.splitlines() if line.strip()), "")
    outside_quotes = "".join(line.split('"')[::2])
    return max(_DELIMITERS, key=outside_quotes.count), text, 1
