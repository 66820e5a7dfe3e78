"""The page helper: opens a page as a browser would and checks the house's standards on every page a test opens.

Each failure says what to write instead.
"""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from justhtml import JustHTML
from werkzeug.test import TestResponse

INPUTS = {"input", "select", "textarea"}
UNLABELLED_TYPES = {"hidden", "submit", "button", "image", "reset"}
# Answers that are a piece of a page, which a script of ours puts into one. They are checked as what they are.
PIECES = {"/cari/saran", "/en/cari/saran", "/meja/pilihan/meter", "/meja/layar/gambar"}
SECURITY_HEADERS = {
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "Cross-Origin-Opener-Policy",
    "X-Frame-Options",
}


def attributes(element: Any) -> dict[str, str]:
    """An element's attributes; one without a value has an empty one."""
    return {name: value or "" for name, value in (element.attrs or {}).items()}


@dataclass(frozen=True)
class Opened:
    """A page that passed the checks: its answer and its parsed document."""

    response: TestResponse
    document: JustHTML

    @classmethod
    def of(cls, response: TestResponse) -> "Opened":
        """The page of an answer whose checks are somebody else's."""
        return cls(response, JustHTML(response.get_data(as_text=True), sanitize=False))

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.response.status_code

    @property
    def text(self) -> str:
        """The words a person reads, with white space folded."""
        return " ".join(self.document.to_text().split())

    @property
    def html(self) -> str:
        """The bytes as text."""
        return self.response.get_data(as_text=True)

    def select(self, selector: str) -> list[Any]:
        """Elements by CSS selector."""
        return list(self.document.query(selector))

    def field(self, name: str) -> str:
        """The value of the first field of this name in a form."""
        for element in self.select(f'[name="{name}"]'):
            if element.name == "textarea":
                return str(element.to_text())
            return str(attributes(element).get("value", ""))
        raise AssertionError(f"no field {name!r} on the page")


class PageClient:
    """Opens pages with `client` and checks each."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str, expect: int = 200, **options: Any) -> Opened:
        """Open `path` and expect this status."""
        return self._checked(self.client.get(path, **options), path, expect)

    def post(self, path: str, data: dict[str, Any] | None = None, expect: int = 303, **options: Any) -> Opened:
        """Send a form as a browser of this site would, without looking for its token."""
        headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin", **options.pop("headers", {})}
        return self._checked(self.client.post(path, data=data, headers=headers, **options), path, expect)

    def submit(self, path: str, data: dict[str, Any], expect: int = 303, action: str | None = None) -> Opened:
        """Open the page with the form, take its token and hidden fields, fill in `data`, send it."""
        page = self.get(path)
        forms = [f for f in page.select("form") if (attributes(f).get("method") or "get").lower() == "post"]
        if action:
            forms = [f for f in forms if attributes(f).get("action") == action]
        assert forms, f"{path} has no form to send{f' to {action}' if action else ''}"
        hidden = {
            attributes(field)["name"]: attributes(field).get("value") or ""
            for field in forms[-1].query("input")
            if attributes(field).get("type") == "hidden"
        }
        return self.post(attributes(forms[-1])["action"], {**hidden, **data}, expect)

    def _checked(self, response: TestResponse, path: str, expect: int) -> Opened:
        body = response.get_data().decode("utf-8", "replace")  # a file may come back as well
        assert response.status_code == expect, f"{path} answers {response.status_code}, not {expect}: {body[:2000]}"
        for problem in problems(response, path):
            raise AssertionError(f"{path}: {problem}")
        return Opened(response, JustHTML(body, sanitize=False, fragment=is_piece(response, path)))


def problems(response: TestResponse, path: str) -> list[str]:
    """Everything about an answer that breaks a standard of the house."""
    found = _header_problems(response)
    if response.mimetype == "text/html" and response.status_code not in {204, 301, 302, 303, 304, 308}:
        body = response.get_data(as_text=True)
        found += _piece_problems(response, body) if is_piece(response, path) else _document_problems(body)
    return found


def is_piece(response: TestResponse, path: str) -> bool:
    """Whether this answer stands inside a page; an error at the same address is a page of its own."""
    return path.partition("?")[0] in PIECES and response.status_code == 200


def _header_problems(response: TestResponse) -> list[str]:
    found = [f"header {name} is missing" for name in SECURITY_HEADERS if name not in response.headers]
    policy = response.headers.get("Content-Security-Policy", "")
    found += ["the policy allows something unsafe"] if "unsafe" in policy else []
    cache = response.headers.get("Cache-Control", "")
    if not cache:
        found.append("Cache-Control is missing: mark the view @public_page or leave it private")
    if "public" in cache:
        if "Set-Cookie" in response.headers:
            found.append("a public page sets a cookie: keep the session, flash messages and tokens off it")
        if "cookie" in response.headers.get("Vary", "").lower():
            found.append("a public page varies by cookie: something on it touched the session")
        if response.status_code == 200 and "ETag" not in response.headers and response.mimetype == "text/html":
            found.append("a public page has no ETag")
    return found


def _piece_problems(response: TestResponse, html: str) -> list[str]:
    """What a piece must hold to as well as a page, and what it must not bring along."""
    piece = JustHTML(html, collect_errors=True, sanitize=False, fragment=True)
    found = [f"HTML: {error}" for error in piece.errors]
    found += [
        f"a piece of a page brings its own <{name}>"
        for name in ("html", "head", "body", "title", "main", "h1", "link", "meta", "script")
        if re.search(rf"<{name}[\s>]", html, re.IGNORECASE)
    ]
    if response.headers.get("X-Robots-Tag") != "noindex":
        found.append("a piece of a page is open to search engines: answer it with X-Robots-Tag: noindex")
    return found + _markup_problems(piece, html)


def _document_problems(html: str) -> list[str]:
    document = JustHTML(html, collect_errors=True, sanitize=False)
    found = [f"HTML: {error}" for error in document.errors]
    headings = [" ".join(h.to_text().split()) for h in document.query("h1")]
    title = " ".join(" ".join(t.to_text() for t in document.query("title")[:1]).split())
    if len(headings) != 1:
        found.append(f"{len(headings)} <h1> elements: write exactly one")
    elif not title.startswith(headings[0]):
        found.append(f"the title {title!r} does not begin with the heading {headings[0]!r}")
    if not attributes(document.query("html")[0]).get("lang"):
        found.append("<html> has no lang")
    if len(document.query("main")) != 1:
        found.append("write exactly one <main>")
    if document.query("main.desk-page") and not any(e.to_text().strip() for e in document.query(".desk-head__help")):
        found.append("a page of the desk without the line that says what it is for: desk_head(title, help)")
    return found + _markup_problems(document, html)


def _markup_problems(document: JustHTML, html: str) -> list[str]:
    found = [f"id {name!r} stands {n} times" for name, n in Counter(_ids(document)).items() if n > 1]
    found += _label_problems(document) + _form_problems(document)
    found += [f"style attribute on <{e.name}>: the policy blocks it" for e in document.query("[style]")]
    found += ["inline <style>: the policy blocks it"] if document.query("style") else []
    for script in document.query("script"):
        if not attributes(script).get("src") and attributes(script).get("type") != "application/ld+json":
            found.append("inline <script>: the policy blocks it")
    found += [f"inline handler in <{match[0]}" for match in re.findall(r"<(\w+)[^>]*\son[a-z]+\s*=", html)]
    found += [
        f"image without alt: {attributes(image).get('src')}"
        for image in document.query("img")
        if "alt" not in attributes(image)
    ]
    return found


def _ids(document: JustHTML) -> list[str]:
    return [str(attributes(element)["id"]) for element in document.query("[id]")]


def _label_problems(document: JustHTML) -> list[str]:
    labelled = {attributes(label).get("for") for label in document.query("label")}
    found = []
    for name in INPUTS:
        for field in document.query(name):
            if name == "input" and (attributes(field).get("type") or "text") in UNLABELLED_TYPES:
                continue
            if attributes(field).get("id") not in labelled and not attributes(field).get("aria-label"):
                found.append(f"field {attributes(field).get('name')!r} has no <label for>")
    return found


def _form_problems(document: JustHTML) -> list[str]:
    found = []
    for form in document.query("form"):
        if not attributes(form).get("action"):
            found.append("a form without an action: name the address")
        has_token = any(attributes(field).get("name") == "csrf_token" for field in form.query("input"))
        if (attributes(form).get("method") or "get").lower() == "post" and not has_token:
            found.append(f"the form to {attributes(form).get('action')} has no csrf_token")
    return found
