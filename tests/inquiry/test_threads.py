"""Threads from opening to outcome: each step with its guard, its event, its letters, in one transaction."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from griya.accounts.models import Event
from griya.catalog.models.facts import ProductFact
from griya.core import clock
from griya.core.errors import Overtaken, Refused
from griya.core.outbox import OutboxMessage
from griya.core.state import UnguardedState
from griya.core.tokens import digest
from griya.inquiry.actions.answers import answer_lines, ask_back
from griya.inquiry.actions.buyers import ask_about_data, reopen_thread, reply_as_buyer, withdraw_inquiry
from griya.inquiry.actions.closing import close_thread, say_what_came
from griya.inquiry.actions.handling import add_note, assign_thread, merge_inquiry, tell_apart
from griya.inquiry.actions.office import add_holiday, add_substitution, set_territory
from griya.inquiry.actions.quarantine import hold_inquiry, mark_spam, release_inquiry
from griya.inquiry.actions.stepping import Actor
from griya.inquiry.actions.tending import tend_threads
from griya.inquiry.actions.threads import forward_thread, open_threads, revoke_links, see_thread
from griya.inquiry.correspondence import Correspondence
from griya.inquiry.models import Inquiry, InquiryLine
from griya.inquiry.models.privacy import PrivacyRequest
from griya.inquiry.models.threads import (
    AnswerKind,
    InquiryThread,
    LineAnswer,
    Outcome,
    Side,
    ThreadEvent,
    ThreadLink,
    ThreadMessage,
    ThreadState,
)
from griya.inquiry.queries.desk import find_inquiry
from griya.inquiry.queries.links import LinkState, find_asked
from griya.inquiry.queries.officers import officer_address
from griya.inquiry.queries.threads import ThreadView, read_threads
from griya.inquiry.rules.answers import LineDraft, read_price
from griya.inquiry.rules.threads import Duty, Leave, LineState, who_answers, worst
from griya.registry.rules.unreadable import Unreadable
from tests.factories.accounts import make_account
from tests.factories.catalog import make_product
from tests.factories.inquiry import OFFICE, make_inquiry
from tests.factories.registry import make_producer
from tests.factories.state import set_state

POST = Correspondence("http://localhost", "kunci-pabrik-uji", "Griya IKM Uji", OFFICE, "contoh.test")
MAKER = Actor(Side.MAKER, channel="tautan")


def thread(session: Session, number: int = 1) -> ThreadView:
    return next(one for one in read_threads(InquiryThread.id > 0) if one.number == number)


def inquiry_of(session: Session) -> Inquiry:
    return session.scalars(select(Inquiry).order_by(Inquiry.id)).first()  # type: ignore[return-value]


def letters(session: Session, template: str) -> list[OutboxMessage]:
    return list(
        session.scalars(select(OutboxMessage).where(OutboxMessage.template == template).order_by(OutboxMessage.id))
    )


def token_in(letter: OutboxMessage) -> str:
    return letter.body.split("/jawab/")[1].split()[0].removesuffix("/hasil")


def can(view: ThreadView, **values: Any) -> LineDraft:
    return LineDraft(view.lines[0].line_id, AnswerKind.CAN, **values)


def ask(session: Session, **changes: Any) -> ThreadView:
    make_inquiry(make_product("Amplang", producer=make_producer("Dapur A", email="a@contoh.test")), **changes)
    return thread(session)


def later(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """Let the clock of every command stand at this moment."""
    for module in (
        "actions", "actions.threads", "actions.answers", "actions.buyers", "actions.closing", "actions.quarantine",
        "actions.tending", "actions.handling", "queries.threads", "queries.links", "queries.desk", "queries",
    ):  # fmt: skip
        monkeypatch.setattr(f"griya.inquiry.{module}.now", lambda: moment)
    monkeypatch.setattr(clock, "now", lambda: moment)


MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 08.00 WIB


def test_one_thread_for_each_maker_and_one_for_the_showroom_where_none_is_named(context: Session) -> None:
    one = make_product("Amplang", producer=make_producer("Dapur A", email="a@contoh.test"))
    two = make_product("Madu", producer=make_producer("Dapur B", email=None))
    make_inquiry(one, two)
    first, second = read_threads(InquiryThread.id > 0)
    assert (first.maker_name, first.state, second.maker_name, second.state) == (
        "Dapur A", ThreadState.FORWARDED, "Dapur B", ThreadState.RECEIVED,
    )  # fmt: skip
    assert [line.label for line in first.lines] == ["Amplang"]
    assert [event.kind for event in first.events] == ["dibuka", "diteruskan"]
    token = token_in(letters(context, "inquiry-maker")[0])
    assert context.scalars(select(ThreadLink.token_digest)).all() == [digest(token)]
    make_inquiry(message="Cari anyaman")
    office = read_threads(InquiryThread.addressee == "kantor")
    assert [one.state for one in office] == [ThreadState.RECEIVED]
    assert office[0].words.buyer == "Menunggu jawaban petugas showroom"


def test_an_answer_stands_on_record_and_the_buyer_is_told_its_price(context: Session) -> None:
    view = ask(context)
    assert answer_lines(
        code=view.code,
        drafts=[can(view, price_idr=25_000, valid_until=clock.today(), facts={})],
        actor=MAKER,
        post=POST,
        message="Bisa minggu depan.",
        key="k" * 22,
    )
    view = thread(context)
    assert view.state is ThreadState.ANSWERED and view.is_complete and view.lines[0].state is LineState.ANSWERED
    assert view.lines[0].answer is not None and view.lines[0].answer.price_idr == 25_000
    (letter,) = letters(context, "inquiry-answered")
    assert "Amplang: bisa, Rp25.000" in letter.body and "minggu depan" not in letter.body
    assert "/permintaan/" in letter.body
    told = context.scalars(select(Event).where(Event.verb == "inquiry.answered")).one()
    assert told.after is not None and told.after["lines"] == 1 and "minggu depan" not in str(told.after)
    assert not answer_lines(code=view.code, drafts=[can(view)], actor=MAKER, post=POST, key="k" * 22)
    assert context.scalar(select(func.count()).select_from(LineAnswer)) == 1, "the same form again is the same answer"


def test_the_state_is_guarded_and_events_are_kept_for_good(context: Session) -> None:
    ask(context)
    row = context.scalars(select(InquiryThread)).one()
    with pytest.raises(UnguardedState):
        row.state = ThreadState.CLOSED
    for statement in ("UPDATE thread_event SET side = 'sistem'", "DELETE FROM thread_event"):
        with pytest.raises(DBAPIError, match="tr_thread_event_no_"), context.begin_nested():
            context.execute(text(statement))


@pytest.mark.parametrize(
    ("draft", "says"),
    [
        ({"kind": AnswerKind.TIME}, "perlu waktu"),
        ({"kind": AnswerKind.CANNOT}, "pilih alasan"),
        ({"kind": AnswerKind.ALTERNATIVE}, "tulis alternatif"),
        ({"kind": AnswerKind.CAN, "valid_until": date(2020, 1, 1)}, "berlaku sampai"),
        ({"kind": AnswerKind.CAN, "note": "x" * 2001}, "terlalu panjang"),
    ],
)
def test_an_answer_that_lacks_something_says_what(context: Session, draft: dict[str, Any], says: str) -> None:
    view = ask(context)
    with pytest.raises(Refused, match=says):
        answer_lines(code=view.code, drafts=[LineDraft(view.lines[0].line_id, **draft)], actor=MAKER, post=POST)
    assert thread(context).state is ThreadState.FORWARDED


def test_asking_for_time_leaves_the_line_waiting_and_the_clock_running(context: Session) -> None:
    view = ask(context)
    until = clock.today() + timedelta(days=3)
    answer_lines(
        code=view.code,
        drafts=[LineDraft(view.lines[0].line_id, AnswerKind.TIME, promised_on=until)],
        actor=MAKER,
        post=POST,
    )
    view = thread(context)
    assert view.state is ThreadState.SEEN and view.lines[0].state is LineState.WAITING
    assert view.lines[0].promised_on == until and view.clock.due_at is not None
    assert not letters(context, "inquiry-answered")


def test_an_officer_answers_for_a_maker_with_proof_only(context: Session) -> None:
    officer = make_account(role="officer")
    view = ask(context)
    for_maker = Actor(Side.OFFICER, officer.id, acting_for="Dapur A", channel="telepon")
    with pytest.raises(Refused, match="dari mana Anda tahu"):
        answer_lines(code=view.code, drafts=[can(view)], actor=for_maker, post=POST)
    proven = Actor(Side.OFFICER, officer.id, acting_for="Dapur A", channel="telepon", proof="telepon 26/11, Bu Rini")
    answer_lines(code=view.code, drafts=[can(view)], actor=proven, post=POST)
    row = context.scalars(select(LineAnswer)).one()
    assert (row.side, row.acting_for, row.proof) == ("petugas", "Dapur A", "telepon 26/11, Bu Rini")
    told = context.scalars(select(Event).where(Event.verb == "inquiry.answered")).one()
    assert (told.actor_id, told.acting_for) == (officer.id, "Dapur A")


def test_who_saw_less_than_happened_is_told_and_changes_nothing(context: Session) -> None:
    view = ask(context)
    see_thread(code=view.code)
    with pytest.raises(Overtaken):
        answer_lines(code=view.code, drafts=[can(view)], actor=MAKER, post=POST, last_event_id=view.last_event_id)
    assert context.scalar(select(func.count()).select_from(LineAnswer)) == 0


def test_a_question_is_the_buyers_turn_and_a_reply_gives_it_back(context: Session) -> None:
    view = ask(context)
    ask_back(code=view.code, body="Ukuran berapa?", actor=MAKER, post=POST)
    assert thread(context).state is ThreadState.ASKED_BACK and thread(context).clock.holder is None
    (letter,) = letters(context, "inquiry-asked-back")
    assert "Ukuran" not in letter.body
    with pytest.raises(Refused, match="giliran pembeli"):
        ask_back(code=view.code, body="Lagi?", actor=MAKER, post=POST)
    assert reply_as_buyer(inquiry=inquiry_of(context), number=1, body="250 gram", post=POST, key="r" * 22)
    assert not reply_as_buyer(inquiry=inquiry_of(context), number=1, body="250 gram", post=POST, key="r" * 22)
    view = thread(context)
    assert view.state is ThreadState.FORWARDED and [one.body for one in view.messages] == ["Ukuran berapa?", "250 gram"]
    (told,) = letters(context, "inquiry-replied")
    assert "250 gram" not in told.body and find_asked(token_in(told)) is not None


def test_facts_are_answered_once_and_a_price_among_them_stays_private(context: Session) -> None:
    view = ask(context)
    context.execute(update(InquiryLine).values(questions=["moq", "harga_grosir"]))
    answer_lines(
        code=view.code,
        drafts=[can(view, facts={"moq": "10 pak", "harga_grosir": "Rp20.000"})],
        actor=MAKER,
        post=POST,
    )
    facts = {fact.question: fact for fact in context.scalars(select(ProductFact))}
    assert facts["moq"].answer_id == "10 pak" and facts["moq"].is_public and not facts["harga_grosir"].is_public


def test_a_closed_thread_opens_again_within_sixty_days_and_a_reply_does_it_too(context: Session) -> None:
    view = ask(context)
    with pytest.raises(Refused, match="mengapa tidak jadi"):
        close_thread(code=view.code, outcome=Outcome.NO_DEAL, actor=MAKER)
    close_thread(code=view.code, outcome=Outcome.DEAL, value_idr=500_000, actor=MAKER)
    view = thread(context)
    assert (view.state, view.outcome, view.outcome_value_idr) == (ThreadState.CLOSED, Outcome.DEAL, 500_000)
    assert view.closed_at is not None
    with pytest.raises(Refused, match="60 hari"):
        reopen_thread(
            inquiry=inquiry_of(context), number=1, post=POST, at=view.closed_at + timedelta(days=60, seconds=1)
        )
    reply_as_buyer(
        inquiry=inquiry_of(context), number=1, body="Masih ada?", post=POST, at=view.closed_at + timedelta(days=60)
    )
    row = context.scalars(select(InquiryThread)).one()
    assert (row.state, row.closed_at, row.outcome) == (ThreadState.FORWARDED, None, None)


def test_withdrawing_ends_everything_closes_the_makers_links_and_is_due_in_three_days(context: Session) -> None:
    ask(context)
    (letter,) = letters(context, "inquiry-maker")
    token = token_in(letter)
    set_state(letter, sent_at=clock.now())
    withdraw_inquiry(inquiry=inquiry_of(context), post=POST)
    assert thread(context).outcome is Outcome.WITHDRAWN
    asked = find_asked(token)
    assert asked is not None and asked.state is LinkState.REVOKED and asked.by is None
    request = context.scalars(select(PrivacyRequest)).one()
    assert (request.kind, request.due_at - request.asked_at) == ("tarik", timedelta(hours=72))
    assert len(letters(context, "inquiry-withdrawn")) == 1
    with pytest.raises(Refused, match="sudah ditarik"):
        withdraw_inquiry(inquiry=inquiry_of(context), post=POST)
    ask_about_data(inquiry=inquiry_of(context))
    with pytest.raises(Refused, match="sedang dikerjakan"):
        ask_about_data(inquiry=inquiry_of(context))


def test_a_makers_link_ends_by_itself_and_by_hand(context: Session) -> None:
    view = ask(context)
    token = token_in(letters(context, "inquiry-maker")[0])
    made = context.scalars(select(ThreadLink)).one().created_at
    for moment, state in ((89, LinkState.OPEN), (90, LinkState.ENDED)):
        found = find_asked(token, made + timedelta(days=moment))
        assert found is not None and found.state is state
    officer = make_account(role="officer")
    assert revoke_links(code=view.code, actor=Actor(Side.OFFICER, officer.id), reason="salah kirim") == 1
    found = find_asked(token)
    assert found is not None and found.state is LinkState.REVOKED
    assert find_asked("x" * 22) is None


def test_a_held_inquiry_goes_nowhere_until_a_person_lets_it_go(context: Session) -> None:
    officer = Actor(Side.OFFICER, make_account(role="officer").id)
    view = ask(context)
    hold_inquiry(reference=inquiry_of(context).reference, actor=officer, reason="tautan mencurigakan")
    held = thread(context)
    assert held.state is ThreadState.HELD and held.words.buyer == "Terkirim (sedang diperiksa)"
    found = find_asked(token_in(letters(context, "inquiry-maker")[0]))
    assert found is not None and found.thread is None, "the maker's link shows nothing meanwhile"
    mark_spam(reference=inquiry_of(context).reference, actor=officer, reason="judi")
    assert thread(context).state is ThreadState.SPAM and thread(context).words.buyer == ""
    release_inquiry(reference=inquiry_of(context).reference, actor=officer, post=POST)
    assert thread(context).state is ThreadState.FORWARDED
    assert len(letters(context, "inquiry-maker")) == 2, "whoever had a letter before it was held has another one now"
    with pytest.raises(Refused, match="tidak sedang ditahan"):
        release_inquiry(reference=inquiry_of(context).reference, actor=officer, post=POST)
    assert view.code == thread(context).code


def test_time_brings_one_reminder_one_escalation_and_the_question_a_week_later(
    context: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch, MONDAY)
    officer = make_account(role="officer", email="petugas@contoh.test")
    view = ask(context)
    assign_thread(code=view.code, officer_code=officer.code, actor=Actor(Side.OFFICER, officer.id))
    half, due = MONDAY + timedelta(hours=8), MONDAY + timedelta(hours=32)
    second = timedelta(seconds=1)
    assert tend_threads(post=POST, at=half - second) == {}
    assert tend_threads(post=POST, at=half) == {"reminded": 1}
    assert tend_threads(post=POST, at=due - second) == {}, "reminded once and no more"
    assert tend_threads(post=POST, at=due) == {"escalated": 1}
    assert tend_threads(post=POST, at=due) == {}
    (letter,) = letters(context, "inquiry-escalated")
    assert letter.recipient == "petugas@contoh.test" and "Selasa, 24 November 2026 16.00" in letter.body
    later(monkeypatch, due + second)
    answer_lines(code=view.code, drafts=[can(view)], actor=MAKER, post=POST)
    week = due + second + timedelta(days=7)
    assert tend_threads(post=POST, at=week - second) == {}
    assert tend_threads(post=POST, at=week) == {"followed_up": 1}
    assert tend_threads(post=POST, at=week) == {}
    assert len(letters(context, "inquiry-follow-buyer")) == len(letters(context, "inquiry-follow-maker")) == 1
    say_what_came(thread_id=view.thread_id, side=Side.BUYER, result="jadi", value_idr=90_000, actor=MAKER)
    say_what_came(thread_id=view.thread_id, side=Side.MAKER, result="tidak", actor=MAKER)
    said = {one.side: (one.result, one.value_idr) for one in thread(context).follow_ups}
    assert said == {"pembeli": ("jadi", 90_000), "pembuat": ("tidak", None)}, "neither is overwritten by the other"
    assert tend_threads(post=POST, at=due + second + timedelta(days=30)) == {"closed": 1}
    assert context.scalars(select(InquiryThread)).one().outcome == Outcome.SILENCE


def test_late_is_late_before_anybody_has_written_it_down(context: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    later(monkeypatch, MONDAY)
    ask(context)
    for moment, state in ((32 * 3600 - 1, ThreadState.FORWARDED), (32 * 3600, ThreadState.ESCALATED)):
        (view,) = read_threads(InquiryThread.id > 0, at=MONDAY + timedelta(seconds=moment))
        assert (view.state, view.stored_state) == (state, ThreadState.FORWARDED)


def test_a_holiday_added_today_moves_every_deadline_at_once(context: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    later(monkeypatch, MONDAY)
    officer = make_account(role="officer")
    view = ask(context)
    before = view.clock.due_at
    add_holiday(day=date(2026, 11, 24), name="Uji", kind="nasional", region_code="", source="", actor_id=officer.id)
    assert before is not None and thread(context).clock.due_at == before + timedelta(days=1)
    with pytest.raises(Refused, match="sudah tercatat"):
        add_holiday(day=date(2026, 11, 24), name="Uji", kind="nasional", region_code="", source="", actor_id=officer.id)


def test_notes_of_the_desk_reach_no_letter_and_no_page_of_anybody_else(context: Session) -> None:
    officer = make_account(role="officer")
    view = ask(context)
    secret = "RAHASIA-MEJA-7731"
    reference = inquiry_of(context).reference
    add_note(reference=reference, body=secret, account_id=officer.id, number=1)
    ask_back(code=view.code, body="Kapan?", actor=MAKER, post=POST)
    reply_as_buyer(inquiry=inquiry_of(context), number=1, body="Besok", post=POST)
    answer_lines(code=view.code, drafts=[can(view)], actor=MAKER, post=POST)
    withdraw_inquiry(inquiry=inquiry_of(context), post=POST)
    found = find_inquiry(reference)
    assert found is not None and [one.body for one in found.notes] == [secret], "the desk itself reads it"
    for letter in context.scalars(select(OutboxMessage)):
        assert secret not in letter.subject + letter.body
    for told in context.scalars(select(Event)):
        assert secret not in f"{told.reason}{told.before}{told.after}"
    assert secret not in str(read_threads(InquiryThread.id > 0))


def test_a_person_merges_and_nothing_is_overwritten(context: Session) -> None:
    officer = Actor(Side.OFFICER, make_account(role="officer").id)
    product = make_product("Amplang", producer=make_producer("Dapur A", email="a@contoh.test"))
    first = make_inquiry(product).reference
    second = make_inquiry(product, message="Lagi").reference
    found = find_inquiry(second)
    assert found is not None and [one.reference for one in found.similar] == [first]
    assert found.similar[0].evidence == ("nomor telepon sama", "alamat e-mail sama")
    merge_inquiry(reference=second, into=first, evidence=found.similar[0].evidence, actor=officer)
    merged, survivor = find_inquiry(second), find_inquiry(first)
    assert merged is not None and survivor is not None
    assert merged.merged_into == first and merged.threads[0].outcome is Outcome.MERGED
    assert (merged.message, survivor.message) == ("Lagi", "Apakah masih ada?")
    assert survivor.threads[0].state is ThreadState.FORWARDED
    with pytest.raises(Refused, match="sudah digabung"):
        merge_inquiry(reference=first, into=second, evidence=(), actor=officer)


def test_what_a_person_told_apart_is_not_suggested_again(context: Session) -> None:
    officer = Actor(Side.OFFICER, make_account(role="officer").id)
    product = make_product("Amplang", producer=make_producer("Dapur A", email="a@contoh.test"))
    first, second = make_inquiry(product).reference, make_inquiry(product, message="Lagi").reference
    tell_apart(reference=second, other=first, evidence=(), actor=officer)
    for reference in (first, second):
        found = find_inquiry(reference)
        assert found is not None and found.similar == ()


def test_a_thread_is_handed_on_by_another_way_and_the_link_works(context: Session) -> None:
    officer = Actor(Side.OFFICER, make_account(role="officer").id)
    make_inquiry(make_product("Madu", producer=make_producer("Dapur B", email=None)))
    view = thread(context)
    delivery = POST.delivery_to("", language="id")
    with pytest.raises(Refused, match="belum punya alamat"):
        forward_thread(code=view.code, channel="email", actor=officer, delivery=delivery)
    token = forward_thread(code=view.code, channel="whatsapp", actor=officer, delivery=delivery)
    asked = find_asked(token)
    assert asked is not None and asked.thread is not None and asked.thread.state is ThreadState.FORWARDED


def test_an_export_inquiry_waits_for_the_desk(context: Session) -> None:
    product = make_product("Lada", producer=make_producer("Dapur A", email="a@contoh.test"))
    make_inquiry(product)
    inquiry = inquiry_of(context)
    assert inquiry.kind == "eceran"  # the form decides; what follows is decided by `open_threads`
    context.execute(update(Inquiry).values(kind="ekspor"))
    context.execute(update(InquiryThread).values(number=InquiryThread.number + 10))
    context.expire_all()
    context.execute(delete(OutboxMessage))
    made = open_threads(inquiry=inquiry_of(context), delivery=POST.delivery_to("x", language="id"))
    assert [one.state for one in made] == [ThreadState.RECEIVED] and not letters(context, "inquiry-maker")
    assert "Permintaan ekspor" in letters(context, "inquiry-office")[0].body


def test_territories_and_stand_ins_decide_who_answers(context: Session) -> None:
    duties = [Duty("61.01", "", 1), Duty("61.01", "ekspor", 2), Duty("61", "", 9)]
    today = date(2026, 11, 26)
    leaves = [Leave(1, 3, today, today), Leave(3, 4, today, today)]
    assert who_answers("61.01", "eceran", duties, [], today) == 1
    assert who_answers("61.01", "ekspor", duties, leaves, today) == 2
    assert who_answers("61.05", "eceran", duties, [], today) == who_answers(None, "grosir", duties, [], today) == 9
    assert who_answers("61.01", "eceran", duties, leaves, today) == 4, "through a second leave"
    assert who_answers("61.01", "eceran", duties, leaves, today + timedelta(days=1)) == 1
    ring = [Leave(1, 3, today, today), Leave(3, 1, today, today)]
    assert who_answers("61.01", "eceran", duties, ring, today) == 1
    assert who_answers("61.01", "eceran", [], [], today) is None


def test_the_table_of_territories_is_kept_by_command(context: Session) -> None:
    one, two = make_account(role="officer"), make_account(role="officer")
    with pytest.raises(Refused, match="kabupaten"):
        set_territory(region_code="99.99", kind="", officer_code=one.code, actor_id=one.id)
    set_territory(region_code="61", kind="", officer_code=one.code, actor_id=one.id)
    add_substitution(
        officer_code=one.code,
        substitute_code=two.code,
        starts_on=clock.today(),
        ends_on=clock.today(),
        note="cuti",
        actor_id=one.id,
    )
    ask(context)
    row = context.scalars(select(InquiryThread)).one()
    assert officer_address(row, "eceran", clock.now()) == two.email


def test_the_whole_is_called_by_its_worst_thread() -> None:
    assert worst([ThreadState.ANSWERED, ThreadState.ESCALATED, ThreadState.CLOSED]) is ThreadState.ESCALATED
    assert worst([ThreadState.CLOSED, ThreadState.SPAM]) is ThreadState.CLOSED
    assert worst([]) is ThreadState.RECEIVED


@pytest.mark.parametrize(
    ("typed", "price"),
    [("25.000", 25_000), ("Rp25.000", 25_000), ("rp 25.000,-", 25_000), ("25rb", 25_000), ("1,5 juta", 1_500_000),
     ("25000", 25_000), ("", None)],
)  # fmt: skip
def test_prices_are_read_as_people_write_them(typed: str, price: int | None) -> None:
    assert read_price(typed) == price


@pytest.mark.parametrize("typed", ["gratis", "-5", "0", "2.5.0", "999999999999999", "25 ribu rupiah banget"])
def test_what_is_no_price_is_refused(typed: str) -> None:
    with pytest.raises(Unreadable):
        read_price(typed)


def test_events_say_codes_and_numbers_and_nobodys_words(context: Session) -> None:
    view = ask(context)
    ask_back(code=view.code, body="Kata-kata rahasia", actor=MAKER, post=POST)
    assert "rahasia" not in str([event.facts for event in context.scalars(select(ThreadEvent))])
    assert context.scalars(select(ThreadMessage.body)).all() == ["Kata-kata rahasia"]
