"""One product as the desk reads it: what is live, what is drafted, what it lacks, what was done to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import or_, select

from griya.accounts.models import Account, Event
from griya.catalog.models import Product, ProductState
from griya.catalog.models.drafts import DraftState, ProductConsent, ProductDraft, SavedView
from griya.catalog.queries.drafts import (
    Lists,
    draft_photos,
    find_base_revision,
    find_product_draft,
    live_photos,
    load_lists,
    shown,
    typed_of,
)
from griya.catalog.queries.fitness import find_lacks
from griya.catalog.rules.completeness import Fitness, fitness
from griya.catalog.rules.difference import Difference, differences
from griya.catalog.rules.draft import read_fields
from griya.catalog.rules.staged import PhotoChange, StagedPhoto, photo_changes
from griya.core.clock import today
from griya.core.db import db
from griya.registry.models import Producer, Region, Standing
from griya.registry.rules.regions import region_label

_MOST_EVENTS: Final = 60


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """What the desk says of a draft."""

    state: DraftState
    stamp: str
    writer_ids: tuple[int, ...]
    saved_at: datetime
    saved_by: str
    submitted_at: datetime | None
    submitted_by: str
    taken_by_id: int | None
    taken_by: str
    requests: tuple[Mapping[str, str], ...]
    consent_file: str
    consent_file_name: str


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a product's record."""

    at: datetime
    verb: str
    actor: str
    acting_for: str
    reason: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Consent:
    """How the maker agreed to a published revision; `file` is the digest of the private file that shows it."""

    kind: str
    agreed_on: date
    agreed_by: str
    note: str
    file: str
    file_name: str
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class Item:
    """A product at the desk. `fields` is what its form shows: the draft, or what is live where there is none."""

    product: Product
    code: str
    slug: str
    name: str
    state: ProductState
    producer_name: str
    producer_code: str
    place: str
    is_maker_listed: bool
    is_public: bool
    draft: DraftFacts | None
    lists: Lists
    fields: Mapping[str, Any]
    live_fields: Mapping[str, Any] | None
    findings: Mapping[str, str]
    photos: tuple[StagedPhoto, ...]
    fitness: tuple[Fitness, ...]

    @property
    def shown(self) -> dict[str, str]:
        """What the fields say, as people read them."""
        return shown(self.fields, self.lists)

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What the draft changes of what is live; of a product that never was, everything that is filled in."""
        before = shown(self.live_fields, self.lists) if self.live_fields is not None else {}
        return differences(before, self.shown) if self.draft else ()

    @property
    def photo_changes(self) -> tuple[PhotoChange, ...]:
        """What the draft does with the photos."""
        return photo_changes(live_photos(self.product.id), self.photos) if self.draft else ()


def find_item(code: str) -> Item | None:
    """The product with this code, whatever its state."""
    row = db.session.execute(
        select(Product, Producer, Region.level, Region.name)
        .join(Producer, Producer.id == Product.producer_id)
        .outerjoin(Region, Region.id == Producer.regency_id)
        .where(Product.code == code)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        return None
    product, producer, level, place = row
    draft = find_product_draft(product.id)
    base = typed_of(product, find_base_revision(product))
    fields = draft.fields if draft else base
    lists = load_lists({str(one.get(key) or "") for one in (base, fields) for key in ("made_in", "specialty_of")})
    return Item(
        product=product,
        code=product.code,
        slug=product.slug,
        name=fields.get("name_id") or base.get("name_id") or product.code,
        state=ProductState(product.state),
        producer_name=producer.name,
        producer_code=producer.code,
        place=str(region_label(level, place)) if place else producer.outside_region or "",
        is_maker_listed=producer.standing == Standing.LISTED,
        is_public=product.state == ProductState.PUBLISHED and producer.standing == Standing.LISTED,
        draft=_draft_facts(draft) if draft else None,
        lists=lists,
        fields=fields,
        live_fields=base if product.live_revision_id is not None else None,
        findings=read_fields(fields, lists.known, on=today()).findings,
        photos=draft_photos(product.id, draft),
        fitness=fitness(find_lacks([product.id], lists, on=today())[product.id]),
    )


def _draft_facts(draft: ProductDraft) -> DraftFacts:
    ids = {draft.saved_by_id, draft.submitted_by_id, draft.taken_by_id} - {None}
    names = dict(db.session.execute(select(Account.id, Account.name).where(Account.id.in_(ids))).all())
    return DraftFacts(
        state=DraftState(draft.state),
        stamp=f"{draft.row_version}-{draft.photos_version}",
        writer_ids=tuple(draft.writer_ids),
        saved_at=draft.saved_at,
        saved_by=names.get(draft.saved_by_id or 0, "Griya"),
        submitted_at=draft.submitted_at,
        submitted_by=names.get(draft.submitted_by_id or 0, ""),
        taken_by_id=draft.taken_by_id,
        taken_by=names.get(draft.taken_by_id or 0, ""),
        requests=tuple(draft.requests),
        consent_file=draft.consent_digest or "",
        consent_file_name=draft.consent_file_name or "",
    )


def list_happenings(code: str) -> list[Happening]:
    """A product's record, the newest first, as far as a page holds it."""
    rows = db.session.execute(
        select(Event, Account.name)
        .outerjoin(Account, Account.id == Event.actor_id)
        .where(Event.object_type == "product", Event.object_key == code)
        .order_by(Event.id.desc())
        .limit(_MOST_EVENTS)
    )
    return [
        Happening(
            at=event.at,
            verb=event.verb,
            actor=name or "Griya",
            acting_for=event.acting_for or "",
            reason=event.reason or "",
            before=event.before or {},
            after=event.after or {},
        )
        for event, name in rows
    ]


def list_consents(product_id: int) -> list[Consent]:
    """How the maker agreed to each revision that was published on their behalf, the newest first."""
    rows = db.session.execute(
        select(ProductConsent, Account.name)
        .outerjoin(Account, Account.id == ProductConsent.recorded_by_id)
        .where(ProductConsent.product_id == product_id)
        .order_by(ProductConsent.id.desc())
    )
    return [
        Consent(
            kind=one.kind,
            agreed_on=one.agreed_on,
            agreed_by=one.agreed_by,
            note=one.note,
            file=one.digest or "",
            file_name=one.file_name or "",
            recorded_at=one.recorded_at,
            recorded_by=name or "Griya",
        )
        for one, name in rows
    ]


def find_consent_file(product_id: int, digest: str) -> tuple[str, str] | None:
    """The kind and name of a private file, if it shows a consent to this product; of no other file."""
    found = (
        db.session.execute(
            select(ProductConsent.extension, ProductConsent.file_name).where(
                ProductConsent.product_id == product_id, ProductConsent.digest == digest
            )
        ).first()
        or db.session.execute(
            select(ProductDraft.consent_extension, ProductDraft.consent_file_name).where(
                ProductDraft.product_id == product_id, ProductDraft.consent_digest == digest
            )
        ).first()
    )
    return (found[0] or "", found[1] or "") if found else None


@dataclass(frozen=True, slots=True)
class ViewEntry:
    """A saved view that somebody may open."""

    code: str
    name: str
    query: str
    is_shared: bool
    is_own: bool
    owner_name: str


def list_views(list_name: str, account_id: int) -> list[ViewEntry]:
    """The views of a list that this person may open: their own first, then those that others share."""
    rows = db.session.execute(
        select(SavedView, Account.name)
        .join(Account, Account.id == SavedView.owner_id)
        .where(SavedView.list_name == list_name, or_(SavedView.owner_id == account_id, SavedView.is_shared))
        .order_by(SavedView.owner_id != account_id, SavedView.name)
    )
    return [
        ViewEntry(view.code, view.name, view.query, view.is_shared, view.owner_id == account_id, name)
        for view, name in rows
    ]


def find_view(list_name: str, code: str, account_id: int) -> SavedView | None:
    """The view with this code, if this person may open it."""
    return db.session.scalars(
        select(SavedView).where(
            SavedView.list_name == list_name,
            SavedView.code == code,
            or_(SavedView.owner_id == account_id, SavedView.is_shared),
        )
    ).one_or_none()


def find_makers(text: str) -> Sequence[tuple[str, str, str]]:
    """Makers whose name or code has these words: code, name and place of at most twelve."""
    statement = (
        select(Producer.code, Producer.name, Region.level, Region.name.label("place"))
        .outerjoin(Region, Region.id == Producer.regency_id)
        .where(Producer.standing != Standing.CLOSED)
    )
    for word in text.split()[:6]:
        statement = statement.where(
            or_(Producer.name.icontains(word, autoescape=True), Producer.code.icontains(word, autoescape=True))
        )
    rows = db.session.execute(statement.order_by(Producer.name).limit(12))
    return [(row.code, row.name, str(region_label(row.level, row.place)) if row.place else "") for row in rows]
