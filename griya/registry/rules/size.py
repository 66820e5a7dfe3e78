"""Size classes of a firm, derived from raw workers, investment, capital and sales; none of them is ever stored."""

from enum import StrEnum
from typing import Final

JUTA: Final = 1_000_000
MILIAR: Final = 1_000 * JUTA


class SizeClass(StrEnum):
    """A class of size. The word means something else under each rule, so say the rule beside it."""

    MICRO = "mikro"
    SMALL = "kecil"
    MEDIUM = "menengah"
    LARGE = "besar"

    @property
    def label(self) -> str:
        """What people read."""
        return self.value.capitalize()


def size_by_permenperin_64_2016(*, workers: int | None, investment_idr: int | None) -> SizeClass | None:
    """The industry office's own rule for "IKM"; it knows no micro firm. None where a needed value is missing.

    `investment_idr` leaves out land and building that are also the owner's home (domain: Permenperin 64/2016 under
    PP 29/2018).
    """
    _refuse_negative(workers, investment_idr)
    if workers is None or investment_idr is None:
        return None
    if workers <= 19:
        return SizeClass.SMALL if investment_idr < 1 * MILIAR else SizeClass.MEDIUM
    return SizeClass.MEDIUM if investment_idr <= 15 * MILIAR else SizeClass.LARGE


def is_ikm(size: SizeClass | None) -> bool:
    """Whether a class by Permenperin 64/2016 makes the firm an IKM (small or medium industry)."""
    return size in (SizeClass.SMALL, SizeClass.MEDIUM)


def size_by_pp_7_2021_capital(capital_idr: int | None) -> SizeClass | None:
    """The UMKM scale that OSS uses, by business capital without land and building (domain: PP 7/2021)."""
    return _size_up_to(capital_idr, micro=1 * MILIAR, small=5 * MILIAR, medium=10 * MILIAR)


def size_by_pp_7_2021_sales(yearly_sales_idr: int | None) -> SizeClass | None:
    """The UMKM scale by yearly sales (domain: PP 7/2021)."""
    return _size_up_to(yearly_sales_idr, micro=2 * MILIAR, small=15 * MILIAR, medium=50 * MILIAR)


def size_by_bps(workers: int | None) -> SizeClass | None:
    """The class of the BPS survey of micro and small industry (1–4, 5–19 workers); None outside that survey."""
    _refuse_negative(workers)
    if workers is None or not 1 <= workers <= 19:
        return None
    return SizeClass.MICRO if workers <= 4 else SizeClass.SMALL


def may_self_declare_tkdn(capital_idr: int | None) -> bool:
    """Whether the firm is small enough to declare its own TKDN: capital ≤ Rp5 miliar (domain: Permenperin 35/2025)."""
    _refuse_negative(capital_idr)
    return capital_idr is not None and capital_idr <= 5 * MILIAR


def _size_up_to(amount_idr: int | None, *, micro: int, small: int, medium: int) -> SizeClass | None:
    _refuse_negative(amount_idr)
    if amount_idr is None:
        return None
    if amount_idr <= micro:
        return SizeClass.MICRO
    if amount_idr <= small:
        return SizeClass.SMALL
    return SizeClass.MEDIUM if amount_idr <= medium else SizeClass.LARGE


def _refuse_negative(*values: int | None) -> None:
    if any(value is not None and value < 0 for value in values):
        raise ValueError("workers and amounts are never negative")
