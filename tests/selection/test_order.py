"""The hand's order: moving, stepping over pinned ones, typed places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from griya.core.order import apply_places, move, move_by

ORDER = [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("key", "place", "expected"),
    [
        (1, 1, [1, 2, 3, 4, 5]),
        (1, 5, [2, 3, 4, 5, 1]),
        (5, 1, [5, 1, 2, 3, 4]),
        (3, 4, [1, 2, 4, 3, 5]),
        (3, 0, [3, 1, 2, 4, 5]),
        (3, -7, [3, 1, 2, 4, 5]),
        (3, 999, [1, 2, 4, 5, 3]),
    ],
)
def test_an_item_goes_to_its_place_and_a_place_that_is_not_there_is_the_nearest(
    key: int, place: int, expected: list[int]
) -> None:
    assert move(ORDER, key, place) == expected


@pytest.mark.parametrize(
    ("key", "place", "pinned", "expected"),
    [
        (5, 1, {1}, [1, 5, 2, 3, 4]),  # the pinned first place is held: the next free one on the way back
        (1, 3, {3}, [2, 4, 3, 1, 5]),  # further on in the direction it moves
        (4, 2, {1, 2}, [1, 2, 4, 3, 5]),
        (2, 1, {2}, [2, 1, 3, 4, 5]),  # a pinned item may itself be moved
        (3, 1, {1, 2}, [1, 2, 3, 4, 5]),  # nowhere free before it: it stays
    ],
)
def test_pinned_items_keep_their_places_while_others_move(
    key: int, place: int, pinned: set[int], expected: list[int]
) -> None:
    assert move(ORDER, key, place, pinned) == expected


def test_up_and_down_step_over_pinned_neighbours_and_stop_at_the_ends() -> None:
    assert move_by(ORDER, 3, -1) == [1, 3, 2, 4, 5]
    assert move_by(ORDER, 3, 1) == [1, 2, 4, 3, 5]
    assert move_by(ORDER, 3, -1, {2}) == [3, 2, 1, 4, 5]
    assert move_by(ORDER, 1, -1) == ORDER
    assert move_by(ORDER, 5, 1) == ORDER


def test_typed_places_are_applied_and_unchanged_ones_change_nothing() -> None:
    assert apply_places(ORDER, {1: 1, 2: 2, 3: 3, 4: 4, 5: 5}) == ORDER
    assert apply_places(ORDER, {5: 1, 2: 2}) == [5, 1, 2, 3, 4]
    assert apply_places(ORDER, {5: 1, 4: 2}) == [5, 4, 1, 2, 3]
    assert apply_places(ORDER, {77: 1}) == ORDER


@given(
    st.integers(1, 200).flatmap(
        lambda n: st.tuples(
            st.permutations(list(range(n))),
            st.integers(0, n - 1),
            st.integers(-3, n + 3),
            st.sets(st.integers(0, n - 1)),
        )
    )
)
def test_nothing_is_lost_or_doubled_and_pinned_ones_stay(case: tuple[list[int], int, int, set[int]]) -> None:
    order, key, place, pinned = case
    moved = move(order, key, place, pinned)
    assert sorted(moved) == sorted(order)
    assert all(moved.index(one) == order.index(one) for one in pinned if one != key)
