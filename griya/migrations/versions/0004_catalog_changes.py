"""Two things kept by triggers: a numbered record of what changed in the catalogue, and each photo's files in one text."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003_english_words"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

# ruff: noqa: ISC004, S608
# What a changed row means, as a query for the products concerned; "R" is the row before or after. 0 stands for the
# vocabulary that all products share. A region is vocabulary from the kecamatan up: nothing is filtered by desa.
EVERYTHING = "SELECT 0 AS product_id"
CONCERNED = {
    "product": "SELECT R.id AS product_id",
    "product_revision": "SELECT R.product_id AS product_id",
    "revision_material": "SELECT product_id FROM product_revision WHERE id = R.revision_id",
    "revision_technique": "SELECT product_id FROM product_revision WHERE id = R.revision_id",
    "producer": "SELECT id AS product_id FROM product WHERE producer_id = R.id",
    "credential": "SELECT id AS product_id FROM product WHERE producer_id = R.producer_id",
    "product_credential": "SELECT R.product_id AS product_id",
    "product_photo": "SELECT R.product_id AS product_id",
    "category": EVERYTHING,
    "material": EVERYTHING,
    "technique": EVERYTHING,
    "region": f"{EVERYTHING} WHERE R.level IN ('regency', 'city', 'district')",
    "selection_version": "SELECT product_id FROM selection_item WHERE version_id = R.id",
    "selection_item": "SELECT R.product_id AS product_id",
}
# Numbers are handed out under one lock that is held until the commit: a number is seen only after all before it.
# Any key, as long as nothing else of Griya uses the same one.
LOCK = 4_711_2027
STAMP = {"sqlite": "random()", "postgresql": "floor(random() * 9007199254740992)::bigint"}


def _write(dialect: str, *sides: str) -> str:
    """The statement that records the products concerned by these sides, "NEW" and "OLD"."""
    found = " UNION ".join(sides)
    return f"INSERT INTO catalog_change (product_id, stamp) SELECT product_id, {STAMP[dialect]} FROM ({found}) AS concerned"


def _sides(table: str) -> tuple[str, str]:
    return CONCERNED[table].replace("R.", "NEW."), CONCERNED[table].replace("R.", "OLD.")


def _sqlite(table: str) -> list[str]:
    after, before = _sides(table)
    return [
        f"CREATE TRIGGER tr_{table}_change_{verb.lower()} AFTER {verb} ON {table} BEGIN {_write('sqlite', *sides)}; END"
        for verb, sides in (("INSERT", (after,)), ("UPDATE", (after, before)), ("DELETE", (before,)))
    ]


def _postgresql(table: str) -> list[str]:
    after, before = _sides(table)
    return [
        f"CREATE FUNCTION griya_change_of_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'INSERT' THEN {_write('postgresql', after)}; "
        f"ELSIF TG_OP = 'UPDATE' THEN {_write('postgresql', after, before)}; "
        f"ELSE {_write('postgresql', before)}; END IF; RETURN NULL; END $$",
        f"CREATE TRIGGER tr_{table}_change_order BEFORE INSERT OR UPDATE OR DELETE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION griya_order_changes()",
        f"CREATE TRIGGER tr_{table}_change AFTER INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION griya_change_of_{table}()",
    ]


# The files of a photo as "extension width height digest", the narrowest first within a format: a list of products reads
# one text with each photo instead of a dozen rows. The photo changes with it, and so does the record above.
_FILE = "extension || ' ' || width || ' ' || height || ' ' || digest"
FILES = {
    "sqlite": f"(SELECT coalesce(group_concat({_FILE}, ';'), '') FROM "
    "(SELECT * FROM photo_rendition WHERE photo_id = product_photo.id ORDER BY extension, width))",
    "postgresql": f"(SELECT coalesce(string_agg({_FILE}, ';' ORDER BY extension, width), '') FROM photo_rendition "
    "WHERE photo_id = product_photo.id)",
}
VERBS = (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
PHOTO_RULES = {
    "sqlite": [
        f"CREATE TRIGGER tr_photo_rendition_files_{verb.lower()} AFTER {verb} ON photo_rendition BEGIN "
        f"UPDATE product_photo SET files = {FILES['sqlite']} WHERE id = {side}.photo_id; END"
        for verb, side in VERBS
    ],
    "postgresql": [
        "CREATE FUNCTION griya_files_of_photo() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"UPDATE product_photo SET files = {FILES['postgresql']} "
        "WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.photo_id ELSE NEW.photo_id END; RETURN NULL; END $$",
        "CREATE TRIGGER tr_photo_rendition_files AFTER INSERT OR UPDATE OR DELETE ON photo_rendition "
        "FOR EACH ROW EXECUTE FUNCTION griya_files_of_photo()",
    ],
}
DROP_PHOTO_RULES = {
    "sqlite": [f"DROP TRIGGER tr_photo_rendition_files_{verb.lower()}" for verb, _ in VERBS],
    "postgresql": ["DROP TRIGGER tr_photo_rendition_files ON photo_rendition", "DROP FUNCTION griya_files_of_photo()"],
}

ORDER = (
    "CREATE FUNCTION griya_order_changes() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN PERFORM pg_advisory_xact_lock({LOCK}); RETURN NULL; END $$"
)
RULES = {
    "sqlite": [statement for table in CONCERNED for statement in _sqlite(table)],
    "postgresql": [ORDER, *(statement for table in CONCERNED for statement in _postgresql(table))],
}
DROP_RULES = {
    "sqlite": [
        f"DROP TRIGGER tr_{table}_change_{verb}" for table in CONCERNED for verb in ("insert", "update", "delete")
    ],
    "postgresql": [
        *(f"DROP TRIGGER tr_{table}_change{name} ON {table}" for table in CONCERNED for name in ("", "_order")),
        *(f"DROP FUNCTION griya_change_of_{table}()" for table in CONCERNED),
        "DROP FUNCTION griya_order_changes()",
    ],
}


def upgrade() -> None:
    op.create_table(
        "catalog_change",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("stamp", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_catalog_change")),
        sqlite_autoincrement=True,
    )
    op.add_column("product_photo", sa.Column("files", sa.Text(), server_default="", nullable=False))
    dialect = op.get_bind().dialect.name
    op.execute(f"UPDATE product_photo SET files = {FILES[dialect]}")
    for statement in (*PHOTO_RULES[dialect], *RULES[dialect]):
        op.execute(statement)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for statement in (*DROP_RULES[dialect], *DROP_PHOTO_RULES[dialect]):
        op.execute(statement)
    op.drop_column("product_photo", "files")
    op.drop_table("catalog_change")
