"""The halal state of a product and when the office must follow it up."""

from datetime import date
from enum import StrEnum
from typing import Final

MEDIUM_AND_LARGE_SINCE: Final = date(2024, 10, 18)
MICRO_AND_SMALL_SINCE: Final = date(2026, 10, 17)


class HalalState(StrEnum):
    """Five states, because "no certificate" is not "not halal", which is a legal label (domain: PP 42/2024 art. 2)."""

    CERTIFIED = "bersertifikat"
    IN_PROGRESS = "dalam_proses"
    NONE = "belum"
    NOT_HALAL = "tidak_halal"
    NOT_REQUIRED = "tidak_wajib"

    @property
    def label(self) -> str:
        """What people read. A page adds the material to `NOT_HALAL`: "Tidak halal — mengandung babi"."""
        return _LABELS[self]


_LABELS: Final = {
    HalalState.CERTIFIED: "Bersertifikat halal",
    HalalState.IN_PROGRESS: "Sertifikasi halal dalam proses",
    HalalState.NONE: "Belum bersertifikat halal",
    HalalState.NOT_HALAL: "Tidak halal",
    HalalState.NOT_REQUIRED: "Tidak wajib bersertifikat halal",
}


def needs_halal_followup(*, is_food: bool, state: HalalState, is_micro_or_small: bool, on: date) -> bool:
    """Whether food still lacks the certificate that became mandatory. For staff only: never a badge on a public page.

    Micro and small makers from 17 October 2026, medium and large ones from 18 October 2024 (domain: PP 42/2024
    art. 160). Food that declares a forbidden material is exempt; food marked as "not required" is worth a look.
    """
    since = MICRO_AND_SMALL_SINCE if is_micro_or_small else MEDIUM_AND_LARGE_SINCE
    return is_food and on >= since and state not in (HalalState.CERTIFIED, HalalState.NOT_HALAL)
