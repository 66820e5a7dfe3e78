"""Words that fit their place: which size, which facts, and where a text is ended."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from griya.showroom.rules.composition import LONG_ROUND, STORY_EVERY, Offer, Template, compose
from griya.showroom.rules.fit import (
    STEPS,
    Room,
    count_lines,
    cut_to_line,
    first_thought,
    fit_name,
    longest_word,
    shortened,
)
from griya.showroom.rules.layout import ANY_SCREEN, Look, look_of, places
from griya.showroom.rules.profile import Profile

WIDE = Room(1000, 800, 80, 40)
FACTS = (("Rp1.250.000 / lembar", 1.4), ("Rumah Tenun Sambas", 1.0), ("Kab. Sambas", 1.0))
LONGEST = "Selendang tenun ikat Sintang kebat pewarna alam akar mengkudu motif ruit dan gajah tenunan Ensaid Panjang"
PROFILES = [(650, 300), (550, 300), (430, 300), (320, 200)]


def test_a_short_name_is_written_large_with_all_its_facts() -> None:
    found = fit_name("Bidai", FACTS, WIDE)
    assert (found.name, found.step, found.facts) == ("Bidai", "besar", 3)


def test_facts_come_before_size_and_are_dropped_from_the_last_one_on() -> None:
    name = "Selendang tenun ikat Sintang kebat pewarna alam akar mengkudu motif ruit"
    assert fit_name(name, FACTS, WIDE).facts == 3
    low = Room(1000, 510, 80, 40)
    assert fit_name(name, FACTS, low).step == "kecil" and 0 < fit_name(name, FACTS, low).facts < 3


def test_a_name_that_no_place_could_hold_ends_on_a_whole_word() -> None:
    found = fit_name("Selendang tenun ikat Sintang kebat pewarna alam", (), Room(500, 180, 80, 40))
    assert found.name.endswith(" …") and "Selendang tenun ikat Sintang kebat pewarna alam".startswith(found.name[:-2])


@given(st.text(alphabet="abcdefghij MNOW", min_size=1, max_size=120), st.sampled_from(PROFILES), st.booleans())
def test_l18_a_name_is_never_smaller_than_it_must_be_and_never_too_high(
    name: str, profile: tuple[int, int], has_photo: bool
) -> None:
    diagonal, distance = profile
    look = look_of(Profile(diagonal_tenths=diagonal, distance_cm=distance).surface)
    for place in places(look, Template.ONE, has_photo=has_photo):
        found = fit_name(name, FACTS, place.name)
        times = {step: times for times, step in STEPS}[found.step]
        size = place.name.name_px * times
        assert times >= 1
        if found.name == name and found.step != "kecil":
            assert longest_word(name) * size <= place.name.width
            assert count_lines(name, place.name.width / size) * size <= place.name.height


@pytest.mark.parametrize(("diagonal", "distance"), PROFILES)
def test_l18_the_longest_names_are_told_whole_on_every_screen_that_lies(diagonal: int, distance: int) -> None:
    """Beside the photo, or where it would be; on one that stands a name of 110 letters may end on a whole word."""
    (lying,) = look_of(Profile(diagonal, distance).surface).panes
    (upright,) = look_of(Profile(diagonal, distance, 1080, 1920).surface).panes
    for pane in (lying, upright):
        look = Look((pane,), 1080)
        rooms = [place for has_photo in (True, False) for place in places(look, Template.ONE, has_photo=has_photo)]
        found = [fit_name(LONGEST, FACTS, place.name).name for place in rooms]
        if pane is lying:
            assert LONGEST in found
        else:
            assert all(name == LONGEST or (name.endswith(" …") and LONGEST.startswith(name[:-2])) for name in found)


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Rumah Tenun", "Rumah Tenun"),
        ("Koperasi Jasa Menenun Mandiri Ensaid Panjang", "Koperasi Jasa Menenun Mandiri Ensaid …"),
        (
            "Kelompok Tani Maju Bersama dan Sejahtera",
            "Kelompok Tani Maju Bersama …",
        ),
    ],
)
def test_l18_a_fact_has_at_most_five_words_and_ends_where_a_reader_can_stop(text: str, short: str) -> None:
    assert shortened(text) == short
    assert len(shortened(text).replace("…", "").split()) <= 5


@pytest.mark.parametrize(
    ("story", "thought"),
    [
        ("Satu wajan menjadi dapur. Sekarang empat tetangga ikut.", "Satu wajan menjadi dapur."),
        ("Di Galang nanas ditanam di lahan gambut, dan saat panen raya harganya sering jatuh sekali lagi.",
         "Di Galang nanas ditanam di lahan gambut."),
        ("Kata " * 40, ""),
        ("", ""),
    ],
)  # fmt: skip
def test_l18_a_story_tells_one_whole_thought_of_at_most_fifteen_words_or_nothing(story: str, thought: str) -> None:
    assert first_thought(story, 15) == thought


def test_a_title_ends_in_its_line() -> None:
    assert cut_to_line("Tenun", 2) == "Tenun", "one word is told whatever it takes"
    assert cut_to_line("Tenun Empat Sungai Kalimantan Barat", 12).endswith(" …")
    assert cut_to_line("Tenun Empat Sungai", 40) == "Tenun Empat Sungai"


def test_every_pane_of_an_unknown_screen_has_a_place() -> None:
    for template in Template:
        assert len(places(ANY_SCREEN, template, has_photo=True)) == 2


def offers(count: int, **options: object) -> list[Offer]:
    return [Offer(f"P{n}", "Bidai Jagoi", f"maker-{n}", **options) for n in range(count)]  # type: ignore[arg-type]


def test_a_short_round_gives_each_product_a_slide_and_a_long_one_lets_short_names_share() -> None:
    assert {piece.template for piece in compose(offers(LONG_ROUND))} == {Template.ONE}
    long = compose(offers(LONG_ROUND + 2))
    assert {piece.template for piece in long} == {Template.TWO} and len(long) == (LONG_ROUND + 2) // 2
    assert long[0].key == "P0+P1"


def test_two_that_have_nothing_to_show_share_whatever_the_round() -> None:
    (one, two) = compose(offers(3, has_photo=False, has_price=False))
    assert (one.template, two.template) == (Template.TWO, Template.ONE)
    assert {piece.template for piece in compose(offers(2, has_photo=False))} == {Template.ONE}


def test_a_long_name_shares_no_slide() -> None:
    names = [Offer(f"P{n}", "Selendang tenun ikat Sintang kebat", "m") for n in range(LONG_ROUND + 4)]
    assert {piece.template for piece in compose(names)} == {Template.ONE}


def test_a_makers_story_is_told_once_and_at_most_on_every_fourth_slide() -> None:
    told = compose(offers(9, thought="Satu wajan menjadi dapur."))
    stories = [number for number, piece in enumerate(told) if piece.template is Template.STORY]
    assert stories and all(later - sooner >= STORY_EVERY for sooner, later in pairwise(stories))
    same = compose([Offer(f"P{n}", "Bidai", "satu", thought="Satu wajan.") for n in range(9)])
    assert sum(piece.template is Template.STORY for piece in same) == 1


@given(st.integers(0, 40), st.booleans(), st.sampled_from(["", "Satu wajan menjadi dapur."]))
def test_every_product_stands_in_one_slide_in_its_order(count: int, has_price: bool, thought: str) -> None:
    codes = [
        code
        for piece in compose(offers(count, has_price=has_price, has_photo=False, thought=thought))
        for code in piece.codes
    ]
    assert codes == [f"P{n}" for n in range(count)]
