"""Curation: rubric, rounds, reviews, score sheets, verdicts, conditions and appeals; slots for the worthy alone."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0013_curation"
down_revision: str | None = "0012_verification"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)
# What no command may change once somebody relies on it: name, table, verb, and when it is frozen.
FROZEN = (
    ("approved", "curation_rubric", "UPDATE", "OLD.approved_at IS NOT NULL"),
    ("approved", "curation_rubric", "DELETE", "OLD.approved_at IS NOT NULL"),
    ("handed_in", "curation_sheet", "UPDATE", "OLD.submitted_at IS NOT NULL"),
    ("given", "curation_verdict", "UPDATE", "OLD.id IS NOT NULL"),
)


def _freeze() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for word, table, verb, when in FROZEN:
        name = f"tr_{table}_{word}_no_{verb.lower()}"
        if is_sqlite:
            body = f"WHEN {when} BEGIN SELECT RAISE(ABORT, '{name}'); END"
        else:
            body = f"FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION griya_refuse()"
        op.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} {body}")


def upgrade() -> None:
    op.create_table(
        "curation_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("closes_at", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("created_at < closes_at", name=op.f("ck_curation_round_closes_later")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["account.id"], name=op.f("fk_curation_round_created_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curation_round")),
        sa.UniqueConstraint("code", name=op.f("uq_curation_round_code")),
    )
    op.create_table(
        "curation_rubric",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("based_on_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", MOMENT, nullable=True),
        sa.Column("approved_at", MOMENT, nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_note", sa.String(length=120), nullable=True),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "(approved_at IS NULL) = (approved_by_id IS NULL AND approved_note IS NULL)",
            name=op.f("ck_curation_rubric_approval_says_by_whom"),
        ),
        sa.CheckConstraint(
            "(approved_at IS NULL) = (valid_from IS NULL)", name=op.f("ck_curation_rubric_approved_says_from_when")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["account.id"], name=op.f("fk_curation_rubric_approved_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["based_on_id"], ["curation_rubric.id"], name=op.f("fk_curation_rubric_based_on_id_curation_rubric")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["account.id"], name=op.f("fk_curation_rubric_created_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curation_rubric")),
        sa.UniqueConstraint("number", name=op.f("uq_curation_rubric_number")),
        sa.UniqueConstraint("valid_from", name=op.f("uq_curation_rubric_valid_from")),
    )
    op.create_index(op.f("ix_curation_rubric_based_on_id"), "curation_rubric", ["based_on_id"], unique=False)
    op.create_table(
        "curation_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("rubric_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=300), nullable=True),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_reason IS NULL)", name=op.f("ck_curation_review_withdrawal_says_why")
        ),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR closed_at IS NOT NULL", name=op.f("ck_curation_review_withdrawn_is_closed")
        ),
        sa.ForeignKeyConstraint(["opened_by_id"], ["account.id"], name=op.f("fk_curation_review_opened_by_id_account")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_curation_review_product_id_product"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["curation_round.id"], name=op.f("fk_curation_review_round_id_curation_round")
        ),
        sa.ForeignKeyConstraint(
            ["rubric_id"], ["curation_rubric.id"], name=op.f("fk_curation_review_rubric_id_curation_rubric")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curation_review")),
        sa.UniqueConstraint("code", name=op.f("uq_curation_review_code")),
    )
    op.create_index(op.f("ix_curation_review_product_id"), "curation_review", ["product_id"], unique=False)
    op.create_index(op.f("ix_curation_review_round_id"), "curation_review", ["round_id"], unique=False)
    op.create_index(op.f("ix_curation_review_rubric_id"), "curation_review", ["rubric_id"], unique=False)
    op.create_index(
        "uq_curation_review_one_open",
        "curation_review",
        ["product_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "curation_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("curator_id", sa.Integer(), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=True),
        sa.Column("conflict", sa.String(length=12), nullable=False),
        sa.Column("conflict_note", sa.String(length=300), nullable=False),
        sa.Column("declared_at", MOMENT, nullable=False),
        sa.Column("scores", sa.JSON(), nullable=True),
        sa.Column("gates", sa.JSON(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=True),
        sa.Column("released_at", MOMENT, nullable=True),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "conflict IN ('tidak', 'keluarga', 'kepemilikan', 'usaha')",
            name=op.f("ck_curation_sheet_conflict_is_known"),
        ),
        sa.CheckConstraint(
            "seat IS NULL OR (conflict = 'tidak' AND released_at IS NULL)",
            name=op.f("ck_curation_sheet_seat_is_impartial"),
        ),
        sa.CheckConstraint("seat IS NULL OR seat BETWEEN 1 AND 3", name=op.f("ck_curation_sheet_seat_is_one_of_three")),
        sa.CheckConstraint(
            "submitted_at IS NULL OR (seat IS NOT NULL AND scores IS NOT NULL)",
            name=op.f("ck_curation_sheet_handed_in_from_a_seat"),
        ),
        sa.ForeignKeyConstraint(["curator_id"], ["account.id"], name=op.f("fk_curation_sheet_curator_id_account")),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["curation_review.id"],
            name=op.f("fk_curation_sheet_review_id_curation_review"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curation_sheet")),
        sa.UniqueConstraint("review_id", "curator_id", name=op.f("uq_curation_sheet_review_id_curator_id")),
        sa.UniqueConstraint("review_id", "seat", name=op.f("uq_curation_sheet_review_id_seat")),
    )
    op.create_index(op.f("ix_curation_sheet_curator_id"), "curation_sheet", ["curator_id"], unique=False)
    op.create_table(
        "curation_verdict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("result", sa.String(length=12), nullable=False),
        sa.Column("computed", sa.String(length=12), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("override_reason", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("improvement", sa.Text(), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("appeal_until", MOMENT, nullable=True),
        sa.Column("valid_from", MOMENT, nullable=True),
        sa.Column("valid_until", MOMENT, nullable=True),
        sa.Column("certificate_code", sa.String(length=12), nullable=True),
        sa.CheckConstraint(
            "(result = 'terseleksi') = (valid_from IS NOT NULL AND valid_until IS NOT NULL AND certificate_code IS NOT NULL)",
            name=op.f("ck_curation_verdict_selected_has_a_window_and_a_certificate"),
        ),
        sa.CheckConstraint(
            "kind IN ('putusan', 'banding', 'syarat', 'pencabutan')", name=op.f("ck_curation_verdict_kind_is_known")
        ),
        sa.CheckConstraint(
            "result IN ('terseleksi', 'bersyarat', 'pembinaan', 'tidak_lolos', 'dicabut')",
            name=op.f("ck_curation_verdict_result_is_known"),
        ),
        sa.CheckConstraint(
            "valid_from IS NULL OR valid_from < valid_until", name=op.f("ck_curation_verdict_window_is_not_empty")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["account.id"], name=op.f("fk_curation_verdict_decided_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["curation_review.id"],
            name=op.f("fk_curation_verdict_review_id_curation_review"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curation_verdict")),
        sa.UniqueConstraint("certificate_code", name=op.f("uq_curation_verdict_certificate_code")),
        sa.UniqueConstraint("review_id", "number", name=op.f("uq_curation_verdict_review_id_number")),
    )
    op.create_index(op.f("ix_curation_verdict_decided_at"), "curation_verdict", ["decided_at"], unique=False)
    op.create_table(
        "curation_appeal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("verdict_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("filed_at", MOMENT, nullable=False),
        sa.Column("filed_by_id", sa.Integer(), nullable=True),
        sa.Column("acting_for", sa.String(length=120), nullable=True),
        sa.Column("proof", sa.String(length=300), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "channel = 'tautan' OR (filed_by_id IS NOT NULL AND acting_for IS NOT NULL)",
            name=op.f("ck_curation_appeal_officer_says_for_whom"),
        ),
        sa.CheckConstraint("channel IN ('petugas', 'tautan')", name=op.f("ck_curation_appeal_channel_is_known")),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('dikabulkan', 'ditolak')", name=op.f("ck_curation_appeal_outcome_is_known")
        ),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (outcome IS NULL)", name=op.f("ck_curation_appeal_decided_has_an_outcome")
        ),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (reason IS NULL)", name=op.f("ck_curation_appeal_decided_has_a_reason")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["account.id"], name=op.f("fk_curation_appeal_decided_by_id_account")
        ),
        sa.ForeignKeyConstraint(["filed_by_id"], ["account.id"], name=op.f("fk_curation_appeal_filed_by_id_account")),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["curation_review.id"],
            name=op.f("fk_curation_appeal_review_id_curation_review"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["verdict_id"],
            ["curation_verdict.id"],
            name=op.f("fk_curation_appeal_verdict_id_curation_verdict"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curation_appeal")),
        sa.UniqueConstraint("verdict_id", name=op.f("uq_curation_appeal_verdict_id")),
    )
    op.create_index(op.f("ix_curation_appeal_review_id"), "curation_appeal", ["review_id"], unique=False)
    op.create_table(
        "curation_condition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verdict_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("met_at", MOMENT, nullable=True),
        sa.Column("met_by_id", sa.Integer(), nullable=True),
        sa.Column("met_note", sa.String(length=300), nullable=True),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("(met_at IS NULL) = (met_note IS NULL)", name=op.f("ck_curation_condition_met_says_how")),
        sa.ForeignKeyConstraint(["met_by_id"], ["account.id"], name=op.f("fk_curation_condition_met_by_id_account")),
        sa.ForeignKeyConstraint(
            ["verdict_id"],
            ["curation_verdict.id"],
            name=op.f("fk_curation_condition_verdict_id_curation_verdict"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curation_condition")),
        sa.UniqueConstraint("verdict_id", "position", name=op.f("uq_curation_condition_verdict_id_position")),
    )
    op.add_column("slot", sa.Column("requires_distinction", sa.Boolean(), server_default=sa.false(), nullable=False))
    _freeze()


def downgrade() -> None:
    op.drop_column("slot", "requires_distinction")
    for table in (
        "curation_appeal",
        "curation_condition",
        "curation_verdict",
        "curation_sheet",
        "curation_review",
        "curation_round",
        "curation_rubric",
    ):
        op.drop_table(table)
