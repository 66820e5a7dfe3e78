"""Files that buyers sent along: opened alone in a sandbox or saved, never a page of this site, never mailed."""

from flask import Response, abort, current_app

from griya.core.private import store
from griya.core.private.answer import answer
from griya.inquiry.desk import blueprint
from griya.inquiry.queries.attachments import find_attachment


@blueprint.get("/<reference>/lampiran/<code>")
def attachment_show(reference: str, code: str) -> Response:
    """Show a picture or hand over a document."""
    file = find_attachment(reference, code) or abort(404)
    try:
        return answer(file.digest, file.extension, file.name)
    except store.Missing:
        current_app.logger.error("a private file is missing or altered: %s", file.digest[:12])
        abort(404)
