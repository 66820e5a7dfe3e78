"""Static files: one hash of the whole tree is part of every address, so relative imports stay immutable too.

The entry style sheets are served with their `@import`s written out: a first visit costs one request for all of them.
"""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from posixpath import normpath, relpath

from flask import Blueprint, Flask, Response, current_app, send_from_directory, url_for
from whitenoise import WhiteNoise

YEAR_SECONDS = 31_536_000
SPECULATION_RULES = "speculation-rules.json"
# Files whose ending does not tell what they are.
MEDIA_TYPES = {SPECULATION_RULES: "application/speculationrules+json"}
SHEET = "css/griya.css"
# What everybody gets, and what the desk gets besides. Served under another name than their source, which WhiteNoise
# would find first.
FLAT_SHEETS = {
    SHEET: "css/griya.flat.css",
    "css/desk.css": "css/desk.flat.css",
    "css/light.css": "css/light.flat.css",
}

_IMPORT = re.compile(r'@import url\("(?P<path>[^"]+)"\)(?P<media> [a-z]+)?;')
_URL = re.compile(r'url\("(?P<path>[^":]+)"\)')
_MODULE = re.compile(r'^(?:import|export)\b[^;]*?"(?P<path>\./[^"]+)";', re.MULTILINE)
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
_INDENT = re.compile(r"\s*\n\s*")

blueprint = Blueprint("assets", __name__)


def tree_version(root: Path) -> str:
    """Twelve hex digits that change when any file below `root` changes its path or bytes."""
    digest = hashlib.sha256()
    for path in sorted(p for p in root.rglob("*") if p.is_file()):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def flat_sheet(root: Path, name: str = SHEET) -> str:
    """The style sheet `name` with every sheet it imports in its place, without comments and indents.

    Addresses inside an imported sheet are rewritten to be relative to `name`'s folder. Paths are relative to `root`.
    """
    home = PurePosixPath(name).parent

    def inlined(match: re.Match[str]) -> str:
        imported = normpath(str(home / match["path"]))
        text = flat_sheet(root, imported)
        here = PurePosixPath(imported).parent
        text = _URL.sub(lambda url: f'url("{relpath(normpath(str(here / url["path"])), str(home))}")', text)
        return f"@media{match['media']} {{\n{text}}}" if match["media"] else text

    return _INDENT.sub("\n", _IMPORT.sub(inlined, _COMMENT.sub("", (root / name).read_text(encoding="utf-8"))))


@blueprint.get("/static/<version>/<path:filename>")
def file_show(version: str, filename: str) -> Response:
    """Answer what WhiteNoise does not: the flat sheets, and pages opened before a deploy with the file of today."""
    sheets: dict[str, str] = current_app.config["STATIC_SHEETS"]
    if filename in sheets:
        response = current_app.response_class(sheets[filename], mimetype="text/css")
    else:
        response = send_from_directory(
            current_app.config["STATIC_ROOT"], filename, max_age=0, mimetype=MEDIA_TYPES.get(filename)
        )
    is_today = version == current_app.config["STATIC_VERSION"]
    response.headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable" if is_today else "no-cache"
    return response


def asset_url(filename: str) -> str:
    """The immutable address of a static file; a name that does not exist is an error at once."""
    known: dict[str, str] = current_app.config["STATIC_ADDRESSES"]
    if filename not in known:
        known[filename] = _address(filename)
    return known[filename]


def _address(filename: str) -> str:
    if filename in FLAT_SHEETS:
        filename = FLAT_SHEETS[filename]
    elif filename not in FLAT_SHEETS.values() and not (Path(current_app.config["STATIC_ROOT"]) / filename).is_file():
        raise FileNotFoundError(f"static/{filename}")
    return url_for("assets.file_show", version=current_app.config["STATIC_VERSION"], filename=filename)


def needed_by(filenames: Iterable[str]) -> list[str]:
    """These static files and all that they ask for themselves: what a sheet draws with, what a module imports."""
    found: list[str] = []
    waiting = list(filenames)
    while waiting:
        name = FLAT_SHEETS.get(waiting[0], waiting[0])
        del waiting[0]
        if name in found:
            continue
        found.append(name)
        pattern = {".css": _URL, ".js": _MODULE}.get(PurePosixPath(name).suffix)
        if pattern:
            folder = PurePosixPath(name).parent
            waiting += [normpath(str(folder / match["path"])) for match in pattern.finditer(_text_of(name))]
    return found


def _text_of(name: str) -> str:
    sheets: dict[str, str] = current_app.config["STATIC_SHEETS"]
    if name in sheets:
        return sheets[name]
    return (Path(current_app.config["STATIC_ROOT"]) / name).read_text(encoding="utf-8")


def init_app(app: Flask, root: Path) -> None:
    """Serve `root` under `/static/<version>/` by WhiteNoise, in front of the app."""
    version = tree_version(root)
    sheets = {flat: flat_sheet(root, name) for name, flat in FLAT_SHEETS.items()}
    app.config.update(STATIC_ROOT=str(root), STATIC_VERSION=version, STATIC_SHEETS=sheets, STATIC_ADDRESSES={})
    app.register_blueprint(blueprint)
    app.jinja_env.globals["asset_url"] = asset_url
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(root),
        prefix=f"static/{version}/",
        allow_all_origins=False,
        mimetypes=MEDIA_TYPES,
        max_age=YEAR_SECONDS,
        immutable_file_test=lambda _path, _url: True,
    )
