"""Pages of the inquiry: the list, the form that sends it, what became of it, and a maker's answer."""

from typing import Final

from flask import Blueprint, current_app, session

from griya.config import Settings

blueprint = Blueprint("inquiry", __name__)

LIST_COOKIE: Final = "list"
SENT_COOKIE: Final = "sent"


def remembered(name: str) -> str | None:
    """The token that this browser remembers under a name."""
    token = session.get(name)
    return token if isinstance(token, str) else None


def keep_list(token: str) -> None:
    """The list lives as long as its row, not as long as the browser's window."""
    session[LIST_COOKIE] = token
    session.permanent = True


def settings() -> Settings:
    """The settings of this application."""
    found: Settings = current_app.config["SETTINGS"]
    return found


from griya.inquiry.views import answers, from_kiosk, lists, sending, status  # noqa: E402

__all__ = [
    "LIST_COOKIE",
    "SENT_COOKIE",
    "answers",
    "blueprint",
    "from_kiosk",
    "keep_list",
    "lists",
    "remembered",
    "sending",
    "settings",
    "status",
]
