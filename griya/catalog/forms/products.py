"""The shape of what is typed about products: the draft as one form, a new product, photos, decisions, a saved view."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from griya.catalog.queries.drafts import Choice, Lists
from griya.catalog.rules.draft import CONSENT_KINDS, PRICE_MODE_LABELS, SOURCES, SPEC_OF, SPECS, clean_fields
from griya.catalog.rules.halal import HALAL_LABELS
from griya.catalog.rules.publication import LONGEST_REASON, MAX_REQUESTS, REQUEST_CODES, request_fields
from griya.catalog.rules.staged import StagedPhoto, with_words
from griya.catalog.rules.units import UNITS
from griya.core.forms import BaseForm
from griya.core.order import apply_places, move_by
from griya.core.text import clean_text, one_line

Typed = MultiDict[str, str]
_NOT_CHOSEN: Final = "Belum dipilih"
_KEY: Final = re.compile(r"[0-9a-f]{64}")
_LONGEST_BASE: Final = 60_000


def _label(key: str) -> str:
    return SPEC_OF[key].label


def _choices(options: Mapping[Any, str], first: str = _NOT_CHOSEN) -> list[SelectChoice]:
    start = [SelectChoice("", first)] if first else []
    return [*start, *(SelectChoice(str(key), words) for key, words in options.items())]


def _listed(options: Sequence[Choice]) -> list[SelectChoice]:
    """The options of a list, each shelf's parts behind its name."""
    return [SelectChoice("", _NOT_CHOSEN)] + [
        SelectChoice(one.key, f"{one.shelf} › {one.label}" if one.shelf else one.label) for one in options
    ]


class _Picked(SelectMultipleField):
    """Several of a controlled list, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ProductForm(BaseForm):
    """A draft: every field takes anything, and what cannot be read is told beside it after it was saved.

    `seen` names the save it was read from, `base` what stood there then.
    """

    seen = HiddenField()
    base = HiddenField()
    name_id = StringField(_label("name_id"))
    name_en = StringField(_label("name_en"))
    slug = StringField(_label("slug"))
    category = SelectField(_label("category"), validate_choice=False)
    category_new = StringField(_label("category_new"))
    summary_id = TextAreaField(_label("summary_id"))
    summary_en = TextAreaField(_label("summary_en"))
    description_id = TextAreaField(_label("description_id"))
    description_en = TextAreaField(_label("description_en"))
    price_mode = SelectField(_label("price_mode"), choices=_choices(PRICE_MODE_LABELS), validate_choice=False)
    price_idr = StringField(_label("price_idr"))
    unit = StringField(_label("unit"))
    moq = StringField(_label("moq"))
    capacity_per_month = StringField(_label("capacity_per_month"))
    lead_time_days = StringField(_label("lead_time_days"))
    net_weight_g = StringField(_label("net_weight_g"))
    net_volume_ml = StringField(_label("net_volume_ml"))
    size_text = StringField(_label("size_text"))
    shelf_life_days = StringField(_label("shelf_life_days"))
    materials = _Picked(_label("materials"), validate_choice=False)
    techniques = _Picked(_label("techniques"), validate_choice=False)
    materials_new = StringField(_label("materials_new"))
    techniques_new = StringField(_label("techniques_new"))
    made_in = SelectField(_label("made_in"), validate_choice=False)
    specialty_of = SelectField(_label("specialty_of"), validate_choice=False)
    halal_status = SelectField(_label("halal_status"), choices=_choices(HALAL_LABELS), validate_choice=False)
    halal_note = StringField(_label("halal_note"))
    halal_note_en = StringField(_label("halal_note_en"))
    hs_code = StringField(_label("hs_code"))
    source = RadioField(_label("source"), choices=_choices(SOURCES, ""), validate_choice=False)
    consent_kind = SelectField(_label("consent_kind"), choices=_choices(CONSENT_KINDS), validate_choice=False)
    consent_on = StringField(_label("consent_on"))
    consent_from = StringField(_label("consent_from"))
    consent_note = StringField(_label("consent_note"))

    @classmethod
    def of(cls, fields: Mapping[str, Any], lists: Lists, *, seen: str, base: Mapping[str, Any]) -> "ProductForm":
        """A form that shows these fields, with the lists to pick from."""
        data = {spec.key: fields.get(spec.key) or ([] if spec.is_list else "") for spec in SPECS}
        form = cls(formdata=None, **data, seen=seen, base=json.dumps(dict(base), ensure_ascii=False))
        form.category.choices = _listed(lists.categories)
        form.made_in.choices = form.specialty_of.choices = _listed(lists.regions)
        form.materials.choices = [(one.key, one.label) for one in lists.materials]
        form.techniques.choices = [(one.key, one.label) for one in lists.techniques]
        for key in ("category", "made_in", "specialty_of", "price_mode", "halal_status", "consent_kind"):
            _keep_typed(form[key])
        return form

    def tell(self, findings: Mapping[str, str]) -> None:
        """Put what cannot be read beside its field."""
        for key, words in findings.items():
            self[key].errors = [words]


def _keep_typed(select: SelectField) -> None:
    """Offer what was sent though no list has it: nothing that was typed is dropped."""
    choices: list[Any] = list(select.choices or ())
    if select.data and all(one.value != select.data for one in choices):
        select.choices = [*choices, SelectChoice(select.data, f"{select.data} (tidak dikenal)")]


def read_typed(form: Typed) -> dict[str, Any]:
    """The fields of a draft as a request sends them."""
    return {spec.key: form.getlist(spec.key) if spec.is_list else form.get(spec.key, "") for spec in SPECS}


def read_base(form: Typed) -> dict[str, Any]:
    """What stood in the form when it was opened; nothing where that cannot be read."""
    raw = form.get("base", "")
    if len(raw) > _LONGEST_BASE:
        return {}
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    cleaned = clean_fields(found)
    return {key: cleaned[key] for key in found if key in SPEC_OF}


def read_picks(form: Typed, theirs: Mapping[str, Any], mine: dict[str, Any]) -> dict[str, Any]:
    """My fields, with the stored text where it was picked for a field that two people wrote."""
    return {key: theirs.get(key, "") if form.get(f"pilih-{key}") == "tersimpan" else text for key, text in mine.items()}


class NewProductForm(BaseForm):
    """What a product must have before there is anything to draft."""

    producer = StringField("Kode IKM", [InputRequired("Pilih IKM pembuatnya."), Length(max=20)])
    name = StringField("Nama produk", [InputRequired("Tulis nama produknya."), Length(max=120)])
    category = SelectField("Rak", validate_choice=False)

    def offer(self, lists: Lists) -> None:
        """Give the form its list of shelves."""
        self.category.choices = _listed(lists.categories)


class StandingForm(BaseForm):
    """Why a product is withdrawn, returned, suspended, resumed, archived or taken out of the archive."""

    state = HiddenField()
    reason = StringField("Alasan", [InputRequired("Tulis alasannya."), Length(max=LONGEST_REASON)])


class NoteForm(BaseForm):
    """The stamp of the draft that was looked at, and words for the record."""

    stamp = HiddenField()
    note = StringField("Catatan", [Length(max=LONGEST_REASON)])


class ViewForm(BaseForm):
    """A saved view: its name and who sees it. The filters are the list's own address."""

    name = StringField("Nama tampilan", [Length(max=60)])
    query = HiddenField()
    is_shared = BooleanField("Tampilkan untuk semua orang di meja")


REQUEST_CHOICES: Final = REQUEST_CODES
REQUEST_FIELDS: Final = request_fields()


def read_requests(form: Typed) -> list[dict[str, str]]:
    """What a reviewer asks to be mended; rows without any words are left out, whatever they have picked."""
    found = []
    for n in range(1, MAX_REQUESTS + 1):
        row = {key: one_line(clean_text(form.get(f"{key}-{n}", ""))) for key in ("code", "field", "text")}
        if row["text"] or (n == 1 and (row["code"] or row["field"])):
            found.append(row)
    return found


def read_photos(form: Typed, photos: Sequence[StagedPhoto]) -> list[StagedPhoto]:
    """The photos in the order and with the words that the form says, after the pressed button did its part."""
    wish, _, target = form.get("do", "").partition(":")
    known = {photo.key: photo for photo in photos}
    keys = [key for key in dict.fromkeys(form.getlist("foto")) if key in known and _KEY.fullmatch(key)]
    keys += [key for key in known if key not in keys]
    order = _ordered(keys, form)
    if wish in ("naik", "turun") and target in keys:
        order = move_by(order, keys.index(target), -1 if wish == "naik" else 1)
    told = [with_words(known[keys[index]], _words_of(form, keys[index])) for index in order]
    return [photo for photo in told if not (wish == "hapus" and photo.key == target)]


def _ordered(keys: Sequence[str], form: Typed) -> list[int]:
    """The photos as numbers, after every typed place was given."""
    typed = {index: place for index, key in enumerate(keys) if (place := _place(form.get(f"tempat-{key}")))}
    return apply_places(range(len(keys)), typed)


def _words_of(form: Typed, key: str) -> dict[str, str]:
    names = {"role": "peran", "alt_id": "alt", "alt_en": "alt-en", "credit": "pemotret", "rights": "hak"}
    names |= {"focal_x": "fokus-x", "focal_y": "fokus-y"}
    return {name: form[f"{word}-{key}"] for name, word in names.items() if f"{word}-{key}" in form}


def _place(raw: str | None) -> int | None:
    return int(raw) if raw and raw.isascii() and raw.isdecimal() and 0 < len(raw) <= 3 else None


UNIT_WORDS: Final = tuple(UNITS)
