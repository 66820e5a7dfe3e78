"""Changes to the register: load the reference data, enter a producer with contacts and credentials."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import insert, select

from griya.accounts.actions import record_event
from griya.core.clock import now
from griya.core.db import db
from griya.core.errors import Refused
from griya.core.state import state_change
from griya.core.text import slugify
from griya.registry import queries
from griya.registry.models import (
    Credential,
    CredentialState,
    Marketplace,
    Producer,
    ProducerContact,
    ProducerKbli,
    ReferenceSource,
    Region,
    Standing,
    Statement,
    StatementFigure,
)
from griya.registry.reference.load import load_marketplaces, load_regions, load_sources, load_statement_2019
from griya.registry.rules.numbers import credential_expiry
from griya.registry.rules.regions import region_slug

REGIONS_SOURCE = "kepmendagri_2025"


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """A channel (`phone`, `whatsapp` or `email`) and its value in stored form: E.164, or a normalised address."""

    channel: str
    value: str
    is_public: bool = False
    verified_on: date | None = None


@dataclass(frozen=True, slots=True)
class CredentialDraft:
    """A claim as it is entered; `state` says how far it was already followed."""

    kind: str
    number: str | None = None
    state: str = CredentialState.CLAIMED
    issuer: str = ""
    issued_on: date | None = None
    expires_on: date | None = None
    seen_on: date | None = None
    checked_on: date | None = None
    check_method: str | None = None
    ovop: tuple[int, int, int] | None = None  # stars, scale, year
    ovop_group: str | None = None
    tkdn_percent: Decimal | None = None
    covers_all_products: bool = True


def load_reference() -> bool:
    """Load regions, sources, marketplaces and the statement of 2019 where they are not there yet.

    Returns whether anything was written; calling it again changes nothing.
    """
    if queries.has_reference():
        return False
    sources = {
        row.key: ReferenceSource(
            key=row.key, title=row.title, title_en=row.title_en, issued_on=row.issued_on, note=row.note
        )
        for row in load_sources().values()
    }
    db.session.add_all(sources.values())
    db.session.flush()
    _load_regions(sources[REGIONS_SOURCE].id)
    _load_statement({key: source.id for key, source in sources.items()})
    db.session.add_all(
        Marketplace(
            code=row.code,
            name=row.name,
            hosts=list(row.hosts),
            goods_from=row.goods_from,
            goods_until=row.goods_until,
            checked_on=row.checked_on,
            note=row.note,
        )
        for row in load_marketplaces()
    )
    db.session.flush()
    return True


def _load_regions(source_id: int) -> None:
    """Insert level by level, so that every parent has its id before its children come."""
    rows = load_regions()
    ids: dict[str, int] = {}
    for depth in range(4):
        level = [row for row in rows if row.code.count(".") == depth]
        db.session.execute(
            insert(Region),
            [
                {
                    "code": row.code,
                    "bps_code": row.bps_code,
                    "level": row.level,
                    "name": row.name,
                    "slug": region_slug(row.level, row.name),
                    "parent_id": ids[row.parent_code] if row.parent_code else None,
                    "label_lat": row.label_lat,
                    "label_lng": row.label_lng,
                    "area_km2": row.area_km2,
                    "population": row.population,
                    "source_id": source_id,
                }
                for row in level
            ],
        )
        ids |= dict(db.session.execute(select(Region.code, Region.id)).all())


def _load_statement(source_ids: dict[str, int]) -> None:
    row = load_statement_2019()
    db.session.add(
        Statement(
            key=row.key,
            as_of=row.as_of,
            title=row.title,
            title_en=row.title_en,
            note=row.note,
            source_id=source_ids[row.source],
            figures=[
                StatementFigure(
                    position=position,
                    key=figure.key,
                    label=figure.label,
                    label_en=figure.label_en,
                    value=figure.value,
                )
                for position, figure in enumerate(row.figures, start=1)
            ],
        )
    )


@state_change()
def create_producer(
    *,
    name: str,
    regency_id: int | None,
    region_id: int | None = None,
    outside_region: str | None = None,
    code: str | None = None,
    slug: str | None = None,
    nib: str | None = None,
    legal_form: str | None = None,
    address: str | None = None,
    story_id: str = "",
    story_en: str = "",
    founded_year: int | None = None,
    women_owned: bool | None = None,
    workers: int | None = None,
    investment_idr: int | None = None,
    is_sample: bool = False,
    contacts: Sequence[ContactDraft] = (),
    credentials: Sequence[CredentialDraft] = (),
    kbli: Sequence[tuple[str, str]] = (),
    actor_id: int | None = None,
    reason: str | None = None,
) -> Producer:
    """Enter a producer into the register, listed at once; a listed producer without public products shows nothing.

    `kbli` holds codes that `registry.rules.classification` accepted, each as its edition and its digits.
    """
    moment = now()
    producer = Producer(
        code=code or f"IKM-{queries.next_producer_number():05d}",
        slug=slug or _free_slug(name),
        name=name,
        legal_form=legal_form,
        nib=nib,
        regency_id=regency_id,
        region_id=region_id or regency_id,
        outside_region=outside_region,
        address=address,
        story_id=story_id,
        story_en=story_en,
        founded_year=founded_year,
        women_owned=women_owned,
        workers=workers,
        investment_idr=investment_idr,
        is_sample=is_sample,
        created_at=moment,
        contacts=[
            ProducerContact(channel=c.channel, value=c.value, is_public=c.is_public, verified_on=c.verified_on)
            for c in contacts
        ],
    )
    db.session.add(producer)
    db.session.flush()
    db.session.add_all(ProducerKbli(producer_id=producer.id, version=version, code=code) for version, code in kbli)
    for draft in credentials:
        add_credential(producer_id=producer.id, draft=draft, actor_id=actor_id)
    record_event(
        verb="producer.created",
        object_type="producer",
        object_key=producer.code,
        actor_id=actor_id,
        reason=reason,
        after={"name": name, "slug": producer.slug},
    )
    return producer


@state_change()
def change_standing(
    *,
    producer: Producer,
    standing: Standing,
    reason: str,
    reason_code: str | None = None,
    letters: int | None = None,
    actor_id: int | None = None,
) -> None:
    """Stop a producer for a while, end its stay, or list it again; everything it makes follows at the next request.

    The audit record keeps the day, which tells when the addresses of its products close for good, the kind of reason
    where the desk asked for one, and to how many buyers it wrote.

    Raises:
        Refused: when no reason is given, it stands so already, or its stay has ended.
    """
    before = Standing(producer.standing)
    if not reason.strip():
        raise Refused("Tuliskan alasan kedudukan pembuat ini diubah.")
    if before is standing:
        raise Refused("Pembuat ini sudah berkedudukan begitu.")
    if before is Standing.CLOSED:
        raise Refused("Pembuat ini sudah ditutup; itu tidak dapat dibatalkan.")
    producer.standing = standing
    db.session.flush()
    record_event(
        verb=f"producer.{standing}",
        object_type="producer",
        object_key=producer.code,
        actor_id=actor_id,
        reason=reason,
        before={"standing": before},
        after={"standing": standing}
        | ({"reason_code": reason_code} if reason_code else {})
        | ({"letters": letters} if letters is not None else {}),
    )


@state_change()
def add_credential(
    *, producer_id: int, draft: CredentialDraft, actor_id: int | None = None, acting_for: str | None = None
) -> Credential:
    """Add one claim to a producer."""
    stars, scale, year = draft.ovop or (None, None, None)
    credential = Credential(
        producer_id=producer_id,
        kind=draft.kind,
        number=draft.number,
        issuer=draft.issuer,
        state=draft.state,
        covers_all_products=draft.covers_all_products,
        issued_on=draft.issued_on,
        expires_on=credential_expiry(draft.kind, draft.number or "", stated_on=draft.expires_on),
        seen_on=draft.seen_on,
        checked_on=draft.checked_on,
        check_method=draft.check_method,
        ovop_stars=stars,
        ovop_scale=scale,
        ovop_year=year,
        ovop_group=draft.ovop_group,
        tkdn_percent=draft.tkdn_percent,
        created_at=now(),
    )
    db.session.add(credential)
    db.session.flush()
    record_event(
        verb="credential.added",
        object_type="credential",
        object_key=credential.code,
        actor_id=actor_id,
        acting_for=acting_for,
        after={
            "kind": draft.kind,
            "number": draft.number,
            "state": draft.state,
            "issuer": draft.issuer or None,
            "issued_on": draft.issued_on and draft.issued_on.isoformat(),
            "expires_on": credential.expires_on and credential.expires_on.isoformat(),
        },
    )
    return credential


def _free_slug(name: str) -> str:
    """A slug for `name` that nobody has: the plain one, else with the next free number behind it."""
    plain = slugify(name, limit=100) or "ikm"
    taken = queries.taken_producer_slugs(plain)
    if plain not in taken:
        return plain
    return next(f"{plain}-{n}" for n in range(2, len(taken) + 3) if f"{plain}-{n}" not in taken)
