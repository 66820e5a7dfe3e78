"""Changes: the visitor's list, and the one act of sending an inquiry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import selectinload

from griya.accounts.actions import record_event
from griya.catalog.queries.inquirable import InquirableProduct, find_inquirable
from griya.core.clock import now
from griya.core.db import db
from griya.core.errors import Refused
from griya.core.outbox import enqueue
from griya.core.tokens import digest, new_token
from griya.core.words import N_, Sentence
from griya.inquiry.letters import Asked, Post, letters_of
from griya.inquiry.models import Consent, Inquiry, InquiryLine, InquiryList, InquiryListLine, InquirySource
from griya.inquiry.notices import Notice
from griya.inquiry.queries import find_sent, live_lists, names_once_public
from griya.inquiry.rules import (
    LIST_LIFETIME,
    MAX_LINES,
    Wanted,
    check_makers,
    check_wanted,
    content_digest,
    is_token,
    new_reference,
)

# Two of 27 thousand million references meet once in a while; five times in a row means that something else is wrong.
_REFERENCE_TRIES: Final = 5
_ONE_PRODUCT: Final = N_("Satu produk")


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the letters need from the settings, and the buyer's link."""

    status_url: str
    office_name: str
    office_email: str
    sender_domain: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the buyer is told. `is_new` is false when the same had been sent before; `token` opens its status page."""

    reference: str
    token: str
    is_new: bool


class AlreadySent(Refused):
    """This form was sent before with other words: `reference` is the inquiry that it became then."""

    def __init__(self, reference: str) -> None:
        self.reference = reference
        super().__init__(
            Sentence("Formulir ini sudah terkirim sebagai %(reference)s, dengan isi yang lain.", reference=reference)
        )


class Unavailable(Refused):
    """Some of the products cannot be asked about any more; `slugs` says which."""

    def __init__(self, slugs: Sequence[str], reasons: Sequence[str]) -> None:
        self.slugs = tuple(slugs)
        super().__init__(reasons)


def put_line(*, token: str | None, slug: str, quantity: int, note: str = "") -> str:
    """Put a product on the list with this token, or change its line. Returns the token, new where there was no list.

    Raises:
        Refused: when the product cannot be asked about, or the list is full.
    """
    product = find_inquirable([slug]).get(slug)
    if product is None:
        raise Refused(N_("Produk ini sedang tidak dapat diminta."))
    moment = now()
    found = _find_list(token)
    if found is None:
        token = new_token()
        found = _new_list(token, moment)
    line = next((line for line in found.lines if line.product_id == product.product_id), None)
    if line is None:
        if len(found.lines) >= MAX_LINES:
            raise Refused(
                Sentence("Daftar sudah berisi %(most)d produk. Kirim dahulu, lalu mulai daftar baru.", most=MAX_LINES)
            )
        position = max((line.position for line in found.lines), default=0) + 1
        line = InquiryListLine(product_id=product.product_id, position=position)
        found.lines.append(line)
    line.quantity, line.note = quantity, note
    found.changed_at = moment
    db.session.flush()
    return token or ""


def remove_line(*, token: str | None, slug: str) -> None:
    """Take a product off the list, also one that is no longer public; nothing happens when it is not there."""
    found = _find_list(token, with_products=True)
    if found is None:
        return
    found.lines = [line for line in found.lines if line.product.slug != slug]
    found.changed_at = now()
    db.session.flush()


def _find_list(token: str | None, *, with_products: bool = False) -> InquiryList | None:
    """The live list of this token, locked, so that two tabs do not give two lines the same place."""
    if not token or not is_token(token):
        return None
    lines = selectinload(InquiryList.lines)
    return db.session.scalars(
        live_lists()
        .where(InquiryList.token_digest == digest(token))
        .options(lines.joinedload(InquiryListLine.product) if with_products else lines)
        .with_for_update(of=InquiryList)
    ).one_or_none()


def _new_list(token: str, moment: datetime) -> InquiryList:
    """A list of its own for this token; lists whose week is over go at the same time."""
    db.session.execute(delete(InquiryList).where(InquiryList.changed_at <= moment - LIST_LIFETIME))
    created = InquiryList(token_digest=digest(token), created_at=moment, changed_at=moment, lines=[])
    db.session.add(created)
    return created


def submit_inquiry(
    *,
    key: str,
    status_token: str,
    wanted: Wanted,
    notice: Notice,
    delivery: Delivery,
    list_token: str | None = None,
    last_token: str | None = None,
    source: str = InquirySource.WEB,
) -> Receipt:
    """Store an inquiry with all that follows from it: lines, consent, letters, event; and empty the visitor's list.

    Everything is in the caller's one transaction, so that who is told a reference can rely on it. `key` belongs to the
    rendered form: sent again with the same words it gives the same reference, whatever has changed in the catalogue.
    `last_token` is of the inquiry that this browser sent last: somebody who went back meets a fresh form, with the
    words put back by the browser and the list empty, and means the same inquiry.

    Raises:
        AlreadySent: when the form of this key was sent before with other words.
        Unavailable: when some products cannot be asked about any more.
        Refused: when a rule says no.
    """
    content = content_digest(wanted)
    if earlier := _earlier(key, content, status_token) or _repeated(last_token, wanted):
        return earlier
    asked = _asked(wanted)
    inquiry = _insert(key, content, status_token, wanted, source)
    if inquiry is None:
        if earlier := _earlier(key, content, status_token):
            return earlier
        raise RuntimeError("no free reference was found")
    _add_lines(inquiry, asked)
    _add_consent(inquiry, notice)
    letters = letters_of(
        Post(
            reference=inquiry.reference,
            wanted=wanted,
            asked=asked,
            status_url=delivery.status_url,
            office_name=delivery.office_name,
            office_email=delivery.office_email,
        )
    )
    for letter in letters:
        enqueue(letter, sender_domain=delivery.sender_domain)
    _empty_list(list_token, {each.product.product_id for each in asked})
    # The audit record is never erased, so it holds counts and codes and nothing of the person.
    record_event(
        verb="inquiry.submit",
        object_type="inquiry",
        object_key=inquiry.reference,
        after={"lines": len(asked), "letters": len(letters), "source": source, "notice": notice.version},
    )
    return Receipt(inquiry.reference, status_token, is_new=True)


def _earlier(key: str, content: str, status_token: str) -> Receipt | None:
    """What this form became when it was sent before."""
    row = db.session.execute(
        select(Inquiry.reference, Inquiry.content_digest).where(Inquiry.idempotency_key == key)
    ).one_or_none()
    if row is None:
        return None
    if row.content_digest != content:
        raise AlreadySent(row.reference)
    return Receipt(row.reference, status_token, is_new=False)


def _repeated(token: str | None, wanted: Wanted) -> Receipt | None:
    """The inquiry this browser sent last, when these are its words again and no product was chosen since."""
    last = find_sent(token)
    if token is None or last is None or wanted.lines:
        return None
    same = (
        Inquiry.reference == last.reference,
        Inquiry.name == wanted.name,
        Inquiry.phone.is_not_distinct_from(wanted.phone),
        Inquiry.email.is_not_distinct_from(wanted.email),
        Inquiry.place == wanted.place,
        Inquiry.message == wanted.message,
    )
    found = db.session.scalar(select(Inquiry.reference).where(*same))
    return Receipt(found, token, is_new=False) if found else None


def _asked(wanted: Wanted) -> tuple[Asked, ...]:
    """Each line with its product, or the reasons why this cannot be sent."""
    if reasons := check_wanted(wanted):
        raise Refused(reasons)
    products = find_inquirable([line.slug for line in wanted.lines])
    gone = [line.slug for line in wanted.lines if line.slug not in products]
    if gone:
        names = names_once_public(gone)
        raise Unavailable(
            gone,
            [
                Sentence(
                    "%(product)s sudah tidak dapat diminta dan dikeluarkan dari permintaan ini. "
                    "Periksa, lalu kirim sekali lagi.",
                    product=names.get(slug, _ONE_PRODUCT),
                )
                for slug in gone
            ],
        )
    if reasons := check_makers(len({product.producer_id for product in products.values()})):
        raise Refused(reasons)
    return tuple(Asked(line, products[line.slug]) for line in wanted.lines)


def _insert(key: str, content: str, status_token: str, wanted: Wanted, source: str) -> Inquiry | None:
    """The new row, or None when this key is taken: by a twin of this request, which the database let through first."""
    for _ in range(_REFERENCE_TRIES):
        inquiry = Inquiry(
            reference=new_reference(),
            token_digest=digest(status_token),
            idempotency_key=key,
            content_digest=content,
            source=source,
            name=wanted.name,
            phone=wanted.phone,
            email=wanted.email,
            place=wanted.place,
            message=wanted.message,
            received_at=now(),
            lines=[],
            consents=[],
        )
        try:
            with db.session.begin_nested():
                db.session.add(inquiry)
                db.session.flush()
        except IntegrityError:
            if db.session.scalar(select(Inquiry.id).where(Inquiry.idempotency_key == key)) is not None:
                return None
        else:
            return inquiry
    return None


def _add_lines(inquiry: Inquiry, asked: Sequence[Asked]) -> None:
    inquiry.lines.extend(
        InquiryLine(
            position=position,
            producer_id=each.product.producer_id,
            product_id=each.product.product_id,
            revision_id=each.product.revision_id,
            label=_label(each.product),
            quantity=Decimal(each.line.quantity),
            unit=each.product.price.unit,
            note=each.line.note,
        )
        for position, each in enumerate(asked, start=1)
    )


def _label(product: InquirableProduct) -> str:
    return f"{product.name} – {product.producer_name}"


def _add_consent(inquiry: Inquiry, notice: Notice) -> None:
    inquiry.consents.append(
        Consent(
            purpose=notice.purpose,
            notice_version=notice.version,
            wording_digest=notice.wording_digest,
            given_at=inquiry.received_at,
            channel=inquiry.source,
        )
    )


def _empty_list(token: str | None, sent: set[int]) -> None:
    """Take what was sent, and what cannot be sent any more, off the list; a line added in another tab stays."""
    found = _find_list(token, with_products=True)
    if found is None:
        return
    available = find_inquirable([line.product.slug for line in found.lines])
    found.lines = [line for line in found.lines if line.product_id not in sent and line.product.slug in available]
    db.session.flush()
