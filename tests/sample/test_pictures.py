"""The drawings of the sample catalogue: one for nearly every product, words in both languages, none left over."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.house import source

FOLDER = source.ROOT / "griya" / "sample" / "pictures"
# Left without a photo on purpose, so that the woven pattern in its place is seen on three shelves (docs/pictures.md).
WITHOUT = {"dodol-kelapa-muda-karimunting", "parang-kebun-tempa", "tikar-rotan-lampit-kecil"}
PICTURES: list[dict[str, Any]] = tomllib.loads((FOLDER / "index.toml").read_text(encoding="utf-8"))["pictures"]


def product_slugs() -> set[str]:
    documents = (
        tomllib.loads(p.read_text(encoding="utf-8")) for p in source.files("griya/sample/data/producers", "*.toml")
    )
    return {product["slug"] for document in documents for product in document["products"]}


def test_every_sample_product_but_three_has_a_main_picture_and_no_picture_is_left_over() -> None:
    shown = Counter(slug for picture in PICTURES if picture["role"] == "utama" for slug in picture["products"])
    assert set(shown) == product_slugs() - WITHOUT
    assert max(shown.values()) == 1
    assert {picture["file"] for picture in PICTURES} == {path.name for path in FOLDER.glob("*.webp")}
    told = (source.ROOT / "docs" / "pictures.md").read_text(encoding="utf-8")
    assert all(f"`{slug}`" in told for slug in WITHOUT)


def test_the_best_known_products_have_further_pictures_after_all_the_main_ones() -> None:
    roles = [picture["role"] for picture in PICTURES]
    assert Counter(roles)["utama"] == roles.index("skala"), "a product would wait for its main picture"
    assert set(roles) == {"utama", "skala", "detail", "proses", "kemasan"}
    further = Counter(slug for picture in PICTURES if picture["role"] != "utama" for slug in picture["products"])
    assert set(further) <= product_slugs() - WITHOUT
    for slug in ("songket-sambas-pucuk-rebung-sepasang", "amplang-tenggiri-ketapang", "bidai-rotan-200-300",
                 "guci-naga-singkawang-tinggi-60", "tanjak-corak-insang",
                 "tenun-ikat-sintang-kebat-pewarna-alam"):  # fmt: skip
        assert further[slug] == 2, slug


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
    (role,) = {picture["role"] for picture in PICTURES if picture["file"] == path.name}
    with Image.open(path) as image:
        assert image.size == ((1600, 1200) if role == "utama" else (1920, 1440))
    assert path.stat().st_size <= 130_000
    drawing = FOLDER / "source" / f"{path.stem}.svg"
    assert drawing.stat().st_size <= 20_000
    text = drawing.read_text(encoding="utf-8")
    assert not any(word in text for word in ("<text", "<image", "<filter", "<script", "style="))


def test_no_source_is_left_over() -> None:
    stems = {path.stem for path in (FOLDER / "source").glob("*.svg")} - {"style"}
    assert stems == {path.stem for path in FOLDER.glob("*.webp")}


def test_the_further_pictures_together_are_light() -> None:
    names = {picture["file"] for picture in PICTURES if picture["role"] != "utama"}
    assert sum((FOLDER / name).stat().st_size for name in names) <= 1_500_000
