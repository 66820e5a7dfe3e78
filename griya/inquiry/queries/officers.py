"""Reading who looks after a thread, and how that person is written to."""

from datetime import datetime

from sqlalchemy import select

from griya.accounts.models import Account, Role
from griya.core.clock import WIB
from griya.core.db import db
from griya.inquiry.models.threads import InquiryThread
from griya.inquiry.queries.calendars import load_duties
from griya.inquiry.rules.threads import stand_in, who_answers

AT_THE_DESK = (Role.OFFICER, Role.CURATOR, Role.ADMINISTRATOR)


def officer_of(thread: InquiryThread, kind: str, at: datetime) -> int | None:
    """The account that looks after a thread: whoever was named, or the table of territories; with their stand-in."""
    duties, leaves = load_duties()
    today = at.astimezone(WIB).date()
    if thread.assignee_id is not None:
        return stand_in(thread.assignee_id, leaves, today)
    return who_answers(thread.region_code, kind, duties, leaves, today)


def officer_address(thread: InquiryThread, kind: str, at: datetime) -> str | None:
    """Where that officer is written to; None where nobody is named or the account is closed."""
    account_id = officer_of(thread, kind, at)
    if account_id is None:
        return None
    return db.session.scalar(select(Account.email).where(Account.id == account_id, Account.disabled_at.is_(None)))


def list_officers() -> list[tuple[str, str]]:
    """Everybody who may look after threads: code and name."""
    rows = db.session.execute(
        select(Account.code, Account.name)
        .where(Account.disabled_at.is_(None), Account.role.in_(AT_THE_DESK))
        .order_by(Account.name, Account.id)
    )
    return [(row.code, row.name) for row in rows]
