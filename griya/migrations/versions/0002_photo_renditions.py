"""Photos in several sizes and formats, and what stands in their place until they have arrived."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    # Without batch mode: SQLite adds such a column in place, and nothing has to be copied.
    op.add_column("product_photo", sa.Column("tint", sa.String(length=6), server_default="", nullable=False))
    op.add_column("product_photo", sa.Column("blur", sa.String(length=72), server_default="", nullable=False))
    op.create_table(
        "photo_rendition",
        sa.Column("photo_id", sa.Integer(), nullable=False),
        sa.Column("extension", sa.String(length=5), nullable=False),
        sa.Column("width", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "extension IN ('avif', 'webp', 'jpg')", name=op.f("ck_photo_rendition_extension_is_known")
        ),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_photo_rendition_size_is_positive")),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_photo_rendition_file_is_not_empty")),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["product_photo.id"], name=op.f("fk_photo_rendition_photo_id_product_photo"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("photo_id", "extension", "width", name=op.f("pk_photo_rendition")),
    )
    op.create_index(op.f("ix_photo_rendition_digest"), "photo_rendition", ["digest"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_photo_rendition_digest"), table_name="photo_rendition")
    op.drop_table("photo_rendition")
    op.drop_column("product_photo", "blur")
    op.drop_column("product_photo", "tint")
