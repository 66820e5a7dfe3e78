"""A pytest plugin that never goes quiet about what could not be checked on this machine, and never waits for ever.

`GRIYA_REQUIRE=chromium,postgresql` turns a missing one into a failure; without it, the run's last lines name it.
"""

import faulthandler
import os
import sys
from collections.abc import Mapping

import pytest

from tests import chromium

POSTGRESQL_MISSING = "GRIYA_TEST_POSTGRESQL_MISSING"  # tests/conftest.py leaves the reason here.
REQUIRABLE = ("chromium", "postgresql")


def missing_parts(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """What cannot be checked here, by name, with the reason."""
    missing = {}
    browser = chromium.path()
    if browser is None or not os.access(browser, os.X_OK):
        missing["chromium"] = "browser journeys: no Chromium was found (Debian: apt-get install chromium)"
    if reason := environ.get(POSTGRESQL_MISSING):
        missing["postgresql"] = f"database tests on PostgreSQL: {reason}"
    return missing


def refusal(environ: Mapping[str, str] = os.environ) -> str | None:
    """Why this run must fail although every test that can run would pass; None when it need not."""
    required = [name for name in environ.get("GRIYA_REQUIRE", "").replace(" ", "").split(",") if name]
    if unknown := [name for name in required if name not in REQUIRABLE]:
        return f"GRIYA_REQUIRE names {unknown[0]!r}; it can name: {', '.join(REQUIRABLE)}."
    missing = missing_parts(environ)
    reasons = [missing[name] for name in required if name in missing]
    return f"GRIYA_REQUIRE={','.join(required)}, but this cannot run: {'; '.join(reasons)}" if reasons else None


def closing_lines(environ: Mapping[str, str] = os.environ) -> list[str]:
    """The run's last lines: one for each part that could not be checked here."""
    return [f"NOT CHECKED HERE: {reason}" for reason in missing_parts(environ).values()]


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--run-long", action="store_true", help="run the tests marked long (make soak)")


def pytest_sessionstart(session: pytest.Session) -> None:
    if not _is_worker(session.config) and (reason := refusal()):
        pytest.exit(reason, returncode=1)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave long tests out unless asked for, and run what failed in a browser once more.

    A browser on a busy machine is late now and then; what is broken is broken twice. The run's last lines name whatever
    passed only the second time (`-r R`).
    """
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))
    if not config.getoption("--run-long"):
        long = [item for item in items if item.get_closest_marker("long")]
        if long:
            config.hook.pytest_deselected(items=long)
            items[:] = [item for item in items if item not in long]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Lift the time limit of pyproject.toml, after which a hanging test's process ends, from what takes long."""
    if item.get_closest_marker("long"):
        faulthandler.cancel_dump_traceback_later()


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Say it after everything else, where it is read."""
    if _is_worker(config) or config.option.collectonly:
        return
    for line in closing_lines():
        sys.stdout.write(line + "\n")
    sys.stdout.flush()
