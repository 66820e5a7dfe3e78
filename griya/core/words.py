"""Texts that exist in two languages: messages of the program and words of its data, without asking which is wanted.

Both kinds are strings that read in Indonesian, so that rules, logs, letters and the desk use them as they are. What
shows a page asks for another language at the last moment (`griya.core.language`).
"""

from typing import Any, Final

SOURCE: Final = "id"
LANGUAGES: Final = (SOURCE, "en")


def N_(message: str) -> str:  # noqa: N802 (gettext's own name, which the extraction looks for)
    """Mark an Indonesian message for the catalogue where it is written; it is translated where it is shown."""
    return message


class Sentence(str):
    """An Indonesian message with its values in it, which still knows both, so that a page can say it in English.

    `Sentence("Paling banyak %(most)d produk.", most=20)` reads "Paling banyak 20 produk."
    """

    message: str
    values: dict[str, Any]

    def __new__(cls, message: str, **values: Any) -> "Sentence":
        """The message with its `%(name)s` places filled in."""
        sentence = super().__new__(cls, message % values if values else message)
        sentence.message = message
        sentence.values = values
        return sentence


class Bilingual(str):
    """Words of the data: a string in Indonesian that may have English ones, empty where nobody translated them."""

    en: str

    def __new__(cls, indonesian: str, english: str | None = "") -> "Bilingual":
        """The Indonesian words, with the English ones beside them."""
        words = super().__new__(cls, indonesian)
        words.en = english or ""
        return words


def as_typed(words: str) -> Bilingual:
    """A person's own words inside a `Sentence`: the same in every language, and never looked up as a message."""
    return Bilingual(words, words)


def in_language(words: str, language: str) -> tuple[str, str]:
    """The words for a page in `language`, and the language they are really in: Indonesian where English is missing."""
    english = getattr(words, "en", "") if language != SOURCE else ""
    return (english, "en") if english else (str(words), SOURCE)


def is_translated(*texts: str | None) -> bool:
    """Whether everything that is said here at all is said in English too; empty texts say nothing."""
    return all(getattr(text, "en", "") for text in texts if text)
