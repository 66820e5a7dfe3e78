"""English beside the Indonesian words of dated statements, their sources, and what is declared about halal."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003_english_words"
down_revision: str | None = "0002"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

# The words of this day. A catalogue that was set up earlier gets them here, because reference data is loaded only once.
SOURCES = {
    "kepmendagri_2025": "Minister of Home Affairs Decree 300.2.2-2430 of 2025 on the codes and data of administrative "
    "regions",
    "big_2024": "Letter of the Geospatial Information Agency (BIG) of 16 December 2024 on the areas of regions",
    "bps_mfd_2018": "Statistics Indonesia (BPS), Village Master File (MFD), January 2018",
    "statement_2019": "Statement of the provincial government at the opening of an e-Smart IKM event, reported on "
    "2 May 2019",
}
STATEMENTS = {"statement_2019": "Small and medium industries of West Kalimantan, as stated on 2 May 2019"}
FIGURES = {
    "ikm": "Small and medium industries (IKM)",
    "kabupaten_kota": "Regencies and cities",
    "kecamatan": "Districts (kecamatan)",
    "kelurahan": "Urban villages (kelurahan)",
    "desa": "Rural villages (desa)",
    "ovop_awards": "IKM that received an OVOP award",
    "ovop_stars_3": "OVOP three stars (of five)",
    "ovop_stars_2": "OVOP two stars (of five)",
    "ovop_stars_1": "OVOP one star (of five)",
}


def upgrade() -> None:
    # Without batch mode: SQLite adds such a column in place, and nothing has to be copied.
    for table, column, length in (
        ("reference_source", "title_en", 300),
        ("statement", "title_en", 200),
        ("statement_figure", "label_en", 120),
    ):
        op.add_column(table, sa.Column(column, sa.String(length=length), server_default="", nullable=False))
    op.add_column("product_revision", sa.Column("halal_note_en", sa.String(length=120), nullable=True))
    _translate("reference_source", "title_en", SOURCES)
    _translate("statement", "title_en", STATEMENTS)
    _translate("statement_figure", "label_en", FIGURES)


def downgrade() -> None:
    op.drop_column("product_revision", "halal_note_en")
    op.drop_column("statement_figure", "label_en")
    op.drop_column("statement", "title_en")
    op.drop_column("reference_source", "title_en")


def _translate(table: str, column: str, words: dict[str, str]) -> None:
    rows = sa.table(table, sa.column("key", sa.String), sa.column(column, sa.String))
    for key, text in words.items():
        op.execute(sa.update(rows).where(rows.c.key == key).values({column: text}))
