"""The privilege matrix: every endpoint of the list, asked by everybody who might stand there, about their own objects
and other people's. What must come back is written here by hand, beside the guard and not out of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from griya.accounts.rules.access import Who, access_list

PEOPLE = (
    "stranger", "curator", "officer", "administrator", "closed account", "administrator without a factor",
    "administrator before the code", "administrator of yesterday",
)  # fmt: skip
STAFF = {"curator", "officer", "administrator", "administrator of yesterday"}
ADMINISTRATORS = {"administrator", "administrator of yesterday"}
ROLES = {
    Who.SELF: STAFF,
    Who.DESK: STAFF,
    Who.CURATOR: {"curator", *ADMINISTRATORS},
    Who.OFFICER: {"officer", *ADMINISTRATORS},
    Who.ADMINISTRATOR: ADMINISTRATORS,
}
DOOR, CODE, SET_UP, PROVE = "/meja/masuk", "/meja/masuk/kode", "/meja/saya/kode", "/meja/konfirmasi"
# Objects that belong to somebody: whose an address names when it names a code.
OWNED = ("own", "other's")


@dataclass(frozen=True)
class Cell:
    """One question: who asks for what, by which method, about whose object."""

    endpoint: str
    method: str
    path: str
    person: str
    whose: str

    def __str__(self) -> str:
        return f"{self.method} {self.path} ({self.endpoint}, {self.whose}) as {self.person}"


def expected(endpoint: str, person: str) -> str:
    """What the guard must do, in one word or the page it must lead to."""
    access = access_list()[endpoint]
    if access.who in {Who.PUBLIC, Who.LINK, Who.DOOR}:
        return "in"
    if person in {"stranger", "closed account"}:
        return DOOR
    if person == "administrator before the code":
        return "in" if access.who is Who.CODE else CODE
    if access.who is Who.CODE:
        return "refused"
    if person == "administrator without a factor":
        return "in" if access.who is Who.SELF else SET_UP
    if person not in ROLES[access.who]:
        return "refused"
    return PROVE if access.is_fresh and person == "administrator of yesterday" else "in"


def found(answer: TestResponse) -> str:
    """What came back, in the same words. A page that is not there, or a form that is not complete, was let in to."""
    if answer.status_code == 403:
        return "refused"
    place = answer.headers.get("Location", "").partition("?")
    if answer.status_code == 303 and place[0] in {DOOR, CODE, SET_UP, PROVE} and place[2] not in {"keluar=1"}:
        return place[0]
    return (
        "in"
        if answer.status_code in {200, 301, 302, 303, 308, 404, 405, 409, 410, 415, 422}
        else f"status {answer.status_code}"
    )


def cells(app: Flask, person: str, codes: dict[str, dict[str, str]]) -> Iterator[Cell]:
    """Every question to ask as one person. `codes` are the codes of own and other objects, by the noun they follow."""
    adapter = app.url_map.bind("localhost")
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        for whose in OWNED if "code" in rule.arguments else ("–",):
            for step in _choices(rule) or ("",):
                values = _values(rule, whose, step, codes)
                for method in sorted((rule.methods or set()) - {"OPTIONS"}):
                    path = adapter.build(rule.endpoint, values, method=method)
                    yield Cell(rule.endpoint, method, path, person, whose)


def _choices(rule: Rule) -> tuple[str, ...]:
    """What may stand in an address that offers a choice; of a public page's, the first is enough."""
    for name, converter in rule._converters.items():
        if converter.__class__.__name__ == "AnyConverter":
            items = tuple(sorted(converter.items))  # type: ignore[attr-defined]
            return tuple(f"{name}={item}" for item in (items if rule.endpoint.startswith("desk.") else items[:1]))
    return ()


def _values(rule: Rule, whose: str, step: str, codes: dict[str, dict[str, str]]) -> dict[str, str | int]:
    values: dict[str, str | int] = {}
    for name in rule.arguments:
        kind = rule._converters[name].__class__.__name__
        values[name] = 1 if kind == "IntegerConverter" else "GI-7K3M-X9QA" if name == "reference" else "1"
        owners = codes.get(rule.rule.partition("<code>")[0])
        if name == "code" and owners is not None:
            values[name] = owners[whose]
    if step:
        name, _, value = step.partition("=")
        values[name] = value
    return values
