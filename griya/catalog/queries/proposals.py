"""Words that are proposed for the controlled lists: the queue, one of them, and which words are known already."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, or_, select

from griya.accounts.models import Account
from griya.catalog.models import Product, ProductRevision
from griya.catalog.models.vocabulary import ProposalState, TermAlias, TermAsk, TermProposal, VocabularyKind
from griya.catalog.queries.merging import MODELS
from griya.catalog.queries.public import is_public
from griya.catalog.queries.revisions import NEWEST_REVISION_ID
from griya.catalog.rules.proposals import TERM_FIELDS, WORD_FIELDS, split_words, with_known
from griya.core.db import db
from griya.core.paging import Page
from griya.core.text import fold
from griya.registry.models import Producer

PAGE_SIZE: Final = 50
MOST_PRODUCTS: Final = 100


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """One line of the queue; `products` are those that would have the word, `public` those of them on show."""

    number: int
    kind: VocabularyKind
    word: str
    state: ProposalState
    source: str
    batch: str
    proposed_at: datetime
    proposed_by: str
    products: int
    public: int
    reason: str
    decided_at: datetime | None
    decided_by: str
    term: str


@dataclass(frozen=True, slots=True)
class Asking:
    """A product that would have the word."""

    code: str
    name: str
    producer_name: str
    is_public: bool


def list_proposals(*, state: str, kind: str, page: int) -> Page[ProposalRow]:
    """One page of the proposals of a state, the oldest first while they are open, else the latest decision first."""
    conditions = [TermProposal.state == state] + ([TermProposal.kind == kind] if kind else [])
    total = db.session.scalar(select(func.count()).select_from(TermProposal).where(*conditions)) or 0
    order = TermProposal.proposed_at if state == ProposalState.OPEN else TermProposal.decided_at.desc()
    page = max(1, min(page, -(-total // PAGE_SIZE)))
    rows = _rows(select_where=conditions, order=order, limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE)
    return Page(rows, page, PAGE_SIZE, total)


def find_proposal(number: int) -> ProposalRow | None:
    """The proposal of a number."""
    return next(iter(_rows(select_where=[TermProposal.id == number], order=TermProposal.id, limit=1, offset=0)), None)


def count_open_proposals() -> tuple[int, datetime | None]:
    """How many words wait for a decision, and since when the first of them."""
    row = db.session.execute(
        select(func.count(), func.min(TermProposal.proposed_at)).where(TermProposal.state == ProposalState.OPEN)
    ).one()
    return row[0], row[1]


def list_asking(number: int) -> list[Asking]:
    """The products that would have a word, by name."""
    rows = db.session.execute(
        select(Product.code, ProductRevision.name_id, Producer.name, is_public().label("is_public"))
        .join(TermAsk, TermAsk.product_id == Product.id)
        .join(Producer, Producer.id == Product.producer_id)
        .outerjoin(ProductRevision, ProductRevision.id == func.coalesce(Product.live_revision_id, NEWEST_REVISION_ID))
        .where(TermAsk.proposal_id == number)
        .order_by(Product.code)
        .limit(MOST_PRODUCTS)
    )
    return [Asking(row.code, row.name_id or row.code, row.name, bool(row.is_public)) for row in rows]


def list_proposals_of(product_id: int) -> list[ProposalRow]:
    """The words that were proposed for one product."""
    mine = select(TermAsk.proposal_id).where(TermAsk.product_id == product_id)
    return _rows(select_where=[TermProposal.id.in_(mine)], order=TermProposal.id, limit=MOST_PRODUCTS, offset=0)


def known_words() -> dict[VocabularyKind, dict[str, str]]:
    """Every name of every term, folded, with the term's slug: its own names, old slugs, and words decided to be it."""
    found: dict[VocabularyKind, dict[str, str]] = {}
    other = _other_names()
    for kind in VocabularyKind:
        model: Any = MODELS[kind]
        rows = db.session.execute(select(model.id, model.slug, model.name_id, model.name_en)).all()
        slugs = {row.id: row.slug for row in rows}
        names = {word: slugs[owner] for word, owner in other[kind].items() if owner in slugs}
        names |= {fold(name): row.slug for row in rows for name in (row.name_en, row.slug, row.name_id)}
        found[kind] = names
    return found


def other_names(kind: VocabularyKind) -> dict[str, int]:
    """Old slugs of a list and words that were decided to be one of its terms, folded, with the terms' ids."""
    return _other_names()[kind]


def _other_names() -> Mapping[VocabularyKind, dict[str, int]]:
    found: defaultdict[VocabularyKind, dict[str, int]] = defaultdict(dict)
    for kind, slug, term_id in db.session.execute(select(TermAlias.kind, TermAlias.slug, TermAlias.term_id)):
        found[VocabularyKind(kind)][fold(slug)] = term_id
    rows = db.session.execute(
        select(TermProposal.kind, TermProposal.folded, TermProposal.term_id).where(TermProposal.term_id.is_not(None))
    )
    for row in rows:
        found[VocabularyKind(row.kind)][row.folded] = row.term_id or 0
    return found


def settled(fields: dict[str, Any]) -> dict[str, Any]:
    """A draft's fields with every known word as its term, and every term by the slug it has now.

    A form that was open while two terms were made one still names the old one.
    """
    old: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for kind, slug, term_id in db.session.execute(select(TermAlias.kind, TermAlias.slug, TermAlias.term_id)):
        old[kind][slug] = term_id
    found = dict(fields)
    for kind in VocabularyKind:
        name = TERM_FIELDS[kind]
        named = [found[name]] if kind is VocabularyKind.CATEGORY else list(found.get(name) or ())
        if gone := {slug: old[kind][slug] for slug in named if slug in old[kind]}:
            model: Any = MODELS[kind]
            rows = db.session.execute(
                select(model.id, model.slug).where(or_(model.id.in_(gone.values()), model.slug.in_(gone)))
            ).all()
            living, by_id = {row.slug for row in rows}, {row.id: row.slug for row in rows}
            now = [slug if slug in living else by_id.get(gone.get(slug, 0), slug) for slug in named]
            found[name] = now[0] if kind is VocabularyKind.CATEGORY else sorted(set(now))
    if any(split_words(str(found.get(name) or "")) for name in WORD_FIELDS.values()):
        found = with_known(found, known_words())
    return found


def _rows(*, select_where: list[Any], order: Any, limit: int, offset: int) -> list[ProposalRow]:
    """Proposals in three statements, however many there are; one more for each list that took some of them in."""
    asked = (
        select(
            TermAsk.proposal_id,
            func.count().label("products"),
            func.count().filter(is_public()).label("public"),
        )
        .join(Product, Product.id == TermAsk.product_id)
        .join(Producer, Producer.id == Product.producer_id)
        .group_by(TermAsk.proposal_id)
        .subquery()
    )
    by, decider = Account.__table__.alias("proposer"), Account.__table__.alias("decider")
    rows = db.session.execute(
        select(
            TermProposal,
            func.coalesce(asked.c.products, 0).label("products"),
            func.coalesce(asked.c.public, 0).label("public"),
            by.c.name.label("proposed_by"),
            decider.c.name.label("decided_by"),
        )
        .outerjoin(asked, asked.c.proposal_id == TermProposal.id)
        .outerjoin(by, by.c.id == TermProposal.proposed_by_id)
        .outerjoin(decider, decider.c.id == TermProposal.decided_by_id)
        .where(*select_where)
        .order_by(order, TermProposal.id)
        .limit(limit)
        .offset(offset)
    ).all()
    names = _names_of([row.TermProposal for row in rows])
    return [
        ProposalRow(
            number=row.TermProposal.id,
            kind=VocabularyKind(row.TermProposal.kind),
            word=row.TermProposal.word,
            state=ProposalState(row.TermProposal.state),
            source=row.TermProposal.source,
            batch=row.TermProposal.batch or "",
            proposed_at=row.TermProposal.proposed_at,
            proposed_by=row.proposed_by or "",
            products=row.products,
            public=row.public,
            reason=row.TermProposal.reason,
            decided_at=row.TermProposal.decided_at,
            decided_by=row.decided_by or "",
            term=names.get((row.TermProposal.kind, row.TermProposal.term_id or 0), ""),
        )
        for row in rows
    ]


def _names_of(proposals: list[TermProposal]) -> dict[tuple[str, int], str]:
    found: dict[tuple[str, int], str] = {}
    for kind in {one.kind for one in proposals if one.term_id is not None}:
        model: Any = MODELS[kind]
        ids = [one.term_id for one in proposals if one.kind == kind and one.term_id is not None]
        rows = db.session.execute(select(model.id, model.name_id).where(model.id.in_(ids)))
        found |= {(kind, row.id): row.name_id for row in rows}
    return found
