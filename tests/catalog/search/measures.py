"""How well the search forgives: typos drawn at random, misspellings people make, and forms of craft words.

Read by the tests, which hold the bars, and by `python -m bench.search`, which prints what was measured.
"""

import csv
import random
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from griya.catalog.models.search import DocumentKind, SearchDocument, SearchStopWord, SearchWord
from griya.catalog.queries.lookup.products import find_product_ids
from griya.catalog.queries.lookup.understanding import understand
from griya.catalog.rules.correction import is_target
from griya.catalog.rules.roots import roots
from griya.core.db import db

FOLDER = Path(__file__).parent
SEED = 20261122
TYPOS = 200
_SHORTEST = 4


@dataclass(frozen=True)
class Typo:
    """A word of the catalogue with one letter wrong."""

    typed: str
    meant: str
    kind: str


@dataclass(frozen=True)
class Score:
    """Of what should be found, how much is; of what is found, how much should be. Both as means over the queries."""

    queries: int
    recall: float
    precision: float
    misses: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.queries} queries, recall {self.recall:.3f}, precision {self.precision:.3f}"


def catalogue_words() -> list[str]:
    """Words a visitor may mean: all that stand in what is public about products, in either language."""
    rows = db.session.execute(
        select(SearchDocument.name, SearchDocument.text).where(SearchDocument.kind == DocumentKind.PRODUCT)
    )
    words = {word for name, text in rows for word in (*name.split(), *text.split())}
    words -= set(db.session.scalars(select(SearchStopWord.word)))
    return sorted(word for word in words if is_target(word) and len(word) >= _SHORTEST)


def drawn_typos() -> dict[int, list[Typo]]:
    """The draws that the bars are held on, by seed: `typos.csv`. None of these seeds was looked at to shape a rule."""
    found: dict[int, list[Typo]] = {}
    for row in _rows("typos.csv"):
        found.setdefault(int(row["seed"]), []).append(Typo(row["typed"], row["meant"], row["kind"]))
    return found


def write_typos(seeds: Iterable[int]) -> None:
    """Draw anew from the catalogue of today, for when it has other words than when they were drawn."""
    words = catalogue_words()
    with (FOLDER / "typos.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("seed", "typed", "meant", "kind"))
        for seed in seeds:
            writer.writerows((seed, typo.typed, typo.meant, typo.kind) for typo in random_typos(words, seed=seed))


def random_typos(words: list[str], *, count: int = TYPOS, seed: int = SEED) -> list[Typo]:
    """Typos of distinct words: a letter added, left out, changed, or exchanged with its neighbour.

    One that happens to be a word of the catalogue itself is no typo to anybody who reads it, and is drawn again.
    """
    draw = random.Random(seed)
    known = set(db.session.scalars(select(SearchWord.word)))
    found: list[Typo] = []
    for meant in draw.sample(words, len(words)):
        typed, kind = _mistyped(meant, draw)
        if typed != meant and typed not in known:
            found.append(Typo(typed, meant, kind))
        if len(found) == count:
            break
    return found


def _mistyped(word: str, draw: random.Random) -> tuple[str, str]:
    place = draw.randrange(len(word))
    letter = draw.choice(string.ascii_lowercase)
    kind = draw.choice(("added", "left out", "changed", "exchanged"))
    if kind == "added":
        return word[:place] + letter + word[place:], kind
    if kind == "left out":
        return word[:place] + word[place + 1 :], kind
    if kind == "changed":
        return word[:place] + letter + word[place + 1 :], kind
    place = min(place, len(word) - 2)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :], kind


def score(pairs: Iterable[tuple[str, str]]) -> Score:
    """How far each typed query finds the products that the query meant finds."""
    recalls, precisions, misses = [], [], []
    for typed, meant in pairs:
        wanted, found = set(find_product_ids(meant)), set(find_product_ids(typed))
        assert wanted, f"{meant} finds nothing, so nothing can be said of {typed}"
        recalls.append(len(wanted & found) / len(wanted))
        if found:
            precisions.append(len(wanted & found) / len(found))
        if recalls[-1] < 1 or (found and precisions[-1] < 1):
            shown = understand(typed).corrected or "-"
            misses.append(f"{typed} ({meant}): {shown}, {len(wanted & found)} of {len(wanted)}, {len(found)} found")
    return Score(len(recalls), _mean(recalls), _mean(precisions), tuple(misses))


def misspellings() -> list[tuple[str, str]]:
    """What people type, and what they mean: `misspellings.csv`."""
    return [(row["typed"], row["meant"]) for row in _rows("misspellings.csv")]


def affixed_forms() -> list[tuple[str, str]]:
    """A form of a craft word and its base word: `affixes.csv`."""
    return [(form, row["base"]) for row in _rows("affixes.csv") for form in row["forms"].split()]


def meet(form: str, base: str) -> bool:
    """Whether a search for one finds the other by its root."""
    return bool({form, *roots(form)} & {base, *roots(base)})


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, strict=True)


def _mean(numbers: list[float]) -> float:
    return sum(numbers) / len(numbers) if numbers else 0.0
