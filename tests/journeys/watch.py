"""What a browser complains about while a test looks on."""

from playwright.sync_api import Page

# A busy browser changes the page without a transition, and says so where no module of the page can have been loaded yet
# (https://github.com/w3c/csswg-drafts/issues/13726). The page is the same.
SKIPPED_TRANSITION = "Transition was aborted because of invalid state"


def page_errors(page: Page) -> list[str]:
    """The errors that no script of the page caught: a list that grows from now on."""
    errors: list[str] = []

    def hear(error: object) -> None:
        if not str(error).startswith(SKIPPED_TRANSITION):
            errors.append(f"error: {error}")

    page.on("pageerror", hear)
    return errors
