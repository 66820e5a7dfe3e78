"""The rubric as a document: gates, weighted criteria with the meaning of each step, thresholds; how versions differ."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Final

from griya.core.text import slugify
from griya.core.words import Bilingual

HIGHEST: Final = 3
STEPS: Final = range(HIGHEST + 1)
MOST_PARTS: Final = 12
LONGEST_LABEL, LONGEST_TEXT, LONGEST_CODE = 80, 300, 30
MOST_WEIGHT: Final = 100
_CODE: Final = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*")


class Check(StrEnum):
    """What the catalogue itself can say about a gate; a curator confirms it or says why not."""

    MADE_HERE = "buatan_kalbar"
    NIB = "nib"
    FOOD_PERMIT = "izin_edar"
    HALAL = "halal"
    PHOTO = "foto"
    CONTACT = "kontak"
    BY_HAND = "periksa_sendiri"


CHECK_NAMES: Final = {
    Check.MADE_HERE: "Katalog: dibuat di Kalimantan Barat",
    Check.NIB: "Katalog: NIB sudah diperiksa dan berlaku",
    Check.FOOD_PERMIT: "Katalog: izin edar sudah diperiksa dan berlaku",
    Check.HALAL: "Katalog: keadaan halal dinyatakan",
    Check.PHOTO: "Katalog: ada foto utama dengan pemegang haknya",
    Check.CONTACT: "Katalog: kontak dijawab dalam 12 bulan terakhir",
    Check.BY_HAND: "Kurator memeriksa sendiri",
}


@dataclass(frozen=True, slots=True)
class Gate:
    """Something that must hold. What cannot be mended ends the review; what can, leads to coaching at best."""

    code: str
    label: str
    label_en: str
    help: str
    help_en: str
    check: Check
    only_food: bool
    is_mendable: bool

    @property
    def name(self) -> Bilingual:
        """What the gate is called."""
        return Bilingual(self.label, self.label_en)

    @property
    def meaning(self) -> Bilingual:
        """What it asks."""
        return Bilingual(self.help, self.help_en)


@dataclass(frozen=True, slots=True)
class Criterion:
    """Something that is scored from 0 to 3, each step with its meaning, and how much it weighs."""

    code: str
    label: str
    label_en: str
    weight: int
    steps: tuple[str, ...]
    steps_en: tuple[str, ...]

    @property
    def name(self) -> Bilingual:
        """What the criterion is called."""
        return Bilingual(self.label, self.label_en)

    @property
    def meanings(self) -> tuple[Bilingual, ...]:
        """What each step means, from 0 up."""
        return tuple(Bilingual(one, english) for one, english in zip(self.steps, self.steps_en, strict=True))


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which share of all points, in percent, a result is given, and what else is asked.

    `floor` is the lowest step that any criterion may have in a selected product; `gap` is how many points of a hundred
    two sheets may differ before a third curator is asked.
    """

    selected: int
    conditional: int
    coaching: int
    floor: int
    gap: int


@dataclass(frozen=True, slots=True)
class Rubric:
    """A whole version of the rubric."""

    gates: tuple[Gate, ...]
    criteria: tuple[Criterion, ...]
    thresholds: Thresholds

    @property
    def total_weight(self) -> int:
        """The weights added up."""
        return sum(one.weight for one in self.criteria)

    def gates_for(self, *, is_food: bool) -> tuple[Gate, ...]:
        """The gates that this kind of product meets."""
        return tuple(gate for gate in self.gates if is_food or not gate.only_food)


def parts_of(rubric: Rubric) -> list[Gate | Criterion]:
    """Everything of a rubric that has a code and a name."""
    return [*rubric.gates, *rubric.criteria]


def to_content(rubric: Rubric) -> dict[str, Any]:
    """The rubric as it is stored."""
    content = asdict(rubric)
    for gate in content["gates"]:
        gate["check"] = str(gate["check"])
    for criterion in content["criteria"]:
        criterion["steps"], criterion["steps_en"] = list(criterion["steps"]), list(criterion["steps_en"])
    content["gates"], content["criteria"] = list(content["gates"]), list(content["criteria"])
    return content


def from_content(content: Mapping[str, Any]) -> Rubric:
    """The rubric out of what was stored."""
    return Rubric(
        gates=tuple(Gate(**{**gate, "check": Check(gate["check"])}) for gate in content["gates"]),
        criteria=tuple(
            Criterion(**{**one, "steps": tuple(one["steps"]), "steps_en": tuple(one["steps_en"])})
            for one in content["criteria"]
        ),
        thresholds=Thresholds(**content["thresholds"]),
    )


def with_codes(rubric: Rubric) -> Rubric:
    """The rubric with a code for each part that has none yet: what a new part is called, made once and kept."""
    taken = {one.code for one in parts_of(rubric) if one.code}

    def code(label: str) -> str:
        base = slugify(label, limit=LONGEST_CODE - 3).replace("-", "_") or "bagian"
        found, number = base, 2
        while found in taken:
            found, number = f"{base}_{number}", number + 1
        taken.add(found)
        return found

    return Rubric(
        tuple(one if one.code else replace(one, code=code(one.label)) for one in rubric.gates),
        tuple(one if one.code else replace(one, code=code(one.label)) for one in rubric.criteria),
        rubric.thresholds,
    )


def rubric_faults(rubric: Rubric) -> list[str]:
    """Why this cannot be a rubric, as sentences; empty when it can."""
    faults: list[str] = []
    parts = parts_of(rubric)
    if not rubric.criteria:
        faults.append("Rubrik memerlukan sekurang-kurangnya satu kriteria.")
    if max(len(rubric.gates), len(rubric.criteria)) > MOST_PARTS:
        faults.append(f"Paling banyak {MOST_PARTS} syarat dan {MOST_PARTS} kriteria.")
    if any(not one.label for one in parts):
        faults.append("Beri nama setiap syarat dan kriteria.")
    if len({one.code for one in parts}) < len(parts) or any(not _CODE.fullmatch(one.code) for one in parts):
        faults.append("Setiap syarat dan kriteria memerlukan kode sendiri.")
    if len({one.label.casefold() for one in parts}) < len(parts):
        faults.append("Dua bagian rubrik memakai nama yang sama.")
    for one in rubric.criteria:
        if not 1 <= one.weight <= MOST_WEIGHT:
            faults.append(f"Bobot “{one.label}” antara 1 dan {MOST_WEIGHT}.")
        if len(one.steps) != len(STEPS) or len(one.steps_en) != len(STEPS) or not all(one.steps):
            faults.append(f"Tulis arti nilai 0 sampai {HIGHEST} untuk “{one.label}”.")
    texts = [text for one in rubric.criteria for text in (*one.steps, *one.steps_en)]
    texts += [text for one in rubric.gates for text in (one.help, one.help_en)]
    if any(len(text) > LONGEST_TEXT for text in texts):
        faults.append(f"Satu uraian paling panjang {LONGEST_TEXT} huruf.")
    if any(len(text) > LONGEST_LABEL for one in parts for text in (one.label, one.label_en)):
        faults.append(f"Satu nama paling panjang {LONGEST_LABEL} huruf.")
    return faults + _threshold_faults(rubric.thresholds)


def _threshold_faults(limits: Thresholds) -> list[str]:
    faults = []
    if not 100 >= limits.selected > limits.conditional > limits.coaching >= 1:
        faults.append("Ambang harus menurun: terseleksi, bersyarat, perlu pembinaan; antara 1 dan 100 persen.")
    if not 0 <= limits.floor < HIGHEST:
        faults.append("Nilai terendah tiap kriteria antara 0 dan 2.")
    if not 1 <= limits.gap <= 100:
        faults.append("Batas beda dua penilai antara 1 dan 100 poin persen.")
    return faults


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two versions say differently; `before` or `after` is empty where it is new or gone."""

    part: str
    what: str
    before: str
    after: str


def differences(old: Rubric, new: Rubric) -> list[Difference]:
    """What changed between two versions: gates, criteria and their weights and steps, thresholds."""
    found: list[Difference] = []
    for kind, before, after in (
        ("Syarat", _by_code(old.gates), _by_code(new.gates)),
        ("Kriteria", _by_code(old.criteria), _by_code(new.criteria)),
    ):
        for code in dict.fromkeys((*before, *after)):
            label = f"{kind} “{(after.get(code) or before[code])['nama']}”"
            if code not in before:
                found.append(Difference(label, "baru", "", "ditambahkan"))
            elif code not in after:
                found.append(Difference(label, "hilang", "ada", ""))
            else:
                found += [
                    Difference(label, what, before[code][what], after[code][what])
                    for what in dict.fromkeys((*before[code], *after[code]))
                    if before[code].get(what) != after[code].get(what)
                ]
    one, two = _limits(old.thresholds), _limits(new.thresholds)
    return found + [Difference("Ambang", what, one[what], two[what]) for what in one if one[what] != two[what]]


def _by_code(parts: tuple[Gate, ...] | tuple[Criterion, ...]) -> dict[str, dict[str, str]]:
    return {one.code: _told(one) for one in parts}


def _told(one: Gate | Criterion) -> dict[str, str]:
    if isinstance(one, Gate):
        return {
            "nama": one.label,
            "nama Inggris": one.label_en,
            "uraian": one.help,
            "uraian Inggris": one.help_en,
            "diperiksa": str(CHECK_NAMES[one.check]),
            "hanya pangan": "ya" if one.only_food else "tidak",
            "dapat dibina": "ya" if one.is_mendable else "tidak",
        }
    told = {"nama": one.label, "nama Inggris": one.label_en, "bobot": str(one.weight)}
    for step in STEPS:
        told[f"nilai {step}"], told[f"nilai {step} Inggris"] = one.steps[step], one.steps_en[step]
    return told


def _limits(limits: Thresholds) -> dict[str, str]:
    return {
        "terseleksi mulai": f"{limits.selected}%",
        "bersyarat mulai": f"{limits.conditional}%",
        "perlu pembinaan mulai": f"{limits.coaching}%",
        "nilai terendah tiap kriteria": str(limits.floor),
        "beda yang meminta penilai ketiga": f"lebih dari {limits.gap} poin",
    }
