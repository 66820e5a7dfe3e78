"""Which producers may be the same: pairs with a score and the evidence for it, found without comparing all with all.

Only producers that share something are compared: a contact, an address, or within one kabupaten a word that begins
alike or a place next to one another in the order of names. Each way gives every producer a bounded number of others,
so the work grows with their number and not with its square.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

from griya.dossier.rules.facts import CHANNEL_NAMES, contact_words
from griya.dossier.rules.names import address_key, likeness, pieces_of, words_of

LEAST_SCORE: Final = 40
# More producers than this at one number or address share a helper or a building; that says nothing of two of them.
MOST_SHARING: Final = 8
# A word that more producers of a kabupaten have says what they make and not who they are.
_MOST_AT_A_WORD: Final = 30
_NEIGHBOURS: Final = 5
_LETTERS: Final = 4
_LEAST_ALIKE: Final = 0.6

_BY_CONTACT: Final = 45
_BY_ADDRESS: Final = 30
_BY_NAME: Final = 55
_SAME_DISTRICT: Final = 5
_OTHER_NIB: Final = -30


@dataclass(frozen=True, slots=True)
class Known:
    """What is compared of one producer."""

    producer_id: int
    name: str
    regency: str
    district: str = ""
    nib: str | None = None
    address: str = ""
    contacts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that speaks for or against two producers being one, with its points."""

    text: str
    points: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two producers that may be one; `score` is from 0 to 100."""

    low_id: int
    high_id: int
    score: int
    evidence: tuple[Evidence, ...] = ()


@dataclass(slots=True)
class Search:
    """What a search found and what it cost: `compared` pairs were looked at closely."""

    pairs: list[Pair] = field(default_factory=list)
    compared: int = 0
    # Contacts that too many share, by how many; an officer can see to them.
    crowded: dict[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What is compared of one producer, worked out once and not for every pair it is part of."""

    known: Known
    words: tuple[str, ...]
    pieces: frozenset[str]
    address: str
    # Channels by value: a number is the same by telephone and by WhatsApp.
    contacts: Mapping[str, str]


def find_pairs(producers: Sequence[Known], *, but: Collection[tuple[int, int]] = ()) -> Search:
    """The pairs worth a look, the likeliest first, without those that somebody found to be two."""
    ready = {one.producer_id: _prepare(one) for one in producers}
    found = Search()
    near = set(_sharing_a_contact(producers, found.crowded))
    near.update(_sharing_an_address(ready.values()))
    near.update(_with_near_names(ready.values()))
    crowded = {value for _, value in found.crowded}
    for low, high in near.difference(but):
        pair = _weigh(ready[low], ready[high], crowded)
        if pair.score >= LEAST_SCORE:
            found.pairs.append(pair)
    found.compared = len(near)
    found.pairs.sort(key=lambda pair: (-pair.score, pair.low_id, pair.high_id))
    return found


def weigh(one: Known, other: Known) -> Pair:
    """The score of two producers and what it is made of."""
    low, high = sorted((one, other), key=lambda known: known.producer_id)
    return _weigh(_prepare(low), _prepare(high), frozenset())


def ordered(one: int, other: int) -> tuple[int, int]:
    """A pair as it is remembered: the lower key first."""
    return (one, other) if one < other else (other, one)


def _prepare(one: Known) -> _Prepared:
    words = words_of(one.name)
    contacts = {value: channel for channel, value in reversed(one.contacts)}
    return _Prepared(one, words, pieces_of(words), address_key(one.address), contacts)


def _weigh(one: _Prepared, other: _Prepared, crowded: Collection[str]) -> Pair:
    """`crowded` are contacts that too many share to say anything of two of them."""
    low, high = one.known, other.known
    evidence = [
        Evidence(f"{CHANNEL_NAMES.get(channel, channel)} sama: {contact_words(channel, value)}", _BY_CONTACT)
        for value, channel in one.contacts.items()
        if value in other.contacts and value not in crowded
    ][:2]
    is_near = low.regency == high.regency
    if is_near and (alike := likeness(one.pieces, other.pieces)) >= _LEAST_ALIKE:
        words = f"Nama mirip {round(alike * 100)}% di kabupaten/kota yang sama"
        evidence.append(Evidence(words, round(_BY_NAME * alike)))
    if is_near and one.address and one.address == other.address:
        evidence.append(Evidence("Alamat sama", _BY_ADDRESS))
    if evidence and low.district and low.district == high.district:
        evidence.append(Evidence("Kecamatan sama", _SAME_DISTRICT))
    if low.nib and high.nib:
        evidence.append(Evidence("NIB berbeda: menurut OSS dua usaha", _OTHER_NIB))
    score = max(0, min(100, sum(part.points for part in evidence)))
    return Pair(low.producer_id, high.producer_id, score, tuple(evidence))


def _sharing_a_contact(producers: Iterable[Known], crowded: dict[tuple[str, str], int]) -> Iterator[tuple[int, int]]:
    at: dict[str, set[int]] = defaultdict(set)
    channels: dict[str, str] = {}
    for one in producers:
        for channel, value in one.contacts:
            at[value].add(one.producer_id)
            channels.setdefault(value, channel)
    for value, keys in at.items():
        if len(keys) > MOST_SHARING:
            crowded[(channels[value], value)] = len(keys)
        else:
            yield from combinations(sorted(keys), 2)


def _sharing_an_address(producers: Iterable[_Prepared]) -> Iterator[tuple[int, int]]:
    at: dict[tuple[str, str], list[int]] = defaultdict(list)
    for one in producers:
        if one.address:
            at[one.known.regency, one.address].append(one.known.producer_id)
    for keys in at.values():
        if len(keys) <= MOST_SHARING:
            yield from combinations(sorted(keys), 2)


def _with_near_names(producers: Iterable[_Prepared]) -> Iterator[tuple[int, int]]:
    """Within a kabupaten: those with a word that begins alike, and neighbours in the order of names."""
    at: dict[tuple[str, str], list[int]] = defaultdict(list)
    within: dict[str, list[_Prepared]] = defaultdict(list)
    for one in producers:
        within[one.known.regency].append(one)
        for head in {word[:_LETTERS] for word in one.words if len(word) > 2}:
            at[one.known.regency, head].append(one.known.producer_id)
    for keys in at.values():
        if len(keys) <= _MOST_AT_A_WORD:
            yield from combinations(sorted(keys), 2)
    for members in within.values():
        for turned in (False, True):
            # By the first word of the alphabet and by the last: whatever their order, names stand together in both.
            row = sorted(members, key=lambda one: "".join(sorted(one.words, reverse=turned)))
            keys = [one.known.producer_id for one in row]
            for place, key in enumerate(keys):
                yield from (ordered(key, other) for other in keys[place + 1 : place + 1 + _NEIGHBOURS])
