"""How much of a story is told, and that a notice says how long data is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from griya.inquiry import notices
from griya.site.rules import opening_line, retention_sentence


@pytest.mark.parametrize(
    ("story", "line"),
    [
        ("", ""),
        ("Satu kalimat.", "Satu kalimat."),
        ("\n  Paragraf pertama.\nParagraf kedua.", "Paragraf pertama."),
        ("A" * 60 + ". " + "B" * 200 + ".", "A" * 60 + "."),
        ("Pendek. " + "kata " * 60, "Pendek. " + "kata " * 31 + "kata…"),
        ("x" * 500, "x" * 169 + "…"),
    ],
)
def test_a_line_ends_where_a_sentence_does_or_says_that_it_goes_on(story: str, line: str) -> None:
    assert opening_line(story) == line


@given(st.text(max_size=600))
def test_no_line_is_longer_than_a_card_holds(story: str) -> None:
    assert len(opening_line(story)) <= 171


def test_the_present_notice_says_once_how_long_data_is_kept() -> None:
    assert "bulan" in retention_sentence(notices.INQUIRY.sentences)
    assert "24 months" in retention_sentence(notices.INQUIRY_EN.sentences)
    with pytest.raises(ValueError, match="how long"):
        retention_sentence(("Data ini dipakai.",))
