"""From sheets to a result: vectors written by hand, and what holds for any sheets at all."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from griya.curation.models import Result
from griya.curation.rules.first_rubric import FIRST
from griya.curation.rules.rubric import STEPS, Criterion, Gate, Rubric, Thresholds
from griya.curation.rules.scoring import (
    ORDER,
    GateAnswer,
    Sheet,
    conclude,
    is_usable,
    median,
    needs_third,
    seats_needed,
    sheet_faults,
)

CODES = [one.code for one in FIRST.criteria]
GATES = [one.code for one in FIRST.gates]


def sheet(step: int = 2, *, failed: tuple[str, ...] = (), **scores: int) -> Sheet:
    return Sheet(dict.fromkeys(CODES, step) | scores, {code: GateAnswer(code not in failed) for code in GATES})


@pytest.mark.parametrize(
    ("sheets", "points", "result"),
    [
        ([sheet(3), sheet(3)], 100, Result.SELECTED),
        ([sheet(2), sheet(2)], Fraction(200, 3), Result.CONDITIONAL),
        # 2 everywhere and 3 for quality: (75 + 150) / 300.
        ([sheet(2, mutu=3), sheet(2, mutu=3)], 75, Result.SELECTED),
        # Exactly the threshold counts: 70 of 100.
        ([sheet(2, kapasitas=3), sheet(2, kapasitas=3)], 70, Result.SELECTED),
        ([sheet(3, harga=0), sheet(3, harga=0)], 95, Result.CONDITIONAL),
        # The middle of 0 and 2 is 1: the floor holds for the middle, not for each alone.
        ([sheet(3, harga=0), sheet(3, harga=2)], Fraction(290, 3), Result.SELECTED),
        ([sheet(2, pasar=0), sheet(2, pasar=0)], 60, Result.CONDITIONAL),
        ([sheet(1, mutu=2), sheet(1, mutu=2)], Fraction(125, 3), Result.COACHING),
        ([sheet(1), sheet(1)], Fraction(100, 3), Result.NOT_PASSED),
        ([sheet(0), sheet(0)], 0, Result.NOT_PASSED),
        # The third lies between, so one very low sheet does not pull.
        ([sheet(3), sheet(0), sheet(3)], 100, Result.SELECTED),
        ([sheet(3), sheet(0), sheet(1)], Fraction(100, 3), Result.NOT_PASSED),
    ],
)
def test_the_middle_scores_are_weighed_and_the_threshold_itself_counts(
    sheets: list[Sheet], points: Fraction, result: Result
) -> None:
    conclusion = conclude(FIRST, sheets, is_food=True)
    assert (conclusion.points, conclusion.result) == (points, result)


@pytest.mark.parametrize(
    ("failed", "is_food", "result"),
    [
        (("nib",), True, Result.COACHING),
        (("buatan_sendiri",), True, Result.NOT_PASSED),
        (("nib", "buatan_sendiri"), True, Result.NOT_PASSED),
        (("izin_edar",), True, Result.COACHING),
        (("izin_edar", "halal"), False, Result.SELECTED),
    ],
)
def test_a_failed_gate_outranks_every_score(failed: tuple[str, ...], is_food: bool, result: Result) -> None:
    """What only food has to meet is nothing to a cloth."""
    assert conclude(FIRST, [sheet(3, failed=failed)] * 2, is_food=is_food).result is result


def test_a_gate_that_half_of_the_sheets_deny_has_failed_and_a_third_sheet_settles_it() -> None:
    yes, no = sheet(3), sheet(3, failed=("nib",))
    assert conclude(FIRST, [yes, no], is_food=True).failed
    assert not conclude(FIRST, [yes, no, yes], is_food=True).failed
    assert conclude(FIRST, [yes, no, no], is_food=True).result is Result.COACHING


def test_a_gate_that_can_be_mended_never_lifts_a_low_score() -> None:
    assert conclude(FIRST, [sheet(0, failed=("nib",))] * 2, is_food=True).result is Result.NOT_PASSED


def test_a_third_is_asked_beyond_the_gap_and_not_at_it() -> None:
    # Exactly 20 points apart: 60 of 300 weighed steps.
    near = [sheet(2), sheet(2, keaslian=0, kapasitas=0)]
    far = [sheet(2), sheet(2, keaslian=0, kapasitas=0, harga=1)]
    assert not needs_third(FIRST, near, is_food=True) and seats_needed(FIRST, near, is_food=True) == 2
    assert needs_third(FIRST, far, is_food=True) and seats_needed(FIRST, far, is_food=True) == 3
    assert needs_third(FIRST, [sheet(2), sheet(2, failed=("foto",))], is_food=True)
    assert not needs_third(FIRST, [sheet(2), sheet(2, failed=("halal",))], is_food=False)
    assert not needs_third(FIRST, [sheet(2)], is_food=True)


def test_points_are_rounded_half_up_to_hundredths() -> None:
    assert conclude(FIRST, [sheet(2)] * 2, is_food=True).hundredths == 6667


def test_no_sheets_are_no_conclusion() -> None:
    with pytest.raises(ValueError, match="needs a sheet"):
        conclude(FIRST, [], is_food=True)


def test_a_sheet_of_another_rubric_is_usable_only_where_it_answers_everything() -> None:
    fewer = Rubric(FIRST.gates[:2], FIRST.criteria[:3], FIRST.thresholds)
    assert is_usable(fewer, sheet(), is_food=True) and is_usable(FIRST, sheet(), is_food=True)
    assert not is_usable(FIRST, Sheet({"mutu": 3}, sheet().gates), is_food=True)


def test_a_final_sheet_answers_everything_and_says_why_it_contradicts_the_catalogue() -> None:
    empty = Sheet({}, {})
    assert len(sheet_faults(FIRST, empty, {}, is_food=True, is_final=True)) == len(CODES) + len(GATES)
    assert sheet_faults(FIRST, empty, {}, is_food=True, is_final=False) == []
    against = sheet(2, failed=("nib",))
    (said,) = sheet_faults(FIRST, against, {"nib": True, "foto": None}, is_food=True, is_final=True)
    assert "NIB aktif" in said
    explained = Sheet(against.scores, dict(against.gates) | {"nib": GateAnswer(False, "NIB milik orang lain.")})
    assert sheet_faults(FIRST, explained, {"nib": True}, is_food=True, is_final=True) == []
    assert sheet_faults(FIRST, sheet(2, mutu=4), {}, is_food=True, is_final=False) == ["Nilai “Mutu” antara 0 dan 3."]


steps = st.sampled_from(list(STEPS))
sheets_of_any_kind = st.lists(
    st.builds(
        Sheet,
        st.fixed_dictionaries(dict.fromkeys(CODES, steps)),
        st.fixed_dictionaries({code: st.builds(GateAnswer, st.booleans()) for code in GATES}),
    ),
    min_size=1,
    max_size=3,
)


@st.composite
def rubrics(draw: st.DrawFn) -> Rubric:
    """Any rubric with the same codes: other weights, other thresholds, other gates that can be mended."""
    low, middle, high = sorted(draw(st.lists(st.integers(1, 100), min_size=3, max_size=3, unique=True)))
    return Rubric(
        tuple(
            Gate(code, code, "", "", "", FIRST.gates[0].check, draw(st.booleans()), draw(st.booleans()))
            for code in GATES
        ),
        tuple(Criterion(code, code, "", draw(st.integers(1, 100)), ("",) * 4, ("",) * 4) for code in CODES),
        Thresholds(high, middle, low, draw(st.integers(0, 2)), draw(st.integers(1, 100))),
    )


@settings(max_examples=300, deadline=None)
@given(rubrics(), sheets_of_any_kind, st.booleans(), st.randoms())
def test_the_order_of_the_sheets_never_matters(
    rubric: Rubric, sheets: list[Sheet], is_food: bool, any_: object
) -> None:
    shuffled = list(sheets)
    any_.shuffle(shuffled)  # type: ignore[attr-defined]
    assert conclude(rubric, sheets, is_food=is_food) == conclude(rubric, shuffled, is_food=is_food)


@settings(max_examples=300, deadline=None)
@given(rubrics(), sheets_of_any_kind, st.booleans(), st.sampled_from(CODES), st.integers(0, 2))
def test_a_higher_score_never_worsens_a_result(
    rubric: Rubric, sheets: list[Sheet], is_food: bool, code: str, which: int
) -> None:
    one = sheets[which % len(sheets)]
    better = Sheet({**one.scores, code: min(3, one.scores[code] + 1)}, one.gates)
    raised = [better if each is one else each for each in sheets]
    before, after = conclude(rubric, sheets, is_food=is_food), conclude(rubric, raised, is_food=is_food)
    assert after.points >= before.points
    assert ORDER.index(after.result) <= ORDER.index(before.result)


@settings(max_examples=300, deadline=None)
@given(rubrics(), sheets_of_any_kind, st.booleans())
def test_points_stay_between_nothing_and_everything_and_no_failed_gate_is_selected(
    rubric: Rubric, sheets: list[Sheet], is_food: bool
) -> None:
    conclusion = conclude(rubric, sheets, is_food=is_food)
    assert 0 <= conclusion.points <= 100
    assert not (conclusion.failed and conclusion.result in {Result.SELECTED, Result.CONDITIONAL})


@settings(max_examples=300, deadline=None)
@given(st.lists(steps, min_size=1, max_size=3))
def test_the_middle_lies_within_and_one_sheet_of_three_cannot_leave_the_other_two(values: list[int]) -> None:
    assert min(values) <= median(values) <= max(values)
    if len(values) == 3 and values[0] == values[1]:
        assert median(values) == values[0]
