"""Telephone numbers as people and spreadsheets write them: normalised, shown, and turned into a WhatsApp link."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from griya.core.words import N_, Sentence, as_typed
from griya.registry.rules.unreadable import Unreadable

# Shapes rather than the library's list of ranges in use: a range opened last month is as good as an old one.
_ANY: Final = re.compile(r"\+[1-9][0-9]{7,14}")
# 080x are service lines (0800 toll-free, 0807, 0809), never a person's mobile.
_INDONESIAN_MOBILE: Final = re.compile(r"\+628[1-9][0-9]{6,10}")
_INDONESIAN_OTHER: Final = re.compile(r"\+62(?:80[0-9]{5,9}|[2-79][0-9]{7,10})")

_DESTROYED: Final = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?e\+?[0-9]+", re.IGNORECASE)
_WHOLE_FLOAT: Final = re.compile(r"([0-9]{8,15})\.0")
_LABEL: Final = re.compile(r"^(?:(?:telp|tlp|tel|hp|wa|whatsapp|phone|no)(?![a-z])[.:\s]*)+", re.IGNORECASE)
_PUNCTUATION: Final = re.compile(r"[\s().\-\u2010-\u2015\u2212\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_SEPARATOR: Final = re.compile(r"[/,;|\n&]|\b(?:dan|atau)\b", re.IGNORECASE)
_BLANK: Final = re.compile(r"[\s\-–—.]*")


@dataclass(frozen=True, slots=True)
class Phone:
    """One number. `country` is ISO 3166 alpha-2, None for numbers of no country (such as satellite phones).

    `display` is for Indonesian pages (`0812-3456-7890`, foreign numbers with +), `display_international` for English
    ones (`+62 812-3456-7890`).
    """

    e164: str
    country: str | None
    is_mobile: bool
    display: str
    display_international: str


@dataclass(frozen=True, slots=True)
class PhoneCellPart:
    """One piece of a spreadsheet cell: a phone, or None and the reason in Indonesian why it is unusable."""

    raw: str
    phone: Phone | None
    reason: str = ""


def parse_phone(raw: str) -> Phone:
    """Read one number: Indonesian with 0, 62, +62 or without the leading 0 (8…), any other country with + or 00.

    Accepts by shape, so a number in a range the library does not know yet still passes. Raises `Unreadable` with a
    sentence in Indonesian.
    """
    e164 = _normalised(raw)
    if e164.startswith("+62"):
        return _indonesian(e164)
    if not _ANY.fullmatch(e164):
        raise Unreadable(N_("Nomor telepon luar negeri terdiri atas 8 sampai 15 angka sesudah tanda +."))
    return _foreign(e164)


def whatsapp_url(phone: Phone, text: str = "") -> str | None:
    """A link that opens a chat with `text` as a draft; nothing is sent by it. None for a number that is no mobile.

    Put no personal data into `text`.
    """
    if not phone.is_mobile:
        return None
    url = f"https://wa.me/{phone.e164.removeprefix('+')}"
    return f"{url}?text={quote(text, safe='')}" if text else url


def split_phone_cell(raw: str) -> list[PhoneCellPart]:
    """Every number of a spreadsheet cell, in order, each usable or with its reason. A blank or a dash holds none."""
    if _BLANK.fullmatch(raw):
        return []
    # A destroyed number may hold a decimal comma, which would otherwise part it in two.
    pieces = [raw] if _DESTROYED.fullmatch(raw.strip()) else _SEPARATOR.split(raw)
    return [part for piece in pieces if not _BLANK.fullmatch(piece) for part in _parts(piece.strip())]


def _parts(piece: str) -> list[PhoneCellPart]:
    whole = _part(piece)
    by_space = [_part(word) for word in piece.split()]
    # Spaces usually group the digits of one number, but "0812… 0852…" is two: only where every word is one by itself.
    if whole.phone is None and len(by_space) > 1 and all(part.phone for part in by_space):
        return by_space
    return [whole]


def _part(piece: str) -> PhoneCellPart:
    try:
        return PhoneCellPart(piece, parse_phone(piece))
    except Unreadable as error:
        return PhoneCellPart(piece, None, str(error))


def _normalised(raw: str) -> str:
    typed = _LABEL.sub("", raw.strip().lstrip("'"))
    if _BLANK.fullmatch(typed):
        raise Unreadable(N_("Nomor telepon belum diisi."))
    if _DESTROYED.fullmatch(typed):
        raise Unreadable(
            Sentence(
                "Nomor %(typed)s rusak oleh lembar kerja: angka aslinya hilang. Tanyakan lagi nomornya kepada IKM.",
                typed=as_typed(typed[:40]),
            )
        )
    if whole := _WHOLE_FLOAT.fullmatch(typed):
        typed = whole[1]
    digits = _PUNCTUATION.sub("", typed.replace("(0)", "") if typed.startswith("+") else typed)
    if not re.fullmatch(r"\+?[0-9]+", digits):
        raise Unreadable(
            Sentence(
                "Nomor telepon “%(typed)s” berisi huruf atau tanda yang bukan bagian dari nomor.",
                typed=as_typed(typed[:40]),
            )
        )
    return _with_country_code(digits)


def _with_country_code(digits: str) -> str:
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    if digits.startswith("+"):
        return f"+62{digits[4:]}" if digits.startswith("+620") else digits
    if digits.startswith("62"):
        return _with_country_code(f"+{digits}")
    if digits.startswith("0"):
        return f"+62{digits[1:]}"
    if digits.startswith("8"):
        return f"+62{digits}"
    raise Unreadable(
        Sentence("Nomor %(typed)s tanpa kode wilayah. Tulis misalnya 0812…, 0561… atau +60….", typed=digits[:20])
    )


def _indonesian(e164: str) -> Phone:
    is_mobile = _INDONESIAN_MOBILE.fullmatch(e164) is not None
    if not is_mobile and not _INDONESIAN_OTHER.fullmatch(e164):
        home = f"0{e164[3:]}"[:20]
        if e164.startswith("+628"):
            raise Unreadable(
                Sentence(
                    "Nomor HP %(typed)s terdiri atas %(digits)d angka, seharusnya 9 sampai 13 angka.",
                    typed=home,
                    digits=len(e164) - 2,
                )
            )
        raise Unreadable(Sentence("Nomor %(typed)s bukan nomor telepon Indonesia yang lengkap.", typed=home))
    number = _library_number(e164)
    if number is not None and phonenumbers.is_valid_number(number):
        home = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
        abroad = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    else:
        grouped = _in_groups(e164[3:]) if is_mobile else e164[3:]
        home, abroad = f"0{grouped}", f"+62 {grouped}"
    return Phone(e164, "ID", is_mobile, home, abroad)


def _foreign(e164: str) -> Phone:
    number = _library_number(e164)
    if number is None:
        raise Unreadable(N_("Kode negara nomor ini tidak dikenal."))
    code = number.country_code or 0
    country = phonenumbers.region_code_for_number(number) or phonenumbers.region_code_for_country_code(code)
    is_mobile = phonenumbers.number_type(number) in (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
    shown = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    return Phone(e164, country if len(country) == 2 else None, is_mobile, shown, shown)


def _library_number(e164: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(e164)
    except NumberParseException:
        return None


def _in_groups(national: str) -> str:
    """`81234567890` as `812-3456-7890`: three, four and the rest, as the library writes known ranges."""
    return "-".join(filter(None, (national[:3], national[3:7], national[7:])))
