"""What a maker is told about a result: one text for the letter by mail and the printed one. Plain text, no markup."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from griya.config import Settings
from griya.core.outbox import Letter
from griya.core.text import day
from griya.core.tokens import signed_key, signed_token
from griya.curation.models import Result, VerdictKind
from griya.curation.rules.scoring import RESULT_NAMES

VERSION: Final = 1
RESULT, APPEAL_FILED, APPEAL_REJECTED = "curation-result", "curation-appeal-filed", "curation-appeal-rejected"
_PURPOSE: Final = "curation-appeal"
_OPENINGS: Final = {
    VerdictKind.DECISION: "Produk Anda “{product}” ({code}) sudah dinilai oleh kurator Griya IKM.",
    VerdictKind.APPEAL: "Banding Anda atas penilaian “{product}” ({code}) dikabulkan. Putusan lama tidak berlaku lagi.",
    VerdictKind.LIFTED: "Semua syarat untuk “{product}” ({code}) sudah terpenuhi.",
    VerdictKind.REVOCATION: "Hasil terseleksi untuk “{product}” ({code}) dicabut.",
}


@dataclass(frozen=True, slots=True)
class Post:
    """What every letter needs to know of the place it comes from; the key signs the way to an appeal."""

    public_url: str
    office_name: str
    office_email: str
    office_phone: str
    sender_domain: str
    secret_key: str

    @classmethod
    def of(cls, settings: Settings) -> "Post":
        """As the settings say."""
        return cls(
            public_url=settings.public_url,
            office_name=settings.office.name,
            office_email=settings.office.email,
            office_phone=settings.office.phone,
            sender_domain=settings.mail_from.rpartition("@")[2] or "griya.local",
            secret_key=settings.secret_key,
        )


@dataclass(frozen=True, slots=True)
class Told:
    """What one verdict says to the maker."""

    review_code: str
    number: int
    kind: VerdictKind
    result: Result
    product: str
    product_code: str
    producer: str
    reason: str
    improvement: str
    conditions: tuple[tuple[str, date], ...]
    appeal_until: datetime | None
    valid_from: datetime | None
    valid_until: datetime | None
    certificate_code: str | None
    certificate_number: str


def cause_of(review_code: str, number: int) -> str:
    """The outbox cause of the letters that follow from a verdict."""
    return f"curation:{review_code}:{number}"


def appeal_token(secret_key: str, review_code: str, number: int) -> str:
    """What the link carries by which a maker appeals without an account."""
    return signed_token(secret_key, _PURPOSE, f"{review_code}-{number}")


def read_appeal_token(secret_key: str, token: str) -> tuple[str, int] | None:
    """The review and the verdict that a link is about; None for one that was not signed here."""
    key = signed_key(secret_key, _PURPOSE, token) if len(token) <= 60 else None
    code, _, number = (key or "").partition("-")
    return (code, int(number)) if code and number.isascii() and number.isdecimal() else None


def last_day(until: datetime) -> str:
    """The last whole day before an end, which is a midnight."""
    return day(until - timedelta(seconds=1))


def subject_of(told: Told) -> str:
    """The letter in a line."""
    return f"Hasil kurasi {told.product}: {RESULT_NAMES[told.result]}"


def paragraphs_of(told: Told, post: Post) -> list[str]:
    """The letter's paragraphs, from its greeting to its sender."""
    opening = _OPENINGS[told.kind].format(product=told.product, code=told.product_code)
    parts = [f"Yth. {told.producer},", f"{opening}\nHasilnya: {RESULT_NAMES[told.result].upper()}."]
    if told.valid_from and told.valid_until:
        parts.append(
            f"Berlaku {day(told.valid_from)} sampai {last_day(told.valid_until)}. Sertifikat nomor "
            f"{told.certificate_number} dapat dilihat dan dicetak di:\n"
            f"{post.public_url}/terseleksi/sertifikat/{told.certificate_code}"
        )
    parts.append(f"Alasannya:\n{told.reason}")
    if told.improvement:
        parts.append(f"Yang perlu diperbaiki:\n{told.improvement}")
    if told.conditions:
        rows = "\n".join(f"- {text} (paling lambat {day(due_on)})" for text, due_on in told.conditions)
        parts.append(f"Syarat supaya menjadi terseleksi penuh:\n{rows}\nBeri tahu kantor kami bila sudah terpenuhi.")
    if told.appeal_until and told.result is not Result.SELECTED:
        link = f"{post.public_url}/banding/{appeal_token(post.secret_key, told.review_code, told.number)}"
        parts.append(
            f"Tidak setuju? Anda boleh banding sampai {last_day(told.appeal_until)}, tanpa biaya dan tanpa akun, lewat "
            f"tautan ini atau lewat petugas kami. Kurator lain yang memutusnya.\n{link}"
        )
    parts.append(f"Kriteria penilaian terbuka untuk semua:\n{post.public_url}/terseleksi/penilaian")
    ways = " · ".join(way for way in (post.office_phone, post.office_email) if way)
    parts.append(f"{post.office_name}\n{ways}".strip())
    return parts


def result_letter(told: Told, post: Post, recipient: str) -> Letter:
    """The letter that tells a verdict."""
    return _letter(told, post, recipient, RESULT, subject_of(told), paragraphs_of(told, post))


def appeal_filed_letter(told: Told, post: Post, recipient: str, due_at: datetime) -> Letter:
    """The letter that says that an appeal has come in."""
    parts = [
        f"Yth. {told.producer},",
        f"Banding Anda atas hasil kurasi “{told.product}” ({told.product_code}) sudah kami terima.",
        f"Kurator yang tidak ikut menilai memutusnya paling lambat {last_day(due_at)}. Hasilnya kami kabari.",
        post.office_name,
    ]
    return _letter(told, post, recipient, APPEAL_FILED, f"Banding atas {told.product} sudah diterima", parts)


def appeal_rejected_letter(told: Told, post: Post, recipient: str, reason: str) -> Letter:
    """The letter that says that an appeal was rejected, and why."""
    parts = [
        f"Yth. {told.producer},",
        f"Banding Anda atas hasil kurasi “{told.product}” ({told.product_code}) sudah diperiksa kurator lain.",
        f"Hasilnya tetap: {RESULT_NAMES[told.result].upper()}.",
        f"Alasannya:\n{reason}",
        "Produk ini dapat diajukan lagi bila sudah diperbaiki.",
        post.office_name,
    ]
    return _letter(told, post, recipient, APPEAL_REJECTED, f"Banding atas {told.product}: hasil tetap", parts)


def _letter(told: Told, post: Post, recipient: str, template: str, subject: str, parts: list[str]) -> Letter:
    return Letter(
        cause=cause_of(told.review_code, told.number),
        template=template,
        template_version=VERSION,
        recipient=recipient,
        subject=subject,
        body="\n\n".join(parts) + "\n",
        reply_to=post.office_email or None,
    )
