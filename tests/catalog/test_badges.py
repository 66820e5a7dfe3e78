"""A badge is for what was checked and holds today, and says when and how."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from sqlalchemy.exc import IntegrityError

from griya.catalog.queries.credentials import Badge, list_badges_of_producer, list_badges_of_product
from griya.catalog.queries.products import find_product
from griya.core.db import db
from griya.registry.actions import CredentialDraft, add_credential
from griya.registry.models import Producer
from tests.factories.catalog import make_product
from tests.factories.registry import make_producer
from tests.page import PageClient, attributes

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
    assert list_badges_of_product(product.id, maker.id, halal_status="bersertifikat", today=TODAY) == ()
    page = find_product(product.slug, today=TODAY)
    assert page is not None
    assert "Menurut pembuat" in page.halal.basis
    assert db.session.get_one(Producer, maker.id)


def test_no_halal_certificate_speaks_for_what_is_declared_not_halal(page: PageClient, context: Any) -> None:
    pirt = CredentialDraft("pirt", "2076171040052-27", "checked", checked_on=TODAY, check_method="situs")
    maker = make_producer(credentials=(CredentialDraft(**HALAL, state="checked"), pirt))
    other = make_product("Dendeng", producer=maker, halal_status="bersertifikat")
    product = make_product("Arak", producer=maker, halal_status="tidak_halal", halal_note="mengandung alkohol")
    db.session.commit()
    with time_machine.travel(datetime(2026, 11, 22, 5, tzinfo=UTC), tick=False):
        shown = page.get(f"/produk/{product.slug}")
        assert HALAL["number"] not in shown.text and "2076171040052-27" in shown.text
        assert "Tidak halal — mengandung alkohol" in shown.text
        assert HALAL["number"] in page.get(f"/produk/{other.slug}").text
        listed = {attributes(link)["href"] for link in page.get("/produk?sertifikat=halal").select(".product-card a")}
        assert listed == {f"/produk/{other.slug}"}
        both = page.get("/produk?sertifikat=pirt").select(".product-card a")
        assert len(both) == 2
        rows = {row["kode"]: row["diperiksa"] for row in page.client.get("/produk.json").get_json()["data"]}
        assert rows == {product.code: ["pirt"], other.code: ["halal", "pirt"]}


def test_a_badge_says_the_share_of_a_tkdn_and_the_goods_of_an_ovop(page: PageClient, context: Any) -> None:
    checked: dict[str, Any] = {"state": "checked", "checked_on": TODAY, "check_method": "situs"}
    maker = make_producer(
        credentials=(
            CredentialDraft("tkdn", "1234/TKDN/2026", **checked, tkdn_percent=Decimal("40.25")),
            CredentialDraft("ovop", **checked, ovop=(3, 5, 2018), ovop_group="tenun"),
            CredentialDraft("merek_application", "DID2024012345", **checked),
        )
    )
    make_product(producer=maker)
    db.session.commit()
    indonesian, english = (page.get(f"{prefix}/ikm/{maker.slug}").text for prefix in ("", "/en"))
    assert "40,25%" in indonesian and "40.25%" in english
    assert "3 bintang dari 5 (2018) tenun" in indonesian and "weaving" in english
    assert "Merek dalam proses" in indonesian and "®" not in indonesian


@pytest.mark.parametrize(
    ("credential", "fault"),
    [
        ({"kind": "tkdn", "number": "1", "tkdn_percent": Decimal(140)}, "tkdn_is_a_percentage"),
        ({"kind": "sni", "number": "1", "tkdn_percent": Decimal(40)}, "tkdn_is_a_percentage"),
        ({"kind": "sni", "number": "1", "ovop_group": "tenun"}, "only_ovop_has_a_group"),
        ({"kind": "ovop", "ovop": (4, 3, 2024)}, "ovop_stars_fit_their_scale"),
        ({"kind": "halal", "number": "1", "state": "checked"}, "checked_says_when_and_how"),
    ],
)
def test_the_database_refuses_what_no_certificate_says(context: Any, credential: Any, fault: str) -> None:
    maker = make_producer()
    with pytest.raises(IntegrityError, match=fault), db.session.begin_nested():
        add_credential(producer_id=maker.id, draft=CredentialDraft(**credential))
