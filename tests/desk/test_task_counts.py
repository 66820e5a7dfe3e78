"""The number of tasks in the navigation: cheap on every page, and the list's own as soon as something happened."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from griya.accounts.models import Role
from griya.catalog.actions.proposals import decline_word, propose_word
from griya.catalog.models.vocabulary import VocabularyKind
from griya.core.clock import now
from griya.desk.queries import read_mark
from griya.desk.tasks import Viewer, list_tasks
from griya.desk.tasks.kept import KEPT, Mark, TaskCounts
from griya.desk.tasks.kinds import KINDS
from tests.desk.test_pages import counted_statements
from tests.desk.test_tasks import fail_letter
from tests.factories.accounts import make_account, sign_in
from tests.factories.catalog import make_product
from tests.page import PageClient

NOON = datetime(2026, 11, 26, 5, tzinfo=UTC)
MARK = Mark(7, 28, NOON, 0)
WHO = (1, "curator")


def test_a_count_holds_while_nothing_happens_and_a_minute_at_most() -> None:
    counts, numbers = TaskCounts(), [3, 4, 5, 6, 7]

    def ask(mark: Mark = MARK, after: timedelta = timedelta(), who: tuple[int, str] = WHO) -> int:
        return counts.count(who, mark, NOON + after, lambda: numbers.pop(0))

    assert ask() == ask(after=KEPT - timedelta(seconds=1)) == 3
    assert ask(after=KEPT) == 4
    assert ask(Mark(8, 36, NOON, 0)) == 5
    assert ask(Mark(8, 36, NOON, 0), who=(1, "officer")) == 6, "another role, other tasks"
    assert ask(Mark(8, 36, NOON, 1)) == 7, "a letter was given up"


def test_an_event_that_shows_late_makes_another_mark(context: Session) -> None:
    make_account()
    before = read_mark()
    assert before == read_mark()
    number = propose_word(kind=VocabularyKind.MATERIAL, word="Purun", product_id=make_product().id).id
    assert read_mark() != before
    decided = read_mark()
    decline_word(number=number, seen=1, reason="Tidak perlu")
    assert read_mark() != decided


@pytest.mark.parametrize("role", ["curator", "officer", "administrator"])
def test_the_next_page_tells_what_happened_since(page: PageClient, context: Session, role: str) -> None:
    account = make_account(role=role)
    context.commit()
    sign_in(page, account)

    def told() -> int:
        shown = page.get("/meja/produk").select(".desk-nav__count")
        return int(shown[0].to_text()) if shown else 0

    def listed() -> int:
        return len(list_tasks(KINDS, Viewer(account.id, Role(role)), now()))

    assert told() == listed() == 0
    number = propose_word(kind=VocabularyKind.MATERIAL, word="Purun", product_id=make_product().id).id
    fail_letter(1)
    context.commit()
    assert told() == listed() == {"curator": 1, "officer": 1, "administrator": 2}[role]
    decline_word(number=number, seen=1, reason="Tidak perlu")
    context.commit()
    assert told() == listed() == {"curator": 0, "officer": 1, "administrator": 1}[role]


def test_the_frame_asks_one_question_for_the_number(page: PageClient, context: Session) -> None:
    account = make_account()
    context.commit()
    sign_in(page, account)
    page.get("/meja/istilah")
    with counted_statements(context) as seen:
        page.get("/meja/istilah")
    about = [one for one in seen if "selection_version" in one or "curation" in one or "product_draft" in one]
    assert about == [] and sum("outbox_message" in one for one in seen) == 1
