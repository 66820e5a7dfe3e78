"""Words and numbers as people read them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from griya.core.text import day, moment, number, one_line, percent, rupiah, slugify


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, "Rp0"), (999, "Rp999"), (25_000, "Rp25.000"), (1_250_000, "Rp1.250.000"), (-5_000, "−Rp5.000")],
)
def test_rupiah_has_no_blank_and_dots_between_thousands(value: int, written: str) -> None:
    assert rupiah(value) == written


def test_a_number_has_dots_between_thousands() -> None:
    assert number(5815) == "5.815"


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [("40.25", "40,25%", "40.25%"), ("100.00", "100%", "100%"), ("40.50", "40,5%", "40.5%"), ("0.00", "0%", "0%")],
)
def test_a_share_is_written_without_idle_zeros(value: str, indonesian: str, english: str) -> None:
    assert (percent(Decimal(value)), percent(Decimal(value), "en")) == (indonesian, english)


def test_a_day_is_written_out_in_indonesian() -> None:
    assert day(date(2026, 11, 22)) == "22 November 2026"


def test_a_moment_just_before_midnight_utc_is_the_next_day_in_wib() -> None:
    assert moment(datetime(2026, 11, 21, 17, 0, tzinfo=UTC)) == "Minggu, 22 November 2026 00.00 WIB"
    assert day(datetime(2026, 11, 21, 17, 0, tzinfo=UTC)) == "22 November 2026"
    assert day(datetime(2026, 11, 21, 16, 59, 59, tzinfo=UTC)) == "21 November 2026"


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Amplang Tenggiri", "amplang-tenggiri"),
        ("Kota Pontianak", "kota-pontianak"),
        ("Pa'loh (Sambas) / 2", "paloh-sambas-2"),
        ("Kué lapis — 10 cm", "kue-lapis-10-cm"),
        ("雪", ""),
        ("---", ""),
    ],
)
def test_a_slug_is_plain_ascii(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_a_long_slug_is_cut_at_a_word() -> None:
    assert slugify("satu dua tiga empat", limit=12) == "satu-dua"
    assert len(slugify("a" * 200, limit=80)) == 80


def test_one_line_takes_out_line_breaks_and_control_characters() -> None:
    assert one_line("a\r\nBcc: x\x00\u2028 b") == "a Bcc: x b"
