"""Capitals to names as people write them."""

import pytest

from griya.intake.rules.titles import titled


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("UD. PANCARAN KASIH", "UD. Pancaran Kasih"),
        ("UD JENGGELEK", "UD Jenggelek"),
        ("DUA IKAN/UD. SALAMA", "Dua Ikan/UD. Salama"),
        ("CV MAJU JAYA III", "CV Maju Jaya III"),
        ("UMA'S SNACK", "Uma's Snack"),
        ('KERUPUK IKAN "WAHIDAH"', 'Kerupuk Ikan "Wahidah"'),
        ("KRUPUK DAN KRIPIK", "Krupuk dan Kripik"),
        ("AN-NISA", "An-Nisa"),
        ("RJ", "RJ"),
        ("IBU", "Ibu"),
        ("MI AYAM", "Mi Ayam"),
        ("JL. IKAN KAKAP NO 4 GG IIB RT. 3 RW. 4", "Jl. Ikan Kakap No 4 Gg IIB RT. 3 RW. 4"),
        ("JLN. IR. H JUANDA No. 35A", "Jln. Ir. H Juanda No. 35A"),
        ("BUMDES MENTEBAH", "BUMDes Mentebah"),
    ],
)
def test_a_name_in_capitals_is_written_as_a_name(typed: str, written: str) -> None:
    assert titled(typed) == written


@pytest.mark.parametrize("name", ["Dapur Bu Ani", "dapur bu ani", "Batik DIY", "陈记", "", "123", "É", "iPhone"])
def test_a_name_that_is_not_shouted_stays_as_it_is(name: str) -> None:
    assert titled(name) == name
