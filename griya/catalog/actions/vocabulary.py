"""Changes to the controlled lists of shelves, materials and techniques: two terms made one."""

from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import delete, insert, literal, select, update

from griya.accounts.actions import record_event
from griya.catalog.actions.drafts import move
from griya.catalog.models import Product
from griya.catalog.models.drafts import DraftState, ProductDraft
from griya.catalog.models.vocabulary import TermAlias, TermProposal, VocabularyKind
from griya.catalog.queries.merging import LINKS, Entry, Impact, count_parts, find_row, impact_of
from griya.catalog.rules.proposals import TERM_FIELDS
from griya.core.db import db
from griya.core.errors import Overtaken, Refused
from griya.core.state import state_change


@state_change()
def merge_terms(
    *, kind: VocabularyKind, slug: str, into: str, seen: Impact, reason: str, actor_id: int | None = None
) -> Impact:
    """Make one term of two: what names the first names the second, and the first one's address leads there.

    Revisions keep everything else they say; drafts name the second from now on. `seen` is what the person was shown
    before deciding.

    Raises:
        Refused: when either is no term of this list, both are the same, a shelf still has parts, or no reason is given.
        Overtaken: when other products name the terms now than was shown.
    """
    source, target = find_row(kind, slug), find_row(kind, into)
    reasons = [] if reason.strip() else ["Tulis alasannya."]
    if source is None or target is None:
        raise Refused([*reasons, "Pilih istilah yang ada di daftar."])
    if source.id == target.id:
        reasons.append("Pilih istilah lain sebagai tujuan.")
    elif kind is VocabularyKind.CATEGORY and count_parts(source.id):
        reasons.append("Rak ini masih punya bagian. Gabungkan dulu bagian-bagiannya.")
    if reasons:
        raise Refused(reasons)
    impact = impact_of(kind, source.id, target.id)
    if impact != seen:
        raise Overtaken("Jumlah produknya berubah sejak Anda melihatnya. Periksa angka yang sekarang.")
    _move_products(kind, source, target)
    drafts = _move_drafts(kind, source.slug, target.slug)
    for model in (TermAlias, TermProposal):
        db.session.execute(
            update(model).where(model.kind == kind, model.term_id == source.id).values(term_id=target.id)
        )
    db.session.add(TermAlias(kind=kind.value, slug=source.slug, term_id=target.id))
    db.session.delete(source)
    db.session.flush()
    record_event(
        verb=f"{kind.value}.merged",
        object_type=kind.value,
        object_key=source.slug,
        actor_id=actor_id,
        reason=reason.strip(),
        before={"name": source.name_id, "slug": source.slug},
        after={"name": target.name_id, "slug": target.slug, "products": impact.products, "drafts": drafts},
    )
    return impact


def _move_products(kind: VocabularyKind, source: Entry, target: Entry) -> None:
    if kind is VocabularyKind.CATEGORY:
        db.session.execute(
            update(Product)
            .where(Product.category_id == source.id)
            .values(category_id=target.id, row_version=Product.row_version + 1)
        )
        return
    links: Any = LINKS[kind]
    column = links.c[f"{kind.value}_id"]
    have_target = select(links.c.revision_id).where(column == target.id)
    moved = select(links.c.revision_id, literal(target.id)).where(
        column == source.id, links.c.revision_id.not_in(have_target)
    )
    db.session.execute(insert(links).from_select(["revision_id", f"{kind.value}_id"], moved))
    db.session.execute(delete(links).where(column == source.id))


def _move_drafts(kind: VocabularyKind, slug: str, into: str) -> int:
    """Let drafts name the other term. Returns how many did."""
    name = TERM_FIELDS[kind]

    def renamed(fields: dict[str, Any]) -> dict[str, Any] | None:
        typed = fields.get(name)
        if kind is VocabularyKind.CATEGORY:
            return {**fields, name: into} if typed == slug else None
        named = set(typed or ())
        return {**fields, name: sorted((named | {into}) - {slug})} if slug in named else None

    return rewrite_drafts(change=renamed)


def rewrite_drafts(
    *, change: Callable[[dict[str, Any]], dict[str, Any] | None], product_ids: Collection[int] | None = None
) -> int:
    """Change the fields of drafts without anybody's pen: of these products, or of all. Returns how many were changed.

    Whoever has one open is shown both when they save. One that somebody has in review goes back to the heap, because
    what they looked at is not what it says any more. The caller records what it did.
    """
    statement = select(ProductDraft).execution_options(populate_existing=True).with_for_update()
    if product_ids is not None:
        statement = statement.where(ProductDraft.product_id.in_(product_ids))
    changed = 0
    for draft in db.session.scalars(statement.order_by(ProductDraft.product_id)).all():
        fields = change(draft.fields)
        if fields is None or fields == draft.fields:
            continue
        draft.fields, draft.row_version = fields, draft.row_version + 1
        changed += 1
        if draft.state == DraftState.IN_REVIEW:
            _release(draft)
    db.session.flush()
    return changed


def _release(draft: ProductDraft) -> None:
    move(draft=draft, product=db.session.get_one(Product, draft.product_id), state=DraftState.SUBMITTED)
