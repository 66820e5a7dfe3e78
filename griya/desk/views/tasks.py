"""“Tugas saya”: the list, and the count that the navigation shows."""

from flask import current_app, g, render_template, request, url_for

from griya.accounts.guard import current_account
from griya.accounts.models import Role
from griya.core.clock import now
from griya.core.filters import Choice, Filters
from griya.desk.queries import read_mark
from griya.desk.tasks import Due, Viewer, due_words, list_tasks
from griya.desk.tasks.kept import TaskCounts
from griya.desk.tasks.kinds import KINDS
from griya.desk.views import blueprint


@blueprint.get("/tugas")
def task_index() -> str:
    """Show what waits for this person, whole or one kind of it."""
    tasks = my_tasks()
    present = {one.kind.key: one.kind.name for one in sorted(tasks, key=lambda one: KINDS.index(one.kind))}
    counts = {key: sum(1 for one in tasks if one.kind.key == key) for key in present}
    names = {key: f"{name} ({counts[key]})" for key, name in present.items()}
    filters = Filters(request.args, Choice("jenis", "Jenis tugas", names, is_chips=True))
    chosen = filters.text("jenis")
    return render_template(
        "desk/task_index.html",
        tasks=[task_line(one) for one in tasks if not chosen or one.kind.key == chosen],
        total=len(tasks),
        filters=filters,
    )


def my_tasks() -> list[Due]:
    """The tasks of whoever makes this request: found once, for the navigation and for the page."""
    if "tasks" not in g:
        account = current_account()
        g.tasks = list_tasks(KINDS, Viewer(account.account_id, Role(account.role)), now())
    found: list[Due] = g.tasks
    return found


def task_count() -> int:
    """How many tasks whoever makes this request has: of the list where it was found, else as it is kept."""
    if "tasks" in g:
        return len(my_tasks())
    account = current_account()
    counts: TaskCounts = current_app.extensions.setdefault("task_counts", TaskCounts())
    if "task_count" not in g:
        g.task_count = counts.count((account.account_id, account.role), read_mark(), now(), lambda: len(my_tasks()))
    found: int = g.task_count
    return found


def task_line(one: Due) -> dict[str, object]:
    """A task as the templates show it."""
    moment = now()
    return {
        "kind": one.kind.name,
        "what": one.task.what,
        "why": one.task.why,
        "address": url_for(one.task.endpoint, **dict(one.task.values)),
        "due": one.task.due,
        "words": due_words(one.task, moment),
        "is_late": one.task.due is not None and one.task.due <= moment,
    }
