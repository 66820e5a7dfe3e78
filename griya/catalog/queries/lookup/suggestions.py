"""Suggestions while somebody types: the last word may be unfinished, and a typo is survived."""

from dataclasses import dataclass, field
from typing import Any, Final

from griya.catalog.models.search import DocumentKind
from griya.catalog.queries.lookup import index
from griya.catalog.queries.lookup.entries import ENTRY_COLUMNS, Entry, documents_of, entry_of
from griya.catalog.queries.lookup.memory import Memory
from griya.catalog.queries.lookup.statements import DIALECTS, Statement
from griya.catalog.queries.lookup.understanding import understand
from griya.catalog.queries.lookup.upkeep import freshness
from griya.catalog.queries.lookup.vocabulary import Curated, curated, find_completions, look_up, weightiest
from griya.catalog.rules.correction import allowed_typos, distance_to_beginning
from griya.catalog.rules.documents import FIRST_PLACE, FIRST_PRODUCER, FIRST_PRODUCT, FIRST_VILLAGE, LAST, LAST_PRODUCT
from griya.catalog.rules.filters import MAX_WORDS
from griya.catalog.rules.question import All, Group, Question, Wanted, phrase_group, words_of
from griya.catalog.rules.words import distinct, is_code, typed_words, without_stop_words

_SHORTEST: Final = 2
_COMPLETIONS: Final = 8
_WORDS_LOOKED_AT: Final = 400
# How many of each kind stand in a list at most; products fill what is left.
_SHARES: Final = {"shelf": 2, "place": 2, "maker": 3}


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What to suggest, shelves first, then places, makers and products. `corrected` as in `Understanding`."""

    entries: tuple[Entry, ...] = ()
    corrected: str = ""
    # What the page has drawn of them, by language: remembered with them.
    drawn: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)


def suggest(typed: str, limit: int = 10) -> Suggestions:
    """What somebody who has typed this far may be looking for, at most `limit` things.

    Remembered until the catalogue changes, because many people begin with the same letters; it then costs one small
    statement, and the first time three or four.
    """
    state = freshness()
    if state.is_behind:
        return _suggest(typed, curated(state.variants), limit)
    found = memory.get(state, (typed, limit))
    if found is None:
        found = _suggest(typed, curated(state.variants), limit)
        memory.put(state, (typed, limit), found)
    return found


memory: Final = Memory[Suggestions](2048)


def _suggest(typed: str, said: Curated, limit: int) -> Suggestions:
    words = typed_words(typed)[:MAX_WORDS]
    if not words or len("".join(words)) < _SHORTEST:
        return Suggestions()
    question = _unfinished(words, said)
    entries = _find(question, limit) if question else ()
    if entries:
        return Suggestions(entries)
    understanding = understand(typed, unfinished=True)
    if understanding.question is not None:
        entries = _find(understanding.question, limit)
        if entries:
            return Suggestions(entries, understanding.corrected)
    return _nearly_begun(words, said, limit)


def _unfinished(words: tuple[str, ...], said: Curated) -> Question | None:
    """The question of a text whose last word may go on; None when a word of it is unknown."""
    *before, last = words
    groups = _groups(distinct(before), said)
    completions = find_completions(last, said, limit=_COMPLETIONS, shortest=1)
    meant = said.variants.same.get((last,), ()) + said.variants.kin.get((last,), ())
    if groups is None or not (completions or meant):
        return None
    return Question((*groups, Group(same=((last,), *((word,) for word in completions if word != last)), kin=meant)))


def _groups(before: tuple[str, ...], said: Curated) -> list[Group] | None:
    wanted = [word for word in without_stop_words(before, said.stop_words) if word not in said.stop_words]
    if not wanted:
        return []
    known = look_up({other for word in wanted for other in words_of((word,), said.variants)})
    standing = frozenset(word for word, found in known.items() if found.documents)
    origins = frozenset(word for word, found in known.items() if found.weight)
    rooted = frozenset(word for word, found in known.items() if found.rooted)
    groups = [phrase_group((word,), said.variants, words=standing, origins=origins, rooted=rooted) for word in wanted]
    found = [group for group in groups if group is not None]
    return found if len(found) == len(groups) else None


def _nearly_begun(words: tuple[str, ...], said: Curated, limit: int) -> Suggestions:
    """Suggestions for a last word that begins almost like one of the catalogue, or for the words before it."""
    *before, last = words
    typos = 0 if is_code(last) else allowed_typos(last)
    groups = _groups(distinct(before), said)
    if groups is None:
        return Suggestions()
    if typos:
        some = weightiest(last[:2], said, _WORDS_LOOKED_AT)
        near = [(distance_to_beginning(last, word, typos), -weight, word) for word, weight in some]
        best = [word for apart, _, word in sorted(near) if apart <= typos][:_COMPLETIONS]
        if best:
            meant = Group(same=tuple((word,) for word in best))
            entries = _find(Question((*groups, meant)), limit)
            if entries:
                return Suggestions(entries, " ".join((*before, best[0])))
    return Suggestions(_find(Question(tuple(groups)), limit)) if groups else Suggestions()


def _find(question: Question, limit: int) -> tuple[Entry, ...]:
    """What answers by its name in part and otherwise at all; one statement."""
    wanted: Wanted = All((question.everything, question.anything_in_name))
    rows = _FOUND.rows(wanted=index.as_question(wanted), limit=limit, **_SHARES)
    others = [row for row in rows if row.kind != DocumentKind.PRODUCT]
    products = [row for row in rows if row.kind == DocumentKind.PRODUCT]
    others.sort(key=lambda row: row.id)
    products.sort(key=lambda row: row.id)
    return tuple(entry_of(row) for row in [*others, *products][:limit])


_FOUND: Final = Statement(
    *(
        documents_of(
            [
                (0, index.first_numbers(spoken, ":wanted", 0, FIRST_PLACE - 1, ":shelf")),
                (0, index.first_numbers(spoken, ":wanted", FIRST_PLACE, FIRST_VILLAGE - 1, ":place")),
                (0, index.first_numbers(spoken, ":wanted", FIRST_PRODUCER, LAST, ":maker")),
                (0, index.first_numbers(spoken, ":wanted", FIRST_PRODUCT, LAST_PRODUCT, ":limit")),
            ],
            ENTRY_COLUMNS,
        )
        for spoken in DIALECTS
    )
)
