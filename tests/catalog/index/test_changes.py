"""Whatever can change what a list shows is recorded by the database itself, under numbers that appear in order."""

import os
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import select

from griya.catalog.actions import (
    RevisionDraft,
    add_revision,
    prune_changes,
    publish_product,
    remove_photo,
    withdraw_product,
)
from griya.catalog.models import (
    EVERY_PRODUCT,
    CatalogChange,
    Material,
    Product,
    Technique,
    product_credential,
    revision_material,
    revision_technique,
)
from griya.catalog.queries.cards import list_newest_cards
from griya.core import schema
from griya.core.db import db
from griya.core.state import unrecorded_state_change
from griya.registry.actions import CredentialDraft, add_credential
from griya.registry.models import Credential, Producer
from griya.selection.models import SelectionVersion
from tests import postgresql
from tests.factories.catalog import make_category, make_product
from tests.factories.photos import make_photo
from tests.factories.registry import make_producer, make_region
from tests.factories.selection import make_version
from tests.factories.state import set_state

NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)


def changed(after: int = 0) -> set[int]:
    """The products whose change is recorded under a higher number than `after`."""
    return set(db.session.scalars(select(CatalogChange.product_id).where(CatalogChange.number > after)))


def latest() -> int:
    return db.session.scalar(select(sa.func.max(CatalogChange.number))) or 0


def credential_of(product: Product) -> Credential:
    draft = CredentialDraft("pirt", "2053204080576-29", state="claimed")
    return add_credential(producer_id=product.producer_id, draft=draft)


def edit(table: Any, **values: Any) -> None:
    with unrecorded_state_change("a test's own world"):
        db.session.execute(sa.update(table).values(**values).execution_options(synchronize_session=False))


def note_material(product: Product) -> None:
    material = Material(slug="rotan", name_id="Rotan", name_en="Rattan")
    db.session.add(material)
    db.session.flush()
    db.session.execute(revision_material.insert().values(revision_id=product.live_revision_id, material_id=material.id))


def note_technique(product: Product) -> None:
    technique = Technique(slug="anyam", name_id="Anyam", name_en="Plaiting")
    db.session.add(technique)
    db.session.flush()
    db.session.execute(
        revision_technique.insert().values(revision_id=product.live_revision_id, technique_id=technique.id)
    )


def withdraw(product: Product) -> None:
    withdraw_product(product=product, reason="Uji")


def publish_again(product: Product) -> None:
    revision = add_revision(product=product, draft=RevisionDraft(name_id="Lain", unit="pak", price_mode="tanya"))
    publish_product(product=product, revision=revision)


def suspend_maker(product: Product) -> None:
    set_state(db.session.get_one(Producer, product.producer_id), standing="suspended")
    db.session.flush()


def delete_credential(product: Product) -> None:
    db.session.delete(credential_of(product))
    db.session.flush()


def name_on_credential(product: Product) -> None:
    db.session.execute(
        product_credential.insert().values(product_id=product.id, credential_id=credential_of(product).id)
    )


def take_photo_away(product: Product) -> None:
    make_photo(product)
    remove_photo(product=product, position=1)


def select_it(product: Product) -> None:
    make_version([product], starts_at=NOON, ends_at=NOON + timedelta(days=1))


def cancel_selection(product: Product) -> None:
    select_it(product)
    edit(SelectionVersion, cancelled_at=NOON)


CHANGES: dict[str, Callable[[Product], Any]] = {
    "product": withdraw,
    "category of a product": lambda product: edit(Product, category_id=make_category("lain", "Lain").id),
    "live revision": publish_again,
    "material": note_material,
    "technique": note_technique,
    "maker": suspend_maker,
    "credential": credential_of,
    "credential gone": delete_credential,
    "credential of one product": name_on_credential,
    "photo": make_photo,
    "photo gone": take_photo_away,
    "selection": select_it,
    "selection cancelled": cancel_selection,
}
VOCABULARY: dict[str, Callable[[], Any]] = {
    "shelf": lambda: make_category("baru", "Baru"),
    "shelf renamed": lambda: edit(db.Model.metadata.tables["category"], name_id="Lain"),
    "region": lambda: make_region("61.02", "Mempawah"),
    "region renamed": lambda: edit(db.Model.metadata.tables["region"], name="Lain"),
    "material": lambda: db.session.execute(sa.insert(Material).values(slug="m", name_id="M", name_en="M")),
    "technique": lambda: db.session.execute(sa.insert(Technique).values(slug="t", name_id="T", name_en="T")),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_of_a_product_is_recorded(context: Any, what: str) -> None:
    product, other = make_product(), make_product()
    before = latest()
    CHANGES[what](product)
    found = changed(before)
    assert product.id in found
    # What an unqualified UPDATE or a new list value concerns, concerns the other one too.
    if what not in {"category of a product", "material", "technique"}:
        assert other.id not in found


@pytest.mark.parametrize("what", VOCABULARY)
def test_a_change_of_the_vocabulary_concerns_every_product(context: Any, what: str) -> None:
    make_product()
    before = latest()
    VOCABULARY[what]()
    assert EVERY_PRODUCT in changed(before)


def test_a_desa_is_no_vocabulary(context: Any) -> None:
    make_region()
    before = latest()
    make_region("61.01.01.2001", "Sekida", "village")
    assert changed(before) == set()


def test_a_photo_that_moves_to_another_product_concerns_both(context: Any) -> None:
    product, other = make_product(), make_product()
    photo = make_photo(product)
    before = latest()
    photo.product_id = other.id
    db.session.flush()
    assert changed(before) == {product.id, other.id}


def test_a_deleted_maker_takes_all_its_products_into_the_record(context: Any) -> None:
    producer = make_producer()
    ids = {make_product(producer=producer).id for _ in range(3)}
    other = make_product().id
    before = latest()
    db.session.execute(sa.delete(Product).where(Product.producer_id == producer.id))
    assert changed(before) == ids
    assert other not in changed(before)


def test_every_table_that_a_list_reads_has_its_triggers(context: Any, database: sa.Connection) -> None:
    """The tables are taken from the statements themselves, so that a new join cannot be forgotten."""
    seen: set[str] = set()

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.update(word for word in statement.replace("(", " ").replace(")", " ").split() if word in tables)

    tables = set(db.Model.metadata.tables)
    make_photo(make_product())
    sa.event.listen(database, "before_cursor_execute", note)
    try:
        assert list_newest_cards(5)
    finally:
        sa.event.remove(database, "before_cursor_execute", note)
    assert {"product", "producer", "product_photo"} <= seen
    assert seen - _watched(database) == set()


def _watched(database: sa.Connection) -> set[str]:
    if database.dialect.name == "sqlite":
        rows = database.exec_driver_sql(
            "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'tr_%_change_%' "
            "GROUP BY tbl_name HAVING count(*) = 3"
        )
    else:
        rows = database.exec_driver_sql(
            "SELECT relname FROM pg_trigger JOIN pg_class ON tgrelid = pg_class.oid "
            "WHERE NOT tgisinternal AND tgname = 'tr_' || relname || '_change'"
        )
    return set(rows.scalars())


def test_pruning_keeps_the_newest_and_never_gives_a_number_twice(context: Any) -> None:
    for _ in range(3):
        make_product()
    newest = latest()
    assert prune_changes(keep=2) > 0
    assert db.session.scalars(select(CatalogChange.number)).all() == [newest - 1, newest]
    assert prune_changes(keep=2) == 0
    make_product()
    assert latest() > newest


def test_a_number_that_was_rolled_back_has_another_stamp(context: Any) -> None:
    product = make_product()
    stamps = set()
    for _ in range(3):
        with db.session.begin_nested() as savepoint:
            withdraw_product(product=product, reason="Uji")
            stamps.add(db.session.scalar(select(CatalogChange.stamp).order_by(CatalogChange.number.desc()).limit(1)))
            savepoint.rollback()
        db.session.refresh(product)
    assert len(stamps) == 3


@pytest.fixture
def two_sessions() -> Iterator[sa.Engine]:
    """A PostgreSQL database of its own, where transactions really commit."""
    url = os.environ.get("GRIYA_TEST_POSTGRESQL_URL")
    if not url:
        pytest.skip(reason=os.environ.get("GRIYA_TEST_POSTGRESQL_MISSING", "no PostgreSQL here"))
    name = f"griya_changes_{os.getpid()}"
    admin = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
    engine = sa.create_engine(postgresql.Server(url).database_url(name))
    with engine.begin() as connection:
        schema.upgrade(connection)
        connection.exec_driver_sql(
            "INSERT INTO material (slug, name_id, name_en) VALUES ('a', 'A', 'A'), ('b', 'B', 'B')"
        )
    yield engine
    engine.dispose()
    with admin.connect() as connection:
        connection.execute(sa.text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    admin.dispose()


def test_on_postgresql_a_number_is_seen_only_after_all_before_it(two_sessions: sa.Engine) -> None:
    """The second writer waits for the first one's commit, however long that takes."""
    done = threading.Event()

    def write_second() -> None:
        with two_sessions.begin() as second:
            second.exec_driver_sql("UPDATE material SET name_en = 'B2' WHERE slug = 'b'")
        done.set()

    with two_sessions.connect() as first:
        transaction = first.begin()
        first.exec_driver_sql("UPDATE material SET name_en = 'A2' WHERE slug = 'a'")
        own = first.exec_driver_sql("SELECT max(number) FROM catalog_change").scalar_one()
        thread = threading.Thread(target=write_second)
        thread.start()
        assert not done.wait(0.5), "the second writer had its number before the first one was seen"
        with two_sessions.connect() as reader:
            assert reader.exec_driver_sql("SELECT max(number) FROM catalog_change").scalar_one() < own
        transaction.commit()
    thread.join(10)
    assert done.is_set()
    with two_sessions.connect() as reader:
        assert reader.exec_driver_sql("SELECT max(number) FROM catalog_change").scalar_one() == own + 1
