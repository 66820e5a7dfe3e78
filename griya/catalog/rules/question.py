"""A query as the index is asked it: every group must be met, any word of a group meets it, in stages of closeness."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from griya.catalog.rules.documents import EVERYTHING, FAMILY_OF_NAME, NAME, WORDS, as_stored
from griya.catalog.rules.roots import roots
from griya.catalog.rules.variants import Phrase, Variants


@dataclass(frozen=True, slots=True)
class Has:
    """The word stands there; `where` is one of the letters of `catalog.rules.documents`."""

    word: str
    where: str


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple["Wanted", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """One of the parts holds."""

    parts: tuple["Wanted", ...]


Wanted: TypeAlias = Has | All | Any


class Closeness(StrEnum):
    """How closely an answer answers: by what was typed or what is alike, in its name or anywhere."""

    NAMED = "named"
    NAMED_ALIKE = "named-alike"
    TOLD = "told"
    TOLD_ALIKE = "told-alike"


@dataclass(frozen=True, slots=True)
class Group:
    """What one word of the query, or a phrase of the curators' table, may be met by.

    `same` are spellings of it, `kin` other words for it, `roots` what it shares with its family.
    """

    same: tuple[Phrase, ...] = ()
    kin: tuple[Phrase, ...] = ()
    roots: tuple[str, ...] = ()

    def exactly(self, where: str) -> Wanted | None:
        """What was typed, in any of its spellings; None for a group that has only looser meanings."""
        return _any(_phrases(self.same, where))

    def loosely(self, where: str, family: str) -> Wanted:
        """What was typed, what is called the same, and what has its root; `family` takes in `where`."""
        phrases = (phrase for phrase in (*self.same, *self.kin) if len(phrase) > 1 or phrase[0] not in self.roots)
        return _any([*_phrases(phrases, where), *(Has(as_stored(root), family) for root in self.roots)]) or Any(())


@dataclass(frozen=True, slots=True)
class Question:
    """Groups that must all be met."""

    groups: tuple[Group, ...]

    @property
    def everything(self) -> Wanted:
        """All that answers the question."""
        return _all(group.loosely(WORDS, EVERYTHING) for group in self.groups)

    @property
    def anything_in_name(self) -> Wanted:
        """Whose name answers one group at least: a maker is not found by its place alone."""
        return _any([group.loosely(NAME, FAMILY_OF_NAME) for group in self.groups]) or Any(())

    @property
    def stages(self) -> tuple[Wanted, ...]:
        """From the closest answers to all of them, each once."""
        return tuple(self.closeness)

    @property
    def closeness(self) -> dict[Wanted, Closeness]:
        """The stages with what each says of its answers; of two that ask the same, the closer one is kept."""
        found: dict[Wanted, Closeness] = {}
        typed_in_name = [group.exactly(NAME) for group in self.groups]
        if None not in typed_in_name:
            found[_all(part for part in typed_in_name if part)] = Closeness.NAMED
        found.setdefault(_all(group.loosely(NAME, FAMILY_OF_NAME) for group in self.groups), Closeness.NAMED_ALIKE)
        typed = [group.exactly(WORDS) for group in self.groups]
        if None not in typed:
            found.setdefault(_all(part for part in typed if part), Closeness.TOLD)
        found.setdefault(self.everything, Closeness.TOLD_ALIKE)
        return found


def family(word: str) -> tuple[str, ...]:
    """The word and the roots it may come from."""
    return (word, *roots(word))


def merged(groups: list[Group]) -> Group:
    """The group that is met by what meets any of these; what is typed is what the first says it is."""
    first, *others = groups
    kin = (phrase for group in others for phrase in (*group.same, *group.kin))
    return Group(
        same=first.same,
        kin=tuple(dict.fromkeys((*first.kin, *kin))),
        roots=tuple(dict.fromkeys(root for group in groups for root in group.roots)),
    )


def phrase_group(
    phrase: Phrase, variants: Variants, *, words: frozenset[str], origins: frozenset[str], rooted: frozenset[str]
) -> Group | None:
    """The group of a word, or of a phrase of the curators' table; None when the catalogue knows nothing of it.

    `words` are those of the index that stand in a text, `origins` those of them that may be the root of another word,
    `rooted` those that are. What the catalogue does not know is left out: it could meet nothing and would cost time.
    """

    def known(phrases: Iterable[Phrase]) -> tuple[Phrase, ...]:
        return tuple(other for other in phrases if words.issuperset(other))

    related: tuple[str, ...] = ()
    if len(phrase) == 1:
        word = phrase[0]
        candidates = family(word)
        related = tuple(root for root in candidates if root in rooted or (root != word and root in origins))
    group = Group(
        same=known((phrase, *variants.same.get(phrase, ()))),
        kin=known(variants.kin.get(phrase, ())),
        roots=related,
    )
    return group if group.same or group.kin or group.roots else None


def words_of(phrase: Phrase, variants: Variants) -> set[str]:
    """Every word that has to be looked up before `phrase_group` can be asked."""
    phrases = (phrase, *variants.same.get(phrase, ()), *variants.kin.get(phrase, ()))
    found = {word for other in phrases for word in other}
    return found | set(roots(phrase[0])) if len(phrase) == 1 else found


def segments(words: tuple[str, ...], variants: Variants) -> tuple[Phrase, ...]:
    """The words of a query, those that stand together in the curators' table kept together, the longest first."""
    found: list[Phrase] = []
    place = 0
    while place < len(words):
        for length in range(min(variants.longest, len(words) - place), 0, -1):
            phrase = tuple(dict.fromkeys(words[place : place + length]))
            if length == 1 or phrase in variants:
                found.append(phrase)
                place += length
                break
    return tuple(dict.fromkeys(found))


def _phrases(phrases: Iterable[Phrase], where: str) -> list[Wanted]:
    return [_all(Has(as_stored(word), where) for word in phrase) for phrase in phrases]


def _all(parts: Iterable[Wanted]) -> Wanted:
    found = tuple(dict.fromkeys(parts))
    return found[0] if len(found) == 1 else All(found)


def _any(parts: list[Wanted]) -> Wanted | None:
    found = tuple(dict.fromkeys(parts))
    return (found[0] if len(found) == 1 else Any(found)) if found else None
