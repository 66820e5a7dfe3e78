"""From the curators' sheets to a result: one pure function, exact in whole numbers and fractions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from griya.curation.models import Result
from griya.curation.rules.rubric import HIGHEST, STEPS, Gate, Rubric

NEEDED: Final = 2
MOST: Final = 3
# From the best to the worst.
ORDER: Final = (Result.SELECTED, Result.CONDITIONAL, Result.COACHING, Result.NOT_PASSED)
RESULT_NAMES: Final = {
    Result.SELECTED: "Terseleksi",
    Result.CONDITIONAL: "Terseleksi bersyarat",
    Result.COACHING: "Perlu pembinaan",
    Result.NOT_PASSED: "Tidak lolos",
    Result.REVOKED: "Dicabut",
}


@dataclass(frozen=True, slots=True)
class GateAnswer:
    """What a curator says of one gate, with a reason where the catalogue says otherwise."""

    is_passed: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One curator's scores and gate answers, by code."""

    scores: Mapping[str, int]
    gates: Mapping[str, GateAnswer]


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What the rubric's arithmetic says. `points` is the share of all points in percent; `steps` the middle scores."""

    result: Result
    points: Fraction
    steps: Mapping[str, Fraction]
    failed: tuple[Gate, ...]

    @property
    def hundredths(self) -> int:
        """The points in hundredths of a percent, rounded half up, as they are stored."""
        return int(self.points * 100 + Fraction(1, 2))


def conclude(rubric: Rubric, sheets: Sequence[Sheet], *, is_food: bool) -> Conclusion:
    """The result of these sheets: the middle score of each criterion, weighed; then what the gates allow.

    The middle of two is their mean, the middle of three is the one in between: nobody alone can pull far. A gate fails
    when at least half of the sheets say so. One that can be mended leads to coaching at best, any other to no pass.
    """
    if not sheets:
        raise ValueError("a conclusion needs a sheet")
    steps = {one.code: median([sheet.scores[one.code] for sheet in sheets]) for one in rubric.criteria}
    points = share(rubric, steps)
    failed = tuple(gate for gate in rubric.gates_for(is_food=is_food) if _has_failed(gate, sheets))
    result = _by_points(rubric, points, steps)
    if failed:
        worst = Result.COACHING if all(gate.is_mendable for gate in failed) else Result.NOT_PASSED
        result = max(result, worst, key=ORDER.index)
    return Conclusion(result, points, steps, failed)


def share(rubric: Rubric, steps: Mapping[str, Fraction | int]) -> Fraction:
    """What share of all points these steps are, in percent."""
    reached = sum((Fraction(one.weight) * steps[one.code] for one in rubric.criteria), Fraction())
    return reached * 100 / (HIGHEST * rubric.total_weight)


def median(values: Sequence[int]) -> Fraction:
    """The middle value; of an even number of them, the mean of the two in the middle."""
    ordered, half = sorted(values), len(values) // 2
    return Fraction(ordered[half]) if len(ordered) % 2 else Fraction(ordered[half - 1] + ordered[half], 2)


def needs_third(rubric: Rubric, sheets: Sequence[Sheet], *, is_food: bool) -> bool:
    """Whether the first two sheets are too far apart: more points than the limit, or of two minds about a gate."""
    if len(sheets) < NEEDED:
        return False
    one, two = sheets[:NEEDED]
    if abs(share(rubric, one.scores) - share(rubric, two.scores)) > rubric.thresholds.gap:
        return True
    return any(
        one.gates[gate.code].is_passed != two.gates[gate.code].is_passed for gate in rubric.gates_for(is_food=is_food)
    )


def seats_needed(rubric: Rubric, sheets: Sequence[Sheet], *, is_food: bool) -> int:
    """How many sheets it takes: two, and a third where they are too far apart. `sheets` are those handed in."""
    return MOST if needs_third(rubric, sheets, is_food=is_food) else NEEDED


def is_usable(rubric: Rubric, sheet: Sheet, *, is_food: bool) -> bool:
    """Whether a sheet answers everything that this rubric asks; for trying a rubric on sheets of another one."""
    known = {gate.code for gate in rubric.gates_for(is_food=is_food)}
    return set(sheet.scores) >= {one.code for one in rubric.criteria} and set(sheet.gates) >= known


def sheet_faults(
    rubric: Rubric, sheet: Sheet, findings: Mapping[str, bool | None], *, is_food: bool, is_final: bool
) -> list[str]:
    """Why a sheet cannot be kept, or handed in; a draft may lack answers, and none may be out of range."""
    faults: list[str] = []
    for criterion in rubric.criteria:
        step = sheet.scores.get(criterion.code)
        if step is None and is_final:
            faults.append(f"Beri nilai untuk “{criterion.label}”.")
        elif step is not None and step not in STEPS:
            faults.append(f"Nilai “{criterion.label}” antara 0 dan {HIGHEST}.")
    for gate in rubric.gates_for(is_food=is_food):
        answer, found = sheet.gates.get(gate.code), findings.get(gate.code)
        if answer is None:
            if is_final:
                faults.append(f"Jawab syarat “{gate.label}”.")
        elif is_final and found is not None and answer.is_passed != found and not answer.note.strip():
            faults.append(f"Katalog berkata lain tentang “{gate.label}”. Tulis mengapa Anda menjawab begitu.")
    return faults


def _has_failed(gate: Gate, sheets: Sequence[Sheet]) -> bool:
    said = [sheet.gates[gate.code].is_passed for sheet in sheets if gate.code in sheet.gates]
    return 2 * said.count(False) >= len(said) > 0


def _by_points(rubric: Rubric, points: Fraction, steps: Mapping[str, Fraction]) -> Result:
    limits = rubric.thresholds
    is_even = all(step >= limits.floor for step in steps.values())
    if points >= limits.selected and is_even:
        return Result.SELECTED
    if points >= limits.conditional:
        return Result.CONDITIONAL
    return Result.COACHING if points >= limits.coaching else Result.NOT_PASSED
