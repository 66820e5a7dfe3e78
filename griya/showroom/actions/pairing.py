"""Pairing: a panel asks and shows a code, somebody at the desk types it, and the panel is that screen from then on."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from griya.accounts.actions import record_on
from griya.core import clock
from griya.core.db import db
from griya.core.errors import Refused
from griya.core.state import state_change
from griya.showroom.models import Pairing, Screen
from griya.showroom.rules.pairing import CODE_LIFE, digest, new_code, new_secret, typed_code
from griya.showroom.rules.profile import PIXELS, RATIOS

UNKNOWN: Final = (
    "Kode ini tidak dikenal, sudah dipakai, atau sudah lewat 10 menit. Muat ulang layarnya untuk kode baru."
)
_KEPT: Final = timedelta(days=1)


def open_pairing(
    *,
    width_px: int | None = None,
    height_px: int | None = None,
    ratio_percent: int | None = None,
    at: datetime | None = None,
) -> tuple[Pairing, str]:
    """Let a panel wait for ten minutes; the second of the pair is its secret, which is stored nowhere.

    Sizes that no screen has are left out: they are a hint of the panel's browser, to be looked at by a person.
    """
    now = at or clock.now()
    db.session.execute(delete(Pairing).where(Pairing.expires_at < now - _KEPT))
    secret = new_secret()
    is_known = width_px in PIXELS and height_px in PIXELS and ratio_percent in RATIOS
    while True:
        pairing = Pairing(
            code=new_code(),
            secret_digest=digest(secret),
            created_at=now,
            expires_at=now + CODE_LIFE,
            width_px=width_px if is_known else None,
            height_px=height_px if is_known else None,
            ratio_percent=ratio_percent if is_known else None,
        )
        try:
            with db.session.begin_nested():
                db.session.add(pairing)
        except IntegrityError:
            continue  # One of six hundred million codes is taken; the next one is not.
        return pairing, secret


def find_panel(*, code: str, at: datetime) -> Pairing:
    """The panel that waits under this code.

    Raises:
        Refused: when none does, for whatever reason: the sentence does not say which.
    """
    pairing = db.session.scalar(
        select(Pairing)
        .where(Pairing.code == typed_code(code), Pairing.used_at.is_(None), Pairing.expires_at > at)
        .with_for_update()
    )
    if pairing is None:
        raise Refused(UNKNOWN)
    return pairing


@state_change()
def use_pairing(*, code: str, screen: Screen, actor_id: int | None = None, at: datetime | None = None) -> Pairing:
    """Make the panel that shows this code the screen; whatever was paired with it before is it no more.

    Raises:
        Refused: when no panel waits under this code, or the screen is retired.
    """
    now = at or clock.now()
    pairing = find_panel(code=code, at=now)
    if screen.retired_at is not None:
        raise Refused("Layar ini sudah tidak dipakai.")
    was_paired = screen.paired_at is not None
    pairing.screen_id, pairing.used_at = screen.id, now
    screen.secret_digest, screen.paired_at = pairing.secret_digest, now
    if not was_paired and pairing.width_px and pairing.height_px and pairing.ratio_percent:
        screen.width_px, screen.height_px = pairing.width_px, pairing.height_px
        screen.ratio_percent = pairing.ratio_percent
    screen.row_version += 1
    db.session.flush()
    record_on(
        row=screen, done="paired_again" if was_paired else "paired", actor_id=actor_id, after={"name": screen.name}
    )
    return pairing
