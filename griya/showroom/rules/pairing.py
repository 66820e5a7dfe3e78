"""How a panel is paired: six characters that are read across a room, and a secret that nobody reads."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

# Without what is taken for something else from afar: 0 O, 1 I L, U (which is taken for V).
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH: Final = 6
CODE_LIFE: Final = timedelta(minutes=10)
LONGEST_CODE: Final = 30
# Words that are addresses of their own below `/layar/`.
RESERVED: Final = frozenset({"pasang", "kios", "lapor", "daftar", "pekerja", "uji", "baru"})


def new_code() -> str:
    """Six characters to be typed at the desk."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def new_secret() -> str:
    """What the panel keeps and shows nobody."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is stored of a secret. It is long and random, so one round of a hash is enough."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def typed_code(text: str) -> str:
    """What somebody typed, as a code: spaces, dashes and small letters do not matter."""
    return "".join(sign for sign in text.upper() if sign.isalnum())[: CODE_LENGTH + 1]


def shown_code(code: str) -> str:
    """A code as it is read: `K7M 3QX`."""
    return f"{code[:3]} {code[3:]}"


def free_code(wanted: str, taken: Sequence[str] | set[str]) -> str:
    """An address for a screen or a group called so: the word itself, or the word and a number."""
    base = f"{wanted or 'layar'}-layar"[:LONGEST_CODE] if wanted in RESERVED or not wanted else wanted
    if base not in taken:
        return base
    number = 2
    while f"{base[: LONGEST_CODE - 4]}-{number}" in taken:
        number += 1
    return f"{base[: LONGEST_CODE - 4]}-{number}"
