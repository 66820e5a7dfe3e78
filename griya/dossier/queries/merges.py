"""One merge as it stands now: what it moved, and what taking it back would leave as it is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from griya.accounts.models import Account
from griya.core.db import db
from griya.dossier.models import ProducerMerge
from griya.dossier.queries.facts import facts_by_id
from griya.dossier.rules.facts import FIELD_NAMES
from griya.dossier.rules.merging import restored
from griya.registry.models import Producer


@dataclass(frozen=True, slots=True)
class MergeNow:
    """A merge with the names of both, how much it moved by table, and the facts that changed since."""

    merge_id: int
    survivor_code: str
    survivor_name: str
    merged_code: str
    merged_name: str
    merged_at: datetime
    merged_by: str | None
    reason: str
    undone_at: datetime | None
    moved: dict[str, int]
    kept: tuple[str, ...]


def find_merge(merge_id: int) -> MergeNow | None:
    """The merge with this key."""
    survivor, merged = aliased(Producer), aliased(Producer)
    row = db.session.execute(
        select(ProducerMerge, survivor.code, survivor.name, merged.code, merged.name, Account.name)
        .join(survivor, survivor.id == ProducerMerge.survivor_id)
        .join(merged, merged.id == ProducerMerge.merged_id)
        .outerjoin(Account, Account.id == ProducerMerge.merged_by_id)
        .where(ProducerMerge.id == merge_id)
    ).one_or_none()
    if row is None:
        return None
    merge, survivor_code, survivor_name, merged_code, merged_name, actor = row
    kept: tuple[str, ...] = ()
    if merge.undone_at is None:
        _, kept = restored(facts_by_id(merge.survivor_id), merge.before["survivor"], merge.after)
    return MergeNow(
        merge_id=merge.id,
        survivor_code=survivor_code,
        survivor_name=survivor_name,
        merged_code=merged_code,
        merged_name=merged_name,
        merged_at=merge.merged_at,
        merged_by=actor,
        reason=merge.reason,
        undone_at=merge.undone_at,
        moved={name: len(keys) for name, keys in merge.moved.items()},
        kept=tuple(FIELD_NAMES[name] for name in kept),
    )
