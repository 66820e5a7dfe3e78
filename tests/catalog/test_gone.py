"""What an address says when its product was taken down: help for 90 days, then gone for good; old names lead on."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from griya.catalog.actions import publish_product, withdraw_product
from griya.catalog.models import ProductSlug, ProductState
from griya.catalog.rules.gone import CLOSED_AFTER, is_closed
from griya.core.db import db
from griya.registry.actions import change_standing
from griya.registry.models import ProducerSlug, Standing
from tests.factories.catalog import make_product, newest_revision
from tests.factories.registry import make_producer
from tests.factories.state import set_state
from tests.page import PageClient

DAY = datetime(2026, 11, 22, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "off_for", "expected"),
    [
        (ProductState.ARCHIVED, None, True),
        (ProductState.WITHDRAWN, None, False),
        (ProductState.WITHDRAWN, CLOSED_AFTER - timedelta(seconds=1), False),
        (ProductState.WITHDRAWN, CLOSED_AFTER, True),
        (ProductState.SUSPENDED, CLOSED_AFTER + timedelta(days=1), True),
    ],
)
def test_an_address_is_closed_after_90_days(state: str, off_for: timedelta | None, expected: bool) -> None:
    assert is_closed(state, off_since=DAY - off_for if off_for else None, at=DAY) is expected


def test_a_withdrawn_product_helps_for_90_days_and_is_gone_after(page: PageClient, context: Any) -> None:
    maker = make_producer("Dapur Uji")
    product, other = make_product("Nama Yang Hilang", producer=maker), make_product("Masih Ada", producer=maker)
    with time_machine.travel(DAY, tick=False):
        withdraw_product(product=product, reason="Habis musim")
    db.session.commit()
    for days, status in ((0, 404), (89, 404), (90, 410), (400, 410)):
        with time_machine.travel(DAY + timedelta(days=days), tick=False):
            for prefix in ("", "/en"):
                opened = page.get(f"{prefix}/produk/{product.slug}", expect=status)
                assert other.slug in opened.html and maker.slug in opened.html
                assert "Nama Yang Hilang" not in opened.html and "Habis musim" not in opened.html


def test_the_90_days_begin_again_when_it_was_shown_in_between(page: PageClient, context: Any) -> None:
    product = make_product()
    for days in (0, 60):
        with time_machine.travel(DAY + timedelta(days=days), tick=False):
            withdraw_product(product=product, reason="Habis musim")
        if not days:
            with time_machine.travel(DAY + timedelta(days=30), tick=False):
                publish_product(product=product, revision=newest_revision(product))
    db.session.commit()
    for days, status in ((149, 404), (150, 410)):
        with time_machine.travel(DAY + timedelta(days=days), tick=False):
            page.get(f"/produk/{product.slug}", expect=status)


@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.CLOSED])
def test_what_a_stopped_maker_made_is_gone_after_90_days(page: PageClient, context: Any, standing: Standing) -> None:
    maker = make_producer("Dapur Terhenti")
    product = make_product("Nama Yang Hilang", producer=maker)
    with time_machine.travel(DAY, tick=False):
        change_standing(producer=maker, standing=standing, reason="Rahasia")
    db.session.commit()
    for days, status in ((0, 404), (89, 404), (90, 410)):
        with time_machine.travel(DAY + timedelta(days=days), tick=False):
            for prefix in ("", "/en"):
                opened = page.get(f"{prefix}/produk/{product.slug}", expect=status)
                assert "Dapur Terhenti" not in opened.html and "Nama Yang Hilang" not in opened.html
                assert "Rahasia" not in opened.html


def test_the_days_off_count_from_the_first_reason_without_a_break(page: PageClient, context: Any) -> None:
    """Withdrawn on day 0, its maker stopped on day 30 and listed again on day 60: off since day 0 all the while."""
    maker = make_producer()
    withdrawn, shown = make_product(producer=maker), make_product(producer=maker)
    with time_machine.travel(DAY, tick=False):
        withdraw_product(product=withdrawn, reason="Habis musim")
    for days, standing in ((30, Standing.SUSPENDED), (60, Standing.LISTED), (80, Standing.SUSPENDED)):
        with time_machine.travel(DAY + timedelta(days=days), tick=False):
            change_standing(producer=maker, standing=standing, reason="Uji")
    db.session.commit()
    for days, first, second in ((89, 404, 404), (90, 410, 404), (169, 410, 404), (170, 410, 410)):
        with time_machine.travel(DAY + timedelta(days=days), tick=False):
            page.get(f"/produk/{withdrawn.slug}", expect=first)
            page.get(f"/produk/{shown.slug}", expect=second)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_old_names_lead_on_for_good_in_both_languages(page: PageClient, context: Any, prefix: str) -> None:
    maker = make_producer()
    product = make_product(producer=maker)
    db.session.add_all([ProductSlug(slug="produk-lama", product_id=product.id),
                        ProducerSlug(slug="ikm-lama", producer_id=maker.id)])  # fmt: skip
    db.session.commit()
    for path, target in (("/produk/produk-lama", f"/produk/{product.slug}"), ("/ikm/ikm-lama", f"/ikm/{maker.slug}")):
        answer = page.client.get(prefix + path)
        assert (answer.status_code, answer.headers["Location"]) == (301, prefix + target)
    set_state(maker, standing="suspended")
    db.session.commit()
    page.get(f"{prefix}/ikm/ikm-lama", expect=404)
    page.get(f"{prefix}/produk/produk-lama", expect=404)
