"""Safe fields of many products at once: one transaction, one event for each product that changes."""

from collections.abc import Sequence

from sqlalchemy import select

from griya.accounts.actions import record_event
from griya.catalog.models import Product
from griya.catalog.queries.items import presents_of
from griya.catalog.rules.bulk import MAX_ROWS, Planned, Safe, plan
from griya.core.db import db
from griya.core.errors import Refused


def change_safe_fields(*, codes: Sequence[str], safe: Safe, actor_id: int | None = None) -> list[Planned]:
    """Change what the plan says, product by product; those with a refusal stay as they are. Returns the plan as done.

    Raises:
        Refused: when nothing is to be changed, nothing was picked, or too many were.
    """
    if safe.is_empty:
        raise Refused("Pilih paling sedikit satu hal yang diubah.")
    if not 0 < len(codes) <= MAX_ROWS:
        raise Refused(f"Centang 1 sampai {MAX_ROWS} produk.")
    # Locked in one order, so that two people who change overlapping lists wait for each other and never in a ring.
    products = db.session.scalars(
        select(Product)
        .where(Product.code.in_(codes))
        .order_by(Product.id)
        .with_for_update(of=Product)
        .execution_options(populate_existing=True)
    ).all()
    by_code = {product.code: product for product in products}
    done = []
    for present in presents_of(list(by_code)):
        planned = plan(present, safe)
        done.append(planned)
        if planned.changes:
            _apply(by_code[present.code], safe, planned, actor_id)
    return done


def _apply(product: Product, safe: Safe, planned: Planned, actor_id: int | None) -> None:
    if safe.availability is not None:
        product.availability = safe.availability
    if safe.is_inquirable is not None:
        product.is_inquirable = safe.is_inquirable
    if safe.showroom_shelf is not None:
        product.showroom_shelf = safe.showroom_shelf or None
    db.session.flush()
    record_event(
        verb="product.safe_fields_changed",
        object_type="product",
        object_key=product.code,
        actor_id=actor_id,
        before={label: old for label, old, _ in planned.changes},
        after={label: new for label, _, new in planned.changes},
    )
