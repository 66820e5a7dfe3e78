"""Changes to how the office works: hours, holidays, territories, who stands in, replies to use again."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from griya.accounts.actions import record_event
from griya.accounts.models import Account
from griya.core.clock import now
from griya.core.db import db
from griya.core.errors import Overtaken, Refused
from griya.core.state import state_change
from griya.core.text import one_line
from griya.inquiry.models.office import Holiday, SavedReply, Substitution, Territory, WorkingHours
from griya.inquiry.queries.officers import AT_THE_DESK
from griya.inquiry.rules.calendar import WEEKDAYS
from griya.inquiry.rules.threads import NOTE_LENGTH, PROVINCE
from griya.registry.models import Region

_KINDS = ("nasional", "cuti_bersama", "daerah")


def add_holiday(*, day: date, name: str, kind: str, region_code: str, source: str, actor_id: int) -> Holiday:
    """Note a day without work, everywhere or in one kab/kota.

    Raises:
        Refused: with every reason at once.
    """
    name, source, code = one_line(name), one_line(source), region_code if kind == "daerah" else None
    faults = []
    if not name or len(name) > 80:
        faults.append("Beri nama hari libur, paling panjang 80 huruf.")
    if kind not in _KINDS:
        faults.append("Pilih jenis hari libur.")
    if kind == "daerah" and not _is_regency(code):
        faults.append("Pilih kabupaten atau kota untuk libur daerah.")
    if not 2020 <= day.year <= 2100:
        faults.append("Tulis tanggal yang benar.")
    if len(source) > 160:
        faults.append("Dasar paling panjang 160 huruf.")
    if faults:
        raise Refused(faults)
    added = Holiday(day=day, name=name, kind=kind, region_code=code, source=source)
    try:
        with db.session.begin_nested():
            db.session.add(added)
    except IntegrityError as error:
        raise Refused("Tanggal itu sudah tercatat sebagai hari libur.") from error
    record_event(
        verb="holiday.added",
        object_type="holiday",
        object_key=added.code,
        actor_id=actor_id,
        after={"day": day.isoformat(), "name": name, "kind": kind, "region": code},
    )
    return added


def remove_holiday(*, code: str, actor_id: int) -> None:
    """Take a holiday off the list; clocks are derived, so that they are right at once."""
    found = db.session.scalars(select(Holiday).where(Holiday.code == code)).one_or_none()
    if found is None:
        raise Refused("Hari libur ini sudah tidak ada.")
    db.session.execute(delete(Holiday).where(Holiday.id == found.id))
    record_event(
        verb="holiday.removed",
        object_type="holiday",
        object_key=code,
        actor_id=actor_id,
        before={"day": found.day.isoformat(), "name": found.name, "kind": found.kind, "region": found.region_code},
    )


def change_hours(*, hours: Mapping[int, tuple[int, int] | None], actor_id: int) -> None:
    """Set the hours of every weekday, in minutes after midnight.

    Raises:
        Refused: when a day closes before it opens, or no day is left.
    """
    faults = [
        f"{WEEKDAYS[day]}: jam tutup harus sesudah jam buka."
        for day, pair in hours.items()
        if pair is not None and not 0 <= pair[0] < pair[1] <= 1440
    ]
    if not any(hours.values()):
        faults.append("Sedikitnya satu hari harus hari kerja.")
    if faults:
        raise Refused(faults)
    rows = {row.weekday: row for row in db.session.scalars(select(WorkingHours).with_for_update())}
    before = {WEEKDAYS[day]: _hours(row.opens_minute, row.closes_minute) for day, row in sorted(rows.items())}
    for day, pair in hours.items():
        row = rows.get(day) or WorkingHours(weekday=day)
        row.opens_minute, row.closes_minute = pair or (None, None)
        db.session.add(row)
    db.session.flush()
    record_event(
        verb="working_hours.changed",
        object_type="working_hours",
        object_key="pekan",
        actor_id=actor_id,
        before=before,
        after={WEEKDAYS[day]: _hours(*(pair or (None, None))) for day, pair in sorted(hours.items())},
    )


def _hours(opens: int | None, closes: int | None) -> str:
    if opens is None or closes is None:
        return "libur"
    return f"{opens // 60:02}.{opens % 60:02}–{closes // 60:02}.{closes % 60:02}"


def set_territory(*, region_code: str, kind: str, officer_code: str, actor_id: int) -> None:
    """Say who answers for a kab/kota, or for one kind there; without an officer nobody in particular does.

    Raises:
        Refused: when the place or the officer is not known.
    """
    if region_code != PROVINCE and not _is_regency(region_code):
        raise Refused("Pilih kabupaten atau kota.")
    if kind not in {"", "eceran", "grosir", "ekspor"}:
        raise Refused("Pilih jenis permintaan.")
    row = db.session.scalars(
        select(Territory).where(Territory.region_code == region_code, Territory.kind == kind).with_for_update()
    ).one_or_none()
    before = _code_of(row.account_id) if row else ""
    if not officer_code:
        if row is not None:
            db.session.execute(delete(Territory).where(Territory.id == row.id))
    else:
        account_id = _officer(officer_code)
        if row is None:
            db.session.add(Territory(region_code=region_code, kind=kind, account_id=account_id))
        else:
            row.account_id, row.row_version = account_id, row.row_version + 1
    db.session.flush()
    record_event(
        verb="territory.changed",
        object_type="territory",
        object_key=f"{region_code}{'/' + kind if kind else ''}",
        actor_id=actor_id,
        before={"officer": before},
        after={"officer": officer_code},
    )


def add_substitution(
    *, officer_code: str, substitute_code: str, starts_on: date, ends_on: date, note: str, actor_id: int
) -> Substitution:
    """Say who stands in for whom while they are away.

    Raises:
        Refused: when the days or the people do not fit.
    """
    faults = []
    if starts_on > ends_on:
        faults.append("Hari terakhir harus sama dengan atau sesudah hari pertama.")
    if officer_code == substitute_code:
        faults.append("Pengganti harus orang lain.")
    if len(note) > 120:
        faults.append("Keterangan paling panjang 120 huruf.")
    if faults:
        raise Refused(faults)
    added = Substitution(
        account_id=_officer(officer_code),
        substitute_id=_officer(substitute_code),
        starts_on=starts_on,
        ends_on=ends_on,
        note=one_line(note),
    )
    db.session.add(added)
    db.session.flush()
    record_event(
        verb="substitution.added",
        object_type="substitution",
        object_key=added.code,
        actor_id=actor_id,
        after={
            "officer": officer_code,
            "substitute": substitute_code,
            "from": starts_on.isoformat(),
            "through": ends_on.isoformat(),
        },
    )
    return added


def remove_substitution(*, code: str, actor_id: int) -> None:
    """End a substitution: the officer is back."""
    found = db.session.scalars(select(Substitution).where(Substitution.code == code)).one_or_none()
    if found is None:
        raise Refused("Pengganti ini sudah tidak ada.")
    db.session.execute(delete(Substitution).where(Substitution.id == found.id))
    record_event(verb="substitution.removed", object_type="substitution", object_key=code, actor_id=actor_id)


@state_change()
def keep_reply(
    *,
    title: str,
    body_id: str,
    body_en: str,
    actor_id: int,
    code: str = "",
    row_version: int | None = None,
) -> SavedReply:
    """Add a reply to use again, or change one.

    Raises:
        Refused: when it says nothing, or its title is taken.
        Overtaken: when somebody else changed it in between.
    """
    title = one_line(title)
    faults = []
    if not title or len(title) > 80:
        faults.append("Beri judul, paling panjang 80 huruf.")
    if not body_id.strip() or len(body_id) > NOTE_LENGTH or len(body_en) > NOTE_LENGTH:
        faults.append(f"Tulis isinya, paling panjang {NOTE_LENGTH} huruf.")
    if faults:
        raise Refused(faults)
    reply = None
    if code:
        reply = db.session.scalars(select(SavedReply).where(SavedReply.code == code).with_for_update()).one_or_none()
        if reply is None:
            raise Refused("Balasan ini sudah tidak ada.")
        if row_version != reply.row_version:
            raise Overtaken("Orang lain baru saja mengubah balasan ini. Yang Anda tulis masih ada di formulir.")
    before = {"title": reply.title} if reply else None
    try:
        with db.session.begin_nested():
            if reply is None:
                reply = SavedReply(title=title, body_id=body_id.strip(), body_en=body_en.strip())
                db.session.add(reply)
            else:
                reply.title, reply.body_id, reply.body_en = title, body_id.strip(), body_en.strip()
                reply.row_version += 1
    except IntegrityError as error:
        raise Refused("Judul itu sudah dipakai.") from error
    record_event(
        verb="saved_reply.changed" if code else "saved_reply.added",
        object_type="saved_reply",
        object_key=reply.code,
        actor_id=actor_id,
        before=before,
        after={"title": title},
    )
    return reply


@state_change()
def archive_reply(*, code: str, actor_id: int, at: datetime | None = None) -> None:
    """Take a reply out of the choice; what was sent with it stays sent."""
    reply = db.session.scalars(select(SavedReply).where(SavedReply.code == code).with_for_update()).one_or_none()
    if reply is None or reply.archived_at is not None:
        raise Refused("Balasan ini sudah tidak ada.")
    reply.archived_at = at or now()
    record_event(verb="saved_reply.archived", object_type="saved_reply", object_key=code, actor_id=actor_id)


def _officer(code: str) -> int:
    found = db.session.scalar(
        select(Account.id).where(Account.code == code, Account.disabled_at.is_(None), Account.role.in_(AT_THE_DESK))
    )
    if found is None:
        raise Refused("Pilih petugas yang masih aktif.")
    return found


def _code_of(account_id: int) -> str:
    return db.session.scalar(select(Account.code).where(Account.id == account_id)) or ""


def _is_regency(code: str | None) -> bool:
    return bool(
        code and db.session.scalar(select(Region.id).where(Region.code == code, Region.level.in_(("regency", "city"))))
    )
