"""A result that is taken back takes its product out of a running slot that asks for one, on every surface, at once."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from griya.catalog.models import Product
from griya.catalog.queries.index.current import read_index
from griya.core import clock
from griya.core.db import db
from griya.curation.actions.verdicts import revoke_result
from griya.curation.models import CurationReview
from griya.selection.actions import find_slot, load_slots
from griya.selection.actions.slots import require_distinction
from griya.selection.queries import find_selected, list_selections
from griya.selection.queries.airings import list_airings
from griya.selection.queries.slots import find_lost_items
from griya.selection.rules import Window
from tests.factories.accounts import make_account
from tests.factories.catalog import make_product
from tests.factories.curation import IMPROVEMENT, POST, REASON, make_decided
from tests.factories.selection import make_selection, make_version
from tests.page import PageClient

DAY = timedelta(days=1)
SURFACES = ("/", "/kios/", "/terseleksi/tempat/home")
# What tells each product on a page: its name, or the reason it was chosen for where the page lists others as well.
NAMES = {"Kain Lunggi": "Alasan 1", "Tikar Bidai": "Alasan 2", "Manik Cadangan": "Cadangan 1"}


@pytest.fixture
def running(context: Session) -> tuple[CurationReview, list[Product]]:
    """Two worthy products and a worthy reserve on home, screen and kiosk, each of which asks for a result."""
    load_slots()
    scorers = (make_account(), make_account())
    products = [make_product(name) for name in ("Kain Lunggi", "Tikar Bidai", "Manik Cadangan")]
    before = clock.now() - 3 * DAY
    reviews = [make_decided(one, scorers, at=before) for one in products]
    for code in ("home", "layar", "kios"):
        slot = find_slot(slot_code=code)
        assert slot is not None
        require_distinction(slot=slot, is_required=True)
        make_version(
            products[:2], reserves=products[2:], starts_at=clock.now() - DAY, ends_at=clock.now() + 9 * DAY, slot=code,
            selection=make_selection("Pilihan Uji" if code == "home" else f"Pilihan {code}"),
        )  # fmt: skip
    context.commit()
    return reviews[0], products


def revoke(review: CurationReview) -> None:
    revoke_result(review=review, reason=REASON, improvement=IMPROVEMENT, post=POST, actor_id=make_account().id)
    db.session.commit()


def seen(page: PageClient, path: str) -> set[str]:
    text = page.get(path).text
    return {name for name, reason in NAMES.items() if (name if path == "/kios/" else reason) in text}


@pytest.mark.parametrize("path", SURFACES)
def test_its_reserve_stands_in_from_the_next_request_on(
    running: tuple[CurationReview, list[Product]], page: PageClient, path: str
) -> None:
    assert seen(page, path) == {"Kain Lunggi", "Tikar Bidai"}
    revoke(running[0])
    assert seen(page, path) == {"Manik Cadangan", "Tikar Bidai"}


def test_the_catalogue_puts_it_among_the_others_and_the_desk_is_told(
    running: tuple[CurationReview, list[Product]],
) -> None:
    review, (lost, other, reserve) = running
    at = clock.now()
    assert find_selected(at).product_ids == (lost.id, other.id)
    assert read_index().selected.product_ids == (lost.id, other.id)
    assert find_lost_items(at).items == ()
    revoke(review)
    at = clock.now()
    assert find_selected(at).product_ids == (reserve.id, other.id)
    assert read_index().selected.product_ids == (reserve.id, other.id)
    digest = find_lost_items(at)
    assert {one.product_name for one in digest.items} == {"Kain Lunggi"} and (digest.filled, digest.closed) == (3, 0)
    assert {one.count for one in list_selections(at)} == {2}


def test_a_screens_list_is_made_without_it(running: tuple[CurationReview, list[Product]]) -> None:
    def shown() -> list[str]:
        (own,) = [one for one in list_airings("layar", Window(clock.now(), clock.now() + DAY)) if one.is_own]
        return [item.name for item in own.shown]

    assert shown() == ["Kain Lunggi", "Tikar Bidai"]
    revoke(running[0])
    assert shown() == ["Manik Cadangan", "Tikar Bidai"]


def test_without_a_reserve_its_place_closes_and_a_slot_that_asks_for_nothing_keeps_it(
    context: Session, page: PageClient
) -> None:
    load_slots()
    scorers = (make_account(), make_account())
    products = [make_product(name) for name in ("Kain Lunggi", "Tikar Bidai")]
    review = make_decided(products[0], scorers, at=clock.now() - 3 * DAY)
    make_version(products, starts_at=clock.now() - DAY, ends_at=clock.now() + DAY, slot="home")
    context.commit()
    revoke(review)
    assert seen(page, "/") == {"Kain Lunggi", "Tikar Bidai"}
    slot = find_slot(slot_code="home")
    assert slot is not None
    require_distinction(slot=slot, is_required=True)
    context.commit()
    # The tray never had a result when this was approved under another rule: it stays until the next approval.
    assert seen(page, "/") == {"Tikar Bidai"}
