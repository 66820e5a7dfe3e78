"""Filters of lists that do not exist, in every state that a real one can be in."""

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
