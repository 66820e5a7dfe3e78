"""Filters and records of lists that do not exist, in every state that a real one can be in."""

from datetime import UTC, datetime
from typing import Any

from griya.accounts.rules.telling import Told, tell
from griya.core.filters import Choice, Day, Filters, Words

_WORDS = Words("q", "Nama, kode, IKM, atau tempat")
_STATE = Choice("keadaan", "Keadaan", {"menunggu": "Menunggu", "terkirim": "Terkirim", "gagal": "Gagal"}, is_chips=True)
_KIND = Choice("jenis", "Jenis", {"padanan": "Padanan", "ejaan": "Ejaan lain"}, "Semua jenis")
_SINCE, _UNTIL = Day("sejak", "Sejak", is_more=True), Day("sampai", "Sampai", is_more=True)
_MONTH = Choice("tempat", "Tempat tayang", {"home": "Halaman depan", "kios": "Kios sentuh"}, any_label="")


def example_filters() -> tuple[Filters, ...]:
    """Everything in use and one day refused; nothing in use; one that always has a value."""
    asked = {
        "q": "tenun songket dari Sambas",
        "keadaan": "terkirim",
        "jenis": "ejaan",
        "sejak": "2026-11-01",
        "sampai": "kemarin",
    }
    fields = (_WORDS, _STATE, _KIND, _SINCE, _UNTIL)
    return Filters(asked, *fields), Filters({}, *fields), Filters({}, _MONTH, keep={"bulan": "2026-11"})


def example_events() -> tuple[list[Told], dict[tuple[str, str], tuple[str, str]]]:
    """A change with all that can be said of it, one by nobody, one without a reason; and what they are about."""
    events = [
        _event("product.withdrawn", "product", "GX-001-02", actor="Siti Aminah binti Haji Abdurrahman",
               acting_for="Rumah Tenun Pucuk Rebung", reason_code="stok", reason="Stok habis sampai Lebaran.",
               before={"state": "published", "live_revision_id": 12, "is_disabled": False, "name": "Kain " * 30},
               after={"state": "withdrawn", "is_disabled": True, "starts_at": "2026-11-01T00:00:00+00:00"}),
        _event("inquiry.submit", "inquiry", "GI-7K3M-X9QA", after={"lines": 3}),
        _event("session.created", "account", "7", actor="Sari Uji"),
    ]  # fmt: skip
    named = {
        ("product", "GX-001-02"): ("Kain Cual Sambas Warna Alam (GX-001-02)", "#history"),
        ("inquiry", "GI-7K3M-X9QA"): ("GI-7K3M-X9QA", ""),
        ("account", "7"): ("Sari Uji", "#history"),
    }
    return events, named


def _event(verb: str, object_type: str, object_key: str, **more: Any) -> Told:
    values = dict.fromkeys(
        ("actor", "actor_code", "acting_for", "reason_code", "reason", "before", "after", "request_id")
    )
    moment = datetime(2026, 11, 26, 2, 41, tzinfo=UTC)
    told = {"number": 1204, "at": moment, "verb": verb, "object_type": object_type, "object_key": object_key}
    return tell(**(values | told | more))  # type: ignore[arg-type]


def example_tasks() -> list[dict[str, object]]:
    """One that is late, one that comes, one without a time."""
    moment = datetime(2026, 11, 26, 2, 41, tzinfo=UTC)
    late = {"kind": "Surat gagal", "what": "Hubungi keberlanjutan.perbatasan@kelompok-usaha.example",
            "why": "surat “Permintaan GI-7K3M-X9QA” tidak dapat dikirim", "address": "#task_list", "due": moment,
            "words": "gagal 2 hari lalu", "is_late": True}  # fmt: skip
    near = late | {"kind": "Persetujuan pilihan", "what": "Setujui Tenun untuk akhir tahun, versi 3",
                   "why": "disusun Sari Uji, 12 produk untuk Layar ruang pamer", "words": "mulai dalam 9 jam",
                   "is_late": False}  # fmt: skip
    return [late, near, near | {"due": None, "words": ""}]
