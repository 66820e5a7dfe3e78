"""Plants faults, one at a time, in a copy of the project, and shows that the check meant for each one fails.

    python -m tests.house.plant [WORD ...]     only faults whose name holds one of the words

A check that cannot fail is a defect. Each fault of `faults.toml` names a file, what to write there, and the check.
"""

import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from tests.house import source

FAULTS = source.ROOT / "tests" / "house" / "faults.toml"


def copy_project(target: Path) -> None:
    """The files git keeps or would keep, and nothing else."""
    for path in source.tracked():
        place = target / path.relative_to(source.ROOT)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, place)
    subprocess.run(["git", "init", "-q"], cwd=target, check=True)


def plant(project: Path, fault: dict[str, Any]) -> str | None:
    """Write one fault into the copy. Returns what stood in the file before, None where there was none."""
    path = project / fault["file"]
    before = path.read_text(encoding="utf-8") if path.exists() else None
    if "old" in fault:
        if before is None or fault["old"] not in before:
            raise SystemExit(f"{fault['name']}: {fault['file']} no longer holds {fault['old']!r}")
        path.write_text(before.replace(fault["old"], fault["new"], 1), encoding="utf-8")
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text((before or "") + fault["append"] * fault.get("repeat", 1), encoding="utf-8")
    return before


def run_check(project: Path, check: list[str]) -> subprocess.CompletedProcess[str]:
    """Run one check in the copy with this interpreter's tools."""
    tools = Path(sys.executable).parent
    options = ["-q", "-x", "-p", "no:cacheprovider", "-p", "no:rerunfailures"]
    program = [sys.executable, "-m", "pytest", *options, *check[1:]]
    command = program if check[0] == "pytest" else [str(tools / check[0]), *check[1:]]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)


def main(words: list[str]) -> int:
    """Plant every chosen fault; the exit status is the number that no check caught."""
    faults = tomllib.loads(FAULTS.read_text(encoding="utf-8"))["faults"]
    chosen = [f for f in faults if not words or any(word in f["name"] for word in words)]
    missed = 0
    with tempfile.TemporaryDirectory(prefix="griya-faults-") as folder:
        project = Path(folder) / "griya-ikm"
        project.mkdir()
        copy_project(project)
        for fault in chosen:
            before = plant(project, fault)
            result = run_check(project, fault["check"])
            said = result.stdout + result.stderr
            caught = result.returncode != 0 and fault["says"] in said
            missed += not caught
            print(f"{'caught' if caught else 'MISSED':7} {fault['name']}", flush=True)
            if not caught:
                print(said[-2000:])
            path = project / fault["file"]
            if before is None:
                path.unlink()
            else:
                path.write_text(before, encoding="utf-8")
    print(f"{len(chosen) - missed} of {len(chosen)} faults caught")
    return missed


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
