"""How long slides stand."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from griya.showroom.rules.programme import ms_of, seconds_until
from griya.showroom.rules.slides import loop_words, slide_seconds

NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)


@given(st.integers(0, 400))
def test_l21_a_slide_stands_long_enough_to_be_read_and_never_longer_than_40_seconds(words: int) -> None:
    seconds = slide_seconds(words)
    assert 15 <= seconds <= 40
    assert seconds >= min(words / 2.5 + 4, 40)


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0 detik"), (45, "45 detik"), (60, "1 menit"), (195, "3 menit 15 detik")]
)
def test_a_round_is_told_in_minutes(seconds: int, words: str) -> None:
    assert loop_words(seconds) == words


@pytest.mark.parametrize(("after", "seconds"), [(None, 3600), (1, 1), (15_000, 15), (15_001, 16), (86_400_000, 3600)])
def test_a_page_without_scripts_comes_back_when_something_else_is_surely_on(after: int | None, seconds: int) -> None:
    until = None if after is None else ms_of(NOON) + after
    assert seconds_until(NOON, until) == seconds
