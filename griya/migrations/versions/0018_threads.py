"""Threads: what follows from an inquiry with each maker, how the office works, and the duties on personal data.

Inquiries from before get a thread for each maker they went to, forwarded when they came in: that is what happened.
"""

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0018_threads"
down_revision: str | None = "0016_terms"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)
CODE_SIGNS = "23456789bcdfghjkmnpqrstvwxz"
APPEND_ONLY = (("thread_event", "UPDATE"), ("thread_event", "DELETE"))
# What the five fixed rules and the joint decree of three ministers say; a regional holiday is entered at the desk.
DECREE = "SKB Menteri Agama 1497/2025, Menteri Ketenagakerjaan 2/2025, Menteri PANRB 5/2025"
FIXED = "Tanggal tetap; SKB 2027 belum tercatat"
EASTER = "Dihitung dari Paskah; SKB 2027 belum tercatat"
HOLIDAYS = (
    (date(2026, 1, 1), "Tahun Baru 2026", "nasional", DECREE),
    (date(2026, 1, 16), "Isra Mikraj", "nasional", DECREE),
    (date(2026, 2, 16), "Cuti bersama Imlek", "cuti_bersama", DECREE),
    (date(2026, 2, 17), "Tahun Baru Imlek 2577", "nasional", DECREE),
    (date(2026, 3, 18), "Cuti bersama Nyepi", "cuti_bersama", DECREE),
    (date(2026, 3, 19), "Hari Suci Nyepi", "nasional", DECREE),
    (date(2026, 3, 20), "Cuti bersama Idulfitri", "cuti_bersama", DECREE),
    (date(2026, 3, 21), "Idulfitri 1447 H", "nasional", DECREE),
    (date(2026, 3, 22), "Idulfitri 1447 H", "nasional", DECREE),
    (date(2026, 3, 23), "Cuti bersama Idulfitri", "cuti_bersama", DECREE),
    (date(2026, 3, 24), "Cuti bersama Idulfitri", "cuti_bersama", DECREE),
    (date(2026, 4, 3), "Wafat Yesus Kristus", "nasional", DECREE),
    (date(2026, 4, 5), "Kebangkitan Yesus Kristus", "nasional", DECREE),
    (date(2026, 5, 1), "Hari Buruh", "nasional", DECREE),
    (date(2026, 5, 14), "Kenaikan Yesus Kristus", "nasional", DECREE),
    (date(2026, 5, 15), "Cuti bersama Kenaikan Yesus Kristus", "cuti_bersama", DECREE),
    (date(2026, 5, 27), "Iduladha 1447 H", "nasional", DECREE),
    (date(2026, 5, 28), "Cuti bersama Iduladha", "cuti_bersama", DECREE),
    (date(2026, 5, 31), "Hari Raya Waisak", "nasional", DECREE),
    (date(2026, 6, 1), "Hari Lahir Pancasila", "nasional", DECREE),
    (date(2026, 6, 16), "Tahun Baru Islam 1448 H", "nasional", DECREE),
    (date(2026, 8, 17), "Hari Kemerdekaan", "nasional", DECREE),
    (date(2026, 8, 25), "Maulid Nabi Muhammad", "nasional", DECREE),
    (date(2026, 12, 24), "Cuti bersama Natal", "cuti_bersama", DECREE),
    (date(2026, 12, 25), "Hari Natal", "nasional", DECREE),
    (date(2027, 1, 1), "Tahun Baru 2027", "nasional", FIXED),
    (date(2027, 3, 26), "Wafat Yesus Kristus", "nasional", EASTER),
    (date(2027, 3, 28), "Kebangkitan Yesus Kristus", "nasional", EASTER),
    (date(2027, 5, 1), "Hari Buruh", "nasional", FIXED),
    (date(2027, 5, 6), "Kenaikan Yesus Kristus", "nasional", EASTER),
    (date(2027, 6, 1), "Hari Lahir Pancasila", "nasional", FIXED),
    (date(2027, 8, 17), "Hari Kemerdekaan", "nasional", FIXED),
    (date(2027, 12, 25), "Hari Natal", "nasional", FIXED),
)
OPENS, CLOSES = 8 * 60, 16 * 60
WORKDAYS = 5
POLICIES = (
    ("permintaan", 730, "Pemberitahuan di formulir: paling lama 24 bulan sesudah permintaan selesai"),
    ("spam", 30, "Permintaan yang dinyatakan spam; dihitung sejak dinyatakan"),
    ("daftar", 7, "Daftar pengunjung yang belum dikirim; dihitung sejak terakhir diubah"),
    ("lampiran", 365, "Berkas pembeli; dihitung sejak permintaan selesai"),
    ("surat", 365, "Isi surat keluar yang sudah terkirim; dihitung sejak terkirim"),
    ("percobaan", 90, "Catatan percobaan masuk dan percobaan kirim formulir"),
    ("sesi", 90, "Sesi masuk yang sudah berakhir"),
    ("persetujuan", 1825, "Bukti persetujuan; dihitung sejak data pribadinya dihapus"),
)


def upgrade() -> None:
    op.create_table(
        "holiday",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=True),
        sa.Column("source", sa.String(length=160), server_default="", nullable=False),
        sa.CheckConstraint(
            "(kind = 'daerah') = (region_code IS NOT NULL)", name=op.f("ck_holiday_only_a_regional_one_has_a_region")
        ),
        sa.CheckConstraint("kind IN ('nasional', 'cuti_bersama', 'daerah')", name=op.f("ck_holiday_kind_is_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday")),
        sa.UniqueConstraint("code", name=op.f("uq_holiday_code")),
        sa.UniqueConstraint("day", "region_code", name=op.f("uq_holiday_day_region_code")),
    )
    op.create_index(
        "uq_holiday_day_everywhere",
        "holiday",
        ["day"],
        unique=True,
        sqlite_where=sa.text("region_code IS NULL"),
        postgresql_where=sa.text("region_code IS NULL"),
    )
    op.create_table(
        "retention_policy",
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(length=300), server_default="", nullable=False),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("days BETWEEN 1 AND 7300", name=op.f("ck_retention_policy_days_are_a_term")),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_retention_policy")),
    )
    op.create_table(
        "retention_sweep",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_sweep")),
    )
    op.create_index(op.f("ix_retention_sweep_at"), "retention_sweep", ["at"], unique=False)
    op.create_table(
        "saved_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("body_id", sa.Text(), nullable=False),
        sa.Column("body_en", sa.Text(), server_default="", nullable=False),
        sa.Column("archived_at", MOMENT, nullable=True),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_reply")),
        sa.UniqueConstraint("code", name=op.f("uq_saved_reply_code")),
        sa.UniqueConstraint("title", name=op.f("uq_saved_reply_title")),
    )
    op.create_table(
        "working_hours",
        sa.Column("weekday", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("opens_minute", sa.Integer(), nullable=True),
        sa.Column("closes_minute", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(opens_minute IS NULL) = (closes_minute IS NULL)", name=op.f("ck_working_hours_opens_and_closes")
        ),
        sa.CheckConstraint(
            "opens_minute IS NULL OR (opens_minute >= 0 AND opens_minute < closes_minute AND closes_minute <= 1440)",
            name=op.f("ck_working_hours_hours_are_in_order"),
        ),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_working_hours_weekday_is_one_of_seven")),
        sa.PrimaryKeyConstraint("weekday", name=op.f("pk_working_hours")),
    )
    op.create_table(
        "export_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("list_name", sa.String(length=30), nullable=False),
        sa.Column("file_format", sa.String(length=8), nullable=False),
        sa.Column("purpose", sa.String(length=300), nullable=False),
        sa.Column("filters", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("has_contacts", sa.Boolean(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_export_log_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_log")),
    )
    op.create_index(op.f("ix_export_log_at"), "export_log", ["at"], unique=False)
    op.create_table(
        "substitution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("substitute_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=120), server_default="", nullable=False),
        sa.CheckConstraint("account_id <> substitute_id", name=op.f("ck_substitution_is_somebody_else")),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_substitution_days_are_in_order")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_substitution_account_id_account")),
        sa.ForeignKeyConstraint(["substitute_id"], ["account.id"], name=op.f("fk_substitution_substitute_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitution")),
        sa.UniqueConstraint("code", name=op.f("uq_substitution_code")),
    )
    op.create_index(op.f("ix_substitution_account_id"), "substitution", ["account_id"], unique=False)
    op.create_table(
        "territory",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=False),
        sa.Column("kind", sa.String(length=8), server_default="", nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("kind IN ('', 'eceran', 'grosir', 'ekspor')", name=op.f("ck_territory_kind_is_known")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_territory_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_territory")),
        sa.UniqueConstraint("region_code", "kind", name=op.f("uq_territory_region_code_kind")),
    )
    op.create_table(
        "inquiry_attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("inquiry_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("extension", sa.String(length=4), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.CheckConstraint("extension IN ('pdf', 'jpg')", name=op.f("ck_inquiry_attachment_extension_is_known")),
        sa.CheckConstraint("position BETWEEN 1 AND 3", name=op.f("ck_inquiry_attachment_is_one_of_three")),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_inquiry_attachment_is_not_empty")),
        sa.ForeignKeyConstraint(
            ["inquiry_id"], ["inquiry.id"], name=op.f("fk_inquiry_attachment_inquiry_id_inquiry"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry_attachment")),
        sa.UniqueConstraint("code", name=op.f("uq_inquiry_attachment_code")),
        sa.UniqueConstraint("inquiry_id", "position", name=op.f("uq_inquiry_attachment_inquiry_id_position")),
    )
    op.create_table(
        "merge_suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inquiry_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("suggested_at", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decision", sa.String(length=8), nullable=True),
        sa.CheckConstraint(
            "decision IS NULL OR decision IN ('digabung', 'berbeda')",
            name=op.f("ck_merge_suggestion_decision_is_known"),
        ),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decision IS NULL)", name=op.f("ck_merge_suggestion_decided_says_what")
        ),
        sa.CheckConstraint("inquiry_id <> other_id", name=op.f("ck_merge_suggestion_is_about_two")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["account.id"], name=op.f("fk_merge_suggestion_decided_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["inquiry_id"], ["inquiry.id"], name=op.f("fk_merge_suggestion_inquiry_id_inquiry"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["inquiry.id"], name=op.f("fk_merge_suggestion_other_id_inquiry"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge_suggestion")),
        sa.UniqueConstraint("inquiry_id", "other_id", name=op.f("uq_merge_suggestion_inquiry_id_other_id")),
    )
    op.create_index(op.f("ix_merge_suggestion_other_id"), "merge_suggestion", ["other_id"], unique=False)
    op.create_table(
        "privacy_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("inquiry_id", sa.Integer(), nullable=True),
        sa.Column("phone", sa.String(length=16), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("proof", sa.String(length=300), server_default="", nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("received_by_id", sa.Integer(), nullable=True),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("channel IN ('tautan', 'petugas')", name=op.f("ck_privacy_request_channel_is_known")),
        sa.CheckConstraint(
            "kind IN ('akses', 'perbaikan', 'hapus', 'tarik', 'pembatasan', 'keberatan')",
            name=op.f("ck_privacy_request_kind_is_known"),
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('dipenuhi', 'ditolak')", name=op.f("ck_privacy_request_outcome_is_known")
        ),
        sa.CheckConstraint("(done_at IS NULL) = (outcome IS NULL)", name=op.f("ck_privacy_request_done_says_how")),
        sa.ForeignKeyConstraint(["done_by_id"], ["account.id"], name=op.f("fk_privacy_request_done_by_id_account")),
        sa.ForeignKeyConstraint(
            ["inquiry_id"], ["inquiry.id"], name=op.f("fk_privacy_request_inquiry_id_inquiry"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["received_by_id"], ["account.id"], name=op.f("fk_privacy_request_received_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_request")),
        sa.UniqueConstraint("code", name=op.f("uq_privacy_request_code")),
    )
    op.create_index(op.f("ix_privacy_request_due_at"), "privacy_request", ["due_at"], unique=False)
    op.create_index(op.f("ix_privacy_request_inquiry_id"), "privacy_request", ["inquiry_id"], unique=False)
    op.create_table(
        "inquiry_thread",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("inquiry_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("addressee", sa.String(length=8), nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=True),
        sa.Column("maker_name", sa.String(length=120), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("outcome", sa.String(length=18), nullable=True),
        sa.Column("outcome_reason", sa.String(length=300), server_default="", nullable=False),
        sa.Column("outcome_value_idr", sa.BigInteger(), nullable=True),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "(state = 'selesai') = (closed_at IS NOT NULL AND outcome IS NOT NULL)",
            name=op.f("ck_inquiry_thread_closed_says_how_it_ended"),
        ),
        sa.CheckConstraint(
            "addressee = 'pembuat' OR producer_id IS NULL", name=op.f("ck_inquiry_thread_the_office_is_no_maker")
        ),
        sa.CheckConstraint("addressee IN ('pembuat', 'kantor')", name=op.f("ck_inquiry_thread_addressee_is_known")),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('berhasil', 'tidak_jadi', 'tak_bisa_dipenuhi', 'tanpa_balasan', 'ditarik', 'digabung')",
            name=op.f("ck_inquiry_thread_outcome_is_known"),
        ),
        sa.CheckConstraint(
            "state IN ('diterima', 'karantina', 'diteruskan', 'dilihat', 'dijawab', 'tanya_balik', 'eskalasi', 'selesai', 'spam')",
            name=op.f("ck_inquiry_thread_state_is_known"),
        ),
        sa.CheckConstraint(
            "outcome_value_idr IS NULL OR outcome_value_idr > 0", name=op.f("ck_inquiry_thread_value_is_positive")
        ),
        sa.ForeignKeyConstraint(["assignee_id"], ["account.id"], name=op.f("fk_inquiry_thread_assignee_id_account")),
        sa.ForeignKeyConstraint(
            ["inquiry_id"], ["inquiry.id"], name=op.f("fk_inquiry_thread_inquiry_id_inquiry"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["producer_id"], ["producer.id"], name=op.f("fk_inquiry_thread_producer_id_producer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry_thread")),
        sa.UniqueConstraint("code", name=op.f("uq_inquiry_thread_code")),
        sa.UniqueConstraint("inquiry_id", "number", name=op.f("uq_inquiry_thread_inquiry_id_number")),
    )
    op.create_index(op.f("ix_inquiry_thread_assignee_id"), "inquiry_thread", ["assignee_id"], unique=False)
    op.create_index(op.f("ix_inquiry_thread_producer_id"), "inquiry_thread", ["producer_id"], unique=False)
    op.create_index(
        op.f("ix_inquiry_thread_region_code_state"), "inquiry_thread", ["region_code", "state"], unique=False
    )
    op.create_index(op.f("ix_inquiry_thread_state_opened_at"), "inquiry_thread", ["state", "opened_at"], unique=False)
    op.create_table(
        "inquiry_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inquiry_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_inquiry_note_account_id_account")),
        sa.ForeignKeyConstraint(
            ["inquiry_id"], ["inquiry.id"], name=op.f("fk_inquiry_note_inquiry_id_inquiry"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["inquiry_thread.id"],
            name=op.f("fk_inquiry_note_thread_id_inquiry_thread"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry_note")),
    )
    op.create_index(op.f("ix_inquiry_note_inquiry_id"), "inquiry_note", ["inquiry_id"], unique=False)
    op.create_index(op.f("ix_inquiry_note_thread_id"), "inquiry_note", ["thread_id"], unique=False)
    op.create_table(
        "product_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=20), nullable=False),
        sa.Column("answer_id", sa.Text(), nullable=False),
        sa.Column("answer_en", sa.Text(), server_default="", nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("acting_for", sa.String(length=120), nullable=True),
        sa.Column("proof", sa.String(length=300), server_default="", nullable=False),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("question <> '' AND answer_id <> ''", name=op.f("ck_product_fact_says_something")),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["account.id"], name=op.f("fk_product_fact_answered_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_fact_product_id_product"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_fact")),
        sa.UniqueConstraint("product_id", "question", name=op.f("uq_product_fact_product_id_question")),
    )
    op.create_table(
        "thread_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("side", sa.String(length=8), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("acting_for", sa.String(length=120), nullable=True),
        sa.Column("channel", sa.String(length=12), server_default="", nullable=False),
        sa.Column("state_before", sa.String(length=12), nullable=True),
        sa.Column("state_after", sa.String(length=12), nullable=False),
        sa.Column("facts", sa.JSON(), server_default="{}", nullable=False),
        sa.CheckConstraint(
            "side IN ('pembeli', 'pembuat', 'petugas', 'sistem')", name=op.f("ck_thread_event_side_is_known")
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_thread_event_actor_id_account")),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["inquiry_thread.id"], name=op.f("fk_thread_event_thread_id_inquiry_thread")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_event")),
    )
    op.create_index(op.f("ix_thread_event_thread_id_id"), "thread_event", ["thread_id", "id"], unique=False)
    op.create_table(
        "thread_follow_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=8), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("result", sa.String(length=8), nullable=True),
        sa.Column("value_idr", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(length=300), server_default="", nullable=False),
        sa.CheckConstraint(
            "result IS NULL OR result IN ('jadi', 'belum', 'tidak')", name=op.f("ck_thread_follow_up_result_is_known")
        ),
        sa.CheckConstraint("side IN ('pembeli', 'pembuat')", name=op.f("ck_thread_follow_up_side_is_known")),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (result IS NULL)", name=op.f("ck_thread_follow_up_answered_says_what")
        ),
        sa.CheckConstraint("value_idr IS NULL OR value_idr > 0", name=op.f("ck_thread_follow_up_value_is_positive")),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["inquiry_thread.id"],
            name=op.f("fk_thread_follow_up_thread_id_inquiry_thread"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_follow_up")),
        sa.UniqueConstraint("thread_id", "side", name=op.f("uq_thread_follow_up_thread_id_side")),
    )
    op.create_table(
        "thread_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.CheckConstraint("created_at < expires_at", name=op.f("ck_thread_link_lives_for_a_while")),
        sa.ForeignKeyConstraint(["created_by_id"], ["account.id"], name=op.f("fk_thread_link_created_by_id_account")),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["inquiry_thread.id"],
            name=op.f("fk_thread_link_thread_id_inquiry_thread"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_link")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_thread_link_token_digest")),
    )
    op.create_index(op.f("ix_thread_link_thread_id"), "thread_link", ["thread_id"], unique=False)
    op.create_table(
        "thread_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("side", sa.String(length=8), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("acting_for", sa.String(length=120), nullable=True),
        sa.Column("proof", sa.String(length=300), server_default="", nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("idempotency_key", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "(acting_for IS NULL) = (proof = '')",
            name=op.f("ck_thread_message_who_speaks_for_another_says_how_they_know"),
        ),
        sa.CheckConstraint("side IN ('pembeli', 'pembuat', 'petugas')", name=op.f("ck_thread_message_side_is_known")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_thread_message_account_id_account")),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["inquiry_thread.id"],
            name=op.f("fk_thread_message_thread_id_inquiry_thread"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_message")),
        sa.UniqueConstraint("thread_id", "idempotency_key", name=op.f("uq_thread_message_thread_id_idempotency_key")),
    )
    op.create_table(
        "line_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("price_idr", sa.BigInteger(), nullable=True),
        sa.Column("unit", sa.String(length=20), server_default="", nullable=False),
        sa.Column("moq", sa.Integer(), nullable=True),
        sa.Column("lead_days", sa.Integer(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("reason_code", sa.String(length=20), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("alternative_id", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("answered_at", MOMENT, nullable=False),
        sa.Column("side", sa.String(length=8), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("acting_for", sa.String(length=120), nullable=True),
        sa.Column("proof", sa.String(length=300), server_default="", nullable=False),
        sa.CheckConstraint(
            "(acting_for IS NULL) = (proof = '')",
            name=op.f("ck_line_answer_who_answers_for_a_maker_says_how_they_know"),
        ),
        sa.CheckConstraint(
            "(kind = 'perlu_waktu') = (promised_on IS NOT NULL)", name=op.f("ck_line_answer_time_asked_for_has_an_end")
        ),
        sa.CheckConstraint(
            "kind IN ('bisa', 'alternatif', 'tidak_bisa', 'perlu_waktu')", name=op.f("ck_line_answer_kind_is_known")
        ),
        sa.CheckConstraint("side IN ('pembuat', 'petugas')", name=op.f("ck_line_answer_side_is_known")),
        sa.CheckConstraint("lead_days IS NULL OR lead_days >= 0", name=op.f("ck_line_answer_lead_time_not_negative")),
        sa.CheckConstraint("moq IS NULL OR moq > 0", name=op.f("ck_line_answer_moq_is_positive")),
        sa.CheckConstraint("price_idr IS NULL OR price_idr > 0", name=op.f("ck_line_answer_price_is_positive")),
        sa.ForeignKeyConstraint(
            ["alternative_id"], ["product.id"], name=op.f("fk_line_answer_alternative_id_product"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["answered_by_id"], ["account.id"], name=op.f("fk_line_answer_answered_by_id_account")),
        sa.ForeignKeyConstraint(
            ["line_id"], ["inquiry_line.id"], name=op.f("fk_line_answer_line_id_inquiry_line"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_answer")),
        sa.UniqueConstraint("line_id", "number", name=op.f("uq_line_answer_line_id_number")),
    )
    op.create_index(op.f("ix_line_answer_alternative_id"), "line_answer", ["alternative_id"], unique=False)

    op.add_column("consent", sa.Column("withdrawn_at", MOMENT, nullable=True))
    with op.batch_alter_table("inquiry") as batch:
        for column in _inquiry_columns():
            batch.add_column(column)
        batch.create_foreign_key(batch.f("fk_inquiry_merged_into_id_inquiry"), "inquiry", ["merged_into_id"], ["id"])
        batch.create_foreign_key(batch.f("fk_inquiry_released_by_id_account"), "account", ["released_by_id"], ["id"])
        batch.drop_constraint(batch.f("ck_inquiry_can_be_answered"), type_="check")
        for name, rule in INQUIRY_RULES:
            batch.create_check_constraint(batch.f(f"ck_inquiry_{name}"), rule)
    for name in INQUIRY_INDEXES:
        op.create_index(op.f(f"ix_inquiry_{name}"), "inquiry", [name])
    with op.batch_alter_table("inquiry_line") as batch:
        batch.add_column(sa.Column("thread_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("questions", sa.JSON(), server_default="[]", nullable=False))
        batch.create_foreign_key(
            batch.f("fk_inquiry_line_thread_id_inquiry_thread"), "inquiry_thread", ["thread_id"], ["id"]
        )
    op.create_index(op.f("ix_inquiry_line_thread_id"), "inquiry_line", ["thread_id"])
    with op.batch_alter_table("inquiry_list_line") as batch:
        batch.add_column(sa.Column("label", sa.String(length=120), server_default="", nullable=False))
        batch.add_column(sa.Column("unit", sa.String(length=20), server_default="", nullable=False))
        batch.add_column(sa.Column("questions", sa.JSON(), server_default="[]", nullable=False))
        batch.alter_column("product_id", existing_type=sa.Integer(), nullable=True)
        batch.create_check_constraint(
            batch.f("ck_inquiry_list_line_words_stand_where_no_product_does"), "(product_id IS NULL) = (label <> '')"
        )
    op.add_column("outbox_message", sa.Column("bounced_at", MOMENT, nullable=True))
    op.add_column("outbox_message", sa.Column("handled_at", MOMENT, nullable=True))
    op.add_column("outbox_message", sa.Column("handled_note", sa.String(length=160), server_default="", nullable=False))
    _open_threads()
    _fill()
    for table, verb in APPEND_ONLY:
        name = f"tr_{table}_no_{verb.lower()}"
        body = (
            f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
            if op.get_bind().dialect.name == "sqlite"
            else "FOR EACH ROW EXECUTE FUNCTION griya_refuse()"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} {body}")


def downgrade() -> None:
    for name in ("handled_note", "handled_at", "bounced_at"):
        op.drop_column("outbox_message", name)
    # A line in a visitor's own words has no place in the older list, which is kept for seven days only.
    op.execute("DELETE FROM inquiry_list_line WHERE product_id IS NULL")
    with op.batch_alter_table("inquiry_list_line") as batch:
        batch.drop_constraint(batch.f("ck_inquiry_list_line_words_stand_where_no_product_does"), type_="check")
        batch.alter_column("product_id", existing_type=sa.Integer(), nullable=False)
        for name in ("questions", "unit", "label"):
            batch.drop_column(name)
    op.drop_index(op.f("ix_inquiry_line_thread_id"), "inquiry_line")
    with op.batch_alter_table("inquiry_line") as batch:
        batch.drop_constraint(batch.f("fk_inquiry_line_thread_id_inquiry_thread"), type_="foreignkey")
        for name in ("questions", "thread_id"):
            batch.drop_column(name)
    for name in INQUIRY_INDEXES:
        op.drop_index(op.f(f"ix_inquiry_{name}"), "inquiry")
    # The older rule wants a way to answer; of somebody who was erased there is none, and an empty address says so.
    op.execute("UPDATE inquiry SET email = '' WHERE phone IS NULL AND email IS NULL")
    with op.batch_alter_table("inquiry") as batch:
        batch.drop_constraint(batch.f("fk_inquiry_merged_into_id_inquiry"), type_="foreignkey")
        batch.drop_constraint(batch.f("fk_inquiry_released_by_id_account"), type_="foreignkey")
        for name, _ in INQUIRY_RULES:
            batch.drop_constraint(batch.f(f"ck_inquiry_{name}"), type_="check")
        batch.create_check_constraint(batch.f("ck_inquiry_can_be_answered"), "phone IS NOT NULL OR email IS NOT NULL")
        for column in reversed(_inquiry_columns()):
            batch.drop_column(column.name)
    op.drop_column("consent", "withdrawn_at")
    for table in reversed(TABLES):
        op.drop_table(table)


INQUIRY_INDEXES = ("email", "merged_into_id", "phone", "words_digest")
INQUIRY_RULES = (
    ("can_be_answered_until_erased", "phone IS NOT NULL OR email IS NOT NULL OR erased_at IS NOT NULL"),
    ("language_is_known", "language IN ('id', 'en')"),
    ("released_was_held", "released_at IS NULL OR held_at IS NOT NULL"),
    ("merged_says_into_which", "(merged_at IS NULL) = (merged_into_id IS NULL)"),
)
TABLES = (
    "holiday",
    "retention_policy",
    "retention_sweep",
    "saved_reply",
    "working_hours",
    "export_log",
    "substitution",
    "territory",
    "inquiry_attachment",
    "merge_suggestion",
    "privacy_request",
    "inquiry_thread",
    "inquiry_note",
    "product_fact",
    "thread_event",
    "thread_follow_up",
    "thread_link",
    "thread_message",
    "line_answer",
)


def _inquiry_columns() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("language", sa.String(length=2), server_default="id", nullable=False),
        sa.Column("organisation", sa.String(length=120), server_default="", nullable=False),
        sa.Column("delivery_place", sa.String(length=120), server_default="", nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("incoterm", sa.String(length=3), nullable=True),
        sa.Column("monthly_volume", sa.String(length=60), server_default="", nullable=False),
        sa.Column("hs_code", sa.String(length=10), nullable=True),
        sa.Column("certificates", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("spam_score", sa.Integer(), server_default="0", nullable=False),
        sa.Column("spam_reasons", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("words_digest", sa.String(length=64), nullable=True),
        sa.Column("network_digest", sa.String(length=64), nullable=True),
        sa.Column("held_at", MOMENT, nullable=True),
        sa.Column("released_at", MOMENT, nullable=True),
        sa.Column("released_by_id", sa.Integer(), nullable=True),
        sa.Column("link_expires_at", MOMENT, nullable=True),
        sa.Column("link_revoked_at", MOMENT, nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("restricted_at", MOMENT, nullable=True),
        sa.Column("erased_at", MOMENT, nullable=True),
        sa.Column("merged_at", MOMENT, nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
    )


def _code() -> str:
    return "".join(secrets.choice(CODE_SIGNS) for _ in range(8))


def _open_threads() -> None:
    """Give every inquiry the threads it would have got, and its lines their thread."""
    connection = op.get_bind()
    tables = sa.MetaData()
    tables.reflect(connection, only=["inquiry", "inquiry_line", "producer", "region", "inquiry_thread", "thread_event"])
    inquiry, line, thread = (tables.tables[name] for name in ("inquiry", "inquiry_line", "inquiry_thread"))
    producer, region, happened = (tables.tables[name] for name in ("producer", "region", "thread_event"))
    makers = {
        row.id: row
        for row in connection.execute(
            sa.select(producer.c.id, producer.c.name, region.c.code).outerjoin(
                region, region.c.id == producer.c.regency_id
            )
        )
    }
    for asked in connection.execute(sa.select(inquiry.c.id, inquiry.c.received_at).order_by(inquiry.c.id)).all():
        lines = connection.execute(
            sa.select(line.c.id, line.c.producer_id).where(line.c.inquiry_id == asked.id).order_by(line.c.position)
        ).all()
        groups: dict[int | None, list[int]] = {}
        for row in lines:
            groups.setdefault(row.producer_id, []).append(row.id)
        for number, (producer_id, ids) in enumerate((groups or {None: []}).items(), start=1):
            maker = makers.get(producer_id) if producer_id is not None else None
            state = "diteruskan" if maker else "diterima"
            thread_id = connection.execute(
                thread.insert()
                .values(
                    code=_code(),
                    inquiry_id=asked.id,
                    number=number,
                    addressee="pembuat" if ids else "kantor",
                    producer_id=producer_id,
                    maker_name=maker.name if maker else "",
                    region_code=maker.code if maker else None,
                    state=state,
                    opened_at=asked.received_at,
                )
                .returning(thread.c.id)
            ).scalar_one()
            told = {"thread_id": thread_id, "at": asked.received_at, "side": "sistem", "channel": "", "facts": {}}
            connection.execute(happened.insert().values(kind="dibuka", state_after="diterima", **told))
            if maker:
                connection.execute(
                    happened.insert().values(
                        kind="diteruskan", state_before="diterima", state_after="diteruskan", **told
                    )
                )
            if ids:
                connection.execute(line.update().where(line.c.id.in_(ids)).values(thread_id=thread_id))


def _fill() -> None:
    """The office's usual week, the holidays that are known, and how long each kind of record is kept."""
    hours = sa.table("working_hours", *(sa.column(name) for name in ("weekday", "opens_minute", "closes_minute")))
    op.bulk_insert(
        hours,
        [
            {
                "weekday": day,
                "opens_minute": OPENS if day < WORKDAYS else None,
                "closes_minute": CLOSES if day < WORKDAYS else None,
            }
            for day in range(7)
        ],
    )
    holiday = sa.table(
        "holiday",
        sa.column("code"),
        sa.column("day", sa.Date()),
        sa.column("name"),
        sa.column("kind"),
        sa.column("source"),
    )
    op.bulk_insert(
        holiday,
        [
            {"code": _code(), "day": day, "name": name, "kind": kind, "source": source}
            for day, name, kind, source in HOLIDAYS
        ],
    )
    policy = sa.table("retention_policy", sa.column("kind"), sa.column("days"), sa.column("basis"))
    op.bulk_insert(policy, [{"kind": kind, "days": days, "basis": basis} for kind, days, basis in POLICIES])
