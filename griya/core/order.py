"""The hand's order: moving one item while pinned ones keep their places."""

from collections.abc import Collection, Mapping, Sequence


def move(order: Sequence[int], key: int, place: int, pinned: Collection[int] = ()) -> list[int]:
    """The order with `key` at `place`, counted from 1; a place that does not exist means the nearest one that does.

    Every other pinned item stays where it is, and the rest flows around. Where the place is pinned to another, the item
    goes to the next free one on its way.
    """
    here = order.index(key)
    fixed = {index: other for index, other in enumerate(order) if other in pinned and other != key}
    there = min(max(place, 1), len(order)) - 1
    step = 1 if there > here else -1
    wanted = there
    while there in fixed and 0 <= there + step < len(order):
        there += step
    while there in fixed:  # at an end of the list: back towards where it came from
        there -= step
    if wanted == here or there == here:
        return list(order)
    flow = iter(other for other in order if other != key and other not in fixed.values())
    return [fixed[index] if index in fixed else key if index == there else next(flow) for index in range(len(order))]


def move_by(order: Sequence[int], key: int, steps: int, pinned: Collection[int] = ()) -> list[int]:
    """The order with `key` so many places down, or up where negative; pinned neighbours are stepped over."""
    return move(order, key, order.index(key) + 1 + steps, pinned)


def apply_places(order: Sequence[int], typed: Mapping[int, int], pinned: Collection[int] = ()) -> list[int]:
    """The order after every typed place that differs from the present one was given, the first places first."""
    changed = [(place, key) for key, place in typed.items() if key in order and place != order.index(key) + 1]
    result = list(order)
    for place, key in sorted(changed):
        result = move(result, key, place, pinned)
    return result
