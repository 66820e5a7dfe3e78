"""Products at the desk: a draft beside the live revision, and saved views of the desk's lists."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0010_items"
down_revision: str | None = "0009_choosing"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "product_draft",
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("photos", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("photos_version", sa.Integer(), nullable=False),
        sa.Column("writer_ids", sa.JSON(), nullable=False),
        sa.Column("based_on_id", sa.Integer(), nullable=True),
        sa.Column("consent_digest", sa.String(length=64), nullable=True),
        sa.Column("consent_extension", sa.String(length=5), nullable=True),
        sa.Column("consent_file_name", sa.String(length=120), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.Column("requests", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'in_review', 'changes_requested')",
            name=op.f("ck_product_draft_state_is_known"),
        ),
        sa.CheckConstraint(
            "(state = 'in_review') = (taken_by_id IS NOT NULL)",
            name=op.f("ck_product_draft_in_review_says_by_whom"),
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_draft_product_id_product"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["based_on_id"], ["product_revision.id"],
            name=op.f("fk_product_draft_based_on_id_product_revision"), ondelete="SET NULL",
        ),
        *(
            sa.ForeignKeyConstraint([column], ["account.id"], name=op.f(f"fk_product_draft_{column}_account"))
            for column in ("saved_by_id", "submitted_by_id", "taken_by_id")
        ),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_product_draft")),
    )
    op.create_index(op.f("ix_product_draft_state"), "product_draft", ["state"])
    op.create_index(op.f("ix_product_draft_based_on_id"), "product_draft", ["based_on_id"])
    op.create_table(
        "product_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("agreed_by", sa.String(length=120), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("extension", sa.String(length=5), nullable=True),
        sa.Column("file_name", sa.String(length=120), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('kertas', 'whatsapp', 'telepon')", name=op.f("ck_product_consent_kind_is_known")
        ),
        sa.CheckConstraint(
            "(digest IS NULL) = (extension IS NULL)", name=op.f("ck_product_consent_file_says_what_it_is")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_consent_product_id_product"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["product_revision.id"],
            name=op.f("fk_product_consent_revision_id_product_revision"), ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["account.id"], name=op.f("fk_product_consent_recorded_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_consent")),
        sa.UniqueConstraint("revision_id", name=op.f("uq_product_consent_revision_id")),
    )
    op.create_index(op.f("ix_product_consent_product_id"), "product_consent", ["product_id"])
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("list_name", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["account.id"], name=op.f("fk_saved_view_owner_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("code", name=op.f("uq_saved_view_code")),
        sa.UniqueConstraint("owner_id", "list_name", "name", name=op.f("uq_saved_view_owner_id_list_name_name")),
    )


def downgrade() -> None:
    op.drop_table("saved_view")
    op.drop_index(op.f("ix_product_consent_product_id"), "product_consent")
    op.drop_table("product_consent")
    op.drop_index(op.f("ix_product_draft_based_on_id"), "product_draft")
    op.drop_index(op.f("ix_product_draft_state"), "product_draft")
    op.drop_table("product_draft")
