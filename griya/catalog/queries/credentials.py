"""What a page may say of certificates: a badge only for what was checked and still holds today."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Integer, bindparam, or_, select

from griya.catalog.models import product_credential
from griya.catalog.rules.halal import HALAL_KINDS, is_told
from griya.core.db import fetch
from griya.core.words import N_
from griya.registry.models import Credential, CredentialState
from griya.registry.rules.numbers import CredentialKind, credential_expiry, is_expired

# A NIB opens the business data of one firm, so its number stays with the office; the others stand on the label.
_NUMBER_IS_PRIVATE: Final = frozenset({CredentialKind.NIB})
# An award's later evaluations stand beside the earlier one, so the newest comes first within a kind.
_FIRST: Final = (CredentialKind.OVOP, CredentialKind.HALAL, CredentialKind.PIRT)

# Where a buyer can look himself (domain: the table of certificates).
REGISTERS: Final = {
    CredentialKind.HALAL: "bpjph.halal.go.id",
    CredentialKind.PIRT: "sppirt.pom.go.id",
    CredentialKind.BPOM_MD: "cekbpom.pom.go.id",
    CredentialKind.BPOM_COSMETIC: "cekbpom.pom.go.id",
    CredentialKind.BPOM_HERBAL: "cekbpom.pom.go.id",
    CredentialKind.MEREK: "pdki-indonesia.dgip.go.id",
    CredentialKind.MEREK_APPLICATION: "pdki-indonesia.dgip.go.id",
    CredentialKind.IG: "pdki-indonesia.dgip.go.id",
    CredentialKind.SNI: "bsn.go.id",
    CredentialKind.SNI_BINA_UMK: "oss.go.id",
    CredentialKind.NIB: "oss.go.id",
    CredentialKind.TKDN: "tkdn.kemenperin.go.id",
    CredentialKind.OVOP: "ovop.kemenperin.go.id",
}
METHODS: Final = {
    "situs": N_("lewat situs penerbit"),
    "qr": N_("lewat kode QR pada dokumen"),
    "berkas": N_("dengan melihat dokumennya"),
    "surat": N_("lewat surat penerbit"),
    "kunjungan": N_("lewat kunjungan ke tempat usaha"),
}


@dataclass(frozen=True, slots=True)
class Badge:
    """A certificate that was checked and holds today.

    `stars` counts of `scale` in `year`, for goods of `group` where that is known, for OVOP only; `percent` is the value
    of a TKDN certificate.
    """

    kind: str
    label: str
    number: str | None
    checked_on: date
    checked_how: str
    register: str | None
    expires_on: date | None
    stars: int | None
    scale: int | None
    year: int | None
    covers_all_products: bool
    group: str | None = None
    percent: Decimal | None = None

    @property
    def is_halal(self) -> bool:
        """Whether it stands behind the word "halal" on a label."""
        return self.kind in HALAL_KINDS


def list_badges_of_product(product_id: int, producer_id: int, *, halal_status: str, today: date) -> tuple[Badge, ...]:
    """Badges of one product: those of its maker that cover everything, and those that name it."""
    rows = read_badges(product_id, producer_id)
    return badges_of((row for row in rows if is_told(row.kind, halal_status=halal_status)), today)


def read_badges(product_id: int, producer_id: int) -> Sequence[Any]:
    """The rows of a product's badges, those too that its halal state forbids to tell (`is_told`)."""
    return fetch(_OF_PRODUCT, producer_id=producer_id, product_id=product_id)


def list_badges_of_producer(producer_id: int, *, today: date) -> tuple[Badge, ...]:
    """Badges of one maker, whatever they cover."""
    return badges_of(fetch(_OF_PRODUCER, producer_id=producer_id), today)


_OF_PRODUCER: Final = select(
    Credential.kind,
    Credential.number,
    Credential.expires_on,
    Credential.checked_on,
    Credential.check_method,
    Credential.ovop_stars,
    Credential.ovop_scale,
    Credential.ovop_year,
    Credential.ovop_group,
    Credential.tkdn_percent,
    Credential.covers_all_products,
).where(Credential.producer_id == bindparam("producer_id", type_=Integer), Credential.state == CredentialState.CHECKED)
_OF_PRODUCT: Final = _OF_PRODUCER.where(
    or_(
        Credential.covers_all_products,
        Credential.id.in_(
            select(product_credential.c.credential_id).where(
                product_credential.c.product_id == bindparam("product_id", type_=Integer)
            )
        ),
    )
)


def badges_of(rows: Iterable[Any], today: date) -> tuple[Badge, ...]:
    """The badges that these rows are on a day."""
    badges = (_badge(row, today) for row in rows)
    return tuple(sorted((badge for badge in badges if badge), key=_rank))


def _badge(row: Any, today: date) -> Badge | None:
    expires_on = credential_expiry(row.kind, row.number or "", stated_on=row.expires_on)
    if is_expired(expires_on, on=today) or row.checked_on is None:
        return None
    kind = CredentialKind(row.kind)
    return Badge(
        kind=kind,
        label=kind.label,
        number=None if kind in _NUMBER_IS_PRIVATE else row.number or None,
        checked_on=row.checked_on,
        checked_how=METHODS.get(row.check_method or "", ""),
        register=REGISTERS.get(kind),
        expires_on=expires_on,
        stars=row.ovop_stars,
        scale=row.ovop_scale,
        year=row.ovop_year,
        covers_all_products=row.covers_all_products,
        group=row.ovop_group,
        percent=row.tkdn_percent,
    )


def _rank(badge: Badge) -> tuple[int, str, int]:
    kind = CredentialKind(badge.kind)
    return (_FIRST.index(kind) if kind in _FIRST else len(_FIRST), badge.label, -(badge.year or 0))
