"""A buyer's telephone number: home, or the neighbours across the border, who forget the plus or their country."""

import re
from typing import Final

import phonenumbers
from phonenumbers import NumberParseException

from griya.core.words import N_, Sentence
from griya.registry.rules.phones import parse_phone
from griya.registry.rules.unreadable import Unreadable

_NEIGHBOURS: Final = {"60": "MY", "673": "BN", "65": "SG"}
_PLAIN: Final = re.compile(r"[\s().\-]")
_WRONG_LENGTH: Final = {
    "MY": N_("Nomor Malaysia terdiri atas 8 sampai 10 angka sesudah +60, misalnya +60 12-345 6789."),
    "BN": N_("Nomor Brunei terdiri atas 7 angka sesudah +673, misalnya +673 712 3456."),
    "SG": N_("Nomor Singapura terdiri atas 8 angka sesudah +65, misalnya +65 8123 4567."),
}


def read_phone(raw: str) -> str:
    """The number in E.164: Indonesian as at home, Malaysian, Bruneian and Singaporean also without the plus.

    Raises:
        Unreadable: with a sentence for the buyer, which names the country where the number shows it.
    """
    plain = _PLAIN.sub("", raw.strip())
    if re.fullmatch(r"(?:60|65|673)[0-9]{6,11}", plain) and _is_valid(f"+{plain}"):
        plain = f"+{plain}"
        return plain
    if re.fullmatch(r"01[0-9]{8,9}", plain) and _is_valid(f"+60{plain[1:]}"):
        raise Unreadable(
            Sentence(
                "Nomor %(typed)s bukan nomor Indonesia. Bila ini nomor Malaysia, tulis +60 %(rest)s.",
                typed=plain,
                rest=plain[1:],
            )
        )
    e164 = parse_phone(raw).e164
    for code, country in _NEIGHBOURS.items():
        if e164.startswith(f"+{code}") and not _is_possible(e164):
            raise Unreadable(_WRONG_LENGTH[country])
    return e164


def _is_valid(e164: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(e164))
    except NumberParseException:
        return False


def _is_possible(e164: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(e164))
    except NumberParseException:
        return False
