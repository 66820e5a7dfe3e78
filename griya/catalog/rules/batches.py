"""What a confirmed import is called on record, so that what came with it can be found again."""

from typing import Final

PREFIX: Final = "Impor "


def reason_of(code: str) -> str:
    """The reason that stands on every event of a batch."""
    return f"{PREFIX}{code}"


def code_of(reason: str) -> str:
    """The batch that such a reason names."""
    return reason.removeprefix(PREFIX)
