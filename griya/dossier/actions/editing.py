"""Entering a producer and changing its facts: whole, against the version that was read, with proof of consent."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, select, update

from griya.accounts.actions import record_event
from griya.catalog.rules.filters import is_slug
from griya.core.db import db
from griya.core.errors import Overtaken, Refused
from griya.core.text import slugify
from griya.dossier.actions import CHANGED_SINCE, lock
from griya.dossier.queries.facts import read_facts
from griya.dossier.rules.facts import Consent, Contact, Facts, changes, facts_faults
from griya.registry.actions import ContactDraft, create_producer
from griya.registry.models import Producer, ProducerContact, ProducerKbli, ProducerSlug
from griya.registry.queries import region_ids


def enter_producer(*, facts: Facts, consent: Consent | None, source: str, actor_id: int | None = None) -> Producer:
    """Enter a producer that somebody at the desk typed in, listed at once.

    Raises:
        Refused: with every reason at once.
    """
    _refuse(facts, was=None, consent=consent, source=source)
    _refuse_taken(facts, producer_id=0)
    regency_id, region_id = _region(facts)
    producer = create_producer(
        name=facts.name,
        regency_id=regency_id,
        region_id=region_id,
        slug=facts.slug or None,
        outside_region=facts.outside_region,
        nib=facts.nib,
        legal_form=facts.legal_form,
        address=facts.address,
        story_id=facts.story_id,
        story_en=facts.story_en,
        founded_year=facts.founded_year,
        women_owned=facts.women_owned,
        workers=facts.workers,
        investment_idr=facts.investment_idr,
        contacts=[ContactDraft(one.channel, one.value, one.is_public, one.verified_on) for one in facts.contacts],
        kbli=facts.kbli,
        actor_id=actor_id,
    )
    # The register's own event says that it was entered; this one says on whose word.
    _record(producer, "producer.described", actor_id, source=source, consent=consent, before={}, after={})
    return producer


def save_producer(
    *,
    producer_id: int,
    row_version: int,
    facts: Facts,
    consent: Consent | None,
    source: str,
    actor_id: int | None = None,
) -> bool:
    """Write facts over the version that was read. Says whether anything changed.

    Raises:
        Overtaken: when somebody saved in between; nothing is written.
        Refused: with every reason at once.
    """
    (producer,) = lock(producer_id)
    if producer.row_version != row_version:
        raise Overtaken(CHANGED_SINCE)
    was = read_facts(producer)
    if not facts.slug:
        raise Refused("Tulis alamat halaman, misalnya dapur-amplang.")
    before, after = changes(was, facts)
    if not after:
        return False
    _refuse(facts, was=was, consent=consent, source=source)
    _refuse_taken(facts, producer_id=producer.id)
    write_facts(producer=producer, facts=facts, was=was)
    _record(producer, "producer.changed", actor_id, source=source, consent=consent, before=before, after=after)
    return True


def write_facts(*, producer: Producer, facts: Facts, was: Facts) -> None:
    """Put the facts into the rows; the version counts up whatever was changed, so that no second save goes unseen."""
    if facts.slug != was.slug:
        # Coming back to a name of its own takes that one from the old names.
        db.session.execute(delete(ProducerSlug).where(ProducerSlug.slug == facts.slug))
        db.session.add(ProducerSlug(slug=was.slug, producer_id=producer.id))
    put_facts(producer=producer, facts=facts)
    if facts.kbli != was.kbli:
        db.session.execute(delete(ProducerKbli).where(ProducerKbli.producer_id == producer.id))
        db.session.add_all(ProducerKbli(producer_id=producer.id, version=v, code=c) for v, c in facts.kbli)
    if facts.contacts != was.contacts:
        write_contacts(producer_id=producer.id, contacts=facts.contacts)
    touch(producer=producer)


def write_contacts(*, producer_id: int, contacts: Iterable[Contact]) -> None:
    """Make the contacts of a producer these. Those that stay keep their rows."""
    rows = {
        (row.channel, row.value): row
        for row in db.session.scalars(select(ProducerContact).where(ProducerContact.producer_id == producer_id))
    }
    for one in contacts:
        row = rows.pop((one.channel, one.value), None)
        if row is None:
            row = ProducerContact(producer_id=producer_id, channel=one.channel, value=one.value)
            db.session.add(row)
        row.is_public, row.verified_on = one.is_public, one.verified_on
    for row in rows.values():
        db.session.delete(row)


def put_facts(*, producer: Producer, facts: Facts) -> None:
    """Write every fact that stands in the producer's own row."""
    producer.regency_id, producer.region_id = _region(facts)
    producer.outside_region = facts.outside_region
    producer.name, producer.slug = facts.name, facts.slug
    producer.legal_form, producer.nib = facts.legal_form, facts.nib
    producer.address = facts.address
    producer.story_id, producer.story_en = facts.story_id, facts.story_en
    producer.founded_year, producer.women_owned = facts.founded_year, facts.women_owned
    producer.workers, producer.investment_idr = facts.workers, facts.investment_idr


def touch(*, producer: Producer) -> None:
    """Count the version up although only rows beside it changed; what changed itself counts anyway."""
    version = producer.row_version
    db.session.flush()
    if producer.row_version == version:
        db.session.execute(
            update(Producer)
            .where(Producer.id == producer.id)
            .values(row_version=version + 1)
            .execution_options(synchronize_session=False)
        )
        db.session.refresh(producer)


def _region(facts: Facts) -> tuple[int | None, int | None]:
    """The kab/kota and the finest place of these facts by their keys."""
    code = facts.region_code
    if code is None:
        return None, None
    ids = region_ids({code, code[:5]})
    if code not in ids or code[:5] not in ids or len(code) < 5:
        raise Refused("Wilayah ini tidak dikenal. Pilih dari daftar.")
    return ids[code[:5]], ids[code]


def _refuse(facts: Facts, *, was: Facts | None, consent: Consent | None, source: str) -> None:
    faults = list(facts_faults(facts, was=was, consent=consent))
    if consent is None and not source.strip():
        faults.append("Tulis dari dokumen mana data ini, atau isi bukti persetujuan IKM.")
    if facts.slug and not is_slug(facts.slug):
        faults.append("Alamat halaman hanya huruf kecil, angka, dan tanda hubung, misalnya dapur-amplang.")
    if facts.slug == "" and not slugify(facts.name):
        faults.append("Nama usaha perlu berisi huruf atau angka.")
    if faults:
        raise Refused(faults)


def _refuse_taken(facts: Facts, *, producer_id: int) -> None:
    """A NIB and an address belong to one producer, also the addresses that once led to another."""
    faults = []
    if facts.nib:
        other = db.session.execute(
            select(Producer.code, Producer.name).where(Producer.nib == facts.nib, Producer.id != producer_id)
        ).first()
        if other:
            faults.append(f"NIB ini sudah tercatat pada {other.name} ({other.code}). Satu NIB untuk satu IKM.")
    if facts.slug:
        is_taken = db.session.scalar(
            select(Producer.id).where(Producer.slug == facts.slug, Producer.id != producer_id)
        ) or db.session.scalar(
            select(ProducerSlug.producer_id).where(
                ProducerSlug.slug == facts.slug, ProducerSlug.producer_id != producer_id
            )
        )
        if is_taken:
            faults.append("Alamat halaman ini sudah dipakai IKM lain, sekarang atau dahulu.")
    if faults:
        raise Refused(faults)


def _record(
    producer: Producer,
    verb: str,
    actor_id: int | None,
    *,
    source: str,
    consent: Consent | None,
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    proof = {}
    if consent is not None:
        proof = {
            "consent": {
                "given_by": consent.given_by, "means": consent.means, "given_on": consent.given_on.isoformat(),
            }
        }  # fmt: skip
    record_event(
        verb=verb,
        object_type="producer",
        object_key=producer.code,
        actor_id=actor_id,
        acting_for=producer.name if consent is not None else None,
        reason=source.strip() or None,
        before=before or None,
        after={**after, **proof, "row_version": producer.row_version},
    )
