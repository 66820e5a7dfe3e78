"""“Tugas saya”: what waits for one person, of every kind, in the order in which it is due.

A kind of task is one entry of `KINDS` in `griya/desk/tasks/kinds.py`: its key in addresses, its name, who it is for by
the words of `griya/accounts/access.toml`, and a function that finds the tasks of one person at one moment:

    def reviews(viewer: Viewer, at: datetime) -> list[Task]:
        return [Task(what="Periksa Kain Cual", endpoint="desk.catalog.review_show", values=(("code", "GX-1"),), …)]

It returns the tasks themselves and never a number. The list and the count in the navigation come from `list_tasks`
alone, so they cannot differ; a kind that has to be cheap returns few rows by its own query, whose statements do not
grow with the rows. A feature asks its own queries; only what they give is turned into tasks here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

from griya.accounts.models import Role
from griya.accounts.rules.access import ROLES, Who
from griya.selection.rules.wording import distance

T = TypeVar("T")

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whose tasks are asked for; what several kinds need is read `once` for one look at the list."""

    account_id: int
    role: Role
    _read: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, name: str, read: Callable[[], T]) -> T:
        """What is read under this name, asked only the first time."""
        if name not in self._read:
            self._read[name] = read()
        return cast(T, self._read[name])


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do. `begins` is what happens when it is due: “mulai”, “berakhir”, “jatuh tempo”."""

    what: str
    endpoint: str
    values: tuple[tuple[str, Any], ...]
    why: str
    due: datetime | None = None
    begins: str = "jatuh tempo"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of task and who it is for."""

    key: str
    name: str
    who: Who
    find: Callable[[Viewer, datetime], list[Task]]


@dataclass(frozen=True, slots=True)
class Due:
    """A task of somebody's list, with its kind."""

    kind: Kind
    task: Task


def list_tasks(kinds: Sequence[Kind], viewer: Viewer, at: datetime) -> list[Due]:
    """Everything that waits for this person, the most urgent first; what has no time is last."""
    found = [Due(kind, task) for kind in kinds if viewer.role in ROLES[kind.who] for task in kind.find(viewer, at)]
    order = {kind.key: place for place, kind in enumerate(kinds)}
    return sorted(found, key=lambda one: (one.task.due or _NEVER, order[one.kind.key], one.task.what))


def due_words(task: Task, at: datetime) -> str:
    """`mulai dalam 9 jam`, `berakhir 2 hari lalu`; nothing where there is no time."""
    if task.due is None:
        return ""
    if task.due > at:
        return f"{task.begins} dalam {distance(task.due - at)}"
    return f"{task.begins} {distance(at - task.due)} lalu"
