"""What a form makes of the odd things that arrive."""

import pytest

from griya.core.forms import cleaned


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (None, None),
        ("  Sari \n", "Sari"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("NUL\x00 dan \x1b[31m", "NUL dan [31m"),
        ("\ud800 tunggal", "tunggal"),
        ("balik \u202eokib", "balik okib"),
        ("e\u0301", "é"),
        ("👩🏽‍🌾 tetap", "👩🏽‍🌾 tetap"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
    ],
)
def test_text_is_kept_but_for_what_no_person_types(typed: str | None, kept: str | None) -> None:
    assert cleaned(typed) == kept
