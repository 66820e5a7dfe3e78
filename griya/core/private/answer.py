"""A private file as an answer: to be looked at alone in a sandbox, or to be saved; never cached, never sniffed."""

from urllib.parse import quote

from flask import Response, current_app
from werkzeug.http import dump_options_header

from griya.core.http import PRIVATE
from griya.core.private import store
from griya.core.private.kinds import TYPES

# A PDF is always saved: browsers show none in a sandbox, and out of one it would be a page of this site.
_SHOWN = frozenset({"jpg"})
_POLICY = "default-src 'none'; sandbox"


def answer(digest: str, extension: str, name: str, *, is_saved: bool = False) -> Response:
    """The file under the name it was given by `shown_name`.

    Raises:
        store.Missing: when the file is gone or was altered.
    """
    content = store.read(current_app.config["PRIVATE_FOLDER"], digest, extension)
    response = Response(content, mimetype=TYPES[extension])
    way = "inline" if extension in _SHOWN and not is_saved else "attachment"
    plain = name.encode("ascii", "ignore").decode()
    options = {"filename": plain if len(plain) > len(extension) + 1 else f"dokumen.{extension}"}
    if plain != name:
        options["filename*"] = f"UTF-8''{quote(name, safe='')}"
    response.headers["Content-Disposition"] = dump_options_header(way, options)
    response.headers["Cache-Control"] = PRIVATE
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
