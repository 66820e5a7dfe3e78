"""The rules under the search, without a database: words, roots, skeletons, corrections, variants, questions."""

import random
import string
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from griya.catalog.rules import correction, documents, question, skeleton, variants
from griya.catalog.rules.roots import roots
from griya.catalog.rules.words import distinct, fold, is_code, typed_words, without_stop_words, words

LETTERS = st.text(string.ascii_lowercase, min_size=1, max_size=14)
ANY_TEXT = st.text(max_size=60)


@given(ANY_TEXT)
def test_words_hold_letters_and_digits_alone_and_folding_again_changes_nothing(text: str) -> None:
    for word in words(text):
        assert word and "_" not in word and all(c.isalnum() for c in word)
        assert fold(word) == word
        assert words(word)[0] == word


@given(ANY_TEXT)
def test_capitals_make_no_difference(text: str) -> None:
    assert words(text.upper().lower()) == words(text.lower())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kain TENUN", ("kain", "tenun")),
        ("Qur’an & ma'u", ("quran", "mau")),
        ("Ale-ale krispi", ("ale", "ale", "krispi", "aleale")),
        ("É́kór 100%", ("ekor", "100")),
        ("GX-028-01", ("gx", "028", "01")),
        ("nanas_muda", ("nanas", "muda")),
        ("中国 teh", ("中国", "teh")),
        ("  \t ", ()),
    ],
)
def test_text_becomes_words(text: str, expected: tuple[str, ...]) -> None:
    assert words(text) == expected


def test_a_doubled_word_is_asked_for_once() -> None:
    assert typed_words("manik-manik dayak") == ("manik", "dayak")
    assert typed_words("ikan-asin") == ("ikan", "asin")


def test_stop_words_are_dropped_unless_there_is_nothing_else() -> None:
    stop = frozenset({"untuk", "yang", "murah"})
    assert without_stop_words(("tas", "yang", "murah"), stop) == ("tas",)
    assert without_stop_words(("yang", "murah"), stop) == ("yang", "murah")


@given(LETTERS)
def test_a_root_is_shorter_than_its_word_or_restores_one_letter(word: str) -> None:
    for root in roots(word):
        assert root != word
        assert 3 <= len(root) <= len(word)
        assert root.isascii() and root.isalpha()


@given(LETTERS)
def test_roots_are_few_and_always_in_the_same_order(word: str) -> None:
    assert len(roots(word)) <= 24
    assert roots(word) == roots(word[:])


@pytest.mark.parametrize(
    "word", ["rotan", "ikan", "kopi", "papan", "tas", "lada", "madu", "100", "gx028", "中国中国中国"]
)
def test_a_word_without_affixes_has_no_root(word: str) -> None:
    assert roots(word) == ()


@given(LETTERS)
def test_a_skeleton_has_itself_as_skeleton_and_no_doubled_letters(word: str) -> None:
    bones = skeleton.skeleton(word)
    assert bones
    assert all(a != b for a, b in pairwise(bones))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tjual", "cual"), ("koepoe", "kupu"), ("djahit", "jahit"), ("njonja", "nyonya"), ("kajoe", "kayu"),
        ("khabar", "habar"), ("tenunn", "tenun"), ("tengkawwang", "tengkawang"), ("krupuk", "kerupuk"),
        ("slendang", "selendang"), ("buwaya", "buaya"), ("kwali", "kuali"), ("tiyang", "tiang"),
        ("fotokopi", "potokopi"),
        ("aktif", "aktip"), ("mie", "mi"), ("cabai", "cabe"), ("danau", "dano"), ("keramick", "keramik"),
    ],
)  # fmt: skip
def test_spellings_of_one_word_have_one_skeleton(one: str, other: str) -> None:
    assert skeleton.skeleton(one) == skeleton.skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("jahe", "yahe"), ("lada", "lama"), ("100", "1000"), ("tikar", "tukar"), ("kelapa", "kepala"), ("tas", "tali")],
)
def test_different_words_keep_different_skeletons(one: str, other: str) -> None:
    assert skeleton.skeleton(one) != skeleton.skeleton(other)


def plain_distance(one: str, other: str) -> int:
    """The same distance by its definition, without any short cut."""
    table = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i in range(len(one) + 1):
        for j in range(len(other) + 1):
            if not i or not j:
                table[i][j] = i + j
                continue
            table[i][j] = min(
                table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (one[i - 1] != other[j - 1])
            )
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]


FEW_LETTERS = st.text("abc", max_size=8)


@given(FEW_LETTERS, FEW_LETTERS, st.integers(0, 3))
def test_the_distance_is_the_defined_one_up_to_its_limit(one: str, other: str, limit: int) -> None:
    assert correction.distance(one, other, limit) == min(plain_distance(one, other), limit + 1)


@given(st.text("abcd", min_size=3, max_size=12), st.randoms(use_true_random=False))
def test_whoever_types_a_word_within_the_allowed_distance_meets_it_in_its_neighbourhood(
    word: str, draw: random.Random
) -> None:
    typed = word
    for _ in range(correction.allowed_typos(word)):
        place = draw.randrange(len(typed))
        typed = draw.choice(
            [
                typed[:place] + typed[place + 1 :],
                typed[:place] + "d" + typed[place:],
                typed[:place] + "a" + typed[place + 1 :],
            ]
        )
    typos = correction.allowed_typos(typed)
    if correction.is_target(word) and plain_distance(typed, word) <= typos:
        assert correction.shortened(typed, typos) & correction.neighbourhood(word)
        assert (
            word in {near.word for near in correction.nearest(typed, [(word, 1)], typos)}
            or typed == word
            or len(typed) < 4
        )


@pytest.mark.parametrize(
    ("typed", "typos"),
    [
        ("la", 0),
        ("lda", 1),
        ("lida", 1),
        ("sambas", 1),
        ("tengkwan", 1),
        ("tengkwang", 2),
        ("9102030", 0),
        ("gx028", 0),
    ],
)
def test_one_typo_is_forgiven_from_few_letters_on_two_from_nine_and_none_in_a_number(typed: str, typos: int) -> None:
    assert correction.allowed_typos(typed) == typos


def test_the_nearest_word_has_the_easier_slip_then_the_greater_weight() -> None:
    vocabulary = [("asin", 90), ("kain", 5), ("main", 9)]
    assert [near.word for near in correction.nearest("akin", vocabulary, 1)] == ["kain", "asin"]
    tied = [("timbul", 2), ("timbal", 9)]
    assert [near.word for near in correction.nearest("timbxl", tied, 1)] == ["timbal", "timbul"]
    assert [[near.word for near in rank] for rank in correction.ranks(correction.nearest("akin", vocabulary, 1))] == [
        ["kain"],
        ["asin"],
    ]


@pytest.mark.parametrize(
    ("typed", "word", "slip"),
    [("tnun", "tenun", 0), ("tneun", "tenun", 0), ("tenum", "tenun", 1), ("tenan", "tenun", 1), ("tennun", "tenun", 1),
     ("tebnun", "tenun", 2), ("tenux", "tenun", 2), ("enun", "tenun", 0)],
)  # fmt: skip
def test_some_letters_slip_more_easily_than_others(typed: str, word: str, slip: int) -> None:
    assert correction.slip(typed, word) == slip


def test_an_unfinished_word_is_compared_with_the_beginning_of_a_longer_one() -> None:
    assert correction.distance_to_beginning("anyma", "anyaman", 1) == 1
    assert correction.distance_to_beginning("songe", "songket", 1) == 1
    assert correction.distance_to_beginning("xyz", "songket", 1) == 2


def test_codes_are_words_with_a_digit() -> None:
    assert [is_code(word) for word in ("100", "gx028", "tenun")] == [True, True, False]


ROWS = [
    ("trasi", "terasi", "spelling"),
    ("terasi", "belacan", "spelling"),
    ("woven", "tenun", "language"),
    ("weaving", "tenun", "language"),
    ("aloe vera", "lidah buaya", "local"),
    ("manik-manik", "manik", "spelling"),
]


def test_spellings_are_chained_and_meanings_reach_one_step() -> None:
    made = variants.make_variants(ROWS)
    assert set(made.same["trasi",]) == {("terasi",), ("belacan",)}
    assert set(made.kin["woven",]) == {("tenun",), ("weaving",)}
    assert set(made.kin["tenun",]) == {("woven",), ("weaving",)}
    assert made.same["woven",] == ()
    assert made.kin["aloe", "vera"] == (("lidah", "buaya"),)
    assert ("manik",) not in made, "a pair that is one word after folding says nothing"
    assert made.longest == 2


@given(st.lists(st.tuples(LETTERS, LETTERS, st.sampled_from(variants.KINDS)), max_size=12))
def test_meaning_the_same_is_mutual(rows: list[tuple[str, str, str]]) -> None:
    made = variants.make_variants(rows)
    for phrase in made.same:
        for other in made.same[phrase]:
            assert phrase in made.same[other]
        for other in made.kin[phrase]:
            assert phrase in made.kin[other]
            assert other not in made.same[phrase] and other != phrase


def test_words_that_stand_together_in_the_table_stay_together_the_longest_first() -> None:
    made = variants.make_variants(ROWS)
    assert question.segments(("teh", "lidah", "buaya", "lidah"), made) == (("teh",), ("lidah", "buaya"), ("lidah",))


def test_a_question_is_asked_from_the_closest_to_the_loosest() -> None:
    made = variants.make_variants(ROWS)
    known = frozenset({"tenun", "woven", "kain"})
    tenun = question.phrase_group(("tenun",), made, words=known, origins=known, rooted=frozenset({"tenun"}))
    kain = question.phrase_group(("kain",), made, words=known, origins=known, rooted=frozenset())
    assert tenun and kain
    stages = question.Question((tenun, kain)).stages
    assert stages == (
        question.All((question.Has("tenun", "A"), question.Has("kain", "A"))),
        question.All(
            (
                question.Any((question.Has("tenun", "A"), question.Has("woven", "A"), question.Has("tenun", "AC"))),
                question.Has("kain", "A"),
            )
        ),
        question.All((question.Has("tenun", "AB"), question.Has("kain", "AB"))),
        question.All(
            (
                question.Any((question.Has("tenun", "AB"), question.Has("woven", "AB"), question.Has("tenun", "ABCD"))),
                question.Has("kain", "AB"),
            )
        ),
    )
    assert len(question.Question((kain,)).stages) == 2, "equal stages are asked once"
    assert question.phrase_group(("zzz",), made, words=known, origins=known, rooted=frozenset()) is None


MOMENT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


@given(
    st.integers(1, documents.PRODUCT_ID_MASK),
    st.integers(1, documents.PRODUCT_ID_MASK),
    st.integers(0, 3 * 10**9),
    st.integers(0, 3 * 10**9),
)
def test_a_products_number_puts_newer_ones_first_and_tells_its_id(one: int, other: int, early: int, late: int) -> None:
    dated = [MOMENT + timedelta(seconds=seconds) for seconds in (early, late)]
    numbers = [documents.product_number(one, dated[0]), documents.product_number(other, dated[1])]
    assert (numbers[0] < numbers[1]) == ((early, one) < (late, other))
    assert [number & documents.PRODUCT_ID_MASK for number in numbers] == [one, other]
    assert documents.product_number(one, None) < numbers[0] < 1 << 63


@given(st.integers(1, 2**31 - 1), st.sampled_from(sorted(documents.RANGES)))
def test_other_numbers_stay_in_their_range(object_id: int, kind: str) -> None:
    number = documents.other_number(kind, object_id)
    assert documents.FIRST_OTHER <= number < documents.FIRST_PRODUCT
    assert (number >= documents.FIRST_PRODUCER) == (kind == "producer")
    assert (documents.FIRST_VILLAGE <= number < documents.FIRST_PRODUCER) == (kind in {"village", "urban_village"})
    assert (documents.weights(number)[0] == 0) == (kind in {"village", "urban_village"})


def test_newer_makers_come_first() -> None:
    assert documents.other_number("producer", 8) < documents.other_number("producer", 7)


def test_a_document_keeps_each_word_once_in_its_field() -> None:
    fields = documents.make_fields(
        names=("Tikar Anyaman", "Mat"),
        about=("Dianyam rapat, rapat",),
        lists=("Tikar & Bidai",),
        body=("Daun pandan.",),
    )
    assert fields.name == "anyaman mat tikar"
    assert fields.text == "daun dianyam pandan rapat"
    assert fields.name_roots == "anyam"
    assert fields.text_roots == "anyam bidai tikar"


def test_the_union_of_words_keeps_their_order() -> None:
    assert distinct(("b", "a", "b")) == ("b", "a")


def test_letters_of_other_scripts_are_stored_as_their_codes() -> None:
    assert documents.as_stored("tenun") == "tenun"
    assert documents.as_stored("中国") == "xe4b8ade59bbd"
    assert len(documents.as_stored("中" * 40)) == 40


@pytest.mark.parametrize(
    ("variant", "canonical", "kind", "is_refused"),
    [("kripik", "keripik", "spelling", False), ("", "keripik", "spelling", True), ("!!", "x", "local", True),
     ("Keripik", "keripik", "spelling", True), ("a b c d e", "x", "local", True), ("kripik", "keripik", "lain", True)],
)  # fmt: skip
def test_what_is_no_pair_of_words_is_refused(variant: str, canonical: str, kind: str, is_refused: bool) -> None:
    assert bool(variants.variant_refusals(variant, canonical, kind)) == is_refused
