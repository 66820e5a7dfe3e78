"""What the tests of the import share: the ugly files, a database with its reference data, and the command itself."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, insert, select

from griya.accounts.models import Event
from griya.catalog.actions import load_vocabulary
from griya.catalog.models import Product, ProductRevision
from griya.core.db import db
from griya.intake.cli import import_command
from griya.registry.models import Producer, ProducerContact, ReferenceSource, Region
from griya.registry.reference.load import load_regions

FILES = Path(__file__).parent / "files"
REAL = FILES / "ikm_olahan_ikan.csv"

Run = Callable[..., Result]


@pytest.fixture
def stocked(context: Any) -> Any:
    """A database with shelves and enough regions, and nobody in it; all 2,334 are in the tests of places.

    Committed into the test's own outer transaction, which is rolled back when the test ends.
    """
    _load_regions()
    load_vocabulary()
    db.session.commit()
    return context


def _load_regions() -> None:
    """All kabupaten and kecamatan, and the villages of two of them."""
    source = ReferenceSource(key="uji", title="Sumber uji", issued_on=date(2025, 6, 23), note="")
    db.session.add(source)
    db.session.flush()
    ids: dict[str, int] = {}
    rows = [row for row in load_regions() if row.code.count(".") < 3 or row.code.startswith(("61.01.04", "61.04.16"))]
    for depth in range(4):
        level = [row for row in rows if row.code.count(".") == depth]
        values = [
            {
                "code": row.code,
                "name": row.name,
                "level": row.level,
                "bps_code": row.bps_code,
                "parent_id": ids.get(row.parent_code or ""),
                "source_id": source.id,
            }
            for row in level
        ]
        db.session.execute(insert(Region), values)
        ids |= {row.code: row.id for row in db.session.execute(select(Region.code, Region.id))}


@pytest.fixture
def run(stocked: Any) -> Run:
    """`griya import …` with these arguments."""
    del stocked

    def invoke(*arguments: object) -> Result:
        result = CliRunner().invoke(import_command, [str(argument) for argument in arguments])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return invoke


def code_in(result: Result) -> str:
    """The confirmation code that a dry run gave."""
    assert "--confirm " in result.output, result.output
    return result.output.rsplit("--confirm ", 1)[1].strip()


def counts() -> dict[str, int]:
    """How many rows there are of everything an import writes."""
    models = (Producer, ProducerContact, Product, ProductRevision, Event)
    return {m.__tablename__: db.session.scalar(select(func.count()).select_from(m)) or 0 for m in models}
