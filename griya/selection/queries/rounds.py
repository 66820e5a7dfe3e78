"""How long one round of some products is on a screen. The showroom stands above the selection and says so here."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

Provider: TypeAlias = Callable[[Sequence[int]], str]

_providers: list[Provider] = []


def provide_round(provider: Provider) -> None:
    """Ask this function, which is given the products in their order, from now on."""
    _providers[:] = [provider]


def round_of(product_ids: Sequence[int]) -> str:
    """One round in words, such as `3 menit 15 detik`; empty while nobody provides it."""
    return _providers[0](product_ids) if _providers else ""
