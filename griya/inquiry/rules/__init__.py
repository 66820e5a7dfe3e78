"""Decisions about inquiries: references, limits, quantities, what counts as the same inquiry, and masked contacts."""

import hashlib
import json
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from email_validator import EmailNotValidError, validate_email

from griya.core.words import N_, Bilingual, Sentence
from griya.inquiry.rules.buying import Terms
from griya.registry.rules.phones import parse_phone
from griya.registry.rules.unreadable import Unreadable

# 31 characters, a prime, so that a weighted sum catches every wrong character and every swap of neighbours. Left out
# are 0 and O, which look alike, I and L, which look like 1, and U, which sounds like W on the telephone.
ALPHABET: Final = "123456789ABCDEFGHJKMNPQRSTVWXYZ"
MAX_LINES: Final = 20
MAX_MAKERS: Final = 10
MAX_QUANTITY: Final = 999_999
NAME_LENGTH: Final = 120
PLACE_LENGTH: Final = 120
EMAIL_LENGTH: Final = 254
MESSAGE_LENGTH: Final = 5000
NOTE_LENGTH: Final = 300
LIST_LIFETIME: Final = timedelta(days=7)
# How long a browser is reminded of what it sent, and the same words again count as the same inquiry.
JUST_SENT: Final = timedelta(days=1)

# A list that a code carries from the kiosk: of more products it is too fine for a phone's camera at arm's length.
MOST_CARRIED: Final = 12
CARRIED_SEPARATOR: Final = "."
_LONGEST_CARRIED: Final = 400
_CODE: Final = re.compile(r"[A-Z0-9][A-Z0-9-]{0,23}")

_RANDOM_CHARACTERS: Final = 7
# 8 * 4 = 32 = 1 modulo 31: the check character has weight 8, so it is found by multiplying with 4.
_INVERSE_OF_EIGHT: Final = 4
_REFERENCE: Final = re.compile(rf"GI-([{ALPHABET}]{{4}})-([{ALPHABET}]{{4}})")
_KEY: Final = re.compile(r"[A-Za-z0-9_-]{16,64}")
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{22}")
# Thousands are grouped by dots in Indonesian and by commas in English. A fraction is refused, so that either mark can
# mean nothing else, on a page of either language.
_QUANTITY: Final = re.compile(r"[0-9]{1,12}|[0-9]{1,3}(?:(?:\.[0-9]{3}){1,3}|(?:,[0-9]{3}){1,3})")


def new_reference(choose: Callable[[str], str] = secrets.choice) -> str:
    """A random reference such as `GI-7K3M-X9QA`; its last character checks the seven before it."""
    body = "".join(choose(ALPHABET) for _ in range(_RANDOM_CHARACTERS))
    return _written(body + _check_character(body))


def check_reference(reference: str) -> bool:
    """Whether this is a reference as we write it, with the right check character."""
    match = _REFERENCE.fullmatch(reference)
    return match is not None and _weighted_sum(match[1] + match[2]) == 0


def normal_reference(raw: str) -> str | None:
    """The reference somebody typed or read out: any case, blanks, dashes, I or L for 1. None when it cannot be one."""
    if len(raw) > 40:
        return None
    plain = re.sub(r"[^0-9A-Z]", "", raw.upper())
    body = plain[2:] if len(plain) == _RANDOM_CHARACTERS + 3 and plain.startswith("GI") else plain
    body = body.replace("I", "1").replace("L", "1")
    if len(body) != _RANDOM_CHARACTERS + 1:
        return None
    reference = _written(body)
    return reference if check_reference(reference) else None


def _written(body: str) -> str:
    return f"GI-{body[:4]}-{body[4:]}"


def _weighted_sum(characters: str) -> int:
    return sum(weight * ALPHABET.index(c) for weight, c in enumerate(characters, start=1)) % len(ALPHABET)


def _check_character(body: str) -> str:
    return ALPHABET[-_weighted_sum(body) * _INVERSE_OF_EIGHT % len(ALPHABET)]


def is_key(text: str) -> bool:
    """Whether `text` can be the idempotency key of a rendered form."""
    return _KEY.fullmatch(text) is not None


def is_token(text: str) -> bool:
    """Whether `text` can be a token of ours at all."""
    return _TOKEN.fullmatch(text) is not None


def has_words(text: str) -> bool:
    """Whether a person could read anything in it: at least one letter or digit of any script."""
    return any(c.isalnum() for c in text)


def read_quantity(raw: str) -> int:
    """A whole number of units from 1 to 999.999, its thousands marked by dots, commas or not. Raises `Unreadable`."""
    typed = raw.strip()
    if not typed:
        raise Unreadable(N_("Tulis jumlahnya, misalnya 10."))
    if not _QUANTITY.fullmatch(typed):
        raise Unreadable(N_("Tulis jumlah sebagai angka bulat, misalnya 10."))
    quantity = int(re.sub("[.,]", "", typed))
    if not 1 <= quantity <= MAX_QUANTITY:
        raise Unreadable(N_("Jumlahnya antara 1 dan 999.999. Untuk jumlah lain, tulis di pesan."))
    return quantity


def read_email(raw: str) -> str:
    """The address in the one form that any mail server takes. Raises `Unreadable`.

    Reserved names such as `contoh.test` pass: the sample data and every trial of the form are written with them.
    """
    try:
        checked = validate_email(raw.strip(), check_deliverability=False, allow_smtputf8=False, test_environment=True)
    except (EmailNotValidError, ValueError) as error:
        raise Unreadable(N_("Alamat e-mail ini tidak lengkap atau salah tulis; contoh: nama@contoh.id.")) from error
    address = checked.ascii_email or ""
    if not address or len(address) > EMAIL_LENGTH:
        raise Unreadable(N_("Alamat e-mail ini tidak dapat dipakai untuk mengirim surat."))
    return address


def usable_email(raw: str | None) -> str | None:
    """An address from somebody's records when mail can be sent to it, else None."""
    try:
        return read_email(raw or "")
    except Unreadable:
        return None


@dataclass(frozen=True, slots=True)
class WantedLine:
    """One product as it was asked for: `slug` is the one on the form. A `label` says instead what was not found."""

    slug: str
    quantity: int
    note: str = ""
    questions: tuple[str, ...] = ()
    label: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Everything a buyer says in one inquiry, already read: `phone` in E.164, `email` in ASCII."""

    name: str
    phone: str | None
    email: str | None
    place: str = ""
    message: str = ""
    lines: tuple[WantedLine, ...] = ()
    terms: Terms = field(default=Terms())
    # Digests of the files that came along.
    files: tuple[str, ...] = ()

    @property
    def slugs(self) -> tuple[str, ...]:
        """The products that are named."""
        return tuple(line.slug for line in self.lines if not line.label)


def content_digest(wanted: Wanted) -> str:
    """The same for the same words and nothing else: what tells a second sending from a second inquiry."""
    content = [
        wanted.name,
        wanted.phone,
        wanted.email,
        wanted.place,
        wanted.message,
        [[line.slug, line.quantity, line.note, line.questions, line.label, line.unit] for line in wanted.lines],
        wanted.terms.said,
        wanted.files,
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=True).encode()).hexdigest()


def check_wanted(wanted: Wanted) -> list[str]:
    """Why this cannot be sent as it is, whatever the catalogue says; empty when it can."""
    reasons: list[str] = []
    if not wanted.lines and not has_words(wanted.message):
        reasons.append(N_("Pilih paling sedikit satu produk, atau tulis di pesan apa yang Anda cari."))
    if not wanted.phone and not wanted.email:
        reasons.append(N_("Tulis nomor WhatsApp atau alamat e-mail, supaya Anda dapat dijawab."))
    if len(wanted.lines) > MAX_LINES:
        reasons.append(
            Sentence(
                "Satu permintaan memuat paling banyak %(most)d produk; di sini ada %(count)d. "
                "Hapus sebagian dan kirim sisanya sebagai permintaan kedua.",
                most=MAX_LINES,
                count=len(wanted.lines),
            )
        )
    return reasons


def check_makers(count: int) -> list[str]:
    """Why one inquiry cannot go to this many makers; empty when it can."""
    if count <= MAX_MAKERS:
        return []
    return [
        Sentence(
            "Satu permintaan sampai ke paling banyak %(most)d pembuat; di sini ada %(count)d. "
            "Hapus sebagian dan kirim sisanya sebagai permintaan kedua.",
            most=MAX_MAKERS,
            count=count,
        ),
    ]


def shown_phone(e164: str) -> Bilingual:
    """A stored number as it is written at home, `0812-3456-7890`, and in English as from abroad, `+62 812-…`."""
    try:
        phone = parse_phone(e164)
    except Unreadable:
        return Bilingual(e164, e164)
    return Bilingual(phone.display, phone.display_international)


def masked_phone(e164: str) -> Bilingual:
    """`0812-••••-7890`: enough to recognise one's own number, not enough to call it."""
    shown = shown_phone(e164)
    return Bilingual(_masked(shown), _masked(shown.en))


def _masked(shown: str) -> str:
    digits = sum(c.isdigit() for c in shown)
    seen, masked = 0, []
    for c in shown:
        seen += c.isdigit()
        masked.append("•" if c.isdigit() and 4 < seen <= digits - 4 else c)
    return "".join(masked)


def masked_email(email: str) -> str:
    """`s•••@contoh.test`: the first letter and the domain."""
    local, _, domain = email.rpartition("@")
    return f"{local[:1]}•••@{domain}"


def masked_contact(phone: str | None, email: str | None) -> str:
    """Phone and e-mail, masked, in one line."""
    return " · ".join(([masked_phone(phone)] if phone else []) + ([masked_email(email)] if email else []))


def read_codes(text: str) -> list[str]:
    """The products that a list from the kiosk names, as codes with dots between; what cannot be one is left out."""
    codes = dict.fromkeys(text[:_LONGEST_CARRIED].split(CARRIED_SEPARATOR))
    return [code for code in codes if _CODE.fullmatch(code)][:MOST_CARRIED]
