"""What comes before a screen's list: an emergency message, and the hours in which its place is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from griya.showroom.rules.air import Entry, Times

# A message that nobody takes back ends by itself, also on a screen that lost its server.
LONGEST_EMERGENCY: Final = timedelta(hours=24)
SHORTEST_EMERGENCY: Final = timedelta(minutes=1)
LONGEST_MESSAGE: Final = 120
# What is said in one press: the Indonesian words and the English ones below them.
READY_MESSAGES: Final = (
    ("Mohon keluar lewat pintu terdekat.", "Please leave by the nearest exit."),
    ("Ruang pamer tutup lebih awal hari ini.", "The showroom closes early today."),
    ("Mohon ikuti petunjuk petugas.", "Please follow the staff's instructions."),
)


@dataclass(frozen=True, slots=True)
class Message:
    """An emergency message in words; `key` is the one of its entry."""

    key: str
    words_id: str
    words_en: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands over a list. Without hours the place is always open.

    `night` is what is shown while it is closed (`hitam` or `jam`), `hours_words` its hours as people read them.
    """

    hours: tuple[Times, ...] = ()
    takeovers: tuple[Entry, ...] = ()
    messages: tuple[Message, ...] = ()
    night: str = "hitam"
    hours_words: tuple[str, ...] = ()


ALWAYS_OPEN: Final = Standing()


def takeover_key(emergency_id: int) -> str:
    """How a list calls an emergency message."""
    return f"darurat-{emergency_id}"


def emergency_faults(words_id: str, words_en: str, starts_at: datetime, ends_at: datetime) -> list[str]:
    """Why a message cannot be sent as it is."""
    faults = []
    if not words_id.strip():
        faults.append("Tulis pesannya.")
    if max(len(words_id), len(words_en)) > LONGEST_MESSAGE:
        faults.append(f"Pesan paling panjang {LONGEST_MESSAGE} huruf: ia dibaca dari jauh.")
    if ends_at - starts_at < SHORTEST_EMERGENCY:
        faults.append("Waktu berakhir sudah lewat.")
    elif ends_at - starts_at > LONGEST_EMERGENCY:
        faults.append("Pesan darurat paling lama 24 jam. Kirim lagi bila masih perlu.")
    return faults


def standing_of(
    *,
    hours: tuple[Times, ...],
    emergencies: Sequence[tuple[int, str, str, int, int]],
    night: str,
    hours_words: tuple[str, ...],
) -> Standing:
    """What stands over a list; each emergency is its id, its words, and its two moments. The newest is shown."""
    newest_first = sorted(emergencies, key=lambda row: (row[3], row[0]), reverse=True)
    return Standing(
        hours=hours,
        takeovers=tuple(Entry(takeover_key(row[0]), 0, Times(starts=row[3], ends=row[4])) for row in newest_first),
        messages=tuple(Message(takeover_key(row[0]), row[1], row[2]) for row in newest_first),
        night=night,
        hours_words=hours_words,
    )
