"""The addresses that letters carry; the pages stand at the same ones, which a test compares."""

from griya.core.words import SOURCE


def status_url(public_url: str, token: str, language: str = SOURCE) -> str:
    """The buyer's page of an inquiry, in the buyer's language."""
    prefix = "" if language == SOURCE else f"/{language}"
    return f"{public_url}{prefix}/permintaan/{token}"


def answer_url(public_url: str, token: str) -> str:
    """The maker's page, which needs no account."""
    return f"{public_url}/jawab/{token}"


def follow_up_url(public_url: str, token: str) -> str:
    """Where a maker says what came of it."""
    return f"{public_url}/jawab/{token}/hasil"


def desk_url(public_url: str, reference: str) -> str:
    """The desk's page of an inquiry."""
    return f"{public_url}/meja/permintaan/{reference}"
