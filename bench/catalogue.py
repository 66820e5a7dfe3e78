"""Makes a catalogue of any size over the real regions and as many makers as the province counts.

    .venv/bin/python -m bench.catalogue --products 1k|10k|100k|1M [--instance FOLDER] [--database URL]

The same size is always the same catalogue. SQLite and PostgreSQL are written to directly, without the triggers that
record changes: a bulk load is no change that anybody has to follow. The search index is built at the end, as the
statistics of PostgreSQL are: without the former a search remembers nothing, without the latter joins are guessed.
Photos are rows without files.
"""

import argparse
import random
import time
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from griya import serving, upkeep
from griya.app import create_app
from griya.catalog.models import CatalogChange
from griya.catalog.queries.lookup.upkeep import rebuild
from griya.config import PROJECT_ROOT, Settings
from griya.core import unit_of_work
from griya.core.db import Base, db

WORDS = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
PARTS, MANNERS, MAKERS, NAMES, SENTENCES = (
    WORDS[name] for name in ("parts", "manners", "makers", "names", "sentences")
)
PRODUCERS = 5815
BEGAN = datetime(2021, 1, 1, tzinfo=UTC)
SECONDS = 5 * 365 * 24 * 3600
CHECKED = date(2026, 11, 12)
SIDES = (320, 640, 1080, 1920)
EXTENSIONS = ("avif", "jpg", "webp")
BATCH = 20_000
LIVE_REVISION = "fk_product_live_revision_id_product_revision"
Rows = Iterable[tuple[Any, ...]]


def size(text: str) -> int:
    """`10k` or `1M` as a number."""
    factor = {"k": 1_000, "m": 1_000_000}.get(text[-1:].lower(), 1)
    return int(text[:-1] if factor > 1 else text) * factor


def settings_for(instance: Path, database: str = "") -> Settings:
    """The settings of a throw-away instance in this folder."""
    environ = {"GRIYA_MODE": "local", "GRIYA_INSTANCE": str(instance)}
    return Settings.from_env(environ | ({"GRIYA_DATABASE_URL": database} if database else {}))


def default_instance(products: int) -> Path:
    return PROJECT_ROOT / "build" / "bench" / str(products)


class Writer:
    """Writes rows in batches: many at a time on SQLite, by COPY on PostgreSQL."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._raw = connection.connection.driver_connection
        self._is_sqlite = connection.dialect.name == "sqlite"

    def write(self, table: str, names: Sequence[str], rows: Rows) -> None:
        """Write `rows` of the columns `names`."""
        if self._is_sqlite:
            statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
            self._raw.executemany(statement, (tuple(map(_sqlite_value, row)) for row in rows))
            return
        with self._raw.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    @contextmanager
    def without_triggers(self, tables: Iterable[str]) -> Iterator[None]:
        """Leave the triggers of these tables aside; afterwards one change says that everything is new."""
        tables = list(tables)
        if self._is_sqlite:
            found = self._raw.execute(
                "SELECT name, sql FROM sqlite_master WHERE name LIKE 'tr_%_change_%' OR name LIKE 'tr_%_files_%'"
            ).fetchall()
            for name, _ in found:
                self._raw.execute(f"DROP TRIGGER {name}")
        else:
            # Products and their live revisions point to each other.
            self._connection.exec_driver_sql(f"ALTER TABLE product DROP CONSTRAINT {LIVE_REVISION}")
            for table in tables:
                self._connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        if self._is_sqlite:
            for _, sql in found:
                self._raw.execute(sql)
        else:
            for table in tables:
                self._connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE TRIGGER USER")
                if "id" in Base.metadata.tables[table].c:
                    sequence = f"pg_get_serial_sequence('{table}', 'id')"
                    self._connection.exec_driver_sql(f"SELECT setval({sequence}, (SELECT max(id) FROM {table}))")
            self._connection.exec_driver_sql(
                f"ALTER TABLE product ADD CONSTRAINT {LIVE_REVISION} FOREIGN KEY (live_revision_id) "
                "REFERENCES product_revision (id) ON DELETE SET NULL"
            )
        self._connection.execute(sa.insert(CatalogChange).values(product_id=0, stamp=random.getrandbits(60)))


def _sqlite_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    return value.isoformat() if isinstance(value, date) else value


class Catalogue:
    """The rows of a catalogue of `count` products; every method makes the same rows each time it is called."""

    def __init__(self, connection: sa.Connection, count: int) -> None:
        def ids(table: str) -> dict[str, int]:
            return dict(connection.execute(sa.text(f"SELECT slug, id FROM {table}")).all())

        self.count = count
        self.categories, self.materials, self.techniques = ids("category"), ids("material"), ids("technique")
        rows = connection.execute(sa.text("SELECT id, code, name, level FROM region ORDER BY code")).all()
        self.regencies = {row.code: row.id for row in rows if row.level in {"regency", "city"}}
        self.villages = [(row.id, row.code, row.name) for row in rows if row.level in {"village", "urban_village"}]
        self.places = [random.Random(n).choice(self.villages) for n in range(PRODUCERS)]

    def producers(self) -> Rows:
        for n, (region_id, code, name) in enumerate(self.places):
            dice = random.Random(f"producer {n}")
            title = f"{dice.choice(MAKERS)} {dice.choice(NAMES)} {name}"
            founded, standing = dice.randint(1985, 2025), "listed" if n % 97 else "suspended"
            home = (self.regencies[code[:5]], region_id)
            yield (
                *(n + 1, f"B{n + 1:05}", f"ikm-{n + 1}", title, *home, SENTENCES[n % 10], ""),
                *(founded, standing, False, BEGAN, 1),
            )

    def credentials(self) -> Rows:
        number = 0
        chances = {"nib": 0.8, "halal": 0.45, "pirt": 0.4, "merek": 0.25, "bpom_md": 0.06, "sni": 0.03, "ig": 0.02}
        for n in range(PRODUCERS):
            dice = random.Random(f"credential {n}")
            for kind, chance in (chances | {"ovop": 0.015}).items():
                if dice.random() > chance:
                    continue
                number += 1
                is_checked = dice.random() < 0.7
                ends = CHECKED + timedelta(days=dice.randint(-200, 1500))
                award = (dice.randint(1, 3), dice.choice((3, 5)), 2022)
                text = f"{kind.upper()}{number:09}"
                if kind == "pirt":
                    text = f"2{number:012}-{dice.choice((26, 27, 28, 29))}"
                yield (
                    *(
                        number,
                        n + 1,
                        kind,
                        None if kind == "ovop" else text,
                        "",
                        "checked" if is_checked else "claimed",
                    ),
                    *(True, ends if kind in {"merek", "bpom_md", "sni"} else None),
                    *((CHECKED, "situs") if is_checked else (None, None)),
                    *(award if kind == "ovop" else (None, None, None)),
                    *(BEGAN, f"{number:08}", 1),
                )

    def products(self) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...], list[int], list[int]]]:
        """Each product with its revision, materials and techniques; one pass makes all four."""
        weights = [part["weight"] for part in PARTS]
        names: dict[str, int] = {}
        for n in range(self.count):
            dice = random.Random(n * 7919 + 11)
            part = dice.choices(PARTS, weights)[0]
            maker = dice.randrange(PRODUCERS)
            home = self.regencies[self.places[maker][1][:5]]
            name = self._name(dice, part)
            slug = name.lower().replace(" ", "-")
            names[slug] = names.get(slug, 0) + 1
            slug = slug if names[slug] == 1 else f"{slug}-{names[slug]}"
            at = BEGAN + timedelta(seconds=SECONDS * n // self.count, microseconds=n % 1000)
            state = "withdrawn" if dice.random() < 0.02 else "published"
            stock = dice.choices(("siap", "dipesan", "musiman", "habis"), (60, 25, 10, 5))[0]
            shelf = f"{dice.choice('ABCD')}{dice.randint(1, 9)}" if dice.random() < 0.03 else None
            mode = dice.choices(("tampil", "mulai", "tanya"), (60, 20, 20))[0]
            low, high = part["prices"]
            amount = int(round(low * (high / low) ** dice.random(), -3))
            price = (None, None) if mode == "tanya" else (amount, CHECKED)
            halal = part["halal"] if dice.random() < 0.8 else dice.choice(("belum", "dalam_proses", "tidak_halal"))
            moq = dice.choices((None, 1, 5, 20, 100), (30, 40, 15, 10, 5))[0]
            days = dice.choices((None, 0, 5, 10, 21, 45), (30, 20, 20, 15, 10, 5))[0]
            materials = dice.sample(part["materials"], min(len(part["materials"]), dice.choice((1, 1, 2))))
            story = "\n".join(dice.sample(SENTENCES, 4))
            product = (
                *(n + 1, f"P{n + 1:07}", slug, maker + 1, self.categories[part["slug"]], state, n + 1),
                *(stock, True, shelf, at, at, 1),
            )
            revision = (
                *(n + 1, n + 1, 1, name, name, f"{name}. {SENTENCES[n % 10]}", "", story, "", mode, *price),
                *(part["unit"], dice.choice((None, 100, 250, 500)), moq, days, halal, home, at),
            )
            techniques = [self.techniques[dice.choice(part["techniques"])]]
            yield product, revision, [self.materials[slug] for slug in materials], techniques

    def _name(self, dice: random.Random, part: dict[str, Any]) -> str:
        name = f"{dice.choice(part['nouns'])} {dice.choice(MANNERS)}"
        if dice.random() > 0.7:
            return name
        is_food = part["halal"] != "tidak_wajib"
        return f"{name} {dice.choice((100, 150, 200, 250, 500))} g" if is_food else f"{name} {dice.choice(NAMES)}"

    def photos(self) -> Rows:
        """Two of three products have a main photo."""
        words = ("Foto produk di atas meja kayu", "A product on a wooden table", "", "")
        for n in range(self.count):
            if n % 3:
                file = (f"{n:064x}", "jpg", 1920, 1440)
                files = ";".join(f"{extension} {side} {high} {digest}" for extension, side, high, digest in _files(n))
                yield (n + 1, n + 1, 1, "utama", *file, *words, 0.5, 0.5, "b43c28", "b43c28" * 12, files)

    def renditions(self) -> Rows:
        for n in range(self.count):
            if n % 3:
                for extension, side, high, digest in _files(n):
                    yield n + 1, extension, side, high, digest, side * 40


def _files(n: int) -> list[tuple[str, int, int, str]]:
    """Every file of a photo, as its database keeps them in one text."""
    return [
        (extension, side, side * 3 // 4, f"{n:056x}{kind:04x}{side:04x}")
        for kind, extension in enumerate(EXTENSIONS)
        for side in SIDES
    ]


COLUMNS = {
    "producer": "id code slug name regency_id region_id story_id story_en founded_year standing is_sample created_at "
    "row_version",
    "credential": "id producer_id kind number issuer state covers_all_products expires_on checked_on check_method "
    "ovop_stars ovop_scale ovop_year created_at code row_version",
    "product": "id code slug producer_id category_id state live_revision_id availability is_inquirable showroom_shelf "
    "published_at created_at row_version",
    "product_revision": "id product_id number name_id name_en summary_id summary_en description_id description_en "
    "price_mode price_idr price_as_of unit net_weight_g moq lead_time_days halal_status made_in_id created_at",
    "revision_material": "revision_id material_id",
    "revision_technique": "revision_id technique_id",
    "product_photo": "id product_id position role digest extension width height alt_id alt_en credit rights focal_x "
    "focal_y tint blur files",
    "photo_rendition": "photo_id extension width height digest size_bytes",
}


def fill(connection: sa.Connection, count: int) -> None:
    """Write the whole catalogue into a database that has its reference data."""
    writer, catalogue = Writer(connection), Catalogue(connection, count)
    with writer.without_triggers(COLUMNS):

        def write(table: str, rows: Rows) -> None:
            writer.write(table, COLUMNS[table].split(), rows)

        write("producer", catalogue.producers())
        write("credential", catalogue.credentials())
        for batch in _batches(catalogue.products()):
            write("product", (product for product, _, _, _ in batch))
            write("product_revision", (revision for _, revision, _, _ in batch))
            write("revision_material", ((product[0], key) for product, _, keys, _ in batch for key in keys))
            write("revision_technique", ((product[0], key) for product, _, _, keys in batch for key in keys))
        write("product_photo", catalogue.photos())
        write("photo_rendition", catalogue.renditions())


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--products", type=size, default=10_000)
    parser.add_argument("--instance", type=Path)
    parser.add_argument("--database", default="", help="postgresql:// address of an empty database")
    arguments = parser.parse_args()
    instance = arguments.instance or default_instance(arguments.products)
    instance.mkdir(parents=True, exist_ok=True)
    began = time.perf_counter()
    app = create_app(settings_for(instance, arguments.database))
    with app.app_context():
        upkeep.migrate(db.engine)
        serving.load_reference_data()
        with db.engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                for pragma in ("foreign_keys=OFF", "synchronous=OFF", "cache_size=-400000"):
                    connection.connection.driver_connection.execute(f"PRAGMA {pragma}")
            with connection.begin():
                fill(connection, arguments.products)
        filled = time.perf_counter()
        print(f"{arguments.products:,} products in {instance}: {filled - began:.0f} s", flush=True)
        with unit_of_work.command():
            documents = rebuild()
        print(f"search index of {documents:,} documents: {time.perf_counter() - filled:.0f} s")
        if db.engine.dialect.name == "postgresql":
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("VACUUM ANALYZE")


if __name__ == "__main__":
    main()
