"""The kinds of tasks there are. A new kind is one function and one entry of `KINDS`."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Final

from griya.accounts.rules.access import Who
from griya.accounts.rules.telling import NOBODY
from griya.catalog.models import ProductState
from griya.catalog.queries.batches import list_waiting_batches
from griya.catalog.queries.desk import STATE_NAMES
from griya.catalog.queries.proposals import count_open_proposals
from griya.catalog.queries.search_log import count_open_gaps, monday_of, week_ends
from griya.catalog.rules.proposals import DECIDED_WITHIN
from griya.core.clock import WIB
from griya.core.outbox import ALARM_AFTER, waiting_since
from griya.core.text import slugify
from griya.curation.queries.tasks import list_tasks as list_curation_tasks
from griya.desk.queries import list_failed_messages
from griya.desk.tasks import Kind, Task, Viewer
from griya.desk.tasks.inquiries import inquiries
from griya.desk.tasks.reviews import claims, drafts_to_mend, drafts_to_review, end_of_workday
from griya.privacy.queries import open_requests
from griya.selection.queries.slots import find_lost_items, selections_without_successor
from griya.selection.queries.versions import list_versions
from griya.selection.rules import WindowState
from griya.showroom.queries.board import list_troubled
from griya.showroom.rules.telling import advice

# A draft of one's own is told when its window comes near; somebody else's waits for approval from the start.
OWN_DRAFT_NEAR: Final = timedelta(days=7)
# What an import brought in is looked at within so many days of work.
IMPORT_WORKDAYS: Final = 10


def drafts_of_others(viewer: Viewer, at: datetime) -> list[Task]:
    """Drafts that another curator has to approve before their window opens."""
    return [
        Task(
            what=f"Setujui {one.title}, versi {one.number}",
            endpoint="desk.selection.version_show",
            values=(("slug", one.slug), ("number", one.number)),
            why=f"disusun {one.author or NOBODY}, {one.item_count} produk untuk {one.slot_name}",
            due=one.window.starts_at,
            begins="mulai",
        )
        for one in viewer.once("versions", lambda: list_versions(at))
        if one.state is WindowState.DRAFT and one.window.ends_at > at and one.author_id != viewer.account_id
    ]


def own_drafts(viewer: Viewer, at: datetime) -> list[Task]:
    """One's own drafts whose window opens soon and that nobody has approved."""
    return [
        Task(
            what=f"Selesaikan {one.title}, versi {one.number}",
            endpoint="desk.selection.version_edit",
            values=(("slug", one.slug), ("number", one.number)),
            why="rancangan Anda belum disetujui orang lain",
            due=one.window.starts_at,
            begins="mulai",
        )
        for one in viewer.once("versions", lambda: list_versions(at))
        if one.state is WindowState.DRAFT
        and one.author_id == viewer.account_id
        and one.window.ends_at > at
        and one.window.starts_at - at <= OWN_DRAFT_NEAR
    ]


def endings(_viewer: Viewer, at: datetime) -> list[Task]:
    """Selections that end within three days with nothing behind them."""
    return [
        Task(
            what=f"Siapkan pengganti untuk {one.slot_name}",
            endpoint="desk.selection.selection_new",
            values=(("tempat", one.slot_code),),
            why=f"{one.version.name} berakhir tanpa pengganti",
            due=one.ends_at,
            begins="berakhir",
        )
        for one in selections_without_successor(at)
    ]


def losses(_viewer: Viewer, at: datetime) -> list[Task]:
    """Planned or live selections some of whose products are not public any more: one task for each selection."""
    items = find_lost_items(at).items
    counts = Counter(item.version for item in items)
    places = {item.version: item.slot_name for item in items}
    return [
        Task(
            what=f"Lihat {version.name}",
            endpoint="desk.selection.version_show",
            values=(("slug", version.slug), ("number", version.number)),
            why=f"{count} produknya tidak tayang lagi ({places[version]})",
            due=version.window.starts_at,
            begins="tayang",
        )
        for version, count in counts.items()
    ]


def failed_messages(_viewer: Viewer, _at: datetime) -> list[Task]:
    """Letters that were given up or came back: somebody has to reach the recipient in another way."""
    return [
        Task(
            what=f"Hubungi {one.recipient}",
            endpoint="desk.outbox_show",
            values=(("number", one.id),),
            why=f"surat “{one.subject}” tidak sampai",
            due=one.failed_at,
            begins="gagal",
        )
        for one in list_failed_messages()
    ]


def held_up_messages(_viewer: Viewer, at: datetime) -> list[Task]:
    """Letters that have waited too long, all told by one task: a mail server, or the worker, does not do its part."""
    oldest = waiting_since(at)
    if oldest is None:
        return []
    return [
        Task(
            what="Lihat mengapa surat tertahan",
            endpoint="desk.outbox_index",
            values=(),
            why="surat tertua menunggu lebih dari 15 menit",
            due=oldest + ALARM_AFTER,
            begins="terlambat",
        )
    ]


def privacy_requests(_viewer: Viewer, _at: datetime) -> list[Task]:
    """What people asked about their data and nobody has answered."""
    return [
        Task(
            what="Jawab permintaan data pribadi",
            endpoint="desk.privacy.request_show",
            values=(("code", one.code),),
            why=f"diminta {one.contact or one.reference}".rstrip(),
            due=one.due_at,
        )
        for one in open_requests()
    ]


def search_gaps(_viewer: Viewer, at: datetime) -> list[Task]:
    """What was looked for last week, more than once and in vain, and has no word yet."""
    monday = monday_of(at.astimezone(WIB).date()) - timedelta(days=7)
    count = count_open_gaps(monday)
    if not count:
        return []
    return [
        Task(
            what="Lihat kata yang tidak ketemu",
            endpoint="desk.catalog.search_gap_index",
            values=(("pekan", monday.isoformat()),),
            why=f"{count} pencarian pekan lalu berulang tanpa hasil",
            due=week_ends(monday),
        )
    ]


def proposals(_viewer: Viewer, _at: datetime) -> list[Task]:
    """Words for the controlled lists that wait for a decision: one task for all, due with the first of them."""
    count, since = count_open_proposals()
    if since is None:
        return []
    return [
        Task(
            what="Putuskan usulan istilah",
            endpoint="desk.catalog.proposal_index",
            values=(),
            why=f"{count} kata diusulkan untuk daftar bahan, teknik, dan rak",
            due=end_of_workday(since, DECIDED_WITHIN),
        )
    ]


def imports(_viewer: Viewer, _at: datetime) -> list[Task]:
    """Imports whose products are drafts still: to be completed and handed in, or put into the archive."""
    return [
        Task(
            what=f"Putuskan produk dari impor {one.code}",
            endpoint="desk.catalog.product_index",
            values=(("impor", one.code), ("status", slugify(STATE_NAMES[ProductState.DRAFT]))),
            why=f"{one.waiting} produk belum diajukan",
            due=end_of_workday(one.at, IMPORT_WORKDAYS),
        )
        for one in list_waiting_batches()
    ]


def curation(viewer: Viewer, _at: datetime) -> list[Task]:
    """Sheets to fill in, seats to take, results and appeals to decide, conditions to look at."""
    return [
        Task(
            what=one.title,
            endpoint="desk.curation.review_show",
            values=(("code", one.review.code),),
            why=one.about or f"kurasi produk {one.review.product.producer_name}",
            due=one.due_at,
        )
        for one in list_curation_tasks(viewer.account_id)
    ]


def screens(_viewer: Viewer, at: datetime) -> list[Task]:
    """Screens that somebody has to go to: dead while their place is open, standing still, paired and never heard."""
    return [
        Task(
            what=f"Periksa layar {one.name}",
            endpoint="desk.showroom.screen_edit",
            values=(("code", one.code),),
            why=f"{one.place_name}: {one.life}. "
            + advice(
                one.life,
                age=at - one.heard_at if one.heard_at else None,
                error=one.error,
                is_place_open=one.is_place_open,
            ),
            due=one.heard_at,
            begins="terdengar",
        )
        for one in list_troubled(at)
    ]


KINDS: Final = (
    Kind("periksa", "Produk diajukan", Who.CURATOR, drafts_to_review),
    Kind("perbaiki", "Produk perlu diperbaiki", Who.DESK, drafts_to_mend),
    Kind("izin", "Izin", Who.OFFICER, claims),
    Kind("persetujuan", "Persetujuan pilihan", Who.CURATOR, drafts_of_others),
    Kind("rancangan", "Rancangan saya", Who.CURATOR, own_drafts),
    Kind("pengganti", "Tanpa pengganti", Who.CURATOR, endings),
    Kind("produk-hilang", "Produk tidak tayang lagi", Who.CURATOR, losses),
    Kind("kurasi", "Kurasi", Who.CURATOR, curation),
    Kind("istilah", "Usulan istilah", Who.CURATOR, proposals),
    Kind("impor", "Impor", Who.OFFICER, imports),
    Kind("kata-cari", "Kata yang tidak ketemu", Who.CURATOR, search_gaps),
    Kind("permintaan", "Permintaan", Who.OFFICER, inquiries),
    Kind("data-pribadi", "Data pribadi", Who.OFFICER, privacy_requests),
    Kind("surat-tertahan", "Surat tertahan", Who.OFFICER, held_up_messages),
    Kind("layar", "Layar", Who.DESK, screens),
    Kind("surat-gagal", "Surat gagal", Who.OFFICER, failed_messages),
)
