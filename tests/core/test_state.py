"""States change in a command that leaves an event, and in no other way that anybody could think of."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from griya.accounts.actions import record_event
from griya.accounts.models import Account, Event
from griya.catalog.actions import withdraw_product
from griya.catalog.models import Product, ProductState
from griya.catalog.models.search import SearchStopWord
from griya.core.db import Base, db
from griya.core.errors import Refused
from griya.core.outbox import OutboxMessage
from griya.core.state import UnguardedState, list_states, state_change, unrecorded_state_change
from griya.registry.models import Producer
from griya.selection.models import SelectionVersion, Slot
from tests.factories.catalog import make_product

pytestmark = pytest.mark.usefixtures("context")

WITHDRAWN = ProductState.WITHDRAWN
MOMENT = datetime(2026, 11, 26, tzinfo=UTC)
TABLE = Base.metadata.tables["product"]
DICTIONARY = "__dict__"


def _by_deleting(product: Product) -> None:
    delattr(product, "state")
    db.session.flush()


def _through_the_dictionary(product: Product) -> None:
    getattr(product, DICTIONARY)["state"] = WITHDRAWN
    flag_modified(product, "state")
    db.session.flush()


# Every way to write a state that is no command. Each is given a published product and must be refused.
WAYS: dict[str, Callable[[Product], Any]] = {
    "assign": lambda product: setattr(product, "state", WITHDRAWN),
    "assign a relationship that fills one": lambda product: setattr(product, "live_revision", None),
    "delete the attribute": _by_deleting,
    "construct": lambda product: Product(code="X", state=WITHDRAWN),
    "construct from what a form sent": lambda product: Product(**{"code": "X", "state": "published"}),
    "merge": lambda product: db.session.merge(Product(id=product.id, state=WITHDRAWN)),
    "the instance's dictionary": _through_the_dictionary,
    "update by ORM": lambda product: db.session.execute(update(Product).values(state=WITHDRAWN)),
    "update by primary key": lambda product: db.session.execute(
        update(Product), [{"id": product.id, "state": WITHDRAWN}]
    ),
    "update of the table": lambda product: db.session.execute(
        update(Base.metadata.tables["product"]).values(state=WITHDRAWN)
    ),
    "update by query": lambda product: db.session.query(Product).update({"state": WITHDRAWN}),
    "insert": lambda product: db.session.execute(insert(Product).values(code="X", state=WITHDRAWN)),
    "insert many": lambda product: db.session.execute(insert(Product), [{"code": "X", "state": WITHDRAWN}]),
    "insert of several rows": lambda product: db.session.execute(insert(Product).values([{"code": "X", "state": "x"}])),
    "update in an order": lambda product: db.session.execute(update(Product).ordered_values((Product.state, "x"))),
    "insert of a selection": lambda product: db.session.execute(
        insert(Product).from_select(["state"], select(Product.state))
    ),
    "plain SQL": lambda product: db.session.execute(text("UPDATE product SET state = 'withdrawn'")),
    "plain SQL behind others": lambda product: db.session.execute(
        text('WITH x AS (SELECT 1) UPDATE "product" SET state = 1')
    ),
    "plain SQL, insert": lambda product: db.session.execute(text("INSERT OR REPLACE INTO product (state) VALUES (1)")),
    "another model: standing": lambda product: setattr(product.producer, "standing", "closed"),
    "another model: role": lambda product: Account(email="a@contoh.test", name="A", role="administrator"),
    "another model: approval": lambda product: SelectionVersion(approved_at=MOMENT, approved_note="x"),
    "another model: slot": lambda product: setattr(Slot(code="x", name="X"), "closed_at", MOMENT),
    "another model: letter": lambda product: OutboxMessage(sent_at=MOMENT),
    "another model: search word": lambda product: SearchStopWord(word="x", kind="query", disabled_at=MOMENT),
}


@pytest.fixture
def product() -> Product:
    """A published product whose maker is loaded."""
    made = make_product()
    db.session.refresh(made, ["producer"])
    return made


@pytest.mark.parametrize("way", WAYS)
def test_no_other_way_writes_a_state(product: Product, way: str) -> None:
    with pytest.raises(UnguardedState, match="in a command only"):
        WAYS[way](product)


def test_what_is_no_state_is_written_as_ever(product: Product) -> None:
    product.showroom_shelf = "A-12"
    db.session.flush()
    db.session.execute(text("UPDATE region SET name = 'published'"))
    db.session.execute(text("UPDATE product SET availability = 'habis'"))
    db.session.execute(update(Product).values(is_inquirable=False).where(Product.state == "published"))
    db.session.expire_all()
    assert db.session.scalar(select(Product.showroom_shelf)) == "A-12"


def test_a_new_row_begins_at_the_start_without_a_command(product: Product) -> None:
    draft = Product(
        code="GX-1",
        slug="gx-1",
        producer_id=product.producer_id,
        category_id=product.category_id,
        created_at=MOMENT,
    )
    db.session.add(draft)
    db.session.flush()
    assert draft.state == ProductState.DRAFT


def test_a_command_changes_a_state_and_leaves_an_event(product: Product) -> None:
    before = db.session.scalar(select(func.count()).select_from(Event)) or 0
    withdraw_product(product=product, reason="Stok habis")
    assert product.state == WITHDRAWN
    assert db.session.scalar(select(func.count()).select_from(Event)) == before + 1


def test_a_command_that_leaves_no_event_is_refused(product: Product) -> None:
    with pytest.raises(UnguardedState, match="recorded no event"), state_change():
        product.state = WITHDRAWN


def test_a_refused_command_is_refused_for_its_own_reason(product: Product) -> None:
    with pytest.raises(Refused, match="alasan"):
        withdraw_product(product=product, reason=" ")
    assert product.state == ProductState.PUBLISHED


def test_the_outermost_command_answers_for_those_it_calls(product: Product) -> None:
    @state_change()
    def inner() -> None:
        product.state = WITHDRAWN

    @state_change()
    def outer() -> None:
        inner()
        record_event(verb="product.withdrawn", object_type="product", object_key=product.code, reason="x")

    outer()
    with pytest.raises(UnguardedState):
        inner()


def test_a_command_that_is_over_leaves_no_door_open(product: Product) -> None:
    withdraw_product(product=product, reason="Stok habis")
    with pytest.raises(UnguardedState):
        product.state = ProductState.PUBLISHED
    with pytest.raises(ZeroDivisionError), state_change():
        raise ZeroDivisionError
    with pytest.raises(UnguardedState):
        product.state = ProductState.PUBLISHED


def test_what_leaves_no_event_says_why(context: Session) -> None:
    with pytest.raises(UnguardedState, match="say why"), unrecorded_state_change(""):
        pass


def test_the_states_are_declared_where_they_stand() -> None:
    states = list_states()
    assert {"Product", "Producer", "Credential", "SelectionVersion", "Account", "OutboxMessage"} <= set(states)
    assert Producer.__name__ in states and states["Account"] == ["disabled_at", "role"]
