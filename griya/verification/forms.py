"""The shape of what officers type: the facts of a claim, each step with what it asks for, a document, a reason."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Final

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from griya.core.forms import BaseForm
from griya.registry.rules.numbers import OVOP_GROUPS, CredentialKind, parse_percent
from griya.registry.rules.unreadable import Unreadable
from griya.verification.rules import LONGEST_PLACE, LONGEST_REASON, METHODS, NIB_STATUSES, REJECTIONS
from griya.verification.rules.claim import LONGEST_ISSUER, Claim

_REASON: Final = [InputRequired("Tulis alasannya."), Length(max=LONGEST_REASON)]
# One more than a number may have: the rule says what is too long, in words about numbers.
_LONGEST_TYPED: Final = 120
_SCALES: Final = {"3": "3 bintang", "5": "5 bintang (sampai 2018)"}
_GROUPS: Final = sorted({(name, name) for names in OVOP_GROUPS.values() for name in names})


def _choices(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(key, words) for key, words in pairs]


class VersionForm(BaseForm):
    """The state of a credential that was looked at when the form was written."""

    row_version = IntegerField("Versi simpan", [InputRequired("Muat ulang halaman ini.")])


class SeenForm(VersionForm):
    """Where the document was seen, when no copy of it is kept."""

    place = StringField("Dilihat di mana", [Length(max=LONGEST_PLACE)])


class CheckForm(VersionForm):
    """When and how the issuer was asked; of a NIB, what it answered."""

    checked_on = DateField("Dicek tanggal", [InputRequired("Tulis tanggal Anda mengeceknya.")])
    method = SelectField("Dicek bagaimana", choices=_choices(METHODS.items()))
    nib_status = SelectField("Status NIB di OSS", choices=_choices([("", "Pilih"), *NIB_STATUSES.items()]), default="")


class RejectionForm(VersionForm):
    """Why a claim does not hold."""

    outcome = RadioField(
        "Mengapa ditolak",
        [InputRequired("Pilih mengapa ditolak.")],
        choices=_choices((str(state), words) for state, words in REJECTIONS.items()),
    )
    reason = TextAreaField("Alasan", _REASON)


class ReasonForm(VersionForm):
    """Why something is taken back or begun again."""

    reason = TextAreaField("Alasan", _REASON)


class TurnForm(BaseForm):
    """Whose turn it was when the page was written, so that nobody is relieved of it unseen."""

    holder = HiddenField()


class DocumentForm(BaseForm):
    """A copy of the document."""

    file = FileField("Berkas", [FileRequired("Pilih berkasnya.")])


class RemovalForm(BaseForm):
    """Why a copy is removed."""

    reason = StringField("Alasan menghapus", _REASON)


class _Choices(SelectMultipleField):
    """Any number of boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ClaimForm(BaseForm):
    """The facts of a claim. Which fields are shown depends on its kind; what they mean is asked of the rules."""

    number = StringField("Nomor", [Length(max=_LONGEST_TYPED)])
    issuer = StringField("Penerbit", [Length(max=LONGEST_ISSUER)])
    issued_on = DateField("Tanggal terbit", [Optional()])
    expires_on = DateField("Berlaku sampai", [Optional()])
    ovop_stars = IntegerField("Bintang", [Optional(), NumberRange(1, 5)])
    # Only the form of an award has the two choices; every other one leaves them out.
    ovop_scale = SelectField("Skala", choices=_choices([("", "Pilih"), *_SCALES.items()]), default="")
    ovop_year = IntegerField("Tahun penghargaan", [Optional(), NumberRange(2000, 2100)])
    ovop_group = SelectField("Kelompok barang", choices=_choices([("", "Tidak tertulis"), *_GROUPS]), default="")
    tkdn_percent = StringField("Nilai TKDN (persen)", [Length(max=12)])
    coverage = RadioField(
        "Berlaku untuk",
        choices=_choices([("semua", "Semua produk pembuat ini"), ("pilih", "Produk tertentu")]),
        default="semua",
    )
    products = _Choices("Produk yang tercakup", choices=[], validate_choice=False)
    is_confirmed = BooleanField("Sudah saya periksa; simpan saja")

    def offer(self, products: Iterable[tuple[str, str]]) -> None:
        """Let these products be ticked, each by its code and its name."""
        self.products.choices = _choices(products)

    def validate_tkdn_percent(self, field: Any) -> None:
        """Read the percentage, with a comma or a dot."""
        try:
            _percent(field.data)
        except Unreadable as error:
            raise ValidationError(str(error)) from error

    def claim(self, kind: CredentialKind) -> Claim:
        """What was typed, as a claim of this kind; only after a successful `validate`."""
        is_ovop, is_tkdn = kind is CredentialKind.OVOP, kind is CredentialKind.TKDN
        issued_on: date | None = self.issued_on.data
        return Claim(
            kind=kind,
            number=self.number.data or "",
            issuer=self.issuer.data or "",
            issued_on=issued_on,
            expires_on=self.expires_on.data,
            ovop_stars=self.ovop_stars.data if is_ovop else None,
            ovop_scale=int(self.ovop_scale.data) if is_ovop and self.ovop_scale.data else None,
            ovop_year=self.ovop_year.data if is_ovop else None,
            ovop_group=self.ovop_group.data or None if is_ovop else None,
            tkdn_percent=_percent(self.tkdn_percent.data) if is_tkdn else None,
            covers_all_products=self.coverage.data != "pilih",
            products=frozenset(self.products.data or ()),
        )


class FactsForm(ClaimForm):
    """The same for a claim that is there: over which state it was written, and why."""

    row_version = IntegerField("Versi simpan", [InputRequired("Muat ulang halaman ini.")])
    reason = TextAreaField("Alasan mengubah", _REASON)


def _percent(raw: str | None) -> Decimal | None:
    return parse_percent(raw) if raw and raw.strip() else None
