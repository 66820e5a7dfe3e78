"""Builders for regions and producers."""

from itertools import count

from sqlalchemy import select

from griya.core.db import db
from griya.registry.actions import ContactDraft, CredentialDraft, create_producer
from griya.registry.models import Producer, ReferenceSource, Region
from griya.registry.rules.regions import region_slug

_numbers = count(1)


def make_region(code: str = "61.01", name: str = "Sambas", level: str = "regency") -> Region:
    """The region with this code, made when it is not there."""
    found = db.session.scalars(select(Region).where(Region.code == code)).one_or_none()
    if found:
        return found
    parent = None if level == "province" else make_region("61", "Kalimantan Barat", "province")
    region = Region(
        code=code,
        name=name,
        level=level,
        slug=region_slug(level, name),
        parent_id=parent.id if parent else None,
        source_id=_source().id,
    )
    db.session.add(region)
    db.session.flush()
    return region


def _source() -> ReferenceSource:
    from datetime import date

    found = db.session.scalars(select(ReferenceSource)).first()
    if found:
        return found
    source = ReferenceSource(key="uji", title="Sumber uji", issued_on=date(2025, 6, 23), note="")
    db.session.add(source)
    db.session.flush()
    return source


def make_producer(
    name: str = "Dapur Uji",
    *,
    region: Region | None = None,
    email: str | None = "dapur@contoh.test",
    whatsapp: str | None = None,
    credentials: tuple[CredentialDraft, ...] = (),
    is_sample: bool = False,
) -> Producer:
    """A listed producer with an e-mail address of its own."""
    number = next(_numbers)
    contacts = [ContactDraft("email", email)] if email else []
    contacts += [ContactDraft("whatsapp", whatsapp, is_public=True)] if whatsapp else []
    return create_producer(
        name=name,
        code=f"UJI-{number:05d}",
        slug=f"uji-ikm-{number}",
        regency_id=(region or make_region()).id,
        contacts=contacts,
        credentials=credentials,
        is_sample=is_sample,
    )
