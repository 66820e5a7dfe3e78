"""Stopping a producer, listing it again, ending its stay: named commands with a reason, and letters to who waits."""

from dataclasses import dataclass

from griya.core import clock
from griya.core.errors import Overtaken, Refused
from griya.core.outbox import enqueue
from griya.dossier.actions import lock
from griya.dossier.queries.effects import OpenInquiry, list_open_inquiries
from griya.dossier.rules import STEPS, Step, step_faults
from griya.inquiry.maker_letters import BACK, STOPPED, letter_to_buyer
from griya.registry.actions import change_standing
from griya.registry.models import Standing

CHANGED_SINCE = "Data IKM ini berubah sesudah Anda membuka halaman ini. Periksa lagi, lalu ulangi bila masih perlu."


@dataclass(frozen=True, slots=True)
class Sender:
    """In whose name letters go out."""

    office_name: str
    office_email: str
    domain: str


@dataclass(frozen=True, slots=True)
class Done:
    """What followed from a step: to whom letters were written, and who has to be called."""

    told: tuple[OpenInquiry, ...]
    by_phone: tuple[OpenInquiry, ...]


def take_step(
    *,
    producer_id: int,
    row_version: int,
    step: Step,
    reason_code: str,
    reason: str,
    sender: Sender,
    actor_id: int | None = None,
) -> Done:
    """Change a standing and write to every buyer whose inquiry still waits, all in the caller's transaction.

    The reason goes to the record alone.

    Raises:
        Overtaken: when the producer changed since `row_version` was read.
        Refused: with every reason at once.
    """
    (producer,) = lock(producer_id)
    rule = STEPS[step]
    if faults := step_faults(step, producer.standing, reason_code=reason_code, reason=reason):
        raise Refused(faults)
    if producer.row_version != row_version:
        raise Overtaken(CHANGED_SINCE)
    # Who was stopped before has no buyer who thinks otherwise; closing for good is no news to them.
    is_news = Standing(producer.standing) is Standing.LISTED or step is Step.RESTORE
    waiting = list_open_inquiries(producer.id, clock.now()) if is_news else []
    told = tuple(one for one in waiting if one.email)
    change_standing(
        producer=producer,
        standing=rule.leads_to,
        reason=reason.strip(),
        reason_code=reason_code,
        letters=len(told),
        actor_id=actor_id,
    )
    for one in told:
        letter = letter_to_buyer(
            template=BACK if step is Step.RESTORE else STOPPED,
            reference=one.reference,
            email=one.email or "",
            producer_code=producer.code,
            producer_name=producer.name,
            row_version=producer.row_version,
            office_name=sender.office_name,
            office_email=sender.office_email,
        )
        enqueue(letter, sender_domain=sender.domain)
    return Done(told, tuple(one for one in waiting if not one.email))
