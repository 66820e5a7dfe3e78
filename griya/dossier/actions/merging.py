"""Making one producer of two, and two of one again: everything moves in one transaction and is written down by key."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import InstrumentedAttribute

from griya.accounts.actions import record_event
from griya.catalog.models import MarketplaceLink, Product
from griya.core import clock
from griya.core.db import db
from griya.core.errors import Doubtful, Overtaken, Refused
from griya.core.state import state_change
from griya.core.text import one_line
from griya.dossier.actions import CHANGED_SINCE, lock
from griya.dossier.actions.editing import put_facts, touch
from griya.dossier.models import ProducerDistinction, ProducerMerge
from griya.dossier.queries.facts import read_facts
from griya.dossier.rules import LONGEST_REASON
from griya.dossier.rules.facts import changes, told
from griya.dossier.rules.merging import (
    Side,
    merge_doubts,
    merge_faults,
    merged_facts,
    restored,
    undo_faults,
)
from griya.dossier.rules.pairs import ordered
from griya.inquiry.models import InquiryLine
from griya.inquiry.models.threads import InquiryThread
from griya.registry.models import Credential, Producer, ProducerContact, ProducerKbli, ProducerSlug, Standing

ALREADY_UNDONE: Final = "Penggabungan ini sudah dibatalkan orang lain."


@state_change()
def merge_producers(
    *,
    survivor_id: int,
    merged_id: int,
    versions: tuple[int, int],
    choice: Mapping[str, str],
    reason: str,
    is_confirmed: bool = False,
    actor_id: int | None = None,
) -> ProducerMerge:
    """Make `merged` part of `survivor`, which keeps its code and address and is found under those of both.

    `versions` are the versions of both that were read, the survivor's first.

    Raises:
        Overtaken: when one of them changed or was merged since.
        Doubtful: when it may be a mistake and was not confirmed.
        Refused: with every reason at once.
    """
    survivor, merged = lock(survivor_id, merged_id)
    if (survivor.row_version, merged.row_version) != versions:
        raise Overtaken(CHANGED_SINCE)
    sides = _side(survivor), _side(merged)
    if faults := merge_faults(*sides, reason=reason):
        raise Refused(faults)
    if not is_confirmed and (doubts := merge_doubts(*sides)):
        raise Doubtful(doubts)
    was, theirs = read_facts(survivor), read_facts(merged)
    wanted = merged_facts(was, theirs, choice)
    moved = _move(survivor, merged, wanted.kbli, was.kbli)
    merge = ProducerMerge(
        survivor_id=survivor.id,
        merged_id=merged.id,
        merged_at=clock.now(),
        merged_by_id=actor_id,
        reason=one_line(reason)[:LONGEST_REASON],
        before={
            "survivor": told(was), "merged": told(theirs), "standing": survivor.standing,
            "merged_standing": merged.standing,
        },
        after=told(wanted),
        moved=moved,
    )  # fmt: skip
    db.session.add(merge)
    if wanted.nib is not None and wanted.nib == merged.nib:
        merged.nib = None  # a number belongs to one row at a time; `before` remembers whose it was
    merged.standing = Standing.CLOSED
    touch(producer=merged)
    put_facts(producer=survivor, facts=wanted)
    touch(producer=survivor)
    before, after = changes(was, wanted)
    counts = {name: len(keys) for name, keys in moved.items()}
    _record("producer.merged", survivor, actor_id, reason, before, {**after, "merged": merged.code, "moved": counts})
    _record("producer.joined", merged, actor_id, reason, {}, {"survivor": survivor.code})
    return merge


@state_change()
def undo_merge(*, merge_id: int, reason: str, actor_id: int | None = None) -> tuple[str, ...]:
    """Make two of one again, as they were. Says which facts stay because somebody changed them since.

    What the surviving one got since then stays with it, but for what asks about a product that goes back.

    Raises:
        Overtaken: when somebody else did it, or the survivor became part of another.
        Refused: with every reason at once.
    """
    merge = db.session.scalars(
        select(ProducerMerge)
        .where(ProducerMerge.id == merge_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if merge is None:
        raise Refused("Penggabungan ini tidak ada.")
    if merge.undone_at is not None:
        raise Overtaken(ALREADY_UNDONE)
    (survivor,) = lock(merge.survivor_id)
    merged = db.session.scalars(
        select(Producer)
        .where(Producer.id == merge.merged_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    moment = clock.now()
    faults = undo_faults(
        merged_at=merge.merged_at,
        undone_at=merge.undone_at,
        at=moment,
        standing=survivor.standing,
        standing_then=merge.before["standing"],
    )
    if not reason.strip():
        faults = (*faults, "Tulis mengapa penggabungan ini dibatalkan.")
    if faults:
        raise Refused(faults)
    was = read_facts(survivor)
    back, kept = restored(was, merge.before["survivor"], merge.after)
    _move_back(survivor, merged, merge.moved)
    put_facts(producer=survivor, facts=replace(was, **back))
    touch(producer=survivor)
    nib = merge.before["merged"]["nib"]
    if merged.nib is None and nib and not _has_nib(nib):
        merged.nib = nib
    merged.standing = merge.before["merged_standing"]
    touch(producer=merged)
    merge.undone_at, merge.undone_by_id = moment, actor_id
    db.session.flush()
    before, after = changes(was, read_facts(survivor))
    _record("producer.split", survivor, actor_id, reason, before, {**after, "merged": merged.code, "kept": list(kept)})
    _record("producer.left", merged, actor_id, reason, {}, {"survivor": survivor.code})
    return kept


def tell_apart(*, one_id: int, other_id: int, reason: str, actor_id: int | None = None) -> None:
    """Remember that two that looked alike are two; they are not proposed again."""
    one, other = lock(one_id, other_id)
    if one_id == other_id:
        raise Refused("Ini IKM yang sama.")
    if not one_line(reason):
        raise Refused("Tulis bagaimana Anda tahu bahwa keduanya dua usaha.")
    low, high = ordered(one_id, other_id)
    if db.session.get(ProducerDistinction, (low, high)) is not None:
        return
    why = one_line(reason)[:LONGEST_REASON]
    db.session.add(
        ProducerDistinction(low_id=low, high_id=high, decided_at=clock.now(), decided_by_id=actor_id, reason=why)
    )
    db.session.flush()
    _record("producer.told_apart", one, actor_id, why, {}, {"other": other.code})
    _record("producer.told_apart", other, actor_id, why, {}, {"other": one.code})


def take_together(*, one_id: int, other_id: int, actor_id: int | None = None) -> None:
    """Forget that two were told apart, so that the pair is proposed again."""
    one, other = lock(one_id, other_id)
    row = db.session.get(ProducerDistinction, ordered(one_id, other_id))
    if row is None:
        raise Refused("Pasangan ini tidak tercatat sebagai bukan duplikat.")
    db.session.delete(row)
    db.session.flush()
    _record("producer.taken_together", one, actor_id, None, {}, {"other": other.code})
    _record("producer.taken_together", other, actor_id, None, {}, {"other": one.code})


def _side(producer: Producer) -> Side:
    return Side(producer.code, producer.name, producer.standing, producer.nib, producer.is_sample)


def _move(
    survivor: Producer, merged: Producer, kbli: Sequence[tuple[str, str]], had: Sequence[tuple[str, str]]
) -> dict[str, Any]:
    """Give the survivor everything that belongs to the merged one; what changed hands, by key."""
    contacts = _not_held(ProducerContact, survivor, merged, ProducerContact.channel, ProducerContact.value)
    links = _not_held(MarketplaceLink, survivor, merged, MarketplaceLink.url)
    moved: dict[str, Any] = {
        "products": _keys(Product.id, Product.producer_id, merged.id),
        "credentials": _keys(Credential.id, Credential.producer_id, merged.id),
        "inquiry_lines": _keys(InquiryLine.id, InquiryLine.producer_id, merged.id),
        "inquiry_threads": _keys(InquiryThread.id, InquiryThread.producer_id, merged.id),
        "contacts": contacts,
        "links": links,
        "slugs": _keys(ProducerSlug.slug, ProducerSlug.producer_id, merged.id),
        "kbli": [list(one) for one in kbli if one not in set(had)],
    }
    _give(moved, survivor.id)
    # The address of the merged one leads on from now; its row keeps it, so that nobody else gets it.
    db.session.add(ProducerSlug(slug=merged.slug, producer_id=survivor.id))
    db.session.add_all(ProducerKbli(producer_id=survivor.id, version=v, code=c) for v, c in moved["kbli"])
    db.session.flush()
    db.session.expire_all()
    return moved


def _move_back(survivor: Producer, merged: Producer, moved: Mapping[str, Any]) -> None:
    """Give back what changed hands, as far as the survivor still holds it."""
    _give(moved, merged.id, holder_id=survivor.id)
    # Inquiries that came since about a product that goes back go with it.
    db.session.execute(
        update(InquiryLine)
        .where(InquiryLine.product_id.in_(moved["products"]), InquiryLine.producer_id == survivor.id)
        .values(producer_id=merged.id)
        .execution_options(synchronize_session=False)
    )
    db.session.execute(
        delete(ProducerSlug).where(ProducerSlug.slug == merged.slug, ProducerSlug.producer_id == survivor.id)
    )
    for version, code in moved["kbli"]:
        db.session.execute(
            delete(ProducerKbli).where(
                ProducerKbli.producer_id == survivor.id, ProducerKbli.version == version, ProducerKbli.code == code
            )
        )
    db.session.flush()
    db.session.expire_all()


OWNED: Final[dict[str, tuple[Any, Any, Any]]] = {
    "products": (Product, Product.id, Product.producer_id),
    "credentials": (Credential, Credential.id, Credential.producer_id),
    "inquiry_lines": (InquiryLine, InquiryLine.id, InquiryLine.producer_id),
    "inquiry_threads": (InquiryThread, InquiryThread.id, InquiryThread.producer_id),
    "contacts": (ProducerContact, ProducerContact.id, ProducerContact.producer_id),
    "links": (MarketplaceLink, MarketplaceLink.id, MarketplaceLink.producer_id),
    "slugs": (ProducerSlug, ProducerSlug.slug, ProducerSlug.producer_id),
}


def _give(moved: Mapping[str, Any], to_id: int, *, holder_id: int | None = None) -> None:
    """Make the rows of these keys belong to another producer, only those that `holder_id` holds where it is named."""
    for name, (model, key, owner) in OWNED.items():
        if not moved.get(name):  # a merge from before threads names none
            continue
        wanted = [key.in_(moved[name])]
        wanted += [owner == holder_id] if holder_id is not None else []
        db.session.execute(
            update(model).where(*wanted).values(producer_id=to_id).execution_options(synchronize_session=False)
        )


def _keys(key: InstrumentedAttribute[Any], owner: InstrumentedAttribute[Any], producer_id: int) -> list[Any]:
    return list(db.session.scalars(select(key).where(owner == producer_id).order_by(key)))


def _not_held(model: Any, survivor: Producer, merged: Producer, *same: InstrumentedAttribute[Any]) -> list[int]:
    """The rows of the merged one of which the survivor has none that says the same; the others stay where they are."""
    rows = db.session.execute(
        select(model.id, model.producer_id, *same)
        .where(model.producer_id.in_((survivor.id, merged.id)))
        .order_by(model.id)
    ).all()
    held = {tuple(row[2:]) for row in rows if row.producer_id == survivor.id}
    return [row.id for row in rows if row.producer_id == merged.id and tuple(row[2:]) not in held]


def _has_nib(nib: str) -> bool:
    return db.session.scalar(select(Producer.id).where(Producer.nib == nib)) is not None


def _record(
    verb: str,
    producer: Producer,
    actor_id: int | None,
    reason: str | None,
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    record_event(
        verb=verb,
        object_type="producer",
        object_key=producer.code,
        actor_id=actor_id,
        reason=(reason or "").strip() or None,
        before=before or None,
        after={**after, "row_version": producer.row_version},
    )
