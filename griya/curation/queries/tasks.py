"""What waits for whom: the one reading behind every list and every count of curation's work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from griya.curation.queries.reviews import Review, conditional_reviews, list_open_reviews, reviews_with_appeal
from griya.curation.rules import ReviewState, midnight


class TaskKind(StrEnum):
    """What is to be done."""

    SCORE = "menilai"
    TAKE = "mengambil"
    DECIDE = "memutus"
    CONDITION = "syarat"
    APPEAL = "banding"


TASK_NAMES = {
    TaskKind.SCORE: "Isi lembar nilai Anda",
    TaskKind.TAKE: "Ambil kursi penilai",
    TaskKind.DECIDE: "Putuskan hasil",
    TaskKind.CONDITION: "Periksa syarat",
    TaskKind.APPEAL: "Putuskan banding",
}


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do, with its due time; it is done on the review's page."""

    kind: TaskKind
    review: Review
    due_at: datetime
    about: str = ""

    @property
    def title(self) -> str:
        """The task in words."""
        return f"{TASK_NAMES[self.kind]}: {self.review.product.name}"


def list_tasks(account_id: int, *, is_curator: bool = True) -> list[Task]:
    """What this person can do now, the most pressing first; a count of it is its length."""
    if not is_curator:
        return []
    found: list[Task] = []
    for review in list_open_reviews():
        own = review.sheet_of(account_id)
        if own is not None and own.seat is not None and not own.is_submitted:
            found.append(Task(TaskKind.SCORE, review, review.due_at))
        elif review.has_open_seat(account_id):
            found.append(Task(TaskKind.TAKE, review, review.due_at))
        elif review.state is ReviewState.DECIDING and (own is None or own.conflict == "tidak"):
            found.append(Task(TaskKind.DECIDE, review, review.due_at))
    for review in conditional_reviews():
        due = _next_condition(review)
        if due is not None:
            found.append(Task(TaskKind.CONDITION, review, _end_of(due[0]), due[1]))
    for review in reviews_with_appeal(is_open=True):
        own = review.sheet_of(account_id)
        appeal = next(one.appeal for one in review.verdicts if one.appeal and one.appeal.decided_at is None)
        if not review.is_involved(account_id) and (own is None or own.conflict == "tidak"):
            found.append(Task(TaskKind.APPEAL, review, appeal.due_at))
    return sorted(found, key=lambda task: (task.due_at, task.review.review_id, task.kind))


def count_by_kind(tasks: Sequence[Task]) -> dict[TaskKind, int]:
    """How many of each kind."""
    return {kind: sum(1 for task in tasks if task.kind is kind) for kind in TaskKind}


def _next_condition(review: Review) -> tuple[date, str] | None:
    assert review.newest is not None  # noqa: S101 - it has a conditional verdict
    waiting = [one for one in review.newest.conditions if one.met_at is None]
    first = min(waiting, key=lambda one: one.due_on, default=None)
    return None if first is None else (first.due_on, first.text)


def _end_of(day: date) -> datetime:
    """The moment at which a day is over in West Kalimantan."""
    return midnight(date.fromordinal(day.toordinal() + 1))
