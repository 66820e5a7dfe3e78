"""Every open table as JSON, a page at a time, and as one CSV file that is written while it is sent."""

import json
import threading
from collections.abc import Iterator

from flask import Flask, Response, abort, current_app, request
from flask.typing import ResponseReturnValue

from griya.catalog.rules.asked import by_name, canonical_query
from griya.core.addresses import absolute
from griya.core.clock import now
from griya.core.http import PUBLIC, public_page
from griya.core.language import gettext
from griya.core.words import SOURCE
from griya.publication.addresses import row_addresses
from griya.publication.queries.reading import Reader, narrowed
from griya.publication.rules.licence import LICENCE
from griya.publication.rules.tables import PRODUCTS, TABLES
from griya.publication.views import files
from griya.publication.writing import CSV_TYPE, csv_text, day_of, json_row

PAGE_ROWS = 100
PIECE_ROWS = 500
# Whole files that are written at the same time in one process; further requests are asked to come back.
_MOST_FILES = 2
_LONGEST_CODE = 24
_TABLE = f"<any({','.join(TABLES)}):table>"

_places = threading.BoundedSemaphore(_MOST_FILES)


@files.get(f"/{_TABLE}.json")
@public_page
def listing_index(table: str) -> ResponseReturnValue:
    """One page of a table; `berikutnya` leads to the next until there is none."""
    reader = _reader(table)
    after = request.args.get("setelah")
    if after is not None and not (0 < len(after) <= _LONGEST_CODE and after.isprintable()):
        abort(404)
    rows = reader.piece(after=after, limit=PAGE_ROWS)
    total = reader.count()
    is_more = reader.is_paged and len(rows) == PAGE_ROWS
    following = _following(reader, str(rows[-1]["kode"])) if is_more else None
    page = {
        "judul": gettext(reader.table.title),
        "lisensi": {"nama": LICENCE.name, "alamat": LICENCE.address, "sumber": _office()},
        "tanggal": day_of(reader).isoformat(),
        "kamus": _dictionary(reader),
        "jumlah": len(rows) if total is None else total,
        "berikutnya": following,
        "data": [json_row(row) for row in rows],
    }
    response = Response(json.dumps(page, ensure_ascii=False), mimetype="application/json")
    return _labelled(response, reader, following)


@files.get(f"/{_TABLE}.csv")
def sheet_index(table: str) -> ResponseReturnValue:
    """The whole table as a file for spreadsheets."""
    reader = _reader(table)
    place = _Place()
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    response = Response(_written(app, reader, place), mimetype=CSV_TYPE)
    response.call_on_close(place.give_back)
    response.headers["Cache-Control"] = PUBLIC
    response.headers["Content-Disposition"] = f'attachment; filename="griya-{table}-{day_of(reader)}.csv"'
    return _labelled(response, reader, None)


class _Place:
    """One of the few places of those who are being sent a file; it is given back once, whatever ends the sending."""

    def __init__(self) -> None:
        if not _places.acquire(blocking=False):
            abort(503)
        self._is_held = True

    def give_back(self) -> None:
        """Let the next one have it."""
        if self._is_held:
            self._is_held = False
            _places.release()


def _written(app: Flask, reader: Reader, place: _Place) -> Iterator[bytes]:
    """The file in pieces. Each is read in a short session of its own: the request's is gone when this runs."""
    text = csv_text(reader.table, reader.pieces(after=None, size=PIECE_ROWS))
    try:
        while True:
            with app.app_context():
                part = next(text, None)
            if part is None:
                return
            yield part.encode()
    finally:
        place.give_back()


def _reader(key: str) -> Reader:
    if key != PRODUCTS.key:
        return Reader(TABLES[key], row_addresses(), now())
    asked, only = narrowed(request.args.to_dict(flat=False))
    return Reader(TABLES[key], row_addresses(), now(), asked, only)


def _following(reader: Reader, after: str) -> str:
    asked = by_name(canonical_query(reader.asked.at(1)))
    return absolute("open.listing_index", table=reader.table.key, **asked, setelah=after)


def _labelled(response: Response, reader: Reader, following: str | None) -> Response:
    """Licence, dictionary and next page as links, which every program reads alike; readable from any other site."""
    links = [(LICENCE.address, "license"), (_dictionary(reader), "describedby")]
    links += [(following, "next")] if following else []
    response.headers["Link"] = ", ".join(f'<{address}>; rel="{kind}"' for address, kind in links)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _dictionary(reader: Reader) -> str:
    return absolute("publication.dictionary_show", _language=SOURCE, _anchor=reader.table.key)


def _office() -> str:
    return str(current_app.config["SETTINGS"].office.name)
