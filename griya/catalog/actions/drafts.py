"""Writing the draft of a product: begun beside what is live, saved whole by whoever read the present one, dropped."""

from collections.abc import Mapping
from typing import Any

from griya.accounts.actions import record_event
from griya.catalog.models import Availability, Product, ProductState
from griya.catalog.models.drafts import DraftState, ProductDraft
from griya.catalog.queries.drafts import (
    acting_for,
    fields_seen,
    find_base_revision,
    find_product_draft,
    lock,
    stamp_of,
    typed_of,
)
from griya.catalog.queries.names import free_slug, next_code
from griya.catalog.rules.draft import SPECS, clean_fields
from griya.catalog.rules.publication import edit_faults, reason_faults
from griya.core import clock
from griya.core.db import db
from griya.core.errors import Overtaken, Refused
from griya.core.state import state_change
from griya.registry.models import Producer, Standing

CHANGED_SINCE = (
    "Sejak Anda membukanya, draf ini disimpan orang lain. Tulisan Anda masih ada; pilih untuk setiap bagian."
)
GONE_SINCE = "Sejak Anda membukanya, draf ini sudah diterbitkan atau dibuang. Tulisan Anda masih ada di bawah."
# The states of a product that was never public: it stands where its draft stands.
ON_THE_WAY = frozenset(
    {ProductState.DRAFT, ProductState.SUBMITTED, ProductState.IN_REVIEW, ProductState.CHANGES_REQUESTED}
)


def start_product(
    *, producer: Producer, name: str, category_slug: str, category_id: int, actor_id: int | None = None
) -> Product:
    """Begin a product that has a maker, a name and a shelf, and everything else still to come."""
    if producer.standing == Standing.CLOSED:
        raise Refused("IKM ini sudah tutup.")
    # Whoever begins a product of this maker at the same moment waits here for the number.
    db.session.refresh(producer, with_for_update=True)
    product = Product(
        code=next_code(producer),
        slug=free_slug(name, producer.name),
        producer_id=producer.id,
        category_id=category_id,
        availability=Availability.READY,
        created_at=clock.now(),
    )
    db.session.add(product)
    db.session.flush()
    fields = clean_fields({"name_id": name, "category": category_slug, "slug": product.slug, "source": "ikm"})
    _new_draft(product, fields, actor_id)
    record_event(
        verb="product.created",
        object_type="product",
        object_key=product.code,
        actor_id=actor_id,
        after={"name": name, "slug": product.slug},
    )
    return product


@state_change()
def save_draft(*, product: Product, seen: str, fields: Mapping[str, Any], actor_id: int | None = None) -> ProductDraft:
    """Write the draft over the save that was `seen` (`fields_seen`). Nothing typed is refused.

    Raises:
        Overtaken: when somebody saved, published or dropped it in between; nothing is written.
        Refused: when the product is suspended or archived.
    """
    draft = lock(product)
    if faults := edit_faults(product.state):
        raise Refused(faults)
    if fields_seen(product, draft) != seen:
        raise Overtaken(CHANGED_SINCE if draft else GONE_SINCE)
    wanted = clean_fields(fields)
    if draft is None:
        draft = _new_draft(product, typed_of(product, find_base_revision(product)), actor_id)
    before = draft.fields
    # A draft from before a field was there says nothing in it.
    changed = [spec.key for spec in SPECS if (before.get(spec.key) or None) != (wanted[spec.key] or None)]
    if not changed:
        return draft
    draft.fields = wanted
    draft.row_version += 1
    touch(draft=draft, product=product, actor_id=actor_id)
    record_event(
        verb="product_draft.saved",
        object_type="product",
        object_key=product.code,
        actor_id=actor_id,
        acting_for=acting_for(draft, db.session.get_one(Producer, product.producer_id)),
        before={key: before.get(key) for key in changed},
        after={key: wanted[key] for key in changed} | {"row_version": draft.row_version},
    )
    return draft


def begin_draft(*, product: Product, actor_id: int | None = None) -> ProductDraft:
    """The product's draft, begun from what is live where there is none yet. The caller has locked the product.

    Raises:
        Refused: when the product is suspended or archived.
    """
    if faults := edit_faults(product.state):
        raise Refused(faults)
    found = find_product_draft(product.id)
    return found or _new_draft(product, typed_of(product, find_base_revision(product)), actor_id)


@state_change()
def drop_draft(*, product: Product, stamp: str, reason: str, actor_id: int | None = None) -> set[str]:
    """Throw a draft away and keep what is live. Returns the media files that only it held.

    Raises:
        Overtaken: when it is not the one that was looked at.
        Refused: when there is no reason, or nothing would be left of the product.
    """
    draft = lock(product)
    if draft is None or stamp_of(draft) != stamp:
        raise Overtaken("Draf ini baru saja diubah, diterbitkan, atau dibuang orang lain. Lihat dulu yang sekarang.")
    if faults := reason_faults(reason, "draf ini dibuang"):
        raise Refused(faults)
    if find_base_revision(product) is None:
        raise Refused("Produk ini hanya ada sebagai draf. Arsipkan produknya bila tidak jadi.")
    names = {f"{file[3]}.{file[0]}" for photo in draft.photos or () for file in photo["files"]}
    told = {"fields": draft.fields, "state": draft.state}
    db.session.delete(draft)
    if product.state in ON_THE_WAY:
        product.state = ProductState.DRAFT
    db.session.flush()
    record_event(
        verb="product_draft.dropped",
        object_type="product",
        object_key=product.code,
        actor_id=actor_id,
        reason=reason.strip(),
        before=told,
    )
    return names


@state_change()
def keep_consent_file(
    *, product: Product, digest: str, extension: str, name: str, actor_id: int | None = None
) -> ProductDraft:
    """Note which private file shows that the maker agreed; another one takes its place.

    Raises:
        Refused: when the product is suspended or archived.
    """
    lock(product)
    draft = begin_draft(product=product, actor_id=actor_id)
    before = draft.consent_digest
    draft.consent_digest, draft.consent_extension, draft.consent_file_name = digest, extension, name
    touch(draft=draft, product=product, actor_id=actor_id)
    record_event(
        verb="product_draft.consent_file_kept",
        object_type="product",
        object_key=product.code,
        actor_id=actor_id,
        acting_for=acting_for(draft, db.session.get_one(Producer, product.producer_id)),
        before={"digest": before},
        after={"digest": digest, "name": name},
    )
    return draft


def touch(*, draft: ProductDraft, product: Product, actor_id: int | None) -> None:
    """Note who changed a draft just now. One that somebody has in review goes back to the heap."""
    draft.saved_at, draft.saved_by_id = clock.now(), actor_id
    if actor_id is not None and actor_id not in draft.writer_ids:
        draft.writer_ids = [*draft.writer_ids, actor_id]
    if draft.state == DraftState.IN_REVIEW:
        move(draft=draft, product=product, state=DraftState.SUBMITTED)
    db.session.flush()


def move(*, draft: ProductDraft, product: Product, state: DraftState) -> None:
    """Put a draft into a state, and with it a product that never was public."""
    draft.state = state
    if state is not DraftState.IN_REVIEW:
        draft.taken_by_id = None
    if product.state in ON_THE_WAY:
        product.state = ProductState(state.value)


def _new_draft(product: Product, fields: dict[str, Any], actor_id: int | None) -> ProductDraft:
    now = clock.now()
    draft = ProductDraft(
        product_id=product.id,
        fields=fields | {"source": fields.get("source") or "ikm"},
        photos=None,
        row_version=0,
        photos_version=0,
        writer_ids=[actor_id] if actor_id is not None else [],
        based_on_id=product.live_revision_id,
        created_at=now,
        saved_at=now,
        saved_by_id=actor_id,
        requests=[],
    )
    db.session.add(draft)
    db.session.flush()
    return draft
