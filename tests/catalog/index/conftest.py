"""The catalogue that changes at random, for every test that compares what is kept of it with what it is."""

import random
from collections.abc import Iterator
from typing import Any

import pytest

from tests.catalog.index.world import make_world


@pytest.fixture
def world(context: Any) -> Iterator[random.Random]:
    """Shelves, places, words and makers, and a die."""
    yield from make_world()
