"""Changes to the outbox that a person makes: sending again what failed, and noting what came back."""

from collections.abc import Sequence

from sqlalchemy import select

from griya.accounts.actions.record import record_on
from griya.core.clock import now
from griya.core.db import db
from griya.core.errors import Refused
from griya.core.outbox import OutboxMessage
from griya.core.state import state_change
from griya.desk.rules import MESSAGE_STATE_NAMES, MessageState, may_send_again, message_state

# So many at once; whoever has more presses again.
MOST_AT_ONCE = 500


@state_change()
def send_again(*, message_id: int, actor_id: int | None) -> bool:
    """Put one message back into the queue, as it is: same words, same recipient, same Message-ID.

    Returns whether there is such a message.

    Raises:
        Refused: when it is sent, erased, called back, or in a worker's hand.
    """
    message = _locked(message_id)
    if message is None:
        return False
    state = _state_of(message)
    if state is MessageState.STOPPED:
        raise Refused("Surat ini dihentikan karena data pembelinya tidak boleh dipakai lagi.")
    if message.erased_at is not None:
        raise Refused("Isi surat ini sudah dihapus, jadi tidak dapat dikirim lagi.")
    if not may_send_again(state, next_try_at=message.next_try_at, at=now()):
        raise Refused(f"Surat ini sedang {MESSAGE_STATE_NAMES[state].lower()}, jadi tidak perlu dikirim lagi.")
    _put_back([message], actor_id)
    return True


@state_change()
def send_all_again(*, actor_id: int | None) -> int:
    """The same for everything that was given up; what came back is looked at one by one. Returns how many."""
    messages = db.session.scalars(
        select(OutboxMessage)
        .where(
            OutboxMessage.given_up_at.is_not(None),
            OutboxMessage.bounced_at.is_(None),
            OutboxMessage.stopped_at.is_(None),
            OutboxMessage.erased_at.is_(None),
        )
        .order_by(OutboxMessage.id)
        .limit(MOST_AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    _put_back(messages, actor_id)
    return len(messages)


@state_change()
def note_return(*, message_id: int, reason: str, actor_id: int | None) -> bool:
    """Write down that a letter came back to the office's mailbox after the server had taken it, and what it said.

    Returns whether there is such a message.

    Raises:
        Refused: when it was not sent, or has come back already.
    """
    message = _locked(message_id)
    if message is None:
        return False
    state = _state_of(message)
    if state is not MessageState.SENT:
        raise Refused(f"Hanya surat yang terkirim dapat kembali; surat ini {MESSAGE_STATE_NAMES[state].lower()}.")
    message.bounced_at, message.last_error = now(), reason.strip()
    record_on(
        row=message,
        done="returned",
        actor_id=actor_id,
        before={"state": state},
        after={"state": "kembali"},
    )
    return True


@state_change()
def note_reached(*, message_id: int, note: str, actor_id: int | None) -> bool:
    """Write down that somebody reached the recipient in another way, so that the letter is nobody's task any more.

    The note stays with the letter, whose words can be erased; the record only says that it was done. Returns whether
    there is such a message.

    Raises:
        Refused: when the letter did not fail.
    """
    message = _locked(message_id)
    if message is None:
        return False
    state = _state_of(message)
    if state not in {MessageState.GIVEN_UP, MessageState.BOUNCED}:
        raise Refused(f"Surat ini {MESSAGE_STATE_NAMES[state].lower()}: belum perlu jalan lain.")
    message.handled_at, message.handled_note = now(), note.strip()
    record_on(row=message, done="replaced", actor_id=actor_id)
    return True


def _locked(message_id: int) -> OutboxMessage | None:
    return db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.id == message_id).with_for_update()
    ).one_or_none()


def _state_of(message: OutboxMessage) -> MessageState:
    return message_state(
        sent_at=message.sent_at,
        given_up_at=message.given_up_at,
        bounced_at=message.bounced_at,
        stopped_at=message.stopped_at,
        last_error=message.last_error,
    )


def _put_back(messages: Sequence[OutboxMessage], actor_id: int | None) -> None:
    """Begin anew with the waits. Only the number of tries goes on: by it a worker that comes back late is known."""
    moment = now()
    for message in messages:
        before = _state_of(message)
        message.sent_at = message.given_up_at = message.bounced_at = None
        message.refusals, message.tries, message.next_try_at = 0, message.tries + 1, moment
        message.last_error, message.handled_at, message.handled_note = None, None, ""
        record_on(
            row=message,
            done="sent_again",
            actor_id=actor_id,
            before={"state": before},
            after={"state": MessageState.WAITING},
        )
    db.session.flush()
