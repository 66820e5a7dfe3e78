"""The sample catalogue: complete over the province, consistent with itself, and plainly fictional."""

import csv
import re
from collections import Counter
from datetime import date
from itertools import pairwise
from urllib.parse import urlsplit

import pytest

from tests.sample.reading import (
    CATEGORIES,
    CREDENTIALS,
    DATA,
    FILES,
    MATERIALS,
    PARENT,
    PRODUCERS,
    PRODUCTS,
    ROOT,
    SELECTIONS,
    TECHNIQUES,
    sentences,
    shelf,
)

REGIONS = ROOT / "griya" / "registry" / "reference" / "regions.csv"

REGENCIES = {f"61.{n:02d}" for n in range(1, 13)} | {"61.71", "61.72"}
SHELVES = [
    "Makanan",
    "Minuman",
    "Madu, Kopi & Rempah",
    "Tenun & Busana",
    "Anyaman",
    "Keramik & Gerabah",
    "Ukiran & Kayu",
    "Aksesori & Manik-manik",
    "Herbal & Kosmetik",
    "Logam & Lainnya",
]
FOOD_SHELVES = {"makanan", "minuman", "madu-kopi-rempah"}
LEGAL_FORMS = {"perorangan", "ud", "cv", "koperasi", "pt_perorangan", "bumdes"}
STATES = {"claimed", "seen", "checked", "revoked", "not_found", "not_applicable"}
HALAL = {"bersertifikat", "dalam_proses", "belum", "tidak_halal", "tidak_wajib"}
HOSTS = {
    "shopee": "shopee.co.id",
    "tokopedia": "www.tokopedia.com",
    "lazada": "www.lazada.co.id",
    "blibli": "www.blibli.com",
    "bukalapak": "www.bukalapak.com",
    "padi": "padiumkm.id",
}
NUMBERS = {
    "nib": r"\d{13}",
    "halal": r"ID61\d{11}(0[1-9]|1[0-2])\d{2}",
    "pirt": r"[1-8](0[1-9]|1[0-6])61\d{2}\d{2}\d{4}-\d{2}",
    "bpom_md": r"M[DL](\d{12}|\d{15})",
    "bpom_cosmetic": r"N[A-E]\d{11}",
    "bpom_herbal": r"(TR|TI|HT|FF|SD|SI|SL)\d{9}",
    "merek": r"IDM\d{9}",
    "merek_application": r"(D|J)(ID)?\d{10,12}",
    "ig": r"IDG\d{9}",
    "sni": r"SNI (ISO |IEC |ISO/IEC )?(\d{2}-)?\d{1,5}(\.\d+)?(-\d{1,3})*[:-]\d{4}",
}
# Written names of real workshops, sentra and systems (domain.md); none may appear as one of ours.
REAL_NAMES = ("ton sowa", "sakkok", "sinar terang", "bank sampah rosella", "dekranasda", "umkm center")
TODAY = date(2026, 11, 22)


def covers(doc, credential):
    return set(credential.get("products") or [product["slug"] for product in doc["products"]])


def repeated(values):
    return [value for value, count in Counter(values).items() if count > 1]


def test_there_are_at_least_28_producers_and_72_products():
    assert len(PRODUCERS) >= 28
    assert len(PRODUCTS) >= 72


def test_every_producer_has_at_least_one_product():
    assert [name for name, doc in FILES.items() if not doc["products"]] == []


def test_all_14_regencies_have_a_producer():
    assert {producer["regency_code"] for producer in PRODUCERS} == REGENCIES


def test_the_roots_are_the_ten_shelves_in_order():
    roots = sorted((c for c in CATEGORIES if "parent_slug" not in c), key=lambda c: c["position"])
    assert [root["name_id"] for root in roots] == SHELVES


def test_every_shelf_has_two_to_four_children_and_each_child_has_a_root_for_parent():
    roots = {slug for slug, parent in PARENT.items() if parent is None}
    children = Counter(parent for parent in PARENT.values() if parent is not None)
    assert set(children) == roots
    assert all(2 <= count <= 4 for count in children.values())


def test_all_ten_shelves_have_products():
    counts = Counter(shelf(product) for product in PRODUCTS)
    assert {slug: count for slug, count in counts.items() if count < 4} == {}
    assert len(counts) == 10


def test_every_child_category_is_used():
    children = {slug for slug, parent in PARENT.items() if parent}
    assert children - {product["category_slug"] for product in PRODUCTS} == set()


def test_there_are_at_least_40_different_english_names_of_objects():
    assert len({product["name_en"] for product in PRODUCTS if "name_en" in product}) >= 40


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("halal_status", HALAL),
        ("price_mode", {"tampil", "mulai", "tanya"}),
        ("availability", {"siap", "dipesan", "musiman", "habis"}),
    ],
)
def test_every_allowed_value_of_a_product_field_occurs_and_no_other(field, expected):
    assert {product[field] for product in PRODUCTS} == expected


def test_every_credential_state_occurs_and_no_other():
    assert {cred["state"] for _, cred in CREDENTIALS} == STATES


def test_every_legal_form_occurs_and_no_other():
    assert {producer["legal_form"] for producer in PRODUCERS} == LEGAL_FORMS


def test_ovop_stars_occur_on_both_scales_and_fit_their_year():
    ovop = [cred for _, cred in CREDENTIALS if cred["kind"] == "ovop"]
    assert {cred["scale"] for cred in ovop} == {3, 5}
    for cred in ovop:
        assert 1 <= cred["stars"] <= cred["scale"]
        assert (cred["year"] <= 2018) == (cred["scale"] == 5), cred


def test_one_product_has_ovop_stars_on_both_scales():
    scales: dict[str, set[int]] = {}
    for doc, cred in CREDENTIALS:
        if cred["kind"] == "ovop":
            for slug in covers(doc, cred):
                scales.setdefault(slug, set()).add(cred["scale"])
    assert {3, 5} in scales.values()


def test_credential_numbers_have_a_valid_form():
    wrong = [
        (cred["kind"], cred.get("number"))
        for _, cred in CREDENTIALS
        if cred["kind"] != "ovop" and not re.fullmatch(NUMBERS[cred["kind"]], cred["number"])
    ]
    assert wrong == []


def test_no_credential_number_is_used_twice():
    assert repeated(cred["number"] for _, cred in CREDENTIALS if cred["kind"] not in {"ovop", "sni"}) == []


def test_a_halal_number_carries_the_month_it_was_issued():
    for _, cred in CREDENTIALS:
        if cred["kind"] == "halal":
            assert cred["number"].endswith(cred["issued_on"].strftime("%m%y")), cred


def test_some_pirt_numbers_are_valid_and_some_have_expired_by_their_own_year():
    years = {int(cred["number"][-2:]) for _, cred in CREDENTIALS if cred["kind"] == "pirt"}
    assert 28 in years
    assert 25 in years


def test_a_pirt_number_ends_within_five_years_of_its_issue():
    for _, cred in CREDENTIALS:
        if cred["kind"] == "pirt":
            assert 0 < 2000 + int(cred["number"][-2:]) - cred["issued_on"].year <= 5, cred


def test_a_pt_perorangan_holds_no_pirt():
    assert [
        doc["producer"]["code"]
        for doc, cred in CREDENTIALS
        if cred["kind"] == "pirt" and doc["producer"]["legal_form"] == "pt_perorangan"
    ] == []


def test_only_a_claimed_credential_lacks_the_date_and_manner_of_its_check():
    for _, cred in CREDENTIALS:
        looked_at = cred["state"] != "claimed"
        assert ("checked_on" in cred) == looked_at, cred
        assert ("check_method" in cred) == looked_at, cred
        assert cred.get("check_method", "qr") in {"situs", "qr", "berkas", "surat"}, cred
        assert cred["state"] != "seen" or cred["check_method"] in {"berkas", "surat"}, cred


def test_no_credential_date_lies_in_the_future_or_out_of_order():
    for _, cred in CREDENTIALS:
        dates = [cred["issued_on"], cred.get("checked_on", TODAY), TODAY]
        assert dates == sorted(dates), cred


def test_a_credential_covers_only_products_of_its_own_producer():
    for doc, cred in CREDENTIALS:
        assert covers(doc, cred) <= {product["slug"] for product in doc["products"]}, cred


def test_halal_certified_means_a_certificate_that_was_seen_or_checked():
    for doc in FILES.values():
        good = set()
        for cred in doc.get("credentials", []):
            if cred["kind"] == "halal" and cred["state"] in {"seen", "checked"}:
                good |= covers(doc, cred)
        certified = {p["slug"] for p in doc["products"] if p["halal_status"] == "bersertifikat"}
        assert certified == good, doc["producer"]["code"]


def test_not_halal_products_declare_their_material():
    notes = [product.get("halal_note", "") for product in PRODUCTS if product["halal_status"] == "tidak_halal"]
    assert all(re.search("babi|alkohol", note) for note in notes)
    assert any("Mengandung babi" in note for note in notes)
    assert any("Mengandung alkohol" in note for note in notes)


def test_pork_and_lard_always_make_a_product_not_halal():
    for product in PRODUCTS:
        if {"daging-babi", "minyak-babi"} & set(product["materials"]):
            assert product["halal_status"] == "tidak_halal", product["code"]


def test_food_is_never_exempt_from_halal_and_always_has_a_shelf_life():
    for product in PRODUCTS:
        if shelf(product) in FOOD_SHELVES:
            assert product["halal_status"] != "tidak_wajib", product["code"]
            assert product["shelf_life_days"] > 0, product["code"]


def test_slugs_and_codes_are_unique_and_well_formed():
    for records in (PRODUCERS, PRODUCTS, CATEGORIES, MATERIALS, TECHNIQUES, SELECTIONS):
        slugs = [record["slug"] for record in records]
        assert repeated(slugs) == []
        assert [slug for slug in slugs if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)] == []
    assert repeated(record["code"] for record in PRODUCERS + PRODUCTS) == []
    assert repeated(producer["name"] for producer in PRODUCERS) == []


def test_codes_follow_the_file_and_the_producer():
    for name, doc in FILES.items():
        producer = doc["producer"]
        number = producer["code"].removeprefix("GX-")
        assert name == f"{int(number):02d}-{producer['slug']}.toml"
        expected = [f"{producer['code']}-{i:02d}" for i in range(1, len(doc["products"]) + 1)]
        assert [product["code"] for product in doc["products"]] == expected


def test_every_region_code_exists():
    with REGIONS.open(encoding="utf-8", newline="") as file:
        known = {row["code"] for row in csv.DictReader(file)}
    used = {producer[key] for producer in PRODUCERS for key in ("region_code", "regency_code")}
    used |= {product[key] for product in PRODUCTS for key in ("made_in", "regional_specialty_of") if key in product}
    assert used - known == set()


def test_a_producer_lives_in_a_village_of_its_own_regency():
    for producer in PRODUCERS:
        assert re.fullmatch(r"61\.\d\d\.\d\d\.[12]\d{3}", producer["region_code"]), producer["code"]
        assert producer["region_code"].startswith(producer["regency_code"] + "."), producer["code"]


def test_one_product_is_made_in_one_regency_and_typical_of_another():
    assert ("61.71", "61.01") in {(p["made_in"], p.get("regional_specialty_of")) for p in PRODUCTS}


def test_only_reserved_phone_numbers_and_addresses_are_used():
    for producer in PRODUCERS:
        assert re.fullmatch(r"\+628120000\d{4}", producer.get("phone", "+6281200000000")), producer["code"]
        assert re.fullmatch(r"[a-z]+@contoh\.test", producer.get("email", "x@contoh.test")), producer["code"]
    assert repeated(producer["phone"] for producer in PRODUCERS if "phone" in producer) == []
    everything = "".join(path.read_text(encoding="utf-8") for path in DATA.rglob("*.toml"))
    assert set(re.findall(r"@[\w.-]+", everything)) == {"@contoh.test"}
    assert set(re.findall(r"(?:\+62|\b08)[\d -]{6}", everything)) == {"+62812000"}


def test_about_a_third_of_the_producers_have_no_email():
    without = sum("email" not in producer for producer in PRODUCERS)
    assert 0.2 <= without / len(PRODUCERS) <= 0.5


def test_women_owned_is_true_false_or_unknown():
    assert {producer.get("women_owned") for producer in PRODUCERS} == {True, False, None}


def test_private_figures_are_odd_enough_to_be_found_when_they_leak():
    figures = [producer["investment_idr"] for producer in PRODUCERS if "investment_idr" in producer]
    assert len(figures) >= 10
    assert repeated(figures) == []
    assert [figure for figure in figures if figure % 10 == 0 or figure < 1_000_000] == []


def test_marketplace_links_use_allowed_hosts_and_example_shops():
    for doc in FILES.values():
        for link in doc.get("marketplaces", []):
            url = urlsplit(link["url"])
            assert (url.scheme, url.netloc) == ("https", HOSTS[link["code"]]), link
            assert url.path.rsplit("/", 1)[-1].startswith("contoh-griya-"), link
            assert not url.query, link


def test_no_real_workshop_is_named():
    text = " ".join(producer["name"] for producer in PRODUCERS).lower()
    assert [name for name in REAL_NAMES if name in text] == []


def test_a_price_is_a_positive_integer_exactly_when_it_is_not_on_request():
    for product in PRODUCTS:
        if product["price_mode"] == "tanya":
            assert "price_idr" not in product, product["code"]
        else:
            assert type(product["price_idr"]) is int, product["code"]
            assert product["price_idr"] > 0, product["code"]


def test_quantities_are_positive_and_songket_takes_months():
    for product in PRODUCTS:
        for key in ("moq", "capacity_per_month", "lead_time_days"):
            assert product[key] > 0, product["code"]
        assert product["unit"], product["code"]
        if product["category_slug"] == "songket-cual":
            assert product["lead_time_days"] >= 60, product["code"]


def test_every_category_material_and_technique_named_exists():
    materials = {material["slug"] for material in MATERIALS}
    techniques = {technique["slug"] for technique in TECHNIQUES}
    for product in PRODUCTS:
        assert PARENT.get(product["category_slug"]), product["code"]
        assert product["materials"], product["code"]
        assert product["techniques"], product["code"]
        assert set(product["materials"]) <= materials, product["code"]
        assert set(product["techniques"]) <= techniques, product["code"]


def test_every_material_and_technique_is_used():
    assert {m["slug"] for m in MATERIALS} - {s for p in PRODUCTS for s in p["materials"]} == set()
    assert {t["slug"] for t in TECHNIQUES} - {s for p in PRODUCTS for s in p["techniques"]} == set()


def test_texts_keep_to_their_length():
    for producer in PRODUCERS:
        assert 3 <= sentences(producer["story_id"]) <= 5, producer["code"]
        assert 2 <= sentences(producer["story_en"]) <= 3, producer["code"]
    for product in PRODUCTS:
        assert 2 <= sentences(product["description_id"]) <= 4, product["code"]
        assert 2 <= sentences(product.get("description_en", "Not yet. Not here.")) <= 4, product["code"]
        assert sentences(product["summary_id"]) == 1, product["code"]
        assert sentences(product.get("summary_en", "Not yet.")) == 1, product["code"]


@pytest.mark.parametrize("name", ["name_id", "name_en"])
def test_there_is_a_name_of_100_to_120_characters(name):
    lengths = {len(product[name]) for product in PRODUCTS if name in product}
    assert any(100 <= length <= 120 for length in lengths)
    assert max(lengths) <= 120


def test_there_is_a_name_of_five_characters():
    assert 5 in {len(product["name_id"]) for product in PRODUCTS}


def test_selections_refer_to_existing_products_with_a_reason_and_no_repeats():
    slugs = {product["slug"] for product in PRODUCTS}
    for selection in SELECTIONS:
        items = [item["product_slug"] for item in selection["items"]]
        assert set(items) <= slugs, selection["slug"]
        assert repeated(items) == [], selection["slug"]
        assert all(sentences(item["reason_id"]) == 1 for item in selection["items"]), selection["slug"]


def test_selections_fill_the_three_slots_and_some_items_are_held_in_reserve():
    current = {s["slot"] for s in SELECTIONS if s["starts_in_days"] <= 0 < s["ends_in_days"]}
    assert current == {"home", "layar", "kios"}
    assert any(item.get("reserve") for selection in SELECTIONS for item in selection["items"])


def test_one_selection_is_past_and_one_is_to_come():
    assert any(selection["ends_in_days"] <= 0 for selection in SELECTIONS)
    assert any(selection["starts_in_days"] > 0 for selection in SELECTIONS)


def test_selections_of_one_slot_never_overlap_and_last_92_days_at_most():
    by_slot: dict[str, list[tuple[int, int]]] = {}
    for selection in SELECTIONS:
        length = selection["ends_in_days"] - selection["starts_in_days"]
        assert 0 < length <= 92, selection["slug"]
        by_slot.setdefault(selection["slot"], []).append((selection["starts_in_days"], selection["ends_in_days"]))
    for spans in by_slot.values():
        spans.sort()
        assert all(before[1] <= after[0] for before, after in pairwise(spans))
