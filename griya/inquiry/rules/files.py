"""Files that come along with an inquiry: how many, and what a form carries of one that was already kept."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import dataclass
from typing import Final

from griya.core.private.kinds import MAX_BYTES

MAX_FILES: Final = 3
# Three files, the parts' own lines, and the fields of a form at its largest.
MAX_BODY_BYTES: Final = MAX_FILES * MAX_BYTES + 1_000_000

_PACKED: Final = re.compile(r"([0-9a-f]{64})-(pdf|jpg)-([1-9][0-9]{0,8})-([A-Za-z0-9_-]*)")


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that stands in the private folder and is not anybody's yet."""

    digest: str
    extension: str
    size: int
    name: str

    @property
    def packed(self) -> str:
        """As one word, for a hidden field; it has to be signed, or anybody could ask for anybody's file."""
        name = urlsafe_b64encode(self.name.encode()).rstrip(b"=").decode()
        return f"{self.digest}-{self.extension}-{self.size}-{name}"


def unpacked(word: str) -> KeptFile | None:
    """The file of a packed word."""
    match = _PACKED.fullmatch(word)
    if not match:
        return None
    try:
        name = urlsafe_b64decode(match[4] + "=" * (-len(match[4]) % 4)).decode()
    except (Error, UnicodeDecodeError):
        return None
    return KeptFile(match[1], match[2], int(match[3]), name)
