"""Slides by the clock, names by their length."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from griya.showroom.rules.slides import name_step, seconds_left, slide_index, slide_seconds

NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)


def at(second: float) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=second)


def test_slides_follow_each_other_in_slots_of_equal_length() -> None:
    assert [slide_index(at(second), 15, 3) for second in (0, 14.999, 15, 29, 30, 44, 45)] == [0, 0, 1, 1, 2, 2, 0]
    assert slide_index(NOON, 15, 1) == 0


@given(st.floats(1.6e9, 3.8e9), st.integers(1, 60), st.sampled_from([15, 30]))
def test_the_next_slide_is_due_when_the_seconds_left_are_over(second: float, count: int, seconds: int) -> None:
    now = at(second)
    left = seconds_left(now, seconds)

    assert 1 <= left <= seconds
    assert slide_index(now + timedelta(seconds=left), seconds, count) == (slide_index(now, seconds, count) + 1) % count


@given(st.integers(0, 400))
def test_a_slide_stands_long_enough_to_be_read_or_half_a_minute(words: int) -> None:
    seconds = slide_seconds(words)
    assert 15 <= seconds <= 40
    assert seconds >= min(words / 2.5 + 4, 30)


def test_one_slide_length_is_a_multiple_of_the_other_so_a_change_of_list_cuts_none_short() -> None:
    assert slide_seconds(400) % slide_seconds(0) == 0


@pytest.mark.parametrize(
    ("name", "step"),
    [
        ("Bidai", "besar"),
        ("Songket Sambas Pucuk Rebung", "besar"),
        ("Keberlanjutan", "kecil"),
        ("Keberlanjuta", "sedang"),
        ("Dodol lidah buaya isi dua belas, tanpa pewarna", "sedang"),
        ("x" * 120, "kecil"),
        ("", "besar"),
    ],
)
def test_a_name_is_as_large_as_its_letters_and_its_longest_word_allow(name: str, step: str) -> None:
    assert name_step(name) == step
