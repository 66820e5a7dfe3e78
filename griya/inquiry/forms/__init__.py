"""The shape of what a visitor types: who asks, how they buy, and their words. The lines stand in a module beside."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length, ValidationError
from wtforms.widgets import DateInput

from griya.core import language
from griya.core.clock import today
from griya.core.forms import BaseForm, cleaned
from griya.core.words import N_
from griya.inquiry.forms.lines import (
    FreeLineForm,
    LineForm,
    folded,
    free_line_form,
    line_form,
    posted_free_lines,
    posted_lines,
    told_at_the_field,
)
from griya.inquiry.models import InquiryKind
from griya.inquiry.notices import INQUIRY, Notice
from griya.inquiry.rules import EMAIL_LENGTH, MESSAGE_LENGTH, NAME_LENGTH, PLACE_LENGTH, Wanted, has_words, read_email
from griya.inquiry.rules.buying import (
    CERTIFICATES,
    INCOTERMS,
    KINDS,
    ORGANISATION_LENGTH,
    VOLUME_LENGTH,
    Terms,
    country_names,
    known_certificates,
    read_day,
    read_hs_code,
)
from griya.inquiry.rules.files import KeptFile
from griya.inquiry.rules.identity import cover_identity
from griya.inquiry.rules.phones import read_phone

__all__ = [
    "Entered",
    "FreeLineForm",
    "InquiryForm",
    "LineForm",
    "free_line_form",
    "line_form",
    "posted_free_lines",
    "posted_lines",
]

_PHONE_LENGTH: Final = 40
_TYPED_LENGTH: Final = 30
_ONE_CHANNEL: Final = N_("Isi WhatsApp atau e-mail, salah satu cukup, supaya Anda dapat dijawab.")


def _or_retail(value: str | None) -> str:
    """A form without a choice is the short one."""
    return value or InquiryKind.RETAIL.value


class InquiryForm(BaseForm):
    """Who asks, how they are reached, how they buy, and their words. What a kind does not ask is not looked at."""

    key = HiddenField()
    # When the form was first shown, signed: who answers within a second or without it was no person at a page.
    opened = HiddenField()
    notice = HiddenField()  # the version of the wording that stood beside the box
    # Nobody sees this one. What fills it in reads the page's code instead of the page.
    homepage = StringField(N_("Biarkan kosong"), filters=[folded])
    kind = RadioField(
        N_("Cara membeli"),
        choices=[SelectChoice(code.value, label) for code, label in KINDS.items()],
        default=InquiryKind.RETAIL.value,
        filters=[_or_retail],
    )
    name = StringField(
        N_("Nama"),
        validators=[DataRequired(N_("Tulis nama Anda.")), Length(max=NAME_LENGTH)],
        filters=[folded],
    )
    phone = TelField(N_("WhatsApp atau telepon"), validators=[Length(max=_PHONE_LENGTH)], filters=[folded])
    email = EmailField(N_("E-mail"), validators=[Length(max=EMAIL_LENGTH)])
    place = StringField(N_("Kota atau negara"), validators=[Length(max=PLACE_LENGTH)], filters=[folded])
    message = TextAreaField(N_("Pesan"), validators=[Length(max=MESSAGE_LENGTH)])
    organisation = StringField(
        N_("Toko, kantor, atau perusahaan"), validators=[Length(max=ORGANISATION_LENGTH)], filters=[folded]
    )
    need_by = StringField(
        N_("Diperlukan tanggal"),
        validators=[Length(max=_TYPED_LENGTH)],
        filters=[cleaned, folded],
        widget=DateInput(),
    )
    delivery_place = StringField(N_("Dikirim ke"), validators=[Length(max=PLACE_LENGTH)], filters=[folded])
    country = SelectField(N_("Negara tujuan"), validate_choice=False)
    incoterm = SelectField(N_("Syarat penyerahan (Incoterms)"), validate_choice=False)
    monthly_volume = StringField(N_("Perkiraan per bulan"), validators=[Length(max=VOLUME_LENGTH)], filters=[folded])
    hs_code = StringField(N_("Kode HS"), validators=[Length(max=_TYPED_LENGTH)], filters=[folded])
    certificates = SelectMultipleField(
        N_("Sertifikat yang diperlukan"),
        choices=[SelectChoice(code, label) for code, label in CERTIFICATES.items()],
        validate_choice=False,
    )
    files = MultipleFileField(N_("Berkas"))
    consent = BooleanField(
        INQUIRY.consent,
        description=N_("Persetujuan"),  # the name of this field where its whole sentence is too long: the error summary
        validators=[DataRequired(N_("Beri tanda setuju supaya permintaan ini boleh diteruskan."))],
    )
    news = BooleanField(INQUIRY.news)

    e164: str | None = None
    address: str | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = country_names(language.current())
        self.country.choices = [
            SelectChoice("", language.translate(N_("Pilih negara"))),
            *(SelectChoice(code, name) for code, name in names.items()),
        ]
        self.incoterm.choices = [
            SelectChoice("", language.translate(N_("Belum tahu"))),
            *(SelectChoice(code, code) for code in INCOTERMS),
        ]

    def validate_name(self, field: Field) -> None:
        """A name is something one can read."""
        if field.data and not has_words(field.data):
            raise ValidationError(N_("Tulis nama Anda dengan huruf."))

    def validate_phone(self, field: Field) -> None:
        """Any country's number; the parser's own sentence otherwise."""
        if field.data and not field.errors:
            with told_at_the_field():
                self.e164 = read_phone(field.data)

    def validate_email(self, field: Field) -> None:
        """An address that mail can be sent to."""
        if field.data and not field.errors:
            with told_at_the_field():
                self.address = read_email(field.data)

    def validate_need_by(self, field: Field) -> None:
        """A day that is still to come."""
        if self.is_trade and not field.errors:
            with told_at_the_field():
                read_day(field.data or "", today())

    def validate_country(self, field: Field) -> None:
        """Without a country there is no export."""
        if self.is_export and field.data not in country_names(language.current()):
            raise ValidationError(N_("Pilih negara tujuannya."))

    def validate_hs_code(self, field: Field) -> None:
        """Digits in pairs."""
        if self.is_export and not field.errors:
            with told_at_the_field():
                read_hs_code(field.data or "")

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Besides each field: one way to answer there must be."""
        for field in self._unasked:
            field.validators = ()
        is_valid = bool(super().validate(extra_validators=extra_validators))
        if not self.phone.data and not self.email.data:
            self.phone.errors = [*self.phone.errors, _ONE_CHANNEL]
            self.email.errors = [*self.email.errors, _ONE_CHANNEL]
            return False
        return is_valid

    @property
    def is_trade(self) -> bool:
        """Whether somebody buys for a shop, an office or another country."""
        return self.kind.data in {InquiryKind.WHOLESALE, InquiryKind.EXPORT}

    @property
    def is_export(self) -> bool:
        """Whether the goods leave the country."""
        return bool(self.kind.data == InquiryKind.EXPORT)

    @property
    def _unasked(self) -> tuple[Field, ...]:
        """The fields that this kind of buyer does not see."""
        export = (self.country, self.incoterm, self.monthly_volume, self.hs_code, self.certificates)
        trade = (self.organisation, self.need_by, self.delivery_place)
        return () if self.is_export else export if self.is_trade else (*trade, *export)

    @property
    def sent_files(self) -> list[FileStorage]:
        """The files that were chosen; a browser sends an empty one where none was."""
        return [file for file in self.files.data or () if file and file.filename]

    def wanted(
        self, lines: Sequence[LineForm], free: Sequence[FreeLineForm] = (), files: Sequence[KeptFile] = ()
    ) -> Wanted:
        """What is asked, as the rules see it; only after a successful `validate`."""
        return Wanted(
            name=cover_identity(self.name.data or ""),
            phone=self.e164,
            email=self.address,
            place=cover_identity(self.place.data or ""),
            message=cover_identity(self.message.data or ""),
            lines=(*(line.wanted for line in lines), *(line.wanted for line in free)),
            terms=self._terms(),
            files=tuple(file.digest for file in files),
        )

    def _terms(self) -> Terms:
        if not self.is_trade:
            return Terms()
        trade = Terms(
            kind=self.kind.data,
            organisation=cover_identity(self.organisation.data or ""),
            delivery_place=cover_identity(self.delivery_place.data or ""),
            need_by=read_day(self.need_by.data or "", today()),
        )
        if not self.is_export:
            return trade
        return Terms(
            kind=trade.kind,
            organisation=trade.organisation,
            delivery_place=trade.delivery_place,
            need_by=trade.need_by,
            country=self.country.data,
            incoterm=self.incoterm.data if self.incoterm.data in INCOTERMS else None,
            monthly_volume=cover_identity(self.monthly_volume.data or ""),
            hs_code=read_hs_code(self.hs_code.data or ""),
            certificates=known_certificates(self.certificates.data or ()),
        )

    def show_notice(self, notice: Notice) -> None:
        """Put this wording beside the boxes. A tick that was given to another wording is no consent to this one."""
        if self.notice.data != notice.version:
            self.notice.data, self.consent.data, self.news.data = notice.version, False, False
        self.consent.label.text, self.news.label.text = notice.consent, notice.news

    @property
    def is_untouched(self) -> bool:
        """Whether the person has not written anything yet that could be lost."""
        typed = (
            self.name, self.phone, self.email, self.place, self.message, self.consent, self.news, self.organisation,
            self.need_by, self.delivery_place, self.country, self.incoterm, self.monthly_volume, self.hs_code,
            self.certificates,
        )  # fmt: skip
        return not self.is_trade and not self.sent_files and not any(field.data for field in typed)


class Entered:
    """The inquiry and its lines as one, which is how the error summary lists what has to be mended."""

    def __init__(self, form: InquiryForm, lines: Sequence[BaseForm]) -> None:
        self._forms = (*lines, form)

    @property
    def errors(self) -> bool:
        """Whether anything has to be mended."""
        return any(form.errors for form in self._forms)

    def __iter__(self) -> Iterator[Field]:
        """Every field, those of the lines first."""
        for form in self._forms:
            yield from form
