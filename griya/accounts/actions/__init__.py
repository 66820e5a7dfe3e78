"""What changes accounts and sessions, and the one function that writes down who did what."""

from griya.accounts.actions.record import record_event, record_on
from griya.accounts.actions.sessions import resume_session, sign_in, sign_out
from griya.accounts.actions.staff import create_account, disable_account, reset_password
from griya.accounts.passwords import new_password

__all__ = [
    "create_account",
    "disable_account",
    "new_password",
    "record_event",
    "record_on",
    "reset_password",
    "resume_session",
    "sign_in",
    "sign_out",
]
