"""Which words of a row no list has: they come in as proposals, for whoever keeps the lists to decide."""

from collections.abc import Container, Sequence

from griya.catalog.rules.proposals import split_words
from griya.core.text import fold
from griya.intake.rules.columns import Field


def is_word(text: str) -> bool:
    """Whether this can be a term at all: short enough, with letters, and one."""
    return split_words(text) == (text,)


def becomes(text: str) -> str:
    """What an import makes of a word that no list has."""
    return "dicatat sebagai usulan istilah" if is_word(text) else "tidak dicatat"


def proposed(*columns: tuple[Field, Sequence[str], Container[str]]) -> tuple[tuple[Field, str], ...]:
    """The words of each column that are not among what is known there, by their folded names."""
    return tuple(
        (meaning, word)
        for meaning, words, known in columns
        for word in words
        if fold(word) not in known and is_word(word)
    )
