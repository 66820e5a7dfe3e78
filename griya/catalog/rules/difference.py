"""What differs between two versions of a product, field by field and word by word, and how two writers are joined."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any, Final

from griya.catalog.rules.draft import REVIEWABLE, SPECS

_WORD: Final = re.compile(r"\s*\S+|\s+$")
# Above this many words on both sides together the whole text is told as replaced: comparing them costs too much.
_MOST_WORDS: Final = 4_000


class Part(StrEnum):
    """What became of a run of words."""

    SAME = "sama"
    ADDED = "ditambah"
    REMOVED = "dihapus"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs: both texts, and the runs of words that lead from one to the other."""

    key: str
    label: str
    before: str
    after: str
    parts: tuple[tuple[Part, str], ...]


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Difference, ...]:
    """Every reviewable field whose text differs, in the order of the form."""
    return tuple(
        Difference(spec.key, spec.label, old, new, word_parts(old, new))
        for spec in REVIEWABLE
        if (old := before.get(spec.key, "")) != (new := after.get(spec.key, ""))
    )


def word_parts(before: str, after: str) -> tuple[tuple[Part, str], ...]:
    """The runs of words: what is `SAME` or `REMOVED` makes up the text before, `SAME` or `ADDED` the one after."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) + len(new) > _MOST_WORDS:
        return tuple((part, text) for part, text in ((Part.REMOVED, before), (Part.ADDED, after)) if text)
    found: list[tuple[Part, str]] = []
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append((Part.SAME, "".join(old[old_from:old_to])))
            continue
        if old_to > old_from:
            found.append((Part.REMOVED, "".join(old[old_from:old_to])))
        if new_to > new_from:
            found.append((Part.ADDED, "".join(new[new_from:new_to])))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that two people wrote differently since the one version both had read."""

    key: str
    label: str
    theirs: Any
    mine: Any


@dataclass(frozen=True, slots=True)
class Joined:
    """Two writers' fields as one: where only one of them wrote, that; `clashes` has the rest, with mine in `fields`."""

    fields: dict[str, Any]
    clashes: tuple[Clash, ...]
    taken_over: tuple[str, ...]


def join(base: Mapping[str, Any], theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> Joined:
    """Join what two people wrote over `base`. A field unknown to `base` counts as written by both."""
    fields: dict[str, Any] = {}
    clashes, taken_over = [], []
    for spec in SPECS:
        stored, typed = theirs.get(spec.key, ""), mine.get(spec.key, "")
        fields[spec.key] = typed
        if _same(stored, typed):
            continue
        if spec.key in base and _same(base[spec.key], typed):
            fields[spec.key] = stored
            taken_over.append(spec.key)
        elif not (spec.key in base and _same(base[spec.key], stored)):
            clashes.append(Clash(spec.key, spec.label, stored, typed))
    return Joined(fields, tuple(clashes), tuple(taken_over))


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, list | tuple) or isinstance(other, list | tuple):
        return _as_list(one) == _as_list(other)
    return (one or "") == (other or "")


def _as_list(value: Any) -> Sequence[Any]:
    return sorted(value) if isinstance(value, list | tuple) else [value] if value else []
