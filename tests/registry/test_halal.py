"""The five halal states and the follow-up that staff see."""

from datetime import date

import pytest

from griya.registry.rules.halal import HalalState, needs_halal_followup

DUE = date(2026, 10, 17)


def test_there_are_five_states_each_with_its_own_label() -> None:
    assert [state.value for state in HalalState] == [
        *("bersertifikat", "dalam_proses", "belum", "tidak_halal", "tidak_wajib"),
    ]
    assert len({state.label for state in HalalState}) == 5


@pytest.mark.parametrize(
    ("state", "needed"),
    [
        (HalalState.CERTIFIED, False),
        (HalalState.IN_PROGRESS, True),
        (HalalState.NONE, True),
        (HalalState.NOT_HALAL, False),
        (HalalState.NOT_REQUIRED, True),
    ],
)
def test_food_without_a_certificate_is_followed_up_unless_it_declares_itself_not_halal(
    state: HalalState, needed: bool
) -> None:
    assert needs_halal_followup(is_food=True, state=state, is_micro_or_small=True, on=DUE) is needed


@pytest.mark.parametrize(
    ("is_micro_or_small", "on", "needed"),
    [
        (True, date(2026, 10, 16), False),
        (True, date(2026, 10, 17), True),
        (False, date(2024, 10, 17), False),
        (False, date(2024, 10, 18), True),
    ],
)
def test_follow_up_begins_on_the_day_the_duty_does(is_micro_or_small: bool, on: date, needed: bool) -> None:
    result = needs_halal_followup(is_food=True, state=HalalState.NONE, is_micro_or_small=is_micro_or_small, on=on)
    assert result is needed


def test_craft_is_never_followed_up() -> None:
    assert not needs_halal_followup(is_food=False, state=HalalState.NONE, is_micro_or_small=True, on=DUE)
