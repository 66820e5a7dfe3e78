"""The shape of what officers type about a producer: its facts, reasons, the sides of a merge, a purpose."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.validators import Optional as MayBeEmpty

from griya.catalog.rules.amounts import whole_number
from griya.core.clock import today
from griya.core.days import read_day
from griya.core.forms import BaseForm
from griya.core.text import clean_text, one_line
from griya.dossier.rules import LONGEST_REASON, STEPS, Step
from griya.dossier.rules.facts import CHANNEL_NAMES, MEANS, MOST_ROWS, Consent, Contact, Facts
from griya.dossier.rules.sheets import FORMATS, LONGEST_PURPOSE, SHORTEST_PURPOSE
from griya.intake.rules.choices import LEGAL_FORM_WORDS
from griya.registry.rules.classification import check_kbli
from griya.registry.rules.firm import check_founded_year, stored_contact
from griya.registry.rules.numbers import check_number
from griya.registry.rules.price import parse_rupiah
from griya.registry.rules.unreadable import Unreadable

T = TypeVar("T")
EDITIONS: Final = ("2025", "2020")
WOMEN: Final = {"": None, "ya": True, "tidak": False}
SPARE_ROWS: Final = 2
MOST_INVESTMENT: Final = 999_999_999_999_999


@dataclass(slots=True)
class ContactRow:
    """One row of contacts as it was typed, and what is wrong with it."""

    channel: str = ""
    value: str = ""
    is_public: bool = False
    verified_on: str = ""
    error: str = ""


@dataclass(slots=True)
class KbliRow:
    """One row of KBLI as it was typed; a warning does not keep it from being saved."""

    code: str = ""
    version: str = EDITIONS[0]
    error: str = ""
    warning: str = ""


class FactsForm(BaseForm):
    """The facts of a producer. Contacts and KBLI are rows beside it, read from the same request."""

    row_version = HiddenField()
    name = StringField("Nama usaha", [InputRequired("Tulis nama usaha."), Length(max=120)])
    slug = StringField("Alamat halaman", [Length(max=120)])
    legal_form = SelectField("Bentuk usaha", choices={"": "Belum diketahui", **LEGAL_FORM_WORDS})
    nib = StringField("NIB", [Length(max=40)])
    regency = SelectField("Kabupaten atau kota")
    district = SelectField("Kecamatan")
    village = SelectField("Desa atau kelurahan")
    outside_region = StringField("Tempat di luar Kalimantan Barat", [Length(max=120)])
    address = TextAreaField("Alamat", [Length(max=300)])
    story_id = TextAreaField("Cerita", [Length(max=5_000)])
    story_en = TextAreaField("Cerita dalam bahasa Inggris", [Length(max=5_000)])
    founded_year = StringField("Tahun berdiri", [Length(max=20)])
    women_owned = SelectField("Dimiliki perempuan", choices={"": "Belum diketahui", "ya": "Ya", "tidak": "Tidak"})
    workers = StringField("Tenaga kerja (orang)", [Length(max=20)])
    investment_idr = StringField("Investasi (rupiah)", [Length(max=30)])
    consent_by = StringField("Siapa yang menyetujui", [Length(max=120)])
    consent_means = SelectField("Dengan cara apa", choices={"": "Belum ada persetujuan", **MEANS})
    consent_on = DateField("Tanggal persetujuan", [MayBeEmpty()])
    source = StringField("Dari dokumen mana", [Length(max=LONGEST_REASON)])

    def validate_nib(self, field_: Any) -> None:
        """Thirteen digits, as every way into the register reads them."""
        if field_.data:
            check = check_number("nib", field_.data, on=today())
            if check.errors:
                raise ValidationError(" ".join(check.errors))

    def validate_founded_year(self, field_: Any) -> None:
        """A year that can be."""
        _parsed(field_, lambda text: check_founded_year(whole_number(text), on=today()))

    def validate_workers(self, field_: Any) -> None:
        """A whole number."""
        _parsed(field_, whole_number)

    def validate_investment_idr(self, field_: Any) -> None:
        """An amount in rupiah."""
        _parsed(field_, _investment)

    def validate_district(self, field_: Any) -> None:
        """A kecamatan of the chosen kab/kota."""
        if field_.data and not field_.data.startswith(f"{self.regency.data}."):
            raise ValidationError("Kecamatan ini bukan di kabupaten atau kota yang dipilih.")

    def validate_village(self, field_: Any) -> None:
        """A village of the chosen kecamatan."""
        if field_.data and not field_.data.startswith(f"{self.district.data}."):
            raise ValidationError("Desa atau kelurahan ini bukan di kecamatan yang dipilih.")

    def validate_consent_by(self, field_: Any) -> None:
        """Proof of consent is whole or absent."""
        parts = (bool(field_.data), bool(self.consent_means.data), self.consent_on.data is not None)
        if any(parts) and not all(parts):
            raise ValidationError("Lengkapi ketiganya: siapa, dengan cara apa, dan tanggalnya.")

    def validate_consent_on(self, field_: Any) -> None:
        """A consent was given already."""
        if field_.data and field_.data > today():
            raise ValidationError("Tanggal persetujuan tidak mungkin sesudah hari ini.")

    @property
    def consent(self) -> Consent | None:
        """The proof of consent, where there is one; only after a successful `validate`."""
        if not self.consent_by.data or self.consent_on.data is None:
            return None
        return Consent(one_line(self.consent_by.data), self.consent_means.data, self.consent_on.data)

    def facts(self, rows: "Rows") -> Facts:
        """What was typed in stored form; only after a successful `validate` of both."""
        nib = check_number("nib", self.nib.data, on=today()).value if self.nib.data else None
        return Facts(
            name=one_line(self.name.data or ""),
            slug=(self.slug.data or "").strip(),
            legal_form=self.legal_form.data or None,
            nib=nib,
            region_code=self.village.data or self.district.data or self.regency.data or None,
            outside_region=one_line(self.outside_region.data or "") or None,
            address=(self.address.data or "").strip() or None,
            story_id=(self.story_id.data or "").strip(),
            story_en=(self.story_en.data or "").strip(),
            founded_year=_value(self.founded_year, whole_number),
            women_owned=WOMEN[self.women_owned.data or ""],
            workers=_value(self.workers, whole_number),
            investment_idr=_value(self.investment_idr, _investment),
            kbli=rows.stored_kbli,
            contacts=rows.stored_contacts,
        )


@dataclass(slots=True)
class Rows:
    """The rows of contacts and KBLI of one request, with what they say in stored form."""

    contacts: list[ContactRow] = field(default_factory=list)
    kbli: list[KbliRow] = field(default_factory=list)
    stored_contacts: tuple[Contact, ...] = ()
    stored_kbli: tuple[tuple[str, str], ...] = ()

    @property
    def errors(self) -> tuple[str, ...]:
        """What is wrong in any row."""
        return tuple(f"Kontak “{row.value}”: {row.error}" for row in self.contacts if row.error) + tuple(
            f"KBLI “{row.code}”: {row.error}" for row in self.kbli if row.error
        )

    def with_spare(self, count: int = SPARE_ROWS) -> None:
        """Leave room for more."""
        self.contacts += [ContactRow() for _ in range(min(count, MOST_ROWS - len(self.contacts)))]
        self.kbli += [KbliRow() for _ in range(min(count, MOST_ROWS - len(self.kbli)))]


def read_rows(form: MultiDict[str, str]) -> Rows:
    """The rows that were typed; empty ones are left out, wrong ones keep what was typed and say why."""
    rows = Rows()
    contacts: list[Contact] = []
    kbli: list[tuple[str, str]] = []
    for number in range(MOST_ROWS):
        contact = _contact_row(form, number)
        if contact.value:
            rows.contacts.append(contact)
            contacts += _stored(contact)
        kbli_row = KbliRow(
            one_line(clean_text(form.get(f"kbli-{number}-kode") or ""))[:20], form.get(f"kbli-{number}-edisi") or ""
        )
        if kbli_row.code:
            rows.kbli.append(kbli_row)
            check = check_kbli(kbli_row.code, kbli_row.version, on=today())
            kbli_row.error, kbli_row.warning = " ".join(check.errors), " ".join(check.warnings)
            if check.version is not None and not check.errors:
                kbli.append((str(check.version), check.code))
    rows.stored_contacts, rows.stored_kbli = tuple(contacts), tuple(sorted(kbli))
    return rows


def rows_of(facts: Facts) -> Rows:
    """The rows that show what is stored."""
    contacts = [
        ContactRow(one.channel, one.value, one.is_public, one.verified_on.isoformat() if one.verified_on else "")
        for one in facts.contacts
    ]
    return Rows(contacts, [KbliRow(code, version) for version, code in facts.kbli])


class StepForm(BaseForm):
    """Why a standing changes, and the version that was looked at."""

    row_version = IntegerField("Versi", [InputRequired()])
    reason_code = SelectField("Alasan", [InputRequired("Pilih alasan.")])
    reason = TextAreaField("Penjelasan", [InputRequired("Tulis penjelasannya."), Length(max=LONGEST_REASON)])

    def offer(self, step: Step) -> None:
        """Offer the reasons that can be given for this step."""
        self.reason_code.choices = {"": "Pilih alasan", **STEPS[step].reasons}


class MergeForm(BaseForm):
    """The versions of both that were looked at, and why they are one. The sides of the fields are read beside it."""

    survivor_version = IntegerField("Versi", [InputRequired()])
    merged_version = IntegerField("Versi", [InputRequired()])
    reason = TextAreaField(
        "Mengapa keduanya satu usaha", [InputRequired("Tulis alasannya."), Length(max=LONGEST_REASON)]
    )
    is_confirmed = BooleanField("Ya, keduanya satu usaha meskipun NIB-nya berbeda")


class WhyForm(BaseForm):
    """A reason."""

    reason = StringField("Alasan", [InputRequired("Tulis alasannya."), Length(max=LONGEST_REASON)])


class ViewForm(BaseForm):
    """A view of the list: its name and who sees it. Its filters are the list's own address."""

    name = StringField("Nama tampilan", [InputRequired("Beri nama tampilan ini."), Length(max=60)])
    query = HiddenField()
    is_shared = BooleanField("Tampilkan untuk semua orang di meja")


class SheetForm(BaseForm):
    """What a sheet is taken for, and its format."""

    purpose = TextAreaField(
        "Tujuan",
        [InputRequired("Tulis untuk apa berkas ini."), Length(min=SHORTEST_PURPOSE, max=LONGEST_PURPOSE)],
    )
    format = SelectField("Bentuk berkas", choices=dict(FORMATS))


def read_choice(form: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    """The side that each field is taken from."""
    return {name: form.get(f"sisi-{name}", "") for name in names}


def _contact_row(form: MultiDict[str, str], number: int) -> ContactRow:
    head = f"kontak-{number}-"
    return ContactRow(
        channel=form.get(f"{head}saluran") or "",
        value=one_line(clean_text(form.get(f"{head}nilai") or ""))[:254],
        is_public=f"{head}tampil" in form,
        verified_on=one_line(clean_text(form.get(f"{head}cek") or ""))[:20],
    )


def _stored(row: ContactRow) -> list[Contact]:
    """The row in stored form; none where something is wrong with it, which the row then says."""
    if row.channel not in CHANNEL_NAMES:
        row.error = "Pilih salurannya."
        return []
    verified = None
    if row.verified_on:
        try:
            verified = read_day(row.verified_on)
        except ValueError:
            row.error = "Tulis tanggal cek yang benar."
            return []
        if verified > today():
            row.error = "Tanggal cek tidak mungkin sesudah hari ini."
            return []
    try:
        return [Contact(row.channel, stored_contact(row.channel, row.value), row.is_public, verified)]
    except Unreadable as error:
        row.error = str(error)
        return []


def _investment(text: str) -> int:
    """An amount that may be larger than any price."""
    try:
        return parse_rupiah(text, most=MOST_INVESTMENT)
    except Unreadable as error:
        raise Unreadable(str(error).replace("Harga", "Jumlah")) from error


def _parsed(field_: Any, parse: Callable[[str], T]) -> T | None:
    if not (field_.data or "").strip():
        return None
    try:
        return parse(field_.data)
    except Unreadable as error:
        raise ValidationError(str(error)) from error


def _value(field_: Any, parse: Callable[[str], T]) -> T | None:
    """What a field that was validated says; None where it is empty."""
    return parse(field_.data) if (field_.data or "").strip() else None
