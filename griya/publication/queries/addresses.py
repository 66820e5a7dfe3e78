"""Where each row's page is, given by whoever reads, because a query knows no addresses."""

from collections.abc import Callable
from dataclasses import dataclass

ByName = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Addresses:
    """Whole addresses by slug, and of a stored file by its name."""

    product: ByName
    producer: ByName
    region: ByName
    shelf: ByName
    material: ByName
    technique: ByName
    selection: ByName
    file: ByName
