"""Which private files the tables name: every column that is marked with `info=REFERENCE`."""

from collections.abc import Set
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Column, select, union_all

from griya.core.db import Base, db
from griya.core.private import store

_MARK: Final = "private_file"
REFERENCE: Final = {_MARK: True}


def columns() -> list[Column[Any]]:
    """Every column that holds the digest of a private file; a feature's models must have been imported."""
    return [
        column for table in Base.metadata.sorted_tables for column in table.columns if column.info.get(_MARK) is True
    ]


def referenced() -> Set[str]:
    """The digests that rows name at this moment."""
    marked = columns()
    if not marked:
        return frozenset()
    every = union_all(*(select(column.label("digest")).where(column.is_not(None)) for column in marked))
    return frozenset(db.session.scalars(every))


def sweep(folder: Path) -> int:
    """Delete the files of `folder` that no row names any more. Returns how many went."""
    try:
        return store.sweep(folder, referenced)
    finally:
        db.session.rollback()
