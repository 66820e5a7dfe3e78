"""Load the sample catalogue into an empty one, and take it out again without losing anything that people wrote."""

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from sqlalchemy import delete, select, update

from griya.accounts.actions import record_event
from griya.catalog.actions import RevisionDraft, add_marketplace_link, create_product, publish_product
from griya.catalog.models import Category, Material, Product, Technique
from griya.catalog.queries.vocabulary import ids_by_slug
from griya.core.clock import WIB, now
from griya.core.db import db
from griya.inquiry.models import InquiryLine
from griya.inquiry.models.threads import InquiryThread
from griya.registry.actions import ContactDraft, CredentialDraft, add_credential, create_producer
from griya.registry.models import Credential, Marketplace, Producer
from griya.registry.queries import has_sample_producers, region_ids
from griya.registry.rules.numbers import credential_expiry
from griya.sample.curating import remove_sample_rounds
from griya.sample.queries import revision_of_product
from griya.selection.actions import add_version, approve_version, create_selection
from griya.selection.models import Selection
from griya.selection.rules import ItemDraft

REASON = "Data contoh"


@dataclass(frozen=True, slots=True)
class Loaded:
    """How much was loaded or removed."""

    producers: int
    products: int
    selections: int


def load_sample() -> Loaded:
    """Load every sample producer, product and selection, published at once and marked as sample."""
    terms = {
        "categories": ids_by_slug(Category),
        "materials": ids_by_slug(Material),
        "techniques": ids_by_slug(Technique),
    }
    marketplaces = dict(db.session.execute(select(Marketplace.code, Marketplace.id)).all())
    documents = [_toml(entry) for entry in _producer_files()]
    regions = region_ids(_codes(documents))
    products: dict[str, int] = {}
    for document in reversed(documents):  # the newest stand first in a list: the first file's shall
        products |= _load_producer(document, regions=regions, terms=terms, marketplaces=marketplaces)
    selections = _toml(files("griya.sample.data").joinpath("selections.toml"))["selections"]
    for row in selections:
        _load_selection(row, products)
    loaded = Loaded(len(documents), len(products), len(selections))
    record_event(
        verb="sample.loaded",
        object_type="sample",
        object_key="sample",
        after={"producers": loaded.producers, "products": loaded.products},
    )
    return loaded


def remove_sample() -> Loaded:
    """Remove everything marked as sample. Inquiries that named sample products keep their lines and their words."""
    sample_producers = select(Producer.id).where(Producer.is_sample)
    sample_products = select(Product.id).where(Product.producer_id.in_(sample_producers))
    counted = Loaded(
        producers=_count(sample_producers),
        products=_count(sample_products),
        selections=_count(select(Selection.id).where(Selection.is_sample)),
    )
    db.session.execute(
        update(InquiryLine)
        .where(InquiryLine.producer_id.in_(sample_producers))
        .values(product_id=None, revision_id=None, producer_id=None)
        .execution_options(synchronize_session=False)
    )
    db.session.execute(
        update(InquiryThread)
        .where(InquiryThread.producer_id.in_(sample_producers))
        .values(producer_id=None)
        .execution_options(synchronize_session=False)
    )
    for statement in (
        delete(Selection).where(Selection.is_sample),
        delete(Product).where(Product.id.in_(sample_products)),
        delete(Credential).where(Credential.producer_id.in_(sample_producers)),
        delete(Producer).where(Producer.is_sample),
    ):
        db.session.execute(statement.execution_options(synchronize_session=False))
    remove_sample_rounds()
    record_event(
        verb="sample.removed",
        object_type="sample",
        object_key="sample",
        before={"producers": counted.producers, "products": counted.products},
    )
    return counted


def is_loaded() -> bool:
    """Whether sample data is in the catalogue."""
    return has_sample_producers()


def _count(statement: Any) -> int:
    return len(db.session.scalars(statement).all())


def _producer_files() -> list[Traversable]:
    folder = files("griya.sample.data").joinpath("producers")
    return sorted((entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda entry: entry.name)


def _toml(entry: Traversable) -> dict[str, Any]:
    return tomllib.loads(entry.read_text(encoding="utf-8"))


def _codes(documents: list[dict[str, Any]]) -> set[str]:
    """Every region code that the documents name."""
    codes = {document["producer"][key] for document in documents for key in ("regency_code", "region_code")}
    for document in documents:
        for product in document["products"]:
            codes |= {product[key] for key in ("made_in", "regional_specialty_of") if key in product}
    return codes


def _load_producer(
    document: dict[str, Any], *, regions: dict[str, int], terms: dict[str, dict[str, int]], marketplaces: dict[str, int]
) -> dict[str, int]:
    """Enter one producer with everything it has. Returns the ids of its products by slug."""
    row = document["producer"]
    producer = create_producer(
        code=row["code"],
        slug=row["slug"],
        name=row["name"],
        legal_form=row.get("legal_form"),
        nib=next((c.get("number") for c in document.get("credentials", ()) if c["kind"] == "nib"), None),
        regency_id=regions[row["regency_code"]],
        region_id=regions[row["region_code"]],
        story_id=row["story_id"],
        story_en=row.get("story_en", ""),
        founded_year=row.get("founded_year"),
        women_owned=row.get("women_owned"),
        workers=row.get("workers"),
        investment_idr=row.get("investment_idr"),
        is_sample=True,
        contacts=_contacts(row),
        reason=REASON,
    )
    for link in document.get("marketplaces", ()):
        add_marketplace_link(producer_id=producer.id, marketplace_id=marketplaces[link["code"]], url=link["url"])
    covering: dict[str, list[Credential]] = {}
    for claim in document.get("credentials", ()):
        credential = add_credential(producer_id=producer.id, draft=_credential(claim))
        for slug in claim.get("products", ()):
            covering.setdefault(slug, []).append(credential)
    return {
        item["slug"]: _load_product(item, producer, covering.get(item["slug"], []), regions=regions, terms=terms)
        for item in document["products"]
    }


def _contacts(row: dict[str, Any]) -> list[ContactDraft]:
    found = [("whatsapp", row.get("phone")), ("email", row.get("email"))]
    return [ContactDraft(channel, value, is_public=channel == "whatsapp") for channel, value in found if value]


def _credential(claim: dict[str, Any]) -> CredentialDraft:
    number, state = claim.get("number"), claim["state"]
    is_checked = state == "checked"
    return CredentialDraft(
        kind=claim["kind"],
        number=number,
        state=state,
        issued_on=claim.get("issued_on"),
        expires_on=credential_expiry(claim["kind"], number or "", stated_on=claim.get("expires_on")),
        seen_on=claim.get("checked_on") if state == "seen" else None,
        checked_on=claim.get("checked_on") if is_checked else None,
        check_method=claim.get("check_method") if is_checked else None,
        ovop=(claim["stars"], claim["scale"], claim["year"]) if claim["kind"] == "ovop" else None,
        covers_all_products="products" not in claim,
    )


def _load_product(
    item: dict[str, Any],
    producer: Producer,
    credentials: list[Credential],
    *,
    regions: dict[str, int],
    terms: dict[str, dict[str, int]],
) -> int:
    size = item.get("size_cm")
    draft = RevisionDraft(
        name_id=item["name_id"],
        name_en=item.get("name_en", ""),
        summary_id=item.get("summary_id", ""),
        summary_en=item.get("summary_en", ""),
        description_id=item.get("description_id", ""),
        description_en=item.get("description_en", ""),
        price_mode=item["price_mode"],
        price_idr=item.get("price_idr"),
        unit=item["unit"],
        net_weight_g=item.get("net_weight_g"),
        net_volume_ml=item.get("net_volume_ml"),
        size_text=f"{size} cm" if size and size[-1].isdigit() else size,
        moq=item.get("moq"),
        capacity_per_month=item.get("capacity_per_month"),
        lead_time_days=item.get("lead_time_days"),
        shelf_life_days=item.get("shelf_life_days"),
        halal_status=item["halal_status"],
        halal_note=item.get("halal_note"),
        halal_note_en=item.get("halal_note_en"),
        hs_code=item.get("hs_code"),
        made_in_id=regions[item["made_in"]],
        specialty_of_id=regions[item["regional_specialty_of"]] if "regional_specialty_of" in item else None,
        material_ids=[terms["materials"][slug] for slug in item.get("materials", ())],
        technique_ids=[terms["techniques"][slug] for slug in item.get("techniques", ())],
    )
    product = create_product(
        producer=producer,
        category_id=terms["categories"][item["category_slug"]],
        draft=draft,
        code=item["code"],
        slug=item["slug"],
        availability=item["availability"],
        showroom_shelf=item.get("showroom_shelf"),
        credentials=credentials,
        reason=REASON,
    )
    publish_product(product=product, revision=revision_of_product(product.id), reason=REASON)
    return product.id


def _load_selection(row: dict[str, Any], products: dict[str, int]) -> None:
    """A sample selection's window is told in days from the day of loading, so that one of them is always live."""
    midnight = now().astimezone(WIB).replace(hour=0, minute=0, second=0, microsecond=0)
    selection = create_selection(
        slug=row["slug"],
        title_id=row["title_id"],
        title_en=row.get("title_en", ""),
        intro_id=row.get("intro_id", ""),
        intro_en=row.get("intro_en", ""),
        is_sample=True,
    )
    version = add_version(
        selection=selection,
        slot_code=row["slot"],
        starts_at=_after(midnight, row["starts_in_days"]),
        ends_at=_after(midnight, row["ends_in_days"]),
        items=[
            ItemDraft(
                product_id=products[item["product_slug"]],
                reason_id=item["reason_id"],
                reason_en=item.get("reason_en", ""),
                is_reserve=item.get("reserve", False),
            )
            for item in row["items"]
        ],
    )
    approve_version(version=version, note=REASON)


def _after(midnight: datetime, days: int) -> datetime:
    return midnight + timedelta(days=days)
