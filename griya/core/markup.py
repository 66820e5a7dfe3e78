"""XML that is written, not read: elements with escaped words, without the characters that XML knows no way to write."""

import re
from collections.abc import Mapping
from typing import Final
from xml.etree import ElementTree as Tree

Element = Tree.Element
_UNWRITABLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def child(parent: Element, name: str, text: str = "", attributes: Mapping[str, str] | None = None) -> Element:
    """A new last element of `parent`."""
    element = Tree.SubElement(parent, name, {key: writable(value) for key, value in (attributes or {}).items()})
    if text:
        element.text = writable(text)
    return element


def root(name: str, attributes: Mapping[str, str]) -> Element:
    """The outermost element with its name spaces."""
    return Tree.Element(name, dict(attributes))


def writable(text: str) -> str:
    """The text without control characters and half surrogates."""
    return _UNWRITABLE.sub("", text)


def document(element: Element) -> bytes:
    """The whole document in UTF-8."""
    written: bytes = Tree.tostring(element, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + written
