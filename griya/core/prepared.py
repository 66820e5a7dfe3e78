"""Statements that are built once, compiled once for each database, and then run on the driver itself.

SQLAlchemy takes fifty to a hundred microseconds to run a statement that it knows already and to dress its rows; the
database answers most of ours in ten. So the text, the names of the columns and what turns the driver's values into ours
are worked out at the first run; afterwards a run is a cursor of the session's own connection.
"""

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, TypeAlias

from sqlalchemy import CompoundSelect, Connection, Dialect, Select
from sqlalchemy.exc import DBAPIError

Statement: TypeAlias = Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]
Maker: TypeAlias = Callable[[Any], Any]


@contextmanager
def as_sqlalchemy_tells_it(dialect: Dialect, text: str) -> Iterator[None]:
    """Turn a driver's error into SQLAlchemy's, which is what the pages about errors know.

    Raises:
        DBAPIError: of the kind that the driver's error is.
    """
    try:
        yield
    except dialect.loaded_dbapi.Error as error:
        raise DBAPIError.instance(text, None, error, dialect.loaded_dbapi.Error, hide_parameters=True) from error


class Prepared:
    """One statement on one kind of database. Its parameters are numbers and texts, which drivers take as they are.

    A list of values (`IN`) makes another text for each length of the list: such a statement stays with SQLAlchemy.
    """

    def __init__(self, statement: Statement, connection: Connection) -> None:
        compiled: Any = statement.compile(dialect=connection.dialect)
        self._statement, self._compiled, self._text = statement, compiled, str(compiled)
        self._names: Sequence[str] | None = compiled.positiontup
        self._columns = list(statement.selected_columns)
        # A name that is none, or comes twice, is replaced: such a column is read by its place.
        self._row = _row_of([str(column.key) for column in self._columns])
        self._makers: list[tuple[int, Maker]] | None = None

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> list[Any]:
        """Its rows as named tuples, all of them."""
        if self._compiled.post_compile_params:
            return list(connection.execute(self._statement, values).all())
        named = self._compiled.construct_params(values)
        arguments = named if self._names is None else tuple([named[name] for name in self._names])
        with as_sqlalchemy_tells_it(connection.dialect, self._text):
            cursor = connection.connection.cursor()
            try:
                cursor.execute(self._text, arguments)
                if self._makers is None:
                    self._makers = self._find_makers(connection, cursor.description)
                rows = cursor.fetchall()
            finally:
                cursor.close()
        make = self._row._make
        return [make(self._made(row) if self._makers else row) for row in rows]

    def _made(self, row: Sequence[Any]) -> list[Any]:
        values = list(row)
        for place, make in self._makers or ():
            values[place] = make(values[place])
        return values

    def _find_makers(self, connection: Connection, description: Sequence[Any]) -> list[tuple[int, Maker]]:
        """What turns the driver's values into ours, for the columns that need it."""
        found: list[tuple[int, Maker]] = []
        for place, (column, told) in enumerate(zip(self._columns, description, strict=True)):
            implementation = column.type.dialect_impl(connection.dialect)
            make = implementation.result_processor(connection.dialect, told[1])
            if make is not None:
                found.append((place, make))
        return found


def _row_of(names: Sequence[str]) -> Any:
    """A class of rows with these columns."""
    return namedtuple("_Row", names, rename=True)


_prepared: Final[dict[tuple[str, int], tuple[Statement, Prepared]]] = {}


def run(statement: Statement, connection: Connection, values: Mapping[str, Any]) -> list[Any]:
    """The rows of a statement that is a constant of its module."""
    key = connection.dialect.name, id(statement)
    known = _prepared.get(key)
    if known is None:
        # The statement is kept with it, so that its number is never another one's.
        known = _prepared[key] = statement, Prepared(statement, connection)
    return known[1].rows(connection, values)
