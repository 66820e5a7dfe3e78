"""The curators' tables: filled once, changed by actions that leave an event, obeyed by the next search."""

from typing import Any

import pytest
from sqlalchemy import delete, func, select, update

from griya.accounts.models import Event
from griya.catalog.actions.search_words import (
    change_variant,
    create_stop_word,
    create_variant,
    disable_search_word,
    enable_search_word,
    load_search_words,
    remove_search_word,
)
from griya.catalog.models.search import SearchStopWord, SearchVariant
from griya.catalog.queries.lookup import understanding, vocabulary
from griya.catalog.queries.lookup.understanding import How
from griya.catalog.queries.lookup.vocabulary import list_variants
from griya.catalog.queries.search import search
from griya.catalog.queries.search_trial import try_out
from griya.catalog.queries.search_words import find_search_word, find_variant, key_of, list_word_events
from griya.catalog.rules.question import Closeness
from griya.catalog.rules.variants import circle_of, make_variants, variant_refusals
from griya.core.db import db
from griya.core.errors import Doubtful, Refused
from tests.factories.accounts import make_account
from tests.factories.catalog import make_product


def count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def put(variant: str, canonical: str, kind: str = "spelling") -> SearchVariant:
    """A pair that was thought about."""
    return create_variant(variant=variant, canonical=canonical, kind=kind, is_confirmed=True)


def kept(variant: str, canonical: str) -> SearchVariant:
    return find_variant(variant, canonical) or pytest.fail(f"no {variant} = {canonical}")


def test_the_tables_are_filled_once_and_then_left_to_the_curators(context: Any) -> None:
    assert load_search_words()
    variants, stop_words = count(SearchVariant), count(SearchStopWord)
    assert variants >= 145 and stop_words >= 44
    remove_search_word(row=kept("kripik", "keripik"), reason="uji")
    assert not load_search_words()
    assert (count(SearchVariant), count(SearchStopWord)) == (variants - 1, stop_words)


def test_every_row_of_the_reference_can_be_put_by_a_curator_too(context: Any) -> None:
    load_search_words()
    rows = list_variants()
    one_word_already = {"manik-manik", "manik dayak"}
    pairs = [(row.variant, row.canonical) for row in rows]
    for row in rows:
        refusals = variant_refusals(row.variant, row.canonical, row.kind)
        assert bool(refusals) == (row.variant in one_word_already), (row.variant, refusals)
        others = [pair for pair in pairs if pair != (row.variant, row.canonical)]
        assert refusals or not circle_of(row.variant, row.canonical, others), row.variant
    made = make_variants((row.variant, row.canonical, row.kind) for row in rows)
    assert ("aloe", "vera") in made and ("woven",) in made
    largest = max(len(made.same[phrase]) + len(made.kin[phrase]) for phrase in made.same)
    assert largest <= 16, "no group grows so large that it means everything"


def test_a_variant_is_obeyed_at_the_next_search_and_forgotten_with_it(context: Any) -> None:
    make_product("Lempok Durian")
    assert search("dodol durian").is_empty
    row = create_variant(variant="dodol durian", canonical="lempok", kind="local", reason="permintaan pengunjung")
    found = ["Lempok Durian"]
    assert [card.name for card in search("dodol durian").products.items] == found
    disable_search_word(row=row, reason="terlalu luas")
    assert search("dodol durian").is_empty
    enable_search_word(row=row, reason="ternyata perlu")
    assert [card.name for card in search("dodol durian").products.items] == found
    remove_search_word(row=kept("Dodol-Durian", "LEMPOK"), reason="tidak dipakai")
    assert search("dodol durian").is_empty


def test_a_stop_word_is_obeyed_at_the_next_search_and_forgotten_with_it(context: Any) -> None:
    make_product("Lempok")
    assert search("mbak lempok").is_empty
    row = create_stop_word(word="mbak")
    assert not search("mbak lempok").is_empty
    disable_search_word(row=row, reason="uji")
    assert search("mbak lempok").is_empty
    enable_search_word(row=row, reason="uji")
    assert not search("mbak lempok").is_empty


def test_a_process_that_remembers_the_words_of_before_obeys_the_new_ones(context: Any) -> None:
    """What another worker has in its memory is put back after the change, as if this process were that one."""
    make_product("Lempok")
    db.session.commit()
    assert search("jenang").is_empty
    curated, understood = dict(vocabulary._remembered), dict(understanding.memory._kept)
    assert curated and understood
    put("jenang", "lempok", "local")
    vocabulary._remembered.clear()
    vocabulary._remembered.update(curated)
    understanding.memory._kept.update(understood)
    assert not search("jenang").is_empty


def test_a_variant_changed_by_a_statement_is_obeyed_as_well(context: Any) -> None:
    make_product("Lempok")
    put("jenang", "dodol", "local")
    assert search("jenang").is_empty
    db.session.execute(update(SearchVariant).values(canonical="lempok"))
    assert not search("jenang").is_empty
    db.session.execute(delete(SearchVariant))
    assert search("jenang").is_empty


def test_whatever_is_done_to_a_word_leaves_an_event(context: Any) -> None:
    curator = make_account(name="Sari Uji")
    row = create_variant(
        variant="Kripik", canonical="keripik", kind="spelling", is_confirmed=True, actor_id=curator.id, reason="lama"
    )
    change_variant(row=row, variant="kripik", canonical="keripik", kind="local", actor_id=curator.id)
    disable_search_word(row=row, reason="salah", actor_id=curator.id)
    enable_search_word(row=row, reason="benar", actor_id=curator.id)
    key = key_of(row)
    assert find_search_word(key) is row
    remove_search_word(row=row, reason="ganda", actor_id=curator.id)
    assert find_search_word(key) is None
    told = [(one.what, one.before, one.after, one.reason, one.actor) for one in reversed(list_word_events(key))]
    spelling, local = "kripik = keripik (ejaan lain)", "kripik = keripik (istilah daerah)"
    assert told == [
        ("created", "", spelling, "lama", "Sari Uji"),
        ("changed", spelling, local, "", "Sari Uji"),
        ("disabled", local, "", "salah", "Sari Uji"),
        ("enabled", "", local, "benar", "Sari Uji"),
        ("removed", local, "", "ganda", "Sari Uji"),
    ]
    stop = create_stop_word(word="beli")
    remove_search_word(row=stop, reason="uji")
    verbs = db.session.scalars(select(Event.verb).where(Event.object_key == "abaikan-beli").order_by(Event.id)).all()
    assert verbs == ["search_stop_word.created", "search_stop_word.removed"]


def test_a_word_with_the_key_of_a_removed_one_has_a_record_of_its_own(context: Any) -> None:
    """SQLite gives the number of the newest pair again once that is gone."""
    remove_search_word(row=put("kripik", "keripik"), reason="uji")
    new = put("keropok", "kerupuk")
    assert [event.after for event in list_word_events(key_of(new))] == ["keropok = kerupuk (ejaan lain)"]


def test_what_says_nothing_is_refused_and_changes_nothing(context: Any) -> None:
    row, stop = put("kripik", "keripik"), create_stop_word(word="beli")
    put("keripik", "kerepek")
    refusals = {
        "kosong": lambda: put(" ", "keripik"),
        "Isi kedua kata": lambda: put("keripik", "!"),
        "dirinya sendiri": lambda: put("keripik", "Keripik!"),
        "Sudah tercatat": lambda: put("Kripik", "keripik", "local"),
        "melingkar: keripik → kripik → keripik": lambda: put("keripik", "kripik"),
        "melingkar: kerepek → kripik → keripik → kerepek": lambda: put("kerepek", "kripik"),
        "Pilih jenisnya": lambda: put("x", "y", "lain"),
        "paling banyak 4 kata": lambda: put("satu dua tiga empat lima", "y"),
        "Belum ada yang diubah": lambda: change_variant(
            row=row, variant="Kripik", canonical="keripik", kind="spelling", is_confirmed=True
        ),
        "melingkar": lambda: change_variant(
            row=row, variant="kerepek", canonical="keripik", kind="spelling", is_confirmed=True
        ),
        "Tulis alasannya": lambda: disable_search_word(row=row, reason=" "),
        "sudah dipakai": lambda: enable_search_word(row=row, reason="uji"),
        "Tulis alasannya.": lambda: remove_search_word(row=stop, reason=""),
        "satu kata saja": lambda: create_stop_word(word="dua kata"),
        "sudah ada di daftar": lambda: create_stop_word(word="beli"),
    }
    for sentence, refused in refusals.items():
        with pytest.raises(Refused) as told:
            refused()
        assert not isinstance(told.value, Doubtful)
        assert sentence in str(told.value) or sentence == "kosong", (sentence, str(told.value))
    assert (count(SearchVariant), count(SearchStopWord)) == (2, 1)
    assert (row.variant, row.canonical, row.disabled_at) == ("kripik", "keripik", None)


def test_what_may_not_be_meant_is_asked_back_once(context: Any) -> None:
    for number in range(5):
        make_product(f"Kopi {number}")
    make_product("Kawa Daun")
    create_stop_word(word="murah")

    def doubts(variant: str, canonical: str) -> str:
        with pytest.raises(Doubtful) as told:
            create_variant(variant=variant, canonical=canonical, kind="local")
        return str(told.value)

    assert "“kopi” sendiri ada di 5 produk" in doubts("kopi", "kawa")
    assert "Belum ada produk dengan “kawah”" in doubts("teh daun", "kawah")
    assert "“murah” sedang diabaikan" in doubts("murah", "kawa")
    with pytest.raises(Doubtful, match="5 produk memakai “kopi” dalam namanya"):
        create_stop_word(word="kopi")
    assert (count(SearchVariant), count(SearchStopWord)) == (0, 1)
    assert create_variant(variant="teh daun", canonical="kawa", kind="local").id, "nothing speaks against this one"
    row = create_variant(variant="kopi", canonical="kawa", kind="local", is_confirmed=True)
    change_variant(row=row, variant="kopi", canonical="kawa", kind="language")
    assert row.kind == "language", "the words were thought about already"


@pytest.mark.parametrize(
    ("typed", "how", "taken"),
    [
        ("amplang", How.TYPED, ""),
        ("empelang", How.CURATED, ""),
        ("digoreng", How.FAMILY, ""),
        ("tengg", How.BEGUN, ""),
        ("amplank", How.NEAR, "amplang"),
        ("amplng", How.NEAR, "amplang"),
        ("tenggirri", How.ALIKE, "tenggiri"),
        ("amplangtenggiri", How.PARTED, "amplang tenggiri"),
        ("qqqqq", How.UNKNOWN, ""),
    ],
)
def test_a_trial_tells_by_what_a_word_was_understood(context: Any, typed: str, how: How, taken: str) -> None:
    make_product("Amplang Tenggiri", summary_id="Goreng renyah")
    put("empelang", "amplang")
    trial = try_out(typed)
    assert [(part.typed, part.how, part.taken) for part in trial.parts] == [(typed, how, taken)]
    assert trial.total == (how != How.UNKNOWN)
    assert trial.corrected == taken


def test_a_trial_tells_what_was_left_out_which_pairs_were_used_and_why_each_product_is_there(context: Any) -> None:
    make_product("Amplang Tenggiri")
    make_product("Kerupuk Ikan", summary_id="Mirip amplang")
    make_product("Empelang Pipih")
    row = put("empelang", "amplang")
    create_stop_word(word="murah")
    trial = try_out("amplang yang murah")
    assert trial.dropped == ("murah",)
    assert [part.how for part in trial.parts] == [How.TYPED, How.UNKNOWN]
    create_stop_word(word="yang")
    trial = try_out("amplang yang murah")
    assert trial.dropped == ("yang", "murah")
    assert trial.parts[0].same == ("empelang",)
    assert [pair.key for pair in trial.parts[0].pairs] == [key_of(row)]
    assert {str(card.name): closeness for card, closeness in trial.products} == {
        "Amplang Tenggiri": Closeness.NAMED,
        "Empelang Pipih": Closeness.NAMED,
        "Kerupuk Ikan": Closeness.TOLD,
    }
    disable_search_word(row=row, reason="uji")
    assert try_out("amplang").parts[0].pairs == ()
    assert try_out("amplang").total == 2
