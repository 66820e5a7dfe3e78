"""Changes to a producer's file: facts, standing, merges, distinctions, and sheets that are taken away."""

from sqlalchemy import select

from griya.core.db import db
from griya.core.errors import Overtaken, Refused
from griya.dossier.queries.producers import is_merged
from griya.registry.models import Producer

CHANGED_SINCE = "Data IKM ini diubah orang lain sesudah Anda membukanya. Tidak ada yang hilang: bandingkan di bawah."
MERGED_SINCE = "IKM ini sudah digabung ke IKM lain. Bukalah IKM itu."


def lock(*producer_ids: int) -> list[Producer]:
    """These producers, held until the transaction ends; taken in the order of their keys, so that none wait in a ring.

    Raises:
        Overtaken: when one of them became part of another.
    """
    rows = db.session.scalars(
        select(Producer)
        .where(Producer.id.in_(producer_ids))
        .order_by(Producer.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    by_id = {row.id: row for row in rows}
    # Asked again under the lock: whoever merged them first has committed by now.
    if db.session.scalar(select(Producer.id).where(Producer.id.in_(producer_ids), is_merged()).limit(1)):
        raise Overtaken(MERGED_SINCE)
    if len(by_id) < len(set(producer_ids)):
        raise Refused("IKM ini tidak ada lagi.")
    return [by_id[key] for key in producer_ids]
