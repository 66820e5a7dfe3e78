"""The meter's arithmetic and words, the cap on repeats, and what the rules propose."""

from datetime import UTC, datetime, timedelta

import pytest

from griya.core.words import Bilingual
from griya.selection.queries.meter import freshness
from griya.selection.rules.candidates import Candidate, Choosing, propose
from griya.selection.rules.fairness import (
    Balance,
    Freshness,
    Repeats,
    dimension,
    is_publishable,
    repeat_faults,
    summary,
)

NOW = datetime(2026, 11, 26, tzinfo=UTC)
LABELS = {key: Bilingual(key.upper()) for key in "abcd"}


def test_the_expected_number_is_the_share_of_the_register() -> None:
    found = dimension(LABELS, {"a": 6, "b": 1, "x": 9}, {"a": 50, "b": 25, "c": 25}, unknown=2)
    groups = {group.key: group for group in found.groups}
    assert (found.total, found.present, found.unknown) == (7, 2, 2)
    assert groups["a"].expected == 3.5 and groups["a"].balance is Balance.MORE
    assert groups["a"].difference_words == "3 lebih banyak dari bagiannya" and groups["a"].sign == "+3"
    assert groups["b"].expected == 1.75 and groups["b"].balance is Balance.EVEN and groups["b"].sign == "="
    assert groups["c"].balance is Balance.LESS and groups["c"].expected_words == "±2"
    assert groups["d"].expected_words == "0" and groups["d"].balance is Balance.EVEN
    assert [group.key for group in found.missing] == ["c"]
    assert found.scale == 6


@pytest.mark.parametrize(
    ("counts", "balance"),
    [
        ({"a": 2, "b": 4}, Balance.LESS),  # one whole item below the 3 expected
        ({"a": 3, "b": 3}, Balance.EVEN),
        ({"a": 3, "b": 4}, Balance.EVEN),  # half an item below
        ({"a": 4, "b": 2}, Balance.MORE),
    ],
)
def test_a_difference_of_less_than_one_is_nobodys_doing(counts: dict[str, int], balance: Balance) -> None:
    assert dimension(LABELS, counts, {"a": 1, "b": 1}).groups[0].balance is balance


def test_nothing_chosen_and_nothing_registered_are_no_error() -> None:
    assert [group.expected for group in dimension(LABELS, {}, {}).groups] == [0.0] * 4
    assert summary(dimension(LABELS, {}, {}), Repeats(0, 0, 0, 50)) == ("Belum ada produk yang dipilih.",)


@pytest.mark.parametrize(
    ("repeated", "others", "cap", "is_over"),
    [(5, 5, 50, False), (6, 5, 50, True), (0, 3, 0, False), (1, 99, 0, True), (1, 1, 100, False), (0, 0, 0, False)],
)
def test_the_cap_is_reckoned_without_rounding(repeated: int, others: int, cap: int, is_over: bool) -> None:
    repeats = Repeats(others, 0, repeated, cap)
    assert repeats.is_over_cap is is_over
    assert bool(repeat_faults(repeats, "  ")) is is_over
    assert not repeat_faults(repeats, "Hanya mereka yang membuatnya.")


def test_twelve_months_are_a_repeat_and_not_a_day_more() -> None:
    assert freshness(None, NOW) is Freshness.FIRST
    assert freshness(NOW - timedelta(days=365) + timedelta(seconds=1), NOW) is Freshness.REPEATED
    assert freshness(NOW - timedelta(days=365), NOW) is Freshness.RETURNING


def test_figures_that_point_at_fewer_than_three_firms_are_held_back() -> None:
    assert is_publishable([0, 3, 12])
    assert not is_publishable([0, 2, 12])
    assert not is_publishable([1])


def candidate(key: int, region: str = "a", *, maker: int | None = None, **facts: object) -> Candidate:
    values: dict[str, object] = {
        "name": f"P{key}", "region_name": region.upper(), "shelf": "makanan", "shelf_name": "Makanan",
        "published_at": NOW - timedelta(days=100 + key), "has_photo": False, "checked": 0,
        "is_ready_for_export": False, "freshness": Freshness.FIRST,
    } | facts  # fmt: skip
    return Candidate(product_id=key, producer_id=maker or key, region=region, **values)  # type: ignore[arg-type]


def choosing(**changes: object) -> Choosing:
    values: dict[str, object] = {
        "at": NOW, "shares": {"a": 0.5, "b": 0.5}, "chosen_regions": {}, "chosen_shelves": frozenset({"makanan"}),
        "chosen_makers": frozenset(),
    }  # fmt: skip
    return Choosing(**(values | changes))  # type: ignore[arg-type]


def test_the_better_the_reasons_the_higher_and_the_points_add_up() -> None:
    plain = candidate(1)
    rich = candidate(2, has_photo=True, checked=2, published_at=NOW - timedelta(days=1))
    repeated = candidate(3, freshness=Freshness.REPEATED)
    found = propose([plain, repeated, rich], choosing(), limit=3)
    assert [one.product_id for one in found] == [2, 1, 3]
    for one in found:
        assert sum(int(reason.split()[0].replace("−", "-")) for reason in one.reasons) == one.score
    assert "baru di katalog" in found[0].suggested and "sertifikatnya sudah diperiksa" in found[0].suggested


def test_a_region_without_its_share_comes_first_until_it_has_it() -> None:
    many = [candidate(key, "a", maker=key) for key in range(1, 30)]
    few = [candidate(key, "b", maker=key, published_at=NOW - timedelta(days=900)) for key in range(30, 40)]
    found = propose([*many, *few], choosing(), limit=12)
    assert sum(1 for one in found if one.product_id >= 30) == 6, "half of twelve, though every one of them is older"
    assert (
        sum(1 for one in propose([*many, *few], choosing(chosen_regions={"b": 6}), limit=6) if one.product_id >= 30)
        == 0
    )


def test_one_maker_does_not_fill_the_list_while_others_are_there() -> None:
    same = [candidate(key, maker=77, has_photo=True) for key in range(1, 9)]
    others = [candidate(key) for key in range(20, 24)]
    found = [one.product_id for one in propose([*same, *others], choosing(), limit=5)]
    assert len([key for key in found if key < 9]) == 1


def test_the_order_of_proposals_is_the_same_each_time() -> None:
    pool = [candidate(key, "ab"[key % 2], maker=key % 7, has_photo=key % 3 == 0) for key in range(1, 40)]
    first = propose(pool, choosing(), limit=24)
    assert propose(list(reversed(pool)), choosing(), limit=24) == first
