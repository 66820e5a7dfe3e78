"""What waits for somebody: claims to be seen, to be checked, credentials that lapse. For the desk's own list of tasks.

`list_work` and `count_work` ask with the same conditions as the list of credentials that their addresses lead to, so a
number, the list behind it and the page can never differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from griya.verification.queries import Asked, CredentialRow, Standing, count_credentials, list_credentials

MOST_LISTED: Final = 200


class Work(StrEnum):
    """A kind of task; the value is the word that the list's address uses."""

    TO_SEE = "klaim"
    TO_CHECK = "dilihat"
    LAPSES_IN_30 = "berakhir-30"
    LAPSES_IN_90 = "berakhir-90"


WORK_NAMES: Final[Mapping[Work, str]] = {
    Work.TO_SEE: "Izin: dokumen perlu dilihat",
    Work.TO_CHECK: "Izin: perlu dicek di penerbit",
    Work.LAPSES_IN_30: "Izin berakhir dalam 30 hari",
    Work.LAPSES_IN_90: "Izin berakhir dalam 90 hari",
}


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: `due_on` is the day by which to do it, for a credential that lapses its last valid day."""

    work: Work
    code: str
    title: str
    producer_name: str
    place: str
    due_on: date | None
    holder: str | None


def list_work(work: Work, *, today: date, limit: int = MOST_LISTED) -> list[Task]:
    """The tasks of one kind, what is due first standing first: one statement."""
    rows = list_credentials(Asked(standing=Standing(work)), today=today, limit=limit)
    return [_task(work, row) for row in rows]


def count_work(*, today: date) -> dict[Work, int]:
    """How many tasks of each kind there are: one statement, by the conditions of the lists."""
    counts = count_credentials(Asked(), today=today)
    return {work: counts[Standing(work)] for work in Work}


def _task(work: Work, row: CredentialRow) -> Task:
    lapses = work in {Work.LAPSES_IN_30, Work.LAPSES_IN_90}
    return Task(
        work=work,
        code=row.code,
        title=" ".join(filter(None, (row.kind.label, row.number))),
        producer_name=row.producer_name,
        place=row.place,
        due_on=row.expires_on if lapses else row.due_on,
        holder=row.holder,
    )
