"""Noting that somebody took the counters away as a file."""

from datetime import date

from griya.accounts.actions import record_event


def record_sheet(*, since: date, until: date, rows: int, actor_id: int) -> None:
    """Write down who took which days."""
    record_event(
        verb="screen_day.taken",
        object_type="screen_day",
        object_key="-",
        actor_id=actor_id,
        after={"rows": rows, "name": f"{since} – {until}"},
    )
