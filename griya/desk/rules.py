"""How the desk names what it shows: the state of a message, read from its times, and what may be done with it."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final


class MessageState(StrEnum):
    """How far a message is, as it follows from its times."""

    WAITING = "menunggu"
    RETRYING = "dicoba-lagi"
    SENT = "terkirim"
    GIVEN_UP = "gagal"
    BOUNCED = "kembali"
    STOPPED = "dihentikan"


MESSAGE_STATE_NAMES = {
    MessageState.WAITING: "Menunggu",
    MessageState.RETRYING: "Dicoba lagi",
    MessageState.SENT: "Terkirim",
    MessageState.GIVEN_UP: "Gagal",
    MessageState.BOUNCED: "Kembali",
    MessageState.STOPPED: "Dihentikan",
}
# A worker may hold a message for less than this; what waits longer is nobody's and may be sent at once.
IN_HAND: Final = timedelta(minutes=1)


def message_state(
    *,
    sent_at: datetime | None,
    given_up_at: datetime | None,
    bounced_at: datetime | None,
    stopped_at: datetime | None,
    last_error: str | None,
) -> MessageState:
    """The state of a message; one that failed before and still waits is being tried again."""
    if bounced_at is not None:
        return MessageState.BOUNCED
    if sent_at is not None:
        return MessageState.SENT
    if stopped_at is not None:
        return MessageState.STOPPED
    if given_up_at is not None:
        return MessageState.GIVEN_UP
    return MessageState.RETRYING if last_error else MessageState.WAITING


def may_send_again(state: MessageState, *, next_try_at: datetime, at: datetime) -> bool:
    """Whether somebody may have it sent now: it failed, came back, or waits for its next try and nobody holds it."""
    if state in {MessageState.GIVEN_UP, MessageState.BOUNCED}:
        return True
    return state is MessageState.RETRYING and next_try_at - at > IN_HAND
