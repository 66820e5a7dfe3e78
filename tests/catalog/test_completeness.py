"""What a product lacks for four purposes: vectors, one requirement at a time."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from griya.catalog.rules.completeness import (
    REQUIREMENTS,
    Facts,
    PhotoFacts,
    Purpose,
    fitness,
    missing,
)
from griya.catalog.rules.draft import SPEC_OF

TODAY = date(2026, 11, 26)
GOOD_PHOTO = PhotoFacts("utama", True, True, True, 1920)
PHOTOS = (GOOD_PHOTO, replace(GOOD_PHOTO, role="skala"), replace(GOOD_PHOTO, role="kemasan"))
VALUES = {
    "name_id": "Amplang Tenggiri", "name_en": "Mackerel crackers", "category": 3, "summary_id": "Kerupuk ikan.",
    "summary_en": "Fish crackers.", "description_id": "a" * 200, "description_en": "Made of fish.",
    "price_mode": "tampil", "price_idr": 25_000, "unit": "pak", "materials": ("ikan",), "made_in": 7,
    "halal_status": "bersertifikat", "moq": 10, "lead_time_days": 7, "capacity_per_month": 400, "hs_code": "1605.10",
    "net_weight_g": 250, "shelf_life_days": 180, "consent_kind": "kertas", "consent_on": TODAY, "consent_from": "Siti",
}  # fmt: skip
WHOLE = Facts(
    values=VALUES,
    photos=PHOTOS,
    is_food=True,
    is_maker_listed=True,
    maker_story="Sejak 1998.",
    held=frozenset({"nib", "pirt", "halal"}),
    price_as_of=TODAY,
    today=TODAY,
    must_have_consent=True,
)


def lacks(facts: Facts, purpose: Purpose | None = None) -> set[str]:
    return {row.key for row in missing(facts) if purpose is None or purpose in row.purposes}


def without(key: str) -> Facts:
    return replace(WHOLE, values={**VALUES, key: None})


def test_a_product_that_has_everything_lacks_nothing() -> None:
    assert lacks(WHOLE) == set()
    assert all(one.met == one.total > 0 for one in fitness(missing(WHOLE)))


@pytest.mark.parametrize(
    ("change", "row", "purposes"),
    [
        (without("name_id"), "name_id", "tayang unggulan ekspor cetak"),
        (without("category"), "category", "tayang unggulan ekspor cetak"),
        (without("summary_id"), "summary_id", "tayang unggulan ekspor cetak"),
        (without("unit"), "unit", "tayang unggulan ekspor cetak"),
        (without("materials"), "materials", "tayang unggulan ekspor cetak"),
        (without("made_in"), "made_in", "tayang unggulan ekspor cetak"),
        (without("consent_from"), "consent", "tayang unggulan ekspor cetak"),
        (without("consent_on"), "consent", "tayang unggulan ekspor cetak"),
        (replace(WHOLE, photos=(*PHOTOS, replace(GOOD_PHOTO, role="detail", has_alt_en=False))), "photo_alt",
         "tayang unggulan ekspor cetak"),
        (replace(WHOLE, is_maker_listed=False), "maker", "tayang unggulan ekspor cetak"),
        (replace(WHOLE, unreadable=("moq",)), "readable", "tayang unggulan ekspor cetak"),
        (replace(WHOLE, values={**VALUES, "description_id": "a" * 199}), "description", "unggulan cetak"),
        (replace(WHOLE, photos=(*PHOTOS[:2], replace(GOOD_PHOTO, role="detail"))), "packaging_photo", "ekspor"),
        (replace(WHOLE, photos=(GOOD_PHOTO, PHOTOS[2], PHOTOS[2])), "scale_photo", "unggulan"),
        (replace(WHOLE, maker_story=""), "story", "unggulan"),
        (replace(WHOLE, held=frozenset({"pirt", "halal"})), "nib", "unggulan ekspor"),
        (replace(WHOLE, held=frozenset({"nib", "halal"})), "permit", "unggulan ekspor"),
        (replace(WHOLE, held=frozenset({"nib", "pirt"})), "halal", "unggulan ekspor"),
        (without("lead_time_days"), "lead_time_days", "unggulan ekspor"),
        (without("moq"), "moq", "unggulan ekspor"),
        (without("name_en"), "name_en", "ekspor"),
        (without("hs_code"), "hs_code", "ekspor"),
        (without("capacity_per_month"), "capacity_per_month", "ekspor"),
        (without("shelf_life_days"), "shelf_life", "ekspor"),
        (without("net_weight_g"), "size", "ekspor cetak"),
        (replace(WHOLE, price_as_of=TODAY - timedelta(days=366)), "fresh_price", "cetak"),
        (replace(WHOLE, photos=(replace(GOOD_PHOTO, side=1499), *PHOTOS[1:])), "large_photo", "cetak"),
        (replace(WHOLE, photos=(replace(GOOD_PHOTO, has_credit=False), *PHOTOS[1:])), "credit", "cetak"),
    ],
)  # fmt: skip
def test_each_thing_is_missed_for_its_purposes_and_for_no_other(change: Facts, row: str, purposes: str) -> None:
    assert lacks(change) == {row}
    assert {one.purpose.value for one in fitness(missing(change)) if one.missing} == set(purposes.split())


def test_a_price_that_is_asked_for_is_enough_for_the_website_and_not_for_paper() -> None:
    asked = replace(WHOLE, values={**VALUES, "price_mode": "tanya", "price_idr": None})
    assert lacks(asked) == {"fresh_price"}
    assert lacks(replace(WHOLE, values={**VALUES, "price_idr": None})) == {"price", "fresh_price"}
    assert "price" in lacks(replace(WHOLE, values={**VALUES, "price_mode": None, "price_idr": None}))


def test_a_price_of_exactly_a_year_ago_still_holds() -> None:
    assert lacks(replace(WHOLE, price_as_of=TODAY - timedelta(days=365))) == set()


def test_without_a_photo_everything_that_needs_one_is_named() -> None:
    assert lacks(replace(WHOLE, photos=()), Purpose.SHOW) == {"photo"}
    assert lacks(replace(WHOLE, photos=())) == {
        "photo", "three_photos", "scale_photo", "packaging_photo", "large_photo", "credit",
    }  # fmt: skip


def test_craft_needs_no_permit_no_halal_certificate_and_no_shelf_life() -> None:
    craft = replace(
        WHOLE, is_food=False, held=frozenset({"nib"}),
        values={**VALUES, "halal_status": "tidak_wajib", "shelf_life_days": None},
    )  # fmt: skip
    assert lacks(craft) == set()


def test_food_that_declares_what_is_forbidden_has_a_decided_halal_status() -> None:
    pork = replace(WHOLE, held=frozenset({"nib", "pirt"}), values={**VALUES, "halal_status": "tidak_halal"})
    assert lacks(pork) == set()


def test_only_what_is_filled_in_for_the_maker_needs_their_consent() -> None:
    assert "consent" not in lacks(replace(without("consent_kind"), must_have_consent=False))


def test_every_row_says_what_why_and_where_it_is_mended() -> None:
    for row in REQUIREMENTS:
        assert row.what and row.why.endswith(".") and row.purposes
        assert not row.anchor or row.anchor in SPEC_OF or row.anchor == "isian", row.anchor
    assert len({row.key for row in REQUIREMENTS}) == len(REQUIREMENTS)
