"""A producer by its code, and the facts of it as they are stored now."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Select, select

from griya.core.db import db
from griya.dossier.models import ProducerMerge
from griya.dossier.rules.facts import Contact, Facts
from griya.registry.models import Producer, ProducerContact, ProducerKbli, Region

LONGEST_CODE: Final = 20


@dataclass(frozen=True, slots=True)
class Found:
    """A producer at an address: its key, and the code it is known by today when that is another."""

    producer_id: int
    code: str
    name: str
    standing: str
    row_version: int


def find_by_code(code: str) -> Found | None:
    """The producer with this code; one that was merged leads to the one it is part of, however often that happened."""
    if not (0 < len(code) <= LONGEST_CODE and code.isprintable()):
        return None  # PostgreSQL takes no NUL, and nothing of the kind is a code
    row = db.session.execute(_found().where(Producer.code == code)).one_or_none()
    seen: set[int] = set()
    while row is not None and row.id not in seen:
        seen.add(row.id)
        survivor = db.session.scalar(
            select(ProducerMerge.survivor_id).where(
                ProducerMerge.merged_id == row.id, ProducerMerge.undone_at.is_(None)
            )
        )
        if survivor is None:
            break
        row = db.session.execute(_found().where(Producer.id == survivor)).one_or_none()
    return Found(row.id, row.code, row.name, row.standing, row.row_version) if row is not None else None


def read_facts(producer: Producer) -> Facts:
    """What is stored about a producer, in three statements."""
    region_code = None
    if producer.region_id or producer.regency_id:
        region_code = db.session.scalar(
            select(Region.code).where(Region.id == (producer.region_id or producer.regency_id))
        )
    kbli = db.session.execute(
        select(ProducerKbli.version, ProducerKbli.code).where(ProducerKbli.producer_id == producer.id)
    )
    contacts = db.session.scalars(
        select(ProducerContact).where(ProducerContact.producer_id == producer.id).order_by(ProducerContact.id)
    )
    return Facts(
        name=producer.name,
        slug=producer.slug,
        legal_form=producer.legal_form,
        nib=producer.nib,
        region_code=region_code,
        outside_region=producer.outside_region,
        address=producer.address,
        story_id=producer.story_id,
        story_en=producer.story_en,
        founded_year=producer.founded_year,
        women_owned=producer.women_owned,
        workers=producer.workers,
        investment_idr=producer.investment_idr,
        kbli=tuple(sorted((version, code) for version, code in kbli)),
        contacts=tuple(Contact(one.channel, one.value, one.is_public, one.verified_on) for one in contacts),
    )


def facts_by_id(producer_id: int) -> Facts:
    """The facts of the producer with this key."""
    return read_facts(db.session.get_one(Producer, producer_id))


def _found() -> Select[int, str, str, str, int]:
    return select(Producer.id, Producer.code, Producer.name, Producer.standing, Producer.row_version)
