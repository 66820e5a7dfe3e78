"""Files of an inquiry, for the guarded pages that open them."""

from dataclasses import dataclass

from sqlalchemy import select

from griya.core.db import db
from griya.inquiry.models import Inquiry
from griya.inquiry.models.attachments import InquiryAttachment


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file: its code for an address, and what is needed to read it."""

    code: str
    name: str
    digest: str
    extension: str
    size: int


def list_attachments(reference: str) -> list[Attachment]:
    """The files of an inquiry in the order in which they came."""
    rows = db.session.execute(
        select(
            InquiryAttachment.code,
            InquiryAttachment.name,
            InquiryAttachment.digest,
            InquiryAttachment.extension,
            InquiryAttachment.size_bytes,
        )
        .join(Inquiry, Inquiry.id == InquiryAttachment.inquiry_id)
        .where(Inquiry.reference == reference)
        .order_by(InquiryAttachment.position)
    )
    return [Attachment(*row) for row in rows]


def find_attachment(reference: str, code: str) -> Attachment | None:
    """One file by its inquiry and its code; a code of another inquiry's file finds nothing."""
    return next((each for each in list_attachments(reference) if each.code == code), None)
