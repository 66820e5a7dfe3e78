"""What a merge of two producers takes from which, when it may be done, and what taking it back can still restore."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from griya.core.text import day
from griya.dossier.rules import STANDING_NAMES, UNDO_FOR, may_still_be_undone
from griya.dossier.rules.facts import Facts, told
from griya.registry.models import Standing

# Decided field by field. The address of the page stays the survivor's, contacts and KBLI of both are kept.
CHOICE_FIELDS: Final = (
    "name", "legal_form", "nib", "region_code", "address", "story_id", "story_en", "founded_year", "women_owned",
    "workers", "investment_idr",
)  # fmt: skip
SURVIVOR, MERGED = "tetap", "gabung"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two producers as the rules look at it."""

    code: str
    name: str
    standing: str
    nib: str | None
    is_sample: bool


def proposed(survivor: Facts, merged: Facts) -> dict[str, str]:
    """Which side each field is taken from unless somebody decides otherwise: the survivor's where it says anything."""
    return {name: MERGED if _is_empty(survivor, name) and not _is_empty(merged, name) else SURVIVOR
            for name in CHOICE_FIELDS}  # fmt: skip


def merged_facts(survivor: Facts, merged: Facts, choice: Mapping[str, str]) -> Facts:
    """The survivor's facts after the merge."""
    taken: dict[str, Any] = {name: getattr(merged, name) for name in CHOICE_FIELDS if choice.get(name) == MERGED}
    if "region_code" in taken:
        taken["outside_region"] = merged.outside_region  # a place is one decision, inside or outside the province
    known = {(one.channel, one.value) for one in survivor.contacts}
    return replace(
        survivor,
        **taken,
        kbli=tuple(sorted({*survivor.kbli, *merged.kbli})),
        contacts=(*survivor.contacts, *(one for one in merged.contacts if (one.channel, one.value) not in known)),
    )


def merge_faults(survivor: Side, merged: Side, *, reason: str) -> tuple[str, ...]:
    """Why these two cannot be merged; empty where they can."""
    faults = []
    if survivor.code == merged.code:
        faults.append("Ini IKM yang sama.")
    if Standing.CLOSED in {survivor.standing, merged.standing}:
        faults.append("IKM yang sudah ditutup tidak dapat digabung.")
    elif survivor.standing != merged.standing:
        faults.append(
            "Kedudukan keduanya berbeda "
            f"({STANDING_NAMES[Standing(survivor.standing)].lower()} dan "
            f"{STANDING_NAMES[Standing(merged.standing)].lower()}). Samakan dulu, supaya tidak ada produk yang tayang "
            "atau hilang tanpa diputuskan."
        )
    if survivor.is_sample != merged.is_sample:
        faults.append("IKM contoh tidak dapat digabung dengan IKM sungguhan.")
    if not reason.strip():
        faults.append("Tulis mengapa keduanya satu usaha.")
    return tuple(faults)


def merge_doubts(survivor: Side, merged: Side) -> tuple[str, ...]:
    """What has to be confirmed before a merge."""
    if survivor.nib and merged.nib and survivor.nib != merged.nib:
        return (
            "Keduanya punya NIB yang berbeda. Menurut OSS satu usaha punya satu NIB: pastikan salah satunya keliru.",
        )
    return ()


def undo_faults(
    *, merged_at: datetime, undone_at: datetime | None, at: datetime, standing: str, standing_then: str
) -> tuple[str, ...]:
    """Why a merge cannot be taken back; empty where it can."""
    if undone_at is not None:
        return (f"Penggabungan ini sudah dibatalkan pada {day(undone_at)}.",)
    if not may_still_be_undone(merged_at, at):
        return (
            f"Penggabungan hanya dapat dibatalkan dalam {UNDO_FOR.days} hari; batasnya {day(merged_at + UNDO_FOR)}.",
        )
    if standing != standing_then:
        now = STANDING_NAMES[Standing(standing)].lower()
        return (f"IKM ini sekarang {now}, lain dari saat digabung. Samakan dulu kedudukannya.",)
    return ()


def restored(now: Facts, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The fields to give back their value of before, and those that were changed since and stay as they are."""
    current = told(now)
    back: dict[str, Any] = {}
    kept = []
    for name in (*CHOICE_FIELDS, "outside_region"):
        if before[name] == after[name]:
            continue
        if current[name] == after[name]:
            back[name] = before[name]
        else:
            kept.append(name)
    return back, tuple(kept)


def _is_empty(facts: Facts, name: str) -> bool:
    value = getattr(facts, name)
    if name == "region_code":
        return value is None and not facts.outside_region
    return value is None or value == ""
