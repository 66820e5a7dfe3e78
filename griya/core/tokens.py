"""Secrets given to people: made random or derived by HMAC, stored only as a digest."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode


def new_token() -> str:
    """128 random bits, URL-safe, 22 characters."""
    return secrets.token_urlsafe(16)


def digest(token: str) -> str:
    """SHA-256 in hex: what the database keeps of a token. The token has full entropy, so no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def derived_token(secret_key: str, purpose: str, value: str) -> str:
    """The token of `value` for `purpose`: 22 characters, the same each time, not guessable without the key."""
    mac = hmac.new(secret_key.encode(), f"{purpose}\0{value}".encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(mac[:16]).rstrip(b"=").decode()
