"""Who may call which endpoint. `griya/accounts/access.toml` is the one list; the guard and the tests read it here."""

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files

from griya.accounts.models import Role

# A sensitive action asks for the password again when it was last given longer ago than this (ASVS 7.5).
PROOF_LIMIT = timedelta(minutes=15)


class Who(StrEnum):
    """The people an endpoint is for."""

    PUBLIC = "public"
    LINK = "link"
    DOOR = "door"
    CODE = "code"
    SELF = "self"
    DESK = "desk"
    CURATOR = "curator"
    OFFICER = "officer"
    ADMINISTRATOR = "administrator"


# Open without asking who is there; the pages of `LINK` look at the secret in their own address.
OPEN = frozenset({Who.PUBLIC, Who.LINK, Who.DOOR})
# Who may enter, by role. An administrator stands in for everybody at the desk; a producer has no page yet.
ROLES: dict[Who, frozenset[Role]] = {
    Who.SELF: frozenset({Role.CURATOR, Role.OFFICER, Role.ADMINISTRATOR}),
    Who.DESK: frozenset({Role.CURATOR, Role.OFFICER, Role.ADMINISTRATOR}),
    Who.CURATOR: frozenset({Role.CURATOR, Role.ADMINISTRATOR}),
    Who.OFFICER: frozenset({Role.OFFICER, Role.ADMINISTRATOR}),
    Who.ADMINISTRATOR: frozenset({Role.ADMINISTRATOR}),
}
# What can be given to somebody today.
ASSIGNABLE = (Role.CURATOR, Role.OFFICER, Role.ADMINISTRATOR)
MUST_HAVE_FACTOR = frozenset({Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Access:
    """One line of the list: who may, and whether they must have proven themselves just now."""

    who: Who
    is_fresh: bool = False


class Answer(StrEnum):
    """What the guard does with a request."""

    LET_IN = "let in"
    SIGN_IN = "sign in first"
    GIVE_CODE = "give the code first"
    SET_UP = "set up the second factor first"
    PROVE = "prove yourself again first"
    REFUSE = "refuse"


@cache
def access_list() -> dict[str, Access]:
    """The reviewed list, by endpoint. A word it does not know is an error, not a guess."""
    text = files("griya.accounts").joinpath("access.toml").read_text(encoding="utf-8")
    return {endpoint: _access(words) for endpoint, words in tomllib.loads(text).items()}


def _access(words: str) -> Access:
    who, _, more = words.partition(" ")
    if more not in {"", "fresh"}:
        raise ValueError(f"{words!r}: the only word after who may enter is fresh")
    return Access(Who(who), more == "fresh")


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands before the guard: plain values of the session and its account."""

    role: str
    awaits_code: bool
    has_factor: bool
    proven_at: datetime


def answer(access: Access | None, standing: Standing | None, at: datetime) -> Answer:
    """What an endpoint of the desk answers whoever stands there; one that is not on the list refuses everybody."""
    if access is None:
        return Answer.REFUSE
    if access.who in OPEN:
        return Answer.LET_IN
    if standing is None:
        return Answer.SIGN_IN
    if standing.awaits_code:
        return Answer.LET_IN if access.who is Who.CODE else Answer.GIVE_CODE
    if access.who is Who.CODE or standing.role not in ROLES[access.who]:
        return Answer.REFUSE
    if access.who is not Who.SELF and not standing.has_factor and standing.role in MUST_HAVE_FACTOR:
        return Answer.SET_UP
    if access.is_fresh and at - standing.proven_at >= PROOF_LIMIT:
        return Answer.PROVE
    return Answer.LET_IN
