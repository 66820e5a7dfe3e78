"""Size classes at their boundaries."""

from collections.abc import Callable

import pytest

from griya.registry.rules.size import (
    SizeClass,
    is_ikm,
    may_self_declare_tkdn,
    size_by_bps,
    size_by_permenperin_64_2016,
    size_by_pp_7_2021_capital,
    size_by_pp_7_2021_sales,
)


@pytest.mark.parametrize(
    ("workers", "investment_idr", "size"),
    [
        (0, 0, "kecil"),
        (19, 999_999_999, "kecil"),
        (19, 1_000_000_000, "menengah"),
        (19, 99_000_000_000, "menengah"),
        (20, 1, "menengah"),
        (20, 15_000_000_000, "menengah"),
        (20, 15_000_000_001, "besar"),
    ],
)
def test_permenperin_64_2016_classes_by_workers_and_investment(workers: int, investment_idr: int, size: str) -> None:
    assert size_by_permenperin_64_2016(workers=workers, investment_idr=investment_idr) == size


@pytest.mark.parametrize(("workers", "investment_idr"), [(None, 1), (1, None), (None, None)])
def test_a_missing_value_gives_no_class(workers: int | None, investment_idr: int | None) -> None:
    assert size_by_permenperin_64_2016(workers=workers, investment_idr=investment_idr) is None


def test_a_large_firm_is_no_ikm() -> None:
    assert [is_ikm(size) for size in (SizeClass.SMALL, SizeClass.MEDIUM, SizeClass.LARGE, None)] == [
        *(True, True, False, False),
    ]


@pytest.mark.parametrize(
    ("capital_idr", "size"),
    [
        (1_000_000_000, "mikro"),
        (1_000_000_001, "kecil"),
        (5_000_000_000, "kecil"),
        (5_000_000_001, "menengah"),
        (10_000_000_000, "menengah"),
        (10_000_000_001, "besar"),
        (None, None),
    ],
)
def test_pp_7_2021_classes_by_capital(capital_idr: int | None, size: str | None) -> None:
    assert size_by_pp_7_2021_capital(capital_idr) == size


@pytest.mark.parametrize(
    ("sales_idr", "size"),
    [
        (2_000_000_000, "mikro"),
        (2_000_000_001, "kecil"),
        (15_000_000_000, "kecil"),
        (15_000_000_001, "menengah"),
        (50_000_000_000, "menengah"),
        (50_000_000_001, "besar"),
    ],
)
def test_pp_7_2021_classes_by_yearly_sales(sales_idr: int, size: str) -> None:
    assert size_by_pp_7_2021_sales(sales_idr) == size


@pytest.mark.parametrize(
    ("workers", "size"), [(0, None), (1, "mikro"), (4, "mikro"), (5, "kecil"), (19, "kecil"), (20, None), (None, None)]
)
def test_bps_classes_by_workers_within_its_survey(workers: int | None, size: str | None) -> None:
    assert size_by_bps(workers) == size


def test_tkdn_is_self_declared_up_to_five_miliar() -> None:
    assert may_self_declare_tkdn(5_000_000_000)
    assert not may_self_declare_tkdn(5_000_000_001)
    assert not may_self_declare_tkdn(None)


@pytest.mark.parametrize("derive", [size_by_bps, size_by_pp_7_2021_capital, size_by_pp_7_2021_sales])
def test_a_negative_value_is_a_fault_of_the_caller(derive: Callable[[int], object]) -> None:
    with pytest.raises(ValueError, match="negative"):
        derive(-1)
