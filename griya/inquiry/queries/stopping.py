"""The same decision as `rules.stopping.stop_of`, for the database: which inquiries may still be worked on."""

from sqlalchemy import ColumnElement, and_

from griya.inquiry.models import Inquiry


def goes_on() -> ColumnElement[bool]:
    """Whether nobody took the inquiry back, restricted the use of its data, or had them erased."""
    return and_(Inquiry.withdrawn_at.is_(None), Inquiry.restricted_at.is_(None), Inquiry.erased_at.is_(None))
