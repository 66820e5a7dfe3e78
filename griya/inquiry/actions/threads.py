"""Opening the threads of an inquiry, handing them to the makers, and noting that one was looked at."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from griya.accounts.actions import record_event
from griya.core.clock import now
from griya.core.db import db
from griya.core.errors import Refused
from griya.core.state import state_change
from griya.core.tokens import digest, new_token
from griya.inquiry.actions.stepping import SYSTEM, Actor, lock_thread, post_letter, require, take_step
from griya.inquiry.correspondence import Delivery
from griya.inquiry.letters import Part, cause_of, letters_of, letters_to_makers
from griya.inquiry.models import Inquiry, InquiryKind, InquiryLine
from griya.inquiry.models.threads import Addressee, InquiryThread, Side, ThreadEventKind, ThreadLink, ThreadState
from griya.inquiry.rules import usable_email
from griya.inquiry.rules.addresses import answer_url
from griya.inquiry.rules.stopping import stop_of
from griya.inquiry.rules.threads import LINK_FOR, Step
from griya.registry.models import ContactChannel, Producer, ProducerContact, Region

WHATSAPP: Final = "whatsapp"
_CHANNELS: Final = frozenset({WHATSAPP, "telepon", "tatap_muka", "email"})


@state_change()
def open_threads(*, inquiry: Inquiry, delivery: Delivery) -> list[InquiryThread]:
    """Open one thread for each maker of an inquiry that was just stored, and one for the showroom where none is named.

    What is held goes no further. An export inquiry waits for the desk. Everything else goes to the makers at once,
    those who can be reached by mail; the others wait for somebody to call. The office and the buyer are told here.
    """
    at = inquiry.received_at
    lines = _lines_of(inquiry)
    groups: dict[int | None, list[InquiryLine]] = {}
    for line in lines:
        groups.setdefault(line.producer_id, []).append(line)
    free = groups.pop(None, [])
    makers = _makers(list(filter(None, groups)))
    threads = []
    for number, (producer_id, own) in enumerate(groups.items(), start=1):
        name, region_code = makers[producer_id or 0]
        threads.append(_open(inquiry, number, own, at, producer_id, name, region_code))
    if free or not groups:
        threads.append(_open(inquiry, len(threads) + 1, free, at, None, "", None))
    is_held = inquiry.held_at is not None
    waits = inquiry.kind == InquiryKind.EXPORT and bool(groups)
    for thread in threads:
        if is_held:
            _step(thread, inquiry, ThreadEventKind.HELD, ThreadState.HELD, SYSTEM, at)
    parts = parts_of(threads=threads)
    for letter in letters_of(inquiry, parts, delivery, is_held=is_held, waits=waits):
        post_letter(letter=letter, inquiry=inquiry, delivery=delivery)
    if not (is_held or waits):
        hand_over(inquiry=inquiry, threads=threads, delivery=delivery, actor=SYSTEM, at=at)
    return threads


def _open(
    inquiry: Inquiry,
    number: int,
    lines: Sequence[InquiryLine],
    at: datetime,
    producer_id: int | None,
    maker_name: str,
    region_code: str | None,
) -> InquiryThread:
    thread = InquiryThread(
        inquiry_id=inquiry.id,
        number=number,
        addressee=Addressee.MAKER if producer_id else Addressee.OFFICE,
        producer_id=producer_id,
        maker_name=maker_name,
        region_code=region_code,
        opened_at=at,
    )
    db.session.add(thread)
    db.session.flush()
    for line in lines:
        line.thread_id = thread.id
    _step(thread, inquiry, ThreadEventKind.OPENED, ThreadState.RECEIVED, Actor(Side.BUYER), at)
    return thread


def _step(
    thread: InquiryThread, inquiry: Inquiry, kind: ThreadEventKind, state: ThreadState, actor: Actor, at: datetime
) -> None:
    take_step(thread=thread, inquiry=inquiry, kind=kind, state=state, actor=actor, at=at)


def hand_over(
    *,
    inquiry: Inquiry,
    threads: Sequence[InquiryThread],
    delivery: Delivery,
    actor: Actor,
    at: datetime,
    event_id: int | None = None,
) -> None:
    """Forward threads by mail: a link of its own for each, one letter to each address.

    `event_id` is of what let them go, where that was not their arrival: their makers may have a letter already.

    A maker whom no mail reaches stays where it is, and whoever looks after the kabupaten calls.
    """
    parts = []
    for part, thread in zip(parts_of(threads=threads), threads, strict=True):
        if thread.addressee != Addressee.MAKER or usable_email(part.address) is None:
            continue
        url = answer_url(delivery.public_url, issue_link(thread=thread, channel="email", at=at, actor=actor))
        parts.append(Part(part.maker_name, part.address, part.lines, url))
        mailed = Actor(actor.side, actor.account_id, channel="email")
        _step(thread, inquiry, ThreadEventKind.FORWARDED, ThreadState.FORWARDED, mailed, at)
    cause = f"{cause_of(inquiry.reference)}:lepas:{event_id}" if event_id else ""
    for letter in letters_to_makers(inquiry, parts, delivery, cause=cause):
        post_letter(letter=letter, inquiry=inquiry, delivery=delivery)


@state_change()
def forward_thread(
    *,
    code: str,
    channel: str,
    actor: Actor,
    delivery: Delivery,
    last_event_id: int | None = None,
    at: datetime | None = None,
) -> str:
    """Hand a thread to its maker by an officer's own hand, also once more. Returns the token of a new link.

    By WhatsApp, telephone or face to face the officer passes the link on; by mail a letter carries it.

    Raises:
        Refused: when the step is not allowed, or no mail reaches the maker.
        Overtaken: when something happened since.
    """
    moment = at or now()
    thread = lock_thread(code=code, last_event_id=last_event_id)
    require(step=Step.FORWARD, thread=thread)
    if channel not in _CHANNELS:
        raise Refused("Pilih lewat apa permintaan ini diteruskan.")
    if thread.addressee == Addressee.OFFICE:
        raise Refused("Permintaan ini tidak menyebut pengrajin; jawablah sendiri di bawah.")
    (part,) = parts_of(threads=[thread])
    token = issue_link(thread=thread, channel=channel, at=moment, actor=actor)
    if channel == "email":
        if usable_email(part.address) is None:
            raise Refused("Pengrajin ini belum punya alamat e-mail. Teruskan lewat WhatsApp atau telepon.")
        url = answer_url(delivery.public_url, token)
        cause = f"{cause_of(thread.inquiry.reference)}:{thread.number}:{digest(token)[:12]}"
        for letter in letters_to_makers(
            thread.inquiry, [Part(part.maker_name, part.address, part.lines, url)], delivery, cause=cause
        ):
            post_letter(letter=letter, inquiry=thread.inquiry, delivery=delivery)
    by = Actor(actor.side, actor.account_id, channel=channel)
    state = ThreadState(thread.state)
    # Handing a link on once more does not give the maker the time from the beginning.
    after = ThreadState.FORWARDED if state is ThreadState.RECEIVED else state
    kind = ThreadEventKind.FORWARDED if state is ThreadState.RECEIVED else ThreadEventKind.REMINDED
    _step(thread, thread.inquiry, kind, after, by, moment)
    return token


@state_change()
def see_thread(*, code: str, at: datetime | None = None) -> None:
    """Note that the maker has looked: the first thing that a person does on the page. Opening it is not enough.

    Mail programs and messengers open links by themselves to draw a preview, and a guard for viruses does too.
    """
    thread = lock_thread(code=code)
    if thread.state != ThreadState.FORWARDED or stop_of(thread.inquiry) is not None:
        return
    maker = Actor(Side.MAKER, channel="tautan")
    _step(thread, thread.inquiry, ThreadEventKind.SEEN, ThreadState.SEEN, maker, at or now())


def issue_link(*, thread: InquiryThread, channel: str, at: datetime, actor: Actor = SYSTEM) -> str:
    """A new way in for the maker; older ones stay open until they end or are revoked. Returns its token."""
    token = new_token()
    db.session.add(
        ThreadLink(
            thread_id=thread.id,
            token_digest=digest(token),
            channel=channel,
            created_at=at,
            created_by_id=actor.account_id,
            expires_at=at + LINK_FOR,
        )
    )
    db.session.flush()
    return token


@state_change()
def revoke_links(*, code: str, actor: Actor, reason: str, at: datetime | None = None) -> int:
    """Close every way in that the maker of a thread was given. Returns how many were open."""
    moment = at or now()
    if not reason.strip():
        raise Refused("Tulis alasan tautan dicabut.")
    thread = lock_thread(code=code)
    links = db.session.scalars(
        select(ThreadLink).where(
            ThreadLink.thread_id == thread.id, ThreadLink.revoked_at.is_(None), ThreadLink.expires_at > moment
        )
    ).all()
    for link in links:
        link.revoked_at = moment
    record_links(thread=thread, count=len(links), actor=actor, reason=reason)
    return len(links)


def record_links(*, thread: InquiryThread, count: int, actor: Actor, reason: str) -> None:
    """Write down that links were revoked."""
    record_event(
        verb="inquiry.links_revoked",
        object_type="inquiry",
        object_key=thread.inquiry.reference,
        actor_id=actor.account_id,
        reason=reason.strip(),
        after={"thread": thread.number, "links": count},
    )


def parts_of(*, threads: Sequence[InquiryThread]) -> list[Part]:
    """What each of these threads is about, with the address its maker is written to."""
    lines: dict[int, list[InquiryLine]] = {}
    for line in db.session.scalars(
        select(InquiryLine)
        .where(InquiryLine.thread_id.in_([thread.id for thread in threads]))
        .options(joinedload(InquiryLine.revision))
        .order_by(InquiryLine.position)
        .execution_options(populate_existing=True)
    ):
        lines.setdefault(line.thread_id or 0, []).append(line)
    addresses = addresses_of(producer_ids=[thread.producer_id for thread in threads if thread.producer_id])
    return [
        Part(thread.maker_name, addresses.get(thread.producer_id or 0), tuple(lines.get(thread.id, ())))
        for thread in threads
    ]


def addresses_of(*, producer_ids: Sequence[int]) -> dict[int, str]:
    """The first e-mail address of each maker."""
    found: dict[int, str] = {}
    rows = db.session.execute(
        select(ProducerContact.producer_id, ProducerContact.value)
        .where(ProducerContact.producer_id.in_(producer_ids), ProducerContact.channel == ContactChannel.EMAIL)
        .order_by(ProducerContact.id)
    )
    for row in rows:
        found.setdefault(row.producer_id, row.value)
    return found


def _lines_of(inquiry: Inquiry) -> Sequence[InquiryLine]:
    return db.session.scalars(
        select(InquiryLine).where(InquiryLine.inquiry_id == inquiry.id).order_by(InquiryLine.position)
    ).all()


def _makers(producer_ids: Sequence[int]) -> dict[int, tuple[str, str | None]]:
    rows = db.session.execute(
        select(Producer.id, Producer.name, Region.code)
        .outerjoin(Region, Region.id == Producer.regency_id)
        .where(Producer.id.in_(producer_ids))
    )
    return {row.id: (row.name, row.code) for row in rows}
