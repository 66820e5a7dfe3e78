"""Eight officers at once, on both databases, each with a connection of their own."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from griya.accounts.models import Event
from griya.core import clock
from griya.core.db import db, write_intent
from griya.core.private.kinds import Usable
from griya.registry.models import Credential, CredentialState
from griya.verification.actions import mark_checked, mark_seen, reject
from griya.verification.actions.claims import change_facts
from griya.verification.actions.documents import add_document
from griya.verification.actions.turns import take
from griya.verification.models import CredentialDocument, CredentialTurn
from griya.verification.queries.pages import claim_of, lock_credential
from griya.verification.rules.claim import Claim
from tests.conftest import DIALECTS
from tests.core.private.papers import PDF
from tests.factories.accounts import make_account
from tests.racing import at_once, shared_database
from tests.verification.cases import make_credential, pirt_number, see

OFFICERS = 8
ROUNDS = 5


@pytest.fixture(params=DIALECTS)
def app_(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The application on a database that several connections share."""
    with shared_database(request.param, tmp_path, threads=OFFICERS + 2) as app:
        yield app


def entered(app: Flask, *numbers: str | None, seen: bool = False) -> tuple[list[str], list[int]]:
    """Codes of claims with these numbers, and the accounts of eight officers."""
    with app.app_context(), write_intent():
        claims = [make_credential(number=number or pirt_number()) for number in numbers]
        if seen:
            for claim in claims:
                see(claim)
        officers = [make_account(role="officer").id for _ in range(OFFICERS)]
        codes = [claim.code for claim in claims]
        db.session.commit()
        db.session.remove()
    return codes, officers


def events(app: Flask, code: str) -> Counter[str]:
    with app.app_context():
        return Counter(db.session.scalars(sa.select(Event.verb).where(Event.object_key == code)))


def credential_of(code: str) -> Credential:
    found = lock_credential(code)
    assert found is not None
    return found


def test_eight_press_take_at_once_and_one_has_it(app_: Flask) -> None:
    for _ in range(ROUNDS):
        (code,), officers = entered(app_, None)
        found = at_once(app_, [partial(_take, code, officer) for officer in officers])
        assert found == {"done": 1, "overtaken": OFFICERS - 1}
        assert events(app_, code)["credential.taken"] == 1
        with app_.app_context():
            held = (
                sa.select(sa.func.count()).select_from(CredentialTurn).join(Credential).where(Credential.code == code)
            )
            assert db.session.scalar(held) == 1


def test_eight_decide_about_the_same_state_and_one_decision_stands(app_: Flask) -> None:
    """Half say that it was seen, half refuse it: whoever is second is told, and the record has one step."""
    for _ in range(ROUNDS):
        (code,), officers = entered(app_, None)
        deeds = [partial(_see if n % 2 else _reject, code, officer) for n, officer in enumerate(officers)]
        assert at_once(app_, deeds) == {"done": 1, "overtaken": OFFICERS - 1}
        steps = events(app_, code)
        assert steps["credential.seen"] + steps["credential.rejected"] == 1


def test_a_check_against_a_correction_leaves_no_badge_for_another_number(app_: Flask) -> None:
    for _ in range(ROUNDS):
        (code,), officers = entered(app_, None, seen=True)
        number = pirt_number()
        deeds = [partial(_check, code, officer) for officer in officers[:4]]
        deeds += [partial(_correct, code, officer, number) for officer in officers[4:]]
        assert at_once(app_, deeds) == {"done": 1, "overtaken": OFFICERS - 1}
        with app_.app_context():
            found = db.session.scalars(sa.select(Credential).where(Credential.code == code)).one()
            assert (found.state == CredentialState.CHECKED) is (found.number != number)


def test_one_number_of_eight_makers_is_checked_for_one(app_: Flask) -> None:
    codes, officers = entered(app_, *[pirt_number()] * OFFICERS, seen=True)
    deeds = [partial(_check, code, officer) for code, officer in zip(codes, officers, strict=True)]
    assert at_once(app_, deeds) == {"done": 1, "refused": OFFICERS - 1}
    with app_.app_context():
        checked = sa.select(sa.func.count()).where(Credential.state == CredentialState.CHECKED)
        assert db.session.scalar(checked) == 1


def test_the_same_file_handed_in_eight_times_at_once_is_one_document(app_: Flask, tmp_path: Path) -> None:
    (code,), officers = entered(app_, None)
    found = at_once(app_, [partial(_hand_in, code, officer, tmp_path) for officer in officers])
    assert found == {"done": OFFICERS}
    with app_.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(CredentialDocument)) == 1
    assert events(app_, code)["credential.document_added"] == 1


def _take(code: str, officer: int) -> None:
    take(credential=credential_of(code), actor_id=officer)


def _see(code: str, officer: int) -> None:
    mark_seen(credential=credential_of(code), row_version=1, place="kantor", may_open_documents=False, actor_id=officer)


def _reject(code: str, officer: int) -> None:
    reject(
        credential=credential_of(code),
        row_version=1,
        outcome=CredentialState.NOT_FOUND,
        reason="tidak ada",
        actor_id=officer,
    )


def _check(code: str, officer: int) -> None:
    mark_checked(
        credential=credential_of(code), row_version=2, checked_on=clock.today(), method="situs", actor_id=officer
    )


def _correct(code: str, officer: int, number: str) -> None:
    credential = credential_of(code)
    before = claim_of(credential)
    claim = Claim(kind=before.kind, number=number, issued_on=date(2026, 1, 1))
    change_facts(credential=credential, claim=claim, row_version=2, reason="salah", actor_id=officer, is_confirmed=True)


def _hand_in(code: str, officer: int, folder: Path) -> None:
    add_document(
        credential=credential_of(code),
        file=Usable(PDF, "pdf"),
        raw_name="izin.pdf",
        folder=folder / "private",
        actor_id=officer,
    )
