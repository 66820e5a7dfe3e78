"""What machines are answered. `pages` exists in both languages, `files` once: its contents carry both."""

from flask import Blueprint

pages = Blueprint("publication", __name__)
files = Blueprint("open", __name__)

from griya.publication.views import dictionary, feeds, pictures, sitemaps, tables  # noqa: E402

__all__ = ["dictionary", "feeds", "files", "pages", "pictures", "sitemaps", "tables"]
