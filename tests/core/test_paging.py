"""Pages of a list."""

import pytest

from griya.core.paging import Page, page_number


@pytest.mark.parametrize(
    ("raw", "number"),
    [(None, 1), ("", 1), ("0", 1), ("-3", 1), ("2", 2), ("1e3", 1), ("9999999", 1), ("٣", 1), ("²", 1), ("3 ", 1)],
)
def test_anything_odd_means_the_first_page(raw: str | None, number: int) -> None:
    assert page_number(raw) == number


def test_the_last_page_may_be_short() -> None:
    page = Page(items=["x"], number=3, size=24, total=49)
    assert (page.count, page.first, page.last) == (3, 49, 49)


def test_an_empty_list_still_has_one_page() -> None:
    page: Page[str] = Page(items=[], number=1, size=24, total=0)
    assert (page.count, page.first, page.last) == (1, 0, 0)
