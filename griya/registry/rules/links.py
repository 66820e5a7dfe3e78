"""Links to a shop or product on a marketplace: where they may point, how they are kept, and when they are shown."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol
from urllib.parse import SplitResult, quote, urlsplit

MAX_LINK_LENGTH: Final = 500

# Pasted links carry pages of tracking; they are cut before the length is measured, so the paste may be longer.
_MAX_PASTED: Final = 4_000
_UNFIT: Final = re.compile(r"[\s\x00-\x1f\x7f<>\"\\]")
_TRACKING_PREFIXES: Final = ("utm_", "af_", "aff", "uls_", "gad_", "is_from_", "share_", "srsltid", "trackid", "mmp_")
_TRACKING_NAMES: Final = frozenset(
    {
        *("sp_atk", "xptdk", "smtt", "spm", "scm", "gclid", "gbraid", "wbraid", "fbclid", "ttclid", "extparam"),
        *("is_copy_url", "sender_device", "deep_and_deferred", "_r", "_t", "pvid", "clicktrackinfo"),
    }
)
_MONTHS: Final = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)


class MarketplaceFacts(Protocol):
    """What the rules need to know of a marketplace, whether it comes from a file or from the database."""

    @property
    def code(self) -> str:
        """What a link's record names it by."""
        ...

    @property
    def name(self) -> str:
        """What people call it."""
        ...

    @property
    def hosts(self) -> Sequence[str]:
        """Host names in lower case; a name below one of them counts too."""
        ...

    @property
    def goods_from(self) -> date | None:
        """The first day on which goods could be ordered, where it matters."""
        ...

    @property
    def goods_until(self) -> date | None:
        """The last day on which goods could be ordered, None while it is open."""
        ...


@dataclass(frozen=True, slots=True)
class LinkCheck:
    """A checked link. `url` is canonical where `marketplace` is known; `closed_on` is the last day of a closed one."""

    url: str
    marketplace: str | None
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    closed_on: date | None = None

    @property
    def is_accepted(self) -> bool:
        """Whether nothing refuses it; warnings do not."""
        return not self.errors


def sells_goods(marketplace: MarketplaceFacts, *, on: date) -> bool:
    """Whether goods can be ordered there on that day. A closed marketplace's links stay on record and are not shown."""
    has_opened = marketplace.goods_from is None or on >= marketplace.goods_from
    return has_opened and (marketplace.goods_until is None or on <= marketplace.goods_until)


def check_marketplace_link(raw: str, marketplaces: Iterable[MarketplaceFacts], *, on: date) -> LinkCheck:
    """Check a pasted link and bring it into the form it is kept in. Reasons are sentences in Indonesian.

    Only https, only a listed host or a name below it (so `shopee.co.id.evil.id` fails), no user name, no port. Tracking
    parameters and the fragment are cut. Bukalapak sold its last goods on 9 February 2025, so later links are refused.
    """
    pasted = raw.strip()
    if not pasted:
        return _refused(pasted, "Tautan belum diisi.")
    if len(pasted) > _MAX_PASTED:
        return _refused("", f"Tautan terlalu panjang (paling banyak {MAX_LINK_LENGTH} huruf).")
    if _UNFIT.search(pasted):
        return _refused(pasted, "Tautan berisi spasi atau tanda yang tidak boleh ada di dalamnya.")
    try:
        parts = urlsplit(pasted)
    except ValueError:
        return _refused(pasted, "Alamat situs dalam tautan ini tidak terbaca.")
    if parts.scheme != "https":
        return _refused(pasted, "Tautan harus diawali https://.")
    if "@" in parts.netloc or ":" in parts.netloc:
        return _refused(pasted, "Tautan tidak boleh memuat nama pengguna, kata sandi, atau nomor port.")
    known = list(marketplaces)
    marketplace = _owner_of(parts.netloc.lower(), known)
    if marketplace is None:
        names = ", ".join(each.name for each in known if sells_goods(each, on=on))
        return _refused(pasted, f"Tautan harus menuju salah satu lokapasar ini: {names}.")
    return _checked(_canonical(parts), marketplace, on=on)


def _checked(url: str, marketplace: MarketplaceFacts, *, on: date) -> LinkCheck:
    errors = []
    warnings = []
    closed_on = None
    if len(url) > MAX_LINK_LENGTH:
        errors.append(f"Tautan terlalu panjang (paling banyak {MAX_LINK_LENGTH} huruf).")
    if not sells_goods(marketplace, on=on):
        closed_on = marketplace.goods_until
        since = f" sejak {_shown(closed_on)}" if closed_on else ""
        errors.append(f"{marketplace.name} tidak lagi menjual barang{since}.")
    if urlsplit(url).path in ("", "/"):
        warnings.append(f"Tautan ini menuju halaman depan {marketplace.name}, bukan toko atau produk.")
    return LinkCheck(url, marketplace.code, tuple(errors), tuple(warnings), closed_on)


def _owner_of(host: str, marketplaces: Sequence[MarketplaceFacts]) -> MarketplaceFacts | None:
    """The marketplace with the longest listed host that fits, so `shop-id.tokopedia.com` can belong to TikTok Shop."""
    fitting = [
        (len(listed), marketplace)
        for marketplace in marketplaces
        for listed in marketplace.hosts
        if host == listed or host.endswith(f".{listed}")
    ]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def _canonical(parts: SplitResult) -> str:
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~-._").rstrip("/")
    kept = [pair for pair in parts.query.split("&") if pair and not _is_tracking(pair.partition("=")[0].lower())]
    query = quote("&".join(kept), safe="%:@!$&'()*+,;=~-._/?")
    return f"https://{parts.netloc.lower()}{path}" + (f"?{query}" if query else "")


def _is_tracking(name: str) -> bool:
    return name in _TRACKING_NAMES or name.startswith(_TRACKING_PREFIXES)


def _shown(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _refused(url: str, reason: str) -> LinkCheck:
    return LinkCheck(url, None, (reason,))
