"""Error answers in the site's own layout: what happened, what to do, and everything the person typed kept."""

import logging
from http import HTTPStatus
from typing import Final

from flask import Flask, Response, make_response, render_template, request
from flask.globals import request_ctx
from flask_wtf.csrf import CSRFError, generate_csrf
from sqlalchemy.exc import InternalError, OperationalError, SQLAlchemyError
from werkzeug.exceptions import HTTPException, InternalServerError

from griya.core.db import db
from griya.core.words import N_

log = logging.getLogger(__name__)

# A full disk, a lock that lasts, a database that is away or may only be read: the drivers' words for "not now".
STORAGE_REFUSALS = (OperationalError, InternalError)

# Fields whose text is never shown again.
_SECRET_FIELDS = frozenset({"csrf_token", "password", "present", "code"})
_WORDS = {
    400: (N_("Permintaan tidak dapat dibaca"), N_("Peramban mengirim sesuatu yang tidak dapat kami baca.")),
    403: (N_("Tidak diizinkan"), N_("Halaman ini tidak dapat dibuka dari sini atau dengan akun ini.")),
    404: (N_("Halaman tidak ditemukan"), N_("Alamat ini tidak ada, atau produknya sudah tidak ditampilkan lagi.")),
    405: (N_("Cara membuka ini tidak dapat dipakai"), N_("Halaman ini ada, tetapi tidak dengan cara itu.")),
    409: (N_("Sudah berubah"), N_("Data ini sudah diubah orang lain sementara Anda membukanya.")),
    410: (N_("Sudah tidak ditampilkan"), N_("Halaman ini pernah ada dan sudah ditutup.")),
    413: (
        N_("Kiriman terlalu besar"),
        N_("Isi formulir atau berkas yang dikirim melebihi batas. Kirim yang lebih kecil."),
    ),
    429: (N_("Terlalu banyak percobaan"), N_("Tunggu sebentar, lalu coba lagi.")),
    500: (N_("Ada yang salah di pihak kami"), N_("Kesalahan ini sudah tercatat. Silakan coba lagi sebentar lagi.")),
    503: (
        N_("Belum dapat disimpan"),
        N_("Penyimpanan sedang tidak dapat ditulis, jadi kiriman Anda belum kami terima."),
    ),
}


# Addresses whose errors are told in a frame of their own, because the site's own frame would lead out of them.
_FRAMES: Final[dict[str, str]] = {}


def provide_frame(beginning: str, template: str) -> None:
    """Tell errors of the addresses with this beginning by this template from now on."""
    _FRAMES[beginning] = template


def error_page(status: int, *, keep: bool = False) -> Response:
    """The page for `status`. With `keep`, it carries a form with all that was typed, ready to be sent again."""
    title, text = _WORDS.get(status, (HTTPStatus(status).phrase, N_("Permintaan ini tidak dapat diselesaikan.")))
    # A request for a foreign host has no address to build links from: its page stands alone.
    template = _template() if request_ctx.url_adapter else "errors/plain.html"
    words = {"status": status, "title": title, "text": text, "kept": _typed() if keep else [], "token": _token(keep)}
    response = make_response(render_template(template, **words), status)
    response.headers["Cache-Control"] = "no-store"
    if status in {429, 503}:
        response.headers.setdefault("Retry-After", "30")
    return response


def _template() -> str:
    framed = (template for beginning, template in _FRAMES.items() if request.path.startswith(beginning))
    return next(framed, "errors/error.html")


def _typed() -> list[tuple[str, str]]:
    return [(name, value) for name, value in request.form.items(multi=True) if name not in _SECRET_FIELDS]


def _token(keep: bool) -> str:
    return generate_csrf() if keep else ""


def _http_error(error: HTTPException) -> Response:
    if error.response is not None:
        return make_response(error.response)
    status = error.code or 500
    if isinstance(error, InternalServerError) and isinstance(error.original_exception, STORAGE_REFUSALS):
        return _storage_error(error.original_exception)
    response = error_page(status)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After", "Location"}:
            response.headers[name] = value
    return response


def _storage_error(error: SQLAlchemyError) -> Response:
    """Nothing was stored and nobody was told that it was: 503, with the text kept."""
    db.session.rollback()
    log.error("storage refused: %s", type(error).__name__, exc_info=error)
    return error_page(503, keep=request.method == "POST")


def _expired_form(error: CSRFError) -> Response:
    """A token that is gone or foreign: refused, but a person whose form was merely old loses nothing."""
    log.warning("form token refused: %s", error.description)
    same_site = request.headers.get("Sec-Fetch-Site", "same-origin") in {"same-origin", "none"}
    return error_page(400, keep=same_site and not request.files)


def init_app(app: Flask) -> None:
    """Answer every error of `app` with a page."""
    app.register_error_handler(CSRFError, _expired_form)
    for refusal in STORAGE_REFUSALS:
        app.register_error_handler(refusal, _storage_error)
    app.register_error_handler(HTTPException, _http_error)
