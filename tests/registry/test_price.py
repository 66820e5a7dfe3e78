"""Amounts of rupiah as people type them."""

import pytest

from griya.registry.rules.price import parse_rupiah
from griya.registry.rules.unreadable import Unreadable


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("0", 0),
        ("500", 500),
        ("25000", 25_000),
        ("25.000", 25_000),
        ("25,000", 25_000),
        ("25 000", 25_000),
        ("Rp25.000", 25_000),
        ("Rp 25.000", 25_000),
        ("rp. 25.000", 25_000),
        ("IDR 25,000", 25_000),
        ("Rp\u00a025.000", 25_000),
        ("  25.000  ", 25_000),
        ("Rp 25.000,00", 25_000),
        ("25000,00", 25_000),
        ("25000.00", 25_000),
        ("25.000,-", 25_000),
        ("25.000.-", 25_000),
        ("Rp 100,000.00", 100_000),
        ("1.250.000", 1_250_000),
        ("1,250,000.00", 1_250_000),
        ("9.999.999.999", 9_999_999_999),
    ],
)
def test_an_amount_is_read_as_whole_rupiah(typed: str, amount: int) -> None:
    assert parse_rupiah(typed) == amount


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "belum diisi"),
        ("Rp", "belum diisi"),
        ("-25.000", "kurang dari nol"),
        ("25.00", "lebih dari satu"),
        ("25,00", "lebih dari satu"),
        ("500,00", "lebih dari satu"),
        ("2.5000", "lebih dari satu"),
        ("1.25.000", "lebih dari satu"),
        ("25.000.00", "lebih dari satu"),
        ("1.250,000", "lebih dari satu"),
        ("0.250", "lebih dari satu"),
        ("025000", "lebih dari satu"),
        ("25.000-30.000", "lebih dari satu"),
        ("25.000,50", "tanpa sen"),
        ("25rb", "angka saja"),
        ("1,5 juta", "angka saja"),
        ("25.000/kg", "angka saja"),
        ("$25", "angka saja"),
        ("\u0662\u0665\u0660\u0660\u0660", "angka saja"),
        ("2.5e4", "angka saja"),
        ("10.000.000.000", "terlalu besar"),
        ("9" * 5000, "terlalu panjang"),
    ],
)
def test_what_is_unclear_is_refused_with_a_sentence(typed: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        parse_rupiah(typed)
