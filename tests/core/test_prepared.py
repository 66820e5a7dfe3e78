"""Statements run on the driver give what SQLAlchemy gives, on both databases."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import bindparam, select, union_all
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from griya.catalog.models import Product, ProductRevision
from griya.core import prepared
from griya.core.db import db, fetch, peek
from griya.registry.actions import CredentialDraft
from griya.registry.models import Credential
from tests.factories.catalog import make_product
from tests.factories.registry import make_producer

WHICH = bindparam("which", type_=sa.Integer)
STATEMENTS: dict[str, prepared.Statement] = {
    "dates and truths": select(
        Product.id, Product.published_at, Product.is_inquirable, Product.state, ProductRevision.price_as_of
    ).join(ProductRevision, ProductRevision.id == Product.live_revision_id).where(Product.id >= WHICH),
    "the same name twice": select(Product.id, ProductRevision.id).join(
        ProductRevision, ProductRevision.product_id == Product.id
    ).where(Product.id >= WHICH),
    "a limit": select(Credential.expires_on, Credential.number).where(Credential.id >= WHICH).limit(bindparam("limit")),
    "a union": union_all(
        select(Product.id.label("key"), Product.slug).where(Product.id >= WHICH),
        select(Credential.id, Credential.kind).where(Credential.id >= WHICH),
    ).order_by("key", "slug"),
}  # fmt: skip


@pytest.mark.parametrize("what", STATEMENTS)
def test_rows_are_what_sqlalchemy_makes_of_them(context: Any, what: str) -> None:
    draft = CredentialDraft("merek", "IDM000000001", state="claimed", expires_on=date(2028, 2, 3))
    producer = make_producer(credentials=(draft,))
    for _ in range(2):
        make_product(producer=producer)
    values = {"which": 1} | ({"limit": 3} if what == "a limit" else {})
    expected = [tuple(row) for row in db.session.execute(STATEMENTS[what], values)]
    assert expected
    for _ in range(2):
        assert [tuple(row) for row in fetch(STATEMENTS[what], **values)] == expected


def test_lists_of_any_length_are_taken(context: Any) -> None:
    keys = [make_product().id for _ in range(3)]
    listed = select(Product.id).where(Product.id.in_(bindparam("keys", expanding=True))).order_by(Product.id)
    for some in (keys, keys[:1], []):
        assert [row.id for row in fetch(listed, keys=some)] == some


def test_columns_have_their_names(context: Any) -> None:
    product = make_product()
    row = fetch(STATEMENTS["dates and truths"], which=product.id)[0]
    assert (row.id, row.is_inquirable, row.state) == (product.id, True, "published")
    assert isinstance(row.published_at, datetime) and row.published_at.tzinfo is UTC


def test_pending_changes_are_seen_and_listeners_see_the_statement(context: Any) -> None:
    product, seen = make_product(), []
    product.is_inquirable = False
    assert fetch(STATEMENTS["dates and truths"], which=product.id)[0].is_inquirable is False
    connection = db.session.connection()
    note = lambda *arguments: seen.append(arguments[2])  # noqa: E731
    sa.event.listen(connection, "before_cursor_execute", note)
    try:
        assert fetch(STATEMENTS["dates and truths"], which=product.id)[0].id == product.id
        assert peek("SELECT 7") == (7,)
    finally:
        sa.event.remove(connection, "before_cursor_execute", note)
    assert len(seen) == 2 and "product_revision" in seen[0]


def test_a_refusal_of_the_database_is_the_error_that_pages_know(context: Any) -> None:
    statement: sa.Select[Any] = select(sa.column("nothing")).select_from(sa.table("no_such_table"))
    with pytest.raises(DBAPIError) as caught, db.session.begin_nested():
        fetch(statement)
    assert isinstance(caught.value, OperationalError | ProgrammingError)


def test_a_peek_leaves_the_session_alone_and_sees_what_it_sees(context: Any) -> None:
    product = make_product()
    assert peek(f"SELECT slug FROM product WHERE id = {product.id}") == (product.slug,)  # noqa: S608
    assert peek("SELECT slug FROM product WHERE id = 0") is None
