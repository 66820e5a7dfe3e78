"""Whether curation has found a product worthy, for now. Curation stands above the catalogue and says so here."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, TypeAlias


class Distinction(Protocol):
    """What everybody may know of a result: its year, until when it holds, and the certificate that says so."""

    @property
    def year(self) -> int:
        """The year it was given in."""

    @property
    def valid_until(self) -> datetime:
        """The moment from which on it holds no more."""

    @property
    def certificate_code(self) -> str:
        """What the certificate's page is found by."""


Provider: TypeAlias = Callable[[int, datetime], Distinction | None]

_providers: list[Provider] = []


def provide_distinction(provider: Provider) -> None:
    """Ask this function from now on."""
    _providers[:] = [provider]


def distinction_of(product_id: int, at: datetime) -> Distinction | None:
    """What holds for a product at a moment; nothing while nobody provides it."""
    return _providers[0](product_id, at) if _providers else None
