"""Reading the letters that follow from an inquiry: how each fares, and at which thread one reached nobody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from griya.core.db import db
from griya.core.outbox import OutboxMessage
from griya.inquiry.letters import BUYER, MAKER, cause_of
from griya.inquiry.maker_letters import BACK, STOPPED
from griya.inquiry.models import Inquiry
from griya.inquiry.models.threads import InquiryThread, Side
from griya.inquiry.rules.stopping import stop_of
from griya.inquiry.thread_letters import (
    ANSWERED,
    ASKED_BACK,
    FOLLOW_BUYER,
    FOLLOW_MAKER,
    NEW_LINK,
    REMINDER,
    REOPENED,
    WITHDRAWN,
)
from griya.registry.models import ContactChannel, Producer, ProducerContact
from griya.registry.rules.phones import parse_phone, whatsapp_url
from griya.registry.rules.unreadable import Unreadable

_BUYERS: Final = frozenset({BUYER, ANSWERED, ASKED_BACK, FOLLOW_BUYER, NEW_LINK, STOPPED, BACK})
_MAKERS: Final = frozenset({MAKER, REMINDER, WITHDRAWN, REOPENED, FOLLOW_MAKER})
# Where a letter is about the inquiry as a whole, or nobody knows any more about which of its threads.
WHOLE: Final = 0


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter of an inquiry and how it fares."""

    letter_id: int
    cause: str
    recipient: str
    template: str
    tries: int
    sent_at: datetime | None
    given_up_at: datetime | None
    bounced_at: datetime | None
    handled_at: datetime | None
    stopped_at: datetime | None
    next_try_at: datetime
    last_error: str

    @property
    def failed_at(self) -> datetime | None:
        """Since when nobody reads it; None for one that was called back, which nobody is to read."""
        return self.bounced_at or (None if self.stopped_at else self.given_up_at)


@dataclass(frozen=True, slots=True)
class Way:
    """A telephone number of somebody whom a letter did not reach."""

    number: str
    whatsapp_url: str | None


@dataclass(frozen=True, slots=True)
class Unreached:
    """Somebody of a thread whom a letter did not reach, and how else they are reached.

    `producer_code` is of the maker whose address has to be corrected, empty where the letter was the buyer's or the
    office's; `is_corrected` when the maker's or buyer's address is another one since.
    """

    letter: LetterView
    side: Side
    ways: tuple[Way, ...] = ()
    producer_code: str = ""
    is_corrected: bool = False


def letters_about(reference: str) -> tuple[LetterView, ...]:
    """Every letter of one inquiry and of its threads, in the order they were written."""
    cause = cause_of(reference)
    letters = db.session.scalars(
        select(OutboxMessage)
        # News of a thread names the inquiry first and then what it is about.
        .where(or_(OutboxMessage.cause == cause, OutboxMessage.cause.startswith(f"{cause}:", autoescape=True)))
        .order_by(OutboxMessage.id)
    )
    return tuple(
        LetterView(
            letter_id=one.id,
            cause=one.cause,
            recipient=one.recipient,
            template=one.template,
            tries=one.tries,
            sent_at=one.sent_at,
            given_up_at=one.given_up_at,
            bounced_at=one.bounced_at,
            handled_at=one.handled_at,
            stopped_at=one.stopped_at,
            next_try_at=one.next_try_at,
            last_error=one.last_error or "",
        )
        for one in letters
    )


def had_letter(inquiry: Inquiry, letters: Sequence[LetterView]) -> frozenset[int]:
    """The numbers of the threads whose makers a letter has reached, or may have: a worker had it in hand."""
    makers, contacts = _makers(inquiry)
    return frozenset(
        number
        for letter in letters
        if letter.template == MAKER and (letter.sent_at or letter.tries)
        for number in _place(letter, makers, contacts)[1]
    )


def unreached(inquiry: Inquiry, letters: Sequence[LetterView]) -> dict[int, tuple[Unreached, ...]]:
    """Whom letters of an inquiry did not reach, by the number of the thread; what concerns all of it under `WHOLE`.

    Left out is what somebody has seen to: noted another way, or a later letter of the same thread that was taken.
    """
    if stop_of(inquiry) is not None or not any(one.failed_at for one in letters):
        return {}
    makers, contacts = _makers(inquiry)
    placed = [(one, *_place(one, makers, contacts)) for one in letters]
    found: dict[int, tuple[Unreached, ...]] = {}
    for letter, side, numbers in placed:
        if letter.failed_at is None or letter.handled_at is not None:
            continue
        for number in numbers:
            if any(
                later.letter_id > letter.letter_id and later.sent_at and not later.bounced_at
                for later, by, about in placed
                if by is side and (number in about or (number == WHOLE and later.template == letter.template))
            ):
                continue
            one = _unreached(letter, side, makers.get(number), contacts, inquiry)
            found[number] = (*found.get(number, ()), one)
    return found


def _makers(inquiry: Inquiry) -> tuple[dict[int, Producer], dict[int, list[tuple[str, str]]]]:
    """The makers of an inquiry by the number of their thread, and their contacts."""
    threads = db.session.scalars(
        select(InquiryThread)
        .where(InquiryThread.inquiry_id == inquiry.id)
        .options(joinedload(InquiryThread.producer))
        .order_by(InquiryThread.number)
    ).all()
    makers = {one.number: one.producer for one in threads if one.producer}
    return makers, _contacts([one.id for one in makers.values()])


def _place(
    letter: LetterView, makers: Mapping[int, Producer], contacts: Mapping[int, Sequence[tuple[str, str]]]
) -> tuple[Side, tuple[int, ...]]:
    """Whose letter it is and which threads it is about: a first letter goes to an address, whoever shares it."""
    rest = letter.cause.split(":")[2:]
    address = letter.recipient.casefold()
    by_address = tuple(
        number
        for number, maker in makers.items()
        if any(channel == ContactChannel.EMAIL and value.casefold() == address for channel, value in contacts[maker.id])
    )
    side = Side.OFFICER
    if letter.template in _BUYERS:
        side = Side.BUYER
    elif letter.template in _MAKERS or by_address:
        # A buyer's reply goes to the officer where no mail reaches the maker.
        side = Side.MAKER
    if rest and rest[0].isdecimal():
        return side, (int(rest[0]),)
    if rest and (named := tuple(number for number, maker in makers.items() if maker.code == rest[0])):
        return side, named
    return side, (by_address if side is Side.MAKER else ()) or (WHOLE,)


def _unreached(
    letter: LetterView,
    side: Side,
    maker: Producer | None,
    contacts: Mapping[int, Sequence[tuple[str, str]]],
    inquiry: Inquiry,
) -> Unreached:
    if side is Side.BUYER:
        is_corrected = bool(inquiry.email) and letter.recipient.casefold() != (inquiry.email or "").casefold()
        return Unreached(letter, side, _ways([inquiry.phone] if inquiry.phone else []), is_corrected=is_corrected)
    if side is Side.OFFICER or maker is None:
        return Unreached(letter, side)
    own = contacts[maker.id]
    addresses = [value.casefold() for channel, value in own if channel == ContactChannel.EMAIL]
    return Unreached(
        letter,
        side,
        _ways([value for channel, value in own if channel != ContactChannel.EMAIL]),
        maker.code,
        is_corrected=bool(addresses) and letter.recipient.casefold() not in addresses,
    )


def _contacts(producer_ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = {one: [] for one in producer_ids}
    for row in db.session.execute(
        select(ProducerContact.producer_id, ProducerContact.channel, ProducerContact.value)
        .where(ProducerContact.producer_id.in_(producer_ids))
        .order_by(ProducerContact.id)
    ):
        found[row.producer_id].append((row.channel, row.value))
    return found


def _ways(numbers: Sequence[str]) -> tuple[Way, ...]:
    ways = []
    for number in dict.fromkeys(numbers):
        try:
            phone = parse_phone(number)
        except Unreadable:
            ways.append(Way(number, None))
        else:
            ways.append(Way(phone.display, whatsapp_url(phone)))
    return tuple(dict.fromkeys(ways))
