"""Two and eight curators at once, on both databases, each with a connection of their own."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from griya.accounts.models import Event
from griya.core.db import db, write_intent
from griya.selection.actions import approve_version
from griya.selection.actions.drafts import DraftContent, return_to_version, save_draft, start_draft
from griya.selection.models import Selection, SelectionItem, SelectionVersion
from griya.selection.rules import ItemDraft, Window
from tests.conftest import DIALECTS
from tests.factories.accounts import make_account
from tests.factories.catalog import make_product
from tests.factories.selection import make_selection, make_version
from tests.racing import at_once, shared_database

CURATORS = 8
NOW = datetime.now(UTC).replace(microsecond=0)
DAY = timedelta(days=1)


@pytest.fixture(params=DIALECTS)
def real(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The application on a database that several connections share."""
    with shared_database(request.param, tmp_path, threads=CURATORS + 2) as app:
        yield app


def prepared(app: Flask, drafts: int) -> tuple[list[int], list[int], list[int]]:
    """Curators, drafts that follow each other in one slot, and products: their ids."""
    with app.app_context(), write_intent():
        curators = [make_account().id for _ in range(CURATORS)]
        author = make_account().id
        products = [make_product().id for _ in range(3)]
        theme = make_selection()
        ids = []
        for number in range(drafts):
            window = Window(NOW + (number + 1) * DAY, NOW + (number + 2) * DAY)
            items = [ItemDraft(products[0], "Rapi.")]
            version = start_draft(selection=theme, content=DraftContent("home", window, items), actor_id=author, at=NOW)
            ids.append(version.id)
        db.session.commit()
        db.session.remove()
    return curators, ids, products


def approve(key: int, actor: int) -> None:
    version = db.session.get_one(SelectionVersion, key)
    approve_version(version=version, actor_id=actor, row_version=1, at=NOW)


def begin(theme: int, content: DraftContent, actor: int) -> None:
    start_draft(selection=db.session.get_one(Selection, theme), content=content, actor_id=actor)


def go_back(key: int, actor: int) -> None:
    return_to_version(version=db.session.get_one(SelectionVersion, key), actor_id=actor)


def events(verb: str) -> int:
    return db.session.scalar(sa.select(sa.func.count()).where(Event.verb == f"selection_version.{verb}")) or 0


def test_eight_approve_each_of_fifty_drafts_at_once_and_one_of_them_does(real: Flask) -> None:
    curators, drafts, _ = prepared(real, 50)
    told: Counter[str] = Counter()
    for draft_id in drafts:
        told += at_once(
            real,
            [partial(approve, draft_id, actor) for actor in curators],
        )
    assert told == {"done": 50, "overtaken": 350}
    with real.app_context():
        assert events("approved") == 50
        assert db.session.scalar(sa.select(sa.func.count()).where(SelectionVersion.approved_at.is_not(None))) == 50


def test_two_save_one_draft_at_once_and_nothing_is_written_over(real: Flask) -> None:
    curators, (draft_id,), products = prepared(real, 1)
    window = Window(NOW + DAY, NOW + 2 * DAY)

    def save(actor: int, product: int) -> None:
        content = DraftContent("home", window, [ItemDraft(product, f"Dari {actor}")])
        save_draft(
            version=db.session.get_one(SelectionVersion, draft_id), row_version=1, content=content, actor_id=actor
        )

    deeds = [partial(save, curators[n], products[n + 1]) for n in range(2)]
    assert at_once(real, deeds) == {"done": 1, "overtaken": 1}
    with real.app_context():
        (item,) = db.session.scalars(sa.select(SelectionItem).where(SelectionItem.version_id == draft_id))
        version = db.session.get_one(SelectionVersion, draft_id)
        assert version.row_version == 2 and events("changed") == 1
        saved_by = db.session.scalars(sa.select(Event.actor_id).where(Event.verb == "selection_version.changed")).one()
        assert item.reason_id == f"Dari {saved_by}", "what is stored is all of one and nothing of the other"


def test_seven_save_and_one_approves_and_nobody_approves_what_was_not_read(real: Flask) -> None:
    curators, (draft_id,), products = prepared(real, 1)
    window = Window(NOW + DAY, NOW + 2 * DAY)

    def save(actor: int) -> None:
        content = DraftContent("home", window, [ItemDraft(products[1], f"Dari {actor}")])
        save_draft(
            version=db.session.get_one(SelectionVersion, draft_id), row_version=1, content=content, actor_id=actor
        )

    told = at_once(real, [partial(approve, draft_id, curators[0]), *(partial(save, actor) for actor in curators[1:])])
    assert told == {"done": 1, "overtaken": CURATORS - 1}
    with real.app_context():
        version = db.session.get_one(SelectionVersion, draft_id)
        (item,) = db.session.scalars(sa.select(SelectionItem).where(SelectionItem.version_id == draft_id))
        assert (version.approved_at is not None) is (item.reason_id == "Rapi.")


def test_eight_overlapping_approvals_at_once_let_one_through(real: Flask) -> None:
    with real.app_context(), write_intent():
        curators, author, product = [make_account().id for _ in range(CURATORS)], make_account().id, make_product().id
        ids = []
        for number in range(CURATORS):
            window = Window(NOW + DAY + timedelta(hours=number), NOW + 3 * DAY)
            content = DraftContent("home", window, [ItemDraft(product, "Rapi.")])
            ids.append(start_draft(selection=make_selection(), content=content, actor_id=author, at=NOW).id)
        db.session.commit()
        db.session.remove()
    told = at_once(
        real,
        [partial(approve, key, actor) for actor, key in zip(curators, ids, strict=True)],
    )
    assert told == {"done": 1, "refused": CURATORS - 1}


def test_eight_begin_a_version_of_one_theme_at_once_and_each_gets_a_number(real: Flask) -> None:
    curators, (draft_id,), products = prepared(real, 1)
    with real.app_context():
        theme = db.session.get_one(SelectionVersion, draft_id).selection_id
    content = DraftContent("home", Window(NOW + DAY, NOW + 2 * DAY), [ItemDraft(products[0], "Rapi.")])
    told = at_once(
        real,
        [partial(begin, theme, content, actor) for actor in curators],
    )
    assert told == {"done": CURATORS}
    with real.app_context():
        numbers = db.session.scalars(sa.select(SelectionVersion.number).where(SelectionVersion.selection_id == theme))
        assert sorted(numbers) == list(range(1, CURATORS + 2))


def test_eight_return_to_the_earlier_version_at_once_and_the_slot_has_one(real: Flask) -> None:
    with real.app_context(), write_intent():
        curators, products = [make_account().id for _ in range(CURATORS)], [make_product() for _ in range(2)]
        theme = make_selection()
        old = make_version(products[:1], starts_at=NOW - 9 * DAY, ends_at=NOW - 5 * DAY, selection=theme).id
        make_version(products[1:], starts_at=NOW - 5 * DAY, ends_at=NOW + 5 * DAY, selection=theme)
        db.session.commit()
        db.session.remove()
    told = at_once(
        real,
        [partial(go_back, old, actor) for actor in curators],
    )
    assert told == {"done": 1, "refused": CURATORS - 1}
    with real.app_context():
        live = db.session.scalars(
            sa.select(SelectionVersion.id).where(
                SelectionVersion.approved_at.is_not(None),
                SelectionVersion.cancelled_at.is_(None),
                SelectionVersion.ends_at == NOW + 5 * DAY,
            )
        ).all()
        assert len(live) == 1
        assert events("returned") == 1
