"""Titles and descriptions as chats show them."""

import pytest

from griya.core.share.page import MOST_TITLE, cut, title_of


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("Amplang", "Dapur Ibu", "Kab. Ketapang"), "Amplang — Dapur Ibu, Kab. Ketapang"),
        (("Rumah Tenun", "", "Kab. Sambas"), "Rumah Tenun — Kab. Sambas"),
        (("Tenun Empat Sungai", "", ""), "Tenun Empat Sungai"),
        (("Guci Naga Singkawang Tinggi 60", "Keramik Tungku Sedau Asli", "Kota Singkawang"),
         "Guci Naga Singkawang Tinggi 60 — Keramik Tungku Sedau Asli"),
        (("Guci Naga Singkawang Tinggi 60 cm", "Kelompok Usaha Bersama Keramik Sedau", "Kota Singkawang"),
         "Guci Naga Singkawang Tinggi 60 cm — Kota Singkawang"),
        (("N" * 65, "Dapur", "Kab. Sambas"), "N" * 65),
    ],
)  # fmt: skip
def test_the_place_gives_way_first_then_the_maker(parts: tuple[str, str, str], expected: str) -> None:
    assert title_of(*parts) == expected


@pytest.mark.parametrize("length", range(55, 130, 3))
def test_a_title_is_never_longer_than_chats_show(length: int) -> None:
    name = ("Songket Sambas bertabur " * 8)[:length]
    title = title_of(name, "Rumah Tenun Pucuk Rebung", "Kab. Sambas")
    assert len(title) <= MOST_TITLE
    assert title.startswith(name[:40])


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("satu dua tiga", 13, "satu dua tiga"),
        ("satu dua tiga", 12, "satu dua…"),
        ("satu dua tiga", 9, "satu dua…"),
        ("satu  dua\n tiga", 20, "satu dua tiga"),
        ("satu, dua tiga", 6, "satu…"),
        ("panjangsekali", 5, "panj…"),
        ("", 5, ""),
    ],
)
def test_a_text_is_cut_at_a_word(text: str, most: int, expected: str) -> None:
    assert cut(text, most) == expected
    assert len(cut(text, most)) <= most
