"""The gallery's page. `app` registers it only where the program runs for its developers."""

from pathlib import Path

from flask import Blueprint, current_app, render_template

from griya.catalog.queries.regions import list_regencies
from griya.catalog.queries.tile_map import tile_map
from griya.core.paging import Page
from griya.core.qr import qr_code
from griya.gallery.filters import example_events, example_filters, example_tasks
from griya.gallery.forms import ExampleLine, example_form, refused_form
from griya.gallery.queries import list_examples

FOUNDATIONS = "foundations"

blueprint = Blueprint("gallery", __name__)


@blueprint.get("/galeri")
def component_index() -> str:
    """Every piece of `templates/gallery/`, in the order of their names."""
    told_events, told_names = example_events()
    return render_template(
        "gallery/component_index.html",
        pieces=_pieces(),
        examples=list_examples(),
        empty_page=Page(items=(), number=1, size=24, total=0),
        form=example_form("isi-", full_name="Siti Aminah binti Haji Abdurrahman", quantity=12, consent=True),
        empty_form=example_form("kosong-"),
        refused_form=refused_form(),
        focused_form=example_form("fokus-", full_name="Siti Aminah", consent=True),
        line_form=ExampleLine(formdata=None, prefix="baris-"),
        chart=tile_map(list_regencies()),
        list_filters=example_filters(),
        task_examples=example_tasks(),
        told_events=told_events,
        told_names=told_names,
        code=qr_code("https://griya.example/p/GI-0000"),
    )


def _pieces() -> list[str]:
    """The names of the pieces, the ground they stand on first: `templates/gallery/_price.html` is `price`."""
    folder = Path(current_app.root_path).parent / "templates" / "gallery"
    names = (path.stem.removeprefix("_") for path in folder.glob("_*.html"))
    return sorted(names, key=lambda name: (name != FOUNDATIONS, name))
