"""What became of an inquiry, for whoever holds its link."""

from flask import Response, abort, make_response, render_template, url_for

from griya.inquiry.queries import find_status
from griya.inquiry.views import blueprint, settings


@blueprint.get("/permintaan/<token>")
def inquiry_show(token: str) -> Response:
    """What became of an inquiry, for whoever holds its link."""
    status = find_status(token) or abort(404)
    link = f"{settings().public_url}{url_for('inquiry.inquiry_show', token=token)}"
    response = make_response(render_template("inquiry/inquiry_show.html", inquiry=status, link=link))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
