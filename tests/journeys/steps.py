"""Steps that a journey takes from one page to the next."""

from playwright.sync_api import Locator


def follow(target: Locator) -> None:
    """Click what opens another page, and wait for that page: a click alone returns while the old one still stands."""
    with target.page.expect_navigation():
        target.click()
