"""The ways through the desk: one list in the order of a working day; each person sees what the access list opens."""

from dataclasses import dataclass
from typing import Final

from flask import request, url_for

from griya.accounts.guard import may_call

# Name and endpoint. A room of the desk stands here once; the pages under its address belong to it. The home is behind
# the desk's name above them. Every room is a key press for who has no mouse: what is seldom needed is led to by a page.
ROOMS: Final = (
    ("Pilihan", "desk.selection.selection_index"),
    ("Tugas saya", "desk.task_index"),
    ("Produk", "desk.catalog.product_index"),
    ("Kurasi", "desk.curation.home_show"),
    ("IKM", "desk.dossier.producer_index"),
    ("Izin", "desk.verification.credential_index"),
    ("Layar", "desk.showroom.screen_index"),
    ("Permintaan", "desk.inquiry.inquiry_index"),
    ("Pesan", "desk.outbox_index"),
    ("Data pribadi", "desk.privacy.privacy_index"),
    ("Kata cari", "desk.catalog.search_word_index"),
    ("Catatan", "desk.event_index"),
    ("Akun", "desk.account.account_index"),
)


@dataclass(frozen=True, slots=True)
class Room:
    """A link of the navigation; `current` is the value of `aria-current`, or empty."""

    name: str
    address: str
    current: str


# Pages with an address of their own that a room leads to.
_ANNEXES: Final = {"desk.catalog.search_word_index": ("desk.catalog.term_index",)}


def list_rooms() -> list[Room]:
    """The rooms that are open to who makes this request; the one they are in is marked, also deep inside it."""
    addresses = {name: url_for(endpoint) for name, endpoint in ROOMS if may_call(endpoint)}
    here = max((address for address in addresses.values() if _stands_in(address)), key=len, default="")
    here = here or next(
        (url_for(room) for room, annexes in _ANNEXES.items() if any(_stands_in(url_for(one)) for one in annexes)), ""
    )
    return [
        Room(name, address, "" if address != here else "page" if request.path == address else "true")
        for name, address in addresses.items()
    ]


def _stands_in(address: str) -> bool:
    return request.path == address or request.path.startswith(f"{address}/")
