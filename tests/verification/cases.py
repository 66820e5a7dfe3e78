"""Credentials and people for the tests of following claims."""

from datetime import date
from itertools import count
from typing import Any

from sqlalchemy import select

from griya.accounts.models import Event
from griya.core.db import db
from griya.registry.actions import CredentialDraft, add_credential
from griya.registry.models import Credential, Producer
from griya.verification.actions import mark_checked, mark_seen
from tests.factories.registry import make_producer

TODAY = date(2026, 11, 26)
_numbers = count(1)


def pirt_number(end: int = 29) -> str:
    """A P-IRT number of Kalimantan Barat that nobody else has."""
    return f"20761{71:02}{next(_numbers):06}-{end:02}"


def make_credential(kind: str = "pirt", *, producer: Producer | None = None, **facts: Any) -> Credential:
    """A claim of a maker; further names are fields of `CredentialDraft`."""
    if kind == "pirt":
        facts.setdefault("number", pirt_number())
    producer = producer or make_producer()
    return add_credential(producer_id=producer.id, draft=CredentialDraft(kind=kind, **facts))


def see(credential: Credential, *, place: str = "kantor Dinas", actor_id: int | None = None) -> None:
    """The document was seen somewhere."""
    mark_seen(
        credential=credential,
        row_version=credential.row_version,
        place=place,
        may_open_documents=False,
        actor_id=actor_id,
    )


def check(credential: Credential, *, actor_id: int | None = None, **how: Any) -> None:
    """The issuer confirmed it."""
    how = {"checked_on": TODAY, "method": "situs", **how}
    mark_checked(credential=credential, row_version=credential.row_version, actor_id=actor_id, **how)


def verbs(credential: Credential) -> list[str]:
    """What the record tells of it, the oldest first."""
    return [
        event.verb.partition(".")[2]
        for event in db.session.scalars(
            select(Event)
            .where(Event.object_type == "credential", Event.object_key == credential.code)
            .order_by(Event.id)
        )
    ]
