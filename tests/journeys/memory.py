"""How much memory a browser's renderers have, as the kernel tells it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_MB = 1024 / 1_000_000


@dataclass(frozen=True, slots=True)
class Memory:
    """Megabytes of a renderer. What it shares counts in part, so `whole` moves with every neighbour that comes or goes.

    `own` is without the files it has mapped, which are the browser's code: what a page leaks is in here.
    """

    whole: float
    own: float


def renderers(mark: int | str) -> list[Memory]:
    """Those below the process with this number, or with these words in its command."""
    return list(_found(mark))


def _found(mark: int | str) -> Iterator[Memory]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if b"--type=renderer" in (folder / "cmdline").read_bytes() and _is_below(folder.name, mark):
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
