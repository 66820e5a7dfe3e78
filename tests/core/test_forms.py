"""What a form makes of the odd things that arrive."""

from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import DateField, DateTimeLocalField, StringField
from wtforms.validators import Length, Optional, ValidationError

from griya.core.forms import MESSAGES, BaseForm, cleaned
from griya.core.language import translate
from griya.core.words import Sentence


class Words(BaseForm):
    """A field that can be too long and that a rule may refuse."""

    words = StringField(validators=[Length(max=3)])

    def validate_words(self, field: StringField) -> None:
        if field.data == "no":
            raise ValidationError(Sentence("Paling banyak %(max)d huruf; yang Anda tulis lebih panjang.", max=1))


def errors_of(app: Flask, typed: str, language: str) -> list[str]:
    with app.test_request_context("/", environ_overrides={"griya.language": language}):
        form = Words(data={"words": typed}, meta={"csrf": False})
        assert not form.validate()
        return [translate(error) for error in form.words.errors]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (None, None),
        ("  Sari \n", "Sari"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("NUL\x00 dan \x1b[31m", "NUL dan [31m"),
        ("\ud800 tunggal", "tunggal"),
        ("balik \u202eokib", "balik okib"),
        ("e\u0301", "é"),
        ("👩🏽‍🌾 tetap", "👩🏽‍🌾 tetap"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
    ],
)
def test_text_is_kept_but_for_what_no_person_types(typed: str | None, kept: str | None) -> None:
    assert cleaned(typed) == kept


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("id", "Paling banyak {} huruf; yang Anda tulis lebih panjang."),
        ("en", "At most {} characters; what you wrote is longer."),
    ],
)
def test_a_form_complains_in_the_language_of_its_page(built_app: Flask, language: str, sentence: str) -> None:
    assert errors_of(built_app, "long", language) == [sentence.format(3)]
    assert errors_of(built_app, "no", language) == [sentence.format(1)], "a rule's sentence lost its values"


def test_no_message_of_a_form_stays_indonesian_on_an_english_page(built_app: Flask) -> None:
    with built_app.test_request_context("/", environ_overrides={"griya.language": "en"}):
        messages = BaseForm.Meta().get_translations(None)
        for key, indonesian in MESSAGES.items():
            assert messages.gettext(key) not in {key, indonesian}, key
        assert messages.gettext("Something else.") == "Something else."
        assert messages.ngettext("One thing.", "Many things.", 2) == "Many things."


class Days(BaseForm):
    """A day that a rule reckons with."""

    day = DateField(validators=[Optional()])
    moment = DateTimeLocalField(validators=[Optional()])

    def validate_day(self, field: DateField) -> None:
        """The day after: there is none after the last that Python knows."""
        assert field.data is None or field.data + timedelta(days=1)


@pytest.mark.parametrize(
    ("typed", "is_taken"),
    [
        ("2026-11-26", True), ("", True), ("1900-01-01", True), ("2999-12-31", True),
        ("9999-12-31", False), ("0001-01-01", False), ("1899-12-31", False), ("3000-01-01", False),
    ],
)  # fmt: skip
def test_a_day_that_nobody_means_is_refused_before_a_rule_reckons_with_it(
    built_app: Flask, typed: str, is_taken: bool
) -> None:
    with built_app.test_request_context("/"):
        form = Days(MultiDict({"day": typed, "moment": f"{typed}T08:00" if typed else ""}), meta={"csrf": False})
        assert form.validate() is is_taken
        refused = [] if is_taken else ["Tulis tanggal yang benar."]
        assert [*form.day.errors] == [*form.moment.errors] == refused
