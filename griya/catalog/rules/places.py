"""Where a product counts as made, from the places that are on record."""

from typing import Final

REGENCY_CODE_LENGTH: Final = len("61.01")
DISTRICT_CODE_LENGTH: Final = len("61.01.01")


def place_codes(
    made_in: str | None, maker_regency: str | None, maker_region: str | None
) -> tuple[str | None, str | None]:
    """The codes of the kab/kota and of the kecamatan where a product is made, each None where it is not known.

    The kab/kota is the one of the place that the product's revision names, else the maker's. The kecamatan is the one
    of that same place; where it is no finer than a kab/kota, it is the maker's own, if the maker is at home there.
    """
    regency = made_in[:REGENCY_CODE_LENGTH] if made_in else maker_regency
    if made_in and len(made_in) >= DISTRICT_CODE_LENGTH:
        return regency, made_in[:DISTRICT_CODE_LENGTH]
    is_at_home = regency and maker_region and maker_region.startswith(f"{regency}.")
    return regency, maker_region[:DISTRICT_CODE_LENGTH] if is_at_home and maker_region else None
