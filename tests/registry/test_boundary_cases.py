"""The validation rules of the domain notes with their boundary cases, one test case for each, named after it.

Consent, which needs a form, is in tests/inquiry/test_views.py. The rules' further cases stand beside each rule's tests.
"""

from collections.abc import Callable
from datetime import date

import pytest

from griya.catalog.models import HalalStatus
from griya.catalog.rules.halal import needs_halal_followup
from griya.core.text import rupiah
from griya.registry.reference.load import load_marketplaces, load_regions
from griya.registry.rules.links import check_marketplace_link
from griya.registry.rules.numbers import check_number, check_ovop, credential_expiry, is_expired, parse_percent
from griya.registry.rules.phones import parse_phone, whatsapp_url
from griya.registry.rules.price import parse_rupiah
from griya.registry.rules.regions import check_regency_code, level_of_code, region_label
from griya.registry.rules.size import size_by_permenperin_64_2016
from griya.registry.rules.unreadable import Unreadable

TODAY = date(2026, 11, 22)
REGIONS = load_regions()
BPS = {region.code: region.bps_code for region in REGIONS if region.bps_code and region.code != "61"}
NAMES = {region.code: region.name for region in REGIONS}
PIRT = "2076171040052"
PASSES, WARNS, FAILS = "passes", "warns", "fails"


def of_number(kind: str, raw: str, firm_is_pt: bool = False, product_is_chilled: bool = False) -> str:
    """How the check of a number ends."""
    check = check_number(kind, raw, on=TODAY, firm_is_pt=firm_is_pt, product_is_chilled=product_is_chilled)
    return FAILS if check.errors else WARNS if check.warnings else PASSES


def of_ovop(stars: int | None, scale: int | None, year: int | None) -> str:
    check = check_ovop(stars, scale, year)
    return FAILS if check.errors else WARNS if check.warnings else PASSES


def of_regency(code: str) -> str:
    return FAILS if check_regency_code(code, BPS).errors else PASSES


def of_link(url: str) -> str:
    check = check_marketplace_link(url, load_marketplaces(), on=TODAY)
    return FAILS if check.errors else WARNS if check.warnings else PASSES


def reads(read: Callable[[str], object], typed: str) -> str:
    try:
        read(typed)
    except Unreadable:
        return FAILS
    return PASSES


def written(code: str) -> str:
    """A region as people read it, by its code alone."""
    return str(region_label(level_of_code(code), NAMES[code]))


CASES: dict[str, tuple[Callable[[], object], object]] = {
    **{
        f"regency {code}": (lambda code=code: of_regency(code), PASSES)  # type: ignore[misc]
        for code in [*(f"61.{n:02}" for n in range(1, 13)), "61.71", "61.72"]
    },
    "regency 6102 without its scheme is asked back": (lambda: of_regency("6102"), FAILS),
    "regency 61.13": (lambda: of_regency("61.13"), FAILS),
    "61.11.01.2001 is Desa Sutera": (lambda: written("61.11.01.2001"), "Desa Sutera"),
    "61.71.02.1001 is a kelurahan": (lambda: written("61.71.02.1001").startswith("Kel. "), True),
    "NIB with a leading zero": (lambda: of_number("nib", "0220003690831"), PASSES),
    "NIB is kept as text": (lambda: check_number("nib", "0220003690831", on=TODAY).value, "0220003690831"),
    "NIB of 12": (lambda: of_number("nib", "022000369083"), FAILS),
    "NIB of 14": (lambda: of_number("nib", "02200036908310"), FAILS),
    "halal ID and 17": (lambda: of_number("halal", "ID35410025453320825"), PASSES),
    "halal KH": (lambda: of_number("halal", "KH35410025453320825"), FAILS),
    "halal KH says why": (
        lambda: "belum selesai" in check_number("halal", "KH.01/2023", on=TODAY).errors[0],
        True,
    ),
    "halal STTD": (lambda: of_number("halal", "STTD35410025453320825"), FAILS),
    "halal STTD says why": (lambda: "tanda terima" in check_number("halal", "STTD1", on=TODAY).errors[0], True),
    "halal ID and 18": (lambda: of_number("halal", "ID321100000360830622"), WARNS),
    "halal ID and 13, invented": (lambda: of_number("halal", "ID3211000192837"), FAILS),
    "halal month 00": (lambda: of_number("halal", "ID35410025453320025"), FAILS),
    "halal month 13": (lambda: of_number("halal", "ID35410025453321325"), FAILS),
    "P-IRT to 27 on the last day of 2027": (
        lambda: is_expired(credential_expiry("pirt", f"{PIRT}-27", stated_on=None), on=date(2027, 12, 31)),
        False,
    ),
    "P-IRT to 27 on the first day of 2028": (
        lambda: is_expired(credential_expiry("pirt", f"{PIRT}-27", stated_on=None), on=date(2028, 1, 1)),
        True,
    ),
    "P-IRT to 25 on 22 November 2026": (
        lambda: is_expired(credential_expiry("pirt", f"{PIRT}-25", stated_on=None), on=TODAY),
        True,
    ),
    "P-IRT packaging 9": (lambda: of_number("pirt", f"9{PIRT[1:]}-27"), FAILS),
    "P-IRT packaging 8": (lambda: of_number("pirt", f"8{PIRT[1:]}-27"), PASSES),
    "P-IRT food 00": (lambda: of_number("pirt", "2006171040052-27"), FAILS),
    "P-IRT food 16": (lambda: of_number("pirt", "2166171040052-27"), PASSES),
    "P-IRT food 17": (lambda: of_number("pirt", "2176171040052-27"), FAILS),
    "P-IRT of a PT": (lambda: of_number("pirt", f"{PIRT}-27", firm_is_pt=True), WARNS),
    "P-IRT of pasteurised or frozen food": (lambda: of_number("pirt", f"{PIRT}-27", product_is_chilled=True), WARNS),
    "MD of 12": (lambda: of_number("bpom_md", "MD224510107115"), PASSES),
    "MD of 15": (lambda: of_number("bpom_md", "MD272827002200050"), PASSES),
    "MD of 13": (lambda: of_number("bpom_md", "MD2245101071150"), FAILS),
    "MD of 14": (lambda: of_number("bpom_md", "MD22451010711501"), FAILS),
    "OVOP 4 of 5 in 2015": (lambda: of_ovop(4, 5, 2015), PASSES),
    "OVOP 4 of 3 in 2024": (lambda: of_ovop(4, 3, 2024), FAILS),
    "OVOP star without a year": (lambda: of_ovop(3, 3, None), FAILS),
    **{
        f"halal follow-up: {name}": (
            lambda arguments=arguments: needs_halal_followup(**arguments),  # type: ignore[misc]
            expected,
        )
        for name, expected, arguments in [
            ("small food without a certificate from 17 October 2026", True,
             {"is_food": True, "status": HalalStatus.NOT_YET, "is_micro_or_small": True, "on": date(2026, 10, 17)}),
            ("the day before", False,
             {"is_food": True, "status": HalalStatus.NOT_YET, "is_micro_or_small": True, "on": date(2026, 10, 16)}),
            ("food declared not halal", False,
             {"is_food": True, "status": HalalStatus.NOT_HALAL, "is_micro_or_small": True, "on": TODAY}),
            ("food with a certificate", False,
             {"is_food": True, "status": HalalStatus.CERTIFIED, "is_micro_or_small": True, "on": TODAY}),
            ("craft", False,
             {"is_food": False, "status": HalalStatus.NOT_YET, "is_micro_or_small": True, "on": TODAY}),
        ]
    },
    **{
        f"size: {workers} workers and Rp{investment}": (
            lambda workers=workers, investment=investment: size_by_permenperin_64_2016(  # type: ignore[misc]
                workers=workers, investment_idr=investment
            ),
            expected,
        )
        for workers, investment, expected in [
            (19, 999_999_999, "kecil"),
            (19, 1_000_000_000, "menengah"),
            (20, 1, "menengah"),
            (20, 15_000_000_000, "menengah"),
            (20, 15_000_000_001, "besar"),
        ]
    },
    "price 0": (lambda: parse_rupiah("0"), 0),
    "price below 0": (lambda: reads(parse_rupiah, "-1"), FAILS),
    "price Rp 100,000.00 is no hundred": (lambda: parse_rupiah("Rp 100,000.00"), 100_000),
    "price is written without a blank": (lambda: rupiah(100_000), "Rp100.000"),
    "TKDN 0": (lambda: str(parse_percent("0")), "0.00"),
    "TKDN 100": (lambda: str(parse_percent("100")), "100.00"),
    "TKDN 40,25": (lambda: str(parse_percent("40,25")), "40.25"),
    "TKDN 140": (lambda: reads(parse_percent, "140"), FAILS),
    "phone of Sarawak": (lambda: parse_phone("+60 12-345 6789").country, "MY"),
    "phone of Brunei": (lambda: parse_phone("+673 712 3456").country, "BN"),
    "no WhatsApp for 0561": (lambda: whatsapp_url(parse_phone("0561-736541")), None),
    "WhatsApp for 0812": (lambda: whatsapp_url(parse_phone("0812-3456-7890")), "https://wa.me/6281234567890"),
    "link to the host itself": (lambda: of_link("https://shopee.co.id/amplang"), PASSES),
    "link to shopee.co.id.evil.id": (lambda: of_link("https://shopee.co.id.evil.id/amplang"), FAILS),
    "link by http": (lambda: of_link("http://shopee.co.id/amplang"), FAILS),
    "link to a product of Bukalapak": (lambda: of_link("https://www.bukalapak.com/p/amplang"), FAILS),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_boundary_case(name: str) -> None:
    ask, expected = CASES[name]
    assert ask() == expected
