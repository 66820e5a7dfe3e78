"""What is public, said once: every surface that shows a product or a maker starts from here."""

from typing import Any, Final, TypeVar

from sqlalchemy import ColumnElement, Select, and_, func
from sqlalchemy.orm import aliased

from griya.catalog.models import Category, Product, ProductRevision, ProductState
from griya.registry.models import Producer, Region, Standing

S = TypeVar("S", bound=Select[*tuple[Any, ...]])

# The shelf above the product's category, the place a revision names, its kab/kota, the maker's kab/kota, and the
# kab/kota whose speciality the product is.
SHELF = aliased(Category, name="shelf")
MADE_IN = aliased(Region, name="made_in")
MAKER_PLACE = aliased(Region, name="maker_place")
PLACE = aliased(Region, name="place")
SPECIALTY = aliased(Region, name="specialty")

# What a product says about itself, in both languages.
REVISION_WORDS: Final = (
    ProductRevision.name_id,
    ProductRevision.name_en,
    ProductRevision.summary_id,
    ProductRevision.summary_en,
    ProductRevision.description_id,
    ProductRevision.description_en,
)

_REGENCY_CODE_LENGTH = len("61.01")


def is_listed() -> ColumnElement[bool]:
    """Whether a maker is public."""
    return Producer.standing == Standing.LISTED


def is_public(*, by_key: bool = False) -> ColumnElement[bool]:
    """Whether a product is public. The caller has joined `Product` to `Producer`.

    `by_key` says that the statement names its products by id or slug: then the state is only looked at. Without
    statistics, which nobody has to keep, SQLite takes the index on it for the shorter way and walks the catalogue.
    """
    state = func.coalesce(Product.state, "") if by_key else Product.state
    return and_(state == ProductState.PUBLISHED, Product.live_revision_id.is_not(None), is_listed())


def regency_code(code: Any) -> ColumnElement[str]:
    """The code of the kab/kota that the region with this `code` lies in."""
    return func.substr(code, 1, _REGENCY_CODE_LENGTH)


def from_public_products(statement: S, *, by_key: bool = False) -> S:
    """Read `statement` from the public products, each joined once to its live revision, maker, category and places.

    `by_key` as in `is_public`. `PLACE` is the kab/kota where it is made, which is the maker's own unless the revision
    says otherwise.
    """
    made_in_regency = func.coalesce(regency_code(MADE_IN.code), MAKER_PLACE.code)
    return (
        statement.select_from(Product)
        .join(Producer, Producer.id == Product.producer_id)
        .join(ProductRevision, ProductRevision.id == Product.live_revision_id)
        .join(Category, Category.id == Product.category_id)
        .outerjoin(SHELF, SHELF.id == Category.parent_id)
        .outerjoin(MADE_IN, MADE_IN.id == ProductRevision.made_in_id)
        .outerjoin(MAKER_PLACE, MAKER_PLACE.id == Producer.regency_id)
        .outerjoin(PLACE, PLACE.code == made_in_regency)
        .outerjoin(SPECIALTY, SPECIALTY.id == ProductRevision.specialty_of_id)
        .where(is_public(by_key=by_key))
    )
