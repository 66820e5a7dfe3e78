"""The outbox: a message is written in the transaction of its cause and delivered later, with retry and back-off.

One message exists per (cause, template, recipient), whatever crashes. A copy that a mail server may have got twice
carries the same Message-ID, so that it is the same message.
"""

from griya.core.outbox.delivery import BACK_OFF, LEASE, send_due
from griya.core.outbox.health import ALARM_AFTER, Health, health, waiting_since
from griya.core.outbox.letters import HAS_FAILED, IS_WAITING, Letter, OutboxMessage, enqueue
from griya.core.outbox.transports import (
    TIMEOUT_SECONDS,
    FolderTransport,
    Interrupted,
    Returned,
    SmtpTransport,
    Transport,
    Unreachable,
    file_of,
    transport_for,
)

__all__ = [
    "ALARM_AFTER",
    "BACK_OFF",
    "HAS_FAILED",
    "IS_WAITING",
    "LEASE",
    "TIMEOUT_SECONDS",
    "FolderTransport",
    "Health",
    "Interrupted",
    "Letter",
    "OutboxMessage",
    "Returned",
    "SmtpTransport",
    "Transport",
    "Unreachable",
    "enqueue",
    "file_of",
    "health",
    "send_due",
    "transport_for",
    "waiting_since",
]
