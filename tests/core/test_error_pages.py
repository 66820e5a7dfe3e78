"""Storage that refuses: nobody is told that something was kept, and nothing that was typed is lost."""

import sqlalchemy as sa

from tests.page import PageClient


def test_a_database_that_cannot_be_written_is_an_honest_page(database: sa.Connection, page: PageClient) -> None:
    is_sqlite = database.dialect.name == "sqlite"
    database.exec_driver_sql("PRAGMA query_only = ON" if is_sqlite else "SET TRANSACTION READ ONLY")
    try:
        opened = page.submit(
            "/permintaan",
            {"name": "Sari", "phone": "081234567890", "message": "Lima puluh lembar songket", "consent": "y"},
            expect=503,
        )
    finally:
        if is_sqlite:
            database.exec_driver_sql("PRAGMA query_only = OFF")
    assert "belum kami terima" in opened.text
    assert "Lima puluh lembar songket" in opened.html
    assert opened.response.headers["Retry-After"]
    assert "GI-" not in opened.text
