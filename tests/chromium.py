"""Debian's Chromium for the tests: where it is, or why there is none."""

import os
import shutil

CANDIDATES = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage"]


def path() -> str | None:
    """The browser's program, from `GRIYA_TEST_CHROMIUM` or where Debian puts it."""
    given = os.environ.get("GRIYA_TEST_CHROMIUM")
    if given:
        return given
    return next((candidate for candidate in CANDIDATES if os.access(candidate, os.X_OK)), shutil.which("chromium"))
