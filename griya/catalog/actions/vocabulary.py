"""Changes to the controlled lists of materials and techniques."""

from typing import Any

from sqlalchemy import delete, insert, literal, select, update

from griya.accounts.actions import record_event
from griya.catalog.models.vocabulary import TermAlias
from griya.catalog.queries.merging import LINKS, Impact, find_row, impact_of
from griya.catalog.queries.terms import TermKind
from griya.core.db import db
from griya.core.errors import Overtaken, Refused


def merge_terms(
    *, kind: TermKind, slug: str, into: str, seen: Impact, reason: str, actor_id: int | None = None
) -> Impact:
    """Make one term of two: what names the first names the second, and the first one's address leads there.

    Revisions keep everything else they say. `seen` is what the person was shown before deciding.

    Raises:
        Refused: when either is no term of this list, both are the same, or no reason is given.
        Overtaken: when other products name the terms now than was shown.
    """
    source, target = find_row(kind, slug), find_row(kind, into)
    reasons = [] if reason.strip() else ["Tulis alasannya."]
    if source is None or target is None:
        raise Refused([*reasons, "Pilih istilah yang ada di daftar."])
    if source.id == target.id:
        raise Refused([*reasons, "Pilih istilah lain sebagai tujuan."])
    if reasons:
        raise Refused(reasons)
    impact = impact_of(kind, source.id, target.id)
    if impact != seen:
        raise Overtaken("Jumlah produknya berubah sejak Anda melihatnya. Periksa angka yang sekarang.")
    links: Any = LINKS[kind]
    column = links.c[f"{kind}_id"]
    have_target = select(links.c.revision_id).where(column == target.id)
    moved = select(links.c.revision_id, literal(target.id)).where(
        column == source.id, links.c.revision_id.not_in(have_target)
    )
    db.session.execute(insert(links).from_select(["revision_id", f"{kind}_id"], moved))
    db.session.execute(delete(links).where(column == source.id))
    db.session.execute(
        update(TermAlias).where(TermAlias.kind == kind, TermAlias.term_id == source.id).values(term_id=target.id)
    )
    db.session.add(TermAlias(kind=str(kind), slug=source.slug, term_id=target.id))
    db.session.delete(source)
    db.session.flush()
    record_event(
        verb=f"{kind}.merged",
        object_type=str(kind),
        object_key=source.slug,
        actor_id=actor_id,
        reason=reason.strip(),
        before={"name": source.name_id, "slug": source.slug},
        after={"name": target.name_id, "slug": target.slug, "products": impact.products},
    )
    return impact
