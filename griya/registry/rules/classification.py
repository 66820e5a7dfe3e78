"""Codes that classify a firm's work and its goods: KBLI with its version, and HS."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class KbliVersion(StrEnum):
    """Which edition of KBLI a code is from; the same digits may mean something else in another."""

    V2020 = "2020"
    V2025 = "2025"


# KBLI 2025 (Peraturan BPS 7/2025) is in force since December 2025, and its users had six months to follow.
KBLI_2020_UNTIL: Final = date(2026, 6, 30)
MANUFACTURING: Final = range(10, 34)

# Codes whose number moved from one edition to the next, by edition and code (domain: tempe and tahu).
_MOVED: Final[Mapping[tuple[KbliVersion, str], str]] = {
    (KbliVersion.V2025, "10391"): "10307",
    (KbliVersion.V2025, "10392"): "10308",
    (KbliVersion.V2020, "10307"): "10391",
    (KbliVersion.V2020, "10308"): "10392",
}
_HS: Final = re.compile(r"[0-9]{4}\.[0-9]{2}(\.[0-9]{2})?")


@dataclass(frozen=True, slots=True)
class KbliCheck:
    """A checked code in the form it is kept in. `errors` refuse it, `warnings` only tell; both are in Indonesian."""

    code: str
    version: KbliVersion | None
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def check_kbli(raw: str, version: str | None, *, on: date) -> KbliCheck:
    """Check a code of KBLI, which is only one together with the edition it is from."""
    code = re.sub(r"^KBLI", "", re.sub(r"[\s.]", "", raw.upper().lstrip("'")))
    known = KbliVersion(version) if version in set(KbliVersion) else None
    errors = []
    if not re.fullmatch("[0-9]{5}", code):
        errors.append("Kode KBLI terdiri atas tepat 5 angka.")
    if known is None:
        errors.append("Sebutkan versi KBLI-nya: 2020 atau 2025.")
    if errors or known is None:
        return KbliCheck(code, known, tuple(errors))
    warnings = []
    if int(code[:2]) not in MANUFACTURING:
        warnings.append("Kode KBLI ini bukan industri pengolahan (golongan pokok 10 sampai 33).")
    if moved := _MOVED.get((known, code)):
        warnings.append(f"Menurut KBLI {known}, usaha ini mungkin berkode {moved}. Cocokkan lagi dengan NIB-nya.")
    if known is KbliVersion.V2020 and on > KBLI_2020_UNTIL:
        warnings.append("KBLI 2020 sudah diganti KBLI 2025. Mintalah kode yang baru.")
    return KbliCheck(code, known, (), tuple(warnings))


def is_manufacturer(codes: list[str]) -> bool:
    """Whether one of these KBLI codes is of manufacturing; a firm without any is a trader rather than an IKM."""
    return any(code[:2].isdecimal() and int(code[:2]) in MANUFACTURING for code in codes)


def hs_warnings(raw: str) -> tuple[str, ...]:
    """What is doubtful about an HS code: it has six digits everywhere, eight in Indonesia's BTKI. It never refuses."""
    if _HS.fullmatch(raw.strip()):
        return ()
    return ("Kode HS biasanya ditulis seperti 4602.19 atau 4602.19.90.",)
