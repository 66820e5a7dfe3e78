"""Pages drawn once by their templates with marks where the values go, and afterwards only filled in.

Most of a page is the same at every visit: head, navigation, labels, foot. Jinja makes it anew each time, in some
hundred pieces and as many calls, which costs a list of products more than everything else about it. So the template is
drawn once for each shape of the page with a mark in each place of a value, and cut at the marks; a page is then a join
of texts.

What a page is drawn of is told in two parts. `shape` are values of which there is a handful (whether something is
there, which order is chosen): the template gets them as they are, and there is a stencil for each combination. `slots`
are texts: the template gets a `Slot` in the place of each, which can be printed and nothing else. So no condition, no
filter and no length can depend on a value that the stencil is not kept by: it would fail at once, at the first drawing.
The request, the session and `g` are not there either. `plain` draws the same page without a stencil, for comparison.
"""

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from types import SimpleNamespace
from typing import Any, Final, NoReturn, TypeAlias

from flask import Flask, current_app, render_template
from markupsafe import Markup, escape

from griya.core import language
from griya.core.words import LANGUAGES

_KEY: Final = "griya.stencils"
_BEGIN, _END = "\x02", "\x03"  # in no text of ours: `clean_text` and XML refuse control characters
# Stands in every mark, so that one is known again whatever a filter made of it.
_SIGN: Final = "slot-5e1f7c "
_MOST: Final = 500

# Names may have one dot: `share.title` is the `title` of `share`. A slot may be several texts, each of which is printed
# (a tuple), or markup in many pieces (a list).
Shape: TypeAlias = Mapping[str, Any]
Slots: TypeAlias = Mapping[str, str | tuple[str, ...] | list[str]]


class NotPrinted(Exception):
    """A template did something else with a text than print it. No filter of Jinja takes this for a bad value."""


class Slot:
    """The place of a text in a stencil. Whatever a template does with it but print it is an error."""

    __slots__ = ("_mark",)

    def __init__(self, name: str) -> None:
        self._mark = f"{_BEGIN}{_SIGN}{name}{_END}"

    def __html__(self) -> str:
        """The mark, as it stands in the page until the stencil is cut."""
        return self._mark

    def _refuse(self, *_: object) -> NoReturn:
        name = self._mark[1 + len(_SIGN) : -1]
        raise NotPrinted(f"a stencil can only print {name!r}: put what depends on it into its shape")

    __bool__ = __len__ = __iter__ = __str__ = __eq__ = __hash__ = __contains__ = __getitem__ = __call__ = _refuse
    __lt__ = __le__ = __gt__ = __ge__ = __add__ = __radd__ = __mod__ = __int__ = __format__ = _refuse


class _Stencil:
    """A page cut at its marks."""

    def __init__(self, drawn: str, known: Collection[str]) -> None:
        first, *rest = drawn.split(f"{_BEGIN}{_SIGN}")
        self._texts, self._names = [first], list[str]()
        for piece in rest:
            name, _, text = piece.partition(_END)
            self._names.append(name)
            self._texts.append(text)
        strange = {name for name in self._names if name not in known}
        if strange or any(_SIGN in text.lower() for text in self._texts):
            raise NotPrinted(f"a filter changed a text of a stencil: {strange or 'its mark is not whole any more'}")
        self._bytes = [text.encode() for text in self._texts]

    def filled(self, values: Mapping[str, str | list[str]]) -> str:
        """The page with these values."""
        found = [self._texts[0]]
        for name, text in zip(self._names, self._texts[1:], strict=True):
            value = values[name]
            found.append("".join(value) if type(value) is list else value)  # type: ignore[arg-type]
            found.append(text)
        return "".join(found)

    def encoded(self, values: Mapping[str, str | list[str]]) -> bytes:
        """The same in UTF-8."""
        found = [self._bytes[0]]
        for name, text in zip(self._names, self._bytes[1:], strict=True):
            value = values[name]
            if type(value) is list:
                found += [one.encode() for one in value]
            else:
                found.append(value.encode())  # type: ignore[union-attr]
            found.append(text)
        return b"".join(found)


def drawn(template: str, shape: Shape, slots: Slots) -> bytes:
    """The page of this template in the present language, in UTF-8.

    Encoding it piece by piece costs a tenth: one letter outside of ASCII makes a whole page three times as slow to
    join.
    """
    others = {f"other {code}": escape(language.in_other_language(code)) for code in _others(language.current())}
    other_of = lambda code: Slot(f"other {code}")  # noqa: E731
    key = template, *shape.values()
    stencil = _stencil(key, lambda marks: _by_jinja(template, shape, marks, other_of), slots)
    return stencil.encoded(_escaped(slots) | others)


def piece(key: tuple[Hashable, ...], draw: Callable[[dict[str, Any]], str], slots: Slots) -> Markup:
    """A piece of a page in the present language, which `draw` makes of the slots in the place of these texts.

    It is kept by `key`, which holds everything else that it is drawn of.
    """
    text = _stencil(key, draw, slots).filled(_escaped(slots))
    return Markup(text)  # noqa: S704 - drawn by a template, with escaped values


def _stencil(key: tuple[Hashable, ...], draw: Callable[[dict[str, Any]], str], slots: Slots) -> _Stencil:
    kept = current_app.extensions[_KEY]
    settings = current_app.config["SETTINGS"]
    whole_key = language.current(), key, *[len(text) for text in slots.values() if type(text) is tuple]
    known: tuple[object, _Stencil] | None = kept.get(whole_key)
    if known is None or known[0] is not settings:
        if len(kept) >= _MOST:
            kept.clear()
        names = {*_escaped(slots), *(f"other {code}" for code in LANGUAGES)}
        known = kept[whole_key] = settings, _Stencil(draw(_marked(slots)), names)
    return known[1]


def _escaped(slots: Slots) -> dict[str, str | list[str]]:
    values: dict[str, str | list[str]] = {}
    for name, text in slots.items():
        if type(text) is list:
            values[name] = text
        elif type(text) is tuple:
            for place, one in enumerate(text):
                values[f"{name} {place}"] = escape(one)
        else:
            values[name] = escape(text)
    return values


def plain(template: str, shape: Shape, slots: Slots) -> str:
    """The same page as Jinja draws it with the values themselves."""
    joined = {name: Markup("".join(text)) if isinstance(text, list) else text for name, text in slots.items()}  # noqa: S704
    return _by_jinja(template, shape, joined, language.in_other_language)


def _by_jinja(template: str, shape: Shape, slots: Mapping[str, Any], other: Callable[[str], Any]) -> str:
    nothing = Slot("request")
    return render_template(
        template,
        **{"session": nothing, "g": nothing, "request": SimpleNamespace()}
        | {"in_other_language": other}
        | dict(_nested({**shape, **slots})),
    )


def _marked(slots: Slots) -> dict[str, Any]:
    return {
        name: tuple(Slot(f"{name} {place}") for place in range(len(text))) if isinstance(text, tuple) else Slot(name)
        for name, text in slots.items()
    }


def _nested(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Values by their names, those of `share.title` and `share.kind` as one object `share`."""
    inner: dict[str, dict[str, Any]] = {}
    for name, value in values.items():
        head, dot, tail = name.partition(".")
        if dot:
            inner.setdefault(head, {})[tail] = value
        else:
            yield name, value
    for head, those in inner.items():
        yield head, SimpleNamespace(**those)


def _others(spoken: str) -> list[str]:
    return [code for code in LANGUAGES if code != spoken]


def init_app(app: Flask) -> None:
    """Let the application keep stencils."""
    app.extensions[_KEY] = {}
