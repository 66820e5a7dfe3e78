"""What a claim says, whether it can be kept, what about it is odd, and which changes make it a mere claim again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from griya.core.text import day, percent
from griya.registry.rules.numbers import (
    MAX_NUMBER_LENGTH,
    CredentialKind,
    NumberCheck,
    check_number,
    check_ovop,
    credential_expiry,
    is_expired,
)

LONGEST_ISSUER: Final = 120
# A halal certificate has no end; whether the recipe is still the same is asked once a year (domain 2.3).
_ASK_AGAIN_DAYS: Final = 365
_HAS_NO_TERM: Final = frozenset({CredentialKind.NIB, CredentialKind.HALAL, CredentialKind.IG})

FACT_NAMES: Final[Mapping[str, str]] = {
    "number": "nomor",
    "issuer": "penerbit",
    "issued_on": "tanggal terbit",
    "expires_on": "berlaku sampai",
    "ovop_stars": "bintang OVOP",
    "ovop_scale": "skala OVOP",
    "ovop_year": "tahun OVOP",
    "ovop_group": "kelompok OVOP",
    "tkdn_percent": "nilai TKDN",
    "covers_all_products": "berlaku untuk semua produk",
    "products": "produk yang tercakup",
}
# What the officer compared with the issuer: another value of one of these has not been compared with anything.
COMPARED: Final = frozenset(FACT_NAMES) - {"issuer", "covers_all_products", "products"}


@dataclass(frozen=True, slots=True)
class Claim:
    """The facts of a claim as they are typed. `products` are codes, and count where it does not cover all."""

    kind: CredentialKind
    number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    expires_on: date | None = None
    ovop_stars: int | None = None
    ovop_scale: int | None = None
    ovop_year: int | None = None
    ovop_group: str | None = None
    tkdn_percent: Decimal | None = None
    covers_all_products: bool = True
    products: frozenset[str] = frozenset()

    def facts(self) -> dict[str, Any]:
        """The facts by their names, as the record of changes keeps them."""
        values = {name: getattr(self, name) for name in FACT_NAMES}
        values["products"] = None if self.covers_all_products else ", ".join(sorted(self.products))
        return {name: plain(value) for name, value in values.items()}


@dataclass(frozen=True, slots=True)
class ClaimCheck:
    """The claim in the form in which it is kept, with what refuses it and what is only odd about it."""

    claim: Claim
    faults: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def plain(value: Any) -> Any:
    """A fact as the record keeps it: text, a whole number, yes or no, or nothing."""
    if value is None or isinstance(value, (bool, int)):
        return value
    return value.isoformat() if isinstance(value, date) else str(value) or None


def told(name: str, value: Any) -> str:
    """A recorded fact as the desk reads it."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if name in {"issued_on", "expires_on"}:
        return day(date.fromisoformat(str(value)))
    return percent(Decimal(str(value))) if name == "tkdn_percent" else str(value)


def check_claim(claim: Claim, *, today: date, firm_is_pt: bool = False) -> ClaimCheck:
    """Read a claim as it was typed. What is certain refuses it, what is only known or seen elsewhere warns."""
    check = check_number(claim.kind, claim.number, on=today, issued_on=claim.issued_on, firm_is_pt=firm_is_pt)
    faults, warnings = list(check.errors), list(check.warnings)
    expires_on = credential_expiry(claim.kind, check.value, stated_on=claim.expires_on)
    faults += _date_faults(claim, expires_on, today)
    warnings += _term_warnings(claim, check, expires_on, today)
    if claim.kind is CredentialKind.OVOP:
        ovop = check_ovop(claim.ovop_stars, claim.ovop_scale, claim.ovop_year, claim.ovop_group or None)
        faults += ovop.errors
        warnings += ovop.warnings
    if claim.kind is CredentialKind.TKDN and claim.tkdn_percent is None:
        warnings.append("Nilai TKDN belum diisi.")
    if not claim.covers_all_products and not claim.products:
        faults.append("Pilih produk yang tercakup, atau nyatakan berlaku untuk semua produk.")
    kept = Claim(
        kind=claim.kind,
        number=check.value[:MAX_NUMBER_LENGTH],
        issuer=claim.issuer,
        issued_on=claim.issued_on,
        expires_on=expires_on,
        ovop_stars=claim.ovop_stars,
        ovop_scale=claim.ovop_scale,
        ovop_year=claim.ovop_year,
        ovop_group=claim.ovop_group or None,
        tkdn_percent=claim.tkdn_percent,
        covers_all_products=claim.covers_all_products,
        products=frozenset() if claim.covers_all_products else claim.products,
    )
    return ClaimCheck(kept, tuple(faults), tuple(warnings))


def changed_facts(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The facts that differ, each with what it was and what it is to be."""
    return {name: (before.get(name), after.get(name)) for name in FACT_NAMES if before.get(name) != after.get(name)}


def lasting_warnings(
    claim: Claim, *, today: date, checked_on: date | None, firm_is_pt: bool, producer_nib: str | None
) -> tuple[str, ...]:
    """What is odd about a claim that is kept already, as its page tells the officer."""
    check = check_claim(claim, today=today, firm_is_pt=firm_is_pt)
    warnings = [*check.faults, *check.warnings]
    if claim.kind is CredentialKind.NIB and producer_nib and producer_nib != claim.number:
        warnings.append(f"NIB pada data pembuat lain: {producer_nib}. Satu usaha hanya punya satu NIB.")
    if claim.kind is CredentialKind.HALAL and checked_on and (today - checked_on).days > _ASK_AGAIN_DAYS:
        warnings.append(
            "Sudah lebih dari setahun sejak dicek. Tanyakan apakah bahan dan cara membuatnya masih sama: "
            "sertifikat halal berlaku sampai itu berubah."
        )
    return tuple(dict.fromkeys(warnings))


def _date_faults(claim: Claim, expires_on: date | None, today: date) -> list[str]:
    faults = []
    if claim.issued_on and claim.issued_on > today:
        faults.append("Tanggal terbit tidak boleh sesudah hari ini.")
    if claim.issued_on and expires_on and expires_on < claim.issued_on:
        faults.append("Tanggal berakhir lebih awal daripada tanggal terbit.")
    return faults


def _term_warnings(claim: Claim, check: NumberCheck, expires_on: date | None, today: date) -> list[str]:
    warnings = []
    if claim.expires_on and claim.kind in _HAS_NO_TERM:
        warnings.append(f"{claim.kind.label} tidak mempunyai masa berlaku, jadi tanggal berakhir tidak dicatat.")
    if check.expires_on and claim.expires_on and claim.expires_on != check.expires_on:
        warnings.append(f"Menurut nomornya sendiri P-IRT ini berlaku sampai {day(check.expires_on)}.")
    if check.expires_on is None and is_expired(expires_on, on=today) and expires_on:
        warnings.append(f"Masa berlakunya sudah lewat sejak {day(expires_on)}.")
    return warnings
