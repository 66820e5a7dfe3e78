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


def signed_token(secret_key: str, purpose: str, key: str) -> str:
    """`key` with its signature: what a link carries. It can be written again as long as the key is kept."""
    return f"{key}.{derived_token(secret_key, purpose, key)}"


def signed_key(secret_key: str, purpose: str, token: str) -> str | None:
    """The key of a token that was signed with this secret for this purpose, else None."""
    key, _, signature = token.partition(".")
    if not (token.isascii() and key and hmac.compare_digest(derived_token(secret_key, purpose, key), signature)):
        return None
    return key
