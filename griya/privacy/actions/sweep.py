"""The sweep: whatever is past its term goes, and a row says how much of what."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, delete, text

from griya.accounts.models import AccountLink, AccountSession, Attempt
from griya.core.clock import now
from griya.core.db import db
from griya.core.outbox import file_of
from griya.core.unit_of_work import command
from griya.inquiry.models import Consent, InquiryList
from griya.inquiry.models.attachments import InquiryAttachment
from griya.inquiry.models.privacy import RetentionSweep
from griya.privacy.actions.erasure import erase_inquiries, erase_letters
from griya.privacy.queries import terms_now
from griya.privacy.queries.due import due, old_links
from griya.privacy.rules import Kind

# So many in one transaction, so that nobody waits long for the database.
AT_ONCE = 200
END_OF_TERM = "masa simpan"
_TABLES = (
    "inquiry", "inquiry_line", "inquiry_attachment", "inquiry_list_line", "outbox_message", "thread_message",
    "inquiry_note", "line_answer", "privacy_request", "event",
)  # fmt: skip
_Doing = Callable[[list[int], datetime, datetime], list[str]]


@dataclass(frozen=True, slots=True)
class Swept:
    """How much went, by kind."""

    counts: dict[str, int]

    @property
    def total(self) -> int:
        """All of it."""
        return sum(self.counts.values())


def sweep(*, letters_folder: Path, at: datetime | None = None) -> Swept:
    """Erase what is past its term, in several transactions, and write down how much."""
    moment = at or now()
    with command():
        terms = terms_now()
    counts = {
        str(kind): _sweep_kind(kind, moment - timedelta(days=term.days), moment, letters_folder)
        for kind, term in terms.items()
    }
    with command():
        db.session.add(RetentionSweep(at=moment, counts=counts))
    forget_the_pages()
    return Swept(counts)


def remove_files(*, folder: Path, message_ids: list[str]) -> None:
    """Delete the letters that lie as files."""
    for one in message_ids:
        file_of(folder, one).unlink(missing_ok=True)


def forget_the_pages() -> None:
    """See to it that what was deleted is not left in what the database has put aside.

    SQLite overwrites what it deletes (`secure_delete`), but a write-ahead log keeps older pages until it is emptied.
    PostgreSQL keeps old versions of rows until a vacuum.
    """
    engine = db.engine
    if not isinstance(engine, Engine):  # one connection that somebody else's transaction is open on
        return
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in _TABLES:
            connection.execute(text(f"VACUUM {table}"))


def _sweep_kind(kind: Kind, before: datetime, at: datetime, letters_folder: Path) -> int:
    count = 0
    while True:
        with command():
            ids = list(db.session.scalars(due(kind, before).limit(AT_ONCE)))
            message_ids = _DO[kind](ids, at, before)
        remove_files(folder=letters_folder, message_ids=message_ids)
        count += len(ids)
        if len(ids) < AT_ONCE:
            return count


def _inquiries(ids: list[int], at: datetime, _before: datetime) -> list[str]:
    return erase_inquiries(ids=ids, ground=END_OF_TERM, at=at)


def _letters(ids: list[int], at: datetime, _before: datetime) -> list[str]:
    return erase_letters(ids=ids, at=at)


def _deleting(model: type[InquiryList | InquiryAttachment | Attempt | Consent]) -> _Doing:
    def remove(ids: list[int], _at: datetime, _before: datetime) -> list[str]:
        db.session.execute(delete(model).where(model.id.in_(ids)).execution_options(synchronize_session=False))
        return []

    return remove


def _sessions(ids: list[int], _at: datetime, before: datetime) -> list[str]:
    links = old_links(before)
    for statement in (
        delete(AccountSession).where(AccountSession.id.in_(ids)),
        delete(AccountLink).where(AccountLink.id.in_(links)),
    ):
        db.session.execute(statement.execution_options(synchronize_session=False))
    return []


_DO: dict[Kind, _Doing] = {
    Kind.INQUIRY: _inquiries,
    Kind.SPAM: _inquiries,
    Kind.LIST: _deleting(InquiryList),
    Kind.ATTACHMENT: _deleting(InquiryAttachment),
    Kind.LETTER: _letters,
    Kind.ATTEMPT: _deleting(Attempt),
    Kind.SESSION: _sessions,
    Kind.CONSENT: _deleting(Consent),
}
