"""How a query is understood: as it is typed, by another spelling, by the nearest words, in this order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice, product
from typing import Final

from griya.catalog.queries.lookup import index
from griya.catalog.queries.lookup.memory import Memory
from griya.catalog.queries.lookup.upkeep import Freshness, freshness
from griya.catalog.queries.lookup.vocabulary import (
    Curated,
    Known,
    curated,
    find_alike,
    find_completions,
    find_near,
    look_up,
)
from griya.catalog.rules.correction import EASY, SHORTEST, distance, ranks
from griya.catalog.rules.documents import LAST, LAST_PRODUCT
from griya.catalog.rules.filters import MAX_WORDS
from griya.catalog.rules.question import Group, Question, merged, phrase_group, segments, words_of
from griya.catalog.rules.variants import Phrase
from griya.catalog.rules.words import distinct, is_code, typed_words, without_stop_words

# How many ways of reading a query with several doubtful words are tried, the likeliest first.
_READINGS_TRIED: Final = 12
_SHORTEST_PART: Final = 3
# So many words that a single typed one may equally well mean are all answered. Of more, most of what is found would be
# wrong whichever was meant, and no other word of the query tells.
_ANSWERED_TOGETHER: Final = 2


class How(StrEnum):
    """By what a part of the query was understood."""

    TYPED = "typed"  # it stands in the catalogue
    CURATED = "curated"  # only what the curators' table says for it does
    FAMILY = "family"  # only words of its root do
    BEGUN = "begun"  # words begin so
    ALIKE = "alike"  # it is another spelling of a word
    NEAR = "near"  # a word is a typo or two away
    PARTED = "parted"  # it is two words in one
    DOUBTED = "doubted"  # it stands there, but not together with the other words; a near word does
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Part:
    """A word or phrase of the query with how often the catalogue speaks of it, 0 when it does not."""

    phrase: Phrase
    group: Group | None
    documents: int

    @property
    def is_known(self) -> bool:
        """Whether it stands in the catalogue itself, by any spelling or name, and not by its family alone."""
        return self.group is not None and bool(self.group.same or self.group.kin)

    @property
    def how(self) -> How:
        """By what a known part is known."""
        return How.TYPED if self.group and self.phrase in self.group.same else How.CURATED


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one part of the query: `written` in its place, "" for itself, and `group`, what may meet it."""

    phrase: Phrase
    how: How
    group: Group | None = None
    written: str = ""


@dataclass(frozen=True, slots=True)
class Understanding:
    """A query as it is understood.

    `question` is None when some word means nothing here. `corrected` is the whole query with other words in place of
    the doubtful ones, "" when it was taken as typed; `others` are as likely, and were looked for as well. `choices` are
    what a word may mean that has too many such readings to answer all: nothing was looked for, and they are asked back.
    """

    typed: str
    question: Question | None
    corrected: str = ""
    others: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    steps: tuple[Step, ...] = ()
    freshness: Freshness = Freshness(0, 0, is_behind=False)  # noqa: RUF009 - a frozen value


@dataclass(frozen=True, slots=True)
class _Option:
    """One way to take a part: its group, what to write in its place ("" for the part itself), and what may also be."""

    how: How
    group: Group
    written: str = ""
    also: tuple[str, ...] = ()


class _Reader:
    """Reads one query. Words are looked up together, so the number of statements does not grow with them."""

    def __init__(self, said: Curated, *, is_unfinished: bool) -> None:
        self.said = said
        self.is_unfinished = is_unfinished
        # Of how many letters a beginning is at the least.
        self.shortest = SHORTEST - 1 if is_unfinished else SHORTEST
        self.known: dict[str, Known] = {}

    def learn(self, phrases: Iterable[Phrase]) -> None:
        """Look up what is needed to make these phrases into groups."""
        wanted = {word for phrase in phrases for word in words_of(phrase, self.said.variants)}
        self.known |= look_up(wanted - self.known.keys())

    def group(self, phrase: Phrase) -> Group | None:
        """The group of a phrase that was learned."""
        return phrase_group(
            phrase,
            self.said.variants,
            words=frozenset(word for word, known in self.known.items() if known.documents),
            origins=frozenset(word for word, known in self.known.items() if known.weight),
            rooted=frozenset(word for word, known in self.known.items() if known.rooted),
        )

    def part(self, phrase: Phrase) -> Part:
        """The phrase as it was typed."""
        group = self.group(phrase)
        documents = 0
        if group is not None:
            documents = max(
                [min(self._count(word) for word in other) for other in (*group.same, *group.kin)]
                + [self._count(root) for root in group.roots],
            )
        return Part(phrase, group, documents)

    def _count(self, word: str) -> int:
        known = self.known.get(word)
        return max(known.documents, known.rooted) if known else 0

    def options(self, doubtful: Mapping[str, Group | None], *, forgive: bool, more: int) -> dict[str, list[_Option]]:
        """What each word that does not stand in the catalogue may be, the likeliest first; given its family, if any.

        A word with a family may also be the beginning of a word, or a word but for one letter left out or exchanged.
        Another one is first taken for another spelling of a word, or, just as likely, for a word but for such a letter;
        where there is none of these, or while somebody types, for the beginning of some; then for the nearest words;
        and if it is none at all, for two words in one.
        """
        strangers = [word for word, family in doubtful.items() if family is None and not is_code(word)]
        alike = find_alike(strangers, self.said) if forgive and strangers else {}
        begun = {
            word: find_completions(word, self.said, shortest=self.shortest)
            for word in doubtful
            if not alike.get(word) and not is_code(word)
        }
        near = find_near(doubtful.keys(), self.said, more=more) if forgive else {}
        for others in (*alike.values(), *begun.values(), [other.word for rest in near.values() for other in rest]):
            self.learn((other,) for other in others)
        found: dict[str, list[_Option]] = {}
        for word, family in doubtful.items():
            easy = [other.word for other in near.get(word, ()) if other.slip == EASY]
            options = []
            if not (self.is_unfinished and begun.get(word)):
                options += [self._option(*likely) for likely in _likeliest(word, alike.get(word, ()), easy)]
            if family is not None:
                options.append(self._option(How.FAMILY, [], [*easy, *begun.get(word, ())], family))
            elif begun.get(word):
                options.append(self._option(How.NEAR if easy else How.BEGUN, easy, begun[word]))
            options += [self._option(How.NEAR, [other.word for other in rank]) for rank in ranks(near.get(word, ()))]
            found[word] = [option for option in options if option] or (self._parted(word) if forgive else [])
        return found

    def _option(
        self, how: How, words: Sequence[str], begun: Sequence[str] = (), family: Group | None = None
    ) -> _Option | None:
        """The option that one of `words` was meant, the first most likely, or one of those that were only begun."""
        groups = [(word, self.group((word,))) for word in distinct((*words, *begun))]
        known = [(word, group) for word, group in groups if group is not None]
        meant = [word for word, _ in known if word in words]
        if meant:
            return _Option(how, merged([group for _, group in known]), meant[0], tuple(meant[1:]))
        if not known and family is None:
            return None
        return _Option(how, merged([family or Group(), *(group for _, group in known)]))

    def regrouped(self, phrases: tuple[Phrase, ...], chosen: tuple[_Option, ...]) -> tuple[Group, ...]:
        """The groups of a corrected query: words that only now make a phrase of the curators' table are one group."""
        groups: dict[Phrase, Group] = {}
        written: list[str] = []
        for phrase, option in zip(phrases, chosen, strict=True):
            now = tuple(option.written.split()) or phrase
            written += now
            if len(now) == 1 or now == phrase:
                groups[now] = option.group
        corrected = segments(tuple(written), self.said.variants)
        self.learn(corrected)
        found: list[Group | None] = []
        for phrase in corrected:
            group = groups.get(phrase) or self.group(phrase)
            found += [group] if group else [groups.get((word,)) for word in phrase]
        return tuple(group for group in found if group)

    def _parted(self, word: str) -> list[_Option]:
        """Two words written as one: kerupukikan."""
        if is_code(word):
            return []
        cuts = [(word[:n], word[n:]) for n in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)]
        self.known |= look_up({half for cut in cuts for half in cut} - self.known.keys())
        found = []
        for cut in cuts:
            if all(half in self.known and self.known[half].weight for half in cut):
                weight = min(self.known[half].weight for half in cut)
                found.append((-weight, _Option(How.PARTED, Group(same=(cut,)), " ".join(cut))))
        return [option for _, option in sorted(found, key=lambda pair: (pair[0], pair[1].written))[:2]]


memory: Final = Memory[Understanding](512)


def understand(text: str, *, literal: bool = False, unfinished: bool = False) -> Understanding:
    """Understand a query; with `literal` take its words as they are typed, however little that finds.

    Of a query that is `unfinished`, three letters may already be the beginning of a word, not only four.
    What was understood is remembered until the index or the curators' tables change.
    """
    state = freshness()
    if state.is_behind:
        return _understand(text, curated(state.variants), state, literal=literal, unfinished=unfinished)
    found = memory.get(state, (text, literal, unfinished))
    if found is None:
        found = _understand(text, curated(state.variants), state, literal=literal, unfinished=unfinished)
        memory.put(state, (text, literal, unfinished), found)
    return found


def guess(text: str) -> Understanding | None:
    """Understand a query that found nothing with one typo more forgiven in each word; None when that finds nothing."""
    state = freshness()
    found = _understand(text, curated(state.variants), state, literal=False, more=1)
    answered = found.question is not None and found.corrected and index.is_answered(found.question.everything)
    return found if answered else None


def _understand(
    text: str, said: Curated, state: Freshness, *, literal: bool, unfinished: bool = False, more: int = 0
) -> Understanding:
    words = without_stop_words(typed_words(text), said.stop_words)[:MAX_WORDS]
    reader = _Reader(said, is_unfinished=unfinished)
    phrases = segments(words, said.variants)
    reader.learn(phrases)
    parts = tuple(reader.part(phrase) for phrase in phrases)
    if not parts:
        return Understanding(text, None, freshness=state)
    doubtful = {part.phrase[0]: part.group for part in parts if not part.is_known and len(part.phrase) == 1}
    options = reader.options(doubtful, forgive=not literal, more=more) if doubtful else {}
    ways = [
        [_Option(part.how, part.group)] if part.group and part.is_known else options.get(part.phrase[0], [])
        for part in parts
    ]
    readings = _readings(ways)
    chosen = _first_answered(readings) if len(parts) > 1 or len(readings) > 1 else next(iter(readings), None)
    if chosen is None and not literal:
        chosen = _first_answered(_doubted(reader, parts, ways))
    if chosen is None:
        question = Question(tuple(way[0].group for way in ways)) if all(ways) else None
        steps = tuple(_step(part, way[0] if way else None) for part, way in zip(parts, ways, strict=True))
        return Understanding(text, question, parts=parts, steps=steps, freshness=state)
    meant = (chosen[0].written, *chosen[0].also) if len(chosen) == 1 else ()
    if len(meant) > _ANSWERED_TOGETHER and not unfinished:
        steps = (_step(parts[0], chosen[0]),)
        return Understanding(text, None, choices=meant, parts=parts, steps=steps, freshness=state)
    replaced = {phrase[0]: option.written for phrase, option in zip(phrases, chosen, strict=True) if option.written}
    return Understanding(
        typed=text,
        question=Question(reader.regrouped(phrases, chosen) if replaced else tuple(option.group for option in chosen)),
        corrected=_written(text, replaced) if replaced else "",
        others=meant[1:],
        parts=parts,
        steps=tuple(_step(part, option) for part, option in zip(parts, chosen, strict=True)),
        freshness=state,
    )


def _likeliest(word: str, alike: Sequence[str], easy: Sequence[str]) -> list[tuple[How, list[str]]]:
    """What a word most likely is, in groups of equal likelihood: other spellings, and words but for an easy slip.

    A spelling that is more than a letter away stands behind such words: "ppaan" is papan, though pan is spelt like it.
    """
    if not easy:
        return [(How.ALIKE, [other]) for other in alike]
    near = [other for other in alike if other in easy or distance(word, other, 1) <= 1]
    both = [other for other in near if other in easy]
    first = distinct((*both, *easy, *near))
    rest = [(How.ALIKE, [other]) for other in alike if other not in first]
    return [(How.ALIKE if both else How.NEAR, list(first)), *rest]


def _step(part: Part, option: _Option | None) -> Step:
    return Step(part.phrase, option.how, option.group, option.written) if option else Step(part.phrase, How.UNKNOWN)


def _readings(ways: list[list[_Option]]) -> list[tuple[_Option, ...]]:
    """The ways to read the whole query, the likeliest first."""
    places = islice(product(*(range(len(way)) for way in ways)), 4**4)
    likeliest = sorted(places, key=sum)[:_READINGS_TRIED]
    return [tuple(way[place] for way, place in zip(ways, reading, strict=True)) for reading in likeliest]


def _first_answered(readings: Sequence[tuple[_Option, ...]]) -> tuple[_Option, ...] | None:
    """The first reading that a product answers, else the first that anything answers."""
    for last in (LAST_PRODUCT, LAST):
        for reading in readings:
            if index.is_answered(Question(tuple(option.group for option in reading)).everything, last=last):
                return reading
    return None


def _doubted(reader: _Reader, parts: tuple[Part, ...], ways: list[list[_Option]]) -> list[tuple[_Option, ...]]:
    """Readings with one known word replaced: "lada buaya" has two words of the catalogue and finds nothing."""
    if not all(ways) or len(parts) < 2:
        return []
    doubted = {place: part.phrase[0] for place, part in enumerate(parts) if part.group and len(part.phrase) == 1}
    near = find_near(set(doubted.values()), reader.said)
    reader.learn((other.word,) for others in near.values() for other in others)
    readings = []
    for place, word in doubted.items():
        for other in near.get(word, ()):
            group = reader.group((other.word,))
            if group is not None:
                reading = [way[0] for way in ways]
                reading[place] = _Option(How.DOUBTED, group, other.word)
                readings.append((other.distance, -other.weight, other.word, tuple(reading)))
    readings.sort(key=lambda reading: reading[:3])
    return [reading[3] for reading in readings[:_READINGS_TRIED]]


def _written(text: str, replaced: Mapping[str, str]) -> str:
    return " ".join(replaced.get(word, word) for word in typed_words(text))
