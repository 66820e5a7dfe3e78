"""Static files: one hash of the whole tree is part of every address, so relative imports stay immutable too."""

import hashlib
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, send_from_directory, url_for
from whitenoise import WhiteNoise

YEAR_SECONDS = 31_536_000

blueprint = Blueprint("assets", __name__)


def tree_version(root: Path) -> str:
    """Twelve hex digits that change when any file below `root` changes its path or bytes."""
    digest = hashlib.sha256()
    for path in sorted(p for p in root.rglob("*") if p.is_file()):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


@blueprint.get("/static/<version>/<path:filename>")
def file_show(version: str, filename: str) -> Response:
    """Serve a page opened before a deploy: the file of today under an address of yesterday, never cached."""
    del version
    response = send_from_directory(_root(), filename, max_age=0)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _root() -> Path:
    return Path(current_app.config["STATIC_ROOT"])


def asset_url(filename: str) -> str:
    """The immutable address of a static file; a name that does not exist is an error at once."""
    if not (_root() / filename).is_file():
        raise FileNotFoundError(f"static/{filename}")
    return url_for("assets.file_show", version=current_app.config["STATIC_VERSION"], filename=filename)


def init_app(app: Flask, root: Path) -> None:
    """Serve `root` under `/static/<version>/` by WhiteNoise, in front of the app."""
    version = tree_version(root)
    app.config.update(STATIC_ROOT=str(root), STATIC_VERSION=version)
    app.register_blueprint(blueprint)
    app.jinja_env.globals["asset_url"] = asset_url
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(root),
        prefix=f"static/{version}/",
        allow_all_origins=False,
        max_age=YEAR_SECONDS,
        immutable_file_test=lambda _path, _url: True,
        add_headers_function=None,
    )
