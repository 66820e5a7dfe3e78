"""Decisions about threads: which step is allowed from where, what a line and the whole inquiry are, who is asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from griya.core.words import N_
from griya.inquiry.models.threads import AnswerKind, ThreadState
from griya.inquiry.rules.stopping import STOP_REFUSALS, Stop

REOPEN_FOR: Final = timedelta(days=60)
SILENCE_AFTER: Final = timedelta(days=30)
FOLLOW_UP_AFTER: Final = timedelta(days=7)
SPAM_KEPT: Final = timedelta(days=30)
LINK_FOR: Final = timedelta(days=90)
ORPHAN_AFTER: Final = timedelta(days=1)
NOTE_LENGTH: Final = 2000
REASON_LENGTH: Final = 300
PROOF_LENGTH: Final = 300
MAX_PRICE: Final = 100_000_000_000
MAX_DAYS: Final = 730
# A maker's median is told from this many answered threads on; fewer say nothing about anybody.
LEAST_FOR_MEDIAN: Final = 5

OPEN: Final = frozenset(
    {
        ThreadState.RECEIVED,
        ThreadState.FORWARDED,
        ThreadState.SEEN,
        ThreadState.ANSWERED,
        ThreadState.ASKED_BACK,
        ThreadState.ESCALATED,
    }
)
_WAITING: Final = frozenset({ThreadState.RECEIVED, ThreadState.FORWARDED, ThreadState.SEEN, ThreadState.ESCALATED})


class Step(StrEnum):
    """What can be done to a thread."""

    FORWARD = "forward"
    SEE = "see"
    ANSWER = "answer"
    ASK_BACK = "ask_back"
    REPLY = "reply"
    ESCALATE = "escalate"
    CLOSE = "close"
    REOPEN = "reopen"
    HOLD = "hold"
    RELEASE = "release"
    SPAM = "spam"


ALLOWED: Final[Mapping[Step, frozenset[ThreadState]]] = {
    Step.FORWARD: frozenset({ThreadState.RECEIVED, ThreadState.FORWARDED, ThreadState.SEEN, ThreadState.ESCALATED}),
    Step.SEE: frozenset({ThreadState.FORWARDED}),
    Step.ANSWER: OPEN,
    Step.ASK_BACK: _WAITING | {ThreadState.ANSWERED},
    Step.REPLY: OPEN | {ThreadState.HELD, ThreadState.CLOSED},
    Step.ESCALATE: frozenset({ThreadState.FORWARDED, ThreadState.SEEN}),
    Step.CLOSE: OPEN,
    Step.REOPEN: frozenset({ThreadState.CLOSED}),
    Step.HOLD: OPEN,
    Step.RELEASE: frozenset({ThreadState.HELD, ThreadState.SPAM}),
    Step.SPAM: OPEN | {ThreadState.HELD},
}
_REFUSALS: Final = {
    Step.ANSWER: N_("Permintaan ini sudah ditutup, jadi tidak dapat dijawab lagi."),
    Step.REPLY: N_("Permintaan ini tidak dapat dibalas lagi."),
    Step.REOPEN: N_("Permintaan ini belum selesai, jadi tidak perlu dibuka lagi."),
    Step.CLOSE: N_("Permintaan ini sudah selesai atau sedang ditahan."),
    Step.ASK_BACK: N_("Sekarang giliran pembeli menjawab, atau permintaan ini sudah ditutup."),
    Step.RELEASE: N_("Permintaan ini tidak sedang ditahan."),
}
# What ends something without using the buyer's data.
STILL_ALLOWED: Final = frozenset({Step.CLOSE, Step.SPAM})
_ANYWAY: Final = N_("Langkah ini tidak dapat dilakukan pada keadaan yang sekarang.")
_TOO_LATE: Final = N_("Sudah lewat 60 hari sejak selesai. Kirim permintaan baru; yang lama tetap dapat dibaca di sini.")


def check_step(step: Step, state: str, stop: Stop | None = None) -> list[str]:
    """Why this step cannot be taken from this state; empty when it can."""
    if stop is not None and step not in STILL_ALLOWED:
        return [STOP_REFUSALS[stop]]
    return [] if ThreadState(state) in ALLOWED[step] else [_REFUSALS.get(step, _ANYWAY)]


def check_reopening(closed_at: datetime | None, at: datetime) -> list[str]:
    """Why a closed thread cannot be opened again."""
    return [_TOO_LATE] if closed_at is None or at - closed_at > REOPEN_FOR else []


# The worst first: what the whole inquiry is called by.
_WORST_FIRST: Final = (
    ThreadState.ESCALATED,
    ThreadState.HELD,
    ThreadState.ASKED_BACK,
    ThreadState.RECEIVED,
    ThreadState.FORWARDED,
    ThreadState.SEEN,
    ThreadState.ANSWERED,
    ThreadState.CLOSED,
    ThreadState.SPAM,
)


def worst(states: Iterable[ThreadState]) -> ThreadState:
    """What the inquiry is as a whole: its worst thread. Without any thread it is just received."""
    return min(states, key=_WORST_FIRST.index, default=ThreadState.RECEIVED)


class LineState(StrEnum):
    """What became of one line."""

    WAITING = "menunggu"
    ANSWERED = "dijawab"
    ALTERNATIVE = "alternatif"
    CANNOT = "tidak_bisa"


LINE_WORDS: Final = {
    LineState.WAITING: N_("Menunggu"),
    LineState.ANSWERED: N_("Bisa"),
    LineState.ALTERNATIVE: N_("Ada alternatif"),
    LineState.CANNOT: N_("Tidak bisa"),
}
_LINE_STATES: Final = {
    AnswerKind.CAN: LineState.ANSWERED,
    AnswerKind.ALTERNATIVE: LineState.ALTERNATIVE,
    AnswerKind.CANNOT: LineState.CANNOT,
}


def line_state(kinds: Sequence[str]) -> LineState:
    """What a line is by its answers, the oldest first. Asking for time answers nothing and takes nothing back."""
    said = [AnswerKind(kind) for kind in kinds if kind != AnswerKind.TIME]
    return _LINE_STATES[said[-1]] if said else LineState.WAITING


def is_complete(states: Iterable[LineState]) -> bool:
    """Whether every line has an answer."""
    return all(state is not LineState.WAITING for state in states)


def is_lapsed(valid_until: date | None, today: date) -> bool:
    """Whether an offer is over. It holds through the last day."""
    return valid_until is not None and today > valid_until


@dataclass(frozen=True, slots=True)
class Duty:
    """A row of the table of territories: who answers for a kab/kota, for one kind or (empty) for the rest."""

    region_code: str
    kind: str
    account_id: int


@dataclass(frozen=True, slots=True)
class Leave:
    """Who stands in for whom on which days, both included."""

    account_id: int
    substitute_id: int
    starts_on: date
    ends_on: date


PROVINCE: Final = "61"


def who_answers(
    region_code: str | None, kind: str, duties: Sequence[Duty], leaves: Sequence[Leave], today: date
) -> int | None:
    """The account that looks after this: the kind's row of the kab/kota, its common row, or the head's.

    An officer on leave is stood in for, also through a second leave; a ring of leaves ends with the first of them.
    """
    by_key = {(duty.region_code, duty.kind): duty.account_id for duty in duties}
    keys = [(region_code or "", kind), (region_code or "", ""), (PROVINCE, kind), (PROVINCE, "")]
    found = next((by_key[key] for key in keys if key in by_key), None)
    return None if found is None else stand_in(found, leaves, today)


def stand_in(account_id: int, leaves: Sequence[Leave], today: date) -> int:
    """Who does the work of this account today."""
    away = {leave.account_id: leave.substitute_id for leave in leaves if leave.starts_on <= today <= leave.ends_on}
    seen, present = {account_id}, account_id
    while present in away and away[present] not in seen:
        present = away[present]
        seen.add(present)
    return present if present not in away else account_id


def reason_faults(reason: str, *, missing: str) -> list[str]:
    """What is wrong with a reason that has to be given; `missing` is said where there is none."""
    if not reason.strip():
        return [missing]
    return [f"Alasan paling panjang {REASON_LENGTH} huruf."] if len(reason) > REASON_LENGTH else []
