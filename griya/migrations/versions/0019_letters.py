"""Letters whose words were erased, tries that were the server's fault, and events whose words may be erased once."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0019_letters"
down_revision: str | None = "0018_threads"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_WAITING = sa.text("sent_at IS NULL AND given_up_at IS NULL AND bounced_at IS NULL")
# What an erasure may empty, and what it must leave as it is.
_ERASED = ("reason", "before", "after")
_KEPT = ("id", "at", "actor_id", "acting_for", "verb", "object_type", "object_key", "reason_code", "request_id")


def upgrade() -> None:
    # In place: on SQLite nothing is rebuilt, so no trigger is lost.
    op.add_column("outbox_message", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("outbox_message", sa.Column("refusals", sa.Integer(), server_default="0", nullable=False))
    op.execute("UPDATE outbox_message SET refusals = tries")
    op.drop_index(op.f("ix_outbox_message_next_try_at"), table_name="outbox_message")
    for name, columns in (("due", ["next_try_at", "id"]), ("waiting", ["created_at"])):
        op.create_index(
            op.f(f"ix_outbox_message_{name}"), "outbox_message", columns,
            sqlite_where=_WAITING, postgresql_where=_WAITING,
        )
    op.add_column("event", sa.Column("erased_digest", sa.String(length=64), nullable=True))
    _guard_events(_may_be_erased())


def downgrade() -> None:
    _guard_events(None)
    op.drop_column("event", "erased_digest")
    for name in ("due", "waiting"):
        op.drop_index(op.f(f"ix_outbox_message_{name}"), table_name="outbox_message")
    for name in ("refusals", "erased_at"):
        op.drop_column("outbox_message", name)
    op.create_index(op.f("ix_outbox_message_next_try_at"), "outbox_message", ["next_try_at"])


def _is_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def _may_be_erased() -> str:
    """The one change of an event that is let through: once, its words go and the digest of the whole stays.

    Its number, moment, actor, verb and object stay as they are; a word may go, but none may take another's place.
    """
    same = "{0} IS {1}" if _is_sqlite() else "{0}::text IS NOT DISTINCT FROM {1}::text"
    parts = ["OLD.erased_digest IS NULL", "length(NEW.erased_digest) = 64"]
    parts += [same.format(f"NEW.{name}", f"OLD.{name}") for name in _KEPT]
    for new, old in ((f'NEW."{name}"', f'OLD."{name}"') for name in _ERASED):
        parts.append(f"({new} IS NULL OR {same.format(new, old)})")
    return f"coalesce({' AND '.join(parts)}, false)"


def _guard_events(allowed: str | None) -> None:
    """The trigger that refuses every change of an event, or every one but this."""
    name, when = "tr_event_no_update", f"WHEN NOT ({allowed}) " if allowed else ""
    if _is_sqlite():
        op.execute(f"DROP TRIGGER {name}")
        op.execute(f"CREATE TRIGGER {name} BEFORE UPDATE ON event {when}BEGIN SELECT RAISE(ABORT, '{name}'); END")
        return
    op.execute(f"DROP TRIGGER {name} ON event")
    when = f"WHEN (NOT ({allowed})) " if allowed else ""
    op.execute(f"CREATE TRIGGER {name} BEFORE UPDATE ON event FOR EACH ROW {when}EXECUTE FUNCTION griya_refuse()")
