"""Changes: the one act of sending an inquiry here, the visitor's list before it and the threads after it beside."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Final

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from griya.accounts.actions import record_event
from griya.catalog.queries.inquirable import InquirableProduct, find_inquirable
from griya.core.clock import now
from griya.core.db import db
from griya.core.errors import Refused
from griya.core.state import state_change
from griya.core.tokens import digest
from griya.core.words import N_, SOURCE, Sentence
from griya.inquiry.actions.abuse import Manner, check_pace, weigh_inquiry
from griya.inquiry.actions.attachments import add_attachments
from griya.inquiry.actions.lists import empty_list
from griya.inquiry.actions.threads import open_threads
from griya.inquiry.correspondence import Delivery
from griya.inquiry.letters import Asked
from griya.inquiry.models import Consent, Inquiry, InquiryLine, InquirySource
from griya.inquiry.notices import NEWS, Notice
from griya.inquiry.queries import find_sent
from griya.inquiry.queries.lists import names_once_public
from griya.inquiry.rules import Wanted, WantedLine, check_makers, check_wanted, content_digest, new_reference
from griya.inquiry.rules.files import KeptFile

# Two of 27 thousand million references meet once in a while; five times in a row means that something else is wrong.
_REFERENCE_TRIES: Final = 5
# Where nobody wrote a unit beside what was not found.
_ANY_UNIT: Final = "pcs"
_BY_HAND: Final = Manner()
_ONE_PRODUCT: Final = N_("Satu produk")


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


@state_change()
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
    language: str = SOURCE,
    news: bool = False,
    files: Sequence[KeptFile] = (),
    manner: Manner = _BY_HAND,
) -> Receipt:
    """Store an inquiry with all that follows from it: lines, consents, files, letters, event; and empty the list.

    Everything is in the caller's one transaction, so that who is told a reference can rely on it. `key` belongs to the
    rendered form: sent again with the same words it gives the same reference, whatever has changed in the catalogue.
    `last_token` is of the inquiry that this browser sent last: somebody who went back meets a fresh form, with the
    words put back by the browser and the list empty, and means the same inquiry.

    Raises:
        AlreadySent: when the form of this key was sent before with other words.
        TooMany: when this network sends more than it may.
        Unavailable: when some products cannot be asked about any more.
        Refused: when a rule says no.
    """
    content = content_digest(wanted)
    if earlier := _earlier(key, content, status_token) or _repeated(last_token, wanted):
        return earlier
    check_pace(manner=manner, at=now())
    asked = _asked(wanted)
    inquiry = _insert(key, content, status_token, wanted, source, language)
    if inquiry is None:
        if earlier := _earlier(key, content, status_token):
            return earlier
        raise RuntimeError("no free reference was found")
    free = [line for line in wanted.lines if line.label]
    _add_lines(inquiry, asked, free)
    _add_consents(inquiry, notice, news=news)
    add_attachments(inquiry=inquiry, files=files)
    verdict = weigh_inquiry(inquiry=inquiry, wanted=wanted, manner=manner)
    db.session.flush()
    threads = open_threads(inquiry=inquiry, delivery=delivery)
    empty_list(token=list_token, sent={each.product.product_id for each in asked}, free=free)
    # The audit record is never erased, so it holds counts and codes and nothing of the person.
    record_event(
        verb="inquiry.submit",
        object_type="inquiry",
        object_key=inquiry.reference,
        after={"lines": len(asked), "threads": len(threads), "source": source, "notice": notice.version}
        | ({"score": verdict.score} if verdict.is_held else {}),
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
    products = find_inquirable(wanted.slugs)
    gone = [slug for slug in wanted.slugs if slug not in products]
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
    return tuple(Asked(line, products[line.slug]) for line in wanted.lines if not line.label)


def _insert(key: str, content: str, status_token: str, wanted: Wanted, source: str, language: str) -> Inquiry | None:
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
            language=language,
            **asdict(wanted.terms) | {"certificates": list(wanted.terms.certificates)},
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


def _add_lines(inquiry: Inquiry, asked: Sequence[Asked], free: Sequence[WantedLine]) -> None:
    """Products first, each pinned to the revision that was seen, then what was not found."""
    inquiry.lines.extend(
        InquiryLine(
            position=position,
            producer_id=each.product.producer_id,
            product_id=each.product.product_id,
            revision_id=each.product.revision_id,
            label=_label(each.product),
            quantity=Decimal(each.line.quantity),
            unit=each.product.price.unit,
            questions=list(each.line.questions),
            note=each.line.note,
        )
        for position, each in enumerate(asked, start=1)
    )
    inquiry.lines.extend(
        InquiryLine(
            position=position,
            label=line.label,
            quantity=Decimal(line.quantity),
            unit=line.unit or _ANY_UNIT,
            questions=[],
            note=line.note,
        )
        for position, line in enumerate(free, start=len(asked) + 1)
    )


def _label(product: InquirableProduct) -> str:
    return f"{product.name} – {product.producer_name}"


def _add_consents(inquiry: Inquiry, notice: Notice, *, news: bool) -> None:
    """One row for each purpose that was agreed to."""
    purposes = [(notice.purpose, notice.wording_digest)] + ([(NEWS, notice.news_digest)] if news else [])
    inquiry.consents.extend(
        Consent(
            purpose=purpose,
            notice_version=notice.version,
            wording_digest=wording_digest,
            given_at=inquiry.received_at,
            channel=inquiry.source,
        )
        for purpose, wording_digest in purposes
    )
