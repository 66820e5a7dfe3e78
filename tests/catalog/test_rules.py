"""Decisions of the catalogue as pure functions."""

import pytest

from griya.catalog.rules.filters import MAX_WORDS, is_slug, narrow, search_words
from griya.catalog.rules.halal import halal_statement
from griya.core.words import Bilingual

PARENTS = {"makanan": None, "kerupuk": "makanan", "kue": "makanan", "minuman": None}


@pytest.mark.parametrize("text", ["songket-sambas", "a", "bidai-200-300"])
def test_a_slug_is_small_letters_digits_and_single_hyphens(text: str) -> None:
    assert is_slug(text)


@pytest.mark.parametrize(
    "text", ["", "-a", "a-", "a--b", "A", "a_b", "a b", "a\0b", "é", "\ud800", "٣", "a" * 161, "a\n"]
)
def test_anything_else_is_no_slug_and_never_reaches_the_database(text: str) -> None:
    assert not is_slug(text)


def test_a_part_narrows_its_shelf_and_other_shelves_stay() -> None:
    assert narrow(("makanan", "kue", "minuman"), PARENTS) == ("kue", "minuman")


def test_unknown_and_repeated_values_are_dropped_and_the_order_is_always_the_same() -> None:
    assert narrow(("minuman", "x", "kue", "kue"), PARENTS) == narrow(("kue", "minuman"), PARENTS)


def test_only_so_many_different_words_are_looked_for() -> None:
    assert search_words("Tenun tenun  SAMBAS") == ("tenun", "sambas")
    assert len(search_words(" ".join(f"kata{n}" for n in range(50)))) == MAX_WORDS


def test_a_claimed_halal_certificate_is_told_as_the_makers_word_until_it_was_checked() -> None:
    assert "Menurut pembuat" in halal_statement("bersertifikat", None, has_checked_certificate=False).basis
    assert "Menurut pembuat" not in halal_statement("bersertifikat", None, has_checked_certificate=True).basis


def test_not_halal_names_the_material() -> None:
    said = halal_statement("tidak_halal", Bilingual("mengandung babi"), has_checked_certificate=False)
    assert (said.label, said.note) == ("Tidak halal", "mengandung babi")


@pytest.mark.parametrize("status", ["bersertifikat", "dalam_proses", "belum", "tidak_halal", "tidak_wajib"])
def test_every_halal_status_has_its_words(status: str) -> None:
    assert halal_statement(status, None, has_checked_certificate=False).label
