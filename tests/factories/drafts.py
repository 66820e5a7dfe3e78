"""Builders for drafts of products: complete enough to be handed in, unless told otherwise."""

from typing import Any

from griya.catalog.actions.drafts import begin_draft, save_draft, start_product
from griya.catalog.actions.review import Looked, approve_draft, submit_draft, take_draft
from griya.catalog.actions.staging import save_photos, stage_pictures
from griya.catalog.models import Material, Product
from griya.catalog.models.drafts import ProductDraft
from griya.catalog.queries.drafts import draft_photos, fields_seen, find_product_draft, lock, photos_seen, stamp_of
from griya.catalog.rules.staged import with_words
from griya.core.db import db
from griya.registry.models import Producer
from tests.factories.catalog import make_category
from tests.factories.photos import make_picture
from tests.factories.registry import make_producer, make_region

ALTS = {"alt_id": "Amplang di piring", "alt_en": "Crackers on a plate"}
CONSENT = {"source": "ikm", "consent_kind": "whatsapp", "consent_on": "2026-11-20", "consent_from": "Bu Aminah"}


def make_material(slug: str = "ikan") -> Material:
    """The material with this slug, made when it is not there."""
    found = db.session.query(Material).filter_by(slug=slug).one_or_none()
    if found is None:
        found = Material(slug=slug, name_id=slug.title(), name_en=slug.title())
        db.session.add(found)
        db.session.flush()
    return found


def complete(**changes: Any) -> dict[str, Any]:
    """Typed fields with nothing missing for the website."""
    make_material()
    shelf = make_category()
    region = make_region()
    return {
        "name_id": "Amplang Tenggiri", "category": shelf.slug, "summary_id": "Kerupuk ikan gurih.",
        "price_mode": "tampil", "price_idr": "25.000", "unit": "pak", "materials": ["ikan"], "made_in": region.code,
        "halal_status": "belum", **CONSENT, **changes,
    }  # fmt: skip


def start(actor_id: int | None = None, *, producer: Producer | None = None) -> Product:
    """A product that has a maker, a name and a shelf."""
    shelf = make_category()
    return start_product(
        producer=producer or make_producer(), name="Amplang Tenggiri", category_slug=shelf.slug, category_id=shelf.id,
        actor_id=actor_id,
    )  # fmt: skip


def draft_of(product: Product) -> ProductDraft:
    """The product's draft, which is there."""
    draft = find_product_draft(product.id)
    assert draft is not None
    return draft


def write(product: Product, actor_id: int | None, **changes: Any) -> ProductDraft:
    """Save the draft over the present one, with these fields different from what it says or from a complete one."""
    draft = find_product_draft(product.id)
    fields = {**complete(), **(draft.fields if draft and draft.row_version else {}), **changes}
    fields.setdefault("slug", product.slug)
    return save_draft(product=product, seen=fields_seen(product, draft), fields=fields, actor_id=actor_id)


def show_photo(product: Product, actor_id: int | None) -> None:
    """Give the draft a photo with its words."""
    stage_pictures(product=product, pictures=[make_picture()], actor_id=actor_id)
    draft = draft_of(product)
    told = [with_words(photo, ALTS) for photo in draft_photos(product.id, draft)]
    save_photos(product=product, seen=photos_seen(product, draft), photos=told, actor_id=actor_id)


def make_complete(writer_id: int, **changes: Any) -> Product:
    """A product whose draft can be handed in."""
    product = start(writer_id)
    write(product, writer_id, **changes)
    show_photo(product, writer_id)
    return product


def looked(product: Product, actor_id: int | None) -> Looked:
    """What this person looks at now."""
    return Looked(product, stamp_of(draft_of(product)), actor_id)


def submit(product: Product, actor_id: int) -> None:
    """Hand the draft in."""
    submit_draft(looked=looked(product, actor_id))


def publish(product: Product, writer_id: int, reviewer_id: int) -> None:
    """The whole way of a complete draft."""
    submit(product, writer_id)
    take_draft(looked=looked(product, reviewer_id))
    approve_draft(looked=looked(product, reviewer_id))


def revise(product: Product, actor_id: int, **changes: Any) -> ProductDraft:
    """A draft of a product that is public, with these fields different from what is live."""
    lock(product)
    begin_draft(product=product, actor_id=actor_id)
    draft = draft_of(product)
    return save_draft(
        product=product, seen=fields_seen(product, draft), fields={**draft.fields, **CONSENT, **changes},
        actor_id=actor_id,
    )  # fmt: skip
