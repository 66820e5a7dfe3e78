"""Which producers may be the same, from what the register says of all of them; and which were told apart."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from griya.accounts.models import Account
from griya.catalog.models import Product
from griya.core.db import db
from griya.core.paging import Page
from griya.dossier.models import ProducerDistinction
from griya.dossier.queries.producers import is_merged
from griya.dossier.rules.facts import contact_words
from griya.dossier.rules.pairs import Evidence, Known, find_pairs, ordered, weigh
from griya.registry.models import Producer, ProducerContact, Region, Standing
from griya.registry.rules.regions import region_label

PAGE_SIZE: Final = 20


@dataclass(frozen=True, slots=True)
class Half:
    """One of two producers as the list of pairs shows it."""

    producer_id: int
    code: str
    name: str
    place: str
    standing: str
    nib: str | None
    product_count: int
    row_version: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pair to look at."""

    one: Half
    other: Half
    score: int
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Crowd:
    """A contact that so many producers share that it says nothing of two of them."""

    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Duplicates:
    """One page of pairs, what was too crowded to be looked at, and how many comparisons that took."""

    page: Page[Candidate]
    crowds: tuple[Crowd, ...]
    compared: int


@dataclass(frozen=True, slots=True)
class Apart:
    """A pair that somebody found to be two."""

    one_code: str
    one_name: str
    other_code: str
    other_name: str
    decided_at: datetime
    decided_by: str | None
    reason: str


def page_of_duplicates(number: int) -> Duplicates:
    """The pairs worth a look, the likeliest first, in six statements whatever their number."""
    search = find_pairs(list_known(), but=set(_told_apart()))
    total = len(search.pairs)
    number = min(number, max(1, -(-total // PAGE_SIZE)))
    shown = search.pairs[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    halves = read_halves({key for pair in shown for key in (pair.low_id, pair.high_id)})
    items = [Candidate(halves[pair.low_id], halves[pair.high_id], pair.score, pair.evidence) for pair in shown]
    crowds = sorted(search.crowded.items(), key=lambda item: (-item[1], item[0]))
    return Duplicates(
        page=Page(items, number, PAGE_SIZE, total),
        crowds=tuple(Crowd(contact_words(channel, value), count) for (channel, value), count in crowds),
        compared=search.compared,
    )


def compare_two(one_id: int, other_id: int) -> Candidate:
    """Two producers side by side, whether or not they were proposed."""
    known = {one.producer_id: one for one in list_known({one_id, other_id})}
    halves = read_halves({one_id, other_id})
    pair = weigh(known[one_id], known[other_id])
    return Candidate(halves[one_id], halves[other_id], pair.score, pair.evidence)


def list_apart() -> list[Apart]:
    """The pairs that were told apart, the newest first."""
    one, other = aliased(Producer), aliased(Producer)
    rows = db.session.execute(
        select(
            one.code, one.name, other.code, other.name, ProducerDistinction.decided_at, Account.name,
            ProducerDistinction.reason,
        )
        .join(one, one.id == ProducerDistinction.low_id)
        .join(other, other.id == ProducerDistinction.high_id)
        .outerjoin(Account, Account.id == ProducerDistinction.decided_by_id)
        .order_by(ProducerDistinction.decided_at.desc(), one.id)
        .limit(200)
    )  # fmt: skip
    return [Apart(*row) for row in rows]


def list_known(only: set[int] | None = None) -> list[Known]:
    """What is compared of every producer that still stands for itself; two statements."""
    regency, place = aliased(Region), aliased(Region)
    wanted = [Producer.id.in_(only)] if only is not None else [~is_merged(), Producer.standing != Standing.CLOSED]
    rows = db.session.execute(
        select(
            Producer.id, Producer.name, Producer.nib, Producer.address, Producer.outside_region, regency.code,
            place.code.label("place_code"),
        )
        .outerjoin(regency, regency.id == Producer.regency_id)
        .outerjoin(place, place.id == Producer.region_id)
        .where(*wanted)
        .order_by(Producer.id)
    ).all()  # fmt: skip
    contacts: dict[int, list[tuple[str, str]]] = {}
    held = select(ProducerContact.producer_id, ProducerContact.channel, ProducerContact.value)
    if only is not None:
        held = held.where(ProducerContact.producer_id.in_(only))
    for producer_id, channel, value in db.session.execute(held.order_by(ProducerContact.id)):
        contacts.setdefault(producer_id, []).append((channel, value))
    return [
        Known(
            producer_id=row.id,
            name=row.name,
            regency=row.code or row.outside_region or "",
            district=(row.place_code or "")[:8] if len(row.place_code or "") >= 8 else "",
            nib=row.nib,
            address=row.address or "",
            contacts=tuple(contacts.get(row.id, ())),
        )
        for row in rows
    ]


def read_halves(keys: set[int]) -> dict[int, Half]:
    """These producers as a list of pairs shows them."""
    held = dict(
        db.session.execute(
            select(Product.producer_id, func.count()).where(Product.producer_id.in_(keys)).group_by(Product.producer_id)
        ).all()
    )
    rows = db.session.execute(
        select(Producer, Region.level, Region.name)
        .outerjoin(Region, Region.id == Producer.regency_id)
        .where(Producer.id.in_(keys))
    )
    return {
        one.id: Half(
            producer_id=one.id,
            code=one.code,
            name=one.name,
            place=region_label(level, name) if name else one.outside_region or "",
            standing=one.standing,
            nib=one.nib,
            product_count=held.get(one.id, 0),
            row_version=one.row_version,
        )
        for one, level, name in rows
    }


def is_told_apart(one_id: int, other_id: int) -> bool:
    """Whether somebody found these two to be two."""
    return db.session.get(ProducerDistinction, ordered(one_id, other_id)) is not None


def _told_apart() -> list[tuple[int, int]]:
    rows = db.session.execute(select(ProducerDistinction.low_id, ProducerDistinction.high_id))
    return [(low, high) for low, high in rows]
