"""Answering a thread: by the maker through a link, by an officer for the maker, by the showroom for itself."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from griya.catalog.models import Product
from griya.catalog.models.facts import ProductFact
from griya.catalog.rules.questions import needs_reading
from griya.core.clock import WIB, now
from griya.core.db import db
from griya.core.errors import Refused
from griya.core.state import state_change
from griya.inquiry.actions.stepping import Actor, lock_thread, post_letter, require, take_step
from griya.inquiry.correspondence import Correspondence
from griya.inquiry.models import InquiryLine
from griya.inquiry.models.threads import (
    AnswerKind,
    InquiryThread,
    LineAnswer,
    Side,
    ThreadEventKind,
    ThreadMessage,
    ThreadState,
)
from griya.inquiry.queries.threads import read_threads
from griya.inquiry.rules.answers import LineDraft, check_answer, check_message
from griya.inquiry.rules.threads import NOTE_LENGTH, Step
from griya.inquiry.thread_letters import ANSWERED, ASKED_BACK, to_buyer


@state_change()
def answer_lines(
    *,
    code: str,
    drafts: Sequence[LineDraft],
    actor: Actor,
    post: Correspondence,
    message: str = "",
    last_event_id: int | None = None,
    key: str | None = None,
    at: datetime | None = None,
) -> bool:
    """Answer lines of a thread, with words to the buyer where there are some. False when `key` was answered before.

    Asking for time answers nothing: the buyer reads until when, and the clock goes on.

    Raises:
        Refused: with every reason at once.
        Overtaken: when something happened since.
    """
    moment = at or now()
    actor.check()
    thread = lock_thread(code=code, last_event_id=None)
    if key and _is_known(thread, key):
        return False
    thread = lock_thread(code=code, last_event_id=last_event_id)
    require(step=Step.ANSWER, thread=thread)
    lines = {
        line.id: line for line in db.session.scalars(select(InquiryLine).where(InquiryLine.thread_id == thread.id))
    }
    faults = [] if drafts or (message.strip() and not lines) else ["Jawab sedikitnya satu produk."]
    for draft in drafts:
        line = lines.get(draft.line_id)
        if line is None:
            raise Refused("Baris ini bukan bagian dari permintaan ini.")
        faults += check_answer(draft, label=line.label, today=moment.astimezone(WIB).date())
    faults += check_message(message, most=NOTE_LENGTH) if message.strip() else []
    if faults:
        raise Refused(faults)
    for draft in drafts:
        _add_answer(lines[draft.line_id], draft, actor, moment, (thread.inquiry.name, thread.inquiry.organisation))
    if message.strip() or key:
        _add_message(thread, actor, message.strip(), moment, key)
    said = [draft for draft in drafts if draft.kind is not AnswerKind.TIME]
    if drafts and not said:
        take_step(
            thread=thread,
            inquiry=thread.inquiry,
            kind=ThreadEventKind.TIME_ASKED,
            # Whoever asks for time has looked.
            state=ThreadState.SEEN if thread.state == ThreadState.FORWARDED else ThreadState(thread.state),
            actor=actor,
            at=moment,
            lines=len(drafts),
        )
        return True
    event = take_step(
        thread=thread,
        inquiry=thread.inquiry,
        kind=ThreadEventKind.ANSWERED,
        state=ThreadState.ANSWERED,
        actor=actor,
        at=moment,
        lines=len(said),
    )
    (view,) = read_threads(InquiryThread.id == thread.id, at=moment)
    letter = to_buyer(
        ANSWERED,
        inquiry=thread.inquiry,
        thread=thread,
        event_id=event.id,
        delivery=post.delivery(thread.inquiry),
        lines=view.lines,
    )
    if letter:
        post_letter(letter=letter, inquiry=thread.inquiry, delivery=post.delivery(thread.inquiry))
    return True


@state_change()
def ask_back(
    *,
    code: str,
    body: str,
    actor: Actor,
    post: Correspondence,
    last_event_id: int | None = None,
    key: str | None = None,
    at: datetime | None = None,
) -> bool:
    """Ask the buyer something; the clock stands still until the buyer answers. False when `key` was asked before.

    Raises:
        Refused: when it is the buyer's turn already, or nothing is asked.
        Overtaken: when something happened since.
    """
    moment = at or now()
    actor.check()
    thread = lock_thread(code=code)
    if key and _is_known(thread, key):
        return False
    thread = lock_thread(code=code, last_event_id=last_event_id)
    require(step=Step.ASK_BACK, thread=thread)
    if faults := check_message(body, most=NOTE_LENGTH):
        raise Refused(faults)
    _add_message(thread, actor, body.strip(), moment, key)
    event = take_step(
        thread=thread,
        inquiry=thread.inquiry,
        kind=ThreadEventKind.ASKED_BACK,
        state=ThreadState.ASKED_BACK,
        actor=actor,
        at=moment,
    )
    delivery = post.delivery(thread.inquiry)
    letter = to_buyer(ASKED_BACK, inquiry=thread.inquiry, thread=thread, event_id=event.id, delivery=delivery)
    if letter:
        post_letter(letter=letter, inquiry=thread.inquiry, delivery=delivery)
    return True


def _is_known(thread: InquiryThread, key: str) -> bool:
    return (
        db.session.scalar(
            select(ThreadMessage.id).where(ThreadMessage.thread_id == thread.id, ThreadMessage.idempotency_key == key)
        )
        is not None
    )


def _add_message(thread: InquiryThread, actor: Actor, body: str, at: datetime, key: str | None) -> None:
    db.session.add(
        ThreadMessage(
            thread_id=thread.id,
            at=at,
            side=Side.MAKER if actor.acting_for is not None else actor.side,
            channel=actor.channel,
            account_id=actor.account_id,
            acting_for=actor.acting_for,
            proof=actor.proof.strip(),
            body=body,
            idempotency_key=key,
        )
    )
    db.session.flush()


def _add_answer(line: InquiryLine, draft: LineDraft, actor: Actor, at: datetime, names: tuple[str, ...]) -> None:
    number = db.session.scalar(select(func.max(LineAnswer.number)).where(LineAnswer.line_id == line.id)) or 0
    alternative = None
    if draft.alternative_slug:
        alternative = db.session.scalar(select(Product.id).where(Product.slug == draft.alternative_slug))
        if alternative is None:
            raise Refused("Produk alternatif ini tidak dikenal.")
    is_offer = draft.kind in {AnswerKind.CAN, AnswerKind.ALTERNATIVE}
    db.session.add(
        LineAnswer(
            line_id=line.id,
            number=number + 1,
            kind=draft.kind,
            price_idr=draft.price_idr if is_offer else None,
            unit=line.unit,
            moq=draft.moq or None if is_offer else None,
            lead_days=draft.lead_days if is_offer else None,
            valid_until=draft.valid_until if is_offer else None,
            promised_on=draft.promised_on if draft.kind is AnswerKind.TIME else None,
            reason_code=draft.reason_code if draft.kind is AnswerKind.CANNOT else None,
            note=draft.note.strip(),
            alternative_id=alternative,
            facts={code: text.strip() for code, text in draft.facts.items() if text.strip()},
            answered_at=at,
            side=Side.OFFICER if actor.side is Side.OFFICER else Side.MAKER,
            answered_by_id=actor.account_id,
            acting_for=actor.acting_for,
            proof=actor.proof.strip(),
        )
    )
    _keep_facts(line, draft, actor, at, names)
    db.session.flush()


def _keep_facts(line: InquiryLine, draft: LineDraft, actor: Actor, at: datetime, names: tuple[str, ...]) -> None:
    """Keep what answers a typed question as the product's standing fact, so that nobody has to ask it again.

    It was written for one buyer: what tells a price or a contact, or speaks to somebody, waits until an officer has
    read it.
    """
    if line.product_id is None:
        return
    known = {
        fact.question: fact
        for fact in db.session.scalars(select(ProductFact).where(ProductFact.product_id == line.product_id))
    }
    for code, raw in draft.facts.items():
        text = raw.strip()
        if not text or (code in known and known[code].answer_id == text):
            continue
        fact = known.get(code)
        if fact is None:
            fact = ProductFact(product_id=line.product_id, question=code)
            db.session.add(fact)
        else:
            fact.row_version += 1
        fact.answer_id, fact.answer_en, fact.answered_at = text, "", at
        fact.is_public = not needs_reading(code, text, names)
        fact.answered_by_id, fact.acting_for, fact.proof = actor.account_id, actor.acting_for, actor.proof.strip()
