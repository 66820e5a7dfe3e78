"""Fixtures of the inquiry's tests."""

from dataclasses import replace

import pytest
from flask import Flask


@pytest.fixture
def unhurried(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A form without limits for a network: what is asked is what it does with words, not how many it takes."""
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], inquiry_limit=0))
