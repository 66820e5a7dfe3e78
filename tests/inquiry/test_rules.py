"""References, quantities, addresses, what counts as the same inquiry, masks."""

import re
from dataclasses import replace
from itertools import product as pairs
from typing import Any

import pytest

from griya.inquiry.notices import INQUIRY, INQUIRY_EN
from griya.inquiry.rules import (
    ALPHABET,
    MAX_LINES,
    MAX_MAKERS,
    Wanted,
    WantedLine,
    check_makers,
    check_reference,
    check_wanted,
    content_digest,
    has_words,
    is_key,
    is_token,
    masked_contact,
    masked_email,
    masked_phone,
    new_reference,
    normal_reference,
    read_email,
    read_quantity,
    usable_email,
)
from griya.registry.rules.unreadable import Unreadable

WANTED = Wanted("Sari", "+6281234567890", "sari@contoh.test", "Kuching", "Halo", (WantedLine("amplang", 2, "pedas"),))


def places(reference: str) -> list[int]:
    return [index for index, c in enumerate(reference) if index > 2 and c != "-"]


def test_the_alphabet_has_31_characters_and_none_that_is_misread() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 31
    assert not set("0OILU") & set(ALPHABET)


def test_a_new_reference_has_its_form_and_passes_its_own_check() -> None:
    references = {new_reference() for _ in range(500)}
    assert len(references) == 500
    for reference in references:
        assert re.fullmatch(rf"GI-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", reference)
        assert check_reference(reference)


def test_every_wrong_character_is_caught() -> None:
    for reference in [new_reference() for _ in range(40)]:
        for place, c in pairs(places(reference), ALPHABET):
            if c != reference[place]:
                assert not check_reference(reference[:place] + c + reference[place + 1 :])


def test_every_swap_of_any_two_characters_is_caught() -> None:
    for reference in [new_reference() for _ in range(200)]:
        for left, right in pairs(places(reference), repeat=2):
            if left < right and reference[left] != reference[right]:
                swapped = list(reference)
                swapped[left], swapped[right] = swapped[right], swapped[left]
                assert not check_reference("".join(swapped))


def test_every_pair_of_values_in_every_neighbouring_place_is_caught() -> None:
    # The weighted sum depends on the two characters alone, so this is all 8 places × 31 × 31 values.
    for place in range(7):
        for a, b in pairs(range(31), repeat=2):
            before, after = (place + 1) * a + (place + 2) * b, (place + 1) * b + (place + 2) * a
            assert a == b or (before - after) % 31


def test_a_reference_is_understood_however_it_is_typed() -> None:
    reference = "GI-1111-1119"
    body = "1111111"
    check = next(c for c in ALPHABET if check_reference(f"GI-{body[:4]}-{body[4:]}{c}"))
    reference = f"GI-1111-111{check}"
    for typed in (
        reference,
        reference.lower(),
        f"  {reference}  ",
        reference.replace("-", ""),
        reference.replace("-", " "),
        reference.removeprefix("GI-"),
        f"gi iill iil{check}",
        reference.replace("-", "–"),
    ):
        assert normal_reference(typed) == reference


@pytest.mark.parametrize("typed", ["", "GI-", "GI-1111", "GI-0000-0000", "x" * 5000, "GI-1111-11111", "\x00", "٣" * 8])
def test_what_is_no_reference_is_none(typed: str) -> None:
    assert normal_reference(typed) is None
    assert not check_reference(typed)


@pytest.mark.parametrize(
    ("typed", "quantity"),
    [("1", 1), (" 10 ", 10), ("007", 7), ("1.000", 1000), ("1,000", 1000), ("999.999", 999_999), ("999,999", 999_999)],
)
def test_a_quantity_is_read_with_or_without_thousands(typed: str, quantity: int) -> None:
    assert read_quantity(typed) == quantity


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "0",
        "-1",
        "1,5",
        "1.5",
        "1e3",
        "1_000",
        "٣",
        "²",
        "1000000",
        "9" * 10_000,
        "NaN",
        "sepuluh",
        "\x00",
        "1.0000",
        "1,0000",
        "1,00",
        ",100",
        "1.000,000",
        "1,000.000",
        "1,000,00",
        "1,000,000",
    ],
)
def test_what_is_no_quantity_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(Unreadable, match=r"\.$"):
        read_quantity(typed)


def test_an_address_is_kept_in_the_form_every_mail_server_takes() -> None:
    assert read_email(" Sari@Contoh.test ") == "Sari@contoh.test"
    assert read_email("sari@dapur-ñ.id") == "sari@xn--dapur--1wa.id"


@pytest.mark.parametrize(
    "typed",
    [
        *("", "sari", "sari@", "@contoh.id", "a b@contoh.id", "a@b.c\r\nBcc: x@y.id", "ñ@contoh.id", "a@" + "a." * 40),
        *("a@b@c.id", "a@x.id,b@y.id", "sari@localhost", '"a b"@contoh.id', "a@[127.0.0.1]"),
    ],
)
def test_an_address_that_mail_cannot_be_sent_to_is_refused(typed: str) -> None:
    with pytest.raises(Unreadable):
        read_email(typed)
    assert usable_email(typed) is None


def test_the_same_words_have_the_same_digest_and_any_change_another() -> None:
    changes: list[dict[str, Any]] = [
        {"name": "Sari W"},
        {"phone": None},
        {"email": None},
        {"place": ""},
        {"message": "Halo!"},
        {"lines": ()},
        {"lines": (WantedLine("amplang", 3, "pedas"),)},
        {"lines": (WantedLine("amplang", 2, ""),)},
        {"lines": (WantedLine("amplang", 2, "pedas"), WantedLine("madu", 1))},
    ]
    digests = {content_digest(replace(WANTED, **change)) for change in changes}
    assert len(digests) == len(changes)
    assert content_digest(WANTED) not in digests
    assert content_digest(replace(WANTED)) == content_digest(WANTED)


def test_words_cannot_move_from_one_field_to_the_next_unnoticed() -> None:
    one = replace(WANTED, place="a", message="b c")
    two = replace(WANTED, place="a b", message="c")
    assert content_digest(one) != content_digest(two)


def test_an_inquiry_needs_a_product_or_words() -> None:
    assert check_wanted(WANTED) == []
    assert check_wanted(replace(WANTED, lines=())) == []
    assert len(check_wanted(replace(WANTED, lines=(), message=" \u200b…"))) == 1


def test_an_inquiry_needs_a_way_to_answer() -> None:
    assert check_wanted(replace(WANTED, phone=None)) == check_wanted(replace(WANTED, email=None)) == []
    assert len(check_wanted(replace(WANTED, phone=None, email=None))) == 1


def test_an_inquiry_spreads_no_further_than_its_caps() -> None:
    lines = tuple(WantedLine(f"p{n}", 1) for n in range(MAX_LINES))
    assert check_wanted(replace(WANTED, lines=lines)) == []
    assert "21" in check_wanted(replace(WANTED, lines=(*lines, WantedLine("p", 1))))[0]
    assert check_makers(MAX_MAKERS) == []
    assert "11" in check_makers(MAX_MAKERS + 1)[0]


def test_contacts_are_masked_beyond_recognition_by_strangers() -> None:
    assert masked_phone("+6281234567890") == "0812-••••-7890"
    assert masked_phone("+60123456789") == "+60 12-••• 6789"
    assert masked_phone("+6281234567890").en == "+62 81•-••••-7890"
    assert masked_email("sari@contoh.test") == "s•••@contoh.test"
    assert masked_contact("+6281234567890", "a@b.id") == "0812-••••-7890 · a•••@b.id"
    assert masked_contact(None, None) == ""


@pytest.mark.parametrize(
    ("text", "is_readable"), [("Sari", True), ("ꦲꦏ", True), ("7", True), ("\u200b\u200d", False), ("…", False)]
)
def test_words_are_something_a_person_can_read(text: str, is_readable: bool) -> None:
    assert has_words(text) is is_readable


def test_keys_and_tokens_are_known_by_their_shape() -> None:
    assert is_key("a" * 16) and is_key("a" * 64)
    assert not any(map(is_key, ("", "a" * 15, "a" * 65, "a" * 20 + "\x00", "a" * 20 + "\n", "' or 1=1 --aaaaaaaaa")))
    assert is_token("a" * 22)
    assert not any(map(is_token, ("", "a" * 21, "a" * 23, "a" * 22 + "\n")))


def test_the_notice_is_the_one_that_was_versioned() -> None:
    # A changed word needs a new version, and then this digest; consent that was given points at the old pair.
    assert (INQUIRY.version, INQUIRY.wording_digest[:16]) == ("2026-11-2", "28a4945f078e5c8f")
    assert (INQUIRY_EN.version, INQUIRY_EN.wording_digest[:16]) == ("2026-11-2-en", "ed6e9284e9c17909")
