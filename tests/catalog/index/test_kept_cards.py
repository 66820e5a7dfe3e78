"""Cards that are kept, and what pages have drawn of them, are at every moment what reading and drawing anew gives."""

import random
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from griya.catalog.actions import RevisionDraft, add_revision, publish_product, remove_photo, withdraw_product
from griya.catalog.models import Category, Product, ProductPhoto, ProductRevision, ProductState
from griya.catalog.queries import products
from griya.catalog.queries.cards import list_cards
from griya.catalog.queries.index.current import read_index
from griya.catalog.queries.index.kept import Kept
from griya.catalog.queries.index.listing import find_listing
from griya.catalog.queries.index.snapshot import Snapshot
from griya.catalog.queries.kept_cards import list_kept_cards
from griya.catalog.rules.asked import Asked
from griya.catalog.views.pieces import drawn_cards
from griya.core.db import db, write_intent
from griya.registry.models import Producer, Region
from tests.catalog.index.world import STEPS, forward, pick
from tests.factories.photos import make_photo


def another_name(dice: random.Random) -> None:
    pick(dice, Producer).name = f"IKM {dice.random()}"


def other_english(dice: random.Random) -> None:
    """A revision that is equal in Indonesian and differs in its English words and its price."""
    product = pick(dice, Product, Product.state == ProductState.PUBLISHED)
    if product:
        now = db.session.get_one(ProductRevision, product.live_revision_id)
        draft = RevisionDraft(
            name_id=now.name_id, name_en=f"Name {dice.random()}", unit=now.unit, price_mode="tampil",
            price_idr=dice.randrange(1000, 9_000_000), made_in_id=now.made_in_id,
        )  # fmt: skip
        publish_product(product=product, revision=add_revision(product=product, draft=draft))


def a_photo(dice: random.Random) -> None:
    product = pick(dice, Product)
    if product and not db.session.scalar(sa.select(ProductPhoto.id).where(ProductPhoto.product_id == product.id)):
        make_photo(product)


def a_photo_gone(dice: random.Random) -> None:
    photo = pick(dice, ProductPhoto)
    if photo:
        remove_photo(product=db.session.get_one(Product, photo.product_id), position=photo.position)


def other_rendition(dice: random.Random) -> None:
    db.session.execute(sa.text("UPDATE photo_rendition SET digest = :digest WHERE width = 640"), {
        "digest": f"{dice.randrange(16**64):064x}"
    })  # fmt: skip


def a_sample(dice: random.Random) -> None:
    producer = pick(dice, Producer)
    producer.is_sample = not producer.is_sample


def a_shelf_renamed(dice: random.Random) -> None:
    pick(dice, Category).name_en = f"Shelf {dice.random()}"


def a_place_renamed(dice: random.Random) -> None:
    pick(dice, Region, Region.level == "regency").name = f"Sambas {dice.randrange(10)}"


CHANGES: tuple[Callable[[random.Random], None], ...] = (
    *STEPS, another_name, other_english, other_english, a_photo, a_photo, a_photo_gone, other_rendition, a_sample,
    a_shelf_renamed, a_place_renamed,
)  # fmt: skip


def drawn(app: Flask, cards: list[Any], language: str) -> str:
    with app.test_request_context("/", environ_overrides={"griya.language": language}):
        return str(drawn_cards(cards))


def kept() -> tuple[list[Any], Snapshot]:
    snapshot = read_index()
    return list_kept_cards(snapshot, find_listing(Asked(), size=1000, snapshot=snapshot).product_ids), snapshot


def test_after_any_change_a_kept_card_is_what_is_read_and_drawn_anew(world: random.Random, built_app: Flask) -> None:
    again = 0
    for number in range(80):
        change = world.choice(CHANGES)
        change(world)
        db.session.flush()
        db.session.expire_all()
        cards, snapshot = kept()
        again += sum(bool(card.drawn) for card in cards)
        fresh = list_cards([card.product_id for card in cards])
        step = f"{number}: {change.__name__}"
        assert [snapshot.ids[row] for row in sorted(snapshot.public, reverse=True)] and cards == fresh, step
        for language in ("id", "en"):
            assert drawn(built_app, cards, language) == drawn(built_app, fresh, language), (step, language)
    assert again > 300, "nearly every card was drawn before"


def test_what_is_read_while_the_catalogue_changes_is_not_kept(
    world: random.Random, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = read_index()
    product = pick(world, Product, Product.state == ProductState.PUBLISHED)

    def slow(product_ids: Any) -> Any:
        """Reading that begins before a change and ends behind it."""
        read = list_cards(product_ids)
        withdraw_product(product=product, reason="Uji")
        db.session.flush()
        return read

    monkeypatch.setattr("griya.catalog.queries.kept_cards.list_cards", slow)
    assert list_kept_cards(snapshot, [product.id])[0].product_id == product.id
    assert snapshot.cards.get(product.id) is None


def test_what_a_request_that_may_write_has_read_is_kept_from_others(world: random.Random) -> None:
    before = read_index()
    product = pick(world, Product, Product.state == ProductState.PUBLISHED)
    with write_intent():
        product.availability = "habis"
        db.session.flush()
        own = read_index()
        assert list_kept_cards(own, [product.id])[0].availability == "habis"
        assert list_kept_cards(before, [product.id])[0].availability == "habis"
    assert own.cards.get(product.id) is not None
    assert before.cards.get(product.id) is None


def test_a_list_seen_before_costs_no_statement_but_the_question_for_changes(world: random.Random) -> None:
    kept()
    seen: list[str] = []
    sa.event.listen(db.session.connection(), "before_cursor_execute", lambda *args: seen.append(args[2]))
    cards, _ = kept()
    assert cards
    assert len(seen) == 1
    forward(world, seconds=24 * 3600)
    pick(world, Producer).name = "Nama Baru"
    db.session.flush()
    kept()
    assert any("product_revision" in statement for statement in seen[1:])


def test_a_full_store_begins_anew_and_a_new_one_has_nothing_of_what_changed() -> None:
    store: Kept[int, str] = Kept(2)
    store.put(1, "a")
    store.put(2, "b")
    after = store.without([2, 7])
    assert (store.get(2), after.get(1), after.get(2)) == ("b", "a", None)
    store.put(1, "c")  # by somebody who is still busy with the old one
    assert (store.get(2), after.get(1)) == ("b", "a")
    store.put(3, "d")
    assert [store.get(key) for key in (1, 2, 3)] == [None, None, "d"]


def test_after_any_change_a_product_page_is_what_a_new_process_answers(
    world: random.Random, client: FlaskClient
) -> None:
    unchanged = 0
    for number in range(40):
        product = pick(world, Product, Product.state == ProductState.PUBLISHED)
        address = f"/produk/{product.slug}"
        client.get(address)
        change = world.choice(CHANGES)
        change(world)
        db.session.flush()
        db.session.expire_all()
        for path in (address, f"/en{address}"):
            answer = client.get(path)
            known = products._known.get(product.slug)
            again = client.get(path)
            unchanged += known is not None and products._known.get(product.slug) is known
            products.forget_pages()
            read_index().cards.empty()
            assert answer.data == again.data == client.get(path).data, f"{number}: {change.__name__}"
    assert unchanged > 30, "most pages were drawn before"
