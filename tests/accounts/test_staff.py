"""What an administrator may do to other accounts, asked without any page in front (ASVS 8.3.1)."""

import threading
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from griya.accounts.actions import resume_session, sign_in
from griya.accounts.actions import staff as staff_actions
from griya.accounts.actions.staff import account_of, disable_account, invite, take_step
from griya.accounts.models import Account, AccountFactor, Event, Role
from griya.accounts.queries.staff import page_of_accounts
from griya.accounts.rules.staff import AccountState, Step
from griya.app import create_app
from griya.core import unit_of_work
from griya.core.clock import now
from griya.core.db import db
from griya.core.errors import Refused
from griya.core.outbox import OutboxMessage
from griya.core.state import unrecorded_state_change
from griya.upkeep import migrate
from tests.factories.accounts import PASSWORD, SITE, make_account

REASON = "pindah ke bidang lain"


def step(kind: Step, account: Account, actor: Account | None, reason: str | None = REASON, role: str = "") -> None:
    take_step(step=kind, account=account, actor_id=actor.id if actor else None, reason=reason, site=SITE, role=role)


def last_event(session: Session, verb: str) -> Event:
    return session.scalars(sa.select(Event).where(Event.verb == verb).order_by(Event.id.desc())).first()  # type: ignore[return-value]


@pytest.fixture
def boss(context: Session) -> Account:
    return make_account(role="administrator", name="Ibu Kepala")


def test_a_role_change_says_before_after_who_and_why_ends_the_sessions_and_tells_the_owner(
    context: Session, boss: Account
) -> None:
    account = make_account()
    token = sign_in(email=account.email, password=PASSWORD, network="-")
    step(Step.ROLE, account, boss, role="officer")
    event = last_event(context, "account.role_changed")
    assert (event.before, event.after) == ({"role": "curator"}, {"role": "officer", "sessions_ended": 1})
    assert (event.actor_id, event.reason, event.object_key) == (boss.id, REASON, str(account.id))
    assert resume_session(token=token) is None
    assert "dari Kurator menjadi Petugas" in context.scalars(sa.select(OutboxMessage)).one().body


@pytest.mark.parametrize("reason", [None, "", "  ", "ok", "x" * 301])
@pytest.mark.parametrize("kind", [Step.ROLE, Step.DISABLE, Step.LETTER, Step.END_SESSIONS])
def test_no_step_is_taken_without_a_reason(context: Session, boss: Account, kind: Step, reason: str | None) -> None:
    with pytest.raises(Refused, match="alasan"):
        step(kind, make_account(), boss, reason, role="officer")


@pytest.mark.parametrize("kind", list(Step))
@pytest.mark.parametrize("actor", ["curator", "officer", "closed administrator", "demoted administrator"])
def test_nobody_but_an_administrator_of_this_moment_takes_a_step(
    context: Session, boss: Account, kind: Step, actor: str
) -> None:
    person = make_account(role=actor.split()[-1])
    if actor.startswith("closed"):
        step(Step.DISABLE, person, boss)
    if actor.startswith("demoted"):
        step(Step.ROLE, person, boss, role="curator")
    with pytest.raises(Refused, match="Hanya administrator"):
        step(kind, make_account(factor=True), person, role="officer")
    with pytest.raises(Refused, match="Hanya administrator"):
        invite(email="x@contoh.test", name="X", role="administrator", actor_id=person.id, reason=REASON, site=SITE)


@pytest.mark.parametrize("kind", [Step.ROLE, Step.DISABLE, Step.DROP_FACTOR])
def test_nobody_takes_away_their_own_rights(context: Session, boss: Account, kind: Step) -> None:
    make_account(role="administrator")
    with pytest.raises(Refused, match="sendiri"):
        step(kind, boss, boss, role="curator")


@pytest.mark.parametrize("kind", [Step.ROLE, Step.DISABLE])
def test_the_last_administrator_stays_even_for_a_command(context: Session, boss: Account, kind: Step) -> None:
    invite(email="baru@contoh.test", name="Baru", role="administrator", actor_id=boss.id, reason=REASON, site=SITE)
    with pytest.raises(Refused, match="terakhir"):
        step(kind, boss, None, role="curator")
    with pytest.raises(Refused, match="terakhir"):
        disable_account(email=boss.email)
    make_account(role="administrator")
    step(kind, boss, None, role="curator")


@pytest.mark.parametrize("role", ["producer", "root", "", "Administrator"])
def test_a_role_that_nobody_can_be_given_is_refused(context: Session, boss: Account, role: str) -> None:
    with pytest.raises(Refused, match="Peran"):
        step(Step.ROLE, make_account(), boss, role=role)
    with pytest.raises(Refused, match="Peran"):
        invite(email="x@contoh.test", name="X", role=role, actor_id=boss.id, reason=REASON, site=SITE)


def test_a_producer_in_the_database_cannot_sign_in_yet(context: Session) -> None:
    account = make_account()
    with unrecorded_state_change("a test's own world"):
        context.execute(sa.update(Account).values(role="producer"))
    with pytest.raises(Refused):
        sign_in(email=account.email, password=PASSWORD, network="-")


def test_closing_and_opening_again_are_both_on_record(context: Session, boss: Account) -> None:
    account = make_account()
    step(Step.DISABLE, account, boss)
    with pytest.raises(Refused):
        sign_in(email=account.email, password=PASSWORD, network="-")
    with pytest.raises(Refused, match="sudah ditutup"):
        step(Step.DISABLE, account, boss)
    with pytest.raises(Refused, match="Buka lebih dulu"):
        step(Step.LETTER, account, boss)
    step(Step.ENABLE, account, boss)
    assert sign_in(email=account.email, password=PASSWORD, network="-")
    assert last_event(context, "account.enabled").after == {"is_disabled": False}


def test_a_lost_factor_is_dropped_by_another_administrator(context: Session, boss: Account) -> None:
    other = make_account(role="administrator")
    step(Step.DROP_FACTOR, other, boss)
    assert context.get(AccountFactor, other.id) is None
    assert last_event(context, "factor.dropped").reason == REASON
    with pytest.raises(Refused, match="tidak memakai"):
        step(Step.DROP_FACTOR, other, boss)


def test_an_administrator_ends_sessions_and_starts_a_reset_but_never_sees_a_password(
    context: Session, boss: Account
) -> None:
    account = make_account()
    token = sign_in(email=account.email, password=PASSWORD, network="-")
    step(Step.END_SESSIONS, account, boss)
    assert resume_session(token=token) is None
    step(Step.LETTER, account, boss)
    assert "/meja/sandi/" in context.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id.desc())).first().body  # type: ignore[union-attr]


def test_every_step_writes_exactly_one_event_and_nothing_else_changes_an_account(
    context: Session, boss: Account
) -> None:
    make_account(role="administrator")
    for kind in Step:
        account = make_account(factor=True)
        if kind is Step.ENABLE:
            step(Step.DISABLE, account, boss)
        before = context.scalar(sa.select(sa.func.count(Event.id))) or 0
        step(kind, account, boss, role="officer")
        assert context.scalar(sa.select(sa.func.count(Event.id))) == before + 1, kind
    assert set(staff_actions._STEPS) == set(Step)


def test_the_list_is_searched_by_words_role_and_state(context: Session, boss: Account) -> None:
    make_account("sari_100%@contoh.test", name="Sari Melati")
    closed = make_account("budi@contoh.test", name="Budi Santoso", role="officer")
    step(Step.DISABLE, closed, boss)
    invite(email="dewi@contoh.test", name="Dewi", role="officer", actor_id=boss.id, reason=REASON, site=SITE)

    def names(text: str = "", role: Role | None = None, state: AccountState | None = None) -> list[str]:
        return [row.name for row in page_of_accounts(text=text, role=role, state=state, page=1).items]

    assert names() == ["Budi Santoso", "Dewi", "Ibu Kepala", "Sari Melati"]
    assert names("melati SARI") == names("100%") == names("_100") == ["Sari Melati"]
    assert names("%") == ["Sari Melati"] and names("' OR 1=1") == []
    assert names(role=Role.OFFICER) == ["Budi Santoso", "Dewi"]
    rows = page_of_accounts(text="", role=None, state=None, page=1).items
    for state in AccountState:
        assert names(state=state) == [row.name for row in rows if row.state is state]
    assert names(state=AccountState.INVITED) == ["Dewi"]


def test_the_list_asks_the_same_for_one_account_and_for_fifty(context: Session) -> None:
    def statements() -> int:
        said: list[str] = []
        listen: Any = lambda *arguments: said.append(arguments[2])  # noqa: E731
        engine = context.connection().engine
        sa.event.listen(engine, "before_cursor_execute", listen)
        try:
            page_of_accounts(text="", role=None, state=None, page=1)
        finally:
            sa.event.remove(engine, "before_cursor_execute", listen)
        return len(said)

    make_account()
    one = statements()
    with unrecorded_state_change("a test's own world"):
        db.session.add_all(
            Account(email=f"{n}@contoh.test", name="N", role="curator", password_hash="x", created_at=now())
            for n in range(49)
        )
    assert statements() == one == 2


def test_two_administrators_who_demote_each_other_at_once_leave_one(tmp_path: Any, settings: Any) -> None:
    app: Flask = create_app(replace(settings, database_url=f"sqlite:///{tmp_path / 'griya.db'}", instance=tmp_path))
    with app.app_context():
        migrate(db.engine)
        with unit_of_work.command():
            emails = [make_account(role="administrator").email for _ in range(2)]
    start, refused = threading.Barrier(2), []

    def demote(by: str, whom: str) -> None:
        with app.app_context():
            start.wait()
            try:
                with unit_of_work.command():
                    take_step(
                        step=Step.ROLE, account=account_of(email=whom), actor_id=account_of(email=by).id,
                        reason=REASON, site=SITE, role="curator",
                    )  # fmt: skip
            except Refused:
                refused.append(by)
            db.session.remove()

    threads = [threading.Thread(target=demote, args=pair) for pair in (emails, emails[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        roles = sorted(db.session.scalars(sa.select(Account.role)))
        db.engine.dispose()
    assert roles == ["administrator", "curator"] and len(refused) == 1
