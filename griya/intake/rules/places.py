"""Finds a producer's place among the regions of West Kalimantan by code or by name, and never guesses between two."""

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from griya.intake.rules.cells import fold
from griya.intake.rules.columns import Field
from griya.registry.rules.regions import check_regency_code, region_label
from griya.registry.rules.unreadable import Unreadable

_PREFIX: Final = re.compile(
    r"^\s*(?P<kind>kabupaten|kab|kotamadya|kodya|kota|kecamatan|kec|kelurahan|kel|desa|ds)\b[.\s:]*", re.IGNORECASE
)
_CODE: Final = re.compile(r"[0-9]{2}(?:[0-9]{2}|(?:\.[0-9]{2}){1,2}(?:\.[0-9]{4})?)")
_SHORT_WORDS: Final = (
    (re.compile(r"\b(?:sei|sungei|sui|s)\b\.?\s*", re.IGNORECASE), "sungai "),
    (re.compile(r"\b(?:tj|tg|tjg)\b\.?\s*", re.IGNORECASE), "tanjung "),
)
_REGENCY_LEVELS: Final = frozenset({"regency", "city"})


@dataclass(frozen=True, slots=True)
class KnownRegion:
    """A region as the import needs it; `code` says who its parents are."""

    id: int
    code: str
    level: str
    name: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What the row says about its place; every part may be empty."""

    regency: str = ""
    district: str = ""
    village: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether the row says nothing at all."""
        return not (self.regency or self.district or self.village)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a producer is: a kab/kota and the finest region known, or a place outside by explicit choice.

    `rest` are typed parts that no region stands for; they belong into the address.
    """

    regency_id: int | None = None
    region_id: int | None = None
    outside: str | None = None
    rest: tuple[tuple[Field, str], ...] = ()
    warnings: tuple[tuple[Field, str], ...] = ()


class NoPlace(Unreadable):
    """The place cannot be settled; `field` is the column to mend."""

    def __init__(self, field: Field, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(slots=True)
class Gazetteer:
    """All regions, ready to be looked up by code and by name within their parent."""

    regions: tuple[KnownRegion, ...]
    bps_by_code: dict[str, str] = field(default_factory=dict)
    _by_code: dict[str, KnownRegion] = field(init=False)
    _by_name: dict[tuple[str, str], list[KnownRegion]] = field(init=False)

    def __post_init__(self) -> None:
        self._by_code = {region.code: region for region in self.regions}
        self._by_name = defaultdict(list)
        for region in self.regions:
            for parent in _ancestors(region):
                self._by_name[(parent, _plain(region.name))].append(region)

    @property
    def regencies(self) -> list[KnownRegion]:
        """The kab/kota in the order of their codes."""
        return sorted((r for r in self.regions if r.level in _REGENCY_LEVELS), key=lambda region: region.code)

    def settle(self, typed: Typed, *, outside: str | None = None, default_regency: str | None = None) -> Place:
        """The place of one row. Raises `NoPlace` where it is unknown, ambiguous or outside without leave.

        With `outside`, a row that names no kab/kota of West Kalimantan belongs to that place; a kab/kota that is
        neither here nor named in `outside` is refused, so that a slip of the pen does not move a maker abroad.
        """
        regency_text = typed.regency or ("" if outside else default_regency or "")
        if outside is not None and (not regency_text or self._names_outside(regency_text, outside)):
            return Place(outside=outside, rest=_rest(typed))
        if not regency_text and not typed.district:
            raise NoPlace(Field.REGENCY, "Kabupaten/kota belum diisi.")
        regency = self._regency(regency_text, outside) if regency_text else None
        if not typed.district:
            if regency is None:
                raise NoPlace(Field.REGENCY, "Kabupaten/kota belum diisi.")
            return self._village(regency, regency, typed)
        district = self._district(typed.district, regency)
        return self._village(regency or self._by_code[district.code[:5]], district, typed)

    def _names_outside(self, text: str, outside: str) -> bool:
        return bool(fold(_bare(text))) and fold(_bare(text)) in fold(outside) and not self._regencies_named(text)

    def _regencies_named(self, text: str) -> list[KnownRegion]:
        return [region for region in self._by_name[("61", _plain(_bare(text)))] if region.level in _REGENCY_LEVELS]

    def _regency(self, text: str, outside: str | None) -> KnownRegion:
        if _CODE.fullmatch(text):
            check = check_regency_code(text[:5] if "." in text else text, self.bps_by_code)
            if check.code is None:
                raise NoPlace(Field.REGENCY, " ".join(check.errors))
            return self._by_code[check.code]
        kind = _PREFIX.match(text)
        if fold(_bare(text)) == "pontianak" and kind and kind["kind"].casefold().startswith("kab"):
            sentence = (
                "“Kabupaten Pontianak” sudah bernama Kabupaten Mempawah; tulis Kab. Mempawah atau Kota Pontianak."
            )
            raise NoPlace(Field.REGENCY, sentence)
        found = self._regencies_named(text)
        if found:
            return found[0]
        here = {_plain(region.name): region_label(region.level, region.name) for region in self.regencies}
        hint = _suggestion(_plain(_bare(text)), here, likeness=0.75)  # only 14 names, and short ones
        if outside is not None:
            raise NoPlace(Field.REGENCY, f"“{text}” bukan kab/kota di Kalimantan Barat dan bukan {outside}.{hint}")
        leave = "" if hint else " Daerah luar hanya diterima bila disebut dengan --outside."
        raise NoPlace(Field.REGENCY, f"“{text}” bukan kabupaten/kota di Kalimantan Barat.{hint}{leave}")

    def _district(self, text: str, regency: KnownRegion | None) -> KnownRegion:
        above = regency.code if regency else "61"
        found = self._named(text, above, {"district"})
        if len(found) == 1:
            return found[0]
        if found:
            places = " dan ".join(self._label(region.code[:5]) for region in found)
            raise NoPlace(
                Field.DISTRICT,
                f"Kecamatan “{text}” ada di {places}. Isi juga kolom kabupaten/kota supaya tidak tertukar.",
            )
        names = {_plain(r.name): r.name for r in self.regions if r.level == "district" and r.code.startswith(above)}
        hint = _suggestion(_plain(_bare(text)), names)
        where = self._label(above) if regency else "Kalimantan Barat"
        leave = "" if regency else " Daerah luar hanya diterima bila disebut dengan --outside."
        raise NoPlace(Field.DISTRICT, f"Kecamatan “{text}” tidak ada di {where}.{hint}{leave}")

    def _village(self, regency: KnownRegion, above: KnownRegion, typed: Typed) -> Place:
        """A village that is not found is kept in the address: its kecamatan is still right."""
        if not typed.village:
            return Place(regency.id, above.id)
        found = self._named(typed.village, above.code, {"village", "urban_village"})
        if len(found) == 1:
            return Place(regency.id, found[0].id)
        label = self._label(above.code)
        if found:
            sentence = (
                f"“{typed.village}” ada lebih dari satu di {label}; dicatat di alamat saja. Isi juga kecamatannya."
            )
        else:
            names = {
                _plain(r.name): r.name
                for r in self.regions
                if r.code.startswith(above.code + ".") and r.code.count(".") == 3
            }
            hint = _suggestion(_plain(_bare(typed.village)), names)
            sentence = f"“{typed.village}” tidak ada di {label}; dicatat di alamat saja.{hint}"
        return Place(
            regency.id,
            above.id,
            rest=((Field.VILLAGE, typed.village),),
            warnings=((Field.VILLAGE, sentence),),
        )

    def _named(self, text: str, above: str, levels: set[str]) -> list[KnownRegion]:
        """Regions below `above` with this name or code. A name that itself begins with "Kota" or "Desa" goes first."""
        by_code = self._by_code.get(text)
        if by_code is not None:
            return [by_code] if by_code.level in levels and by_code.code.startswith(above) else []
        for name in (_plain(text), _plain(_bare(text))):
            found = [region for region in self._by_name.get((above, name), ()) if region.level in levels]
            if found:
                return found
        return []

    def _label(self, code: str) -> str:
        region = self._by_code[code]
        return region_label(region.level, region.name)


def _ancestors(region: KnownRegion) -> list[str]:
    parts = region.code.split(".")
    return [".".join(parts[:depth]) for depth in range(1, len(parts))]


def _bare(text: str) -> str:
    return _PREFIX.sub("", text)


def _plain(text: str) -> str:
    for pattern, word in _SHORT_WORDS:
        text = pattern.sub(word, text)
    return fold(text)


def _suggestion(key: str, names: Mapping[str, str], *, likeness: float = 0.85) -> str:
    close = difflib.get_close_matches(key, names, n=1, cutoff=likeness)
    return f" Mungkin maksudnya {names[close[0]]}." if close else ""


def _rest(typed: Typed) -> tuple[tuple[Field, str], ...]:
    parts = ((Field.VILLAGE, typed.village), (Field.DISTRICT, typed.district))
    return tuple((part, text) for part, text in parts if text)


def address_with(address: str, rest: Iterable[tuple[str, str]]) -> str:
    """An address with the places that no region stands for, unless it names them already."""
    parts = [address] if address else []
    known = fold(address)
    for label, name in rest:
        bare = _bare(name)
        if not any(fold(word + bare) in known for word in ("kel", "kelurahan", "desa", "kec", "kecamatan")):
            parts.append(f"{label} {bare}")
    return ", ".join(parts)
