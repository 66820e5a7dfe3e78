"""First schema."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

# ruff: noqa: ISC004
# Rules as (SQLite, PostgreSQL). "event" and "product_revision" keep what was once written; approved versions of one
# slot never overlap (half-open windows).
APPEND_ONLY = (("event", "UPDATE"), ("event", "DELETE"), ("product_revision", "UPDATE"))
_OVERLAP = """
    SELECT RAISE(ABORT, 'ex_selection_version_no_overlap') WHERE EXISTS (
        SELECT 1 FROM selection_version AS other
        WHERE other.slot_id = NEW.slot_id AND other.id <> NEW.id
          AND other.approved_at IS NOT NULL AND other.cancelled_at IS NULL
          AND other.starts_at < NEW.ends_at AND NEW.starts_at < other.ends_at)"""
_LIVE = "NEW.approved_at IS NOT NULL AND NEW.cancelled_at IS NULL"
RULES = {
    "sqlite": [
        *(
            f"CREATE TRIGGER tr_{table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'tr_{table}_no_{verb.lower()}'); END"
            for table, verb in APPEND_ONLY
        ),
        *(
            f"CREATE TRIGGER tr_selection_version_{name}_no_overlap AFTER {verb} ON selection_version "
            f"WHEN {_LIVE} BEGIN {_OVERLAP}; END"
            for name, verb in (("insert", "INSERT"), ("update", "UPDATE"))
        ),
    ],
    "postgresql": [
        "ALTER TABLE product ADD CONSTRAINT fk_product_live_revision_id_product_revision "
        "FOREIGN KEY (live_revision_id) REFERENCES product_revision (id) ON DELETE SET NULL",
        "CREATE FUNCTION griya_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '%', TG_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$",
        *(
            f"CREATE TRIGGER tr_{table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION griya_refuse()"
            for table, verb in APPEND_ONLY
        ),
        "ALTER TABLE selection_version ADD CONSTRAINT ex_selection_version_no_overlap EXCLUDE USING gist "
        "(int4range(slot_id, slot_id, '[]') WITH &&, tstzrange(starts_at, ends_at, '[)') WITH &&) "
        "WHERE (approved_at IS NOT NULL AND cancelled_at IS NULL)",
    ],
}
DROP_RULES = {
    "sqlite": [
        *(f"DROP TRIGGER tr_{table}_no_{verb.lower()}" for table, verb in APPEND_ONLY),
        *(f"DROP TRIGGER tr_selection_version_{name}_no_overlap" for name in ("insert", "update")),
    ],
    "postgresql": [
        "ALTER TABLE selection_version DROP CONSTRAINT ex_selection_version_no_overlap",
        *(f"DROP TRIGGER tr_{table}_no_{verb.lower()} ON {table}" for table, verb in APPEND_ONLY),
        "DROP FUNCTION griya_refuse()",
        "ALTER TABLE product DROP CONSTRAINT fk_product_live_revision_id_product_revision",
    ],
}


def _run(rules: dict[str, list[str]]) -> None:
    for statement in rules[op.get_bind().dialect.name]:
        op.execute(statement)


def upgrade() -> None:
    """Create every table, then the rules that a table definition cannot say."""
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("role IN ('curator', 'officer', 'administrator')", name=op.f("ck_account_role_is_known")),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_account_email_is_lower_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    op.create_table(
        "category",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name_id", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("branch", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["category.id"], name=op.f("fk_category_parent_id_category")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category")),
        sa.UniqueConstraint("parent_id", "position", name=op.f("uq_category_parent_id_position")),
        sa.UniqueConstraint("slug", name=op.f("uq_category_slug")),
    )
    with op.batch_alter_table("category", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_category_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "inquiry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("idempotency_key", sa.String(length=64), nullable=False),
        sa.Column("content_digest", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=16), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("need_by", sa.Date(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('eceran', 'grosir', 'ekspor')", name=op.f("ck_inquiry_kind_is_known")),
        sa.CheckConstraint("source IN ('web', 'kiosk', 'staf')", name=op.f("ck_inquiry_source_is_known")),
        sa.CheckConstraint("phone IS NOT NULL OR email IS NOT NULL", name=op.f("ck_inquiry_can_be_answered")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_inquiry_idempotency_key")),
        sa.UniqueConstraint("reference", name=op.f("uq_inquiry_reference")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_inquiry_token_digest")),
    )
    with op.batch_alter_table("inquiry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inquiry_received_at"), ["received_at"], unique=False)

    op.create_table(
        "inquiry_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry_list")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_inquiry_list_token_digest")),
    )
    op.create_table(
        "marketplace",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("hosts", sa.JSON(), nullable=False),
        sa.Column("goods_from", sa.Date(), nullable=True),
        sa.Column("goods_until", sa.Date(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "goods_until IS NULL OR goods_from IS NULL OR goods_from < goods_until",
            name=op.f("ck_marketplace_goods_dates_are_in_order"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marketplace")),
        sa.UniqueConstraint("code", name=op.f("uq_marketplace_code")),
    )
    op.create_table(
        "material",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name_id", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material")),
        sa.UniqueConstraint("slug", name=op.f("uq_material_slug")),
    )
    op.create_table(
        "outbox_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=60), nullable=False),
        sa.Column("template", sa.String(length=40), nullable=False),
        sa.Column("template_version", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("reply_to", sa.String(length=254), nullable=True),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("message_id", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=300), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("sent_at IS NULL OR given_up_at IS NULL", name=op.f("ck_outbox_message_sent_or_given_up")),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_outbox_message_tries_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
        sa.UniqueConstraint("cause", "template", "recipient", name=op.f("uq_outbox_message_cause_template_recipient")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_message_message_id")),
    )
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_message_next_try_at"), ["next_try_at"], unique=False)

    op.create_table(
        "reference_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_source")),
        sa.UniqueConstraint("key", name=op.f("uq_reference_source_key")),
    )
    op.create_table(
        "selection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title_id", sa.String(length=120), nullable=False),
        sa.Column("title_en", sa.String(length=120), nullable=False),
        sa.Column("intro_id", sa.Text(), nullable=False),
        sa.Column("intro_en", sa.Text(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_selection")),
        sa.UniqueConstraint("slug", name=op.f("uq_selection_slug")),
    )
    op.create_table(
        "slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("fallback_slot_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["fallback_slot_id"], ["slot.id"], name=op.f("fk_slot_fallback_slot_id_slot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot")),
        sa.UniqueConstraint("code", name=op.f("uq_slot_code")),
    )
    op.create_table(
        "technique",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name_id", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_technique")),
        sa.UniqueConstraint("slug", name=op.f("uq_technique_slug")),
    )
    op.create_table(
        "account_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_session_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_session")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_account_session_token_digest")),
    )
    with op.batch_alter_table("account_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_session_account_id"), ["account_id"], unique=False)

    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inquiry_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=30), nullable=False),
        sa.Column("notice_version", sa.String(length=20), nullable=False),
        sa.Column("wording_digest", sa.String(length=64), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["inquiry_id"], ["inquiry.id"], name=op.f("fk_consent_inquiry_id_inquiry"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
        sa.UniqueConstraint("inquiry_id", "purpose", name=op.f("uq_consent_inquiry_id_purpose")),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("acting_for", sa.String(length=120), nullable=True),
        sa.Column("verb", sa.String(length=60), nullable=False),
        sa.Column("object_type", sa.String(length=40), nullable=False),
        sa.Column("object_key", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("request_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_event_actor_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_at"), ["at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_event_object_type_object_key_at"), ["object_type", "object_key", "at"], unique=False
        )

    op.create_table(
        "region",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=13), nullable=False),
        sa.Column("bps_code", sa.String(length=10), nullable=True),
        sa.Column("level", sa.String(length=15), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("label_lat", sa.Numeric(precision=9, scale=6), nullable=True),
        sa.Column("label_lng", sa.Numeric(precision=9, scale=6), nullable=True),
        sa.Column("area_km2", sa.Numeric(precision=12, scale=3), nullable=True),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(level = 'province') = (parent_id IS NULL)", name=op.f("ck_region_only_the_province_has_no_parent")
        ),
        sa.CheckConstraint(
            "level IN ('province', 'regency', 'city', 'district', 'urban_village', 'village')",
            name=op.f("ck_region_level_is_known"),
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["region.id"], name=op.f("fk_region_parent_id_region")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["reference_source.id"], name=op.f("fk_region_source_id_reference_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region")),
        sa.UniqueConstraint("bps_code", name=op.f("uq_region_bps_code")),
        sa.UniqueConstraint("code", name=op.f("uq_region_code")),
        sa.UniqueConstraint("slug", name=op.f("uq_region_slug")),
    )
    with op.batch_alter_table("region", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_region_level_name"), ["level", "name"], unique=False)
        batch_op.create_index(batch_op.f("ix_region_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "selection_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("selection_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_note", sa.String(length=120), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(approved_at IS NULL) = (approved_by_id IS NULL AND approved_note IS NULL)",
            name=op.f("ck_selection_version_approval_says_by_whom"),
        ),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_selection_version_window_is_not_empty")),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["account.id"], name=op.f("fk_selection_version_approved_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["account.id"], name=op.f("fk_selection_version_created_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["selection_id"],
            ["selection.id"],
            name=op.f("fk_selection_version_selection_id_selection"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_selection_version_slot_id_slot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_selection_version")),
        sa.UniqueConstraint("selection_id", "number", name=op.f("uq_selection_version_selection_id_number")),
    )
    with op.batch_alter_table("selection_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_selection_version_slot_id"), ["slot_id"], unique=False)

    op.create_table(
        "statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["reference_source.id"], name=op.f("fk_statement_source_id_reference_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
        sa.UniqueConstraint("key", name=op.f("uq_statement_key")),
    )
    op.create_table(
        "producer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("legal_form", sa.String(length=30), nullable=True),
        sa.Column("nib", sa.String(length=13), nullable=True),
        sa.Column("regency_id", sa.Integer(), nullable=True),
        sa.Column("region_id", sa.Integer(), nullable=True),
        sa.Column("outside_region", sa.String(length=120), nullable=True),
        sa.Column("address", sa.String(length=300), nullable=True),
        sa.Column("story_id", sa.Text(), nullable=False),
        sa.Column("story_en", sa.Text(), nullable=False),
        sa.Column("founded_year", sa.Integer(), nullable=True),
        sa.Column("women_owned", sa.Boolean(), nullable=True),
        sa.Column("workers", sa.Integer(), nullable=True),
        sa.Column("investment_idr", sa.BigInteger(), nullable=True),
        sa.Column("standing", sa.String(length=12), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("standing IN ('listed', 'suspended', 'closed')", name=op.f("ck_producer_standing_is_known")),
        sa.CheckConstraint(
            "investment_idr IS NULL OR investment_idr >= 0", name=op.f("ck_producer_investment_not_negative")
        ),
        sa.CheckConstraint("nib IS NULL OR length(nib) = 13", name=op.f("ck_producer_nib_has_13_digits")),
        sa.CheckConstraint("region_id IS NOT NULL OR outside_region IS NOT NULL", name=op.f("ck_producer_has_a_place")),
        sa.CheckConstraint("workers IS NULL OR workers >= 0", name=op.f("ck_producer_workers_not_negative")),
        sa.ForeignKeyConstraint(["regency_id"], ["region.id"], name=op.f("fk_producer_regency_id_region")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_producer_region_id_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_producer")),
        sa.UniqueConstraint("code", name=op.f("uq_producer_code")),
        sa.UniqueConstraint("nib", name=op.f("uq_producer_nib")),
        sa.UniqueConstraint("slug", name=op.f("uq_producer_slug")),
    )
    with op.batch_alter_table("producer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_producer_regency_id"), ["regency_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_producer_region_id"), ["region_id"], unique=False)

    op.create_table(
        "statement_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["statement.id"],
            name=op.f("fk_statement_figure_statement_id_statement"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_figure")),
        sa.UniqueConstraint("statement_id", "key", name=op.f("uq_statement_figure_statement_id_key")),
        sa.UniqueConstraint("statement_id", "position", name=op.f("uq_statement_figure_statement_id_position")),
    )
    op.create_table(
        "credential",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=True),
        sa.Column("issuer", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=15), nullable=False),
        sa.Column("covers_all_products", sa.Boolean(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("check_method", sa.String(length=10), nullable=True),
        sa.Column("ovop_stars", sa.Integer(), nullable=True),
        sa.Column("ovop_scale", sa.Integer(), nullable=True),
        sa.Column("ovop_year", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'ovop') = (ovop_stars IS NOT NULL AND ovop_scale IS NOT NULL AND ovop_year IS NOT NULL)",
            name=op.f("ck_credential_ovop_has_stars_scale_and_year"),
        ),
        sa.CheckConstraint(
            "check_method IS NULL OR check_method IN ('situs', 'qr', 'berkas', 'surat')",
            name=op.f("ck_credential_method_is_known"),
        ),
        sa.CheckConstraint(
            "kind = 'ovop' OR number IS NOT NULL OR state = 'claimed'",
            name=op.f("ck_credential_followed_claim_has_a_number"),
        ),
        sa.CheckConstraint(
            "state <> 'checked' OR (checked_on IS NOT NULL AND check_method IS NOT NULL)",
            name=op.f("ck_credential_checked_says_when_and_how"),
        ),
        sa.CheckConstraint(
            "state IN ('claimed', 'seen', 'checked', 'revoked', 'not_found', 'not_applicable')",
            name=op.f("ck_credential_state_is_known"),
        ),
        sa.CheckConstraint(
            "ovop_stars IS NULL OR (ovop_scale IN (3, 5) AND ovop_stars BETWEEN 1 AND ovop_scale)",
            name=op.f("ck_credential_ovop_stars_fit_their_scale"),
        ),
        sa.ForeignKeyConstraint(["checked_by_id"], ["account.id"], name=op.f("fk_credential_checked_by_id_account")),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producer.id"], name=op.f("fk_credential_producer_id_producer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credential")),
    )
    with op.batch_alter_table("credential", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_credential_producer_id"), ["producer_id"], unique=False)
        batch_op.create_index(
            "uq_credential_checked_number",
            ["kind", "number"],
            unique=True,
            sqlite_where=sa.text("state = 'checked' AND kind NOT IN ('ig', 'ovop', 'sni')"),
            postgresql_where=sa.text("state = 'checked' AND kind NOT IN ('ig', 'ovop', 'sni')"),
        )

    op.create_table(
        "producer_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("value", sa.String(length=254), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "channel IN ('phone', 'whatsapp', 'email')", name=op.f("ck_producer_contact_channel_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producer.id"], name=op.f("fk_producer_contact_producer_id_producer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_producer_contact")),
        sa.UniqueConstraint(
            "producer_id", "channel", "value", name=op.f("uq_producer_contact_producer_id_channel_value")
        ),
    )
    op.create_table(
        "producer_slug",
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producer.id"], name=op.f("fk_producer_slug_producer_id_producer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_producer_slug")),
    )
    with op.batch_alter_table("producer_slug", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_producer_slug_producer_id"), ["producer_id"], unique=False)

    op.create_table(
        "product",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("slug", sa.String(length=160), nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("live_revision_id", sa.Integer(), nullable=True),
        sa.Column("availability", sa.String(length=10), nullable=False),
        sa.Column("is_inquirable", sa.Boolean(), nullable=False),
        sa.Column("showroom_shelf", sa.String(length=10), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "availability IN ('siap', 'dipesan', 'musiman', 'habis')", name=op.f("ck_product_availability_is_known")
        ),
        sa.CheckConstraint(
            "state <> 'published' OR live_revision_id IS NOT NULL",
            name=op.f("ck_product_published_has_a_live_revision"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'in_review', 'changes_requested', 'published', 'withdrawn', 'suspended', 'archived')",
            name=op.f("ck_product_state_is_known"),
        ),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_product_category_id_category")),
        sa.ForeignKeyConstraint(
            ["live_revision_id"],
            ["product_revision.id"],
            name=op.f("fk_product_live_revision_id_product_revision"),
            ondelete="SET NULL",
            use_alter=True,  # PostgreSQL gets it from RULES, once both tables are there
        ),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producer.id"], name=op.f("fk_product_producer_id_producer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
        sa.UniqueConstraint("code", name=op.f("uq_product_code")),
        sa.UniqueConstraint("slug", name=op.f("uq_product_slug")),
    )
    with op.batch_alter_table("product", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_product_category_id"), ["category_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_product_live_revision_id"), ["live_revision_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_product_producer_id"), ["producer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_product_state_published_at"), ["state", "published_at"], unique=False)

    op.create_table(
        "inquiry_list_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_inquiry_list_line_quantity_is_positive")),
        sa.ForeignKeyConstraint(
            ["list_id"], ["inquiry_list.id"], name=op.f("fk_inquiry_list_line_list_id_inquiry_list"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_inquiry_list_line_product_id_product"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry_list_line")),
        sa.UniqueConstraint("list_id", "product_id", name=op.f("uq_inquiry_list_line_list_id_product_id")),
    )
    with op.batch_alter_table("inquiry_list_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inquiry_list_line_product_id"), ["product_id"], unique=False)

    op.create_table(
        "marketplace_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("marketplace_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["marketplace_id"], ["marketplace.id"], name=op.f("fk_marketplace_link_marketplace_id_marketplace")
        ),
        sa.ForeignKeyConstraint(
            ["producer_id"], ["producer.id"], name=op.f("fk_marketplace_link_producer_id_producer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_marketplace_link_product_id_product"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marketplace_link")),
        sa.UniqueConstraint("producer_id", "url", name=op.f("uq_marketplace_link_producer_id_url")),
    )
    with op.batch_alter_table("marketplace_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_marketplace_link_product_id"), ["product_id"], unique=False)

    op.create_table(
        "product_credential",
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("credential_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["credential_id"],
            ["credential.id"],
            name=op.f("fk_product_credential_credential_id_credential"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_credential_product_id_product"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("product_id", "credential_id", name=op.f("pk_product_credential")),
    )
    with op.batch_alter_table("product_credential", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_product_credential_credential_id"), ["credential_id"], unique=False)

    op.create_table(
        "product_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("extension", sa.String(length=5), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("alt_id", sa.String(length=250), nullable=False),
        sa.Column("alt_en", sa.String(length=250), nullable=False),
        sa.Column("credit", sa.String(length=120), nullable=False),
        sa.Column("rights", sa.String(length=120), nullable=False),
        sa.Column("focal_x", sa.Numeric(precision=4, scale=3), nullable=False),
        sa.Column("focal_y", sa.Numeric(precision=4, scale=3), nullable=False),
        sa.CheckConstraint(
            "role IN ('utama', 'skala', 'detail', 'proses', 'pengrajin', 'kemasan')",
            name=op.f("ck_product_photo_role_is_known"),
        ),
        sa.CheckConstraint(
            "focal_x BETWEEN 0 AND 1 AND focal_y BETWEEN 0 AND 1", name=op.f("ck_product_photo_focal_point_is_inside")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_photo_product_id_product"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_photo")),
        sa.UniqueConstraint("product_id", "position", name=op.f("uq_product_photo_product_id_position")),
    )
    with op.batch_alter_table("product_photo", schema=None) as batch_op:
        batch_op.create_index(
            "uq_product_photo_one_main",
            ["product_id"],
            unique=True,
            sqlite_where=sa.text("role = 'utama'"),
            postgresql_where=sa.text("role = 'utama'"),
        )

    op.create_table(
        "product_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name_id", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("summary_id", sa.String(length=300), nullable=False),
        sa.Column("summary_en", sa.String(length=300), nullable=False),
        sa.Column("description_id", sa.Text(), nullable=False),
        sa.Column("description_en", sa.Text(), nullable=False),
        sa.Column("price_mode", sa.String(length=8), nullable=False),
        sa.Column("price_idr", sa.BigInteger(), nullable=True),
        sa.Column("price_as_of", sa.Date(), nullable=True),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("net_weight_g", sa.Integer(), nullable=True),
        sa.Column("net_volume_ml", sa.Integer(), nullable=True),
        sa.Column("size_text", sa.String(length=80), nullable=True),
        sa.Column("moq", sa.Integer(), nullable=True),
        sa.Column("capacity_per_month", sa.Integer(), nullable=True),
        sa.Column("lead_time_days", sa.Integer(), nullable=True),
        sa.Column("shelf_life_days", sa.Integer(), nullable=True),
        sa.Column("halal_status", sa.String(length=15), nullable=False),
        sa.Column("halal_note", sa.String(length=120), nullable=True),
        sa.Column("hs_code", sa.String(length=10), nullable=True),
        sa.Column("made_in_id", sa.Integer(), nullable=True),
        sa.Column("specialty_of_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("acting_for", sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            "(price_mode = 'tanya') = (price_idr IS NULL)",
            name=op.f("ck_product_revision_price_is_absent_exactly_when_asked_for"),
        ),
        sa.CheckConstraint(
            "halal_status IN ('bersertifikat', 'dalam_proses', 'belum', 'tidak_halal', 'tidak_wajib')",
            name=op.f("ck_product_revision_halal_status_is_known"),
        ),
        sa.CheckConstraint(
            "price_mode IN ('tampil', 'mulai', 'tanya')", name=op.f("ck_product_revision_price_mode_is_known")
        ),
        sa.CheckConstraint(
            "capacity_per_month IS NULL OR capacity_per_month > 0",
            name=op.f("ck_product_revision_capacity_is_positive"),
        ),
        sa.CheckConstraint(
            "lead_time_days IS NULL OR lead_time_days >= 0", name=op.f("ck_product_revision_lead_time_not_negative")
        ),
        sa.CheckConstraint("moq IS NULL OR moq > 0", name=op.f("ck_product_revision_moq_is_positive")),
        sa.CheckConstraint("price_idr IS NULL OR price_idr > 0", name=op.f("ck_product_revision_price_is_positive")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["account.id"], name=op.f("fk_product_revision_created_by_id_account")
        ),
        sa.ForeignKeyConstraint(["made_in_id"], ["region.id"], name=op.f("fk_product_revision_made_in_id_region")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_revision_product_id_product"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["specialty_of_id"], ["region.id"], name=op.f("fk_product_revision_specialty_of_id_region")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_revision")),
        sa.UniqueConstraint("product_id", "number", name=op.f("uq_product_revision_product_id_number")),
    )
    with op.batch_alter_table("product_revision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_product_revision_made_in_id"), ["made_in_id"], unique=False)

    op.create_table(
        "product_slug",
        sa.Column("slug", sa.String(length=160), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_slug_product_id_product"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_product_slug")),
    )
    with op.batch_alter_table("product_slug", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_product_slug_product_id"), ["product_id"], unique=False)

    op.create_table(
        "selection_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("reason_id", sa.String(length=300), nullable=False),
        sa.Column("reason_en", sa.String(length=300), nullable=False),
        sa.Column("is_reserve", sa.Boolean(), nullable=False),
        sa.CheckConstraint("position > 0", name=op.f("ck_selection_item_position_is_positive")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_selection_item_product_id_product"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["selection_version.id"],
            name=op.f("fk_selection_item_version_id_selection_version"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_selection_item")),
        sa.UniqueConstraint("version_id", "position", name=op.f("uq_selection_item_version_id_position")),
        sa.UniqueConstraint("version_id", "product_id", name=op.f("uq_selection_item_version_id_product_id")),
    )
    with op.batch_alter_table("selection_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_selection_item_product_id"), ["product_id"], unique=False)

    op.create_table(
        "inquiry_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inquiry_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=True),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column("label", sa.String(length=260), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "(product_id IS NULL) = (revision_id IS NULL)", name=op.f("ck_inquiry_line_product_comes_with_its_revision")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_inquiry_line_quantity_is_positive")),
        sa.ForeignKeyConstraint(
            ["inquiry_id"], ["inquiry.id"], name=op.f("fk_inquiry_line_inquiry_id_inquiry"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["producer_id"], ["producer.id"], name=op.f("fk_inquiry_line_producer_id_producer")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_inquiry_line_product_id_product")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["product_revision.id"], name=op.f("fk_inquiry_line_revision_id_product_revision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry_line")),
        sa.UniqueConstraint("inquiry_id", "position", name=op.f("uq_inquiry_line_inquiry_id_position")),
    )
    with op.batch_alter_table("inquiry_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inquiry_line_producer_id"), ["producer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_inquiry_line_product_id"), ["product_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_inquiry_line_revision_id"), ["revision_id"], unique=False)

    op.create_table(
        "revision_material",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("material_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["material_id"], ["material.id"], name=op.f("fk_revision_material_material_id_material")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["product_revision.id"],
            name=op.f("fk_revision_material_revision_id_product_revision"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("revision_id", "material_id", name=op.f("pk_revision_material")),
    )
    with op.batch_alter_table("revision_material", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_revision_material_material_id"), ["material_id"], unique=False)

    op.create_table(
        "revision_technique",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("technique_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["product_revision.id"],
            name=op.f("fk_revision_technique_revision_id_product_revision"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["technique_id"], ["technique.id"], name=op.f("fk_revision_technique_technique_id_technique")
        ),
        sa.PrimaryKeyConstraint("revision_id", "technique_id", name=op.f("pk_revision_technique")),
    )
    with op.batch_alter_table("revision_technique", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_revision_technique_technique_id"), ["technique_id"], unique=False)
    _run(RULES)


def downgrade() -> None:
    """Drop the rules, then the tables."""
    _run(DROP_RULES)
    with op.batch_alter_table("revision_technique", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_revision_technique_technique_id"))

    op.drop_table("revision_technique")
    with op.batch_alter_table("revision_material", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_revision_material_material_id"))

    op.drop_table("revision_material")
    with op.batch_alter_table("inquiry_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inquiry_line_revision_id"))
        batch_op.drop_index(batch_op.f("ix_inquiry_line_product_id"))
        batch_op.drop_index(batch_op.f("ix_inquiry_line_producer_id"))

    op.drop_table("inquiry_line")
    with op.batch_alter_table("selection_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_selection_item_product_id"))

    op.drop_table("selection_item")
    with op.batch_alter_table("product_slug", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_product_slug_product_id"))

    op.drop_table("product_slug")
    with op.batch_alter_table("product_revision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_product_revision_made_in_id"))

    op.drop_table("product_revision")
    with op.batch_alter_table("product_photo", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_product_photo_one_main",
            sqlite_where=sa.text("role = 'utama'"),
            postgresql_where=sa.text("role = 'utama'"),
        )

    op.drop_table("product_photo")
    with op.batch_alter_table("product_credential", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_product_credential_credential_id"))

    op.drop_table("product_credential")
    with op.batch_alter_table("marketplace_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_marketplace_link_product_id"))

    op.drop_table("marketplace_link")
    with op.batch_alter_table("inquiry_list_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inquiry_list_line_product_id"))

    op.drop_table("inquiry_list_line")
    with op.batch_alter_table("product", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_product_state_published_at"))
        batch_op.drop_index(batch_op.f("ix_product_producer_id"))
        batch_op.drop_index(batch_op.f("ix_product_live_revision_id"))
        batch_op.drop_index(batch_op.f("ix_product_category_id"))

    op.drop_table("product")
    with op.batch_alter_table("producer_slug", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_producer_slug_producer_id"))

    op.drop_table("producer_slug")
    op.drop_table("producer_contact")
    with op.batch_alter_table("credential", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_credential_checked_number",
            sqlite_where=sa.text("state = 'checked' AND kind NOT IN ('ig', 'ovop', 'sni')"),
            postgresql_where=sa.text("state = 'checked' AND kind NOT IN ('ig', 'ovop', 'sni')"),
        )
        batch_op.drop_index(batch_op.f("ix_credential_producer_id"))

    op.drop_table("credential")
    op.drop_table("statement_figure")
    with op.batch_alter_table("producer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_producer_region_id"))
        batch_op.drop_index(batch_op.f("ix_producer_regency_id"))

    op.drop_table("producer")
    op.drop_table("statement")
    with op.batch_alter_table("selection_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_selection_version_slot_id"))

    op.drop_table("selection_version")
    with op.batch_alter_table("region", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_region_parent_id"))
        batch_op.drop_index(batch_op.f("ix_region_level_name"))

    op.drop_table("region")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_object_type_object_key_at"))
        batch_op.drop_index(batch_op.f("ix_event_at"))
        batch_op.drop_index(batch_op.f("ix_event_actor_id"))

    op.drop_table("event")
    op.drop_table("consent")
    with op.batch_alter_table("account_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_session_account_id"))

    op.drop_table("account_session")
    op.drop_table("technique")
    op.drop_table("slot")
    op.drop_table("selection")
    op.drop_table("reference_source")
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_message_next_try_at"))

    op.drop_table("outbox_message")
    op.drop_table("material")
    op.drop_table("marketplace")
    op.drop_table("inquiry_list")
    with op.batch_alter_table("inquiry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inquiry_received_at"))

    op.drop_table("inquiry")
    with op.batch_alter_table("category", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_category_parent_id"))

    op.drop_table("category")
    op.drop_table("account")
