"""A badge is for what was checked and holds today, and says when and how."""

from datetime import date
from typing import Any

import pytest

from griya.catalog.queries.credentials import Badge, list_badges_of_producer, list_badges_of_product
from griya.catalog.queries.products import find_product
from griya.core.db import db
from griya.registry.actions import CredentialDraft
from griya.registry.models import Producer
from tests.factories.catalog import make_product
from tests.factories.registry import make_producer

TODAY = date(2026, 11, 22)
HALAL: dict[str, Any] = {
    "kind": "halal",
    "number": "ID61410000001150126",
    "checked_on": date(2026, 11, 12),
    "check_method": "situs",
}


def badges(**credential: Any) -> tuple[Badge, ...]:
    return list_badges_of_producer(make_producer(credentials=(CredentialDraft(**credential),)).id, today=TODAY)


@pytest.mark.parametrize("state", ["claimed", "seen", "revoked", "not_found", "not_applicable"])
def test_only_a_checked_credential_has_a_badge(context: Any, state: str) -> None:
    assert badges(**HALAL, state=state) == ()
    assert badges(**HALAL, state="checked") != ()


def test_a_badge_is_gone_the_day_after_the_last_valid_one(context: Any) -> None:
    merek = {
        "kind": "merek",
        "number": "IDM990001001",
        "state": "checked",
        "checked_on": TODAY,
        "check_method": "situs",
    }
    assert badges(**merek, expires_on=TODAY) != ()
    merek["number"] = "IDM990001002"
    assert badges(**merek, expires_on=date(2026, 11, 21)) == ()


def test_the_number_of_a_nib_is_never_shown(context: Any) -> None:
    found = badges(kind="nib", number="9010102111101", state="checked", checked_on=TODAY, check_method="qr")
    assert [badge.number for badge in found] == [None]


def test_a_credential_of_other_products_gives_this_one_no_badge(context: Any) -> None:
    maker = make_producer(credentials=(CredentialDraft(**HALAL, state="checked", covers_all_products=False),))
    credential = list_badges_of_producer(maker.id, today=TODAY)
    assert credential
    product = make_product(producer=maker, halal_status="bersertifikat")
    assert list_badges_of_product(product.id, maker.id, today=TODAY) == ()
    page = find_product(product.slug, today=TODAY)
    assert page is not None
    assert "Menurut pembuat" in page.halal.basis
    assert db.session.get_one(Producer, maker.id)
