"""The project's own files, as the house tests read them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


@cache
def files(folder: str, pattern: str) -> tuple[Path, ...]:
    """Files below `folder` that match, sorted, without caches."""
    return tuple(sorted(p for p in (ROOT / folder).rglob(pattern) if "__pycache__" not in p.parts))


def name(path: Path) -> str:
    """The path as it is written in a message."""
    return path.relative_to(ROOT).as_posix()


def module_name(path: Path) -> str:
    """`griya/core/db.py` → `griya.core.db`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def trees(folder: str = "griya") -> Iterator[tuple[Path, ast.Module]]:
    """Every Python file of a folder with its syntax tree; migrations are left out: each is written once."""
    for path in files(folder, "*.py"):
        if "versions" not in path.parts:
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def tracked() -> list[Path]:
    """Files that git keeps or would keep."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    return [ROOT / line for line in listed if (ROOT / line).is_file()]
