"""From a draft to what everybody sees: handed in, taken by one reviewer, approved or sent back, published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from griya.accounts.actions import record_event
from griya.accounts.models import Account, Role
from griya.catalog.actions import RevisionDraft, add_revision, publish_product
from griya.catalog.actions.drafts import move
from griya.catalog.actions.staging import put_photos
from griya.catalog.models import Product, ProductRevision, ProductSlug
from griya.catalog.models.drafts import DraftState, ProductConsent, ProductDraft
from griya.catalog.queries.drafts import (
    Lists,
    acting_for,
    acting_for_maker,
    find_base_revision,
    load_lists,
    lock,
    stamp_of,
    typed_of,
)
from griya.catalog.queries.fitness import find_lacks
from griya.catalog.rules.completeness import Purpose, Requirement
from griya.catalog.rules.draft import CONSENT_KINDS, REVIEWABLE, read_fields
from griya.catalog.rules.publication import (
    OFFICER_NEEDS_CONSENT,
    approval_faults,
    request_faults,
    review_faults,
    submission_faults,
    taking_faults,
)
from griya.core import clock
from griya.core.db import db
from griya.core.errors import Overtaken, Refused
from griya.core.state import state_change
from griya.registry.models import Producer

_NOT_THAT_ONE = "Draf ini baru saja diubah, diterbitkan, atau dibuang orang lain. Lihat dulu yang sekarang."
_SLUG_TAKEN = "Alamat halaman ini sudah dipakai produk lain. Pilih yang lain."


@dataclass(frozen=True, slots=True)
class Looked:
    """What somebody looked at when they decided: a product and the stamp of its draft."""

    product: Product
    stamp: str
    actor_id: int | None = None


@state_change()
def submit_draft(*, looked: Looked) -> None:
    """Hand a draft in for review.

    Raises:
        Overtaken: when it is not the draft that was looked at any more.
        Refused: with every reason at once, what is missing among them.
    """
    draft = _draft(looked)
    lists = _lists_for(draft)
    faults = submission_faults(
        looked.product.state,
        draft.state,
        _lacks(looked.product, lists),
        is_changed=_is_changed(looked.product, draft),
        is_since_request=draft.submitted_at is None or draft.saved_at > draft.submitted_at,
    )
    if not faults:
        faults = _slug_faults(looked.product, draft) + _source_faults(draft)
    if faults:
        raise Refused(faults)
    draft.submitted_at, draft.submitted_by_id = clock.now(), looked.actor_id
    before = draft.state
    move(draft=draft, product=looked.product, state=DraftState.SUBMITTED)
    _record(looked, "submitted", draft, before={"state": before}, after={"state": draft.state, **_consent_of(draft)})


@state_change()
def take_draft(*, looked: Looked) -> None:
    """Take a draft for review, so that everybody sees who has it.

    Raises:
        Overtaken: when somebody else took it first, or it is not the draft that was looked at any more.
        Refused: when it is not handed in.
    """
    draft = _draft(looked)
    if faults := taking_faults(draft.state, taken_by=draft.taken_by_id, actor_id=looked.actor_id):
        raise (Overtaken if draft.state == DraftState.IN_REVIEW else Refused)(faults)
    draft.taken_by_id = looked.actor_id
    move(draft=draft, product=looked.product, state=DraftState.IN_REVIEW)
    _record(looked, "taken", draft, after={"stamp": looked.stamp})


@state_change()
def release_draft(*, looked: Looked) -> None:
    """Put a draft back that somebody had in review, so that another can take it."""
    draft = _draft(looked)
    if draft.state != DraftState.IN_REVIEW:
        raise Overtaken("Draf ini tidak sedang diperiksa lagi.")
    had = draft.taken_by_id
    move(draft=draft, product=looked.product, state=DraftState.SUBMITTED)
    _record(looked, "released", draft, before={"taken_by_id": had})


@state_change()
def approve_draft(*, looked: Looked, note: str = "") -> ProductRevision:
    """Make the draft in one's hands the live revision, with its photos, shelf and address.

    Raises:
        Overtaken: when it was changed since it was taken, or somebody else has decided.
        Refused: when the approver wrote a part of it, or it is incomplete.
    """
    product, draft = looked.product, _in_hand(looked)
    lists = _lists_for(draft)
    lacks = _lacks(product, lists)
    faults = approval_faults(product.state, lacks, writers=draft.writer_ids, actor_id=looked.actor_id)
    faults += _slug_faults(product, draft) + _source_faults(draft)
    if faults:
        raise Refused(faults)
    values = read_fields(draft.fields, lists.known, on=clock.today()).values
    behalf = acting_for(draft, db.session.get_one(Producer, product.producer_id))
    revision = add_revision(
        product=product, draft=_revision_draft(values, lists), actor_id=draft.saved_by_id, acting_for=behalf
    )
    _rename(product, values["slug"] or product.slug)
    product.category_id = values["category"]
    if draft.photos is not None:
        put_photos(product=product, kept=draft.photos)
    if behalf is not None:
        _keep_consent(revision, draft, values, looked.actor_id)
    writers, told = draft.writer_ids, _consent_of(draft)
    db.session.delete(draft)
    db.session.flush()
    record_event(
        verb="product_draft.approved",
        object_type="product",
        object_key=product.code,
        actor_id=looked.actor_id,
        acting_for=behalf,
        reason=note.strip()[:300] or None,
        after={"revision": revision.number, "writer_ids": writers, **told},
    )
    publish_product(product=product, revision=revision, actor_id=looked.actor_id, reason=note.strip()[:300])
    return revision


@state_change()
def request_changes(*, looked: Looked, requests: Sequence[Mapping[str, str]]) -> None:
    """Send a draft back to who wrote it, with what is to be mended and why.

    Raises:
        Overtaken: when it was changed since it was taken, or somebody else has decided.
        Refused: when a request lacks its code, its field or its words.
    """
    draft = _in_hand(looked)
    if faults := request_faults(requests):
        raise Refused(faults)
    draft.requests = [{"code": one["code"], "field": one["field"], "text": one["text"].strip()} for one in requests]
    # The clock of "something changed since" begins now.
    draft.submitted_at = clock.now()
    move(draft=draft, product=looked.product, state=DraftState.CHANGES_REQUESTED)
    _record(
        looked, "sent_back", draft, reason="; ".join(one["text"] for one in draft.requests)[:1_000],
        after={"requests": draft.requests},
    )  # fmt: skip


def _lists_for(draft: ProductDraft) -> Lists:
    """The controlled lists with the places that this draft names."""
    return load_lists({str(draft.fields.get(key) or "") for key in ("made_in", "specialty_of")})


def _consent_of(draft: ProductDraft) -> dict[str, Any]:
    """How the maker agreed, for the record; nothing where the office only mends spelling."""
    if draft.fields.get("source") == "kantor":
        return {"source": "kantor"}
    return {
        "source": "ikm",
        "consent": CONSENT_KINDS.get(str(draft.fields.get("consent_kind")), ""),
        "consent_on": draft.fields.get("consent_on") or "",
        "consent_from": draft.fields.get("consent_from") or "",
        "consent_note": draft.fields.get("consent_note") or "",
        "consent_file": f"{draft.consent_digest}.{draft.consent_extension}" if draft.consent_digest else "",
    }


def _draft(looked: Looked) -> ProductDraft:
    """The draft, locked, if it still is the one that was looked at."""
    draft = lock(looked.product)
    if draft is None or stamp_of(draft) != looked.stamp:
        raise Overtaken(_NOT_THAT_ONE)
    return draft


def _in_hand(looked: Looked) -> ProductDraft:
    """The same, if the actor has it in review and nobody changed it since."""
    draft = _draft(looked)
    if faults := review_faults(draft.state, taken_by=draft.taken_by_id, actor_id=looked.actor_id):
        raise (Overtaken if draft.state == DraftState.IN_REVIEW else Refused)(faults)
    return draft


def _lacks(product: Product, lists: Lists) -> list[Requirement]:
    found = find_lacks([product.id], lists, on=clock.today())[product.id]
    return [row for row in found if Purpose.SHOW in row.purposes]


def _is_changed(product: Product, draft: ProductDraft) -> bool:
    """Whether publishing would change anything that can be seen."""
    if product.live_revision_id is None or draft.photos is not None:
        return True
    live = typed_of(product, find_base_revision(product))
    return any((live.get(spec.key) or None) != (draft.fields.get(spec.key) or None) for spec in REVIEWABLE)


def _revision_draft(values: Mapping[str, Any], lists: Lists) -> RevisionDraft:
    plain = {
        name: values[name]
        for name in RevisionDraft.__slots__
        if name in values and not name.endswith("_ids") and values[name] is not None
    }
    return RevisionDraft(
        **plain,
        made_in_id=values["made_in"],
        specialty_of_id=values["specialty_of"],
        material_ids=[lists.known.materials[slug] for slug in values["materials"]],
        technique_ids=[lists.known.techniques[slug] for slug in values["techniques"]],
    )


def _keep_consent(
    revision: ProductRevision, draft: ProductDraft, values: Mapping[str, Any], actor_id: int | None
) -> None:
    """Keep how the maker agreed for as long as the revision is kept; the draft goes."""
    db.session.add(
        ProductConsent(
            product_id=revision.product_id,
            revision_id=revision.id,
            kind=values["consent_kind"],
            agreed_on=values["consent_on"],
            agreed_by=draft.fields["consent_from"],
            note=draft.fields.get("consent_note") or "",
            digest=draft.consent_digest,
            extension=draft.consent_extension,
            file_name=draft.consent_file_name,
            recorded_at=clock.now(),
            recorded_by_id=draft.submitted_by_id or actor_id,
        )
    )
    db.session.flush()


def _slug_faults(product: Product, draft: ProductDraft) -> list[str]:
    slug = draft.fields.get("slug")
    if not slug or slug == product.slug:
        return []
    other = db.session.scalar(select(Product.id).where(Product.slug == slug, Product.id != product.id))
    former = db.session.scalar(
        select(ProductSlug.product_id).where(ProductSlug.slug == slug, ProductSlug.product_id != product.id)
    )
    return [_SLUG_TAKEN] if other or former else []


def _source_faults(draft: ProductDraft) -> list[str]:
    """Whether an officer filled in what is said to be the office's own mending: an officer acts for a maker only."""
    if acting_for_maker(draft):
        return []
    officers = select(Account.id).where(Account.id.in_(draft.writer_ids), Account.role == Role.OFFICER).limit(1)
    return [OFFICER_NEEDS_CONSENT] if db.session.scalar(officers) else []


def _rename(product: Product, slug: str) -> None:
    """Give a product another address. One that was public before keeps leading here."""
    if slug == product.slug:
        return
    db.session.execute(delete(ProductSlug).where(ProductSlug.slug == slug, ProductSlug.product_id == product.id))
    if product.published_at is not None:
        db.session.add(ProductSlug(slug=product.slug, product_id=product.id))
    try:
        with db.session.begin_nested():
            product.slug = slug
    except IntegrityError as error:
        raise Refused(_SLUG_TAKEN) from error


def _record(looked: Looked, verb: str, draft: ProductDraft, **told: Any) -> None:
    db.session.flush()
    record_event(
        verb=f"product_draft.{verb}",
        object_type="product",
        object_key=looked.product.code,
        actor_id=looked.actor_id,
        acting_for=acting_for(draft, db.session.get_one(Producer, looked.product.producer_id)),
        **told,
    )
