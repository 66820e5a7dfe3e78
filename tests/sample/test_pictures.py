"""The drawings of the sample catalogue: one for every product, with words in both languages, none left over."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.house import source

FOLDER = source.ROOT / "griya" / "sample" / "pictures"
PICTURES: list[dict[str, Any]] = tomllib.loads((FOLDER / "index.toml").read_text(encoding="utf-8"))["pictures"]


def product_slugs() -> set[str]:
    documents = (
        tomllib.loads(p.read_text(encoding="utf-8")) for p in source.files("griya/sample/data/producers", "*.toml")
    )
    return {product["slug"] for document in documents for product in document["products"]}


def test_every_sample_product_has_a_main_picture_and_no_picture_is_left_over() -> None:
    shown = Counter(slug for picture in PICTURES if picture["role"] == "utama" for slug in picture["products"])
    assert set(shown) == product_slugs()
    assert max(shown.values()) == 1
    assert {picture["file"] for picture in PICTURES} == {path.name for path in FOLDER.glob("*.webp")}


def test_at_least_forty_different_objects_are_drawn() -> None:
    assert len({(FOLDER / picture["file"]).read_bytes() for picture in PICTURES}) >= 40


def test_every_picture_says_in_both_languages_that_it_is_an_illustration() -> None:
    for picture in PICTURES:
        assert picture["alt_id"].startswith("Ilustrasi "), picture["file"]
        assert picture["alt_en"].startswith("Illustration of "), picture["file"]
        assert len(picture["alt_id"]) <= 250, picture["file"]
        assert len(picture["alt_en"]) <= 250, picture["file"]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.webp")), ids=lambda path: path.stem)
def test_a_drawing_has_the_size_of_the_family_and_a_source(path: Path) -> None:
    with Image.open(path) as image:
        assert image.size == (1600, 1200)
    assert path.stat().st_size <= 130_000
    assert (FOLDER / "source" / f"{path.stem}.svg").is_file()
