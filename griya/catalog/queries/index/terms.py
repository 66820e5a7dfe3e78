"""The values of every facet as they are in the database now, and what each record's keys mean as values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from griya.catalog.models import Category, Material, Technique
from griya.catalog.rules.asked import Vocabulary
from griya.catalog.rules.facets import FIXED_TERMS, Facet, FacetTerm
from griya.core.db import db
from griya.core.text import slugify
from griya.core.words import Bilingual
from griya.registry.models import Region
from griya.registry.rules.regions import region_label

# A value by its number: its place in the list of all values of all facets.
ValueNumber = int


@dataclass(frozen=True, slots=True)
class Terms:
    """Every value of every facet. Numbers hold as long as these terms do; another vocabulary makes new ones.

    `shelves` maps a category's id to its own value and its shelf's; `places` maps a region's code likewise.
    """

    by_facet: Mapping[Facet, tuple[FacetTerm, ...]]
    numbers: Mapping[tuple[Facet, str], ValueNumber]
    shelves: Mapping[int, tuple[ValueNumber, ...]]
    materials: Mapping[int, ValueNumber]
    techniques: Mapping[int, ValueNumber]
    places: Mapping[str, ValueNumber]
    region_codes: Mapping[int, str]
    vocabulary: Vocabulary

    names: Mapping[tuple[Facet, str], Bilingual] = field(init=False, repr=False)
    _below: Mapping[tuple[Facet, str | None], tuple[FacetTerm, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Put in order what lists ask for: names, and the values below each."""
        names, below = {}, dict[tuple[Facet, str | None], tuple[FacetTerm, ...]]()
        for facet, terms in self.by_facet.items():
            for term in terms:
                names[facet, term.slug] = term.name
                below[facet, term.parent] = (*below.get((facet, term.parent), ()), term)
        object.__setattr__(self, "names", names)
        object.__setattr__(self, "_below", below)

    @property
    def count(self) -> int:
        """How many values there are."""
        return len(self.numbers)

    def tops(self, facet: Facet) -> tuple[FacetTerm, ...]:
        """The values of a facet that are no part of another one, in their order."""
        return self._below.get((facet, None), ())

    def parts(self, facet: Facet, slug: str) -> tuple[FacetTerm, ...]:
        """The parts of a value, in their order."""
        return self._below.get((facet, slug), ())


@dataclass(slots=True)
class _Draft:
    """Terms that are being collected."""

    by_facet: dict[Facet, list[FacetTerm]] = field(default_factory=lambda: {facet: [] for facet in Facet})
    numbers: dict[tuple[Facet, str], ValueNumber] = field(default_factory=dict)

    def add(self, facet: Facet, term: FacetTerm) -> ValueNumber:
        """Give a term the next number."""
        number = self.numbers.setdefault((facet, term.slug), len(self.numbers))
        self.by_facet[facet].append(term)
        return number


def read_terms() -> Terms:
    """Read the vocabulary, in four statements."""
    draft = _Draft()
    for facet, terms in FIXED_TERMS.items():
        for term in terms:
            draft.add(facet, term)
    regions = db.session.execute(
        select(Region.id, Region.code, Region.level, Region.name, Region.slug).order_by(Region.code)
    ).all()
    shelves = _shelves(draft)
    materials = _words(draft, Facet.MATERIAL, Material)
    techniques = _words(draft, Facet.TECHNIQUE, Technique)
    places = _places(draft, regions)
    return Terms(
        by_facet={facet: tuple(terms) for facet, terms in draft.by_facet.items()},
        numbers=draft.numbers,
        shelves=shelves,
        materials=materials,
        techniques=techniques,
        places=places,
        region_codes={row.id: row.code for row in regions},
        vocabulary={facet: {term.slug: term.parent for term in terms} for facet, terms in draft.by_facet.items()},
    )


def _shelves(draft: _Draft) -> dict[int, tuple[ValueNumber, ...]]:
    rows = db.session.execute(
        select(Category.id, Category.slug, Category.name_id, Category.name_en, Category.parent_id).order_by(
            Category.position, Category.id
        )
    ).all()
    found: dict[int, tuple[ValueNumber, ...]] = {}
    for shelf in rows:
        if shelf.parent_id is not None:
            continue
        number = draft.add(Facet.SHELF, FacetTerm(shelf.slug, Bilingual(shelf.name_id, shelf.name_en)))
        found[shelf.id] = (number,)
        for part in rows:
            if part.parent_id == shelf.id:
                term = FacetTerm(part.slug, Bilingual(part.name_id, part.name_en), parent=shelf.slug)
                found[part.id] = (draft.add(Facet.SHELF, term), number)
    return found


def _words(draft: _Draft, facet: Facet, model: type[Material] | type[Technique]) -> dict[int, ValueNumber]:
    rows = db.session.execute(select(model.id, model.slug, model.name_id, model.name_en).order_by(model.name_id))
    return {row.id: draft.add(facet, FacetTerm(row.slug, Bilingual(row.name_id, row.name_en))) for row in rows}


def _places(draft: _Draft, regions: Sequence[Any]) -> dict[str, ValueNumber]:
    """Each kab/kota with its kecamatan. A kecamatan has no page, so its slug is made here: `sambas-tebas`."""
    found: dict[str, ValueNumber] = {}
    slugs: dict[str, str] = {}
    for row in regions:
        label = region_label(row.level, row.name)
        if row.level in {"regency", "city"} and row.slug:
            slugs[row.code] = row.slug
            found[row.code] = draft.add(Facet.PLACE, FacetTerm(row.slug, label))
        elif row.level == "district" and (parent := slugs.get(row.code.rpartition(".")[0])):
            slug = f"{parent}-{slugify(row.name)}"
            if (Facet.PLACE, slug) in draft.numbers:
                slug = f"{slug}-{row.code.rpartition('.')[2]}"
            found[row.code] = draft.add(Facet.PLACE, FacetTerm(slug, label, parent=parent))
    return found
