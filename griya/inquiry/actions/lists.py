"""Changes to the visitor's list before it is sent."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import selectinload

from griya.catalog.queries.inquirable import find_inquirable
from griya.core.clock import now
from griya.core.db import db
from griya.core.errors import Refused
from griya.core.tokens import digest, new_token
from griya.core.words import N_, Sentence
from griya.inquiry.models import InquiryList, InquiryListLine
from griya.inquiry.queries.lists import live_lists
from griya.inquiry.rules import LIST_LIFETIME, MAX_LINES, WantedLine, is_token


def put_line(*, token: str | None, slug: str, quantity: int, note: str = "", questions: Sequence[str] = ()) -> str:
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
            raise Refused(_full())
        position = max((line.position for line in found.lines), default=0) + 1
        line = InquiryListLine(product_id=product.product_id, position=position)
        found.lines.append(line)
    line.quantity, line.note, line.questions = quantity, note, list(questions)
    found.changed_at = moment
    db.session.flush()
    return token or ""


def put_free_lines(*, token: str | None, wanted: Sequence[WantedLine]) -> str:
    """Keep what was not found, in the visitor's words, instead of what the list said of it before. Returns the token.

    Raises:
        Refused: when the list is full.
    """
    moment = now()
    found = _find_list(token)
    if found is None:
        if not wanted:
            return token or ""
        token = new_token()
        found = _new_list(token, moment)
    kept = [line for line in found.lines if line.product_id is not None]
    if len(kept) + len(wanted) > MAX_LINES:
        raise Refused(_full())
    position = max((line.position for line in kept), default=0)
    found.lines = kept + [
        InquiryListLine(label=line.label, quantity=line.quantity, unit=line.unit, position=position + number)
        for number, line in enumerate(wanted, start=1)
    ]
    found.changed_at = moment
    db.session.flush()
    return token or ""


def remove_line(*, token: str | None, slug: str) -> None:
    """Take a product off the list, also one that is no longer public; nothing happens when it is not there."""
    found = _find_list(token, with_products=True)
    if found is None:
        return
    found.lines = [line for line in found.lines if line.product is None or line.product.slug != slug]
    found.changed_at = now()
    db.session.flush()


def _full() -> Sentence:
    return Sentence("Daftar sudah berisi %(most)d produk. Kirim dahulu, lalu mulai daftar baru.", most=MAX_LINES)


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


def empty_list(*, token: str | None, sent: set[int], free: Sequence[WantedLine] = ()) -> None:
    """Take what was sent, and what cannot be sent any more, off the list; a line added in another tab stays."""
    found = _find_list(token, with_products=True)
    if found is None:
        return
    available = find_inquirable([line.product.slug for line in found.lines if line.product])
    said = {line.label for line in free}
    found.lines = [
        line
        for line in found.lines
        if (line.product_id not in sent and line.product.slug in available if line.product else line.label not in said)
    ]
    db.session.flush()
