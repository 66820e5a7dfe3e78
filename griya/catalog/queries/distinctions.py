"""Whether curation has found a product worthy, and when. Curation stands above the catalogue and says so here."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol, TypeAlias


class Distinction(Protocol):
    """What everybody may know of a result: its year, until when it holds, and the certificate that says so."""

    @property
    def year(self) -> int:
        """The year it was given in."""

    @property
    def valid_from(self) -> datetime:
        """The moment from which on it holds."""

    @property
    def valid_until(self) -> datetime:
        """The moment from which on it holds no more."""

    @property
    def certificate_code(self) -> str:
        """What the certificate's page is found by."""


Provider: TypeAlias = Callable[[int], Sequence[Distinction]]

_providers: list[Provider] = []


def provide_distinctions(provider: Provider) -> None:
    """Ask this function from now on: every result of a product that holds at some time."""
    _providers[:] = [provider]


def list_distinctions_of(product_id: int) -> tuple[Distinction, ...]:
    """What held, holds or will hold for a product; nothing while nobody provides it."""
    return tuple(_providers[0](product_id)) if _providers else ()


def holding(distinctions: Sequence[Distinction], at: datetime) -> Distinction | None:
    """The one that holds at a moment; of several, the one that holds longest."""
    held = [one for one in distinctions if one.valid_from <= at < one.valid_until]
    return max(held, key=lambda one: one.valid_until) if held else None
