"""Numbers of certificates and licences: how each kind is written, what a number itself says, until when it holds."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from griya.core.words import N_
from griya.registry.rules.unreadable import Unreadable

MAX_NUMBER_LENGTH: Final = 60

# Groups of goods that OVOP is awarded in, by scale (domain: the awards of 2013, Permenperin 14/2021).
OVOP_GROUPS: Final[Mapping[int, tuple[str, ...]]] = {
    5: (
        N_("makanan ringan"),
        N_("minuman sari buah dan sirup"),
        N_("tenun"),
        N_("batik"),
        N_("gerabah dan keramik hias"),
        N_("anyaman"),
    ),
    3: (N_("makanan dan minuman"), N_("kain tenun"), N_("kain batik"), N_("anyaman"), N_("gerabah")),
}


class CredentialKind(StrEnum):
    """Every kind of certificate or licence the register knows."""

    NIB = "nib"
    HALAL = "halal"
    HALAL_MUI = "halal_mui"
    PIRT = "pirt"
    BPOM_MD = "bpom_md"
    BPOM_COSMETIC = "bpom_cosmetic"
    BPOM_HERBAL = "bpom_herbal"
    MEREK = "merek"
    MEREK_APPLICATION = "merek_application"
    IG = "ig"
    SNI = "sni"
    SNI_BINA_UMK = "sni_bina_umk"
    TKDN = "tkdn"
    OVOP = "ovop"
    SLHS = "slhs"

    @property
    def label(self) -> str:
        """What people read."""
        return _LABELS[self]


@dataclass(frozen=True, slots=True)
class NumberCheck:
    """A checked number in the form it is kept in. `errors` refuse it, `warnings` only tell; both are in Indonesian.

    `expires_on` is the last valid day where the number itself says it (P-IRT). `issue_month` is the first day of the
    month a halal number seems to be of: an observation on real numbers, a hint and never proof.
    """

    kind: CredentialKind
    value: str
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    expires_on: date | None = None
    issue_month: date | None = None

    @property
    def is_accepted(self) -> bool:
        """Whether nothing refuses it; warnings do not."""
        return not self.errors


@dataclass(frozen=True, slots=True)
class OvopCheck:
    """Reasons in Indonesian about an OVOP award."""

    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def check_number(
    kind: str,
    raw: str,
    *,
    on: date,
    issued_on: date | None = None,
    firm_is_pt: bool = False,
    product_is_chilled: bool = False,
) -> NumberCheck:
    """Check the number of a certificate as it is typed. `product_is_chilled` means chilled, frozen or pasteurised.

    A form the issuer is known to use refuses with an error; a form only observed or generally known gives a warning.
    Kinds without a number of their own (OVOP, SNI Bina UMK) may leave it empty. ValueError for an unknown kind.
    """
    known = CredentialKind(kind)
    typed = " ".join(raw.split()).lstrip("'")
    if len(typed) > MAX_NUMBER_LENGTH:
        too_long = f"{known.label}: nomor terlalu panjang (paling banyak {MAX_NUMBER_LENGTH} huruf)."
        return NumberCheck(known, typed[:MAX_NUMBER_LENGTH], (too_long,))
    if known in _FREE_TEXT:
        warnings = () if typed or known in _WITHOUT_NUMBER else (f"{known.label}: nomor belum diisi.",)
        return NumberCheck(known, typed, warnings=warnings)
    if not typed:
        return NumberCheck(known, "", (f"{known.label}: nomor belum diisi.",))
    draft = _Draft(typed, on, issued_on, firm_is_pt, product_is_chilled)
    _CHECKS[known](draft)
    return NumberCheck(
        known, draft.value, tuple(draft.errors), tuple(draft.warnings), draft.expires_on, draft.issue_month
    )


def credential_expiry(kind: str, number: str, *, stated_on: date | None) -> date | None:
    """The last valid day: from a P-IRT's own digits, none for what has no term, else the day stated on the document.

    NIB holds while the business runs, halal until recipe or process change (domain: UU 6/2023), an indikasi geografis
    while its character lasts.
    """
    if kind == CredentialKind.PIRT and (match := _PIRT.fullmatch(number)):
        return _pirt_end(match)
    if kind in (CredentialKind.NIB, CredentialKind.HALAL, CredentialKind.IG):
        return None
    return stated_on


def is_expired(expires_on: date | None, *, on: date) -> bool:
    """Whether the last valid day has passed; on that day itself the certificate still holds."""
    return expires_on is not None and expires_on < on


def check_ovop(stars: int | None, scale: int | None, year: int | None, group: str | None = None) -> OvopCheck:
    """Check an award: those until 2018 gave 1–5 stars, that of 2024 gave 1–3 (domain: Permenperin 14/2021).

    That the round of 2022 used the new scale is only inferred, so the old one warns there. `group` is the group of
    goods that the award names, None where it is not known; each scale has its own groups.
    """
    if stars is None or scale is None or year is None:
        return OvopCheck(("Bintang OVOP harus disertai skala (3 atau 5) dan tahun penghargaannya.",))
    if scale not in (3, 5):
        return OvopCheck(("Skala bintang OVOP adalah 3 atau 5.",))
    errors = []
    warnings = []
    if not 1 <= stars <= scale:
        errors.append(f"Bintang OVOP pada skala {scale} adalah 1 sampai {scale}.")
    if year <= 2018 and scale != 5:
        errors.append(f"Penghargaan OVOP tahun {year} memakai skala 5 bintang.")
    elif year >= 2024 and scale != 3:
        errors.append(f"Penghargaan OVOP tahun {year} memakai skala 3 bintang.")
    elif year >= 2022 and scale != 3:
        warnings.append(f"Penghargaan OVOP tahun {year} tampaknya memakai skala 3 bintang. Periksa skalanya.")
    elif 2018 < year < 2022:
        warnings.append(f"Penghargaan OVOP tahun {year} tidak dikenal; periksa tahun dan skalanya.")
    if group is not None and group not in OVOP_GROUPS[scale]:
        errors.append(f"Kelompok OVOP pada skala {scale}: {', '.join(OVOP_GROUPS[scale])}.")
    return OvopCheck(tuple(errors), tuple(warnings))


def parse_percent(raw: str) -> Decimal:
    """A TKDN value from 0 to 100 with at most two decimals, comma or dot: "40,25" or "40.25 %". Raises `Unreadable`."""
    match = re.fullmatch(r"([0-9]{1,3})(?:[.,]([0-9]{1,2}))? ?%?", raw.strip())
    if match is None:
        raise Unreadable("Nilai TKDN ditulis dengan angka, paling banyak dua desimal, misalnya 40,25.")
    percent = Decimal(f"{match[1]}.{match[2] or '0'}").quantize(Decimal("0.01"))
    if percent > 100:
        raise Unreadable("Nilai TKDN paling banyak 100 persen.")
    return percent


@dataclass(slots=True)
class _Draft:
    """A number under check: what was typed, the circumstances, and what has been found so far."""

    value: str
    on: date
    issued_on: date | None
    firm_is_pt: bool
    product_is_chilled: bool
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    expires_on: date | None = None
    issue_month: date | None = None


_Check = Callable[[_Draft], None]

_LABELS: Final[Mapping[CredentialKind, str]] = {
    CredentialKind.NIB: N_("NIB"),
    CredentialKind.HALAL: N_("Sertifikat halal"),
    CredentialKind.HALAL_MUI: N_("Sertifikat halal MUI (lama)"),
    CredentialKind.PIRT: N_("P-IRT"),
    CredentialKind.BPOM_MD: N_("BPOM MD"),
    CredentialKind.BPOM_COSMETIC: N_("BPOM kosmetik"),
    CredentialKind.BPOM_HERBAL: N_("BPOM obat tradisional dan suplemen"),
    CredentialKind.MEREK: N_("Merek terdaftar"),
    # Not a mark yet: no word of it may sound like a registered one.
    CredentialKind.MEREK_APPLICATION: N_("Merek dalam proses"),
    CredentialKind.IG: N_("Indikasi geografis"),
    CredentialKind.SNI: N_("SNI"),
    CredentialKind.SNI_BINA_UMK: N_("SNI Bina UMK"),
    CredentialKind.TKDN: N_("TKDN"),
    CredentialKind.OVOP: N_("OVOP"),
    CredentialKind.SLHS: N_("SLHS"),
}
_WITHOUT_NUMBER: Final = frozenset({CredentialKind.OVOP, CredentialKind.SNI_BINA_UMK})
_FREE_TEXT: Final = _WITHOUT_NUMBER | {CredentialKind.TKDN, CredentialKind.SLHS}

_LOOSE_MARKS: Final = re.compile(r"[\s.:\-\u2010-\u2015\u2212\u200b\ufeff]")
_HALAL: Final = re.compile(r"ID[0-9]{13,14}(?P<month>[0-9]{2})(?P<year>[0-9]{2})")
_PIRT: Final = re.compile(
    r"(?P<packaging>[0-9])(?P<food>[0-9]{2})(?P<place>[0-9]{4})[0-9]{2}[0-9]{4}-(?P<end>[0-9]{2})"
)


def _tight(value: str) -> str:
    return _LOOSE_MARKS.sub("", value).upper()


def _form(pattern: str, sentence: str, *, is_certain: bool, prefix: str = "") -> _Check:
    """A check of the written form alone; `prefix` is what people put before the number. Only a certain form refuses."""
    compiled = re.compile(pattern)

    def check(draft: _Draft) -> None:
        draft.value = re.sub(f"^(?:{prefix})", "", _tight(draft.value))
        if not compiled.fullmatch(draft.value):
            (draft.errors if is_certain else draft.warnings).append(sentence)

    return check


def _check_nib(draft: _Draft) -> None:
    draft.value = re.sub("^NIB", "", _tight(draft.value))
    if not re.fullmatch("[0-9]{13}", draft.value):
        lost = (
            " Angka 0 di depan mungkin hilang oleh lembar kerja." if re.fullmatch("[0-9]{10,12}", draft.value) else ""
        )
        draft.errors.append(f"NIB terdiri atas tepat 13 angka dan boleh diawali 0.{lost}")


def _check_halal(draft: _Draft) -> None:
    """The head of BPJPH, February 2023: who only has a KH number has not finished certification."""
    draft.value = _tight(draft.value)
    if draft.value.startswith("KH"):
        draft.errors.append(
            "Nomor KH adalah nomor Ketetapan Halal, bukan nomor sertifikat: sertifikasinya belum selesai. "
            "Isilah nomor sertifikat dari BPJPH, yaitu ID diikuti 17 angka."
        )
        return
    if draft.value.startswith("STTD"):
        draft.errors.append(
            "Nomor STTD hanyalah tanda terima pendaftaran, bukan nomor sertifikat. "
            "Isilah nomor sertifikat dari BPJPH, yaitu ID diikuti 17 angka."
        )
        return
    match = _HALAL.fullmatch(draft.value)
    if match is None:
        old = " Nomor sertifikat MUI lama dicatat tersendiri." if re.fullmatch("[0-9]{11,14}", draft.value) else ""
        draft.errors.append(f"Nomor sertifikat halal BPJPH adalah ID diikuti 17 angka.{old}")
        return
    if len(draft.value) == 20:
        draft.warnings.append("Nomor halal ini berisi 18 angka, biasanya 17. Cocokkan lagi dengan sertifikatnya.")
    month = int(match["month"])
    if not 1 <= month <= 12:
        draft.errors.append(
            f"Empat angka terakhir nomor halal adalah bulan dan tahun terbit; bulan {month:02} tidak ada."
        )
        return
    draft.issue_month = date(2000 + int(match["year"]), month, 1)
    if draft.issue_month > draft.on:
        draft.warnings.append("Bulan terbit pada nomor halal ini belum tiba. Cocokkan lagi dengan sertifikatnya.")
    if draft.issued_on and draft.issued_on.replace(day=1) != draft.issue_month:
        draft.warnings.append("Tanggal terbit tidak sama dengan bulan dan tahun pada nomor halal.")


def _check_pirt(draft: _Draft) -> None:
    digits = re.sub("^(?:SPP)?P?IRT(?:NO)?", "", _tight(draft.value))
    draft.value = f"{digits[:13]}-{digits[13:]}" if len(digits) > 13 else digits
    match = _PIRT.fullmatch(draft.value)
    if match is None:
        draft.errors.append("Nomor P-IRT terdiri atas 15 angka: 13 angka, tanda hubung, lalu 2 angka tahun berakhir.")
        return
    if match["packaging"] not in "12345678":
        draft.errors.append("Angka pertama nomor P-IRT (jenis kemasan) adalah 1 sampai 8.")
    if not 1 <= int(match["food"]) <= 16:
        draft.errors.append("Angka kedua dan ketiga nomor P-IRT (jenis pangan) adalah 01 sampai 16.")
    if draft.errors:
        return
    draft.expires_on = _pirt_end(match)
    if is_expired(draft.expires_on, on=draft.on):
        draft.warnings.append(f"P-IRT ini berlaku sampai akhir tahun {draft.expires_on.year} dan sudah kedaluwarsa.")
    if draft.expires_on.year > draft.on.year + 5:
        draft.warnings.append("P-IRT berlaku paling lama 5 tahun. Periksa lagi dua angka terakhirnya.")
    if not match["place"].startswith("61"):
        draft.warnings.append("Kode wilayah pada nomor P-IRT ini bukan Kalimantan Barat (61).")
    if draft.firm_is_pt:
        draft.warnings.append("P-IRT tidak diberikan kepada PT; pangan olahan PT memerlukan izin BPOM MD.")
    if draft.product_is_chilled:
        draft.warnings.append("P-IRT tidak berlaku untuk pangan beku, dingin, atau yang dipasteurisasi; perlu BPOM MD.")


def _pirt_end(match: re.Match[str]) -> date:
    return date(2000 + int(match["end"]), 12, 31)


def _check_bpom_md(draft: _Draft) -> None:
    draft.value = re.sub("^B?POM(?:RI)?", "", _tight(draft.value))
    if not re.fullmatch("M[DL](?:[0-9]{12}|[0-9]{15})", draft.value):
        draft.errors.append("Nomor BPOM pangan adalah MD diikuti 12 angka (lama) atau 15 angka (baru).")
    elif draft.value.startswith("ML"):
        draft.warnings.append("Nomor ML adalah untuk pangan impor, sedangkan buatan dalam negeri bernomor MD.")


def _check_halal_mui(draft: _Draft) -> None:
    draft.value = _tight(draft.value)
    if not re.fullmatch("[0-9]{11,14}", draft.value):
        draft.warnings.append("Nomor sertifikat halal MUI biasanya 11 sampai 14 angka.")
    draft.warnings.append("Ini sertifikat lama dari MUI. Mintalah nomor sertifikat BPJPH yang berlaku.")


def _check_sni(draft: _Draft) -> None:
    """The form is only inferred from titles of standards, so another form warns."""
    tight = re.sub(r"\s*([:\-])\s*", r"\1", draft.value.upper())
    draft.value = re.sub(r"^(?:SNI\s?)?", "SNI ", tight)
    if not re.fullmatch(
        r"SNI (?:ISO |IEC |ISO/IEC )?(?:[0-9]{2}-)?[0-9]{1,5}(?:\.[0-9]+)?(?:-[0-9]{1,3})*[:-][0-9]{4}", draft.value
    ):
        draft.warnings.append("Nomor SNI biasanya ditulis seperti SNI 3553:2015 atau SNI 01-4031-1996.")


_CHECKS: Final[Mapping[CredentialKind, _Check]] = {
    CredentialKind.NIB: _check_nib,
    CredentialKind.HALAL: _check_halal,
    CredentialKind.HALAL_MUI: _check_halal_mui,
    CredentialKind.PIRT: _check_pirt,
    CredentialKind.BPOM_MD: _check_bpom_md,
    CredentialKind.BPOM_COSMETIC: _form(
        "N[A-E][0-9]{11}",
        "Nomor BPOM kosmetik adalah NA sampai NE diikuti 11 angka.",
        is_certain=True,
        prefix="B?POM(?:RI)?",
    ),
    CredentialKind.BPOM_HERBAL: _form(
        "(?:TR|TI|HT|FF|SD|SI|SL)[0-9]{9}",
        "Nomor BPOM ini adalah TR, TI, HT, FF, SD, SI, atau SL diikuti 9 angka.",
        is_certain=True,
        prefix="B?POM(?:RI)?",
    ),
    CredentialKind.MEREK: _form("IDM[0-9]{9}", "Nomor merek terdaftar biasanya IDM diikuti 9 angka.", is_certain=False),
    CredentialKind.MEREK_APPLICATION: _form(
        "[DJ](?:ID)?[0-9]{10,12}",
        "Nomor permohonan merek biasanya D atau J, boleh diikuti ID, lalu 10 sampai 12 angka.",
        is_certain=False,
    ),
    CredentialKind.SNI: _check_sni,
    CredentialKind.IG: _form("IDG[0-9]{9}", "Nomor indikasi geografis biasanya IDG diikuti 9 angka.", is_certain=False),
}
