"""The plugin that tells what could not be checked, and the end of a test that would never end."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests import reporting

HOUSE = Path(__file__).resolve().parents[1]
SLOW = """
import time, pytest

{mark}
def test_slow() -> None:
    time.sleep(5)
"""


def test_what_is_missing_stands_in_the_last_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRIYA_TEST_CHROMIUM", "/nonexistent/chromium")
    lines = reporting.closing_lines({"GRIYA_TEST_POSTGRESQL_MISSING": "no server here"})
    assert len(lines) == 2
    assert "Chromium" in lines[0]
    assert "PostgreSQL: no server here" in lines[1]


def test_a_missing_part_that_is_required_fails_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRIYA_TEST_CHROMIUM", "/bin/sh")
    missing = {"GRIYA_TEST_POSTGRESQL_MISSING": "no server here"}
    assert reporting.refusal(missing) is None
    assert reporting.refusal(missing | {"GRIYA_REQUIRE": "chromium"}) is None
    assert "no server here" in (reporting.refusal(missing | {"GRIYA_REQUIRE": "chromium,postgresql"}) or "")


def test_a_misspelt_requirement_fails_instead_of_being_ignored() -> None:
    assert "postgres" in (reporting.refusal({"GRIYA_REQUIRE": "chromium,postgres"}) or "")


@pytest.mark.parametrize(("mark", "ends"), [("", True), ("@pytest.mark.long", False)])
def test_a_test_that_hangs_ends_its_process_and_says_where_unless_it_is_long(
    tmp_path: Path, mark: str, ends: bool
) -> None:
    written = tmp_path / "test_slow.py"
    written.write_text(SLOW.format(mark=mark))
    options = ("-q", "-p", "no:cacheprovider", "-c", "pyproject.toml", "--run-long", "-o", "faulthandler_timeout=2")
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *options, str(written)], cwd=HOUSE, capture_output=True, text=True, check=False
    )
    assert (ran.returncode != 0, "1 passed" in ran.stdout) == (ends, not ends), ran.stdout + ran.stderr
    assert ("Timeout" in ran.stderr and "in test_slow" in ran.stderr) is ends


def test_the_house_has_such_a_limit(pytestconfig: pytest.Config) -> None:
    assert float(pytestconfig.getini("faulthandler_timeout")) > 60
