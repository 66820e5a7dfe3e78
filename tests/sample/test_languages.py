"""The sample in two languages: translated where it says so, with the gaps that the documentation names."""

import re

from tests.sample.reading import PARENT, PRODUCTS, ROOT, SELECTIONS, sentences, shelf


def gaps(*fields):
    return {product["slug"] for product in PRODUCTS if all(field not in product for field in fields)}


def test_twelve_products_on_all_shelves_have_no_english_description_and_four_no_english_at_all():
    described, bare = gaps("description_en"), gaps("name_en", "summary_en", "description_en")
    assert (len(described), len(bare)) == (12, 4)
    assert gaps("name_en") == gaps("summary_en") == bare
    assert {shelf(product) for product in PRODUCTS if product["slug"] in described} == set(PARENT.values()) - {None}


def test_the_documentation_names_every_gap_in_the_english():
    text = (ROOT / "docs" / "sample.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| [^|]+ \| `([a-z0-9-]+)` \| ([a-z, ]+) \|$", text, re.MULTILINE))
    assert set(told) == gaps("description_en")
    assert {slug for slug, what in told.items() if what.startswith("nothing")} == gaps("name_en")
    paragraph = text[text.index("Every selection has") : text.index("## How the English")]
    untold = {item["product_slug"] for each in SELECTIONS for item in each["items"] if "reason_en" not in item}
    assert set(re.findall(r"`([a-z0-9-]+)`", paragraph)) == untold


def test_an_english_text_is_no_copy_of_the_indonesian():
    for product in PRODUCTS:
        for field in ("name", "summary", "description"):
            english = product.get(f"{field}_en", "")
            assert english != product[f"{field}_id"], (product["code"], field)
            assert not re.search(r"\b(yang|dan|untuk|dengan|dari|tidak)\b", english), (product["code"], field)


def test_what_a_buyer_must_know_about_halal_is_told_in_both_languages():
    for product in PRODUCTS:
        assert ("halal_note" in product) == ("halal_note_en" in product), product["code"]
        assert len(product.get("halal_note_en", "")) <= 120, product["code"]
        for indonesian, english in (("babi", "pork"), ("alkohol", "alcohol")):
            assert (indonesian in product.get("halal_note", "")) == (english in product.get("halal_note_en", "")), (
                product
            )


def test_an_allergen_that_is_declared_in_indonesian_is_declared_in_english():
    warned = [product for product in PRODUCTS if re.search(r"Mengandung|alergi", product["description_id"])]
    assert warned
    for product in warned:
        assert re.search(r"Contains|allerg", product["description_en"]), product["code"]


def test_every_selection_has_an_english_introduction_and_three_reasons_are_missing():
    assert [each["slug"] for each in SELECTIONS if not each.get("title_en") or not each.get("intro_en")] == []
    missing = [each["slot"] for each in SELECTIONS for item in each["items"] if "reason_en" not in item]
    assert sorted(missing) == ["home", "kios", "layar"]
    for selection in SELECTIONS:
        for item in selection["items"]:
            assert sentences(item.get("reason_en", "Not yet.")) == 1, item["product_slug"]
