"""Hashing of passwords: argon2id with OWASP's parameters, never more at once than the machine has cores."""

import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from griya.accounts.rules import password_bytes

HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1, hash_len=32, salt_len=16, type=Type.ID)
# The hash of a random password nobody knows, so that an unknown account costs the same time as a known one.
NOBODYS_HASH = "$argon2id$v=19$m=19456,t=2,p=1$NIXYshpRlQyzTXCKdmCC7A$E5xp52QXRh0sTJ4eOpI3qJPT3K7KlnmdlUNw4QyyEH8"
# Letters and digits that are not mistaken for one another when read aloud or from paper.
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP_LENGTH = 4, 5
_PATIENCE_SECONDS = 0.25

_slots = threading.BoundedSemaphore(os.cpu_count() or 1)


class Busy(Exception):
    """Every core is hashing already; the caller is asked to come back, so that the catalogue keeps answering."""


def new_password() -> str:
    """A random password of 99 bits, in groups that can be read aloud."""
    groups = ("".join(secrets.choice(SIGNS) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))
    return "-".join(groups)


def hash_password(password: str) -> str:
    """The encoded argon2id hash of a password."""
    return HASHER.hash(password_bytes(password))


def is_right(password: str, encoded: str | None) -> bool:
    """Whether the password belongs to the hash. Without a hash the same work is done and the answer is no.

    Raises:
        Busy: when no core came free in a quarter of a second.
    """
    with _slot():
        try:
            HASHER.verify(encoded or NOBODYS_HASH, password_bytes(password))
        except (VerificationError, InvalidHashError):
            return False
    return encoded is not None


def is_outdated(encoded: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(encoded)


@contextmanager
def _slot() -> Iterator[None]:
    if not _slots.acquire(timeout=_PATIENCE_SECONDS):
        raise Busy
    try:
        yield
    finally:
        _slots.release()
