"""What narrows the desk's list of products and its file, and what an address asks of it."""

from collections.abc import Mapping
from typing import Final

from griya.catalog.models.drafts import DraftState
from griya.catalog.queries.desk import STATE_NAMES
from griya.catalog.queries.drafts import Lists
from griya.catalog.queries.items import Asked, Order, purposes_and_requirements
from griya.catalog.rules.batches import code_of
from griya.catalog.rules.filters import MAX_QUERY_LENGTH
from griya.core.filters import Choice, Filters, Words
from griya.core.text import slugify

_STATES: Final = {slugify(name): state for state, name in STATE_NAMES.items()}
_DRAFTS: Final = {
    "ada": "Ada draf",
    DraftState.WRITING.value: "Sedang ditulis",
    DraftState.SUBMITTED.value: "Diajukan, menunggu",
    DraftState.IN_REVIEW.value: "Sedang diperiksa",
    DraftState.CHANGES_REQUESTED.value: "Perlu perbaikan",
}
_ORDERS: Final = {
    Order.NAME.value: "Nama",
    Order.SAVED.value: "Terakhir disimpan",
    Order.NEWEST.value: "Terbaru dibuat",
    Order.PRICE.value: "Harga terendah",
}


def read_filters(raw: Mapping[str, str], lists: Lists, *, keep: Mapping[str, str] | None = None) -> Filters:
    """The filters of this list, as the address asks for them; the order goes along."""
    batch = code_of(raw.get("impor", "").strip())[:20]
    return Filters(
        raw,
        Words("q", "Nama, kode, IKM, atau tempat", max_length=MAX_QUERY_LENGTH),
        Choice("status", "Status", {key: STATE_NAMES[state] for key, state in _STATES.items()}, "Semua status"),
        Choice("kurang", "Yang kurang", purposes_and_requirements(), "Lengkap atau tidak"),
        Choice("urut", "Urutkan", _ORDERS, ""),
        Choice("rak", "Rak", {one.key: one.label for one in lists.categories if not one.shelf}, is_more=True),
        Choice("wilayah", "Kabupaten/kota", lists.regencies, is_more=True),
        Choice("draf", "Draf", _DRAFTS, "Dengan atau tanpa draf", is_more=True),
        Choice("foto", "Foto", {"tanpa": "Tanpa foto"}, "Dengan atau tanpa foto", is_more=True),
        # Only who comes from an import's task has its code.
        *((Choice("impor", "Impor", {batch: batch}),) if batch else ()),
        Choice("sertifikat", "Sertifikat", {"berakhir": "Berakhir dalam 90 hari"}, is_more=True),
        keep=keep,
    )


def read_asked(filters: Filters) -> Asked:
    """What these filters ask for."""
    return Asked(
        text=filters.text("q"),
        state=_STATES.get(filters.text("status"), ""),
        shelf=filters.text("rak"),
        region=filters.text("wilayah"),
        lacks=filters.text("kurang"),
        has_no_photo=bool(filters.text("foto")),
        is_lapsing=bool(filters.text("sertifikat")),
        draft=filters.text("draf"),
        batch=filters.text("impor"),
        order=Order(filters.text("urut") or Order.NAME.value),
    )
