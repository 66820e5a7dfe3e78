"""Reviews as the desk sees them: where each stands, derived from its sheets and verdicts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Select, func, select

from griya.accounts.models import Account, Event
from griya.core.db import db
from griya.core.paging import Page
from griya.curation.models import (
    CurationAppeal,
    CurationCondition,
    CurationReview,
    CurationRound,
    CurationRubric,
    CurationVerdict,
    Result,
    VerdictKind,
)
from griya.curation.queries.products import ReviewedProduct, list_products
from griya.curation.queries.sheets import FilledSheet, read_sheets
from griya.curation.rules import ReviewState, review_state
from griya.curation.rules.rubric import Rubric, from_content
from griya.curation.rules.scoring import Conclusion, conclude, seats_needed

PAGE_SIZE: Final = 50
REVIEW: Final = "curation_review"


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """A condition with its state."""

    condition_id: int
    text: str
    due_on: date
    met_at: datetime | None
    met_note: str
    row_version: int


@dataclass(frozen=True, slots=True)
class Appeal:
    """An appeal against one verdict."""

    appeal_id: int
    verdict_number: int
    channel: str
    filed_at: datetime
    acting_for: str
    proof: str
    grounds: str
    due_at: datetime
    decided_at: datetime | None
    outcome: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision about a review."""

    verdict_id: int
    number: int
    kind: VerdictKind
    result: Result
    computed: Result | None
    score: int | None
    override_reason: str
    reason: str
    improvement: str
    decided_at: datetime
    decided_by_id: int | None
    decided_by: str
    appeal_until: datetime | None
    valid_from: datetime | None
    valid_until: datetime | None
    certificate_code: str | None
    conditions: tuple[ConditionRow, ...] = ()
    appeal: Appeal | None = None

    @property
    def certificate_number(self) -> str:
        """What stands on the certificate: unique because the verdict's own number is in it."""
        return f"{self.verdict_id:04d}/TS/{self.decided_at.year}"


@dataclass(frozen=True, slots=True)
class Review:
    """A review with everything that follows from its rows."""

    review_id: int
    code: str
    product: ReviewedProduct
    rubric_number: int
    rubric: Rubric
    round_name: str
    round_code: str
    note: str
    opened_at: datetime
    opened_by: str
    due_at: datetime
    withdrawn_reason: str
    row_version: int
    state: ReviewState
    needed: int
    sheets: tuple[FilledSheet, ...]
    verdicts: tuple[Verdict, ...]

    @property
    def submitted(self) -> tuple[FilledSheet, ...]:
        """The sheets that count."""
        return tuple(one for one in self.sheets if one.is_submitted)

    @property
    def seated(self) -> tuple[FilledSheet, ...]:
        """The sheets whose curators hold a seat."""
        return tuple(one for one in self.sheets if one.seat is not None)

    @property
    def newest(self) -> Verdict | None:
        """The verdict that counts."""
        return self.verdicts[-1] if self.verdicts else None

    @property
    def conclusion(self) -> Conclusion | None:
        """What the arithmetic says; nothing before all sheets are in."""
        if len(self.submitted) < self.needed:
            return None
        return conclude(self.rubric, [one.sheet for one in self.submitted], is_food=self.product.is_food)

    def sheet_of(self, curator_id: int) -> FilledSheet | None:
        """What this curator declared here."""
        return next((one for one in self.sheets if one.curator_id == curator_id), None)

    def has_open_seat(self, curator_id: int) -> bool:
        """Whether this curator could score it."""
        is_open = self.state in {ReviewState.SCORING, ReviewState.THIRD} and len(self.seated) < self.needed
        return is_open and self.sheet_of(curator_id) is None

    def is_involved(self, account_id: int) -> bool:
        """Whether this person scored it or decided about it."""
        return any(one.curator_id == account_id and one.is_submitted for one in self.sheets) or any(
            one.decided_by_id == account_id for one in self.verdicts
        )


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a review's record."""

    at: datetime
    verb: str
    actor: str
    acting_for: str
    reason: str


def find_review(code: str) -> Review | None:
    """The review with this code, with everything; six statements."""
    return next(iter(_reviews(select(CurationReview.id).where(CurationReview.code == code), is_whole=True)), None)


def find_review_row(code: str) -> CurationReview | None:
    """The review itself, for an action to change."""
    return db.session.scalars(select(CurationReview).where(CurationReview.code == code)).one_or_none()


def list_open_reviews(*, round_code: str | None = None) -> list[Review]:
    """Reviews that have no verdict yet, the most pressing first."""
    wanted = select(CurationReview.id).where(CurationReview.closed_at.is_(None))
    if round_code:
        wanted = wanted.join(CurationRound).where(CurationRound.code == round_code)
    return sorted(_reviews(wanted), key=lambda one: (one.due_at, one.review_id))


def list_reviews_of(review_ids: Collection[int]) -> list[Review]:
    """These reviews, in the order of their ids."""
    return _reviews(select(CurationReview.id).where(CurationReview.id.in_(review_ids)), is_whole=True)


def page_of_closed(number: int, *, round_code: str | None = None) -> Page[Review]:
    """Reviews that were decided or withdrawn, newest first."""
    wanted = select(CurationReview.id).where(CurationReview.closed_at.is_not(None))
    if round_code:
        wanted = wanted.join(CurationRound).where(CurationRound.code == round_code)
    total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    number = min(number, max(1, -(-total // PAGE_SIZE)))
    keys = wanted.order_by(CurationReview.closed_at.desc(), CurationReview.id.desc())
    ids = list(db.session.scalars(keys.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)))
    found = {one.review_id: one for one in list_reviews_of(ids)}
    return Page([found[key] for key in ids], number, PAGE_SIZE, total)


def list_happenings(review: Review) -> list[Happening]:
    """A review's record, the newest first."""
    rows = db.session.execute(
        select(Event, Account.name)
        .outerjoin(Account, Account.id == Event.actor_id)
        .where(Event.object_type == REVIEW, Event.object_key == review.code)
        .order_by(Event.id.desc())
    )
    return [
        Happening(
            event.at, event.verb.removeprefix("curation."), name or "Griya", event.acting_for or "", event.reason or ""
        )
        for event, name in rows
    ]


def _reviews(wanted: Select[int], *, is_whole: bool = False) -> list[Review]:
    opener = Account
    rows = db.session.execute(
        select(
            CurationReview,
            CurationRubric.number,
            CurationRubric.content,
            CurationRound.name,
            CurationRound.code,
            opener.name,
        )
        .join(CurationRubric, CurationRubric.id == CurationReview.rubric_id)
        .outerjoin(CurationRound, CurationRound.id == CurationReview.round_id)
        .outerjoin(opener, opener.id == CurationReview.opened_by_id)
        .where(CurationReview.id.in_(wanted))
        .order_by(CurationReview.id)
    ).all()
    ids = [row[0].id for row in rows]
    products = list_products(row[0].product_id for row in rows)
    sheets, verdicts = read_sheets(ids), _verdicts(ids, is_whole=is_whole)
    rubrics: dict[int, Rubric] = {}
    return [
        _review(
            row,
            rubrics.setdefault(row[0].rubric_id, from_content(row[2])),
            products[row[0].product_id],
            sheets.get(row[0].id, ()),
            verdicts.get(row[0].id, ()),
        )
        for row in rows
    ]


def _review(
    row: Any, rubric: Rubric, product: ReviewedProduct, sheets: Sequence[FilledSheet], verdicts: Sequence[Verdict]
) -> Review:
    review, number, _, round_name, round_code, opener = row
    given = [one.sheet for one in sheets if one.is_submitted]
    needed = seats_needed(rubric, given, is_food=product.is_food)
    return Review(
        review_id=review.id,
        code=review.code,
        product=product,
        rubric_number=number,
        rubric=rubric,
        round_name=round_name or "",
        round_code=round_code or "",
        note=review.note,
        opened_at=review.opened_at,
        opened_by=opener or "Griya",
        due_at=review.due_at,
        withdrawn_reason=review.withdrawn_reason or "",
        row_version=review.row_version,
        state=review_state(
            submitted=len(given),
            needed=needed,
            is_decided=bool(verdicts),
            is_withdrawn=review.withdrawn_at is not None,
        ),
        needed=needed,
        sheets=tuple(sheets),
        verdicts=tuple(verdicts),
    )


def _verdicts(review_ids: Collection[int], *, is_whole: bool) -> Mapping[int, list[Verdict]]:
    if not review_ids:
        return {}
    found: dict[int, list[Verdict]] = {}
    rows = db.session.execute(
        select(CurationVerdict, Account.name)
        .outerjoin(Account, Account.id == CurationVerdict.decided_by_id)
        .where(CurationVerdict.review_id.in_(review_ids))
        .order_by(CurationVerdict.review_id, CurationVerdict.number)
    ).all()
    numbers = {one.id: one.number for one, _ in rows}
    conditions = _conditions(numbers) if is_whole else {}
    appeals = _appeals(numbers) if is_whole else {}
    for one, name in rows:
        verdict = Verdict(
            verdict_id=one.id,
            number=one.number,
            kind=VerdictKind(one.kind),
            result=Result(one.result),
            computed=Result(one.computed) if one.computed else None,
            score=one.score,
            override_reason=one.override_reason,
            reason=one.reason,
            improvement=one.improvement,
            decided_at=one.decided_at,
            decided_by_id=one.decided_by_id,
            decided_by=name or "Griya",
            appeal_until=one.appeal_until,
            valid_from=one.valid_from,
            valid_until=one.valid_until,
            certificate_code=one.certificate_code,
        )
        found.setdefault(one.review_id, []).append(
            replace(verdict, conditions=tuple(conditions.get(one.id, ())), appeal=appeals.get(one.id))
        )
    return found


def _conditions(verdict_ids: Collection[int]) -> dict[int, list[ConditionRow]]:
    found: dict[int, list[ConditionRow]] = {}
    rows = db.session.scalars(
        select(CurationCondition)
        .where(CurationCondition.verdict_id.in_(verdict_ids))
        .order_by(CurationCondition.verdict_id, CurationCondition.position)
    )
    for row in rows:
        found.setdefault(row.verdict_id, []).append(
            ConditionRow(row.id, row.text, row.due_on, row.met_at, row.met_note or "", row.row_version)
        )
    return found


def _appeals(numbers: Mapping[int, int]) -> dict[int, Appeal]:
    rows = db.session.scalars(select(CurationAppeal).where(CurationAppeal.verdict_id.in_(numbers)))
    return {
        row.verdict_id: Appeal(
            appeal_id=row.id,
            verdict_number=numbers[row.verdict_id],
            channel=row.channel,
            filed_at=row.filed_at,
            acting_for=row.acting_for or "",
            proof=row.proof,
            grounds=row.grounds,
            due_at=row.due_at,
            decided_at=row.decided_at,
            outcome=row.outcome,
            reason=row.reason or "",
        )
        for row in rows
    }


def reviews_with_appeal(*, is_open: bool) -> list[Review]:
    """Reviews with an appeal that waits, or with one that was decided."""
    decided = CurationAppeal.decided_at
    keys = select(CurationAppeal.review_id).where(decided.is_(None) if is_open else decided.is_not(None))
    return list_reviews_of(list(db.session.scalars(keys)))


def conditional_reviews() -> list[Review]:
    """Reviews whose newest verdict is conditional, whatever became of the conditions."""
    later = select(CurationVerdict.review_id, func.max(CurationVerdict.number).label("number")).group_by(
        CurationVerdict.review_id
    )
    newest = later.subquery()
    keys = (
        select(CurationVerdict.review_id)
        .join(newest, newest.c.review_id == CurationVerdict.review_id)
        .where(CurationVerdict.number == newest.c.number, CurationVerdict.result == Result.CONDITIONAL)
    )
    return list_reviews_of(list(db.session.scalars(keys)))
