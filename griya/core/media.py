"""Files named by the SHA-256 of their bytes: written once, never changed, served as immutable."""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, send_from_directory

from griya.core.assets import YEAR_SECONDS

TYPES = {"jpg": "image/jpeg", "webp": "image/webp", "avif": "image/avif", "png": "image/png"}
_NAME = re.compile(r"[0-9a-f]{64}\.(?:jpg|webp|avif|png)")

blueprint = Blueprint("media", __name__)


def store(folder: Path, content: bytes, extension: str) -> str:
    """Keep `content` and return its digest; the same bytes stored again change nothing."""
    if extension not in TYPES:
        raise ValueError(f"{extension!r} is no kind of file that is served")
    digest = hashlib.sha256(content).hexdigest()
    path = folder / f"{digest}.{extension}"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".part")
        draft.write_bytes(content)
        draft.replace(path)
    return digest


def drop(folder: str | Path, names: Iterable[str]) -> None:
    """Delete stored files that nothing shows any more; call it once the change is committed."""
    for name in names:
        if _NAME.fullmatch(name):
            (Path(folder) / name).unlink(missing_ok=True)


@blueprint.get("/media/<name>")
def file_show(name: str) -> Response:
    """Serve one stored file as an image and nothing else."""
    if not _NAME.fullmatch(name):
        abort(404)
    response = send_from_directory(current_app.config["MEDIA_FOLDER"], name, mimetype=TYPES[name.rpartition(".")[2]])
    response.headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def init_app(app: Flask, folder: Path) -> None:
    """Serve `folder` under `/media/`."""
    app.config["MEDIA_FOLDER"] = str(folder)
    app.register_blueprint(blueprint)
