"""The curators' tables: filled once, changed by actions that leave an event, obeyed by the next search."""

from typing import Any

import pytest
from sqlalchemy import delete, func, select, update

from griya.accounts.models import Event
from griya.catalog.actions.search_words import (
    load_search_words,
    put_stop_word,
    put_variant,
    remove_stop_word,
    remove_variant,
)
from griya.catalog.models.search import SearchStopWord, SearchVariant
from griya.catalog.queries.lookup.vocabulary import list_variants
from griya.catalog.queries.search import search
from griya.catalog.rules.variants import make_variants, variant_refusals
from griya.core.db import db
from griya.core.errors import Refused
from tests.factories.catalog import make_product


def count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_the_tables_are_filled_once_and_then_left_to_the_curators(context: Any) -> None:
    assert load_search_words()
    variants, stop_words = count(SearchVariant), count(SearchStopWord)
    assert variants >= 145 and stop_words >= 44
    remove_variant(variant="kripik", canonical="keripik")
    assert not load_search_words()
    assert (count(SearchVariant), count(SearchStopWord)) == (variants - 1, stop_words)


def test_every_row_of_the_reference_can_be_put_by_a_curator_too(context: Any) -> None:
    load_search_words()
    rows = list_variants()
    one_word_already = {"manik-manik", "manik dayak"}
    for row in rows:
        refusals = variant_refusals(row.variant, row.canonical, row.kind)
        assert bool(refusals) == (row.variant in one_word_already), (row.variant, refusals)
    made = make_variants((row.variant, row.canonical, row.kind) for row in rows)
    assert ("aloe", "vera") in made and ("woven",) in made
    largest = max(len(made.same[phrase]) + len(made.kin[phrase]) for phrase in made.same)
    assert largest <= 16, "no group grows so large that it means everything"


def test_a_variant_is_obeyed_at_the_next_search_and_forgotten_with_it(context: Any) -> None:
    make_product("Lempok Durian")
    assert search("dodol durian").is_empty
    put_variant(variant="dodol durian", canonical="lempok", kind="local", reason="permintaan pengunjung")
    assert [card.name for card in search("dodol durian").products.items] == ["Lempok Durian"]
    remove_variant(variant="Dodol-Durian", canonical="LEMPOK")
    assert search("dodol durian").is_empty


def test_a_variant_changed_by_a_statement_is_obeyed_as_well(context: Any) -> None:
    make_product("Lempok")
    put_variant(variant="jenang", canonical="dodol", kind="local")
    assert search("jenang").is_empty
    db.session.execute(update(SearchVariant).values(canonical="lempok"))
    assert not search("jenang").is_empty
    db.session.execute(delete(SearchVariant))
    assert search("jenang").is_empty


def test_putting_and_removing_leave_an_event_each(context: Any) -> None:
    put_variant(variant="Kripik", canonical="keripik", kind="spelling", reason="ejaan lama")
    put_variant(variant="kripik", canonical="keripik", kind="local")
    remove_variant(variant="kripik", canonical="keripik")
    put_stop_word(word="beli")
    remove_stop_word(word="beli")
    events = db.session.scalars(select(Event).where(Event.object_type.startswith("search_")).order_by(Event.id)).all()
    assert [(event.verb, event.object_key, event.before, event.after) for event in events] == [
        ("search_variant.put", "kripik = keripik", None, {"kind": "spelling"}),
        ("search_variant.put", "kripik = keripik", {"kind": "spelling"}, {"kind": "local"}),
        ("search_variant.removed", "kripik = keripik", {"kind": "local"}, None),
        ("search_stop_word.put", "beli", None, {"kind": "query"}),
        ("search_stop_word.removed", "beli", {"kind": "query"}, None),
    ]
    assert events[0].reason == "ejaan lama"
    assert count(SearchVariant) == 0


def test_what_says_nothing_is_refused_and_changes_nothing(context: Any) -> None:
    put_variant(variant="kripik", canonical="keripik", kind="spelling")
    put_stop_word(word="beli")
    for refused in (
        lambda: put_variant(variant="keripik", canonical="kripik", kind="spelling"),
        lambda: put_variant(variant="keripik", canonical="Keripik!", kind="spelling"),
        lambda: put_variant(variant=" ", canonical="keripik", kind="spelling"),
        lambda: put_variant(variant="x", canonical="y", kind="lain"),
        lambda: remove_variant(variant="tidak", canonical="ada"),
        lambda: put_stop_word(word="dua kata"),
        lambda: put_stop_word(word="beli"),
        lambda: remove_stop_word(word="tidak"),
    ):
        with pytest.raises(Refused):
            refused()
    assert (count(SearchVariant), count(SearchStopWord)) == (1, 1)
