"""Written XML: escaped, and without what XML cannot hold."""

from xml.etree import ElementTree

from griya.core.markup import child, document, root

NASTY = "a<b>&\"'\x00\x0b\x1f\ud800\ufffe ]]> é 🧶"


def test_words_and_attributes_come_back_as_they_were_but_for_what_xml_cannot_hold() -> None:
    top = root("top", {"xmlns": "urn:x"})
    child(top, "one", NASTY, {"two": NASTY})
    parsed = ElementTree.fromstring(document(top))
    assert parsed[0].text == parsed[0].attrib["two"] == "a<b>&\"' ]]> é 🧶"


def test_no_text_is_no_text() -> None:
    top = root("top", {})
    child(top, "one")
    assert document(top).endswith(b"<top><one /></top>")
