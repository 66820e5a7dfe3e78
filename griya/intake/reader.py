"""The child process that reads one hostile-until-proven workbook and hands its rows back as JSON lines.

It is run by path in Python's isolated mode (`python -I reader.py`), gets the file on standard input, and imports
nothing of Griya: whatever a file does to the reader, it does to a process that holds no secret, no database and little
memory. calamine asks for the memory of the whole rectangle between the first and the last cell, so that a single cell
at XFD1048576 makes it abort (tafia/calamine #693); under a memory limit that is an exit code which the parent turns
into a sentence.
"""

import io
import json
import math
import re
import sys
import zipfile
from datetime import date, datetime, time
from typing import Any, Final, TypeAlias

MAX_FILE_BYTES: Final = 5_000_000
MAX_MEMBERS: Final = 200
MAX_UNPACKED_BYTES: Final = 12_000_000
MAX_ROWS: Final = 5_000
MAX_COLUMNS: Final = 60
# A few lines of title and heading above the rows that are counted.
MAX_LAST_ROW: Final = MAX_ROWS + 20
MAX_CELL_CHARACTERS: Final = 6_000
MAX_OUTPUT_CHARACTERS: Final = 20_000_000
MAX_SHEETS_LOOKED_AT: Final = 20

MEMORY_BYTES: Final = 512 * 1024 * 1024
CPU_SECONDS: Final = 10
BATCH: Final = 500

OWN_SHEETS: Final = ("ikm", "produk")
# Sheets of our own template that hold no rows.
_SILENT_SHEETS: Final = frozenset({"petunjuk", "daftar"})
_OLE: Final = bytes.fromhex("D0CF11E0A1B11AE1")
_ENTITIES: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)

Cell: TypeAlias = bool | int | float | str | date | datetime | time | Any


class Unfit(Exception):
    """The file cannot be read; `code` is a key of the parent's sentences, `detail` fills a gap in one."""

    def __init__(self, code: str, **detail: Any) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


def limit_resources() -> None:
    """Bound memory and processor time of this process; a system without `resource` has the parent's clock only."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    try:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    except (ValueError, OSError):  # macOS knows the name of this limit and refuses its value.
        return


def check_archive(data: bytes) -> None:
    """Refuse an archive that is too large, lies about its sizes, is locked, or declares entities."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    members = archive.infolist()
    names = {member.filename for member in members}
    if len(members) > MAX_MEMBERS:
        raise Unfit("members", count=len(members))
    if sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise Unfit("unpacked")
    if "xl/workbook.bin" in names:
        raise Unfit("xlsb")
    if not names & {"xl/workbook.xml", "content.xml"}:
        raise Unfit("not_a_workbook")
    if any(member.flag_bits & 1 for member in members):
        raise Unfit("locked")
    for member in members:
        # Reading to the end compares size and checksum with what the directory promised.
        text = archive.read(member)
        if member.filename.endswith((".xml", ".rels")) and _ENTITIES.search(text.replace(b"\0", b"")):
            raise Unfit("entities")


def check_kind(data: bytes) -> None:
    """Tell the kinds of file apart by their first bytes, never by their name."""
    if data.startswith(b"PK\x03\x04"):
        try:
            check_archive(data)
        except (zipfile.BadZipFile, EOFError, RuntimeError, OSError, ValueError) as error:
            raise Unfit("broken") from error
    elif data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Unfit("locked")
    else:
        raise Unfit("not_a_workbook")


def choose(sheets: list[tuple[str, bool]], wanted: str | None) -> list[str]:
    """Names of the sheets to read: the wanted one, else `IKM` and `Produk`, else every visible one as a candidate."""
    if wanted is not None:
        found = [name for name, _ in sheets if name.strip().casefold() == wanted.strip().casefold()]
        if not found:
            raise Unfit("no_such_sheet", names=[name[:60] for name, _ in sheets[:MAX_SHEETS_LOOKED_AT]])
        return found[:1]
    own = [name for name, _ in sheets if name.strip().casefold() in OWN_SHEETS]
    if own:
        return sorted(own, key=lambda name: OWN_SHEETS.index(name.strip().casefold()))
    return [name for name, is_visible in sheets if is_visible and name.strip().casefold() not in _SILENT_SHEETS]


def as_text(value: Cell) -> str:
    """A cell as the text a person would have typed; a number too long to be exact keeps its broken look."""
    if isinstance(value, str):
        return value[:MAX_CELL_CHARACTERS]
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, float) and math.isfinite(value) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time(0):
        return value.date().isoformat()
    return str(value)[:MAX_CELL_CHARACTERS]


class Output:
    """JSON lines on standard output, with a bound on how much one file may say."""

    def __init__(self) -> None:
        self._written = 0

    def put(self, message: dict[str, Any]) -> None:
        """Write one message, or refuse the file when it has said too much."""
        line = json.dumps(message)
        self._written += len(line)
        if self._written > MAX_OUTPUT_CHARACTERS:
            raise Unfit("too_much_text")
        sys.stdout.write(line + "\n")


def read(data: bytes, wanted: str | None, output: Output) -> None:
    """Check the file, then hand back the rows of every sheet that was chosen."""
    check_kind(data)
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            metadata = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
            sheets = [(sheet.name, sheet.visible == SheetVisibleEnum.Visible) for sheet in metadata]
            names = choose(sheets, wanted)
            is_named = wanted is not None or any(name.strip().casefold() in OWN_SHEETS for name in names)
            read_names = []
            for name in names[:MAX_SHEETS_LOOKED_AT]:
                if hand_back(workbook.get_sheet_by_name(name), output):
                    read_names.append(name)
                    if not is_named:
                        break
            if not read_names:
                raise Unfit("empty")
            rest = [n[:60] for n, _ in sheets if n not in read_names and n.strip().casefold() not in _SILENT_SHEETS]
            output.put({"end": True, "unread": rest[:MAX_SHEETS_LOOKED_AT]})
    except CalamineError as error:
        raise Unfit("broken") from error


def hand_back(sheet: Any, output: Output) -> bool:
    """Write the rows of one sheet with their numbers; False when it is empty."""
    if sheet.start is None or sheet.end is None:
        return False
    last_row, last_column, first_column = sheet.end[0] + 1, sheet.end[1], sheet.start[1]
    if last_row > MAX_LAST_ROW:
        raise Unfit("rows", sheet=sheet.name[:60], last=last_row)
    if last_column - first_column + 1 > MAX_COLUMNS:
        raise Unfit("columns", sheet=sheet.name[:60])
    output.put({"sheet": sheet.name[:60]})
    batch: list[tuple[int, list[str]]] = []
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        texts = [as_text(cell) for cell in cells]
        if any(text.strip() for text in texts):
            batch.append((number, texts))
        if len(batch) == BATCH:
            output.put({"rows": batch})
            batch = []
    output.put({"rows": batch})
    return True


def main() -> int:
    """Read standard input; every end but a crash is a message on standard output."""
    limit_resources()
    sys.stdout.reconfigure(encoding="ascii")  # type: ignore[union-attr]
    output = Output()
    try:
        read(sys.stdin.buffer.read(MAX_FILE_BYTES + 1), sys.argv[1] if len(sys.argv) > 1 else None, output)
    except Unfit as error:
        print(json.dumps({"error": error.code, **error.detail}))
    except MemoryError:
        print(json.dumps({"error": "memory"}))
    except BaseException:  # noqa: BLE001 - a panic inside the Rust reader is no Exception, and is only a broken file
        print(json.dumps({"error": "broken"}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
