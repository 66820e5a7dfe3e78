"""The nightly dump: every open table as CSV and as JSON lines in one archive, with licence and dictionary."""

import csv
import io
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from griya.core.clock import now
from griya.core.text import day
from griya.publication.addresses import row_addresses
from griya.publication.queries.reading import Reader
from griya.publication.rules.licence import LICENCE
from griya.publication.rules.tables import NEVER, TABLES
from griya.publication.writing import csv_text, day_of, json_lines

PIECE_ROWS: Final = 1_000
LATEST: Final = "griya-terbaru.zip"


@dataclass(frozen=True, slots=True)
class Dumped:
    """What was written: the archive, its rows by table, its size."""

    path: Path
    rows: dict[str, int]
    size_bytes: int


def dump(folder: Path, *, office: str) -> Dumped:
    """Write `griya-<day>.zip` into `folder` and make `griya-terbaru.zip` the same file; each is whole or not there."""
    at, addresses = now(), row_addresses()
    readers = [Reader(table, addresses, at) for table in TABLES.values()]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"griya-{day_of(readers[0])}.zip"
    draft = path.with_suffix(".part")
    rows: dict[str, int] = {}
    try:
        with draft.open("wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
                archive.writestr("BACA.txt", _about(office, day(at)))
                archive.writestr("kamus.csv", _dictionary())
                for reader in readers:
                    rows[reader.table.key] = _write(archive, reader)
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(0o644)  # open data, unlike everything else that a command writes.
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    _point_to(path, folder / LATEST)
    return Dumped(path, rows, path.stat().st_size)


def _write(archive: zipfile.ZipFile, reader: Reader) -> int:
    """Both forms of a table, read twice: nothing of a large table is held. Returns how many rows there are."""
    with archive.open(f"{reader.table.key}.csv", "w", force_zip64=True) as file:
        for text in csv_text(reader.table, reader.pieces(after=None, size=PIECE_ROWS)):
            file.write(text.encode())
    rows = 0
    with archive.open(f"{reader.table.key}.jsonl", "w", force_zip64=True) as file:
        for text in json_lines(reader.pieces(after=None, size=PIECE_ROWS)):
            file.write(text.encode())
            rows += text.count("\n")
    return rows


def _point_to(path: Path, latest: Path) -> None:
    """A second name of the same file, so that a web server can offer one address for good."""
    draft = latest.with_suffix(".part")
    draft.unlink(missing_ok=True)
    os.link(path, draft)
    draft.replace(latest)


def _about(office: str, on: str) -> str:
    never = "".join(f"- {one}\n" for one in NEVER)
    return (
        f"Data terbuka {office}, {on}\n\n"
        f"Lisensi: {LICENCE.name}, {LICENCE.address}\n"
        f"Sebutkan sumbernya: {office}, {on}.\n"
        "Foto tidak termasuk; haknya pada pemotretnya.\n\n"
        "Setiap tabel ada sebagai CSV (UTF-8) dan sebagai JSON, satu objek tiap baris. Arti tiap kolom: kamus.csv.\n\n"
        f"Tidak pernah ada di sini:\n{never}"
    )


def _dictionary() -> str:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(("tabel", "kolom", "jenis", "arti"))
    writer.writerows(
        (table.key, column.name, column.kind, column.meaning) for table in TABLES.values() for column in table.columns
    )
    return out.getvalue()
