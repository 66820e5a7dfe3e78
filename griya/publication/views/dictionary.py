"""The page that says what the open data is: licence, files, and every column."""

from flask import current_app, render_template

from griya.catalog.sharing import share_page
from griya.core.http import public_page
from griya.core.language import gettext
from griya.publication.rules.licence import LICENCE
from griya.publication.rules.tables import NEVER, TABLES
from griya.publication.views import pages


@pages.get("/data-terbuka")
@public_page
def dictionary_show() -> str:
    """Every table with its addresses and columns."""
    about = gettext(
        "Isi katalog Griya sebagai berkas CSV dan JSON, boleh dipakai siapa saja, dengan arti tiap kolomnya."
    )
    return render_template(
        "publication/dictionary_show.html",
        tables=TABLES.values(),
        licence=LICENCE,
        never=NEVER,
        office=current_app.config["SETTINGS"].office.name,
        share=share_page(gettext("Data terbuka"), about),
    )
