"""Which step of a product's way to the public may be taken now, by whom; nothing where it may.

Each function gives reasons for a person. Who may call a page at all is `accounts/access.toml`'s business.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from griya.catalog.models import ProductState
from griya.catalog.models.drafts import DraftState
from griya.catalog.rules.completeness import Requirement
from griya.catalog.rules.draft import SPEC_OF

LONGEST_REASON: Final = 300
OFFICER_NEEDS_CONSENT: Final = "Isian petugas selalu atas nama IKM: pilih “Dari IKM” dan tulis persetujuannya."
# What a product is called that was taken away; nobody changes it before it is brought back.
STOPPED: Final = {
    ProductState.SUSPENDED: "Produk ini sedang dihentikan. Akhiri dulu penghentiannya.",
    ProductState.ARCHIVED: "Produk ini sudah diarsipkan. Keluarkan dulu dari arsip.",
}
# Why a reviewer asks for something to be mended: picked, with words of their own.
REQUEST_CODES: Final = {
    "salah": "Tidak sesuai kenyataan",
    "kurang": "Kurang lengkap",
    "bahasa": "Ejaan atau bahasa",
    "foto": "Foto kurang baik",
    "klaim": "Klaim tanpa bukti",
    "harga": "Harga tidak wajar atau tidak jelas",
    "ganda": "Sudah ada produk yang sama",
    "hak": "Hak cipta atau izin",
}
PHOTO_FIELD: Final = "foto"
MAX_REQUESTS: Final = 3


def request_fields() -> dict[str, str]:
    """What a request may point at: a field, or the photos."""
    return {PHOTO_FIELD: "Foto"} | {key: spec.label for key, spec in SPEC_OF.items()}


def reason_faults(reason: str, what: str) -> list[str]:
    """Whether a reason was given that can be kept."""
    if not reason.strip():
        return [f"Tulis alasan {what}."]
    return [f"Alasan paling panjang {LONGEST_REASON} huruf."] if len(reason) > LONGEST_REASON else []


def edit_faults(product_state: str) -> list[str]:
    """Whether a draft may be written at all."""
    stopped = STOPPED.get(ProductState(product_state))
    return [stopped] if stopped else []


def submission_faults(
    product_state: str, draft_state: str, lacks: Sequence[Requirement], *, is_changed: bool, is_since_request: bool
) -> list[str]:
    """Whether a draft may be handed in: complete for the website, other than what is live, answered if asked."""
    faults = edit_faults(product_state)
    if draft_state in (DraftState.SUBMITTED, DraftState.IN_REVIEW):
        return [*faults, "Draf ini sudah diajukan."]
    if lacks:
        faults.append("Belum lengkap untuk tayang: " + "; ".join(row.what for row in lacks) + ".")
    if not is_changed:
        faults.append("Draf ini sama dengan yang sedang tayang.")
    if draft_state == DraftState.CHANGES_REQUESTED and not is_since_request:
        faults.append("Belum ada yang diubah sejak perbaikan diminta.")
    return faults


def taking_faults(draft_state: str, *, taken_by: int | None, actor_id: int | None) -> list[str]:
    """Whether a draft may be taken for review."""
    if draft_state == DraftState.IN_REVIEW:
        return ["Draf ini sudah Anda ambil." if taken_by == actor_id else "Draf ini sudah diambil orang lain."]
    return [] if draft_state == DraftState.SUBMITTED else ["Draf ini tidak sedang diajukan."]


def review_faults(draft_state: str, *, taken_by: int | None, actor_id: int | None) -> list[str]:
    """Whether a decision about a draft may be made: by who has it in hand."""
    if draft_state != DraftState.IN_REVIEW:
        return ["Draf ini tidak sedang diperiksa. Ambil dulu untuk diperiksa."]
    return [] if taken_by == actor_id else ["Draf ini sedang diperiksa orang lain."]


def approval_faults(
    product_state: str, lacks: Sequence[Requirement], *, writers: Collection[int], actor_id: int | None
) -> list[str]:
    """Whether a draft in somebody's hands may go public: by nobody who wrote a part, and complete still."""
    faults = edit_faults(product_state)
    if actor_id is None or actor_id in writers:
        faults.append("Anda ikut menulis draf ini. Orang lain yang menyetujuinya.")
    if lacks:
        faults.append("Belum lengkap untuk tayang: " + "; ".join(row.what for row in lacks) + ".")
    return faults


def request_faults(requests: Sequence[Mapping[str, str]]) -> list[str]:
    """Whether what a reviewer asks for can be followed: a code, a field and words, at least once."""
    if not requests:
        return ["Sebutkan paling sedikit satu hal: jenisnya, bagiannya, dan apa yang perlu diperbaiki."]
    faults = []
    for one in requests[:MAX_REQUESTS]:
        if one.get("code") not in REQUEST_CODES or one.get("field") not in request_fields():
            faults.append("Pilih jenis dan bagian untuk setiap permintaan.")
        if not one.get("text", "").strip():
            faults.append("Tulis apa yang perlu diperbaiki.")
        elif len(one["text"]) > LONGEST_REASON:
            faults.append(f"Permintaan paling panjang {LONGEST_REASON} huruf.")
    return list(dict.fromkeys(faults))


# From which states each command may leave, and what it says otherwise.
_LEAVES: Final[Mapping[str, tuple[Collection[str], str]]] = {
    "withdraw": ({ProductState.PUBLISHED}, "Produk ini tidak sedang tayang."),
    "return": ({ProductState.WITHDRAWN}, "Produk ini tidak sedang ditarik."),
    "suspend": (
        set(ProductState) - {ProductState.SUSPENDED, ProductState.ARCHIVED},
        "Produk ini sudah dihentikan atau diarsipkan.",
    ),
    "resume": ({ProductState.SUSPENDED}, "Produk ini tidak sedang dihentikan."),
    "archive": (
        set(ProductState) - {ProductState.SUSPENDED, ProductState.ARCHIVED},
        "Produk yang dihentikan atau sudah diarsipkan tidak dapat diarsipkan.",
    ),
    "unarchive": ({ProductState.ARCHIVED}, "Produk ini tidak ada di arsip."),
}  # fmt: skip


def may_leave(product_state: str, command: str) -> bool:
    """Whether a command may be given in this state; for what a page offers."""
    return product_state in _LEAVES[command][0]


def leaving_faults(product_state: str, command: str) -> list[str]:
    """The same with its reason."""
    return [] if may_leave(product_state, command) else [_LEAVES[command][1]]
