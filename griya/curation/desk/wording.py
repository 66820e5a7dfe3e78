"""What the desk's templates about curation call things."""

from typing import Final

from griya.curation.desk import blueprint
from griya.curation.models import Result, VerdictKind
from griya.curation.queries.tasks import TASK_NAMES
from griya.curation.rules import CONFLICT_NAMES, STATE_NAMES, ReviewState
from griya.curation.rules.scoring import RESULT_NAMES

# The classes that `desk-state` has a ground for.
STATE_TONES: Final = {
    ReviewState.SCORING: "submitted",
    ReviewState.THIRD: "changes-requested",
    ReviewState.DECIDING: "changes-requested",
    ReviewState.DECIDED: "published",
    ReviewState.WITHDRAWN: "archived",
}
RESULT_TONES: Final = {
    Result.SELECTED: "published",
    Result.CONDITIONAL: "submitted",
    Result.COACHING: "changes-requested",
    Result.NOT_PASSED: "suspended",
    Result.REVOKED: "suspended",
}
KIND_NAMES: Final = {
    VerdictKind.DECISION: "Putusan",
    VerdictKind.APPEAL: "Putusan banding",
    VerdictKind.LIFTED: "Syarat terpenuhi",
    VerdictKind.REVOCATION: "Pencabutan",
}
VERB_NAMES: Final = {
    "put_forward": "Diajukan",
    "withdrawn": "Ditarik",
    "declared": "Menyatakan hubungan dengan pembuat",
    "scored": "Nilai diserahkan",
    "released": "Kursi diserahkan kembali",
    "verdict.putusan": "Diputus",
    "verdict.banding": "Diputus dalam banding",
    "verdict.syarat": "Menjadi terseleksi",
    "verdict.pencabutan": "Hasil dicabut",
    "condition_met": "Satu syarat terpenuhi",
    "condition_extended": "Waktu syarat diperpanjang",
    "appealed": "Banding masuk",
    "appeal_decided": "Banding diputus",
}


def points(hundredths: int | None) -> str:
    """A share of all points as people read it: `73,33%`."""
    if hundredths is None:
        return "–"
    whole, rest = divmod(hundredths, 100)
    return f"{whole},{rest:02d}%" if rest else f"{whole}%"


@blueprint.context_processor
def _words() -> dict[str, object]:
    return {
        "state_names": STATE_NAMES,
        "state_tones": STATE_TONES,
        "result_names": RESULT_NAMES,
        "result_tones": RESULT_TONES,
        "kind_names": KIND_NAMES,
        "verb_names": VERB_NAMES,
        "task_names": TASK_NAMES,
        "conflict_names": CONFLICT_NAMES,
    }


blueprint.add_app_template_filter(points, "points")
