"""The second factor: a secret that is derived and never stored, the codes that fit now, and the recovery codes.

A stored secret would need a cipher and its key. Instead the database holds a random seed, and the secret is a keyed
hash of it under the instance's key: a copy of the database alone gives no code, and nothing has to be decrypted.
"""

import base64
import hashlib
import hmac
import re
import secrets
from datetime import datetime

import pyotp
from pyotp.exceptions import OTPVerificationError

from griya.accounts.passwords import SIGNS
from griya.core.tokens import derived_token

ISSUER = "Griya IKM"
STEP_SECONDS = 30
# One half minute early or late: a telephone's clock may be off, and typing takes time (ASVS 6.5.5).
DRIFT = 1
RECOVERY_COUNT = 10
# 31 signs ten times over are 49 bits; stored with the hash of passwords, because that is less than 112 (ASVS 6.5.2).
_RECOVERY = re.compile(r"(\d{1,2})([a-z2-9]{10})")


def next_seed(secret_key: str, session_code: str, present_seed: str | None) -> str:
    """The seed that a session is offered for a new app.

    It is the same each time it asks, so that a page that is only read need not write anything, and another one as soon
    as the app was changed.
    """
    return derived_token(secret_key, "factor-seed", f"{session_code}:{present_seed or '-'}")


def secret_of(secret_key: str, account_id: int, seed: str) -> str:
    """The secret of an account's app, 160 bits in base32."""
    text = f"factor-secret\0{account_id}\0{seed}".encode()
    return base64.b32encode(hmac.new(secret_key.encode(), text, hashlib.sha256).digest()[:20]).decode()


def in_groups(secret: str) -> str:
    """The secret as it is typed by hand: four signs at a time."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def uri_of(secret: str, email: str) -> str:
    """What an app reads out of the QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def matching_step(secret: str, typed: str, at: datetime) -> int | None:
    """The half minute whose code was typed, when it is this one or its neighbour; None when none fits."""
    code = re.sub(r"[\s-]", "", typed)
    if not re.fullmatch(r"[0-9]{6}", code):
        return None
    try:
        return pyotp.TOTP(secret).verify_and_get_timecode(code, for_time=at, valid_window=DRIFT)
    except OTPVerificationError:
        return None


def new_recovery_codes() -> list[str]:
    """Ten codes such as `3-abcde-fghjk`. The number in front says which row it is, so that one hash is checked."""
    return [f"{position}-{_letters(5)}-{_letters(5)}" for position in range(1, RECOVERY_COUNT + 1)]


def _letters(count: int) -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(count))


def parse_recovery(typed: str) -> tuple[int, str] | None:
    """Position and letters of a typed recovery code, however it was spaced; None when it cannot be one."""
    found = _RECOVERY.fullmatch(re.sub(r"[\s-]", "", typed).lower())
    return (int(found[1]), found[2]) if found else None
