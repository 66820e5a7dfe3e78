"""What the desk keeps of a producer as plain values: compared by field, told in the record, checked as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final

from griya.core.text import day, rupiah
from griya.intake.rules.choices import LEGAL_FORM_WORDS
from griya.registry.rules.phones import parse_phone
from griya.registry.rules.unreadable import Unreadable

MOST_ROWS: Final = 20
CHANNEL_NAMES: Final = {"phone": "Telepon", "whatsapp": "WhatsApp", "email": "E-mail"}
WOMEN_OWNED_NAMES: Final = {None: "Belum diketahui", True: "Ya", False: "Tidak"}
FIELD_NAMES: Final = {
    "name": "Nama usaha",
    "slug": "Alamat halaman",
    "legal_form": "Bentuk usaha",
    "nib": "NIB",
    "region_code": "Wilayah",
    "outside_region": "Tempat di luar Kalimantan Barat",
    "address": "Alamat",
    "story_id": "Cerita",
    "story_en": "Cerita dalam bahasa Inggris",
    "founded_year": "Tahun berdiri",
    "women_owned": "Dimiliki perempuan",
    "workers": "Tenaga kerja",
    "investment_idr": "Investasi",
    "kbli": "KBLI",
    "contacts": "Kontak",
}
# What only officers and administrators see, also in the record and beside somebody else's version (domain 5.4).
PRIVATE_FIELDS: Final = frozenset({"address", "workers", "investment_idr", "contacts"})


@dataclass(frozen=True, slots=True)
class Contact:
    """One channel in stored form."""

    channel: str
    value: str
    is_public: bool = False
    verified_on: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that the desk's form says of a producer, in stored form; a region by its Kemendagri code."""

    name: str
    slug: str = ""
    legal_form: str | None = None
    nib: str | None = None
    region_code: str | None = None
    outside_region: str | None = None
    address: str | None = None
    story_id: str = ""
    story_en: str = ""
    founded_year: int | None = None
    women_owned: bool | None = None
    workers: int | None = None
    investment_idr: int | None = None
    kbli: tuple[tuple[str, str], ...] = ()
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True)
class Consent:
    """Proof that the producer agreed to what an officer enters for it: who said so, by which means, on which day."""

    given_by: str
    means: str
    given_on: date


MEANS: Final = {
    "tatap-muka": "Tatap muka",
    "telepon": "Telepon",
    "whatsapp": "WhatsApp",
    "surat": "Surat atau formulir bertanda tangan",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of which two versions say different things, in words."""

    field: str
    name: str
    stored: str
    typed: str


def told(facts: Facts) -> dict[str, Any]:
    """The facts as the record keeps them: values that JSON can hold."""
    values: dict[str, Any] = {one.name: getattr(facts, one.name) for one in fields(facts)}
    values["kbli"] = [f"{version}:{code}" for version, code in sorted(facts.kbli)]
    values["contacts"] = [
        [one.channel, one.value, one.is_public, one.verified_on.isoformat() if one.verified_on else None]
        for one in sorted(facts.contacts, key=lambda one: (one.channel, one.value))
    ]
    return values


def facts_of(values: dict[str, Any]) -> Facts:
    """The facts that `told` wrote down."""
    kbli = tuple(tuple(text.split(":", 1)) for text in values["kbli"])
    contacts = tuple(
        Contact(channel, value, is_public, date.fromisoformat(verified) if verified else None)
        for channel, value, is_public, verified in values["contacts"]
    )
    return Facts(**{**values, "kbli": kbli, "contacts": contacts})


def changes(before: Facts, after: Facts) -> tuple[dict[str, Any], dict[str, Any]]:
    """Only what changed, before and after."""
    old, new = told(before), told(after)
    names = [name for name in FIELD_NAMES if old[name] != new[name]]
    return {name: old[name] for name in names}, {name: new[name] for name in names}


def differences(stored: Facts, typed: Facts, places: dict[str, str]) -> list[Difference]:
    """The fields of which the stored version and the typed one differ. `places` are names by region code."""
    old, new = told(stored), told(typed)
    return [
        Difference(name, label, in_words(name, old[name], places), in_words(name, new[name], places))
        for name, label in FIELD_NAMES.items()
        if old[name] != new[name]
    ]


def in_words(name: str, value: Any, places: dict[str, str]) -> str:
    """One value of the record as people read it."""
    if name == "women_owned":
        return WOMEN_OWNED_NAMES[value]
    if value is None or value in ("", []):
        return "–"
    if name == "contacts":
        return "; ".join(_contact_words(*one) for one in value)
    if name == "kbli":
        return ", ".join(f"{text[5:]} (KBLI {text[:4]})" for text in value)
    if name == "region_code":
        return places.get(value, str(value))
    if name == "legal_form":
        return LEGAL_FORM_WORDS.get(value, str(value))
    return rupiah(value) if name == "investment_idr" else str(value)


def contact_words(channel: str, value: str) -> str:
    """A number as people write it; an address as it is."""
    if channel == "email":
        return value
    try:
        return parse_phone(value).display
    except Unreadable:
        return value


def facts_faults(facts: Facts, *, was: Facts | None, consent: Consent | None) -> tuple[str, ...]:
    """What is wrong with the facts as a whole; each value was read by its own rule already."""
    faults = []
    if not facts.name.strip():
        faults.append("Tulis nama usaha.")
    if facts.region_code is None and not facts.outside_region:
        faults.append("Pilih kabupaten atau kota, atau tulis tempat di luar Kalimantan Barat.")
    if facts.region_code is not None and facts.outside_region:
        faults.append("Pilih wilayah di Kalimantan Barat atau tulis tempat di luarnya, jangan keduanya.")
    if _repeated([(one.channel, one.value) for one in facts.contacts]):
        faults.append("Satu kontak tertulis dua kali.")
    if _repeated(facts.kbli):
        faults.append("Satu kode KBLI tertulis dua kali.")
    public = {(one.channel, one.value) for one in facts.contacts if one.is_public}
    earlier = {(one.channel, one.value) for one in was.contacts if one.is_public} if was else set()
    if public - earlier and consent is None:
        faults.append("Kontak hanya boleh ditampilkan bila IKM menyetujuinya: isi bukti persetujuannya.")
    return tuple(faults)


def _repeated(values: Sequence[object]) -> bool:
    return len(set(values)) < len(values)


def _contact_words(channel: str, value: str, is_public: bool, verified: str | None) -> str:
    told_words = [CHANNEL_NAMES.get(channel, channel), contact_words(channel, value)]
    told_words += ["tampil"] if is_public else []
    told_words += [f"dicek {day(date.fromisoformat(verified))}"] if verified else []
    return f"{told_words[0]} {', '.join(told_words[1:])}"
