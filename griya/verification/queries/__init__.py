"""The list of credentials with its filters, and the same numbers wherever they are counted: one statement each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import aliased

from griya.accounts.models import Account, Event
from griya.catalog.rules.filters import search_words
from griya.core.db import UtcDateTime, db
from griya.core.paging import Page
from griya.registry.models import Credential, CredentialState, Producer, Region
from griya.registry.queries import REGENCY_LEVELS
from griya.registry.rules.numbers import CredentialKind
from griya.registry.rules.regions import region_label
from griya.verification.models import CredentialTurn
from griya.verification.rules.due import LATER_DAYS, SOON_DAYS, WORKDAYS, Due, Term, bounds, due_on, term

PAGE_SIZE: Final = 50
NOBODY: Final = "belum"


class Standing(StrEnum):
    """What one can ask the list for; the last three follow from dates."""

    OPEN = "perlu"
    CLAIMED = "klaim"
    SEEN = "dilihat"
    CHECKED = "dicek"
    REJECTED = "ditolak"
    REVOKED = "dicabut"
    EXPIRED = "kedaluwarsa"
    SOON = "berakhir-30"
    LATER = "berakhir-90"
    ALL = "semua"


STANDING_NAMES: Final[Mapping[Standing, str]] = {
    Standing.OPEN: "Perlu dikerjakan",
    Standing.CLAIMED: "Klaim",
    Standing.SEEN: "Dokumen dilihat",
    Standing.CHECKED: "Dicek di penerbit",
    Standing.REJECTED: "Ditolak",
    Standing.REVOKED: "Dicabut",
    Standing.EXPIRED: "Kedaluwarsa",
    Standing.SOON: "Berakhir dalam 30 hari",
    Standing.LATER: "Berakhir dalam 90 hari",
    Standing.ALL: "Semua",
}
OPEN_STATES: Final = (CredentialState.CLAIMED, CredentialState.SEEN)
REJECTED_STATES: Final = (CredentialState.NOT_FOUND, CredentialState.NOT_APPLICABLE)
# Steps that bring a claim into another state, in the record.
MOVES: Final = (
    "credential.added", "credential.seen", "credential.checked", "credential.rejected", "credential.revoked",
    "credential.reopened", "credential.reclaimed",
)  # fmt: skip
_MARKS: Final = re.compile(r"[^0-9A-Za-z]|^(?:NO|NIB|SPP|P-?IRT)[^0-9]*", re.IGNORECASE)
_LEAST_DIGITS: Final = 4
_IS_MOVE: Final = (Event.object_type == "credential", Event.verb.in_(MOVES))
# The same for a whole list: the last step of each, found once.
_moved: Final = (
    select(Event.object_key, func.max(Event.at).label("at")).where(*_IS_MOVE).group_by(Event.object_key).subquery()
)
_began: Final = func.coalesce(_moved.c.at, Credential.created_at, type_=UtcDateTime())
# Days around today for which the list tells the days that are due apart.
_FIRST_DAY, _LAST_DAY = -20, 15
_HAS_NO_TERM: Final = (CredentialKind.NIB, CredentialKind.HALAL, CredentialKind.IG)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed by. `holder` is an account's code, or `NOBODY`; `region` a Kemendagri code."""

    standing: Standing = Standing.OPEN
    text: str = ""
    kind: str = ""
    region: str = ""
    due: str = ""
    holder: str = ""
    producer: str = ""
    only_doubles: bool = False


@dataclass(frozen=True, slots=True)
class CredentialRow:
    """One line of the list. `due_on` is None where nothing is to be done; `has_double` tells of the same number."""

    code: str
    kind: CredentialKind
    number: str | None
    producer_name: str
    producer_code: str
    place: str
    state: CredentialState
    since: datetime
    due_on: date | None
    expires_on: date | None
    term: Term
    holder: str | None
    checked_on: date | None
    has_double: bool


def page_of_credentials(asked: Asked, *, today: date, page: int) -> Page[CredentialRow]:
    """The credentials that are asked for; what is to be done first stands first, lists of terms by their last day."""
    wanted = wanted_by(asked, today)
    total = db.session.scalar(_joined(select(func.count(Credential.id))).where(*wanted)) or 0
    number = min(page, max(1, -(-total // PAGE_SIZE)))
    statement = _rows().where(*wanted).order_by(*_order(asked, today)).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
    return Page([_row(row, today) for row in db.session.execute(statement)], number, PAGE_SIZE, total)


def list_credentials(asked: Asked, *, today: date, limit: int) -> list[CredentialRow]:
    """The first of the same list."""
    statement = _rows().where(*wanted_by(asked, today)).order_by(*_order(asked, today)).limit(limit)
    return [_row(row, today) for row in db.session.execute(statement)]


def count_credentials(asked: Asked, *, today: date) -> dict[Standing, int]:
    """How many the list would have under each standing, everything else being as it is asked: one statement."""
    others = wanted_by(asked, today, with_standing=False)
    sums = [
        func.coalesce(func.sum(case((and_(*_standing(standing, today)), 1), else_=0)), 0).label(standing.name)
        for standing in Standing
    ]
    row = db.session.execute(_joined(select(*sums)).where(*others)).one()
    return {standing: int(getattr(row, standing.name)) for standing in Standing}


def wanted_by(asked: Asked, today: date, *, with_standing: bool = True) -> list[ColumnElement[bool]]:
    """What a credential has to be, to be in the list: for the list, its counts and all who lead to it."""
    wanted = list(_standing(asked.standing, today)) if with_standing else []
    if asked.text:
        wanted.append(or_(and_(*(_has(word) for word in search_words(asked.text))), *_has_number(asked.text)))
    if asked.kind:
        wanted.append(Credential.kind == asked.kind)
    if asked.region:
        wanted.append(Region.code == asked.region)
    if asked.producer:
        wanted.append(Producer.code == asked.producer)
    if asked.due:
        wanted.append(_is_due(Due(asked.due), today))
    if asked.holder:
        wanted.append(Account.id.is_(None) if asked.holder == NOBODY else Account.code == asked.holder)
    if asked.only_doubles:
        wanted.append(_has_double())
    return wanted


def list_regions() -> dict[str, str]:
    """The kabupaten and kota by their codes, as they are chosen from."""
    rows = db.session.execute(
        select(Region.code, Region.level, Region.name)
        .where(Region.level.in_(REGENCY_LEVELS))
        .order_by(Region.level.desc(), Region.name)
    )
    return {row.code: region_label(row.level, row.name) for row in rows}


def list_holders() -> dict[str, str]:
    """Who has something in hand, by the code of the account."""
    rows = db.session.execute(
        select(Account.code, Account.name)
        .where(Account.id.in_(select(CredentialTurn.account_id)))
        .order_by(Account.name, Account.id)
    )
    return dict(rows.all())


def since() -> ColumnElement[Any]:
    """Since when one credential is in its state: the last step in the record, or its entry where there was none."""
    last = select(func.max(Event.at)).where(*_IS_MOVE, Event.object_key == Credential.code)
    return func.coalesce(last.correlate(Credential).scalar_subquery(), Credential.created_at, type_=UtcDateTime())


def last_day() -> ColumnElement[Any]:
    """The last valid day; a P-IRT's own end is stored with it, and what has no term has none whatever was typed."""
    return case((Credential.kind.in_(_HAS_NO_TERM), None), else_=Credential.expires_on)


def _standing(standing: Standing, today: date) -> tuple[ColumnElement[bool], ...]:
    state = Credential.state
    checked = state == CredentialState.CHECKED
    ends = last_day()
    match standing:
        case Standing.OPEN:
            return (state.in_(OPEN_STATES),)
        case Standing.CLAIMED:
            return (state == CredentialState.CLAIMED,)
        case Standing.SEEN:
            return (state == CredentialState.SEEN,)
        case Standing.CHECKED:
            return (checked, or_(ends.is_(None), ends >= today))
        case Standing.REJECTED:
            return (state.in_(REJECTED_STATES),)
        case Standing.REVOKED:
            return (state == CredentialState.REVOKED,)
        case Standing.EXPIRED:
            return (checked, ends < today)
        case Standing.SOON | Standing.LATER:
            days = SOON_DAYS if standing is Standing.SOON else LATER_DAYS
            return (checked, ends >= today, ends <= today + timedelta(days=days))
        case Standing.ALL:
            return (literal(True),)


def _is_due(due: Due, today: date) -> ColumnElement[bool]:
    parts = []
    for state in WORKDAYS:
        bound = bounds(state, today)
        when = {
            Due.LATE: (_began < bound.late_before,),
            Due.TODAY: (_began >= bound.late_before, _began < bound.later_from),
            Due.LATER: (_began >= bound.later_from,),
        }[due]
        parts.append(and_(Credential.state == state, *when))
    return or_(*parts)


def _has_double() -> ColumnElement[bool]:
    """Whether another row has the same number of the same kind; standards and awards are common to many."""
    other = aliased(Credential)
    return (
        select(literal(1))
        .where(
            other.kind == Credential.kind,
            other.number == Credential.number,
            other.id != Credential.id,
            Credential.kind.not_in(COMMON_KINDS),
        )
        .correlate(Credential)
        .exists()
    )


# One number of these stands for many makers: a standard, a community's indication, an award.
COMMON_KINDS: Final = (CredentialKind.SNI, CredentialKind.IG, CredentialKind.OVOP)


def _joined(statement: Select[Any]) -> Select[Any]:
    return (
        statement.select_from(Credential)
        .join(Producer, Producer.id == Credential.producer_id)
        .outerjoin(Region, Region.id == Producer.regency_id)
        .outerjoin(_moved, _moved.c.object_key == Credential.code)
        .outerjoin(CredentialTurn, CredentialTurn.credential_id == Credential.id)
        .outerjoin(Account, Account.id == CredentialTurn.account_id)
    )


def _rows() -> Select[Any]:
    return _joined(
        select(
            Credential.code,
            Credential.kind,
            Credential.number,
            Credential.state,
            Credential.checked_on,
            last_day().label("expires_on"),
            _began.label("since"),
            _has_double().label("has_double"),
            Producer.name.label("producer_name"),
            Producer.code.label("producer_code"),
            Producer.outside_region,
            Region.level.label("place_level"),
            Region.name.label("place_name"),
            Account.name.label("holder"),
        )
    )


def _order(asked: Asked, today: date) -> tuple[Any, ...]:
    if asked.standing in {Standing.SOON, Standing.LATER, Standing.EXPIRED}:
        return (last_day(), Credential.id)
    if asked.standing in {Standing.OPEN, Standing.CLAIMED, Standing.SEEN}:
        return (_days_left(today), _began, Credential.id)
    return (_began.desc(), Credential.id)


def _days_left(today: date) -> ColumnElement[int]:
    """Days until the next step is due. Claims have more of them than seen ones, and weekends lie between."""
    whens = []
    for days in range(_FIRST_DAY, _LAST_DAY + 1):
        ends = [
            and_(Credential.state == state, _began < bounds(state, today + timedelta(days=days)).later_from)
            for state in WORKDAYS
        ]
        whens.append((or_(*ends), days))
    return case(*whens, else_=_LAST_DAY + 1)


def _has(word: str) -> ColumnElement[bool]:
    columns = (Credential.number, Producer.name, Producer.code)
    return or_(*(column.icontains(word, autoescape=True) for column in columns))


def _has_number(text: str) -> tuple[ColumnElement[bool], ...]:
    """A number as people write it, with its blanks, dots and hyphens, against one that is kept without them."""
    tight = _MARKS.sub("", text).upper()
    if sum(sign.isdigit() for sign in tight) < _LEAST_DIGITS:
        return ()
    return (func.replace(Credential.number, "-", "").contains(tight, autoescape=True),)


def _row(row: Any, today: date) -> CredentialRow:
    state = CredentialState(row.state)
    return CredentialRow(
        code=row.code,
        kind=CredentialKind(row.kind),
        number=row.number,
        producer_name=row.producer_name,
        producer_code=row.producer_code,
        place=region_label(row.place_level, row.place_name) if row.place_name else row.outside_region or "",
        state=state,
        since=row.since,
        due_on=due_on(state, row.since),
        expires_on=row.expires_on,
        term=term(row.expires_on, today),
        holder=row.holder,
        checked_on=row.checked_on,
        has_double=bool(row.has_double),
    )
