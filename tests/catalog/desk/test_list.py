"""The desk's list of products: narrowed, sorted, kept as views, changed many at once."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from griya.catalog.models.drafts import SavedView
from griya.core.db import db
from tests.factories.accounts import make_account
from tests.factories.catalog import make_category, make_product
from tests.factories.drafts import make_complete, publish
from tests.factories.state import set_state
from tests.page import Opened, PageClient


def names(opened: Opened) -> list[str]:
    return [" ".join(a.to_text().split()) for a in opened.select("th .item-cell a")]


def test_the_list_is_narrowed_by_state_shelf_draft_photo_and_what_is_missing(
    officer: PageClient, context: Session
) -> None:
    writer, reviewer = make_account().id, make_account().id
    whole = make_complete(writer)
    publish(whole, writer, reviewer)
    craft = make_category("anyaman", "Anyaman")
    bare = make_product("Bakul Polos", category=craft)
    started = make_complete(writer, name_id="Cuma Draf", unit="")
    context.commit()

    def found(query: str) -> list[str]:
        return names(officer.get(f"/meja/produk?{query}"))

    assert found("") == ["Amplang Tenggiri", "Bakul Polos", "Cuma Draf"]
    assert found("q=bakul") == ["Bakul Polos"]
    assert found("q=cuma") == ["Cuma Draf"]
    assert found("status=tayang") == ["Amplang Tenggiri", "Bakul Polos"]
    assert found("rak=anyaman") == ["Bakul Polos"]
    assert found("draf=ada") == ["Cuma Draf"]
    assert found("draf=submitted") == []
    assert found("foto=tanpa") == ["Bakul Polos"]
    assert found("kurang=tayang") == ["Bakul Polos", "Cuma Draf"]
    assert found("kurang=unit") == ["Cuma Draf"]
    assert found("kurang=summary_id") == ["Bakul Polos"]
    assert found("kurang=ekspor&status=tayang") == ["Amplang Tenggiri", "Bakul Polos"]
    assert found("urut=baru") == ["Cuma Draf", "Bakul Polos", "Amplang Tenggiri"]
    assert found("status=antah&urut=antah&hal=99") == ["Amplang Tenggiri", "Bakul Polos", "Cuma Draf"]
    assert bare.code and started.code


def test_the_list_asks_the_database_as_often_for_one_product_as_for_forty(
    officer: PageClient, context: Session, database: sa.Connection
) -> None:
    def count() -> int:
        asked = 0

        def note(*_: object) -> None:
            nonlocal asked
            asked += 1

        sa.event.listen(database, "before_cursor_execute", note)
        officer.get("/meja/produk?kurang=ekspor")
        sa.event.remove(database, "before_cursor_execute", note)
        return asked

    make_product()
    context.commit()
    count()
    few = count()
    for n in range(39):
        make_product(f"Produk {n}")
    context.commit()
    count()
    assert count() == few


def test_a_view_is_kept_under_a_name_opened_by_its_address_shared_and_forgotten(
    officer: PageClient, curator: PageClient, context: Session
) -> None:
    make_product("Tanpa Foto")
    context.commit()
    token = officer.get("/meja/produk?foto=tanpa").field("csrf_token")
    kept = {"csrf_token": token, "name": "Perlu difoto", "query": "foto=tanpa&urut=baru"}
    way = officer.post("/meja/produk/tampilan", kept).response.headers["Location"]
    opened = officer.get(way, expect=303).response.headers["Location"]
    assert opened.startswith("/meja/produk?foto=tanpa&urut=baru&tampilan=")
    assert "Perlu difoto" in officer.get(opened).text
    assert "Perlu difoto" not in curator.get("/meja/produk").text
    curator.get(way, expect=404)
    officer.post("/meja/produk/tampilan", {**kept, "is_shared": "y"})
    assert "Perlu difoto" in curator.get("/meja/produk").text
    code = context.scalars(sa.select(SavedView.code)).one()
    own = curator.get("/meja/produk").field("csrf_token")
    refused = curator.post(f"/meja/produk/tampilan/{code}/hapus", {"csrf_token": own}, expect=422)
    assert "milik orang lain" in refused.text
    officer.post(f"/meja/produk/tampilan/{code}/hapus", {"csrf_token": token})
    assert context.scalar(sa.select(sa.func.count()).select_from(SavedView)) == 0


def test_an_address_that_is_none_is_kept_as_one_all_the_same(officer: PageClient) -> None:
    token = officer.get("/meja/produk").field("csrf_token")
    odd = "q=a\nSet-Cookie: x=y&wilayah=%0d%0a&q=😀&\x00"
    way = officer.post("/meja/produk/tampilan", {"csrf_token": token, "name": "Aneh", "query": odd})
    opened = officer.get(way.response.headers["Location"], expect=303)
    assert "\n" not in opened.response.headers["Location"] and "Set-Cookie" not in opened.response.headers
    officer.get(opened.response.headers["Location"])


def test_a_view_without_a_name_is_not_kept(officer: PageClient) -> None:
    token = officer.get("/meja/produk").field("csrf_token")
    for name in ("", " ", "a" * 61):
        officer.post("/meja/produk/tampilan", {"csrf_token": token, "name": name, "query": ""}, expect=422)


def test_many_products_are_changed_after_a_look_at_what_changes(officer: PageClient, context: Session) -> None:
    first, second, third = make_product("A"), make_product("B", availability="habis"), make_product("C")
    set_state(third, state="suspended")
    context.commit()
    query = "&".join(f"produk={one.code}" for one in (first, second, third)) + "&sedia=habis&rak-showroom=b2"
    before = {one.id: (one.availability, one.showroom_shelf) for one in (first, second, third)}
    looked = officer.get(f"/meja/produk/massal?{query}")
    assert "Sedang habis" in looked.text and "B2" in looked.text and "Dibiarkan" in looked.text
    db.session.expire_all()
    assert {one.id: (one.availability, one.showroom_shelf) for one in (first, second, third)} == before
    officer.submit(
        f"/meja/produk/massal?{query}", {"produk": [one.code for one in (first, second, third)]},
        action="/meja/produk/massal",
    )  # fmt: skip
    db.session.expire_all()
    assert [(one.availability, one.showroom_shelf) for one in (first, second, third)] == [
        ("habis", "B2"), ("habis", "B2"), before[third.id],
    ]  # fmt: skip
    events = context.execute(
        sa.text("SELECT object_key FROM event WHERE verb = 'product.safe_fields_changed' ORDER BY object_key")
    ).scalars()
    assert list(events) == sorted([first.code, second.code])


@pytest.mark.parametrize(
    "query", ["", "produk=x", "sedia=habis", "produk=x&sedia=antah", "produk=x&sedia=habis&rak-showroom=12345678901"]
)
def test_a_bulk_change_without_products_or_with_nonsense_says_why(officer: PageClient, query: str) -> None:
    opened = officer.get(f"/meja/produk/massal?{query}")
    assert opened.select(".error-summary li"), opened.text
    token = opened.field("csrf_token")
    typed = [part.split("=") for part in query.split("&") if part]
    officer.post("/meja/produk/massal", {"csrf_token": token, **dict(typed)}, expect=422)
