"""Proposed words: made by a form or an import, and taken in, mapped to a term, or declined by who keeps the lists."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, func, insert, literal, select

from griya.accounts.actions.record import record_on
from griya.catalog.actions.vocabulary import rewrite_drafts
from griya.catalog.models import Category, Product, ProductRevision
from griya.catalog.models.drafts import ProductDraft
from griya.catalog.models.vocabulary import ProposalState, TermAlias, TermAsk, TermProposal, VocabularyKind
from griya.catalog.queries.merging import LINKS, MODELS, Entry, find_row, next_position
from griya.catalog.queries.proposals import known_words
from griya.catalog.rules.batches import reason_of
from griya.catalog.rules.proposals import WORD_FIELDS, acceptance_faults, new_slug, split_words, with_term
from griya.core import clock
from griya.core.db import db
from griya.core.errors import Overtaken, Refused
from griya.core.state import state_change
from griya.core.text import fold, one_line

_DECIDED = "Usulan ini baru saja diputuskan orang lain. Lihat keputusannya di bawah."
_OTHER_PRODUCTS = "Produk yang memintanya berubah sejak Anda melihatnya. Periksa angka yang sekarang."


def propose_for_draft(*, product: Product, fields: Mapping[str, Any], actor_id: int | None = None) -> None:
    """Propose every word that a draft would have and no list has; what it no longer would have is asked for no more."""
    wanted = {
        (kind, fold(word)): word
        for kind, name in WORD_FIELDS.items()
        for word in split_words(str(fields.get(name) or ""))
    }
    asked = {
        (VocabularyKind(row.kind), row.folded): row
        for row in db.session.scalars(
            select(TermProposal)
            .join(TermAsk, TermAsk.proposal_id == TermProposal.id)
            .where(TermAsk.product_id == product.id)
        )
    }
    gone = [row.id for key, row in asked.items() if key not in wanted and row.state == ProposalState.OPEN]
    if gone:
        db.session.execute(delete(TermAsk).where(TermAsk.product_id == product.id, TermAsk.proposal_id.in_(gone)))
    for (kind, folded), word in wanted.items():
        if (kind, folded) not in asked:
            propose_word(kind=kind, word=word, product_id=product.id, actor_id=actor_id)


@state_change()
def propose_word(
    *, kind: VocabularyKind, word: str, product_id: int, batch: str | None = None, actor_id: int | None = None
) -> TermProposal:
    """Note that a product would have this word. A word is proposed once, whoever asks for it how often."""
    found = db.session.scalars(
        select(TermProposal).where(TermProposal.kind == kind, TermProposal.folded == fold(word))
    ).one_or_none()
    if found is None:
        found = TermProposal(
            kind=kind.value,
            word=word[:60],
            folded=fold(word),
            source="import" if batch else "form",
            batch=batch,
            proposed_at=clock.now(),
            proposed_by_id=actor_id,
        )
        db.session.add(found)
        db.session.flush()
        record_on(
            row=found,
            done="made",
            actor_id=actor_id,
            reason=reason_of(batch) if batch else None,
            after={"word": found.word, "kind": found.kind},
        )
    if db.session.get(TermAsk, (found.id, product_id)) is None:
        db.session.add(TermAsk(proposal_id=found.id, product_id=product_id))
        db.session.flush()
    return found


@state_change()
def accept_word(
    *,
    number: int,
    seen: int,
    name_id: str,
    name_en: str,
    parent: str = "",
    reason: str = "",
    actor_id: int | None = None,
) -> Entry:
    """Make a term of a proposed word; the products that asked for it have it. `parent` is the shelf of a new part.

    Raises:
        Refused: with every reason at once.
        Overtaken: when it is decided already, or other products ask for it than was `seen`.
    """
    proposal = _open(number, seen)
    kind = VocabularyKind(proposal.kind)
    model: Any = MODELS[kind]
    name_id, name_en = one_line(name_id)[:60].strip(), one_line(name_en)[:60].strip()
    slug = new_slug(name_id, 60)
    known = known_words()[kind].get(fold(name_id)) if fold(name_id) else None
    faults = acceptance_faults(
        name_id=name_id,
        name_en=name_en,
        slug=slug,
        taken=list(db.session.scalars(select(model.slug).where(model.slug == slug))),
        known=known,
    )
    shelf = find_row(VocabularyKind.CATEGORY, parent) if kind is VocabularyKind.CATEGORY and parent else None
    if kind is VocabularyKind.CATEGORY and (not isinstance(shelf, Category) or shelf.parent_id is not None):
        faults.append("Pilih rak yang memuat bagian baru ini.")
    if faults:
        raise Refused(faults)
    term: Any = model(slug=slug, name_id=name_id, name_en=name_en)
    if isinstance(term, Category) and isinstance(shelf, Category):
        term.parent_id, term.branch, term.position = shelf.id, shelf.branch, next_position(shelf.id)
    # An address that led to another term before is this one's own now.
    db.session.execute(delete(TermAlias).where(TermAlias.kind == kind, TermAlias.slug == slug))
    db.session.add(term)
    db.session.flush()
    _take_in(proposal, ProposalState.ACCEPTED, term, reason, actor_id)
    return term  # type: ignore[no-any-return]


@state_change()
def map_word(*, number: int, seen: int, into: str, reason: str, actor_id: int | None = None) -> Entry:
    """Let a proposed word be another name of a term; the products that asked for it have that term.

    Raises:
        Refused: when there is no such term, or no reason.
        Overtaken: when it is decided already, or other products ask for it than was `seen`.
    """
    proposal = _open(number, seen)
    term = find_row(VocabularyKind(proposal.kind), into)
    faults = [] if term is not None else ["Pilih istilah yang ada di daftar."]
    faults += [] if reason.strip() else ["Tulis alasannya."]
    if term is None or faults:
        raise Refused(faults)
    _take_in(proposal, ProposalState.MAPPED, term, reason, actor_id)
    return term


@state_change()
def decline_word(*, number: int, seen: int, reason: str, actor_id: int | None = None) -> None:
    """Leave a proposed word out, with the reason that who proposed it reads.

    Raises:
        Refused: when there is no reason.
        Overtaken: when it is decided already, or other products ask for it than was `seen`.
    """
    proposal = _open(number, seen)
    if not reason.strip():
        raise Refused("Tulis alasannya; pengusul membacanya.")
    _decide(proposal, ProposalState.DECLINED, reason, actor_id)
    record_on(row=proposal, done="declined", actor_id=actor_id, reason=reason, before={"word": proposal.word}, after={})


def _open(number: int, seen: int) -> TermProposal:
    """The proposal, locked, if it is open and asked for by as many products as was seen."""
    proposal = db.session.scalars(
        select(TermProposal)
        .where(TermProposal.id == number)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if proposal is None:
        raise Refused("Usulan ini tidak ada.")
    if proposal.state != ProposalState.OPEN:
        raise Overtaken(_DECIDED)
    asking = db.session.scalar(select(func.count()).where(TermAsk.proposal_id == number)) or 0
    if asking != seen:
        raise Overtaken(_OTHER_PRODUCTS)
    return proposal


def _take_in(proposal: TermProposal, state: ProposalState, term: Entry, reason: str, actor_id: int | None) -> None:
    kind = VocabularyKind(proposal.kind)
    products = list(db.session.scalars(select(TermAsk.product_id).where(TermAsk.proposal_id == proposal.id)))
    drafted = set(db.session.scalars(select(ProductDraft.product_id).where(ProductDraft.product_id.in_(products))))
    if drafted:
        rewrite_drafts(change=lambda fields: with_term(fields, kind, proposal.folded, term.slug), product_ids=drafted)
    _give(kind, term, [one for one in products if one not in drafted])
    proposal.term_id = term.id
    _decide(proposal, state, reason, actor_id)
    record_on(
        row=proposal,
        done=state.value,
        actor_id=actor_id,
        reason=reason,
        before={"word": proposal.word},
        after={"name": term.name_id, "slug": term.slug, "products": len(products)},
    )


def _give(kind: VocabularyKind, term: Entry, product_ids: Sequence[int]) -> None:
    """Let products without a draft have the term: those of an import, and those whose draft was approved since."""
    if not product_ids:
        return
    if kind is VocabularyKind.CATEGORY:
        for product in db.session.scalars(select(Product).where(Product.id.in_(product_ids))):
            product.category_id = term.id
        db.session.flush()
        return
    links: Any = LINKS[kind]
    column = links.c[f"{kind.value}_id"]
    newest = select(func.max(ProductRevision.id)).where(ProductRevision.product_id.in_(product_ids))
    revisions = select(ProductRevision.id.label("revision_id")).where(
        ProductRevision.id.in_(newest.group_by(ProductRevision.product_id)),
        ProductRevision.id.not_in(select(links.c.revision_id).where(column == term.id)),
    )
    live = (
        select(Product.live_revision_id)
        .where(Product.id.in_(product_ids), Product.live_revision_id.is_not(None))
        .where(Product.live_revision_id.not_in(select(links.c.revision_id).where(column == term.id)))
    )
    both = revisions.union(live).subquery()
    db.session.execute(
        insert(links).from_select(["revision_id", f"{kind.value}_id"], select(both.c.revision_id, literal(term.id)))
    )


def _decide(proposal: TermProposal, state: ProposalState, reason: str, actor_id: int | None) -> None:
    proposal.state, proposal.decided_at, proposal.decided_by_id = state.value, clock.now(), actor_id
    proposal.reason = one_line(reason)[:300].strip()
    db.session.flush()
