"""Whether a buyer's data may still be used for an inquiry; withdrawn, restricted and erased each end that."""

from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol

from griya.core.words import N_


class Stop(StrEnum):
    """Why an inquiry is not worked on any more."""

    WITHDRAWN = "ditarik"
    RESTRICTED = "dibatasi"
    ERASED = "dihapus"


# What a person asks about their data that ends its use at once; the answer comes within three times 24 hours.
STOPPING: Final = frozenset({"tarik", "pembatasan", "keberatan", "hapus"})
STOP_REFUSALS: Final = {
    Stop.WITHDRAWN: N_("Permintaan ini sudah ditarik pembeli. Untuk bertanya lagi perlu permintaan baru."),
    Stop.RESTRICTED: N_("Pembeli meminta datanya tidak dipakai lagi, jadi permintaan ini berhenti."),
    Stop.ERASED: N_("Data permintaan ini sudah dihapus, jadi tidak ada yang dapat diteruskan."),
}


class _Stoppable(Protocol):
    """What is asked of an inquiry."""

    @property
    def withdrawn_at(self) -> datetime | None: ...

    @property
    def restricted_at(self) -> datetime | None: ...

    @property
    def erased_at(self) -> datetime | None: ...


def stop_of(inquiry: _Stoppable) -> Stop | None:
    """Why nothing may be done with this inquiry any more; None while it may."""
    if inquiry.erased_at is not None:
        return Stop.ERASED
    if inquiry.withdrawn_at is not None:
        return Stop.WITHDRAWN
    return Stop.RESTRICTED if inquiry.restricted_at is not None else None
