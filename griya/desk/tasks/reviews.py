"""Tasks about drafts of products and about claims to certificates: what is handed in waits for somebody with a day."""

from datetime import date, datetime, time, timedelta
from typing import Final

from griya.catalog.models.drafts import DraftState
from griya.catalog.queries.review_work import DraftOnItsWay, list_drafts_on_their_way
from griya.core.clock import WIB
from griya.core.workdays import add_workdays
from griya.desk.tasks import Task, Viewer
from griya.verification.queries import work
from griya.verification.queries.work import Work

# A maker who handed something in hears of it within so many days of work.
REVIEW_WORKDAYS: Final = 3
# Beyond so many claims of one kind the list of claims is the better list: one task leads there.
MOST_CLAIMS: Final = 10
_DEEDS: Final = {
    Work.TO_SEE: "Lihat dokumen {title}",
    Work.TO_CHECK: "Cek {title} di penerbit",
    Work.LAPSES_IN_30: "Ingatkan perpanjangan {title}",
}
_HEAPS: Final = {
    Work.TO_SEE: "Lihat dokumen {count} klaim izin",
    Work.TO_CHECK: "Cek {count} izin di penerbit",
    Work.LAPSES_IN_30: "Ingatkan perpanjangan {count} izin",
}


def drafts_to_review(viewer: Viewer, _at: datetime) -> list[Task]:
    """Drafts that others handed in and nobody took, and those that this curator took."""
    return [
        _task(one, "Selesaikan pemeriksaan" if one.taken_by_id else "Periksa", f"diajukan untuk {one.producer_name}")
        for one in viewer.once("drafts", list_drafts_on_their_way)
        if (one.state is DraftState.SUBMITTED and viewer.account_id not in one.writer_ids)
        or (one.state is DraftState.IN_REVIEW and one.taken_by_id == viewer.account_id)
    ]


def drafts_to_mend(viewer: Viewer, _at: datetime) -> list[Task]:
    """Drafts of one's own that a curator sent back."""
    return [
        _task(one, "Perbaiki", "kurator meminta perbaikan")
        for one in viewer.once("drafts", list_drafts_on_their_way)
        if one.state is DraftState.CHANGES_REQUESTED and viewer.account_id in one.writer_ids
    ]


def claims(_viewer: Viewer, at: datetime) -> list[Task]:
    """Claims whose document is to be seen or checked at the issuer, and what lapses within 30 days."""
    today = at.astimezone(WIB).date()
    found: list[Task] = []
    counts = work.count_work(today=today)
    for kind, deed in _DEEDS.items():
        if not (count := counts[kind]):
            continue
        listed = work.list_work(kind, today=today, limit=MOST_CLAIMS)
        begins = "berakhir" if kind is Work.LAPSES_IN_30 else "jatuh tempo"
        if count > MOST_CLAIMS:
            found.append(
                Task(
                    what=_HEAPS[kind].format(count=f"{count:,}".replace(",", ".")),
                    endpoint="desk.verification.credential_index",
                    values=(("keadaan", kind.value),),
                    why=f"yang pertama {listed[0].title}, {listed[0].producer_name}",
                    due=_end_of(listed[0].due_on),
                    begins=begins,
                )
            )
            continue
        found += [
            Task(
                what=deed.format(title=one.title),
                endpoint="desk.verification.credential_show",
                values=(("code", one.code),),
                why=f"{one.producer_name}, {one.place}" + (f"; dipegang {one.holder}" if one.holder else ""),
                due=_end_of(one.due_on),
                begins=begins,
            )
            for one in listed
        ]
    return found


def _end_of(on: date | None) -> datetime | None:
    """The end of a day by which something is to be done."""
    return None if on is None else datetime.combine(on, time(), WIB) + timedelta(days=1)


def end_of_workday(since: datetime, days: int) -> datetime:
    """The end of the day that comes so many days of work after a moment."""
    return datetime.combine(add_workdays(since.astimezone(WIB).date(), days), time(), WIB) + timedelta(days=1)


def _task(one: DraftOnItsWay, deed: str, why: str) -> Task:
    return Task(
        what=f"{deed} {one.name}",
        endpoint="desk.catalog.product_difference_show",
        values=(("code", one.code),),
        why=why,
        due=end_of_workday(one.since, REVIEW_WORKDAYS),
    )
