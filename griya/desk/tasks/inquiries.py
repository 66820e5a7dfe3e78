"""Tasks about inquiries: what is held, what is late, what nobody has forwarded, what the showroom itself answers."""

from datetime import datetime
from typing import Final

from griya.desk.tasks import Task, Viewer
from griya.inquiry.queries.work import InquiryWork, list_work

_DEEDS: Final = {
    "karantina": ("Periksa permintaan {reference}", "ditahan karena mencurigakan"),
    "eskalasi": ("Hubungi {maker} tentang {reference}", "waktu pengrajin habis"),
    "diterima": ("Teruskan {reference} kepada {maker}", "pengrajin belum diberi tahu"),
    "kantor": ("Jawab permintaan {reference}", "pembeli meminta showroom mencarikan"),
    "data": ("Kerjakan permintaan data pribadi {reference}", "wajib selesai dalam 3 × 24 jam"),
}


def inquiries(viewer: Viewer, at: datetime) -> list[Task]:
    """What waits for this officer: theirs by name, by territory or standing in, and what nobody looks after."""
    return [_task(one) for one in viewer.once("inquiries", lambda: list_work(viewer.account_id, at))]


def _task(one: InquiryWork) -> Task:
    deed, why = _DEEDS[one.kind]
    return Task(
        what=deed.format(reference=one.reference, maker=one.maker_name),
        endpoint="desk.inquiry.inquiry_show",
        values=(("reference", one.reference),),
        why=why if one.has_officer else f"{why}; belum ada petugas",
        due=one.due_at,
    )
