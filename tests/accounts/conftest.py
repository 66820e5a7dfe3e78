"""Every test starts with nobody having tried to sign in."""

from collections.abc import Iterator

import pytest

from griya.accounts.limits import sign_in_limiter


@pytest.fixture(autouse=True)
def _forget_tries() -> Iterator[None]:
    sign_in_limiter.clear()
    yield
    sign_in_limiter.clear()
