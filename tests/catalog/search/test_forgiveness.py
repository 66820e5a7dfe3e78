"""The bars of forgiveness on the sample catalogue: random typos, real misspellings, affixed forms, fixed cases."""

from itertools import product

import pytest

from griya.catalog.queries.lookup.understanding import understand
from griya.catalog.queries.search import search
from tests.catalog.search import measures

pytestmark = pytest.mark.usefixtures("catalogue")


@pytest.mark.parametrize("seed", measures.drawn_typos())
def test_random_typos_of_catalogue_words_find_what_was_meant_and_little_else(seed: int) -> None:
    typos = measures.drawn_typos()[seed]
    assert len(typos) == measures.TYPOS
    assert {typo.kind for typo in typos} == {"added", "left out", "changed", "exchanged"}
    score = measures.score((typo.typed, typo.meant) for typo in typos)
    print(f"random one-letter typos, draw {seed}: {score}")
    assert score.recall >= 0.95, score
    assert score.precision >= 0.95, score


def test_the_draws_are_of_words_of_the_catalogue_and_at_least_ten() -> None:
    words = measures.catalogue_words()
    draws = measures.drawn_typos()
    assert len(draws) >= 10
    meant = {typo.meant for typos in draws.values() for typo in typos}
    assert len(meant & set(words)) >= 0.99 * len(meant), "draw anew: python -m bench.search --draw SEED…"


def test_few_typos_are_asked_back() -> None:
    """What is asked back finds nothing, so it must stay the exception."""
    typos = [typo for draw in measures.drawn_typos().values() for typo in draw]
    asked_back = [typo for typo in typos if understand(typo.typed).choices]
    assert len(asked_back) <= 0.03 * len(typos), len(asked_back)
    named = [typo for typo in asked_back if typo.meant in understand(typo.typed).choices]
    assert len(named) >= 0.9 * len(asked_back), "the word that was meant is among the choices"


def test_real_misspellings_find_what_was_meant() -> None:
    pairs = measures.misspellings()
    assert len(pairs) >= 100
    score = measures.score(pairs)
    print(f"misspellings people make: {score}")
    assert score.recall >= 0.95, score
    assert score.precision >= 0.95, score


def test_plain_matching_finds_few_of_them() -> None:
    """What the stages are worth: the same queries taken literally."""
    found = [typed for typed, _ in measures.misspellings() if search(typed, literal=True).products.total]
    assert len(found) < len(measures.misspellings()) / 2


def test_affixed_forms_meet_their_base_and_no_other_craft_word() -> None:
    forms = measures.affixed_forms()
    bases = {base for _, base in forms}
    assert len(forms) >= 108 and len(bases) >= 36
    met = [form for form, base in forms if measures.meet(form, base)]
    print(f"affixed forms: {len(met)} of {len(forms)} meet their base, {len(bases)} bases")
    assert len(met) / len(forms) >= 0.94
    wrong = [
        (form, other) for (form, base), other in product(forms, bases) if other != base and measures.meet(form, other)
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("typed", "corrected", "in_every_name"),
    [
        ("lida buaya", "lidah buaya", "lidah buaya"),
        ("anyamn rotn", "anyaman rotan", ""),
        ("tenum sambs", "tenun sambas", ""),
        ("lidah buwaya", "lidah buaya", "lidah buaya"),
        ("songkt", "songket", ""),
        ("tenunikat", "tenun ikat", ""),
        ("madoe hoetan", "madu hutan", ""),
    ],
)
def test_a_misspelt_query_shows_what_it_was_taken_for_and_finds_the_same(
    typed: str, corrected: str, in_every_name: str
) -> None:
    results, meant = search(typed), search(corrected)
    assert results.corrected == corrected
    assert results.text == typed
    assert results.products.total
    assert [card.slug for card in results.products.items] == [card.slug for card in meant.products.items]
    assert all(in_every_name in card.name.lower() for card in results.products.items)


def test_the_two_word_cases_find_the_right_products() -> None:
    names = {query: [card.name for card in search(query).products.items] for query in ("anyamn rotn", "tenum sambs")}
    assert {"Bidai Rotan 200 × 300", "Takin"} <= set(names["anyamn rotn"])
    assert names["tenum sambs"][0] == "Kopiah Tenun Sambas"
    assert any("Songket Sambas" in name for name in names["tenum sambs"])
    assert not any("Bambu" in name for name in names["tenum sambs"])


def test_the_way_back_takes_the_words_as_they_are_typed() -> None:
    results = search("lida buaya", literal=True)
    assert results.corrected == ""
    assert search("songkt", literal=True).is_empty
    assert search("songket", literal=True).products.total == search("songket").products.total


def test_correct_words_are_not_corrected() -> None:
    for word in ("tenun", "kopi", "kopiah", "lada", "madu", "sambas", "singkawang", "anyaman rotan", "gula aren"):
        assert understand(word).corrected == "", word


@pytest.mark.parametrize("typed", ["200", "201", "GX-028-9", "gx029", "12345"])
def test_numbers_and_codes_are_never_taken_for_others(typed: str) -> None:
    understanding = understand(typed)
    assert understanding.corrected == ""
    assert understanding.others == ()


def test_a_code_finds_its_product_alone() -> None:
    assert [card.code for card in search("GX-028-03").products.items] == ["GX-028-03"]
    assert search("GX-028-93").products.total == 0


def test_indonesian_and_english_can_be_mixed() -> None:
    for query in ("woven sambas", "kain woven", "rattan keranjang", "aloe vera dodol", "honey kapuas", "pandan mat"):
        assert search(query).products.total, query


def test_stop_words_do_not_count() -> None:
    assert [c.slug for c in search("jual tenun dari sambas yang murah").products.items] == [
        c.slug for c in search("tenun sambas").products.items
    ]
