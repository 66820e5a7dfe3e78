"""The plugin that tells what could not be checked."""

import pytest

from tests import reporting


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
