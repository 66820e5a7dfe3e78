"""Two terms made one: what moves, what was shown before, where old addresses lead, and what the record tells."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from griya.accounts.models import Event
from griya.catalog.actions import RevisionDraft, add_revision, publish_product
from griya.catalog.actions.vocabulary import merge_terms
from griya.catalog.models import Material, Product, revision_material
from griya.catalog.models.vocabulary import VocabularyKind
from griya.catalog.queries.merging import Impact, facet_changes, find_heir, impact_of
from griya.catalog.queries.proposals import settled
from griya.core.db import db
from griya.core.errors import Overtaken, Refused
from tests.factories.accounts import make_account, sign_in
from tests.factories.catalog import make_category, make_product
from tests.factories.drafts import draft_of, make_complete
from tests.page import PageClient

pytestmark = pytest.mark.usefixtures("context")
KIND, SHELF = VocabularyKind.MATERIAL, VocabularyKind.CATEGORY


def material(slug: str) -> Material:
    row = Material(slug=slug, name_id=slug.capitalize(), name_en=slug.upper())
    db.session.add(row)
    db.session.flush()
    return row


def product_of(name: str, *materials: Material) -> Product:
    product = make_product(name)
    draft = RevisionDraft(name_id=name, unit="pak", material_ids=[row.id for row in materials])
    publish_product(product=product, revision=add_revision(product=product, draft=draft))
    return product


@pytest.fixture
def terms() -> tuple[Material, Material]:
    """Bamboo twice: three products name the one, one of them both."""
    source, target = material("bambu-kuning"), material("bambu")
    product_of("Tampah", source)
    product_of("Bakul", source)
    product_of("Nyiru", source, target)
    product_of("Topi", target)
    return source, target


SEEN = Impact(3, 1)


def merge(
    seen: Impact = SEEN, *, slug: str = "bambu-kuning", into: str = "bambu", reason: str = "Hal yang sama"
) -> Impact:
    return merge_terms(kind=KIND, seen=seen, slug=slug, into=into, reason=reason)


def test_what_named_the_one_names_the_other_once(terms: tuple[Material, Material]) -> None:
    source, target = terms
    assert impact_of(KIND, source.id, target.id) == Impact(3, 1)
    assert merge() == Impact(3, 1)
    links = db.session.execute(sa.select(revision_material.c.material_id, sa.func.count()).group_by("material_id"))
    assert [tuple(row) for row in links] == [(target.id, 4)]
    assert db.session.scalars(sa.select(Material.slug)).all() == ["bambu"]
    event = db.session.scalars(sa.select(Event).where(Event.verb == "material.merged")).one()
    assert event.reason == "Hal yang sama" and (event.after or {})["products"] == 3


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reason": "  "}, "Tulis alasannya"),
        ({"into": "bambu-kuning"}, "istilah lain"),
        ({"into": "emas"}, "ada di daftar"),
        ({"slug": "emas"}, "ada di daftar"),
    ],
)
def test_a_merge_that_makes_no_sense_is_refused(
    terms: tuple[Material, Material], changes: dict[str, str], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        merge(SEEN, **changes)


def test_who_saw_other_numbers_looks_again(terms: tuple[Material, Material]) -> None:
    product_of("Kipas", terms[0])
    with pytest.raises(Overtaken, match="berubah"):
        merge()


def test_an_old_address_leads_on_also_through_two_merges(terms: tuple[Material, Material], page: PageClient) -> None:
    merge()
    material("buluh")
    merge(Impact(4, 0), slug="bambu", into="buluh")
    assert find_heir(KIND, "bambu-kuning") == find_heir(KIND, "bambu") == "buluh"
    db.session.commit()
    for old in ("bambu", "bambu-kuning"):
        assert page.get(f"/bahan/{old}", expect=301).response.headers["Location"].endswith("/bahan/buluh")
    page.get("/bahan/emas", expect=404)
    assert "Tampah" in page.get("/bahan/buluh").text


def test_a_curator_sees_what_moves_before_it_moves(
    terms: tuple[Material, Material], page: PageClient, context: Session
) -> None:
    account = make_account()
    context.commit()
    sign_in(page, account)
    assert "Bambu-kuning" in page.get("/meja/istilah").text
    way = "/meja/istilah/bahan/bambu-kuning/gabung"
    assert not page.get(way).select('form[method="post"][action$="gabung"]')
    shown = page.get(f"{way}?ke=bambu")
    assert "3 produk pindah" in shown.text and "1 di antaranya sudah memakai keduanya" in shown.text
    assert "3 produk pindah" in page.submit(f"{way}?ke=bambu", {"reason": ""}, expect=422).text
    page.submit(f"{way}?ke=bambu", {"reason": "Sama", "produk": "9"}, expect=409)
    answer = page.submit(f"{way}?ke=bambu", {"reason": "Hal yang sama"})
    assert "Sudah digabung" in page.get(answer.response.headers["Location"]).text
    page.get(way, expect=404)


def test_an_old_filter_leads_to_the_survivors_and_keeps_the_rest(
    terms: tuple[Material, Material], page: PageClient
) -> None:
    merge()
    db.session.commit()

    def leads_to(query: str) -> str:
        return page.get(f"/produk?{query}", expect=301).response.headers["Location"].partition("?")[2]

    assert leads_to("bahan=bambu-kuning") == "bahan=bambu"
    assert leads_to("bahan=bambu&bahan=bambu-kuning&urut=terbaru") == "bahan=bambu&urut=terbaru"
    assert leads_to("bahan=bambu-kuning&bahan=emas") == "bahan=bambu&bahan=emas", "what is unknown is still told"
    assert "Tampah" in page.get("/produk?bahan=bambu").text
    assert "emas" in page.get("/produk?bahan=emas").text
    rows = page.get("/produk.json?bahan=bambu-kuning").response.get_json()
    assert {row["nama"] for row in rows["data"]} == {"Tampah", "Bakul", "Nyiru", "Topi"}


def test_a_shelf_goes_into_another_with_its_products_its_drafts_and_its_addresses(page: PageClient) -> None:
    writer = make_account()
    shelves = [make_category(f"rak-{name}", f"Rak {name}") for name in ("tua", "baru")]
    part = make_category("bagian-tua", "Bagian tua", parent=shelves[0])
    product = make_product("Tampah", category=part)
    drafted = make_complete(writer.id, category="bagian-tua")
    with pytest.raises(Refused, match="masih punya bagian"):
        merge_terms(kind=SHELF, slug="rak-tua", into="rak-baru", seen=Impact(0, 0), reason="Satu saja")
    assert merge_terms(kind=SHELF, slug="bagian-tua", into="rak-baru", seen=Impact(1, 0), reason="Satu saja")
    assert merge_terms(kind=SHELF, slug="rak-tua", into="rak-baru", seen=Impact(0, 0), reason="Satu saja")
    db.session.commit()
    db.session.refresh(product)
    assert product.category_id == shelves[1].id
    assert draft_of(drafted).fields["category"] == "rak-baru"
    for old in ("rak-tua", "bagian-tua"):
        assert page.get(f"/rak/{old}", expect=301).response.headers["Location"].endswith("/rak/rak-baru")
        assert "rak=rak-baru" in page.get(f"/produk?rak={old}", expect=301).response.headers["Location"]
    assert "Tampah" in page.get("/rak/rak-baru").text


def test_a_form_that_was_open_during_a_merge_saves_the_survivor(terms: tuple[Material, Material]) -> None:
    merge()
    assert settled({"materials": ["bambu-kuning", "bambu"], "category": ""})["materials"] == ["bambu"]


def test_a_merge_shows_what_visitors_will_count(terms: tuple[Material, Material]) -> None:
    source, target = facet_changes(KIND, *terms)
    assert (source.now, source.then, target.now, target.then) == (3, 0, 2, 4)
