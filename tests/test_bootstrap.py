"""The part that runs before anything is installed."""

import ast
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "griya" / "bootstrap.py"


@pytest.fixture
def bootstrap() -> ModuleType:
    """The module as a file, the way `make` runs it."""
    spec = importlib.util.spec_from_file_location("bootstrap_under_test", SOURCE)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def copy_of_project(folder: Path, lock: str) -> Path:
    """A clean clone as far as the bootstrap is concerned."""
    (folder / "griya").mkdir(parents=True)
    shutil.copy(SOURCE, folder / "griya" / "bootstrap.py")
    (folder / "requirements.txt").write_text(lock)
    return folder


def run_copy(folder: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, folder / "griya" / "bootstrap.py", "requirements.txt"],
        env=os.environ | changes,
        capture_output=True,
        text=True,
        timeout=180,
    )


def test_an_old_python_can_read_the_file() -> None:
    ast.parse(SOURCE.read_text(encoding="utf-8"), feature_version=(3, 4))


def test_an_old_python_gets_one_sentence_that_names_both_versions(bootstrap: ModuleType) -> None:
    with pytest.raises(bootstrap.BootstrapError) as refused:
        bootstrap.check_python((3, 9, 2, "final", 0))
    sentence = str(refused.value)
    assert "\n" not in sentence
    assert "3.11" in sentence
    assert "3.9" in sentence
    assert "make run PYTHON=" in sentence


def test_a_python_that_is_new_enough_is_accepted(bootstrap: ModuleType) -> None:
    for version in ((3, 11, 0), (3, 13, 1), (4, 0, 0)):
        bootstrap.check_python(version)


def test_an_old_python_ends_the_command_with_a_sentence_and_no_traceback(tmp_path: Path) -> None:
    folder = copy_of_project(tmp_path / "clone", "")
    source = (folder / "griya" / "bootstrap.py").read_text(encoding="utf-8")
    (folder / "griya" / "bootstrap.py").write_text(
        source.replace("OLDEST = (3, 11)", "OLDEST = (9, 0)"), encoding="utf-8"
    )
    result = run_copy(folder)
    assert result.returncode == 1
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Python 9.0" in result.stderr
    assert not (folder / ".venv").exists()


def test_it_imports_nothing_that_must_be_installed_first() -> None:
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert names <= set(sys.stdlib_module_names)


def test_without_a_network_the_first_start_says_so_in_one_sentence_and_the_next_try_starts_over(tmp_path: Path) -> None:
    lock = "a-package-of-nobody==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n"
    folder = copy_of_project(tmp_path / "a clone with blanks", lock)
    for _ in range(2):
        result = run_copy(
            folder, PIP_INDEX_URL="http://127.0.0.1:9/simple", PIP_RETRIES="0", PIP_CONFIG_FILE="/dev/null"
        )
        assert result.returncode == 1
        assert len(result.stderr.strip().splitlines()) == 1, result.stderr
        assert "jaringan" in result.stderr
        assert not list((folder / ".venv").glob(".stamp*"))


def test_a_finished_environment_is_used_at_once_without_pip_or_network(tmp_path: Path) -> None:
    folder = copy_of_project(tmp_path / "clone", "")
    first = run_copy(folder)
    assert first.returncode == 0, first.stderr
    assert os.access(folder / ".venv" / "bin" / "griya", os.X_OK)
    second = run_copy(folder, PIP_INDEX_URL="http://127.0.0.1:9/simple", PATH="/nonexistent")
    assert second.returncode == 0
    assert second.stdout + second.stderr == ""


def test_a_changed_lock_or_a_moved_folder_is_noticed(bootstrap: ModuleType, tmp_path: Path) -> None:
    lock, venv = tmp_path / "requirements.txt", tmp_path / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to(sys.executable)
    lock.write_text("a==1\n")
    Path(bootstrap.stamp_path(str(lock), str(venv))).write_text(bootstrap.fingerprint(str(lock), str(venv)))
    assert bootstrap.is_ready(str(lock), str(venv))
    moved = tmp_path / "moved"
    shutil.copytree(venv, moved, symlinks=True)
    assert not bootstrap.is_ready(str(lock), str(moved))
    lock.write_text("a==2\n")
    assert not bootstrap.is_ready(str(lock), str(venv))


@pytest.mark.parametrize(
    ("output", "told"),
    [
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "sidik"),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "Cakram penuh"),
        ("ERROR: No matching distribution found for flask==3.1.3", "jaringan"),
        ("ERROR: something else", "something else"),
        ("", "tanpa alasan"),
    ],
)
def test_what_pip_says_becomes_one_sentence(bootstrap: ModuleType, output: str, told: str) -> None:
    sentence = bootstrap.failure_sentence(output)
    assert told in sentence
    assert "\n" not in sentence


def test_every_pin_of_the_locks_has_a_hash() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        entries = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
        pins = [line for line in entries if line and not line.startswith(("#", " "))]
        assert len(pins) > 20
        for pin in pins:
            assert "==" in pin, pin
            assert "--hash=sha256:" in pin, pin
