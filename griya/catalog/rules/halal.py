"""What is said of halal, and which food still lacks the certificate that became mandatory."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from griya.catalog.models import HalalStatus
from griya.core.words import N_, Bilingual
from griya.registry.rules.numbers import CredentialKind

HALAL_DUE_MEDIUM_AND_LARGE: Final = date(2024, 10, 18)
HALAL_DUE_MICRO_AND_SMALL: Final = date(2026, 10, 17)
# Whether a certificate exists is never guessed from this label: the legal label comes from the revision alone.
HALAL_LABELS: Final = {
    HalalStatus.CERTIFIED: N_("Bersertifikat halal"),
    HalalStatus.IN_PROCESS: N_("Sertifikasi halal sedang diurus"),
    HalalStatus.NOT_YET: N_("Belum bersertifikat halal"),
    HalalStatus.NOT_HALAL: N_("Tidak halal"),
    HalalStatus.NOT_REQUIRED: N_("Tidak wajib bersertifikat halal"),
}


# The certificates that stand behind the word "halal" on a label.
HALAL_KINDS: Final = frozenset({CredentialKind.HALAL, CredentialKind.HALAL_MUI})


@dataclass(frozen=True, slots=True)
class HalalStatement:
    """What a page says about halal: a neutral label, the maker's own note, and a sentence on what stands behind it."""

    status: str
    label: str
    note: Bilingual
    basis: str = ""


def is_told(kind: str, *, halal_status: str) -> bool:
    """Whether a certificate may be told of a product. No halal certificate ever speaks for what declares it is not.

    A maker's certificate may cover all it makes, and one product of it may still hold a forbidden material.
    """
    return halal_status != HalalStatus.NOT_HALAL or kind not in HALAL_KINDS


def halal_statement(status: str, note: Bilingual | None, *, has_checked_certificate: bool) -> HalalStatement:
    """What a product page says about halal. A claim nobody checked is told as the maker's word."""
    label = HALAL_LABELS[HalalStatus(status)]
    if status == HalalStatus.NOT_HALAL:
        return HalalStatement(status, label, note or Bilingual(""), N_("Keterangan sesuai PP 42/2024."))
    if status == HalalStatus.CERTIFIED and not has_checked_certificate:
        return HalalStatement(
            status, label, note or Bilingual(""), N_("Menurut pembuat; nomor sertifikatnya belum kami periksa.")
        )
    return HalalStatement(status, label, note or Bilingual(""))


def needs_halal_followup(*, is_food: bool, status: HalalStatus, is_micro_or_small: bool, on: date) -> bool:
    """Whether food still lacks the certificate that became mandatory. For staff only: never a badge on a public page.

    Micro and small makers from 17 October 2026, medium and large ones from 18 October 2024 (PP 42/2024 art. 160). Food
    that declares a forbidden material is exempt; food marked as "not required" is worth a look.
    """
    since = HALAL_DUE_MICRO_AND_SMALL if is_micro_or_small else HALAL_DUE_MEDIUM_AND_LARGE
    return is_food and on >= since and status not in (HalalStatus.CERTIFIED, HalalStatus.NOT_HALAL)
