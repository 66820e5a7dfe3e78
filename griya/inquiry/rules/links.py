"""Addresses in what a buyer wrote: which are anybody's own shop, and which belong to what nobody asked for."""

import re
from dataclasses import dataclass
from typing import Final

_ENDINGS: Final = (
    "com|net|org|info|biz|id|my|sg|bn|nl|de|uk|jp|au|eu|co|io|ai|me|ly|be|ee|gl|gg|cc|tv|in|us|ru|cn|to|st|test|shop|"
    "store|online|site|website|space|xyz|top|click|icu|club|vip|win|bet|buzz|loan|cyou|sbs|lol|monster|rest|cfd|live|"
    "app|dev|pro|link|one|fun|mom|bond|quest"
)
_ADDRESS: Final = re.compile(
    r"(?:h[tx]{2}ps?://|www\.)[^\s<>\"'\]]+"
    rf"|(?<![\w@.-])(?:[a-z0-9-]{{1,63}}\.){{1,6}}(?:{_ENDINGS})\b(?:/[^\s<>\"'\]]*)?",
    re.IGNORECASE,
)
_HOST: Final = re.compile(r"^(?:h[tx]{2}ps?://)?(?:www\.)?([^/:?#\s]+)", re.IGNORECASE)
_WRITTEN_OUT: Final = re.compile(
    r"\w ?[\[(] ?(?:dot|titik|\.) ?[\])] ?\w|(?<![\w-])[a-z0-9-]{4,40},(?:com|net|org|info|xyz)\b", re.IGNORECASE
)
_DEFUSED: Final = re.compile(r"hxxps?://|\[\.\]", re.IGNORECASE)
_PROGRAM: Final = re.compile(r"\.(?:apk|exe|scr|bat|msi|jar)\b", re.IGNORECASE)
_MARKUP: Final = re.compile(r"<a\s|<div|<script|href\s*=|\[/?(?:url|link)\b|display:\s*none", re.IGNORECASE)
# Where people have their shop, their page, their pictures and their maps.
_OWN: Final = re.compile(
    r"(?:^|\.)(?:instagram\.com|facebook\.com|fb\.com|tiktok\.com|youtube\.com|youtu\.be|shopee\.co\.id|shopee\.com\.my|"
    r"tokopedia\.com|lazada\.co\.id|blibli\.com|bukalapak\.com|google\.com|google\.co\.id|goo\.gl|pinterest\.com|pin\.it|"
    r"wa\.me|linktr\.ee|linkedin\.com|x\.com|twitter\.com|etsy\.com|carousell\.com|canva\.com|wikipedia\.org|"
    r"(?:go|sch|ac|desa|mil|gov|edu)\.(?:id|my|sg|bn)|gov|edu|test)$"
)
_SHORT: Final = re.compile(
    r"^(?:bit\.ly|s\.id|cutt\.ly|tinyurl\.com|t\.ly|is\.gd|rebrand\.ly|shorturl\.at|heylink\.me|lynk\.id)$"
)
_CHEAP: Final = re.compile(
    r"\.(?:xyz|top|click|icu|club|vip|win|bet|buzz|loan|cyou|sbs|lol|monster|rest|cfd|quest|bond|mom|fun)$"
)
_LOADED: Final = re.compile(
    r"slot|togel|gacor|toto|casino|kazino|judi|maxwin|hoki|poker|\bbet|bet\d|porn|dating|pills|airdrop|replica|seo"
    r"|\d{3}|(?:77|88|99|4d)\b"
)


@dataclass(frozen=True, slots=True)
class Links:
    """What the addresses in a text are like. `words_left` counts the words beside them."""

    hosts: frozenset[str]
    unknown: int
    shortened: int
    cheap: int
    loaded: int
    chats: int
    is_written_out: bool
    is_defused: bool
    has_program: bool
    has_markup: bool
    words_left: int


def links_of(text: str) -> Links:
    """Every address in a text, sorted by what kind of host it leads to."""
    found = _ADDRESS.findall(text)
    hosts = frozenset(host for each in found if (host := _host(each)))
    foreign = [host for host in hosts if not _OWN.search(host)]
    shortened = [host for host in foreign if _SHORT.fullmatch(host)]
    chats = [host for host in foreign if host in {"t.me", "telegram.me"}]
    rest = [host for host in foreign if host not in shortened and host not in chats]
    return Links(
        hosts=hosts,
        unknown=len(rest),
        shortened=len(shortened),
        cheap=sum(1 for host in rest if _CHEAP.search(host)),
        loaded=sum(1 for each in found if not _OWN.search(_host(each)) and _LOADED.search(each.casefold())),
        chats=len(chats),
        is_written_out=_WRITTEN_OUT.search(text) is not None,
        is_defused=_DEFUSED.search(text) is not None,
        has_program=any(_PROGRAM.search(each) for each in found),
        has_markup=_MARKUP.search(text) is not None,
        words_left=len(re.findall(r"[^\W\d_]{2,}", _ADDRESS.sub(" ", text))),
    )


def _host(address: str) -> str:
    match = _HOST.match(address)
    return match[1].casefold().rstrip(".,;)") if match else ""
