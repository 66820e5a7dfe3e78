"""How much memory a browser's renderers have, as the kernel tells it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_MB = 1024 / 1_000_000
_OF_THE_WINDOW = b"--top-chrome-webui"


@dataclass(frozen=True, slots=True)
class Memory:
    """Megabytes of a renderer. What it shares counts in part, so `whole` moves with every neighbour that comes or goes.

    `own` is without the files it has mapped, which are the browser's code: what a page leaks is in here.
    """

    whole: float
    own: float


def renderers(mark: int | str) -> list[Memory]:
    """Those of pages below the process with this number, or with these words in its command.

    A browser draws its own window with renderers too, which no page can make larger or smaller; they are left out.
    """
    return list(_found(mark))


def _found(mark: int | str) -> Iterator[Memory]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
            if b"--type=renderer" in command and _OF_THE_WINDOW not in command and _is_below(folder.name, mark):
                rows = (row.split() for row in (folder / "smaps_rollup").read_text(encoding="utf-8").splitlines())
                kilobytes = {row[0]: int(row[1]) for row in rows if row[0].startswith("Pss")}
                mapped = kilobytes["Pss_File:"]
                yield Memory(kilobytes["Pss:"] * _MB, (kilobytes["Pss:"] - mapped) * _MB)
        except (OSError, KeyError):
            continue  # it has just ended


def _is_below(pid: str, mark: int | str) -> bool:
    while pid not in {"0", "1"}:
        if isinstance(mark, int) and int(pid) == mark:
            return True
        if isinstance(mark, str) and mark in Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " "):
            return True
        pid = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1]
    return False
