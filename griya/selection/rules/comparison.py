"""What differs between two versions of a selection: added, removed, moved, another reason, in or out of reserve."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from griya.selection.rules import ItemDraft


class Change(StrEnum):
    """One way in which an item differs; the words are what the desk shows."""

    ADDED = "ditambah"
    REMOVED = "dikeluarkan"
    MOVED = "pindah"
    REASON = "alasan berubah"
    RESERVE = "jadi cadangan"
    SHOWN = "jadi tampil"


@dataclass(frozen=True, slots=True)
class ComparedItem:
    """One product of either version. Places count from 1 within the shown items or within the reserves."""

    product_id: int
    before: ItemDraft | None
    after: ItemDraft | None
    place_before: int | None
    place_after: int | None
    changes: tuple[Change, ...]


def compare(before: Sequence[ItemDraft], after: Sequence[ItemDraft]) -> tuple[ComparedItem, ...]:
    """Every product of both versions in the order of the later one, then what was removed.

    An item is moved only when it left the order of the others: taking out the first of ten moves none of the nine.
    """
    old, new = _by_product(before), _by_product(after)
    stayed = [key for key in new if key in old and old[key][1].is_reserve == new[key][1].is_reserve]
    kept = _in_order([(old[key][1].is_reserve, old[key][0]) for key in stayed])
    moved = {key for index, key in enumerate(stayed) if index not in kept}
    found = []
    for key in [*new, *(key for key in old if key not in new)]:
        place_before, item_before = old.get(key, (None, None))
        place_after, item_after = new.get(key, (None, None))
        found.append(
            ComparedItem(
                product_id=key,
                before=item_before,
                after=item_after,
                place_before=place_before,
                place_after=place_after,
                changes=_changes(item_before, item_after, is_moved=key in moved),
            )
        )
    return tuple(found)


def is_same(before: Sequence[ItemDraft], after: Sequence[ItemDraft]) -> bool:
    """Whether two versions show the same with the same words."""
    return not any(item.changes for item in compare(before, after))


def _changes(before: ItemDraft | None, after: ItemDraft | None, *, is_moved: bool) -> tuple[Change, ...]:
    if before is None:
        return (Change.ADDED,)
    if after is None:
        return (Change.REMOVED,)
    found = [Change.MOVED] if is_moved else []
    if before.is_reserve != after.is_reserve:
        found.append(Change.RESERVE if after.is_reserve else Change.SHOWN)
    if (before.reason_id, before.reason_en) != (after.reason_id, after.reason_en):
        found.append(Change.REASON)
    return tuple(found)


def _by_product(items: Sequence[ItemDraft]) -> dict[int, tuple[int, ItemDraft]]:
    places = {False: 0, True: 0}
    found: dict[int, tuple[int, ItemDraft]] = {}
    for item in sorted(items, key=lambda item: item.is_reserve):
        places[item.is_reserve] += 1
        found[item.product_id] = (places[item.is_reserve], item)
    return found


def _in_order(values: Sequence[tuple[bool, int]]) -> set[int]:
    """The indexes of a longest rising run through `values`: what need not have been touched."""
    tails: list[tuple[bool, int]] = []
    at: list[int] = []
    parents: list[int | None] = []
    for index, value in enumerate(values):
        place = bisect_left(tails, value)
        parents.append(at[place - 1] if place else None)
        if place == len(tails):
            tails.append(value)
            at.append(index)
        else:
            tails[place], at[place] = value, index
    found: set[int] = set()
    last = at[-1] if at else None
    while last is not None:
        found.add(last)
        last = parents[last]
    return found
