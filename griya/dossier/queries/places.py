"""Regions as the desk's forms offer them: kab/kota, the kecamatan of all of them in groups, the villages of one."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from griya.core.db import db
from griya.registry.models import Region
from griya.registry.queries import REGENCY_LEVELS
from griya.registry.rules.regions import region_label

_REGENCY, _DISTRICT, _VILLAGE = len("61.01"), len("61.01.01"), len("61.01.01.2001")


@dataclass(frozen=True, slots=True)
class Place:
    """A place by the codes of its parts; an empty one is not known."""

    regency: str = ""
    district: str = ""
    village: str = ""

    @property
    def code(self) -> str:
        """The code of the finest part that is known."""
        return self.village or self.district or self.regency


def place_of(code: str | None) -> Place:
    """The parts of a region's code."""
    code = code or ""
    return Place(
        code[:_REGENCY] if len(code) >= _REGENCY else "",
        code[:_DISTRICT] if len(code) >= _DISTRICT else "",
        code if len(code) == _VILLAGE else "",
    )


def list_regencies() -> dict[str, str]:
    """The kab/kota by code."""
    rows = db.session.execute(
        select(Region.code, Region.level, Region.name).where(Region.level.in_(REGENCY_LEVELS)).order_by(Region.name)
    )
    return {code: str(region_label(level, name)) for code, level, name in rows}


def list_districts() -> dict[str, dict[str, str]]:
    """The kecamatan of every kab/kota, by the code of that."""
    rows = db.session.execute(select(Region.code, Region.name).where(Region.level == "district").order_by(Region.name))
    grouped: dict[str, dict[str, str]] = {}
    for code, name in rows:
        grouped.setdefault(code[:_REGENCY], {})[code] = name
    return grouped


def list_villages(district: str) -> dict[str, str]:
    """The desa and kelurahan of one kecamatan by code; none of no kecamatan."""
    if len(district) != _DISTRICT:
        return {}
    rows = db.session.execute(
        select(Region.code, Region.level, Region.name)
        .where(Region.code.startswith(f"{district}.", autoescape=True))
        .order_by(Region.name)
    )
    return {code: str(region_label(level, name)) for code, level, name in rows}


def place_names(codes: Collection[str | None]) -> dict[str, str]:
    """These regions in words, from the finest part up to the kab/kota."""
    wanted = {code for code in codes if code}
    parts = {part for code in wanted for part in (code[:_REGENCY], code[:_DISTRICT], code)}
    rows = db.session.execute(select(Region.code, Region.level, Region.name).where(Region.code.in_(parts)))
    known = {code: str(region_label(level, name)) for code, level, name in rows}
    return {
        code: ", ".join(
            known[part] for part in dict.fromkeys((code, code[:_DISTRICT], code[:_REGENCY])) if part in known
        )
        for code in wanted
    }
