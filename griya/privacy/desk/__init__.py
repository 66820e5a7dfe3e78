"""The desk's pages about personal data. Nested under the guarded desk blueprint in `griya.app`."""

from datetime import datetime
from pathlib import Path

from flask import Blueprint, current_app

from griya.accounts.guard import current_account
from griya.config import Settings
from griya.core.clock import WIB

blueprint = Blueprint("privacy", __name__, url_prefix="/privasi")


def actor_id() -> int:
    """Whose request this is."""
    return current_account().account_id


def settings() -> Settings:
    """The settings of this application."""
    found: Settings = current_app.config["SETTINGS"]
    return found


def letters_folder() -> Path:
    """Where letters lie as files when there is no mail server."""
    return settings().instance / "outbox"


def wib(typed: datetime | None) -> datetime:
    """What somebody typed into a field for a moment, which knows no zone, is West Kalimantan's time."""
    if typed is None:
        raise ValueError("a field that must be filled in was not")
    return typed.replace(tzinfo=WIB)


from griya.privacy.desk import breaches, overview, requests, terms  # noqa: E402

__all__ = ["blueprint", "breaches", "overview", "requests", "terms"]
