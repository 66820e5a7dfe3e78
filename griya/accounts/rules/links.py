"""How long a link given to somebody works, and what a letter's link is good for."""

from datetime import datetime, timedelta

from griya.accounts.models import LinkKind

# ASVS 6.4.1 and 6.4.3: an invitation three days, a way past a password one hour.
LIFETIMES = {
    LinkKind.INVITATION: timedelta(hours=72),
    LinkKind.RESET: timedelta(minutes=60),
    LinkKind.ADDRESS: timedelta(hours=24),
}
LIFETIME_WORDS = {LinkKind.INVITATION: "3 hari", LinkKind.RESET: "1 jam", LinkKind.ADDRESS: "1 hari"}
PASSWORD_LINKS = frozenset({LinkKind.INVITATION, LinkKind.RESET})

DEAD = "Tautan ini sudah dipakai, sudah diganti yang lebih baru, atau sudah lewat waktunya. Minta tautan baru."


def is_link_alive(*, expires_at: datetime, ended_at: datetime | None, at: datetime) -> bool:
    """Whether a link still works: used by nobody, followed by no newer one, its time not over."""
    return ended_at is None and at < expires_at
