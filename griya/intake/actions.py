"""Writes a confirmed import: producers, their products as drafts, and one event for the whole batch."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from griya.accounts.actions import record_event
from griya.catalog.actions import RevisionDraft, create_product
from griya.catalog.actions.proposals import propose_word
from griya.catalog.models.vocabulary import VocabularyKind
from griya.catalog.rules.batches import reason_of
from griya.core.db import db
from griya.intake.rules.columns import Field
from griya.intake.rules.plan import Outcome, Plan, PlannedProducer
from griya.intake.rules.rows import ProducerEntry, ProductEntry
from griya.registry.actions import ContactDraft, create_producer
from griya.registry.models import Producer

_PROPOSED_IN: Final = {
    Field.MATERIALS: VocabularyKind.MATERIAL,
    Field.TECHNIQUES: VocabularyKind.TECHNIQUE,
    Field.CATEGORY: VocabularyKind.CATEGORY,
}


@dataclass(frozen=True, slots=True)
class Imported:
    """How much was written."""

    producers: int
    products: int


def import_plan(
    *,
    plan: Plan,
    code: str,
    source: dict[str, Any],
    actor_id: int | None = None,
    on_progress: Callable[[], None] = lambda: None,
) -> Imported:
    """Write every good row of `plan` in the caller's transaction. Nothing becomes public by it.

    `code` is the confirmation code; it stands in the reason of every event, so that a batch can be found again.
    `source` says where the rows came from (name and digest of the file, options) and goes into the batch's event.
    """
    reason = reason_of(code)
    products = 0
    for planned in plan.producers:
        producer = _producer_of(planned, reason=reason, actor_id=actor_id)
        for entry in planned.products:
            _add_product(producer, entry, code=code, actor_id=actor_id)
        products += len(planned.products)
        on_progress()
    imported = Imported(plan.new_producers, products)
    record_event(
        verb="intake.imported",
        object_type="import",
        object_key=code,
        actor_id=actor_id,
        after={
            **source,
            "rows": plan.rows,
            "refused": plan.count(Outcome.REFUSED),
            "existing": plan.count(Outcome.EXISTS),
            "producers": imported.producers,
            "products": imported.products,
        },
    )
    return imported


def _producer_of(planned: PlannedProducer, *, reason: str, actor_id: int | None) -> Producer:
    if planned.existing_id is not None:
        return db.session.get_one(Producer, planned.existing_id)
    return _enter(planned.entry, reason=reason, actor_id=actor_id)


def _enter(entry: ProducerEntry, *, reason: str, actor_id: int | None) -> Producer:
    """Enter a new producer. Contacts stay private: nobody has asked the maker yet."""
    return create_producer(
        name=entry.name,
        code=entry.code,
        nib=entry.nib,
        legal_form=entry.legal_form,
        regency_id=entry.place.regency_id,
        region_id=entry.place.region_id,
        outside_region=entry.place.outside,
        address=entry.address,
        story_id=entry.story,
        founded_year=entry.founded_year,
        workers=entry.workers,
        contacts=[ContactDraft(channel, value) for channel, value in entry.contacts],
        actor_id=actor_id,
        reason=reason,
    )


def _add_product(producer: Producer, entry: ProductEntry, *, code: str, actor_id: int | None) -> None:
    product = create_product(
        producer=producer,
        category_id=entry.category_id,
        availability=entry.availability,
        draft=RevisionDraft(
            name_id=entry.name,
            unit=entry.unit,
            price_mode=entry.price_mode,
            price_idr=entry.price_idr,
            summary_id=entry.summary,
            description_id=entry.description,
            net_weight_g=entry.weight_g,
            net_volume_ml=entry.volume_ml,
            size_text=entry.size,
            moq=entry.moq,
            capacity_per_month=entry.capacity,
            lead_time_days=entry.lead_time_days,
            shelf_life_days=entry.shelf_life_days,
            halal_status=entry.halal_status,
            halal_note=entry.halal_note,
            made_in_id=producer.regency_id,
            material_ids=entry.material_ids,
            technique_ids=entry.technique_ids,
        ),
        actor_id=actor_id,
        reason=reason_of(code),
    )
    for meaning, word in entry.proposed:
        propose_word(kind=_PROPOSED_IN[meaning], word=word, product_id=product.id, batch=code, actor_id=actor_id)
