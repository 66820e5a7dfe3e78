"""The language of a page: `/en/…` is the English form of the same address, everything else is Indonesian.

The Indonesian message is its own key. English ones stand in `griya/translations/en/LC_MESSAGES/messages.po`, which is
read when the program starts: there is no compiled file that could be forgotten. `make messages` renews it from the code
(docs/decisions/008-two-languages.md).
"""

from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import abort, current_app, redirect, request
from flask.globals import _cv_request
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from griya.core.plain_flask import PlainFlask
from griya.core.quick_addresses import QuickAddresses
from griya.core.words import LANGUAGES, SOURCE, Bilingual, Sentence, in_language, is_translated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ENGLISH: Final = "en"
NAMES: Final = {"id": "Bahasa Indonesia", "en": "English"}
CATALOGUE: Final = Path(__file__).resolve().parent.parent / "translations" / "en" / "LC_MESSAGES" / "messages.po"
_PREFIX: Final = f"/{ENGLISH}"
_ENVIRON: Final = "griya.language"
_IN_ITS_OWN_WAY: Final = "griya.language_of_address"


class LanguagePrefix:
    """WSGI layer next to the app: takes `/en` off the path and notes the language it stood for."""

    def __init__(self, app: "WSGIApplication") -> None:
        self._app = app

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
        """Call the app with the address that both languages share."""
        path = environ.get("PATH_INFO", "")
        if path == _PREFIX or path.startswith(f"{_PREFIX}/"):
            environ[_ENVIRON] = ENGLISH
            environ["PATH_INFO"] = path[len(_PREFIX) :]
        return self._app(environ, start_response)


def speak(environ: "WSGIEnvironment", language: str) -> None:
    """Answer this request in `language`, which its address names in a way of its own and not by `/en`."""
    environ[_ENVIRON] = language
    environ[_IN_ITS_OWN_WAY] = True


class BilingualFlask(PlainFlask):
    """A Flask whose addresses keep the language of the present page, where the page they lead to has it."""

    bilingual_blueprints: frozenset[str] = frozenset()
    _quick: QuickAddresses | None = None

    def url_for(
        self,
        /,
        endpoint: str,
        *,
        _language: str | None = None,
        _anchor: str | None = None,
        _method: str | None = None,
        _scheme: str | None = None,
        _external: bool | None = None,
        **values: Any,
    ) -> str:
        """As Flask's; `_language` asks for the address of the page in another language than the present one."""
        address = None
        if self._quick and not (_anchor or _method or _scheme) and _external is None and _is_at_the_root():
            address = self._quick.build(endpoint, values)
        if address is None:
            address = super().url_for(
                endpoint, _anchor=_anchor, _method=_method, _scheme=_scheme, _external=_external, **values
            )
        if (_language or current()) == SOURCE or endpoint.partition(".")[0] not in self.bilingual_blueprints:
            return address
        if address.startswith("/"):
            return f"{_PREFIX}{address}"
        scheme, _, rest = address.partition("://")
        host, _, path = rest.partition("/")
        return f"{scheme}://{host}{_PREFIX}/{path}"


def current() -> str:
    """The language of the page that is being answered; Indonesian outside a request.

    A page asks some hundred times, so this takes the context itself and not the three proxies in front of it.
    """
    context = _cv_request.get(None)
    return SOURCE if context is None else str(context.request.environ.get(_ENVIRON, SOURCE))


def _is_at_the_root() -> bool:
    """Whether the address of a page is its path: within a request, and not below a prefix of somebody else."""
    context = _cv_request.get(None)
    return context is not None and context.url_adapter is not None and not context.request.environ.get("SCRIPT_NAME")


@cache
def _english() -> Translations:
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale=ENGLISH, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def gettext(message: str) -> str:
    """A message of the program in the page's language."""
    return message if current() == SOURCE else str(_english().gettext(message))


def ngettext(singular: str, plural: str, count: int) -> str:
    """A message about `count` things in the page's language; Indonesian nouns have one form, English two."""
    return singular if current() == SOURCE else str(_english().ngettext(singular, plural, count))


@lru_cache(4096)
def _as_markup(message: str, language: str) -> Markup:
    """A message of a template, in this language, ready to be set into a page."""
    return Markup(message if language == SOURCE else _english().gettext(message))  # noqa: S704 - the program's own words


def _said(message: str, /, **values: Any) -> Markup:
    """What `_()` is in templates: as Jinja's own, which makes each message anew each time it is said.

    A message is a format string even without values, so that "%%" is always one per cent sign.
    """
    text = _as_markup(message, current())
    return text % values if values or "%" in text else text


def _said_of(singular: str, plural: str, count: int, /, **values: Any) -> Markup:
    """`ngettext` in templates, with `num` among the values as in Jinja's own."""
    return Markup(ngettext(singular, plural, count)) % {"num": count, **values}  # noqa: S704 - the program's own words


def translate(message: str) -> str:
    """A message that comes out of a rule (`N_`, `Sentence`) in the page's language. Never give it a person's words."""
    if current() == SOURCE:
        return str(message)
    if isinstance(message, Sentence):
        return gettext(message.message) % {name: _value(value) for name, value in message.values.items()}
    return gettext(str(message)) if message else ""


def _value(value: object) -> object:
    """A value of a sentence: words of the data as they are in this language, a message translated, a number itself."""
    if isinstance(value, Bilingual):
        return plain(value)
    return translate(value) if isinstance(value, str) else value


def words(text: str | None) -> Markup:
    """Words of the data in the page's language; where only Indonesian ones exist, they say so by `lang`.

    Markup stays as it is: whoever made it has put it into the page's language.
    """
    if isinstance(text, Markup):
        return text
    shown, language = in_language(text or "", current())
    if not shown or language == current():
        return escape(shown)
    return Markup('<span lang="{}">{}</span>').format(language, shown)


def plain(text: str | None) -> str:
    """Words of the data in the page's language, without markup: for titles and attributes."""
    return in_language(text or "", current())[0]


def said_in(text: str | None, language: str) -> str:
    """Words of the data in a language of choice, without markup: for what stands beside the page's own language."""
    return in_language(text or "", language)[0]


def lang(text: str | None) -> Markup:
    """The attribute ` lang="id"` for an element whose words are not in the page's language, else nothing."""
    language = in_language(text or "", current())[1]
    return Markup("") if language == current() or not text else Markup(' lang="{}"').format(language)


def in_other_language(language: str) -> str:
    """The present page's address in `language`, with what was asked for in its query string."""
    query = request.query_string.decode("ascii", "replace")
    return f"{_PREFIX if language == ENGLISH else ''}{quote(request.path)}{'?' if query else ''}{query}"


def _only_where_translated() -> Response | None:
    """`/en` is `/en/`, and no address is English that has no English page."""
    if current() == SOURCE or _IN_ITS_OWN_WAY in request.environ:
        return None
    if not request.environ["PATH_INFO"]:
        return redirect(f"{_PREFIX}/", 308)
    if request.endpoint and request.blueprint not in _bilingual():
        abort(404)
    return None


def _bilingual() -> frozenset[str]:
    return getattr(current_app, "bilingual_blueprints", frozenset())


def init_app(app: BilingualFlask, *, bilingual: frozenset[str]) -> None:
    """Answer `/en/…` for the blueprints in `bilingual` and give every template its messages and words."""
    app.bilingual_blueprints = bilingual
    app._quick = QuickAddresses(app)
    app.wsgi_app = LanguagePrefix(app.wsgi_app)  # type: ignore[method-assign]
    app.before_request(_only_where_translated)
    environment = app.jinja_env
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(
        {"_": _said, "gettext": _said, "ngettext": _said_of},
        language=current,
        languages=LANGUAGES,
        language_names=NAMES,
        in_other_language=in_other_language,
    )
    environment.filters.update(
        translate=translate,
        words=words,
        plain=plain,
        lang=lang,
        in_language=said_in,
    )
    environment.tests["translated"] = is_translated
