"""Words for the controlled lists: proposed by a form or an import, decided once, and what products have of it then."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from griya.accounts.models import Event
from griya.catalog.actions.proposals import accept_word, decline_word, map_word, propose_for_draft, propose_word
from griya.catalog.actions.review import take_draft
from griya.catalog.actions.vocabulary import merge_terms
from griya.catalog.models import Category, Material, revision_material
from griya.catalog.models.drafts import DraftState
from griya.catalog.models.vocabulary import ProposalState, TermProposal, VocabularyKind
from griya.catalog.queries.drafts import find_product_draft
from griya.catalog.queries.merging import Impact
from griya.catalog.queries.proposals import find_proposal, list_asking, list_proposals
from griya.catalog.rules.proposals import split_words
from griya.core.db import db
from griya.core.errors import Overtaken, Refused
from griya.intake.queries import load_vocabulary
from tests.factories.accounts import make_account, sign_in
from tests.factories.catalog import make_product
from tests.factories.drafts import draft_of, looked, make_complete, submit
from tests.page import PageClient

pytestmark = pytest.mark.usefixtures("context")
MATERIAL, TECHNIQUE, SHELF = VocabularyKind.MATERIAL, VocabularyKind.TECHNIQUE, VocabularyKind.CATEGORY


def material(slug: str, name: str = "") -> Material:
    row = Material(slug=slug, name_id=name or slug.capitalize(), name_en=f"{slug} (en)")
    db.session.add(row)
    db.session.flush()
    return row


def proposed(word: str, *, kind: VocabularyKind = MATERIAL) -> int:
    return propose_word(kind=kind, word=word, product_id=make_product(f"Barang {word}").id).id


def names_of(product_id: int) -> set[str]:
    statement = sa.select(Material.slug).join(revision_material, revision_material.c.material_id == Material.id)
    return set(db.session.scalars(statement))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Purun, mendong ;  Purun", ("Purun", "mendong")),
        ("  ", ()),
        ("-, …", ()),
        ("x" * 61, ()),
        (", ".join(f"kata {n}" for n in range(20)), tuple(f"kata {n}" for n in range(12))),
    ],
)
def test_a_field_is_read_as_words_each_once(typed: str, words: tuple[str, ...]) -> None:
    assert split_words(typed) == words


def test_a_word_is_proposed_once_whoever_asks_and_counts_its_products() -> None:
    first, second = make_product("Tikar"), make_product("Tas")
    for product in (first, second, first):
        propose_for_draft(product=product, fields={"materials_new": "Purun"})
    propose_for_draft(product=second, fields={"materials_new": "PURUN, mendong"})
    page = list_proposals(state="open", kind="", page=1)
    assert [(one.word, one.products) for one in page.items] == [("Purun", 2), ("mendong", 1)]
    propose_for_draft(product=second, fields={"materials_new": ""})
    assert [one.products for one in list_proposals(state="open", kind="material", page=1).items] == [1, 0]
    assert len(db.session.scalars(sa.select(Event).where(Event.verb == "term_proposal.made")).all()) == 2


def test_an_accepted_word_is_a_term_of_live_products_and_of_drafts() -> None:
    writer = make_account()
    live, drafted = make_product("Tikar"), make_complete(writer.id)
    number = propose_word(kind=MATERIAL, word="Purun", product_id=live.id).id
    draft = find_product_draft(drafted.id)
    assert draft is not None
    draft.fields = {**draft.fields, "materials_new": "Purun, mendong"}
    propose_for_draft(product=drafted, fields=draft.fields)
    saves = draft.row_version
    term = accept_word(number=number, seen=2, name_id="Purun", name_en="Purun sedge")
    assert (
        term.slug,
        db.session.scalars(
            sa.select(revision_material.c.revision_id).where(revision_material.c.material_id == term.id)
        ).all(),
    ) == ("purun", [live.live_revision_id])
    after = find_product_draft(drafted.id)
    assert after is not None and after.row_version == saves + 1
    assert "purun" in after.fields["materials"] and after.fields["materials_new"] == "mendong"
    assert [one.is_public for one in list_asking(number)].count(True) == 1


def test_a_draft_in_review_goes_back_to_the_heap_when_its_words_change() -> None:
    writer, reviewer = make_account(), make_account()
    product = make_complete(writer.id)
    submit(product, writer.id)
    take_draft(looked=looked(product, reviewer.id))
    number = propose_word(kind=MATERIAL, word="Purun", product_id=product.id).id
    map_word(number=number, seen=1, into=material("mendong").slug, reason="Hal yang sama")
    draft = find_product_draft(product.id)
    assert draft is not None and draft.state == DraftState.SUBMITTED and draft.taken_by_id is None


def test_a_mapped_word_is_known_to_the_next_import_and_follows_its_term_through_a_merge() -> None:
    number = proposed("Bambu Betung")
    bamboo, reed = material("bambu"), material("buluh")
    map_word(number=number, seen=1, into="bambu", reason="Jenis bambu")
    assert load_vocabulary().materials["bambubetung"] == bamboo.id
    merge_terms(kind=MATERIAL, slug="bambu", into="buluh", seen=Impact(1, 0), reason="Sama")
    known = load_vocabulary().materials
    assert known["bambubetung"] == known["bambu"] == reed.id
    row = find_proposal(number)
    assert row is not None and (row.state, row.term) == (ProposalState.MAPPED, "Buluh")


def test_a_declined_word_is_not_proposed_again() -> None:
    number = proposed("Plastik")
    decline_word(number=number, seen=1, reason="Bukan bahan kerajinan")
    propose_word(kind=MATERIAL, word="plastik", product_id=make_product("Ember").id)
    assert list_proposals(state="open", kind="", page=1).total == 0
    row = find_proposal(number)
    assert row is not None and (row.state, row.products, row.reason) == (
        ProposalState.DECLINED, 2, "Bukan bahan kerajinan",
    )  # fmt: skip


def test_a_new_part_of_a_shelf_takes_the_products_that_wanted_it() -> None:
    shelf = db.session.scalars(sa.select(Category).where(Category.parent_id.is_(None)).limit(1)).first()
    product = make_product("Sabun")
    shelf = shelf or db.session.get_one(Category, product.category_id)
    number = propose_word(kind=SHELF, word="Sabun alami", product_id=product.id).id
    with pytest.raises(Refused, match="Pilih rak"):
        accept_word(number=number, seen=1, name_id="Sabun alami", name_en="Natural soap")
    term = accept_word(number=number, seen=1, name_id="Sabun alami", name_en="Natural soap", parent=shelf.slug)
    assert isinstance(term, Category) and term.parent_id == shelf.id
    db.session.refresh(product)
    assert product.category_id == term.id


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name_id": ""}, "bahasa Indonesia"),
        ({"name_en": " "}, "bahasa Inggris"),
        ({"name_id": "Rotan"}, "sudah ada"),
        ({"name_id": "…"}, "huruf atau angka"),
    ],
)
def test_a_word_is_not_taken_in_without_its_names(changes: dict[str, str], said: str) -> None:
    material("rotan")
    number = proposed("Purun")
    names = {"name_id": "Purun", "name_en": "Sedge"} | changes
    with pytest.raises(Refused, match=said):
        accept_word(number=number, seen=1, name_id=names["name_id"], name_en=names["name_en"])
    assert find_proposal(number).state is ProposalState.OPEN  # type: ignore[union-attr]


def test_a_decision_is_taken_once_and_about_what_was_seen() -> None:
    number = proposed("Purun")
    propose_word(kind=MATERIAL, word="Purun", product_id=make_product("Topi").id)
    with pytest.raises(Overtaken, match="berubah"):
        decline_word(number=number, seen=1, reason="Tidak perlu")
    decline_word(number=number, seen=2, reason="Tidak perlu")
    with pytest.raises(Overtaken, match="diputuskan"):
        accept_word(number=number, seen=2, name_id="Purun", name_en="Sedge")
    assert db.session.scalars(sa.select(Material.slug).where(Material.slug == "purun")).all() == []


def test_an_officer_types_a_word_and_a_curator_decides(page: PageClient, context: Session) -> None:
    officer, curator = make_account(role="officer"), make_account()
    material("rotan")
    product = make_complete(officer.id)
    code = product.code
    context.commit()
    sign_in(page, officer)
    way = f"/meja/produk/{code}/ubah"
    page.submit(way, {**draft_of(product).fields, "materials_new": "Rotan, Purun danau"}, action=way)
    context.expire_all()
    draft = find_product_draft(product.id)
    assert draft is not None and "rotan" in draft.fields["materials"], "a word that is known is no proposal"
    assert draft.fields["materials_new"] == "Purun danau"
    shown = page.get("/meja/istilah/usulan")
    assert "Purun danau" in shown.text and "Rotan" not in shown.text
    number = db.session.scalars(sa.select(TermProposal.id)).one()
    assert "Menunggu kurator" in page.get(f"/meja/produk/{code}").text
    way = f"/meja/istilah/usulan/{number}"
    assert not page.get(way).select('form[action$="terima"]'), "an officer looks and does not decide"
    sign_in(page, curator)
    assert "(1)" in page.get("/meja/istilah").text
    assert "1 produk mendapat istilah itu" in page.get(f"{way}?ke=rotan").text
    bad = page.submit(way, {"name_id": "Purun danau", "name_en": ""}, action=f"{way}/terima", expect=422)
    assert "nama Inggrisnya" in bad.text and "Purun danau" in bad.text
    answer = page.submit(way, {"name_id": "Purun danau", "name_en": "Lake sedge"}, action=f"{way}/terima")
    assert "Keputusan dicatat" in page.get(answer.response.headers["Location"]).text
    assert "Purun danau" in page.get("/meja/istilah").text
    page.get("/meja/istilah/usulan/999999", expect=404)
