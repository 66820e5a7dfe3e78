"""Honest and unwanted messages with their labels, in two halves: one to tune the rules by, one to judge them by.

The half of a message follows from its own digest, so that a message which is added later falls where it falls. Every
message is judged by its words alone: as if a person had sent it slowly, once, from a network of their own.
"""

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from griya.inquiry.rules.abuse import Sending, Verdict, weigh

FOLDER = Path(__file__).parent
TUNING, HELD_OUT = "tuning", "held-out"
MOST_HONEST_HELD, LEAST_SPAM_HELD = 0.01, 0.80


@dataclass(frozen=True, slots=True)
class Labelled:
    """One message, what it is, and in which half it fell."""

    label: str
    group: str
    texts: tuple[str, ...]

    @property
    def half(self) -> str:
        digest = hashlib.sha256("\n".join(self.texts).encode()).hexdigest()
        return HELD_OUT if int(digest, 16) % 2 else TUNING

    @property
    def verdict(self) -> Verdict:
        name, message, *others = self.texts
        return weigh(Sending(name=name, message=message, others=tuple(others)))


@dataclass(frozen=True, slots=True)
class Share:
    """How many of one label and one half are held."""

    label: str
    half: str
    count: int
    held: int

    @property
    def share(self) -> float:
        return self.held / self.count


def read(label: str) -> Iterator[Labelled]:
    for group in tomllib.loads((FOLDER / f"{label}.toml").read_text("utf-8"))["group"]:
        assert group["source"], f"{group['name']} does not say where its pattern comes from"
        for texts in group["texts"]:
            yield Labelled(label, group["name"], tuple(texts))


def shares() -> list[Share]:
    """Both labels in both halves."""
    found = []
    for label in ("honest", "spam"):
        every = [(each.half, each.verdict.is_held) for each in read(label)]
        for half in (TUNING, HELD_OUT):
            held = [is_held for own, is_held in every if own == half]
            found.append(Share(label, half, len(held), sum(held)))
    return found
