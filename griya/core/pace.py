"""How often one network may ask for what costs something: so many at once, then so many a second."""

import threading
import time
from collections.abc import Callable
from ipaddress import ip_address
from typing import Final

# Networks that are remembered at the same time. Beyond them the oldest are forgotten, which only lets more through.
_MOST_NETWORKS: Final = 10_000


class Pace:
    """A bucket of permissions for each network, which fills up by itself. Each process has its own."""

    def __init__(self, *, at_once: int, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._at_once, self._per_second, self._clock = at_once, per_second, clock
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def wait(self, network: str) -> float:
        """Take one permission. Returns 0, or the seconds until there is one again where none is left."""
        now = self._clock()
        with self._lock:
            left, at = self._left.pop(network, (float(self._at_once), now))
            left = min(float(self._at_once), left + (now - at) * self._per_second)
            is_allowed = left >= 1
            self._left[network] = (left - 1 if is_allowed else left, now)
            while len(self._left) > _MOST_NETWORKS:
                del self._left[next(iter(self._left))]
        return 0.0 if is_allowed else (1 - left) / self._per_second


def is_own(address: str | None) -> bool:
    """Whether a request comes from this machine itself, or nobody knows from where: then there is nobody to slow."""
    try:
        return ip_address(address or "").is_loopback
    except ValueError:
        return True
