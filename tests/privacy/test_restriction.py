"""Who took consent back or asked to be left alone is left alone: no letter, no step, no clock, from that moment on."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.orm import Session

from griya.accounts.models import Event
from griya.core.clock import now
from griya.core.errors import Refused
from griya.core.outbox import FolderTransport, OutboxMessage, health, send_due
from griya.desk.actions import send_again, send_all_again
from griya.desk.queries import find_message, list_failed_messages, page_of_messages
from griya.desk.rules import MessageState
from griya.dossier.queries.effects import list_open_inquiries
from griya.inquiry.actions.answers import answer_lines, ask_back
from griya.inquiry.actions.buyers import ask_about_data, reopen_thread, reply_as_buyer, withdraw_inquiry
from griya.inquiry.actions.closing import close_thread
from griya.inquiry.actions.quarantine import hold_inquiry, lock_inquiry, mark_spam, release_inquiry
from griya.inquiry.actions.restricting import resume_inquiry
from griya.inquiry.actions.stepping import Actor, post_letter
from griya.inquiry.actions.tending import tend_threads
from griya.inquiry.actions.threads import forward_thread
from griya.inquiry.letters import compose
from griya.inquiry.models import Consent, Inquiry
from griya.inquiry.models.privacy import PrivacyRequest
from griya.inquiry.models.threads import InquiryThread, Outcome, Side, ThreadEvent, ThreadState
from griya.inquiry.queries.links import LinkState, find_asked
from griya.inquiry.queries.work import list_work
from griya.inquiry.rules.clock import Holder
from griya.privacy.actions.requests import answer_request, take_request
from tests.factories.accounts import make_account, sign_in
from tests.factories.catalog import make_product
from tests.factories.inquiry import make_inquiry, new_key, status_token
from tests.factories.registry import make_producer
from tests.factories.state import set_state
from tests.inquiry.test_threads import MAKER, MONDAY, POST, ask, can, inquiry_of, letters, thread, token_in
from tests.page import PageClient

PHONE = "0812 3456 7890"
DESK = Actor(Side.OFFICER)
KINDS = ("tarik", "pembatasan", "keberatan", "hapus")


def stop(kind: str = "pembatasan") -> str:
    return take_request(kind=kind, contact=PHONE, note="", proof="telepon", actor_id=None).code


def written(context: Session) -> int:
    return context.scalar(sa.select(sa.func.count()).select_from(OutboxMessage)) or 0


def went(folder: Path) -> tuple[int, int]:
    return send_due(FolderTransport(folder), sender="griya@contoh.test", sender_name="Griya")


@pytest.mark.parametrize("kind", KINDS)
def test_what_has_not_left_never_leaves_and_nobody_is_asked_to_call(
    context: Session, tmp_path: Path, kind: str
) -> None:
    ask(context)
    token = token_in(letters(context, "inquiry-maker")[0])
    stop(kind)
    context.commit()
    assert written(context) == 3 and went(tmp_path) == (0, 0) and list(tmp_path.iterdir()) == []
    found = find_asked(token)
    assert found is not None and found.state is LinkState.REVOKED and found.by is None
    assert health().waiting == health().given_up == health().unreached == 0 and list_failed_messages() == []
    letter = letters(context, "inquiry-maker")[0]
    shown = find_message(letter.id)
    assert shown is not None and shown.state is MessageState.STOPPED
    assert (
        len(page_of_messages(MessageState.STOPPED, 1).items) == 3
        and not page_of_messages(MessageState.GIVEN_UP, 1).items
    )
    assert send_all_again(actor_id=None) == 0
    with pytest.raises(Refused, match="tidak boleh dipakai"):
        send_again(message_id=letter.id, actor_id=None)
    (consent,) = context.scalars(sa.select(Consent))
    assert (consent.withdrawn_at is not None) == (kind == "tarik")
    told = context.scalars(sa.select(Event).where(Event.verb == "inquiry.use_restricted")).one()
    assert told.after == {"ground": kind, "threads": 1, "letters": 3}


def test_every_step_but_ending_it_is_refused_and_leaves_no_letter(context: Session) -> None:
    view = ask(context)
    make_inquiry(make_product(producer=make_producer("Dapur B", email="b@contoh.test")), phone="+6281298765432")
    stop()
    before = written(context)
    inquiry = inquiry_of(context)
    token = POST.delivery(inquiry)
    steps: list[Callable[[], object]] = [
        lambda: forward_thread(code=view.code, channel="email", actor=DESK, delivery=token),
        lambda: answer_lines(code=view.code, drafts=[can(view)], actor=MAKER, post=POST),
        lambda: ask_back(code=view.code, body="Warna apa?", actor=MAKER, post=POST),
        lambda: reply_as_buyer(inquiry=inquiry, number=1, body="Halo", post=POST),
        lambda: reopen_thread(inquiry=inquiry, number=1, post=POST),
        lambda: release_inquiry(reference=inquiry.reference, actor=DESK, post=POST),
    ]
    for step in steps:
        with pytest.raises(Refused, match="tidak dipakai lagi"):
            step()
    post_letter(
        letter=compose(cause="inquiry:uji", template="uji", recipient="a@contoh.test", subject="x", parts=("x",)),
        inquiry=inquiry,
        delivery=token,
    )
    producer_id = context.scalar(sa.select(InquiryThread.producer_id).where(InquiryThread.code == view.code))
    assert list_open_inquiries(producer_id or 0, now()) == [], "nor is the buyer told that the maker stopped"
    assert written(context) == before
    other = context.scalars(sa.select(InquiryThread).where(InquiryThread.code != view.code)).one()
    assert (
        forward_thread(code=other.code, channel="email", actor=DESK, delivery=token) and written(context) == before + 1
    )
    close_thread(code=view.code, outcome=Outcome.SILENCE, actor=DESK)
    assert thread(context).state is ThreadState.CLOSED


@pytest.mark.parametrize("state", ["diteruskan", "dijawab", "diterima", "eskalasi"])
def test_time_brings_nothing_while_the_use_of_the_data_is_ended(context: Session, state: str) -> None:
    with time_machine.travel(MONDAY, tick=False):
        ask(context)
        set_state(context.scalars(sa.select(InquiryThread)).one(), state=state)
        stop()
    before, events = written(context), context.scalar(sa.select(sa.func.count()).select_from(ThreadEvent))
    for days in (1, 3, 8, 40):
        assert tend_threads(post=POST, at=MONDAY + timedelta(days=days)) == {}
    assert written(context) == before
    assert context.scalar(sa.select(sa.func.count()).select_from(ThreadEvent)) == events
    assert {one.kind for one in list_work(0, MONDAY + timedelta(days=9))} <= {"data"}


def test_the_clock_stands_still_and_goes_on_where_it_was_when_the_buyer_says_so(context: Session) -> None:
    def at(moment: datetime) -> time_machine.travel:
        return time_machine.travel(moment, tick=False)

    with at(MONDAY):
        ask(context)
    with at(MONDAY + timedelta(hours=4)):
        code = stop()
    with at(MONDAY + timedelta(days=3)):
        view = thread(context)
        assert view.state is ThreadState.FORWARDED and view.clock.paused_since == MONDAY + timedelta(hours=4)
        assert view.clock.due_at is None and not view.clock.is_overdue
        inquiry = inquiry_of(context)
        with pytest.raises(Refused, match="belum dijawab"):
            resume_inquiry(inquiry=inquiry, actor=DESK, reason="telepon 26/11")
        answer_request(code=code, row_version=1, outcome="dipenuhi", reason="", actor_id=None)
        assert inquiry.restricted_at is not None
        with pytest.raises(Refused, match="Tulis mengapa"):
            resume_inquiry(inquiry=inquiry, actor=DESK, reason=" ")
        resume_inquiry(inquiry=inquiry, actor=DESK, reason="telepon 26/11")
        context.flush()
        view = thread(context)
        assert view.clock.holder is Holder.MAKER and view.clock.spent == timedelta(hours=4)
        assert view.clock.due_at == MONDAY + timedelta(days=4, hours=4), "twelve of the sixteen hours are left"
        assert all(letter.stopped_at for letter in letters(context, "inquiry-maker"))
    with at(MONDAY + timedelta(days=4, hours=5)):
        assert tend_threads(post=POST) == {"escalated": 1}


def test_a_refused_request_lets_go_what_it_stopped_and_nothing_else(context: Session) -> None:
    ask(context)
    inquiry = inquiry_of(context)
    first, second = stop("tarik"), stop("pembatasan")
    answer_request(code=first, row_version=1, outcome="ditolak", reason="bukan orangnya", actor_id=None)
    assert inquiry.restricted_at is not None, "the other request still waits"
    answer_request(code=second, row_version=1, outcome="dipenuhi", reason="", actor_id=None)
    assert inquiry.restricted_at is not None
    resume_inquiry(inquiry=inquiry, actor=DESK, reason="salah orang")
    third = stop("tarik")
    answer_request(code=third, row_version=1, outcome="ditolak", reason="bukan orangnya", actor_id=None)
    assert inquiry.restricted_at is None
    with pytest.raises(Refused, match="tidak sedang dihentikan"):
        resume_inquiry(inquiry=inquiry, actor=DESK, reason="sekali lagi")


def test_who_withdraws_before_the_letter_left_has_told_the_maker_nothing(context: Session, tmp_path: Path) -> None:
    ask(context)
    inquiry = inquiry_of(context)
    mark_spam(reference=inquiry.reference, actor=DESK, reason="judi")
    withdraw_inquiry(inquiry=inquiry, post=POST)
    context.commit()
    assert letters(context, "inquiry-withdrawn") == [] and went(tmp_path) == (0, 0)
    with pytest.raises(Refused, match="sudah ditarik"):
        release_inquiry(reference=inquiry.reference, actor=DESK, post=POST)
    with pytest.raises(Refused, match="sudah ditarik"):
        resume_inquiry(inquiry=inquiry, actor=DESK, reason="telepon")


def test_a_maker_who_may_have_the_letter_is_told_to_stop(context: Session) -> None:
    ask(context)
    letters(context, "inquiry-maker")[0].tries = 1
    withdraw_inquiry(inquiry=inquiry_of(context), post=POST)
    assert [one.recipient for one in letters(context, "inquiry-withdrawn")] == ["a@contoh.test"]
    assert "Sari" not in letters(context, "inquiry-withdrawn")[0].body


def test_a_buyer_who_asks_by_the_link_is_left_alone_too(page: PageClient, context: Session) -> None:
    key = new_key()
    make_inquiry(make_product(producer=make_producer(email="a@contoh.test")), key=key)
    context.commit()
    address = f"/permintaan/{status_token(key)}"
    assert "Balas" in page.get(address).text
    page.submit(address, {}, action=f"{address}/hapus-data")
    shown = page.get(address).text
    assert "Data Anda tidak dipakai lagi" in shown and "/balas/" not in shown
    assert "Menunggu jawaban" not in shown, "nobody is going to answer"
    assert "no longer used" in page.get(f"/en{address}").text
    context.expire_all()
    assert inquiry_of(context).restricted_at is not None


def test_the_desk_stops_says_why_and_goes_on_with_a_reason(page: PageClient, context: Session) -> None:
    sign_in(page, make_account(role="officer"))
    ask(context)
    context.commit()
    reference = inquiry_of(context).reference
    address = f"/meja/permintaan/{reference}"
    without = page.submit(
        address, {"kind": "pembatasan", "channel": "telepon"}, action=f"{address}/hentikan", expect=422
    )
    assert "dari mana Anda tahu" in without.text
    page.submit(
        address, {"kind": "keberatan", "channel": "telepon", "proof": "telepon 26/11"}, action=f"{address}/hentikan"
    )
    shown = page.get(address).text
    for words in (
        "Pemakaian data dihentikan",
        "Waktu berhenti",
        "tidak akan dikirim",
    ):
        assert words in shown, words
    assert "Sudah menerima kontak pembeli" not in shown, "the maker's letter was called back before it left"
    letters(context, "inquiry-maker")[0].tries = 1
    context.commit()
    assert "Sudah menerima kontak pembeli: Dapur A" in page.get(address).text
    assert "Teruskan kepada pengrajin" not in shown and "Jawab atas nama" not in shown
    again = page.submit(address, {"reason": "telepon"}, action=f"{address}/lanjutkan", expect=422)
    assert "belum dijawab" in again.text
    set_state(context.scalars(sa.select(PrivacyRequest)).one(), done_at=now(), outcome="dipenuhi")
    context.commit()
    page.submit(address, {"reason": "telepon 27/11 dengan pembeli"}, action=f"{address}/lanjutkan")
    assert "Teruskan kepada pengrajin" in page.get(address).text
    context.expire_all()
    assert inquiry_of(context).restricted_at is None
    hold_inquiry(reference=reference, actor=DESK, reason="uji")
    assert lock_inquiry(reference=reference)[0].held_at is not None


def test_asking_twice_is_asking_once(context: Session) -> None:
    ask(context)
    inquiry: Inquiry = inquiry_of(context)
    ask_about_data(inquiry=inquiry, kind="pembatasan", actor=DESK)
    began = inquiry.restricted_at
    ask_about_data(inquiry=inquiry, kind="keberatan", actor=DESK)
    assert inquiry.restricted_at == began
    with pytest.raises(Refused, match="sudah diminta"):
        ask_about_data(inquiry=inquiry, kind="keberatan", actor=DESK)
