"""How long a product was on the screens, in words. The showroom stands above the catalogue and says so here."""

from collections.abc import Callable
from typing import TypeAlias

Provider: TypeAlias = Callable[[str], str]

_providers: list[Provider] = []


def provide_airtime(provider: Provider) -> None:
    """Ask this function, which is given a product's code, from now on."""
    _providers[:] = [provider]


def airtime_of(product_code: str) -> str:
    """The sentence for the product's maker; empty while nobody provides it."""
    return _providers[0](product_code) if _providers else ""
