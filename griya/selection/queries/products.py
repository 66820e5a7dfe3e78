"""Products as the desk chooses among them, public or not any more, with what the fairness meter asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Integer, bindparam, func, select

from griya.catalog.models import Category, PhotoRole, Product, ProductPhoto, ProductRevision
from griya.catalog.queries.photos import PHOTO_COLUMNS, Photo, photo_of
from griya.catalog.queries.public import MADE_IN, MAKER_PLACE, PLACE, SHELF, is_public, regency_code
from griya.catalog.queries.revisions import NEWEST_REVISION_ID
from griya.core.db import db
from griya.core.words import Bilingual
from griya.registry.models import Producer
from griya.registry.rules.regions import region_label
from griya.registry.rules.size import SizeClass, size_by_permenperin_64_2016


@dataclass(frozen=True, slots=True)
class ChosenProduct:
    """A product on a version. Size and ownership are the maker's; they leave the desk as sums alone."""

    product_id: int
    code: str
    slug: str
    name: str
    producer_id: int
    producer_name: str
    region: str | None
    place: str
    shelf: str
    shelf_name: Bilingual
    size: SizeClass | None
    women_owned: bool | None
    is_public: bool
    is_sample: bool
    photo: Photo | None


def list_chosen(product_ids: Iterable[int]) -> dict[int, ChosenProduct]:
    """These products by id, whatever their state; one statement."""
    keys = list(dict.fromkeys(product_ids))
    if not keys:
        return {}
    return {row[0]: _product(row) for row in db.session.execute(_PRODUCTS, {"keys": keys})}


_PRODUCTS: Final = (
    select(
        Product.id,
        Product.code,
        Product.slug,
        ProductRevision.name_id,
        Producer.id,
        Producer.name,
        Producer.outside_region,
        Producer.workers,
        Producer.investment_idr,
        Producer.women_owned,
        Producer.is_sample,
        PLACE.code,
        PLACE.level,
        PLACE.name,
        func.coalesce(SHELF.slug, Category.slug),
        func.coalesce(SHELF.name_id, Category.name_id),
        func.coalesce(SHELF.name_en, Category.name_en),
        is_public(by_key=True),
        *PHOTO_COLUMNS,
    )
    .select_from(Product)
    .join(Producer, Producer.id == Product.producer_id)
    .join(ProductRevision, ProductRevision.id == func.coalesce(Product.live_revision_id, NEWEST_REVISION_ID))
    .join(Category, Category.id == Product.category_id)
    .outerjoin(SHELF, SHELF.id == Category.parent_id)
    .outerjoin(MADE_IN, MADE_IN.id == ProductRevision.made_in_id)
    .outerjoin(MAKER_PLACE, MAKER_PLACE.id == Producer.regency_id)
    .outerjoin(PLACE, PLACE.code == func.coalesce(regency_code(MADE_IN.code), MAKER_PLACE.code))
    .outerjoin(ProductPhoto, (ProductPhoto.product_id == Product.id) & (ProductPhoto.role == PhotoRole.MAIN))
    .where(Product.id.in_(bindparam("keys", type_=Integer, expanding=True)))
)


def _product(row: Any) -> ChosenProduct:
    (
        product_id, code, slug, name, producer_id, producer_name, outside, workers, investment, women, is_sample,
        region, level, place, shelf, shelf_name, shelf_name_en, public, *photo,
    ) = row  # fmt: skip
    return ChosenProduct(
        product_id=product_id,
        code=code,
        slug=slug,
        name=name,
        producer_id=producer_id,
        producer_name=producer_name,
        region=region,
        place=str(region_label(level, place)) if place else outside or "",
        shelf=shelf,
        shelf_name=Bilingual(shelf_name, shelf_name_en),
        size=size_by_permenperin_64_2016(workers=workers, investment_idr=investment),
        women_owned=women,
        is_public=bool(public),
        is_sample=is_sample,
        photo=photo_of(photo),
    )
