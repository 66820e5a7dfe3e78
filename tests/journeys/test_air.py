"""The screen's own reckoning of what it shows gives the server's answers."""

import pytest
from playwright.sync_api import Page

from griya.showroom.rules.air import Kind, as_json, showing
from tests.showroom.test_air import questions

pytestmark = pytest.mark.browser

COUNT, AT_ONCE = 40_000, 5_000


@pytest.mark.parametrize("page", [(1440, 900)], ids=["laptop"], indirect=True)
def test_the_browser_answers_forty_thousand_questions_as_the_server_does(page: Page) -> None:
    page.goto("/")
    address = page.locator("script[src$='/site-search.js']").get_attribute("src") or ""
    asked = list(questions(COUNT, seed=4))
    theirs: list[dict[str, object]] = []
    for start in range(0, COUNT, AT_ONCE):
        part = [[as_json(plan), at] for plan, at in asked[start : start + AT_ONCE]]
        theirs += page.evaluate(
            "async ([source, asked]) => { const { showing } = await import(source);"
            " return asked.map(([list, at]) => showing(list, at)); }",
            [address.replace("site-search.js", "air.js"), part],
        )
    ours = [showing(plan, at) for plan, at in asked]
    assert [(one["kind"], one["id"], one["since"], one["until"]) for one in theirs] == [
        (one.kind, one.key, one.since, one.until) for one in ours
    ]
    assert {one.kind for one in ours} == set(Kind), "every kind of answer was asked for"
