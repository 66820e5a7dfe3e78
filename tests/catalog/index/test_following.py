"""The index follows the database: after any change, and after midnight, it says what plain SQL says."""

import random
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import select

from griya.catalog.actions import prune_changes, withdraw_product
from griya.catalog.models import (
    Category,
    Material,
    Product,
    ProductRevision,
    ProductState,
    Technique,
    revision_material,
    revision_technique,
)
from griya.catalog.queries.credentials import list_badges_of_product
from griya.catalog.queries.index import current
from griya.catalog.queries.index.current import forget_indexes, read_index
from griya.catalog.queries.index.listing import find_listing
from griya.catalog.queries.index.snapshot import Snapshot
from griya.catalog.queries.public import PLACE, SHELF, from_public_products
from griya.catalog.rules.asked import Asked, Order
from griya.catalog.rules.facets import LEAD_TIME_BANDS, MOQ_BANDS, PRICE_BANDS, YES, Facet
from griya.core.clock import now
from griya.core.clock import today as clock_today
from griya.core.db import db, write_intent
from griya.registry.actions import CredentialDraft, add_credential
from griya.registry.models import Producer, Region
from griya.selection.models import SelectionItem, SelectionVersion
from tests.catalog.index.world import NOON, STEPS, a_new_product, forward, pick
from tests.factories.catalog import make_category
from tests.factories.selection import make_version
from tests.factories.state import set_state

Pairs = set[tuple[Facet, str]]


def plain_values() -> dict[int, Pairs]:
    """The values of every public product by its id, asked of the database in the words of the other queries."""
    rows = db.session.execute(
        from_public_products(
            select(
                Product,
                ProductRevision,
                Producer,
                Category.slug.label("shelf"),
                SHELF.slug.label("upper"),
                PLACE.slug.label("place"),
                PLACE.code.label("place_code"),
            )
        )
    ).all()
    regions = dict(db.session.execute(select(Region.id, Region.code)).all())
    districts = {
        code: f"{parent}-{name.lower()}"
        for code, name, parent in db.session.execute(
            select(Region.code, Region.name, PLACE.slug).join(PLACE, PLACE.code == sa.func.substr(Region.code, 1, 5))
            .where(Region.level == "district")
        )
    }  # fmt: skip
    found: dict[int, Pairs] = {}
    for row in rows:
        product, revision, producer = row.Product, row.ProductRevision, row.Producer
        values: Pairs = {
            (Facet.SHELF, row.shelf),
            (Facet.PRICE_MODE, revision.price_mode),
            (Facet.AVAILABILITY, product.availability),
            (Facet.HALAL, revision.halal_status.replace("_", "-")),
        }
        values |= {(Facet.SHELF, row.upper)} if row.upper else set()
        values |= {(Facet.PLACE, row.place)} if row.place else set()
        values |= {(Facet.SHOWROOM, YES)} if product.showroom_shelf else set()
        made_in, home = regions.get(revision.made_in_id or 0, ""), regions.get(producer.region_id or 0, "")
        finest = made_in if len(made_in) >= 8 else home if home.startswith(f"{row.place_code}.") else ""
        values |= {(Facet.PLACE, districts[finest[:8]])} if finest[:8] in districts else set()
        for facet, bands, number in (
            (Facet.PRICE, PRICE_BANDS, revision.price_idr),
            (Facet.MOQ, MOQ_BANDS, revision.moq),
            (Facet.LEAD_TIME, LEAD_TIME_BANDS, revision.lead_time_days),
        ):
            values |= {
                (facet, band.term.slug)
                for band in bands
                if number is not None and band.low <= number and (band.high is None or number <= band.high)
            }
        for model, table, key, facet in (
            (Material, revision_material, revision_material.c.material_id, Facet.MATERIAL),
            (Technique, revision_technique, revision_technique.c.technique_id, Facet.TECHNIQUE),
        ):
            slugs = db.session.scalars(
                select(model.slug).join(table, model.id == key).where(table.c.revision_id == revision.id)
            )
            values |= {(facet, slug) for slug in slugs}
        for badge in list_badges_of_product(
            product.id, producer.id, halal_status=revision.halal_status, today=clock_today()
        ):
            kind = {"halal_mui": "halal", "bpom_md": "md"}.get(badge.kind, badge.kind)
            if kind in {"halal", "pirt", "md", "merek", "sni", "ig"}:
                values.add((Facet.CREDENTIAL, kind))
            if kind == "ovop":
                values |= {(Facet.OVOP, "ada"), (Facet.OVOP, f"{badge.stars}-{badge.scale}")}
        found[product.id] = values
    moment = now()
    chosen = db.session.scalars(
        select(SelectionItem.product_id)
        .join(SelectionVersion, SelectionVersion.id == SelectionItem.version_id)
        .where(
            SelectionVersion.approved_at.is_not(None),
            SelectionVersion.cancelled_at.is_(None),
            SelectionVersion.starts_at <= moment,
            SelectionVersion.ends_at > moment,
        )
    )
    for product_id in chosen:
        if product_id in found:
            found[product_id].add((Facet.SELECTED, YES))
    return found


def indexed_values(snapshot: Snapshot) -> dict[int, Pairs]:
    """The same, as the index has it."""
    found: dict[int, Pairs] = {snapshot.ids[row]: set() for row in snapshot.public}
    for (facet, slug), number in snapshot.terms.numbers.items():
        assert snapshot.counts[number] == len(snapshot.values[number])
        for row in snapshot.values[number]:
            found[snapshot.ids[row]].add((facet, slug))
    return found


def plain_order(order: Order) -> list[int]:
    """Every public product's id in this order, sorted by the database or by Python's own sort."""
    rows = db.session.execute(
        from_public_products(select(Product.id, ProductRevision.price_idr, ProductRevision.name_id)).order_by(
            Product.published_at.desc().nulls_last(), Product.id.desc()
        )
    ).all()
    if order is Order.CHEAPEST:
        rows = sorted(rows, key=lambda row: (row.price_idr is None, row.price_idr or 0))
    elif order is Order.DEAREST:
        rows = sorted(rows, key=lambda row: (row.price_idr is None, -(row.price_idr or 0)))
    elif order is Order.NAME:
        rows = sorted(rows, key=lambda row: row.name_id.casefold())
    return [row.id for row in rows]


def assert_same(step: str) -> None:
    """Compare everything that the index tells with the database."""
    db.session.flush()
    db.session.expire_all()  # what an UPDATE of many rows changed is not known to the session's objects
    assert indexed_values(read_index()) == plain_values(), step
    for order in (Order.NEWEST, Order.CHEAPEST, Order.DEAREST, Order.NAME):
        shown = find_listing(Asked(order=order), size=1000).product_ids
        assert list(shown) == plain_order(order), (step, order)


def test_after_any_change_the_index_says_what_sql_says(world: random.Random, monkeypatch: pytest.MonkeyPatch) -> None:
    rebuilt: list[str] = []
    rebuild = current._rebuilt
    step = "at first"

    def note(*arguments: Any) -> Snapshot:
        rebuilt.append(step)
        return rebuild(*arguments)

    monkeypatch.setattr(current, "_rebuilt", note)
    assert_same(step)
    for number in range(120):
        change = world.choice(STEPS)
        step = f"{number}: {change.__name__}"
        change(world)
        db.session.flush()
        assert_same(step)
    assert rebuilt == ["at first"], "a change was not followed but everything read again"
    followed = read_index()
    forget_indexes()
    assert indexed_values(read_index()) == indexed_values(followed)
    assert (
        find_listing(Asked(), size=1000).product_ids == find_listing(Asked(), size=1000, snapshot=followed).product_ids
    )


def test_a_certificate_that_ran_out_at_midnight_counts_no_more(world: random.Random) -> None:
    product = pick(world, Product, Product.state == ProductState.PUBLISHED)
    add_credential(
        producer_id=product.producer_id,
        draft=CredentialDraft(
            "merek", "IDM000000001", state="checked", checked_on=date(2026, 11, 1), check_method="situs",
            expires_on=clock_today(),
        ),
    )  # fmt: skip
    db.session.flush()
    assert read_index().count(Facet.CREDENTIAL, "merek") > 0
    forward(world, seconds=24 * 3600)
    assert read_index().count(Facet.CREDENTIAL, "merek") == 0
    assert_same("the next day")


@pytest.mark.parametrize("spoil", ["vocabulary", "pruned", "backdated", "many", "time goes back", "rolled back"])
def test_what_cannot_be_followed_is_read_again(world: random.Random, spoil: str) -> None:
    assert_same("at first")
    product = pick(world, Product, Product.state == ProductState.PUBLISHED)
    if spoil == "vocabulary":
        make_category("baru", "Baru")
    elif spoil == "pruned":
        product.showroom_shelf = "Z9"
        db.session.flush()
        a_new_product(world)
        prune_changes(keep=1)
    elif spoil == "backdated":
        set_state(product, published_at=NOON - timedelta(days=900))
    elif spoil == "many":
        db.session.execute(sa.update(Product).values(showroom_shelf="Z9").execution_options(synchronize_session=False))
        for _ in range(120):
            a_new_product(world)
    elif spoil == "time goes back":
        forward(world, seconds=-48 * 3600)
    else:
        with db.session.begin_nested() as savepoint:
            withdraw_product(product=product, reason="Uji")
            assert read_index().row_of(product.id) not in read_index().public
            savepoint.rollback()
        db.session.expire_all()
        for _ in range(3):
            a_new_product(world)
    assert_same(spoil)


def test_a_request_that_may_write_keeps_what_it_sees_to_itself(world: random.Random) -> None:
    before = read_index()
    with write_intent():
        a_new_product(world)
        db.session.execute(sa.update(Product).values(showroom_shelf="Z9").execution_options(synchronize_session=False))
        own = read_index()
    assert own.count(Facet.SHOWROOM, YES) == len(own.public)
    assert current._index().snapshot is before


def test_an_unchanged_catalogue_costs_one_statement_and_nothing_is_made_anew(
    world: random.Random, database: sa.Connection
) -> None:
    first = read_index()
    statements: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    sa.event.listen(database, "before_cursor_execute", note)
    try:
        assert read_index() is first
    finally:
        sa.event.remove(database, "before_cursor_execute", note)
    assert len(statements) == 1


def test_a_kecamatan_has_an_address_of_its_own(world: random.Random) -> None:
    places = read_index().vocabulary[Facet.PLACE]
    assert places["sambas-sambas"] == "sambas"
    assert places["sambas-tebas"] == "sambas"
    assert places["kota-pontianak"] is None


def test_a_selection_begins_and_ends_by_the_clock_alone(world: random.Random) -> None:
    product = pick(world, Product, Product.state == ProductState.PUBLISHED)
    listed = db.session.get_one(Producer, product.producer_id)
    set_state(listed, standing="listed")
    make_version([product], starts_at=now() + timedelta(hours=1), ends_at=now() + timedelta(hours=2))
    seen = []
    for _ in range(3):
        seen.append(read_index().count(Facet.SELECTED, YES))
        forward(world, seconds=3600)
    assert seen == [0, 1, 0]
    assert find_listing(Asked(), size=1).total == len(plain_values())
