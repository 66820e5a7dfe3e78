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


def test_an_error_on_an_english_page_is_told_in_english_and_keeps_its_address(page: PageClient) -> None:
    opened = page.post("/en/permintaan", {"name": "Sari", "message": "Fifty sheets of songket"}, expect=400)
    assert opened.select("html")[0].attrs["lang"] == "en"
    assert "The request cannot be read" in opened.text
    assert [form.attrs["action"] for form in opened.select("form[method=post]")] == ["/en/permintaan"]
    assert "Fifty sheets of songket" in opened.html


def test_a_foreign_host_is_refused_in_the_language_of_the_address(page: PageClient) -> None:
    for path, language, home in (("/", "id", "/"), ("/en/", "en", "/en/")):
        opened = page.get(path, expect=400, headers={"Host": "elsewhere.example"})
        assert opened.select("html")[0].attrs["lang"] == language
        assert opened.select("main a")[0].attrs["href"] == home
