"""Statements of the search as each database speaks them, run on the session's own connection without ceremony.

A search is a handful of statements that take the database some hundredths of a millisecond each; built from objects and
read into objects they would take three times as long. They stay in the session's transaction and are seen by whatever
listens to its statements.
"""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Row

from griya.core.db import db

SQLITE: Final = "sqlite"
POSTGRESQL: Final = "postgresql"
DIALECTS: Final = (SQLITE, POSTGRESQL)
_PARAMETER: Final = re.compile(r"(?<!:):([a-z_]+)")

Rows = Sequence[Row[*tuple[Any, ...]]]


class Statement:
    """A statement with named parameters (`:name`), in one text for both databases or one for each."""

    def __init__(self, sqlite: str, postgresql: str = "") -> None:
        self._texts = {SQLITE: sqlite, POSTGRESQL: _PARAMETER.sub(r"%(\1)s", postgresql or sqlite)}

    def rows(self, **values: Any) -> Rows:
        """Its rows, after whatever the session has still to write."""
        session = db.session()
        if session.new or session.dirty or session.deleted:
            session.flush()
        connection = session.connection()
        return connection.exec_driver_sql(self._texts[connection.dialect.name], values).fetchall()

    def value(self, **values: Any) -> Any:
        """The first value of its first row."""
        rows = self.rows(**values)
        return rows[0][0] if rows else None


def dialect() -> str:
    """Which of the two databases this is."""
    return db.session.get_bind().dialect.name


def one_of(parameter: str) -> Mapping[str, str]:
    """What stands behind a column so that it is one of the values of a parameter made by `values_of`."""
    return {SQLITE: f"IN (SELECT value FROM json_each(:{parameter}))", POSTGRESQL: f"= ANY(:{parameter})"}  # noqa: S608


def values_of(values: Collection[Any]) -> Any:
    """Any number of values as one parameter, so that the statement is the same for all numbers of them."""
    return json.dumps(list(values)) if dialect() == SQLITE else list(values)
