"""The clock of a thread at its boundaries: start and end to the second, nights, weekends, holidays, both pauses."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from griya.core.clock import WIB
from griya.inquiry.models.threads import Addressee, ThreadEventKind, ThreadState
from griya.inquiry.rules.calendar import Calendar
from griya.inquiry.rules.clock import Clock, Happened, Holder, explain, read_clock, response_time

HOURS = dict.fromkeys(range(5), (8 * 60, 16 * 60))
USUAL = Calendar(HOURS, {date(2026, 12, 24): "Cuti bersama Natal", date(2026, 12, 25): "Hari Natal"})
SECOND = timedelta(seconds=1)
KINDS = {
    ThreadState.RECEIVED: ThreadEventKind.OPENED,
    ThreadState.HELD: ThreadEventKind.HELD,
    ThreadState.FORWARDED: ThreadEventKind.FORWARDED,
    ThreadState.SEEN: ThreadEventKind.SEEN,
    ThreadState.ANSWERED: ThreadEventKind.ANSWERED,
    ThreadState.ASKED_BACK: ThreadEventKind.ASKED_BACK,
    ThreadState.ESCALATED: ThreadEventKind.ESCALATED,
    ThreadState.CLOSED: ThreadEventKind.CLOSED,
}


def at(day: int, clock: str, month: int = 11) -> datetime:
    """A moment of November 2026 (or another month) in WIB; the 23rd is a Monday."""
    hour, minute, *second = (int(part) for part in clock.split("."))
    return datetime(2026, month, day, hour, minute, second[0] if second else 0, tzinfo=WIB)


def happened(*told: tuple[datetime, ThreadState] | tuple[datetime, ThreadState, ThreadEventKind]) -> list[Happened]:
    return [Happened(one[0], one[2] if len(one) == 3 else KINDS[one[1]], one[1]) for one in told]


def clock(
    moment: datetime, *told: tuple[datetime, ThreadState] | tuple[datetime, ThreadState, ThreadEventKind]
) -> Clock:
    return read_clock(happened(*told), USUAL, moment, Addressee.MAKER)


def test_a_monday_morning_is_due_on_tuesday_evening_to_the_second() -> None:
    start, due = at(23, "8.00"), at(24, "16.00")
    forwarded = (start, ThreadState.FORWARDED)
    now = clock(start, forwarded)
    assert (now.state, now.holder, now.due_at, now.half_at, now.is_overdue) == (
        ThreadState.FORWARDED, Holder.MAKER, due, at(23, "16.00"), False,
    )  # fmt: skip
    before, then = clock(due - SECOND, forwarded), clock(due, forwarded)
    assert before.state is ThreadState.FORWARDED and before.spent == timedelta(hours=16) - SECOND
    assert then.state is ThreadState.ESCALATED and then.holder is Holder.OFFICER and not then.is_overdue
    assert then.due_at == at(25, "16.00")
    assert not clock(at(23, "15.59.59"), forwarded).is_past_half and clock(at(23, "16.00"), forwarded).is_past_half


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (at(23, "7.59.59"), at(24, "16.00")),
        (at(23, "8.00.01"), at(25, "8.00.01")),
        (at(23, "16.00"), at(25, "16.00")),
        (at(23, "15.59.59"), at(25, "15.59.59")),
        (at(22, "10.00"), at(24, "16.00")),  # a Sunday counts for nothing
        (at(27, "12.00"), at(1, "12.00", 12)),  # a Friday noon is due on Tuesday noon
        (at(23, "12.00", 12), at(29, "12.00", 12)),  # two holidays and a weekend lie between
    ],
)
def test_only_hours_of_work_count(start: datetime, due: datetime) -> None:
    forwarded = (start, ThreadState.FORWARDED)
    assert clock(start, forwarded).due_at == due
    assert clock(due - SECOND, forwarded).state is ThreadState.FORWARDED
    assert clock(due, forwarded).state is ThreadState.ESCALATED


def test_looking_does_not_begin_the_time_anew() -> None:
    told = ((at(23, "8.00"), ThreadState.FORWARDED), (at(24, "8.00"), ThreadState.SEEN))
    assert clock(at(24, "9.00"), *told).due_at == at(24, "16.00")
    late = (*told[:1], (at(25, "9.00"), ThreadState.SEEN))
    now = clock(at(25, "10.00"), *late)
    assert now.state is ThreadState.ESCALATED and now.due_at == at(25, "16.00"), "and looking late stops nothing"


def test_the_clock_stands_still_while_the_buyer_is_asked_and_goes_on_where_it_was() -> None:
    told = (
        (at(23, "8.00"), ThreadState.FORWARDED),
        (at(23, "12.00"), ThreadState.ASKED_BACK),
        (at(26, "8.00"), ThreadState.FORWARDED, ThreadEventKind.BUYER_REPLIED),
    )
    paused = clock(at(26, "7.59.59"), *told)
    assert (paused.holder, paused.due_at, paused.paused_since) == (None, None, at(23, "12.00"))
    assert not paused.is_overdue and paused.state is ThreadState.ASKED_BACK
    going = clock(at(26, "8.00"), *told)
    assert going.spent == timedelta(hours=4) and going.due_at == at(27, "12.00")
    assert clock(at(27, "11.59.59"), *told).state is ThreadState.FORWARDED
    assert clock(at(27, "12.00"), *told).state is ThreadState.ESCALATED


def test_quarantine_is_the_other_pause_and_has_the_officers_clock() -> None:
    told = (
        (at(23, "8.00"), ThreadState.FORWARDED),
        (at(23, "10.00"), ThreadState.HELD),
        (at(24, "10.00"), ThreadState.FORWARDED, ThreadEventKind.RELEASED),
    )
    held = clock(at(23, "12.00"), *told)
    assert (held.holder, held.due_at, held.spent) == (Holder.OFFICER, at(24, "10.00"), timedelta(hours=2))
    assert not clock(at(24, "9.59.59"), *told[:2]).is_overdue and clock(at(24, "10.00"), *told[:2]).is_overdue
    assert clock(at(24, "10.00"), *told).due_at == at(25, "16.00"), "two hours were spent before"


def test_an_answer_stops_the_clock_and_a_reply_begins_a_new_one() -> None:
    told = (
        (at(23, "8.00"), ThreadState.FORWARDED),
        (at(23, "9.00"), ThreadState.ANSWERED),
        (at(30, "8.00"), ThreadState.FORWARDED, ThreadEventKind.BUYER_REPLIED),
    )
    answered = clock(at(30, "7.00"), *told)
    assert (answered.holder, answered.due_at, answered.is_overdue) == (None, None, False)
    assert clock(at(30, "8.00"), *told).due_at == at(1, "16.00", 12), "the whole time, not what was left of the old one"


def test_an_answer_after_the_escalation_ends_the_officers_clock_too() -> None:
    told = ((at(23, "8.00"), ThreadState.FORWARDED), (at(26, "9.00"), ThreadState.ANSWERED))
    assert clock(at(26, "8.59.59"), *told).is_overdue
    assert clock(at(26, "9.00"), *told).holder is None


def test_opening_a_closed_thread_again_starts_from_the_beginning() -> None:
    told = (
        (at(2, "8.00"), ThreadState.FORWARDED),
        (at(4, "8.00"), ThreadState.CLOSED),
        (at(23, "8.00"), ThreadState.FORWARDED, ThreadEventKind.REOPENED),
    )
    now = clock(at(23, "9.00"), *told)
    assert (now.state, now.spent, now.due_at) == (ThreadState.FORWARDED, timedelta(hours=1), at(24, "16.00"))


def test_the_officers_clock_goes_on_after_the_buyer_was_asked() -> None:
    told = (
        (at(23, "8.00"), ThreadState.FORWARDED),
        (at(24, "16.00"), ThreadState.ESCALATED),
        (at(25, "10.00"), ThreadState.ASKED_BACK),
        (at(26, "8.00"), ThreadState.ESCALATED, ThreadEventKind.BUYER_REPLIED),
    )
    assert clock(at(26, "8.00"), *told).due_at == at(26, "14.00")


def test_a_reminder_changes_nothing_of_the_clock() -> None:
    plain = (at(23, "8.00"), ThreadState.FORWARDED)
    reminded = (at(23, "16.00"), ThreadState.FORWARDED, ThreadEventKind.REMINDED)
    moment = at(24, "9.00")
    assert clock(moment, plain) == clock(moment, plain, reminded)


def test_events_after_the_moment_are_not_known_yet() -> None:
    told = ((at(23, "8.00"), ThreadState.FORWARDED), (at(23, "9.00"), ThreadState.ANSWERED))
    assert clock(at(23, "8.59.59"), *told).state is ThreadState.FORWARDED


def test_a_holiday_of_one_kabupaten_counts_there_alone() -> None:
    there = Calendar(HOURS, {date(2026, 11, 24): "Hari Jadi Kabupaten"})
    told = happened((at(23, "8.00"), ThreadState.FORWARDED))
    assert read_clock(told, there, at(23, "9.00"), Addressee.MAKER).due_at == at(25, "16.00")
    assert read_clock(told, USUAL, at(23, "9.00"), Addressee.MAKER).due_at == at(24, "16.00")


def test_an_office_that_never_works_is_never_late() -> None:
    told = happened((at(23, "8.00"), ThreadState.FORWARDED))
    now = read_clock(told, Calendar({}), at(23, "8.00") + timedelta(days=400), Addressee.MAKER)
    assert (now.due_at, now.half_at, now.is_overdue) == (None, None, False)


def test_lateness_explains_itself_day_by_day_and_the_rows_add_up() -> None:
    told = (
        (at(23, "14.00", 12), ThreadState.FORWARDED),
        (at(28, "9.00", 12), ThreadState.ASKED_BACK),
        (at(29, "8.00", 12), ThreadState.FORWARDED, ThreadEventKind.BUYER_REPLIED),
    )
    now = clock(at(30, "9.00", 12), *told)
    rows = explain(now, USUAL)
    assert [(row.on.day, row.counted / timedelta(hours=1), row.reason) for row in rows] == [
        (23, 2, ""),
        (24, 0, "Cuti bersama Natal"),
        (25, 0, "Hari Natal"),
        (26, 0, "di luar hari kerja"),
        (27, 0, "di luar hari kerja"),
        (28, 1, ""),
        (28, 0, "menunggu jawaban pembeli"),
        (29, 0, "menunggu jawaban pembeli"),
        (29, 8, ""),
        (30, 1, ""),
    ]
    assert sum((row.counted for row in rows if row.holder is Holder.MAKER), timedelta()) == now.spent
    for one, following in pairwise(now.stretches):
        assert one.end == following.start, "no time is left out"


def test_the_time_of_an_answer_leaves_out_nights_and_pauses() -> None:
    told = happened(
        (at(23, "15.00"), ThreadState.FORWARDED),
        (at(24, "9.00"), ThreadState.ASKED_BACK),
        (at(26, "9.00"), ThreadState.FORWARDED, ThreadEventKind.BUYER_REPLIED),
        (at(26, "9.30"), ThreadState.ANSWERED),
    )
    assert response_time(told, USUAL) == timedelta(hours=2, minutes=30)
    assert response_time(told[:3], USUAL) is None


def test_no_time_counts_while_the_buyers_data_may_not_be_used() -> None:
    told = [
        (at(23, "8.00"), ThreadState.FORWARDED, ThreadEventKind.FORWARDED),
        (at(23, "12.00"), ThreadState.FORWARDED, ThreadEventKind.RESTRICTED),
        (at(24, "9.00"), ThreadState.FORWARDED, ThreadEventKind.ASSIGNED),
    ]
    resumed = (at(26, "8.00"), ThreadState.FORWARDED, ThreadEventKind.RESUMED)
    meanwhile = clock(at(30, "8.00"), *told)
    assert (meanwhile.holder, meanwhile.due_at, meanwhile.paused_since) == (None, None, at(23, "12.00"))
    pauses = [row.reason for row in explain(meanwhile, USUAL) if row.holder is None]
    assert set(pauses) == {"pembeli meminta datanya tidak dipakai"}
    then = clock(at(26, "9.00"), *told, resumed)
    assert (then.holder, then.spent, then.due_at) == (Holder.MAKER, timedelta(hours=5), at(27, "12.00"))
    assert then.paused_since is None
    answered = (at(26, "10.00"), ThreadState.ANSWERED, ThreadEventKind.ANSWERED)
    assert response_time(happened(*told, resumed, answered), USUAL) == timedelta(hours=6)
    over = [told[0], (at(25, "9.00"), ThreadState.FORWARDED, ThreadEventKind.RESTRICTED)]
    for late in (clock(at(30, "8.00"), *over), clock(at(30, "8.00"), *over, (at(29, "8.00"), *resumed[1:]))):
        assert late.state is ThreadState.ESCALATED, "what was late before stays late"
