"""The five halal states and the follow-up that staff see."""

from datetime import date

import pytest

from griya.catalog.models import HalalStatus
from griya.catalog.rules.halal import HALAL_LABELS, needs_halal_followup

DUE = date(2026, 10, 17)


def test_there_are_five_states_each_with_its_own_label() -> None:
    assert [state.value for state in HalalStatus] == [
        *("bersertifikat", "dalam_proses", "belum", "tidak_halal", "tidak_wajib"),
    ]
    assert len({HALAL_LABELS[state] for state in HalalStatus}) == 5


@pytest.mark.parametrize(
    ("state", "needed"),
    [
        (HalalStatus.CERTIFIED, False),
        (HalalStatus.IN_PROCESS, True),
        (HalalStatus.NOT_YET, True),
        (HalalStatus.NOT_HALAL, False),
        (HalalStatus.NOT_REQUIRED, True),
    ],
)
def test_food_without_a_certificate_is_followed_up_unless_it_declares_itself_not_halal(
    state: HalalStatus, needed: bool
) -> None:
    assert needs_halal_followup(is_food=True, status=state, is_micro_or_small=True, on=DUE) is needed


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
    result = needs_halal_followup(is_food=True, status=HalalStatus.NOT_YET, is_micro_or_small=is_micro_or_small, on=on)
    assert result is needed


def test_craft_is_never_followed_up() -> None:
    assert not needs_halal_followup(is_food=False, status=HalalStatus.NOT_YET, is_micro_or_small=True, on=DUE)
