"""What time decides, how reserves fill gaps, which versions are refused."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from griya.core.clock import WIB
from griya.selection.rules import (
    ItemDraft,
    Window,
    WindowState,
    approval_faults,
    cancellation_faults,
    fill_places,
    is_overlapping,
    next_change_at,
    period,
    version_faults,
    window_state,
)

START = datetime(2026, 11, 1, tzinfo=WIB)
END = datetime(2026, 12, 1, tzinfo=WIB)
NOVEMBER = Window(START, END)
SECOND = timedelta(seconds=1)
ITEM = ItemDraft(1, "Rapi.")


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (START - SECOND, WindowState.SCHEDULED),
        (START, WindowState.LIVE),
        (START + SECOND, WindowState.LIVE),
        (END - SECOND, WindowState.LIVE),
        (END, WindowState.OVER),
        (END + SECOND, WindowState.OVER),
    ],
)
def test_a_window_contains_its_start_and_not_its_end(at: datetime, state: WindowState) -> None:
    assert window_state(NOVEMBER, approved_at=START, cancelled_at=None, at=at) is state


def test_an_unapproved_version_is_a_draft_and_a_cancelled_one_is_cancelled_at_any_moment() -> None:
    for at in (START - SECOND, START, END):
        assert window_state(NOVEMBER, approved_at=None, cancelled_at=None, at=at) is WindowState.DRAFT
        assert window_state(NOVEMBER, approved_at=START, cancelled_at=START, at=at) is WindowState.CANCELLED
        assert window_state(NOVEMBER, approved_at=None, cancelled_at=START, at=at) is WindowState.CANCELLED


def test_windows_that_touch_do_not_overlap() -> None:
    assert not is_overlapping(NOVEMBER, Window(END, END + SECOND))
    assert not is_overlapping(NOVEMBER, Window(START - SECOND, START))
    assert is_overlapping(NOVEMBER, Window(END - SECOND, END + SECOND))
    assert is_overlapping(NOVEMBER, Window(START - SECOND, START + SECOND))


def _minute(n: int) -> datetime:
    return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n)


windows = st.builds(
    lambda start, length: Window(_minute(start), _minute(start + length)), st.integers(0, 60), st.integers(1, 30)
)


@given(windows, windows)
def test_overlap_means_that_a_common_moment_exists(one: Window, other: Window) -> None:
    def has(window: Window, minute: int) -> bool:
        return window.starts_at <= _minute(minute) < window.ends_at

    shared = any(has(one, m) and has(other, m) for m in range(100))
    assert is_overlapping(one, other) is shared is is_overlapping(other, one)


@given(st.lists(windows, max_size=6), st.integers(-5, 100))
def test_nothing_changes_before_the_next_change(schedule: list[Window], minute: int) -> None:
    def live(n: int) -> list[bool]:
        return [w.starts_at <= _minute(n) < w.ends_at for w in schedule]

    change = next_change_at(schedule, _minute(minute))
    later = range(minute, 120)
    differing = next((n for n in later if live(n) != live(minute)), None)
    assert (change is None) == all(edge <= _minute(minute) for w in schedule for edge in (w.starts_at, w.ends_at))
    if differing is not None:
        assert change is not None
        assert change <= _minute(differing)


def test_a_reserve_takes_the_place_of_the_one_that_is_missing() -> None:
    everything = dict.fromkeys("abcxyz")
    assert fill_places("abc", "xyz", everything) == ["a", "b", "c"]
    assert fill_places("abc", "xyz", dict.fromkeys("acyz")) == ["a", "y", "c"]
    assert fill_places("abc", "x", dict.fromkeys("cx")) == ["x", "c"]
    assert fill_places("abc", "", {}) == []


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (START, END, "1 sampai 30 November 2026"),
        (START, START + timedelta(days=1), "1 November 2026"),
        (START, datetime(2026, 12, 16, tzinfo=WIB), "1 November sampai 15 Desember 2026"),
        (START, datetime(2027, 1, 16, tzinfo=WIB), "1 November 2026 sampai 15 Januari 2027"),
        (
            START + timedelta(hours=8),
            END,
            "Minggu, 1 November 2026 08.00 WIB sampai Selasa, 1 Desember 2026 00.00 WIB",
        ),
    ],
)
def test_a_period_in_words_ends_on_the_last_day_it_is_live(start: datetime, end: datetime, words: str) -> None:
    assert period(Window(start.astimezone(UTC), end.astimezone(UTC))) == words


def test_a_period_in_english_has_the_same_days() -> None:
    assert period(Window(START, END), "en") == "1 to 30 November 2026"
    assert period(Window(START, datetime(2026, 12, 16, tzinfo=WIB)), "en") == "1 November to 15 December 2026"
    morning = Window(START + timedelta(hours=8), END)
    assert period(morning, "en") == "Sunday, 1 November 2026 08:00 WIB to Tuesday, 1 December 2026 00:00 WIB"


def test_a_version_needs_a_window_an_item_and_a_reason_for_each() -> None:
    assert version_faults(NOVEMBER, [ITEM]) == []
    assert version_faults(Window(END, START), [ITEM]) == ["Waktu selesai harus sesudah waktu mulai."]
    assert version_faults(Window(START, START), [ITEM]) == ["Waktu selesai harus sesudah waktu mulai."]
    assert version_faults(Window(START, START + timedelta(days=92)), [ITEM]) == []
    assert "92 hari" in version_faults(Window(START, START + timedelta(days=92, seconds=1)), [ITEM])[0]
    assert "bukan cadangan" in version_faults(NOVEMBER, [ItemDraft(1, "Baik.", is_reserve=True)])[0]
    assert "sekali" in version_faults(NOVEMBER, [ITEM, ITEM])[0]
    assert "mengapa" in version_faults(NOVEMBER, [ItemDraft(1, "  ")])[0]
    assert "300" in version_faults(NOVEMBER, [ItemDraft(1, "x" * 301)])[0]
    assert len(version_faults(Window(END, START), [])) == 2


def test_nobody_approves_their_own_version_unless_a_note_says_why() -> None:
    def faults(author: int | None, approver: int | None, note: str | None = None) -> list[str]:
        return approval_faults(WindowState.DRAFT, author_id=author, approver_id=approver, note=note)

    assert faults(1, 2) == []
    assert "orang lain" in faults(1, 1)[0]
    assert faults(1, 1, "Data contoh") == []
    assert "siapa" in faults(1, None)[0]
    assert faults(None, None, "Data contoh") == []
    for state in (WindowState.LIVE, WindowState.SCHEDULED, WindowState.OVER, WindowState.CANCELLED):
        assert approval_faults(state, author_id=1, approver_id=2, note="Uji")


def test_what_is_over_cannot_be_cancelled_and_a_cancellation_says_why() -> None:
    assert cancellation_faults(WindowState.LIVE, "Salah produk.") == []
    assert cancellation_faults(WindowState.SCHEDULED, "  ") == ["Tulis alasan pembatalan."]
    assert "selesai" in cancellation_faults(WindowState.OVER, "Terlambat.")[0]
    assert "sudah" in cancellation_faults(WindowState.CANCELLED, "Lagi.")[0]
