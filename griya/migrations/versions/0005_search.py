"""Search: words that mean the same, the derived index, and triggers that mark what has changed."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

# ruff: noqa: ISC004, S608
INDEX = {
    "sqlite": [
        # Distinct words are stored, so no positions are kept ("column"), and results are never ordered by bm25.
        "CREATE VIRTUAL TABLE search_index USING fts5(name, text, name_roots, text_roots, content='search_document', "
        "content_rowid='id', tokenize='ascii', detail='column', columnsize=0)",
    ],
    "postgresql": [
        "CREATE TABLE search_index (id bigint PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX ix_search_index_words ON search_index USING gin (words)",
    ],
}


def _mark(kind: str, source: str) -> str:
    return f"INSERT INTO search_stale (kind, object_id) SELECT '{kind}', {source}"


def _live(join: str, key: str) -> str:
    """Products whose live revision uses a material or a technique."""
    return _mark(
        "product",
        f"product.id FROM product JOIN {join} ON {join}.revision_id = product.live_revision_id WHERE {join}.{key}",
    )


def _of_revision(row: str) -> list[str]:
    return [_mark("product", f"id FROM product WHERE live_revision_id = {row}.revision_id")]


def _product(*rows: str) -> list[str]:
    """The product, and its maker, who is found only while one of its products is public."""
    return [_mark("product", f"{rows[0]}.id"), *(_mark("producer", f"{row}.producer_id") for row in rows)]


def _producer(row: str) -> list[str]:
    return [_mark("producer", f"{row}.id"), _mark("product", f"id FROM product WHERE producer_id = {row}.id")]


def _category(row: str) -> list[str]:
    """A shelf's name also stands in its parts and in the products of both."""
    within = f"SELECT id FROM category WHERE id = {row}.id OR parent_id = {row}.id"
    return [
        _mark("shelf", f"{row}.id"),
        _mark("shelf", f"id FROM category WHERE parent_id = {row}.id"),
        _mark("product", f"id FROM product WHERE category_id IN ({within})"),
    ]


def _region(row: str) -> list[str]:
    """A region's name also stands with everything inside it, with its makers and with what is made there."""
    within = f"SELECT id FROM region WHERE id = {row}.id OR code LIKE {row}.code || '.%'"
    return [
        _mark("place", f"{row}.id"),
        _mark("place", f"id FROM region WHERE code LIKE {row}.code || '.%'"),
        _mark("producer", f"id FROM producer WHERE regency_id = {row}.id OR region_id IN ({within})"),
        _mark(
            "product",
            "product.id FROM product JOIN producer ON producer.id = product.producer_id "
            "JOIN product_revision ON product_revision.id = product.live_revision_id "
            f"WHERE producer.regency_id = {row}.id OR product_revision.specialty_of_id = {row}.id "
            f"OR product_revision.made_in_id IN ({within})",
        ),
    ]


_RANDOM = {"sqlite": "random()", "postgresql": "floor(random() * 9e15)::bigint"}


def _rules(dialect: str) -> list[tuple[str, str, list[str]]]:
    """Name, event and statements of each trigger; the statements are the same SQL on both databases."""
    changed = [f"UPDATE search_state SET variants = {_RANDOM[dialect]}"]
    return [
        ("product_insert", "INSERT ON product", _product("NEW")),
        (
            "product_update",
            "UPDATE OF code, slug, producer_id, category_id, state, live_revision_id, published_at ON product",
            _product("NEW", "OLD"),
        ),
        ("product_delete", "DELETE ON product", _product("OLD")),
        *(
            (f"{table}_{event.lower()}", f"{event} ON {table}", _of_revision(row))
            for table in ("revision_material", "revision_technique")
            for event, row in (("INSERT", "NEW"), ("DELETE", "OLD"))
        ),
        (
            "material_update",
            "UPDATE OF name_id, name_en ON material",
            [_live("revision_material", "material_id = NEW.id")],
        ),
        (
            "technique_update",
            "UPDATE OF name_id, name_en ON technique",
            [_live("revision_technique", "technique_id = NEW.id")],
        ),
        ("category_insert", "INSERT ON category", [_mark("shelf", "NEW.id")]),
        ("category_update", "UPDATE OF slug, name_id, name_en, parent_id ON category", _category("NEW")),
        ("category_delete", "DELETE ON category", _category("OLD")),
        ("region_insert", "INSERT ON region", [_mark("place", "NEW.id")]),
        ("region_update", "UPDATE OF code, level, name, slug ON region", [*_region("OLD"), *_region("NEW")]),
        ("region_delete", "DELETE ON region", [_mark("place", "OLD.id")]),
        ("producer_insert", "INSERT ON producer", [_mark("producer", "NEW.id")]),
        (
            "producer_update",
            "UPDATE OF name, slug, standing, regency_id, region_id, outside_region ON producer",
            _producer("NEW"),
        ),
        ("producer_delete", "DELETE ON producer", _producer("OLD")),
        *(
            (f"{table}_{event.lower()}", f"{event} ON {table}", changed)
            for table in ("search_variant", "search_stop_word")
            for event in ("INSERT", "UPDATE", "DELETE")
        ),
    ]


def _create_triggers(dialect: str) -> list[str]:
    made = []
    for name, event, statements in _rules(dialect):
        body = "; ".join(statements)
        if dialect == "sqlite":
            made.append(f"CREATE TRIGGER tr_search_{name} AFTER {event} BEGIN {body}; END")
        else:
            made += [
                f"CREATE FUNCTION griya_search_{name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN {body}; RETURN NULL; END $$",
                f"CREATE TRIGGER tr_search_{name} AFTER {event} FOR EACH ROW EXECUTE FUNCTION griya_search_{name}()",
            ]
    return made


def _drop_triggers(dialect: str) -> list[str]:
    dropped = []
    for name, event, _ in _rules(dialect):
        if dialect == "sqlite":
            dropped.append(f"DROP TRIGGER tr_search_{name}")
        else:
            table = event.rpartition(" ")[2]
            dropped += [f"DROP TRIGGER tr_search_{name} ON {table}", f"DROP FUNCTION griya_search_{name}()"]
    return dropped


def _run(statements: list[str]) -> None:
    for statement in statements:
        op.execute(sa.text(statement.replace(":", r"\:")))


def upgrade() -> None:
    """Create the tables, the index and the triggers, and mark everything there is as still to be read."""
    dialect = op.get_bind().dialect.name
    word = sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql")
    op.create_table(
        "search_variant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("variant", sa.String(length=80), nullable=False),
        sa.Column("canonical", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.CheckConstraint("kind IN ('spelling', 'local', 'language')", name=op.f("ck_search_variant_kind_is_known")),
        sa.CheckConstraint("variant <> canonical", name=op.f("ck_search_variant_variant_is_another_word")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_variant")),
        sa.UniqueConstraint("variant", "canonical", name=op.f("uq_search_variant_variant_canonical")),
    )
    op.create_table(
        "search_stop_word",
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_search_stop_word")),
    )
    op.create_table(
        "search_document",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=160), nullable=False),
        sa.Column("label_en", sa.String(length=160), nullable=False),
        sa.Column("detail", sa.String(length=160), nullable=False),
        sa.Column("slug", sa.String(length=160), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("name_roots", sa.Text(), nullable=False),
        sa.Column("text_roots", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('product', 'producer', 'place', 'shelf')", name=op.f("ck_search_document_kind_is_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_document")),
        sa.UniqueConstraint("kind", "object_id", name=op.f("uq_search_document_kind_object_id")),
    )
    op.create_table(
        "search_word",
        sa.Column("word", word, nullable=False),
        sa.Column("skeleton", word, nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("rooted", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_search_word")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_search_word_skeleton"), "search_word", ["skeleton"], unique=False)
    op.create_table(
        "search_deletion",
        sa.Column("deletion", word, nullable=False),
        sa.Column("word", word, nullable=False),
        sa.ForeignKeyConstraint(
            ["word"], ["search_word.word"], name=op.f("fk_search_deletion_word_search_word"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("deletion", "word", name=op.f("pk_search_deletion")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_search_deletion_word"), "search_deletion", ["word"], unique=False)
    op.create_table(
        "search_stale",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_stale")),
    )
    op.create_table(
        "search_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.BigInteger(), nullable=False),
        sa.Column("variants", sa.BigInteger(), nullable=False),
        sa.Column("rules", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_search_state_only_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_state")),
    )
    op.execute(f"INSERT INTO search_state (id, content, variants, rules) SELECT 1, {_RANDOM[dialect]}, 0, 0")
    _run(INDEX[dialect])
    _run(_create_triggers(dialect))
    for kind, table in (("product", "product"), ("producer", "producer"), ("place", "region"), ("shelf", "category")):
        op.execute(_mark(kind, f"id FROM {table}"))


def downgrade() -> None:
    """Drop all of it: everything but the curators' words is derived."""
    _run(_drop_triggers(op.get_bind().dialect.name))
    op.execute("DROP TABLE search_index")
    for table in (
        "search_state", "search_stale", "search_deletion", "search_word", "search_document", "search_stop_word",
        "search_variant",
    ):  # fmt: skip
        op.drop_table(table)
