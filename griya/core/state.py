"""The guard on columns that say where something stands: they change in a command that leaves an event, or not at all.

A column (or a relationship that fills one) is declared to be a state where it is declared at all, by `info=STATE`.
From then on `UnguardedState` is raised when somebody assigns it, passes it to a constructor, or names it in a bulk
statement, unless a command is under way:

    @state_change()
    def approve_version(*, version: SelectionVersion, …) -> None:
        …guard: raise Refused(reasons)…
        version.approved_at = now
        record_event(verb="selection_version.approved", …)

A command that changed a state and recorded no event is refused too, before anything is committed. The default of a
column is no assignment: whatever is made without a word about its state begins at the start. Forms, imports and
addresses cannot reach a state, because they cannot open a command; `tests/core/test_state.py` tries every other way.
docs/decisions/016-record.md says why it is done so.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import TextClause, event, inspect
from sqlalchemy.orm import InstanceState, ORMExecuteState, QueryableAttribute, Session, UOWTransaction
from sqlalchemy.sql.dml import Insert, Update

from griya.core.db import Base, db

STATE: Final = {"is_state": True}


class UnguardedState(RuntimeError):
    """A state was about to change outside of a command, or a command changed one and left no event."""


@dataclass(slots=True)
class _Command:
    """The command under way: whether it changed a state yet, and whether it left an event."""

    has_changed: bool = False
    has_recorded: bool = False


_command: ContextVar[_Command | None] = ContextVar("griya_state_command", default=None)
# The states of each model by name, and the tables they stand in, as the models declare them.
_states: defaultdict[type[Any], set[str]] = defaultdict(set)
_tables: defaultdict[str, set[str]] = defaultdict(set)
_WRITING: Final = re.compile(
    r"\b(?:update(?:\s+or\s+\w+)?|insert\s+(?:or\s+\w+\s+)?into|replace\s+into)\s+(?:only\s+)?[\"`\[]?(\w+)",
    re.IGNORECASE,
)
_NAME: Final = re.compile(r"\w+")


@contextmanager
def state_change() -> Iterator[None]:
    """A command, which may change states and leaves an event; as a decorator or for a block.

    Commands call one another: the outermost answers for all of them.

    Raises:
        UnguardedState: when a state was changed and no event recorded.
    """
    if _command.get() is not None:
        yield
        return
    own = _Command()
    token = _command.set(own)
    try:
        yield
        if own.has_changed:
            db.session.flush()
            if not own.has_recorded:
                raise UnguardedState("a command changed a state and recorded no event: call record_event in it")
    finally:
        _command.reset(token)


@contextmanager
def unrecorded_state_change(why: str) -> Iterator[None]:
    """For what no person decides, such as a letter that was sent, or for data that a test makes up. `why` says which.

    tests/house/test_state.py holds the list of who does so.
    """
    if not why:
        raise UnguardedState("say why no event is left")
    token = _command.set(_Command(has_recorded=True))
    try:
        yield
        if db.session.registry.has():
            db.session.flush()
    finally:
        _command.reset(token)


def note_event() -> None:
    """Say that an event was recorded; only the record itself calls this."""
    if (own := _command.get()) is not None:
        own.has_recorded = True


def list_states() -> dict[str, list[str]]:
    """Every state there is: names by model."""
    return {
        model.__name__: sorted(names) for model, names in sorted(_states.items(), key=lambda item: item[0].__name__)
    }


@event.listens_for(Base, "attribute_instrument", propagate=True)
def _guard_attribute(model: type[Any], key: str, attribute: QueryableAttribute[Any]) -> None:
    """Guard an attribute whose column or relationship is declared as a state."""
    prop: Any = attribute.property
    columns = getattr(prop, "columns", ())
    if not (prop.info.get("is_state") or any(column.info.get("is_state") for column in columns)):
        return
    _states[model].add(key)
    _tables[model.__tablename__].add(key)

    @event.listens_for(attribute, "set", active_history=False)
    def refuse(_target: Any, _value: Any, _old: Any, _initiator: Any) -> None:
        _pass(f"{model.__name__}.{key}")


@event.listens_for(Session, "before_flush")
def _guard_flush(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    """Refuse what went round the attribute, such as its dictionary."""
    if _command.get() is not None:
        return
    for row in (*session.dirty, *session.new):
        for key in _states.get(type(row), ()):
            state: InstanceState[Any] = inspect(row)
            if state.attrs[key].history.has_changes():
                _pass(f"{type(row).__name__}.{key}")


@event.listens_for(Session, "do_orm_execute")
def _guard_statement(execution: ORMExecuteState) -> None:
    """Refuse a bulk statement that names a state, and its like in plain SQL."""
    if execution.is_select:
        return
    statement = execution.statement
    if isinstance(statement, Insert | Update):
        table = getattr(statement.table, "name", "")
        for name in _tables.get(table, set()) & _written(statement, execution.parameters):
            _pass(f"a statement that writes {table}.{name}")
    elif isinstance(statement, TextClause):
        for table in set(_WRITING.findall(statement.text)) & set(_tables):
            for name in _tables[table] & set(_NAME.findall(statement.text)):
                _pass(f"a statement that writes {table}.{name}")


def _written(statement: Insert | Update, parameters: Any) -> set[str]:
    """The names of the columns that a statement writes, wherever it keeps them."""
    rows = parameters if isinstance(parameters, Sequence) else [parameters or {}]
    names: list[Any] = [*(statement._values or ()), *(name for row in rows for name in row)]
    names += [name for name, _ in getattr(statement, "_ordered_values", None) or ()]
    names += getattr(statement, "_select_names", None) or ()
    for many in statement._multi_values:
        names += [name for row in many for name in (row if isinstance(row, Mapping) else statement.table.columns)]
    return {getattr(name, "key", name) for name in names}


def _pass(what: str) -> None:
    own = _command.get()
    if own is None:
        raise UnguardedState(
            f"{what}: a state changes in a command only: decorate the action with state_change(), griya/core/state.py"
        )
    own.has_changed = True
