"""Claim, document seen, checked at the issuer: each step by its command, with its guard, its reason and its event."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from griya.accounts.models import Event
from griya.core.db import db
from griya.core.errors import Overtaken, Refused
from griya.registry.models import Credential, CredentialState
from griya.verification.actions import mark_checked, mark_seen, reject, reopen, revoke
from griya.verification.actions.turns import release, take
from griya.verification.models import CredentialTurn
from griya.verification.rules import Step, step_faults, steps_from
from tests.factories.accounts import make_account
from tests.factories.registry import make_producer
from tests.verification.cases import TODAY, check, make_credential, pirt_number, see, verbs

S = CredentialState


@pytest.fixture(autouse=True)
def day(context: Any) -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 26, 3, tzinfo=UTC), tick=False):
        yield


def test_a_claim_is_seen_then_checked_and_the_record_tells_who_when_and_how() -> None:
    officer = make_account(role="officer", name="Rahmi Petugas")
    credential = make_credential()
    see(credential, actor_id=officer.id)
    assert (credential.state, credential.seen_on, credential.seen_where) == (S.SEEN, TODAY, "kantor Dinas")
    check(credential, actor_id=officer.id, checked_on=date(2026, 11, 25), method="qr")
    assert credential.state == S.CHECKED
    assert (credential.checked_on, credential.check_method) == (date(2026, 11, 25), "qr")
    assert credential.checked_by_id == officer.id
    assert verbs(credential) == ["added", "seen", "checked"]
    event = db.session.scalars(select(Event).where(Event.verb == "credential.checked")).one()
    assert event.actor_id == officer.id
    assert event.before == {"state": "seen"}
    assert event.after == {"state": "checked", "checked_on": "2026-11-25", "method": "qr"}


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("step", list(Step))
def test_each_step_leads_on_from_its_own_states_and_from_no_other(step: Step, state: S) -> None:
    allowed = {
        Step.SEE: {S.CLAIMED},
        Step.CHECK: {S.SEEN},
        Step.REJECT: {S.CLAIMED, S.SEEN},
        Step.REVOKE: {S.CHECKED},
        Step.REOPEN: {S.CHECKED, S.REVOKED, S.NOT_FOUND, S.NOT_APPLICABLE},
    }
    assert (step_faults(step, state) == []) is (state in allowed[step])
    assert (step in steps_from(state)) is (state in allowed[step])


def test_seen_needs_a_document_or_a_place_where_it_was_seen() -> None:
    credential = make_credential()
    with pytest.raises(Refused, match="di mana Anda melihatnya"):
        see(credential, place="  ")
    assert credential.state == S.CLAIMED
    assert verbs(credential) == ["added"]


def test_a_claim_cannot_be_checked_before_its_document_was_seen() -> None:
    credential = make_credential()
    with pytest.raises(Refused, match="Lihat dulu dokumennya"):
        check(credential)


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"checked_on": TODAY + timedelta(days=1)}, "sesudah hari ini"),
        ({"checked_on": date(2026, 1, 1)}, "lebih awal daripada tanggal terbitnya"),
        ({"method": "kira-kira"}, "Pilih bagaimana"),
        ({"method": ""}, "Pilih bagaimana"),
    ],
)
def test_a_check_says_a_day_that_can_be_and_a_way(how: dict[str, Any], sentence: str) -> None:
    credential = make_credential(issued_on=date(2026, 2, 1))
    see(credential)
    with pytest.raises(Refused, match=sentence):
        check(credential, **how)
    assert credential.state == S.SEEN


def test_today_is_the_day_in_west_kalimantan() -> None:
    """At 23.30 UTC of the 26th it is the 27th in Pontianak: a check of the 27th is not of tomorrow."""
    credential = make_credential()
    with time_machine.travel(datetime(2026, 11, 26, 23, 30, tzinfo=UTC), tick=False):
        see(credential)
        check(credential, checked_on=date(2026, 11, 27))
    assert credential.state == S.CHECKED


@pytest.mark.parametrize("method", ["situs", "qr", "surat", "berkas", "kunjungan"])
def test_every_way_to_check_can_be_kept(method: str) -> None:
    credential = make_credential()
    see(credential)
    check(credential, method=method)
    db.session.flush()
    assert credential.check_method == method


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (None, "Pilih status NIB"),
        ("99", "Pilih status NIB"),
        ("02", "Belum Aktif"),
        ("05", "Dibekukan"),
        ("06", "Dicabut"),
    ],
)
def test_a_nib_is_checked_with_what_oss_says_of_it_and_only_while_it_is_in_force(
    status: str | None, sentence: str
) -> None:
    nib = make_credential("nib", number="0220003690831")
    see(nib)
    with pytest.raises(Refused, match=sentence):
        check(nib, nib_status=status)
    check(nib, nib_status="01")
    assert nib.nib_status == "01"


def test_a_state_of_a_nib_is_kept_of_nothing_else() -> None:
    credential = make_credential()
    see(credential)
    check(credential, nib_status="01")
    assert credential.nib_status is None


def test_a_claim_without_a_number_or_with_one_that_cannot_be_is_not_followed() -> None:
    for facts, sentence in ({"number": None}, "belum bernomor"), ({"number": "9076171040052-27"}, "Angka pertama"):
        with pytest.raises(Refused, match=sentence):
            see(make_credential(**facts))


def test_an_award_needs_no_number() -> None:
    award = make_credential("ovop", ovop=(4, 5, 2015), number=None)
    see(award)
    check(award)
    assert award.state == S.CHECKED


def test_a_number_is_checked_for_one_maker_and_refused_for_the_next_who_is_named() -> None:
    number = pirt_number()
    first, second = make_credential(number=number), make_credential(number=number)
    for credential in (first, second):
        see(credential)
    check(first)
    with pytest.raises(Refused, match="sudah dinyatakan dicek untuk Dapur Uji"):
        check(second)
    revoke(credential=first, row_version=first.row_version, reason="milik yang lain", actor_id=None)
    check(second)
    assert (first.state, second.state) == (S.REVOKED, S.CHECKED)


def test_a_standard_is_checked_for_as_many_makers_as_hold_it() -> None:
    for _ in range(2):
        sni = make_credential("sni", number="SNI 3553:2015")
        see(sni)
        check(sni)


@pytest.mark.parametrize("outcome", [S.NOT_FOUND, S.NOT_APPLICABLE])
def test_a_claim_is_rejected_with_a_kind_and_a_reason(outcome: S) -> None:
    credential = make_credential()
    see(credential)
    with pytest.raises(Refused, match="alasannya"):
        reject(credential=credential, row_version=credential.row_version, outcome=outcome, reason=" ", actor_id=None)
    with pytest.raises(Refused, match="Pilih mengapa"):
        reject(credential=credential, row_version=credential.row_version, outcome=S.REVOKED, reason="x", actor_id=None)
    reject(credential=credential, row_version=credential.row_version, outcome=outcome, reason="tak ada", actor_id=None)
    assert credential.state == outcome
    assert verbs(credential) == ["added", "seen", "rejected"]


def test_a_revoked_one_is_opened_again_as_a_mere_claim_and_the_record_keeps_the_rest() -> None:
    credential = make_credential()
    see(credential)
    check(credential)
    for command, state in ((revoke, S.REVOKED), (reopen, S.CLAIMED)):
        with pytest.raises(Refused, match="alasannya"):
            command(credential=credential, row_version=credential.row_version, reason="", actor_id=None)
        command(credential=credential, row_version=credential.row_version, reason="salah baca", actor_id=None)
        assert credential.state == state
    left = (credential.seen_on, credential.seen_where, credential.checked_on, credential.check_method)
    assert left == (None, None, None, None)
    assert verbs(credential) == ["added", "seen", "checked", "revoked", "reopened"]


def test_who_decides_about_an_earlier_state_is_overtaken() -> None:
    credential = make_credential()
    version = credential.row_version
    see(credential)
    with pytest.raises(Overtaken, match="diubah orang lain"):
        mark_checked(credential=credential, row_version=version, checked_on=TODAY, method="situs", actor_id=None)
    with pytest.raises(Overtaken):
        mark_seen(credential=credential, row_version=version, place="di sini", may_open_documents=False, actor_id=None)


def test_a_reason_that_is_too_long_is_refused_with_a_sentence() -> None:
    credential = make_credential()
    version, reason = credential.row_version, "x" * 301
    with pytest.raises(Refused, match="300 huruf"):
        reject(credential=credential, row_version=version, outcome=S.NOT_FOUND, reason=reason, actor_id=None)


def test_one_officer_has_it_in_hand_and_others_take_it_over_only_knowingly() -> None:
    ani, budi = make_account(role="officer", name="Ani"), make_account(role="officer", name="Budi")
    credential = make_credential()
    take(credential=credential, actor_id=ani.id)
    take(credential=credential, actor_id=ani.id)
    with pytest.raises(Overtaken, match="diambil Ani"):
        take(credential=credential, actor_id=budi.id)
    with pytest.raises(Refused, match="dipegang Ani"):
        see(credential, actor_id=budi.id)
    with pytest.raises(Refused, match="tidak sedang Anda pegang"):
        release(credential=credential, actor_id=budi.id)
    take(credential=credential, actor_id=budi.id, seen_holder=ani.code)
    see(credential, actor_id=budi.id)
    release(credential=credential, actor_id=budi.id)
    assert verbs(credential) == ["added", "taken", "taken", "seen", "released"]
    check(credential, actor_id=ani.id)


def test_what_is_done_is_in_nobodys_hand_and_cannot_be_taken() -> None:
    ani = make_account(role="officer")
    credential = make_credential()
    take(credential=credential, actor_id=ani.id)
    see(credential, actor_id=ani.id)
    assert db.session.scalars(select(CredentialTurn)).all() != []
    check(credential, actor_id=ani.id)
    assert db.session.scalars(select(CredentialTurn)).all() == []
    with pytest.raises(Refused, match="sudah selesai"):
        take(credential=credential, actor_id=ani.id)


def test_a_step_by_hand_on_the_column_is_not_how_it_is_done() -> None:
    """A form names no state: `CredentialDraft.state` is for imports and samples, and pages never build one with it."""
    maker = make_producer()
    assert make_credential(producer=maker).state == S.CLAIMED
    assert db.session.scalars(select(Credential).where(Credential.state != S.CLAIMED)).all() == []
