"""Flask without what Griya never uses, where each request would pay for it."""

from collections.abc import Callable
from typing import Any

from flask import Flask


class PlainFlask(Flask):
    """A Flask whose views and hooks are plain functions, none of them a coroutine."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function as it is. Flask asks each of a dozen hooks at each request whether it is a coroutine."""
        return func
