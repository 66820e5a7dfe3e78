"""The sample's files as they are read from disk, for the tests of this folder."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "griya" / "sample" / "data"
VOCABULARY = ROOT / "griya" / "catalog" / "reference"


def read(path):
    return tomllib.loads(path.read_text(encoding="utf-8"))


CATEGORIES = read(VOCABULARY / "categories.toml")["categories"]
MATERIALS = read(VOCABULARY / "materials.toml")["materials"]
TECHNIQUES = read(VOCABULARY / "techniques.toml")["techniques"]
SELECTIONS = read(DATA / "selections.toml")["selections"]
FILES = {path.name: read(path) for path in sorted((DATA / "producers").glob("*.toml"))}
PRODUCERS = [doc["producer"] for doc in FILES.values()]
PRODUCTS = [product for doc in FILES.values() for product in doc["products"]]
CREDENTIALS = [(doc, cred) for doc in FILES.values() for cred in doc.get("credentials", [])]
PARENT = {category["slug"]: category.get("parent_slug") for category in CATEGORIES}


def shelf(product):
    return PARENT[product["category_slug"]]


def sentences(text):
    return len(re.findall(r"[.!?](?=\s|$)", text))
