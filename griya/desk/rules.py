"""How the desk names what it shows: the state of a message, read from its times."""

from datetime import datetime
from enum import StrEnum


class MessageState(StrEnum):
    """How far a message is, as it follows from its times."""

    WAITING = "menunggu"
    RETRYING = "dicoba-lagi"
    SENT = "terkirim"
    GIVEN_UP = "gagal"


MESSAGE_STATE_NAMES = {
    MessageState.WAITING: "Menunggu",
    MessageState.RETRYING: "Dicoba lagi",
    MessageState.SENT: "Terkirim",
    MessageState.GIVEN_UP: "Gagal",
}


def message_state(*, sent_at: datetime | None, given_up_at: datetime | None, last_error: str | None) -> MessageState:
    """The state of a message; one that failed before and still waits is being tried again."""
    if sent_at is not None:
        return MessageState.SENT
    if given_up_at is not None:
        return MessageState.GIVEN_UP
    return MessageState.RETRYING if last_error else MessageState.WAITING
