"""Models and migrations agree, on a populated database, both ways, and the rules a table cannot say really hold."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

import griya.app  # every model is known once the application is imported  # noqa: F401
from griya import upkeep
from griya.core import schema
from griya.core.db import Base, journal_mode, prepare_engine, write_intent
from griya.registry.reference.load import load_sources, load_statement_2019

REBUILT = "0012_verification"
# A maker with one product and two credentials, as they stood before the table of credentials was written again.
OLD_ROWS = """
INSERT INTO reference_source (id, key, title, issued_on, note) VALUES (1, 'k', 't', '2025-01-01', '');
INSERT INTO region (id, code, level, name, source_id) VALUES (1, '61', 'province', 'Kalbar', 1);
INSERT INTO producer (id, code, slug, name, region_id, standing, is_sample, story_id, story_en, created_at, row_version)
VALUES (1, 'P1', 'p', 'P', 1, 'listed', 0, '', '', '2026-01-01', 1);
INSERT INTO category (id, slug, name_id, name_en, branch, position) VALUES (1, 'c', 'C', 'C', '', 1);
INSERT INTO product (id, code, slug, producer_id, category_id, state, availability, is_inquirable, created_at,
row_version) VALUES (1, 'B1', 'b', 1, 1, 'draft', 'siap', 1, '2026-01-01', 1);
INSERT INTO credential (id, producer_id, kind, number, issuer, state, covers_all_products, expires_on, checked_on,
check_method, created_at) VALUES
(5, 1, 'pirt', '2076171040052-27', '', 'checked', 0, '2030-01-01', '2026-01-02', 'situs', '2026-01-01'),
(6, 1, 'nib', '0220003690831', '', 'claimed', 1, '2030-01-01', NULL, NULL, '2026-01-01');
INSERT INTO product_credential (product_id, credential_id) VALUES (1, 5)
"""
MOMENT = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[sa.Engine]:
    """An empty SQLite file, set up as in production."""
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'griya.db'}")
    prepare_engine(engine)
    yield engine
    engine.dispose()


def populate(connection: sa.Connection) -> None:
    """One event and one account: enough to see whether data survives."""
    tables = Base.metadata.tables
    connection.execute(
        tables["account"]
        .insert()
        .values(
            email="a@contoh.test",
            name="A",
            password_hash="x",
            role="curator",
            created_at=MOMENT,
        )
    )
    connection.execute(tables["event"].insert().values(at=MOMENT, verb="uji", object_type="uji", object_key="1"))


def test_models_and_migrations_agree(database: sa.Connection) -> None:
    schema.check(database)


def test_a_populated_database_goes_up_down_and_up_again(fresh: sa.Engine) -> None:
    with fresh.begin() as connection:
        schema.upgrade(connection)
        populate(connection)
        schema.check(connection)
        assert schema.current(connection) == schema.head()
    with fresh.begin() as connection:
        schema.downgrade(connection, "-1")
    with fresh.begin() as connection:
        schema.upgrade(connection)
        schema.check(connection)


def test_a_catalogue_set_up_before_the_english_words_gets_those_of_the_reference_files(fresh: sa.Engine) -> None:
    sources, statement = load_sources(), load_statement_2019()
    with fresh.begin() as connection:
        schema.upgrade(connection, "0002")
        tables = sa.MetaData()
        tables.reflect(connection, only=["reference_source", "statement", "statement_figure"])
        source_ids = {
            key: connection.execute(
                tables.tables["reference_source"]
                .insert()
                .values(key=key, title=row.title, issued_on=row.issued_on, note="")
                .returning(tables.tables["reference_source"].c.id)
            ).scalar_one()
            for key, row in sources.items()
        }
        told = tables.tables["statement"]
        statement_id = connection.execute(
            told.insert()
            .values(key=statement.key, as_of=statement.as_of, title=statement.title, note="",
                    source_id=source_ids[statement.source])
            .returning(told.c.id)
        ).scalar_one()  # fmt: skip
        connection.execute(
            tables.tables["statement_figure"].insert(),
            [
                {"statement_id": statement_id, "position": at, "key": row.key, "label": row.label, "value": row.value}
                for at, row in enumerate(statement.figures)
            ],
        )
    with fresh.begin() as connection:
        schema.upgrade(connection)
        rows = connection.execute(sa.text("SELECT key, title_en FROM reference_source"))
        assert {row.key: row.title_en for row in rows} == {key: row.title_en for key, row in sources.items()}
        assert connection.scalar(sa.text("SELECT title_en FROM statement")) == statement.title_en
        rows = connection.execute(sa.text("SELECT key, label_en FROM statement_figure"))
        assert {row.key: row.label_en for row in rows} == {row.key: row.label_en for row in statement.figures}


def test_accounts_of_before_second_factors_keep_their_record_and_get_a_code(fresh: sa.Engine) -> None:
    """On SQLite the table of accounts is built anew; what points to it, the record first of all, must not notice."""
    upkeep.migrate(fresh, "0005")
    with write_intent(), fresh.begin() as connection:
        for email in ("a@contoh.test", "b@contoh.test"):
            connection.execute(
                sa.text(
                    "INSERT INTO account (email, name, password_hash, role, created_at) "
                    "VALUES (:email, 'A', 'x', 'administrator', '2026-01-01')"
                ),
                {"email": email},
            )
        connection.execute(
            sa.text(
                "INSERT INTO event (at, actor_id, verb, object_type, object_key) "
                "VALUES ('2026-01-01', 2, 'uji', 'uji', '1')"
            )
        )
    upkeep.migrate(fresh)
    with fresh.connect() as connection:
        codes = connection.scalars(sa.text("SELECT code FROM account ORDER BY id")).all()
        assert len(set(codes)) == 2 and all(len(code) == 8 for code in codes)
        assert connection.scalar(sa.text("SELECT actor_id FROM event")) == 2
    upkeep.migrate(fresh, "0005", down=True)
    upkeep.migrate(fresh)
    with fresh.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM account WHERE role = 'administrator'")) == 2


def test_an_upgrade_that_breaks_leaves_nothing_behind(fresh: sa.Engine) -> None:
    def interrupted() -> None:
        with fresh.begin() as connection:
            schema.upgrade(connection)
            raise RuntimeError("the power goes")

    with pytest.raises(RuntimeError):
        interrupted()
    with fresh.connect() as connection:
        assert sa.inspect(connection).get_table_names() == []


def test_every_constraint_has_a_name_of_the_convention() -> None:
    for table in Base.metadata.tables.values():
        for constraint in table.constraints:
            assert constraint.name, f"{table.name}: unnamed {type(constraint).__name__}"
            assert str(constraint.name).startswith(("pk_", "fk_", "uq_", "ck_")), constraint.name


def test_every_foreign_key_is_indexed_or_begins_a_unique_key() -> None:
    unindexed = []
    for table in Base.metadata.tables.values():
        leading = {next(iter(index.columns)).name for index in table.indexes}
        leading |= {next(iter(c.columns)).name for c in table.constraints if isinstance(c, sa.UniqueConstraint)}
        leading |= {next(iter(table.primary_key.columns)).name}
        for key in table.foreign_keys:
            if key.column.table.name in {"account", "reference_source", "marketplace", "slot", "region"}:
                continue  # short lists that nobody deletes from
            if key.parent.name not in leading:
                unindexed.append(f"{table.name}.{key.parent.name}")
    assert not unindexed


@pytest.mark.parametrize("statement", ["UPDATE event SET verb = 'x'", "DELETE FROM event"])
def test_the_audit_record_cannot_be_changed(app: object, database: sa.Connection, statement: str) -> None:
    populate(database)
    with pytest.raises(sa.exc.DBAPIError, match="tr_event_no_"), database.begin_nested():
        database.execute(sa.text(statement))


def test_insert_or_replace_does_not_pass_the_append_only_rule(fresh: sa.Engine) -> None:
    with fresh.begin() as connection:
        schema.upgrade(connection)
        populate(connection)
    with pytest.raises(sa.exc.DBAPIError, match="tr_event_no_delete"), fresh.begin() as connection:
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO event (id, at, verb, object_type, object_key) "
            "VALUES (1, '2026-01-01', 'x', 'x', 'x')"
        )


def test_sqlite_is_set_to_keep_what_it_acknowledged(fresh: sa.Engine) -> None:
    with fresh.connect() as connection:

        def read(name: str) -> object:
            return connection.exec_driver_sql(f"PRAGMA {name}").scalar()

        assert read("synchronous") == 2
        assert str(read("journal_mode")).upper() == journal_mode()
        assert read("foreign_keys") == 1
        assert read("busy_timeout") == 5000
        assert read("recursive_triggers") == 1
        assert read("secure_delete") == 1


@pytest.mark.parametrize(
    ("version", "mode"),
    [((3, 40, 1), "DELETE"), ((3, 44, 6), "WAL"), ((3, 44, 5), "DELETE"), ((3, 50, 7), "WAL"), ((3, 51, 2), "DELETE"),
     ((3, 51, 3), "WAL"), ((3, 60, 0), "WAL")],
)  # fmt: skip
def test_the_journal_mode_follows_the_version_that_has_the_fix(version: tuple[int, int, int], mode: str) -> None:
    assert journal_mode(version) == mode


def test_rebuilding_the_table_of_credentials_keeps_its_rows_its_links_and_its_triggers(fresh: sa.Engine) -> None:
    """0012 writes the table again on SQLite: what stood in it, what points to it and what watches it must stay."""
    with fresh.connect() as connection:
        scripts = ScriptDirectory.from_config(schema.configuration(connection))
    before_it = str(scripts.get_revision(REBUILT).down_revision)
    upkeep.migrate(fresh, before_it)
    with fresh.begin() as connection:
        for statement in OLD_ROWS.split(";"):
            connection.exec_driver_sql(statement)
    upkeep.migrate(fresh, REBUILT)
    with fresh.begin() as connection:
        rows = connection.exec_driver_sql(
            "SELECT id, number, state, expires_on, checked_on, length(code), row_version FROM credential ORDER BY id"
        ).all()
        assert [tuple(row) for row in rows] == [
            (5, "2076171040052-27", "checked", "2027-12-31", "2026-01-02", 8, 1),
            (6, "0220003690831", "claimed", None, None, 8, 1),
        ]
        assert connection.exec_driver_sql("SELECT * FROM product_credential").all() == [(1, 5)]
        count = "SELECT count(*) FROM catalog_change"
        before = connection.exec_driver_sql(count).scalar_one()
        connection.exec_driver_sql("UPDATE credential SET check_method = 'kunjungan' WHERE id = 5")
        assert connection.exec_driver_sql(count).scalar_one() > before, "the catalogue is told of a change"
        with pytest.raises(sa.exc.IntegrityError), connection.begin_nested():
            connection.exec_driver_sql("UPDATE credential SET check_method = 'kira' WHERE id = 5")
        with pytest.raises(sa.exc.IntegrityError), connection.begin_nested():
            connection.exec_driver_sql("INSERT INTO credential SELECT * FROM credential WHERE id = 5")
    upkeep.migrate(fresh, before_it, down=True)
    with fresh.begin() as connection:
        assert connection.exec_driver_sql("SELECT check_method FROM credential WHERE id = 5").scalar_one() == "surat"
        assert connection.exec_driver_sql("SELECT * FROM product_credential").all() == [(1, 5)]
