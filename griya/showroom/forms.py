"""The shape of what is typed about screens: a panel, a pairing, a screen's profile, groups, hours, a message."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final, TypeAlias

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import HiddenInput

from griya.core.days import read_day
from griya.core.forms import BaseForm
from griya.core.text import clean_text, one_line
from griya.showroom.actions import ScreenContent
from griya.showroom.rules.hours import DAY_NAMES, Special, Weekly, clock_words, minutes_of
from griya.showroom.rules.profile import ROTATIONS, Profile
from griya.showroom.rules.standing import LONGEST_MESSAGE
from griya.showroom.rules.telling import DURATIONS

Typed: TypeAlias = MultiDict[str, str]
MOST_HOURS: Final = 7
MOST_SPECIAL: Final = 40
_ROTATION_NAMES: Final = {0: "Tidak diputar", 90: "Diputar 90°", 180: "Terbalik, 180°", 270: "Diputar 270°"}


class PanelForm(BaseForm):
    """What a panel's browser knows of it; all of it may be missing."""

    width = IntegerField(validators=[Optional()], widget=HiddenInput())
    height = IntegerField(validators=[Optional()], widget=HiddenInput())
    ratio = IntegerField(validators=[Optional()], widget=HiddenInput())


class PairingForm(BaseForm):
    """The code that a panel shows, and which screen it shall be: one that is there, or a new one."""

    code = StringField("Kode di layar", [InputRequired("Ketik enam huruf yang tampil di layar."), Length(max=12)])
    screen = SelectField("Layar yang mana")
    name = StringField("Nama layar baru", [Length(max=80)])
    kind = SelectField("Jenis", choices={"layar": "Layar, dilihat dari jauh", "kios": "Kios, disentuh"})
    group = SelectField("Kelompok")
    place = SelectField("Tempat")

    def validate_name(self, field: Field) -> None:
        """A new screen has a name."""
        if not self.screen.data and not one_line(field.data or ""):
            raise ValidationError("Beri nama, misalnya “Lobi”.")


class ProfileForm(BaseForm):
    """How a screen hangs and how large it is, as people say it: inches, metres, pixels."""

    diagonal = StringField("Ukuran layar (inci)", [InputRequired("Tulis ukurannya, misalnya 55 atau 21,5.")])
    distance = StringField("Jarak penonton (meter)", [InputRequired("Tulis jaraknya, misalnya 3 atau 0,6.")])
    width = IntegerField("Lebar (piksel)", [InputRequired("Tulis lebarnya, misalnya 1920.")])
    height = IntegerField("Tinggi (piksel)", [InputRequired("Tulis tingginya, misalnya 1080.")])
    scale = StringField("Skala tampilan", [InputRequired("Tulis skalanya, biasanya 1.")])
    rotation = SelectField("Putaran gambar", choices={str(degrees): _ROTATION_NAMES[degrees] for degrees in ROTATIONS})
    is_quiet = BooleanField("Tanpa gerak di layar ini")

    def validate_diagonal(self, field: Field) -> None:
        """A number with at most one decimal."""
        _times(field.data, 10, "Tulis ukuran dalam inci, misalnya 55 atau 21,5.")

    def validate_distance(self, field: Field) -> None:
        """A number with at most two decimals."""
        _times(field.data, 100, "Tulis jarak dalam meter, misalnya 3 atau 0,6.")

    def validate_scale(self, field: Field) -> None:
        """A number with at most two decimals."""
        _times(field.data, 100, "Tulis skala, misalnya 1 atau 1,5.")

    @property
    def profile(self) -> Profile:
        """The profile; only after a successful `validate`."""
        return Profile(
            diagonal_tenths=_times(self.diagonal.data, 10),
            distance_cm=_times(self.distance.data, 100),
            width_px=self.width.data or 0,
            height_px=self.height.data or 0,
            ratio_percent=_times(self.scale.data, 100),
            rotation=int(self.rotation.data),
            is_quiet=self.is_quiet.data,
        )

    def fill(self, profile: Profile) -> None:
        """Show a profile."""
        self.diagonal.data = _shown(profile.diagonal_tenths, 10)
        self.distance.data = _shown(profile.distance_cm, 100)
        self.width.data, self.height.data = profile.width_px, profile.height_px
        self.scale.data = _shown(profile.ratio_percent, 100)
        self.rotation.data, self.is_quiet.data = str(profile.rotation), profile.is_quiet


class ScreenForm(ProfileForm):
    """A screen: its name, whom it follows, where it hangs, and its profile."""

    row_version = HiddenField()
    name = StringField("Nama", [InputRequired("Beri nama, misalnya “Lobi”."), Length(max=80)])
    group = SelectField("Kelompok")
    place = SelectField("Tempat")
    idle = IntegerField("Kios kembali ke awal setelah (detik)", [InputRequired("Tulis antara 30 dan 300 detik.")])

    @property
    def content(self) -> ScreenContent:
        """What the form says; only after a successful `validate`."""
        return ScreenContent(
            name=self.name.data or "",
            group_code=self.group.data or "",
            place_code=self.place.data or "",
            profile=self.profile,
            idle_seconds=self.idle.data or 0,
        )


class RetirementForm(BaseForm):
    """Why a screen is not used any more."""

    reason = StringField("Mengapa tidak dipakai lagi", [InputRequired("Tulis alasannya."), Length(max=300)])


class GroupForm(BaseForm):
    """A group: the list that its screens follow."""

    row_version = HiddenField()
    name = StringField("Nama kelompok", [InputRequired("Beri nama, misalnya “Lorong timur”."), Length(max=80)])
    slot = SelectField("Mengikuti pilihan untuk")
    is_still = BooleanField("Tanpa gerak di semua layarnya")


class PlaceForm(BaseForm):
    """A place; its hours are read by `read_hours` from the same request."""

    row_version = HiddenField()
    name = StringField("Nama tempat", [InputRequired("Beri nama, misalnya “Ruang pamer”."), Length(max=80)])
    night = SelectField("Gambar malam", choices={"hitam": "Layar hitam", "jam": "Redup: nama Griya dan jam buka"})


class PlaceNameForm(BaseForm):
    """A new place."""

    name = StringField("Nama tempat", [InputRequired("Beri nama, misalnya “Ruang pamer”."), Length(max=80)])


class EmergencyForm(BaseForm):
    """A message in one's own words or a ready one, for whom, and for how long: there is always an end."""

    message_id = StringField("Pesan", [Length(max=LONGEST_MESSAGE)])
    message_en = StringField("Pesan dalam bahasa Inggris", [Length(max=LONGEST_MESSAGE)])
    group = SelectField("Di layar mana")
    minutes = SelectField("Berakhir setelah", choices=dict(DURATIONS), default="60")

    @property
    def life(self) -> timedelta:
        """How long it stands; only after a successful `validate`."""
        return timedelta(minutes=int(self.minutes.data or 0))


@dataclass(frozen=True, slots=True)
class HoursRow:
    """Hours as they were typed; `days` are the numbers of the ticked weekdays."""

    days: tuple[int, ...] = ()
    opens: str = ""
    closes: str = ""


@dataclass(frozen=True, slots=True)
class SpecialRow:
    """Special days as they were typed."""

    first: str = ""
    last: str = ""
    opens: str = ""
    closes: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TypedHours:
    """Every row as it was typed, what the rows mean, and what is wrong with them."""

    hours: tuple[HoursRow, ...]
    special: tuple[SpecialRow, ...]
    weekly: tuple[Weekly, ...]
    days: tuple[Special, ...]
    faults: tuple[str, ...]


def read_hours(form: Typed) -> TypedHours:
    """The hours of a place from the rows of its form; empty rows are left out."""
    hours, special, weekly, days, faults = [], [], [], [], []
    for number in range(MOST_HOURS):
        row = HoursRow(
            tuple(day for day in range(7) if f"jam-{number}-hari-{day}" in form),
            _word(form, f"jam-{number}-buka"),
            _word(form, f"jam-{number}-tutup"),
        )
        if row == HoursRow():
            continue
        hours.append(row)
        opens, closes = minutes_of(row.opens), minutes_of(row.closes)
        if opens is None or closes is None:
            faults.append(f"Jam buka baris {len(hours)}: tulis jam seperti 08.00 dan 16.00.")
        elif not row.days:
            faults.append(f"Jam buka baris {len(hours)}: pilih harinya.")
        else:
            weekly.append(Weekly(sum(1 << day for day in row.days), opens, closes))
    for number in range(MOST_SPECIAL):
        names = ("mulai", "sampai", "buka", "tutup", "sebab")
        typed = SpecialRow(*(_word(form, f"khusus-{number}-{name}") for name in names))
        if typed == SpecialRow():
            continue
        special.append(typed)
        found = _special(typed)
        if isinstance(found, str):
            faults.append(f"Hari khusus baris {len(special)}: {found}")
        else:
            days.append(found)
    return TypedHours(tuple(hours), tuple(special), tuple(weekly), tuple(days), tuple(faults))


def hours_rows(weekly: list[Weekly], special: list[Special]) -> TypedHours:
    """What is stored, as it would be typed."""
    return TypedHours(
        tuple(
            HoursRow(
                tuple(day for day in range(7) if one.days >> day & 1), clock_words(one.opens), clock_words(one.closes)
            )
            for one in weekly
        ),
        tuple(
            SpecialRow(
                one.first.isoformat(),
                one.last.isoformat(),
                "" if one.opens is None else clock_words(one.opens),
                "" if one.closes is None else clock_words(one.closes),
                one.reason,
            )
            for one in special
        ),
        tuple(weekly),
        tuple(special),
        (),
    )


def _special(row: SpecialRow) -> Special | str:
    try:
        first = read_day(row.first)
        last = read_day(row.last) if row.last else first
    except ValueError:
        return "tulis tanggalnya."
    if not row.opens and not row.closes:
        return Special(first, last, None, None, row.reason)
    opens, closes = minutes_of(row.opens), minutes_of(row.closes)
    if opens is None or closes is None:
        return "tulis kedua jamnya, atau kosongkan keduanya bila tutup."
    return Special(first, last, opens, closes, row.reason)


def _word(form: Typed, name: str) -> str:
    return one_line(clean_text(form.get(name) or ""))[:80]


def _times(raw: Any, factor: int, fault: str = "") -> int:
    """A typed number, with a comma or a point, times `factor`; what is finer is no number here."""
    try:
        found = Decimal(one_line(str(raw or "")).replace(",", ".")) * factor
    except InvalidOperation as error:
        raise ValidationError(fault) from error
    if not found.is_finite() or found != found.to_integral_value() or not 0 <= found < 100_000:
        raise ValidationError(fault)
    return int(found)


def _shown(value: int, factor: int) -> str:
    return f"{Decimal(value) / factor:f}".replace(".", ",")


WEEKDAYS: Final = DAY_NAMES
