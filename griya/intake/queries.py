"""What an import asks of the database: places, controlled lists, and who is registered already."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select

from griya.catalog.models import Category, Material, Product, ProductRevision, Technique
from griya.catalog.models.vocabulary import VocabularyKind
from griya.catalog.queries.proposals import other_names
from griya.core.db import db
from griya.core.errors import Refused
from griya.intake.rules.cells import fold
from griya.intake.rules.places import Gazetteer, KnownRegion
from griya.intake.rules.plan import Known, KnownProducer
from griya.intake.rules.rows import Vocabulary
from griya.registry.models import Producer, Region


def load_known(categories: Sequence[str] = ()) -> Known:
    """Everything a dry run compares with. `categories` are `--category` values: a shelf, or `TEKS=shelf`.

    Raises:
        Refused: where a shelf is not known, or the reference data was never loaded.
    """
    return Known(load_gazetteer(), load_vocabulary(categories), list_producers(), names_of_products())


def load_gazetteer() -> Gazetteer:
    """All regions of the province."""
    rows = db.session.execute(select(Region.id, Region.code, Region.level, Region.name, Region.bps_code)).all()
    if not rows:
        raise Refused("Data wilayah belum dimuat di basis data ini; jalankan Griya sekali (make run) lebih dulu.")
    bps = {row.code: row.bps_code for row in rows if row.bps_code and row.level in ("regency", "city")}
    return Gazetteer(tuple(KnownRegion(row.id, row.code, row.level, row.name) for row in rows), bps)


def load_vocabulary(categories: Sequence[str] = ()) -> Vocabulary:
    """Shelves, materials and techniques by name and by slug, and what was told about shelves."""
    rows = db.session.execute(
        select(Category.id, Category.slug, Category.name_id, Category.name_en, Category.parent_id).order_by(
            Category.parent_id.is_not(None), Category.position, Category.id
        )
    ).all()
    # The reverse keeps a shelf's own name where one of its parts is called the same in another language.
    by_name = other_names(VocabularyKind.CATEGORY)
    by_name |= {fold(name): row.id for row in reversed(rows) for name in (row.name_en, row.slug, row.name_id)}
    default, told = _told_categories(categories, by_name)
    return Vocabulary(
        categories=by_name,
        category_names=[row.name_id for row in rows if row.parent_id is None],
        materials=other_names(VocabularyKind.MATERIAL) | _terms(Material),
        techniques=other_names(VocabularyKind.TECHNIQUE) | _terms(Technique),
        default_category=default,
        told_categories=told,
    )


def _told_categories(told: Sequence[str], by_name: dict[str, int]) -> tuple[int | None, dict[str, int]]:
    default, by_text = None, {}
    for value in told:
        text, mark, shelf = value.rpartition("=")
        found = by_name.get(fold(shelf))
        if found is None or (mark and not fold(text)):
            raise Refused(
                f"--category “{value}” tidak dapat dipakai: rak “{shelf}” tidak ada. "
                'Contoh: makanan, atau "OLAHAN IKAN=makanan".'
            )
        if mark:
            by_text[fold(text)] = found
        elif default is not None:
            raise Refused('--category tanpa "TEKS=" hanya boleh satu: itulah rak untuk baris yang tidak menyebut rak.')
        else:
            default = found
    return default, by_text


def _terms(model: type[Material] | type[Technique]) -> dict[str, int]:
    rows = db.session.execute(select(model.id, model.slug, model.name_id, model.name_en)).all()
    return {fold(name): row.id for row in rows for name in (row.name_en, row.slug, row.name_id)}


def list_producers() -> list[KnownProducer]:
    """Everybody in the register, in the order of entry."""
    rows = db.session.execute(
        select(
            Producer.id,
            Producer.code,
            Producer.name,
            Producer.nib,
            Producer.regency_id,
            Producer.region_id,
            Producer.outside_region,
            Producer.address,
        ).order_by(Producer.id)
    )
    return [KnownProducer(*row) for row in rows]


def names_of_products() -> dict[int, frozenset[str]]:
    """Folded names by producer, of every revision: a product that was renamed since is still the same product."""
    names: defaultdict[int, set[str]] = defaultdict(set)
    statement = select(Product.producer_id, ProductRevision.name_id).join(
        ProductRevision, ProductRevision.product_id == Product.id
    )
    for producer_id, name in db.session.execute(statement):
        names[producer_id].add(fold(name))
    return {producer_id: frozenset(found) for producer_id, found in names.items()}


def regency_labels() -> list[str]:
    """The 14 kab/kota as the template offers them."""
    from griya.registry.rules.regions import region_label

    return [region_label(region.level, region.name) for region in load_gazetteer().regencies]


def category_names() -> list[str]:
    """Shelves and their parts in the order of the shelves, as the template offers them."""
    rows = db.session.execute(select(Category.id, Category.parent_id, Category.position, Category.name_id)).all()
    shelves = {row.id: row.position for row in rows if row.parent_id is None}
    return [
        row.name_id
        for row in sorted(
            rows, key=lambda row: (shelves.get(row.parent_id or row.id, 0), row.parent_id is not None, row.position)
        )
    ]
