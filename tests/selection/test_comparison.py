"""What differs between two versions."""

from griya.selection.rules import ItemDraft
from griya.selection.rules.comparison import Change, compare, is_same


def items(*keys: int, reserves: tuple[int, ...] = ()) -> list[ItemDraft]:
    return [
        *(ItemDraft(key, f"Alasan {key}") for key in keys),
        *(ItemDraft(key, "C", is_reserve=True) for key in reserves),
    ]


def changes(before: list[ItemDraft], after: list[ItemDraft]) -> dict[int, tuple[Change, ...]]:
    return {item.product_id: item.changes for item in compare(before, after) if item.changes}


def test_the_same_is_the_same() -> None:
    assert is_same(items(1, 2, 3), items(1, 2, 3))
    assert not is_same(items(1, 2, 3), items(1, 3, 2))


def test_added_removed_and_another_reason_are_told() -> None:
    after = [ItemDraft(1, "Lain."), ItemDraft(4, "Baru.")]
    assert changes(items(1, 2), after) == {1: (Change.REASON,), 4: (Change.ADDED,), 2: (Change.REMOVED,)}
    assert changes([ItemDraft(1, "A", "x")], [ItemDraft(1, "A", "y")]) == {1: (Change.REASON,)}


def test_taking_out_the_first_moves_none_of_the_others() -> None:
    assert changes(items(1, 2, 3, 4), items(2, 3, 4)) == {1: (Change.REMOVED,)}


def test_one_that_is_carried_from_the_end_to_the_front_is_the_only_one_that_moved() -> None:
    assert changes(items(1, 2, 3, 4), items(4, 1, 2, 3)) == {4: (Change.MOVED,)}
    assert set(changes(items(1, 2, 3), items(3, 2, 1)).values()) == {(Change.MOVED,)}


def test_going_into_and_out_of_reserve_is_told_as_that() -> None:
    found = compare(
        items(1, 2, reserves=(3,)), [*items(1), ItemDraft(3, "C"), ItemDraft(2, "Alasan 2", is_reserve=True)]
    )
    by_key = {item.product_id: item for item in found}
    assert by_key[3].changes == (Change.SHOWN,)
    assert by_key[2].changes == (Change.RESERVE,)
    assert (by_key[2].place_before, by_key[2].place_after) == (2, 1)
