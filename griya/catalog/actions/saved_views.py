"""Views of the desk's lists that people keep under a name."""

from sqlalchemy import func, select

from griya.accounts.actions import record_event
from griya.catalog.models.drafts import SavedView
from griya.core import clock
from griya.core.db import db
from griya.core.errors import Refused
from griya.core.text import one_line

LONGEST_NAME = 60
LONGEST_QUERY = 1_000
MOST_VIEWS = 30


def keep_view(*, list_name: str, name: str, query: str, is_shared: bool, owner_id: int) -> SavedView:
    """Keep the filters of a list under a name; a name the owner has already gets the new filters.

    Raises:
        Refused: when the name cannot be used, or there are too many.
    """
    name = one_line(name)
    if not name:
        raise Refused("Beri nama tampilan ini, misalnya “Tanpa foto di Sambas”.")
    if len(name) > LONGEST_NAME or len(query) > LONGEST_QUERY:
        raise Refused(f"Nama tampilan paling banyak {LONGEST_NAME} huruf.")
    mine = (SavedView.owner_id == owner_id, SavedView.list_name == list_name)
    view = db.session.scalars(select(SavedView).where(*mine, SavedView.name == name)).one_or_none()
    if view is None:
        if (db.session.scalar(select(func.count()).select_from(SavedView).where(*mine)) or 0) >= MOST_VIEWS:
            raise Refused(f"Paling banyak {MOST_VIEWS} tampilan tersimpan. Hapus dulu satu.")
        view = SavedView(
            list_name=list_name, name=name, query="", is_shared=False, owner_id=owner_id, created_at=clock.now()
        )
        db.session.add(view)
    before = {"query": view.query, "is_shared": view.is_shared}
    view.query, view.is_shared = query, is_shared
    db.session.flush()
    record_event(
        verb="saved_view.kept",
        object_type="saved_view",
        object_key=view.code,
        actor_id=owner_id,
        before=before,
        after={"name": name, "query": query, "is_shared": is_shared},
    )
    return view


def drop_view(*, view: SavedView, actor_id: int) -> None:
    """Forget a view. Its owner may; others never, shared or not.

    Raises:
        Refused: when it is somebody else's.
    """
    if view.owner_id != actor_id:
        raise Refused("Tampilan ini milik orang lain; hanya pemiliknya yang dapat menghapusnya.")
    told = {"name": view.name, "query": view.query, "is_shared": view.is_shared}
    db.session.delete(view)
    db.session.flush()
    record_event(
        verb="saved_view.dropped", object_type="saved_view", object_key=view.code, actor_id=actor_id, before=told
    )
