"""How often somebody may try to sign in: counted in memory, in bounded room, before anything is hashed.

One process serves a Griya instance, so its memory is the right place: a limit must not cost a write on the database
it protects. A restart forgets the counts; the hashing slots (`passwords`) still hold then. Nobody is locked out for
good: the narrow limit is on an account *from one network*, so a stranger elsewhere cannot keep its owner out.
"""

import hashlib
import threading
from collections import OrderedDict
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

WINDOW = timedelta(minutes=5)
PER_ACCOUNT_AND_NETWORK = 10
PER_NETWORK = 30
IN_ALL = 1000
# Every remembered try holds two keys; with the limit in all, live keys never reach this number.
CAPACITY = 4 * IN_ALL


class TooManyAttempts(Exception):
    """The limit is reached; `retry_after` says in how many seconds a try will be looked at again."""

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__(f"try again in {retry_after} s")


def network_of(address: str | None) -> str:
    """What counts as one network: an IPv4 address, or the /64 that one IPv6 subscriber has."""
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return "-"
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return f"{IPv6Address(int(parsed) >> 64 << 64)}/64"
    return str(parsed)


class SignInLimiter:
    """Sliding windows of recent tries: per account and network, per network, and in all."""

    def __init__(self, *, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._tries: OrderedDict[str, list[datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, email: str, network: str, at: datetime) -> None:
        """Count one try, or refuse it without counting it.

        Raises:
            TooManyAttempts: when one of the three limits is reached.
        """
        with self._lock:
            wait = max(self._wait(key, limit, at) for key, limit in self._keys(email, network))
            if wait > timedelta():
                raise TooManyAttempts(max(1, -int(-wait.total_seconds() // 1)))
            for key, _limit in self._keys(email, network):
                self._tries.setdefault(key, []).append(at)
                self._tries.move_to_end(key)
            while len(self._tries) > self._capacity:
                self._tries.popitem(last=False)

    def give_back(self, email: str, network: str, at: datetime) -> None:
        """Take back the try made `at`: whoever signed in has not used up anything, nor has the office around them."""
        with self._lock:
            for key, _limit in self._keys(email, network):
                moments = self._tries.get(key, [])
                if at in moments:
                    moments.remove(at)

    def clear(self) -> None:
        """Forget everything, as a restart does."""
        with self._lock:
            self._tries.clear()

    def __len__(self) -> int:
        """How many keys are remembered."""
        return len(self._tries)

    @staticmethod
    def _keys(email: str, network: str) -> tuple[tuple[str, int], ...]:
        # The address somebody typed is not kept, and a very long one takes no more room than another.
        typed = hashlib.blake2b(email.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        return (
            (f"{typed}@{network}", PER_ACCOUNT_AND_NETWORK),
            (network, PER_NETWORK),
            ("", IN_ALL),
        )

    def _wait(self, key: str, limit: int, at: datetime) -> timedelta:
        """How long until `key` has room again; zero when it has. Forgets what left the window."""
        moments = [moment for moment in self._tries.get(key, ()) if at - moment < WINDOW]
        if moments:
            self._tries[key] = moments
        else:
            self._tries.pop(key, None)
        return moments[-limit] + WINDOW - at if len(moments) >= limit else timedelta()


sign_in_limiter = SignInLimiter()
