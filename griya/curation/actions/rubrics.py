"""Writing the rubric: a draft by copy, saved by whoever read the present one, approved by another person."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from griya.accounts.actions import record_event
from griya.accounts.models import Event
from griya.core import clock
from griya.core.clock import WIB
from griya.core.db import db
from griya.core.errors import Overtaken, Refused
from griya.core.state import state_change
from griya.core.text import one_line
from griya.curation.models import CurationRubric
from griya.curation.rules import midnight
from griya.curation.rules.rubric import Rubric, differences, from_content, rubric_faults, to_content, with_codes

_CHANGED = "Rancangan rubrik ini disimpan lagi sejak Anda membukanya. Periksa dulu isinya yang sekarang."
_FROZEN = "Rubrik ini sudah disetujui, jadi tidak dapat diubah. Salin menjadi rancangan baru."


def copy_rubric(*, rubric: CurationRubric, actor_id: int) -> CurationRubric:
    """Begin a draft with everything of this version."""
    db.session.refresh(rubric, with_for_update=True)
    last = db.session.scalar(select(func.max(CurationRubric.number))) or 0
    draft = CurationRubric(
        number=last + 1,
        content=rubric.content,
        created_at=clock.now(),
        created_by_id=actor_id,
        based_on_id=rubric.id,
    )
    try:
        with db.session.begin_nested():
            db.session.add(draft)
    except IntegrityError as error:
        raise Overtaken("Orang lain baru saja membuat rancangan. Buka daftar rubrik sekali lagi.") from error
    _record("drafted", draft, actor_id, after={"from": rubric.number})
    return draft


def save_rubric(*, rubric: CurationRubric, row_version: int, content: Rubric, note: str, actor_id: int) -> None:
    """Write a draft over the save that `row_version` counts.

    Raises:
        Overtaken: when somebody saved or approved it in between; nothing is written.
        Refused: with every reason at once.
    """
    db.session.refresh(rubric, with_for_update=True)
    if rubric.approved_at is not None:
        raise Overtaken(_FROZEN)
    if rubric.row_version != row_version:
        raise Overtaken(_CHANGED)
    content, note = with_codes(content), one_line(note)
    faults = rubric_faults(content)
    if len(note) > 300:
        faults.append("Catatan paling panjang 300 huruf.")
    if faults:
        raise Refused(faults)
    changes = differences(from_content(rubric.content), content)
    rubric.content, rubric.note, rubric.row_version = to_content(content), note, row_version + 1
    db.session.flush()
    told = {f"{one.part}: {one.what}": [one.before, one.after] for one in changes}
    _record("changed", rubric, actor_id, after=told)


@state_change()
def approve_rubric(
    *, rubric: CurationRubric, row_version: int, valid_on: date, actor_id: int, at: datetime | None = None
) -> None:
    """Let a draft be in force from the beginning of a later day; another person than its last author does.

    Raises:
        Overtaken: when it was saved or approved since it was read.
        Refused: also when another version begins on that day.
    """
    db.session.refresh(rubric, with_for_update=True)
    now = at or clock.now()
    if rubric.approved_at is not None:
        raise Overtaken("Rubrik ini sudah disetujui.")
    if rubric.row_version != row_version:
        raise Overtaken(_CHANGED)
    faults = rubric_faults(from_content(rubric.content))
    if actor_id in _writers(rubric):
        faults.append("Rubrik disetujui oleh orang yang tidak ikut menyusunnya.")
    if not rubric.note:
        faults.append("Tulis dulu apa yang berubah dan mengapa, di catatan rancangan.")
    if valid_on <= now.astimezone(WIB).date():
        faults.append("Rubrik berlaku mulai besok atau sesudahnya; penilaian yang berjalan tidak berubah.")
    if faults:
        raise Refused(faults)
    try:
        with db.session.begin_nested():
            rubric.approved_at, rubric.approved_by_id, rubric.valid_from = now, actor_id, midnight(valid_on)
    except IntegrityError as error:
        raise Refused("Sudah ada rubrik yang mulai berlaku pada hari itu.") from error
    _record("approved", rubric, actor_id, reason=rubric.note, after={"valid_on": valid_on.isoformat()})


def _writers(rubric: CurationRubric) -> set[int | None]:
    """Everybody who began or saved a draft."""
    written = ("curation_rubric.drafted", "curation_rubric.changed")
    mine = (Event.object_type == "curation_rubric", Event.object_key == str(rubric.number), Event.verb.in_(written))
    return {rubric.created_by_id, *db.session.scalars(select(Event.actor_id).where(*mine))}


def _record(
    verb: str, rubric: CurationRubric, actor_id: int, *, reason: str | None = None, after: dict[str, Any]
) -> None:
    record_event(
        verb=f"curation_rubric.{verb}",
        object_type="curation_rubric",
        object_key=str(rubric.number),
        actor_id=actor_id,
        reason=reason,
        after=after,
    )
