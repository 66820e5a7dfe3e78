"""Products, their immutable revisions, and publication."""

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import select

from griya.accounts.models import Event
from griya.catalog.actions import RevisionDraft, add_revision, publish_product, withdraw_product
from griya.catalog.models import ProductRevision
from griya.core.errors import Refused
from tests.factories.catalog import make_product, newest_revision
from tests.factories.state import set_state


def test_a_product_begins_as_a_draft_with_one_revision(context: Any) -> None:
    product = make_product(is_published=False)
    assert product.state == "draft"
    assert product.live_revision_id is None
    assert newest_revision(product).number == 1


def test_a_new_revision_leaves_the_live_one_up_until_it_is_published(context: Any) -> None:
    product = make_product("Lama")
    live = product.live_revision_id
    revision = add_revision(product=product, draft=RevisionDraft(name_id="Baru", unit="pak"))
    assert product.live_revision_id == live
    publish_product(product=product, revision=revision)
    assert product.live_revision_id == revision.id
    assert revision.number == 2


def test_a_revision_can_never_be_changed(context: Any) -> None:
    product = make_product()
    with pytest.raises(sa.exc.DBAPIError, match="tr_product_revision_no_update"), context.begin_nested():
        context.execute(sa.update(ProductRevision).where(ProductRevision.product_id == product.id).values(name_id="X"))


def test_a_price_on_request_keeps_no_number(context: Any) -> None:
    product = make_product(is_published=False)
    revision = add_revision(
        product=product, draft=RevisionDraft(name_id="X", unit="pak", price_mode="tanya", price_idr=98765)
    )
    assert revision.price_idr is None
    assert revision.price_as_of is None


@pytest.mark.parametrize(("mode", "price"), [("tampil", 0), ("tampil", None), ("mulai", -1)])
def test_a_price_that_is_told_is_a_positive_number(context: Any, mode: str, price: int | None) -> None:
    product = make_product(is_published=False)
    with pytest.raises(sa.exc.IntegrityError), context.begin_nested():
        add_revision(product=product, draft=RevisionDraft(name_id="X", unit="pak", price_mode=mode, price_idr=price))


def test_a_withdrawn_product_needs_a_reason_and_leaves_a_record(context: Any) -> None:
    product = make_product()
    with pytest.raises(Refused):
        withdraw_product(product=product, reason="  ")
    withdraw_product(product=product, reason="Diminta pembuat")
    event = context.scalars(select(Event).where(Event.object_key == product.code).order_by(Event.id.desc())).first()
    assert (event.verb, event.reason) == ("product.withdrawn", "Diminta pembuat")


def test_another_products_revision_cannot_be_published(context: Any) -> None:
    one, two = make_product("Satu"), make_product("Dua")
    with pytest.raises(Refused, match="produk lain"):
        publish_product(product=one, revision=newest_revision(two))


def test_a_suspended_product_cannot_be_published_by_the_back_door(context: Any) -> None:
    product = make_product()
    set_state(product, state="suspended")
    context.flush()
    with pytest.raises(Refused):
        publish_product(product=product, revision=newest_revision(product))


def test_two_products_of_one_name_get_different_addresses(context: Any) -> None:
    from griya.catalog.actions import create_product
    from tests.factories.catalog import make_category
    from tests.factories.registry import make_producer

    slugs = {
        create_product(
            producer=make_producer(), category_id=make_category().id, draft=RevisionDraft(name_id="Terasi", unit="pcs")
        ).slug
        for _ in range(4)
    }
    assert len(slugs) == 4
