"""What the code says and what the English catalogue has of it; run as a module, it prints what is amiss."""

import re
import sys
from functools import cache

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from griya.core.language import CATALOGUE
from tests.house import source

KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None, "Sentence": None}
METHODS = [("griya/**.py", "python"), ("templates/**.html", "jinja2")]
OPTIONS = {"templates/**.html": {"silent": "false", "extensions": "jinja2.ext.do"}}
_PLACE = re.compile(r"%\((\w+)\)[sd]|%(?!\()")

Message = str | tuple[str, ...]


@cache
def said() -> dict[Message, str]:
    """Every message in code and templates, with the file that says it first."""
    found: dict[Message, str] = {}
    for folder in ("griya", "templates"):
        for name, _line, message, _comments, _context in extract_from_dir(
            source.ROOT / folder,
            [(pattern.removeprefix(f"{folder}/"), method) for pattern, method in METHODS if pattern.startswith(folder)],
            {pattern.removeprefix(f"{folder}/"): options for pattern, options in OPTIONS.items()},
            keywords=KEYWORDS,
        ):
            found.setdefault(message, f"{folder}/{name}")
    return found


@cache
def catalogue() -> Catalog:
    """The English catalogue as it stands in the repository."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def problems() -> list[str]:
    """What is missing, unused, unsure or filled in wrongly, one sentence each."""
    spoken, written = said(), {message.id: message for message in catalogue() if message.id}
    found = [f"missing: {message!r} ({spoken[message]})" for message in spoken if message not in written]
    found += [f"unused: {message!r}" for message in written if message not in spoken]
    for message in written.values():
        english = [message.string] if isinstance(message.string, str) else list(message.string or ())
        indonesian = [message.id] if isinstance(message.id, str) else list(message.id)
        if message.fuzzy:
            found.append(f"unsure (fuzzy): {message.id!r}")
        elif not all(english):
            found.append(f"not translated: {message.id!r}")
        elif places(*indonesian) != places(*english):
            found.append(f"other places than the original: {message.id!r} → {message.string!r}")
    return found


def places(*texts: str) -> set[str]:
    """The `%(name)s` places of a message; a lone `%` counts as one that nobody fills."""
    return {match[1] or "%" for text in texts for match in _PLACE.finditer(text.replace("%%", ""))}


def main() -> int:
    """Print the problems and return the exit status."""
    found = problems()
    print("\n".join([*found, f"{len(said())} messages, {len(found)} to mend."]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
