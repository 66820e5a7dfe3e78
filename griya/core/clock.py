"""The one place that knows what time it is: aware UTC inside, WIB (UTC+7, no DST) for people."""

from datetime import UTC, date, datetime, timedelta, timezone

WIB = timezone(timedelta(hours=7), "WIB")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The calendar day in West Kalimantan, which is not UTC's before 07.00 WIB."""
    return now().astimezone(WIB).date()
