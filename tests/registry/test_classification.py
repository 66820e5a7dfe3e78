"""KBLI with its edition, and HS: what refuses a code and what only tells."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from griya.core.db import db
from griya.registry.actions import create_producer
from griya.registry.models import ProducerKbli
from griya.registry.rules.classification import check_kbli, hs_warnings, is_manufacturer
from tests.factories.registry import make_region

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "version", "kept"),
    [
        ("10794", "2025", "10794"),
        (" 13.122 ", "2025", "13122"),
        ("KBLI 16291", "2025", "16291"),
        ("'10307", "2025", "10307"),
    ],
)
def test_a_code_of_manufacturing_in_the_present_edition_passes(typed: str, version: str, kept: str) -> None:
    check = check_kbli(typed, version, on=TODAY)
    assert (check.code, check.version, check.errors, check.warnings) == (kept, version, (), ())


@pytest.mark.parametrize(
    ("typed", "version", "why"),
    [
        ("1079", "2025", "5 angka"),
        ("107941", "2025", "5 angka"),
        ("C1079", "2025", "5 angka"),
        ("", "2025", "5 angka"),
        ("\u0661\u0660\u0667\u0669\u0664", "2025", "5 angka"),
        ("10794", None, "versi"),
        ("10794", "2015", "versi"),
    ],
)
def test_a_code_without_its_five_digits_or_its_edition_is_refused(typed: str, version: str | None, why: str) -> None:
    assert why in " ".join(check_kbli(typed, version, on=TODAY).errors)


@pytest.mark.parametrize(
    ("typed", "version", "on", "why"),
    [
        ("47211", "2025", TODAY, "bukan industri pengolahan"),
        ("09100", "2025", TODAY, "bukan industri pengolahan"),
        ("34000", "2025", TODAY, "bukan industri pengolahan"),
        ("10391", "2025", TODAY, "10307"),
        ("10308", "2020", date(2026, 1, 1), "10392"),
        ("10794", "2020", TODAY, "sudah diganti"),
    ],
)
def test_a_doubt_about_a_code_warns(typed: str, version: str, on: date, why: str) -> None:
    check = check_kbli(typed, version, on=on)
    assert check.errors == ()
    assert why in " ".join(check.warnings)


def test_the_old_edition_passes_while_its_users_may_still_follow() -> None:
    assert check_kbli("10794", "2020", on=date(2026, 6, 30)).warnings == ()


@pytest.mark.parametrize(
    ("codes", "expected"),
    [(["10794"], True), (["33120"], True), (["47211", "13121"], True), (["47211"], False), ([], False)],
)
def test_who_has_no_code_of_manufacturing_is_no_maker(codes: list[str], expected: bool) -> None:
    assert is_manufacturer(codes) is expected


@pytest.mark.parametrize(
    ("typed", "is_doubted"), [("4602.19", False), ("4602.19.90", False), ("460219", True), ("46.02", True)]
)
def test_an_hs_code_in_another_form_only_warns(typed: str, is_doubted: bool) -> None:
    assert bool(hs_warnings(typed)) is is_doubted


def test_a_producer_keeps_its_codes_with_their_editions(context: Any) -> None:
    place = make_region().id
    maker = create_producer(name="Uji", regency_id=place, kbli=[("2020", "10391"), ("2025", "10307")])
    rows = db.session.execute(select(ProducerKbli.version, ProducerKbli.code).order_by(ProducerKbli.version))
    assert [tuple(row) for row in rows] == [("2020", "10391"), ("2025", "10307")]
    for version, code in (("2015", "10391"), ("2025", "1039")):
        statement = insert(ProducerKbli).values(producer_id=maker.id, version=version, code=code)
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.execute(statement)
