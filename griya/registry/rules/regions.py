"""What a region's code says: its level, how its name is written, and which of two code systems a bare number is in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from griya.core.text import slugify
from griya.core.words import Bilingual

RegionLevel: TypeAlias = Literal["province", "regency", "city", "district", "urban_village", "village"]
CodeScheme: TypeAlias = Literal["kemendagri", "bps"]

_SHORT: Final[Mapping[str, str]] = {
    "province": "",
    "regency": "Kab. ",
    "city": "Kota ",
    "district": "Kec. ",
    "urban_village": "Kel. ",
    "village": "Desa ",
}
_LONG: Final[Mapping[str, str]] = {
    "province": "Provinsi ",
    "regency": "Kabupaten ",
    "city": "Kota ",
    "district": "Kecamatan ",
    "urban_village": "Kelurahan ",
    "village": "Desa ",
}
_ENGLISH: Final[Mapping[str, str]] = {
    "province": "{} Province",
    "regency": "{} Regency",
    "city": "{} City",
    "district": "{} District",
    "urban_village": "{} Urban Village",
    "village": "{} Village",
}
_CODE: Final = re.compile(r"[0-9]{2}(?:\.(?P<regency>[0-9]{2})(?:\.[0-9]{2}(?:\.(?P<village>[0-9]{4}))?)?)?")
_FIRST_CITY: Final = 71


@dataclass(frozen=True, slots=True)
class RegencyCodeCheck:
    """`code` is the Kemendagri code where the typed value leaves no doubt, else None with the reason in `errors`."""

    code: str | None
    errors: tuple[str, ...] = ()


def level_of_code(code: str) -> RegionLevel:
    """The level a Kemendagri code stands for; ValueError where it is none.

    Cities are numbered from 71 and the fourth part begins with 1 for a kelurahan, 2 for a desa
    (domain: Kepmendagri 300.2.2-2430/2025).
    """
    match = _CODE.fullmatch(code)
    if match is None:
        raise ValueError(f"not a region code: {code!r}")
    if village := match["village"]:
        if village[0] not in "12":
            raise ValueError(f"neither a kelurahan nor a desa: {code!r}")
        return "urban_village" if village[0] == "1" else "village"
    if code.count(".") == 2:
        return "district"
    if regency := match["regency"]:
        return "city" if int(regency) >= _FIRST_CITY else "regency"
    return "province"


def region_label(level: str, name: str, *, long: bool = False) -> Bilingual:
    """A region's name as people write it: "Kab. Sambas", "Kabupaten Sambas" when `long`, "Sambas Regency" in English.

    `name` has no such word.
    """
    return Bilingual((_LONG if long else _SHORT)[level] + name, _ENGLISH[level].format(name))


def check_regency_code(
    raw: str, bps_by_kemendagri: Mapping[str, str], *, scheme: CodeScheme | None = None
) -> RegencyCodeCheck:
    """Read a typed code of a kab/kota. A dotted code is Kemendagri's; a bare one is taken where both agree.

    Seven of the 14 differ between the two (domain: Kepmendagri 300.2.2-2430/2025, BPS MFD January 2018), so `6102`
    alone is asked back unless the caller knows the `scheme`. `bps_by_kemendagri` maps "61.02" to "6104".
    """
    typed = raw.strip()
    if "." in typed:
        if typed in bps_by_kemendagri:
            return RegencyCodeCheck(typed)
        return RegencyCodeCheck(None, (f"Kode {typed} bukan kode kabupaten/kota di Kalimantan Barat.",))
    dotted = f"{typed[:2]}.{typed[2:]}"
    by_scheme: dict[CodeScheme, str | None] = {
        "kemendagri": dotted if dotted in bps_by_kemendagri else None,
        "bps": next((code for code, bps in bps_by_kemendagri.items() if bps == typed), None),
    }
    found = {code for name, code in by_scheme.items() if scheme in (None, name)}
    if found == {None}:
        return RegencyCodeCheck(None, (f"Kode {typed} bukan kode kabupaten/kota di Kalimantan Barat.",))
    if len(found) > 1:
        return RegencyCodeCheck(
            None,
            (f"Kode {typed} berarti lain menurut Kemendagri dan menurut BPS. Sebutkan sistemnya atau tulis {dotted}.",),
        )
    return RegencyCodeCheck(found.pop())


def region_slug(level: str, name: str) -> str | None:
    """The public address of a kab/kota, such as `sambas` or `kota-pontianak`; no other level has a page."""
    if level == "regency":
        return slugify(name)
    return slugify(f"kota {name}") if level == "city" else None
