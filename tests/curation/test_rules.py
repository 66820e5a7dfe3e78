"""Windows to the second, deadlines, gates, what a rubric must be, and how two of them differ."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from griya.catalog.models import HalalStatus
from griya.core.clock import WIB
from griya.curation.models import Conflict, Result
from griya.curation.rules import (
    Condition,
    ReviewState,
    Standing,
    appeal_decision_faults,
    appeal_faults,
    condition_faults,
    days_after,
    decision_faults,
    free_seat,
    may_see_sheets,
    review_state,
    seat_faults,
    standing,
    valid_window,
)
from griya.curation.rules.figures import held_back, median_days
from griya.curation.rules.first_rubric import FIRST
from griya.curation.rules.gates import Facts, find
from griya.curation.rules.rubric import Check, differences, from_content, rubric_faults, to_content, with_codes

SECOND = timedelta(seconds=1)
WORDS = "Mutu dan labelnya baik sekali."


def wib(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=WIB)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("decided_at", "until"),
    [
        (wib(2026, 11, 26, 10, 0), wib(2027, 11, 26)),
        # One second before midnight in West Kalimantan is still the day before, though UTC has not changed its day.
        (wib(2026, 12, 31, 23, 59, 59), wib(2027, 12, 31)),
        (wib(2027, 1, 1), wib(2028, 1, 1)),
        (datetime(2026, 12, 31, 17, 0, tzinfo=UTC), wib(2028, 1, 1)),
        (wib(2028, 2, 29, 8), wib(2029, 3, 1)),
    ],
)
def test_a_result_holds_twelve_months_to_a_midnight_in_west_kalimantan(decided_at: datetime, until: datetime) -> None:
    assert valid_window(decided_at) == (decided_at, until)


def test_it_holds_at_its_last_second_and_not_at_its_end() -> None:
    start, end = valid_window(wib(2026, 11, 26, 10))
    assert standing(start, end, start, is_newest=True) is Standing.VALID
    assert standing(start, end, end - SECOND, is_newest=True) is Standing.VALID
    assert standing(start, end, end, is_newest=True) is Standing.LAPSED
    assert standing(start, end, start, is_newest=False) is Standing.WITHDRAWN


def test_thirty_whole_days_follow_the_day_of_a_verdict() -> None:
    assert days_after(wib(2026, 11, 26, 23, 59, 59), 30) == wib(2026, 12, 27)
    assert days_after(wib(2026, 11, 26), 30) == wib(2026, 12, 27)


def test_an_appeal_is_open_until_its_last_second() -> None:
    until = wib(2026, 12, 27)
    asked: dict[str, Any] = {"result": Result.COACHING, "is_newest": True, "appeal_until": until, "has_appeal": False}
    assert appeal_faults(**asked, at=until - SECOND) == []
    assert appeal_faults(**asked, at=until) == ["Waktu banding sudah lewat."]
    assert appeal_faults(**(asked | {"has_appeal": True}), at=until - SECOND)
    assert appeal_faults(**(asked | {"is_newest": False}), at=until - SECOND)
    assert appeal_faults(**(asked | {"result": Result.SELECTED}), at=until - SECOND)
    assert appeal_faults(**(asked | {"appeal_until": None}), at=until - SECOND)


@pytest.mark.parametrize(
    ("submitted", "needed", "decided", "withdrawn", "state"),
    [
        (0, 2, False, False, ReviewState.SCORING),
        (1, 2, False, False, ReviewState.SCORING),
        (2, 2, False, False, ReviewState.DECIDING),
        (2, 3, False, False, ReviewState.THIRD),
        (3, 3, False, False, ReviewState.DECIDING),
        (3, 3, True, False, ReviewState.DECIDED),
        (1, 2, False, True, ReviewState.WITHDRAWN),
    ],
)
def test_where_a_review_stands_follows_from_its_sheets(
    submitted: int, needed: int, decided: bool, withdrawn: bool, state: ReviewState
) -> None:
    found = review_state(submitted=submitted, needed=needed, is_decided=decided, is_withdrawn=withdrawn)
    assert found is state
    assert may_see_sheets(found) == (found in {ReviewState.DECIDING, ReviewState.DECIDED})


def test_a_seat_is_for_whoever_is_free_of_ties_and_comes_in_time() -> None:
    asked: dict[str, Any] = {"state": ReviewState.SCORING, "taken": [1], "needed": 2, "has_declared": False, "note": ""}
    assert seat_faults(**asked, conflict=Conflict.NONE) == []
    assert seat_faults(**(asked | {"taken": [1, 2]}), conflict=Conflict.NONE)
    assert seat_faults(**(asked | {"has_declared": True}), conflict=Conflict.NONE)
    assert seat_faults(**(asked | {"state": ReviewState.DECIDING}), conflict=Conflict.NONE)
    assert seat_faults(**asked, conflict=Conflict.FAMILY) == ["Tulis hubungan apa, dengan beberapa kata."]
    assert not seat_faults(**(asked | {"taken": [1, 2], "note": "adik"}), conflict=Conflict.FAMILY)
    assert [free_seat(taken) for taken in ([], [1], [2], [1, 2])] == [1, 2, 1, 3]


def decided(**changes: object) -> list[str]:
    asked: dict[str, Any] = {
        "result": Result.SELECTED, "computed": Result.SELECTED, "has_failed_gate": False, "is_scorer": True,
        "has_declared": True, "reason": WORDS, "improvement": "", "override_reason": "", "conditions": [],
        "on": date(2026, 11, 26),
    }  # fmt: skip
    return decision_faults(**(asked | changes))


def test_a_scorer_may_accept_the_arithmetic_and_nobody_else_overrides_without_a_reason() -> None:
    assert decided() == []
    assert any("tidak ikut menilai" in one for one in decided(computed=Result.COACHING, override_reason=WORDS))
    assert any("Tulis mengapa" in one for one in decided(computed=Result.COACHING, is_scorer=False))
    assert decided(computed=Result.COACHING, is_scorer=False, override_reason=WORDS) == []
    assert decided(has_declared=False) and decided(reason="Bagus.") and decided(result=Result.REVOKED)


def test_a_failed_gate_is_selected_by_nobody() -> None:
    said = decided(has_failed_gate=True, computed=Result.COACHING, is_scorer=False, override_reason=WORDS)
    assert any("syarat yang tidak terpenuhi" in one for one in said)


def test_every_other_result_says_what_to_mend() -> None:
    assert decided(result=Result.COACHING, computed=Result.COACHING)
    assert decided(result=Result.COACHING, computed=Result.COACHING, improvement=WORDS) == []


def test_conditions_belong_to_a_conditional_result_and_have_a_day_that_can_be_kept() -> None:
    on = date(2026, 11, 26)
    kept = Condition("Daftarkan merek", on + timedelta(days=1))
    assert condition_faults(Result.CONDITIONAL, [kept], on) == []
    assert condition_faults(Result.CONDITIONAL, [], on) and condition_faults(Result.SELECTED, [kept], on)
    assert condition_faults(Result.CONDITIONAL, [replace(kept, due_on=on)], on)
    assert condition_faults(Result.CONDITIONAL, [replace(kept, due_on=on + timedelta(days=184))], on)
    assert condition_faults(Result.CONDITIONAL, [kept] * 6, on)


def test_an_appeal_is_decided_by_whoever_had_no_part() -> None:
    asked: dict[str, Any] = {"is_open": True, "is_involved": False, "conflict": Conflict.NONE, "reason": WORDS}
    assert appeal_decision_faults(**asked) == []
    for change in ({"is_involved": True}, {"conflict": Conflict.BUSINESS}, {"reason": "tidak"}, {"is_open": False}):
        assert appeal_decision_faults(**(asked | change)), change


FACTS = Facts(
    is_food=True, held=frozenset({"nib", "pirt"}), claimed=frozenset(), halal=HalalStatus.CERTIFIED, has_photo=True,
    has_rights=True, answered_on=date(2026, 1, 1), made_in_code="61.01", is_outside=False,
)  # fmt: skip


@pytest.mark.parametrize(
    ("check", "change", "passed"),
    [
        (Check.MADE_HERE, {}, True),
        (Check.MADE_HERE, {"is_outside": True}, False),
        (Check.MADE_HERE, {"made_in_code": None}, None),
        (Check.NIB, {}, True),
        (Check.NIB, {"held": frozenset(), "claimed": frozenset({"nib"})}, None),
        (Check.NIB, {"held": frozenset()}, False),
        (Check.FOOD_PERMIT, {}, True),
        (Check.FOOD_PERMIT, {"held": frozenset({"bpom_md"})}, True),
        (Check.FOOD_PERMIT, {"held": frozenset({"halal"})}, False),
        (Check.FOOD_PERMIT, {"held": frozenset(), "claimed": frozenset({"pirt"})}, False),
        (Check.HALAL, {"halal": HalalStatus.NOT_HALAL}, True),
        (Check.HALAL, {"halal": HalalStatus.IN_PROCESS}, True),
        (Check.HALAL, {"halal": HalalStatus.NOT_YET}, False),
        (Check.HALAL, {"halal": HalalStatus.NOT_REQUIRED}, False),
        (Check.PHOTO, {}, True),
        (Check.PHOTO, {"has_rights": False}, None),
        (Check.PHOTO, {"has_photo": False}, False),
        (Check.CONTACT, {}, True),
        (Check.CONTACT, {"answered_on": date(2025, 11, 26)}, True),
        (Check.CONTACT, {"answered_on": date(2025, 11, 25)}, False),
        (Check.CONTACT, {"answered_on": None}, None),
        (Check.BY_HAND, {}, None),
    ],
)
def test_the_catalogue_says_yes_no_or_that_it_cannot_tell(
    check: Check, change: dict[str, Any], passed: bool | None
) -> None:
    assert find(check, replace(FACTS, **change), date(2026, 11, 26)).is_passed is passed


def test_the_first_rubric_is_one_and_survives_being_stored() -> None:
    assert rubric_faults(FIRST) == [] and FIRST.total_weight == 100
    assert from_content(to_content(FIRST)) == FIRST
    assert len(FIRST.gates_for(is_food=True)) == len(FIRST.gates_for(is_food=False)) + 2


@pytest.mark.parametrize(
    "change",
    [
        {"criteria": ()},
        {"criteria": (replace(FIRST.criteria[0], weight=0),)},
        {"criteria": (replace(FIRST.criteria[0], steps=("a", "b", "c", "")),)},
        {"criteria": (*FIRST.criteria, FIRST.criteria[0])},
        {"criteria": (replace(FIRST.criteria[0], code="Dua Kata"),)},
        {"gates": (replace(FIRST.gates[0], label=""),)},
        {"thresholds": replace(FIRST.thresholds, conditional=70)},
        {"thresholds": replace(FIRST.thresholds, floor=3)},
        {"thresholds": replace(FIRST.thresholds, gap=0)},
    ],
)
def test_what_is_no_rubric_is_told(change: dict[str, Any]) -> None:
    assert rubric_faults(replace(FIRST, **change))


def test_a_new_part_gets_a_code_of_its_own_and_keeps_it() -> None:
    new = replace(FIRST.criteria[0], code="", label="Kemasan")
    made = with_codes(replace(FIRST, criteria=(*FIRST.criteria, new)))
    assert [one.code for one in made.criteria][-1] == "kemasan_2" and with_codes(made) == made


def test_a_comparison_tells_what_is_new_gone_and_otherwise_said() -> None:
    heavier = replace(FIRST.criteria[0], weight=30)
    new = replace(FIRST.criteria[1], code="hijau", label="Ramah lingkungan")
    changed = replace(
        FIRST, criteria=(heavier, *FIRST.criteria[2:], new), thresholds=replace(FIRST.thresholds, selected=75)
    )
    told = {(one.part, one.what, one.before, one.after) for one in differences(FIRST, changed)}
    assert told == {
        ("Kriteria “Mutu”", "bobot", "25", "30"),
        ("Kriteria “Kemasan dan label”", "hilang", "ada", ""),
        ("Kriteria “Ramah lingkungan”", "baru", "", "ditambahkan"),
        ("Ambang", "terseleksi mulai", "70%", "75%"),
    }
    assert differences(FIRST, FIRST) == []


def test_figures_that_point_at_fewer_than_three_are_held_back() -> None:
    assert [held_back(count) for count in (0, 1, 2, 3)] == [False, True, True, False]
    day = timedelta(days=1)
    assert median_days([day, 2 * day]) is None
    assert median_days([9 * day, day, 2 * day]) == 2 and median_days([day, 2 * day, 3 * day, 4 * day]) == 3
