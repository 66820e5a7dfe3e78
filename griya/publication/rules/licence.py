"""Under which terms the open data may be used: one choice of the office, named in every file and on one page."""

from typing import Final, NamedTuple


class Licence(NamedTuple):
    """A licence by its short name and its address."""

    name: str
    address: str


# No text of the province names a licence for this data (docs/decisions/009-share-and-open-data.md): the office chose
# it, and changes it here. The photographs are not part of it; each belongs to whoever took it.
LICENCE: Final = Licence("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")
