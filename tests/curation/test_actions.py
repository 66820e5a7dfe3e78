"""The commands of curation on both databases: guards, events, letters, windows, conditions, appeals, rubrics."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from griya.accounts.models import Account, Event
from griya.catalog.actions import withdraw_product
from griya.catalog.models import Product
from griya.catalog.queries.distinctions import Distinction, holding
from griya.core import clock
from griya.core.clock import WIB
from griya.core.db import db
from griya.core.errors import Overtaken, Refused
from griya.core.outbox import OutboxMessage
from griya.curation.actions import load_rubric
from griya.curation.actions.appeals import OnBehalf, decide_appeal, file_appeal
from griya.curation.actions.reviews import open_round, put_forward, withdraw_review
from griya.curation.actions.rubrics import approve_rubric, copy_rubric, save_rubric
from griya.curation.actions.sheets import declare, release_seat, save_sheet
from griya.curation.actions.verdicts import Ruling, extend_condition, meet_condition, revoke_result
from griya.curation.models import (
    AppealOutcome,
    Conflict,
    CurationReview,
    CurationRubric,
    CurationSheet,
    CurationVerdict,
    Result,
)
from griya.curation.queries.figures import find_year, list_years
from griya.curation.queries.recognition import find_certificate, list_distinctions_of, list_lapsing, list_latest
from griya.curation.queries.reviews import list_happenings
from griya.curation.queries.rubrics import list_rubrics, rubric_in_force, try_rubric
from griya.curation.queries.tasks import TaskKind, list_tasks
from griya.curation.rules import Condition, ReviewState, Standing, midnight
from griya.curation.rules.first_rubric import FIRST
from griya.curation.rules.rubric import from_content
from tests.factories.accounts import make_account
from tests.factories.catalog import make_product
from tests.factories.curation import (
    IMPROVEMENT,
    POST,
    REASON,
    decide,
    fill_sheet,
    make_decided,
    make_review,
    score,
    whole,
)
from tests.factories.registry import make_producer
from tests.spoken import ADDRESS

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
Curators = tuple[Account, Account]


@pytest.fixture
def sari(context: Session) -> Account:
    """Who scores first."""
    return make_account(name="Sari")


@pytest.fixture
def budi(context: Session) -> Account:
    """Who scores second."""
    return make_account(name="Budi")


@pytest.fixture
def ani(context: Session) -> Account:
    """Who scores nothing."""
    return make_account(name="Ani")


@pytest.fixture
def product(context: Session) -> Product:
    """A public product whose maker has an e-mail address."""
    return make_product("Kain Lunggi", producer=make_producer("Rumah Tenun", email="tenun@contoh.test"))


def letters(template: str = "curation-result") -> list[OutboxMessage]:
    return list(
        db.session.scalars(
            sa.select(OutboxMessage).where(OutboxMessage.template == template).order_by(OutboxMessage.id)
        )
    )


def distinction_at(product: Product, at: datetime) -> Distinction | None:
    """What the page of a product says at a moment."""
    return holding(list_distinctions_of(product.id), at)


def refusal(deed: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        deed()
    return " ".join(caught.value.reasons)


def test_two_curators_score_and_the_maker_is_told_in_the_same_transaction(
    product: Product, sari: Account, budi: Account
) -> None:
    review = make_review(product, sari)
    score(review, sari, fill_sheet(3, review=review))
    assert whole(review).state is ReviewState.SCORING and whole(review).conclusion is None
    score(review, budi, fill_sheet(3, review=review))
    assert whole(review).state is ReviewState.DECIDING
    decide(review, budi)
    found = whole(review)
    assert found.state is ReviewState.DECIDED and found.newest and found.newest.result is Result.SELECTED
    assert (found.newest.computed, found.newest.score) == (Result.SELECTED, 10000)
    (letter,) = letters()
    assert letter.recipient == "tenun@contoh.test" and letter.cause == f"curation:{review.code}:1"
    assert REASON in letter.body and found.newest.certificate_code and found.newest.certificate_code in letter.body
    assert "banding" not in letter.body, "nobody appeals against being selected"
    assert [one.verb for one in list_happenings(found)] == [
        "verdict.putusan", "scored", "declared", "scored", "declared", "put_forward",
    ]  # fmt: skip


def test_the_letter_of_any_other_result_says_what_to_mend_and_how_to_appeal_until_when(
    product: Product, sari: Account, budi: Account
) -> None:
    at = datetime(2026, 11, 26, 10, tzinfo=WIB)
    review = make_decided(product, (sari, budi), step=1, at=at)
    (letter,) = letters()
    assert "TIDAK LOLOS" in letter.body and IMPROVEMENT in letter.body and "26 Desember 2026" in letter.body
    appeal = f"http://localhost/banding/{review.code}-1."
    assert appeal in letter.body
    # Codes and the signature of an address are chance: a "33" among them says nothing.
    told = ADDRESS.sub("", letter.body).replace(product.code, "")
    assert "33" not in told and appeal not in told, "the maker reads the reason, not the points"


def test_a_maker_without_an_address_gets_no_mail_and_nothing_breaks(
    sari: Account, budi: Account, context: Session
) -> None:
    make_decided(make_product("Tikar", producer=make_producer(email=None)), (sari, budi))
    assert letters() == []


def test_a_tie_keeps_a_curator_out_and_stays_on_record(product: Product, sari: Account, ani: Account) -> None:
    review = make_review(product, sari)
    assert "hubungan apa" in refusal(
        lambda: declare(review=review, conflict=Conflict.FAMILY, note=" ", actor_id=ani.id)
    )
    declare(review=review, conflict=Conflict.FAMILY, note="adik ipar", actor_id=ani.id)
    found = whole(review).sheet_of(ani.id)
    assert found and found.seat is None and found.conflict is Conflict.FAMILY
    sheet = fill_sheet(review=review)
    assert "Nyatakan dulu" in refusal(
        lambda: save_sheet(review=review, row_version=1, content=sheet, note="", is_final=True, actor_id=ani.id)
    )
    event = db.session.scalars(sa.select(Event).where(Event.verb == "curation.declared")).one()
    assert event.after == {"conflict": "keluarga", "seat": None} and event.reason == "adik ipar"
    for curator in (sari, make_account(name="Dedi")):
        score(review, curator)
    assert "orang lain yang memutus" in refusal(lambda: decide(review, ani))


def test_nobody_scores_before_declaring_and_no_third_takes_a_seat_that_is_not_asked_for(
    product: Product, sari: Account, budi: Account, ani: Account
) -> None:
    review = make_review(product, sari)
    sheet = fill_sheet(review=review)
    assert "Nyatakan dulu" in refusal(
        lambda: save_sheet(review=review, row_version=1, content=sheet, note="", is_final=False, actor_id=sari.id)
    )
    declare(review=review, conflict=Conflict.NONE, actor_id=sari.id)
    declare(review=review, conflict=Conflict.NONE, actor_id=budi.id)
    assert "sudah terisi" in refusal(lambda: declare(review=review, conflict=Conflict.NONE, actor_id=ani.id))


def test_sheets_far_apart_ask_for_a_third_whose_middle_decides(
    product: Product, sari: Account, budi: Account, ani: Account
) -> None:
    review = make_review(product, sari)
    score(review, sari, fill_sheet(3, review=review))
    score(review, budi, fill_sheet(1, review=review))
    found = whole(review)
    assert (found.state, found.needed, found.conclusion) == (ReviewState.THIRD, 3, None)
    assert "Belum semua" in refusal(lambda: decide(review, ani, Result.SELECTED))
    score(review, ani, fill_sheet(2, review=review))
    conclusion = whole(review).conclusion
    assert conclusion and conclusion.hundredths == 6667 and conclusion.result is Result.CONDITIONAL


def test_a_sheet_is_a_draft_until_it_is_handed_in_and_then_the_database_keeps_it(
    product: Product, sari: Account
) -> None:
    review = make_review(product, sari)
    row = declare(review=review, conflict=Conflict.NONE, actor_id=sari.id)
    half = replace(fill_sheet(review=review), gates={})
    save_sheet(review=review, row_version=1, content=half, note="", is_final=False, actor_id=sari.id)
    assert whole(review).submitted == ()
    full = fill_sheet(review=review)
    with pytest.raises(Overtaken):
        save_sheet(review=review, row_version=1, content=full, note="", is_final=False, actor_id=sari.id)
    assert "Jawab syarat" in refusal(
        lambda: save_sheet(review=review, row_version=2, content=half, note="", is_final=True, actor_id=sari.id)
    )
    save_sheet(review=review, row_version=2, content=full, note="", is_final=True, actor_id=sari.id)
    with pytest.raises(Overtaken):
        save_sheet(review=review, row_version=3, content=full, note="", is_final=False, actor_id=sari.id)
    with pytest.raises(sa.exc.DBAPIError, match="tr_curation_sheet_handed_in_no_update"), db.session.begin_nested():
        db.session.execute(sa.update(CurationSheet).where(CurationSheet.id == row.id).values(note="lain"))


def test_a_seat_that_is_given_back_is_anothers(product: Product, sari: Account, budi: Account, ani: Account) -> None:
    review = make_review(product, sari)
    for curator in (sari, budi):
        declare(review=review, conflict=Conflict.NONE, actor_id=curator.id)
    assert "Tulis alasan" in refusal(lambda: release_seat(review=review, reason="", actor_id=sari.id))
    release_seat(review=review, reason="cuti", actor_id=sari.id)
    assert declare(review=review, conflict=Conflict.NONE, actor_id=ani.id).seat == 1
    with pytest.raises(Refused):
        declare(review=review, conflict=Conflict.NONE, actor_id=sari.id)


def test_against_the_arithmetic_only_somebody_else_decides_and_says_why(
    product: Product, sari: Account, budi: Account, ani: Account
) -> None:
    review = make_review(product, sari)
    for curator in (sari, budi):
        score(review, curator, fill_sheet(1, mutu=2, review=review))
    why = "Pameran membuktikan minatnya besar sekali."
    assert "tidak ikut menilai" in refusal(lambda: decide(review, sari, Result.SELECTED, override_reason=why))
    assert "Tulis mengapa" in refusal(lambda: decide(review, ani, Result.SELECTED))
    assert "Nyatakan" in refusal(lambda: decide(review, ani, Result.SELECTED, override_reason=why, is_impartial=False))
    decide(review, ani, Result.SELECTED, override_reason=why)
    newest = whole(review).newest
    assert newest and (newest.result, newest.computed) == (Result.SELECTED, Result.COACHING)
    assert newest.override_reason == why and why not in letters()[0].body


def test_a_failed_gate_is_overridden_by_nobody(product: Product, sari: Account, budi: Account, ani: Account) -> None:
    review = make_review(product, sari)
    for curator in (sari, budi):
        score(review, curator, fill_sheet(3, review=review, failed=("nib",)))
    found = whole(review).conclusion
    assert found and found.result is Result.COACHING
    why = "Menurut saya tetap pantas sekali dipilih."
    assert "belum dapat terseleksi" in refusal(lambda: decide(review, ani, Result.SELECTED, override_reason=why))


def test_a_review_is_decided_once_and_a_stale_page_is_told(
    product: Product, sari: Account, budi: Account, ani: Account
) -> None:
    review = make_decided(product, (sari, budi))
    with pytest.raises(Overtaken):
        decide(review, ani)
    assert len(letters()) == 1


def test_a_product_is_under_review_once_and_only_while_it_is_public(
    product: Product, sari: Account, budi: Account
) -> None:
    make_review(product, sari)
    assert "sedang dinilai" in refusal(lambda: make_review(product, budi))
    gone = make_product("Ditarik", producer=make_producer("IKM Lain"))
    withdraw_product(product=gone, reason="rusak", actor_id=sari.id)
    assert "sedang tidak tayang" in refusal(lambda: make_review(gone, sari))
    assert "tidak dikenal" in refusal(lambda: put_forward(product_ids=[999999], actor_id=sari.id))
    assert "sekurang-kurangnya satu" in refusal(lambda: put_forward(product_ids=[], actor_id=sari.id))


def test_a_withdrawn_review_makes_room_for_a_new_one(product: Product, sari: Account) -> None:
    review = make_review(product, sari)
    assert "Tulis alasan" in refusal(lambda: withdraw_review(review=review, reason=" ", actor_id=sari.id))
    withdraw_review(review=review, reason="Produknya berganti", actor_id=sari.id)
    assert whole(review).state is ReviewState.WITHDRAWN
    with pytest.raises(Overtaken):
        withdraw_review(review=review, reason="lagi", actor_id=sari.id)
    make_review(product, sari)


def test_a_round_closes_with_the_end_of_its_day(product: Product, sari: Account) -> None:
    now = datetime(2026, 11, 26, 10, tzinfo=WIB)
    opened = open_round(name="Triwulan IV", closes_on=date(2026, 12, 1), actor_id=sari.id, at=now)
    assert opened.closes_at == datetime(2026, 12, 2, tzinfo=WIB)
    review = make_review(product, sari, at=opened.closes_at - SECOND, round_code=opened.code)
    assert review.due_at == opened.closes_at
    other = make_product("Lain", producer=make_producer("IKM Lain"))
    assert "sudah ditutup" in refusal(lambda: make_review(other, sari, at=opened.closes_at, round_code=opened.code))
    for closes_on in (date(2026, 11, 26), date(2027, 11, 26)):
        assert refusal(partial(open_round, name="Lama", closes_on=closes_on, actor_id=sari.id, at=now))


def test_a_result_is_seen_from_its_second_to_its_last_and_lapses_at_midnight(
    product: Product, sari: Account, budi: Account
) -> None:
    at = datetime(2026, 11, 26, 10, tzinfo=WIB)
    review = make_decided(product, (sari, budi), at=at)
    newest = whole(review).newest
    assert newest and newest.certificate_code
    end = datetime(2027, 11, 26, tzinfo=WIB)
    seen = {moment: distinction_at(product, moment) for moment in (at - SECOND, at, end - SECOND, end)}
    assert [one is not None for one in seen.values()] == [False, True, True, False]
    assert {one.year for one in seen.values() if one} == {2026}
    standings = [find_certificate(newest.certificate_code, moment) for moment in (at, end - SECOND, end)]
    assert [one.standing for one in standings if one] == [Standing.VALID, Standing.VALID, Standing.LAPSED]
    assert find_certificate("tidakada", at) is None and find_certificate("é" * 40, at) is None


def test_what_lapses_within_ninety_days_is_listed_until_it_does_and_not_once_renewed(
    product: Product, sari: Account, budi: Account
) -> None:
    at = datetime(2026, 11, 26, 10, tzinfo=WIB)
    make_decided(product, (sari, budi), at=at)
    end = datetime(2027, 11, 26, tzinfo=WIB)
    assert [len(list_lapsing(moment)) for moment in (end - 90 * DAY - SECOND, end - 90 * DAY, end - SECOND, end)] == [
        0, 1, 1, 0,
    ]  # fmt: skip
    make_decided(product, (sari, budi), at=end - 10 * DAY)
    assert list_lapsing(end - 5 * DAY) == []
    assert list_latest([product.id])[product.id].holds_at(end + DAY)


def test_a_renewal_that_fails_leaves_the_earlier_result_its_time(
    product: Product, sari: Account, budi: Account
) -> None:
    at = datetime(2026, 11, 26, 10, tzinfo=WIB)
    make_decided(product, (sari, budi), at=at)
    make_decided(product, (sari, budi), step=1, at=at + 100 * DAY)
    latest = list_latest([product.id])[product.id]
    assert latest.result is Result.SELECTED and distinction_at(product, at + 200 * DAY)


def conditional(product: Product, curators: Curators, at: datetime) -> CurationReview:
    review = make_review(product, curators[0], at=at)
    for curator in curators:
        score(review, curator, fill_sheet(2, review=review), at=at)
    due = at.astimezone(WIB).date() + 30 * DAY
    decide(review, curators[1], at=at, conditions=[Condition("Lengkapi label", due), Condition("Daftarkan merek", due)])
    return review


def test_the_last_condition_makes_the_result_a_full_one_from_that_moment(
    product: Product, sari: Account, budi: Account
) -> None:
    at = datetime(2026, 11, 26, 10, tzinfo=WIB)
    review = conditional(product, (sari, budi), at)
    assert distinction_at(product, at + DAY) is None and "paling lambat 26 Desember 2026" in letters()[0].body
    newest = whole(review).newest
    assert newest
    first, second = newest.conditions
    meet: dict[str, Any] = {"review": review, "post": POST, "actor_id": sari.id}
    assert "Tulis apa" in refusal(
        lambda: meet_condition(**meet, condition_id=first.condition_id, row_version=1, note="")
    )
    meet_condition(**meet, condition_id=first.condition_id, row_version=1, note="Foto label", at=at + DAY)
    with pytest.raises(Overtaken):
        meet_condition(**meet, condition_id=first.condition_id, row_version=1, note="lagi")
    assert len(whole(review).verdicts) == 1
    meet_condition(**meet, condition_id=second.condition_id, row_version=1, note="Bukti", at=at + 2 * DAY)
    lifted = whole(review).newest
    assert lifted and (lifted.result, lifted.valid_from) == (Result.SELECTED, at + 2 * DAY)
    assert lifted.valid_until == datetime(2027, 11, 28, tzinfo=WIB) and len(letters()) == 2


def test_more_time_for_a_condition_is_later_and_has_a_reason(product: Product, sari: Account, budi: Account) -> None:
    at = datetime(2026, 11, 26, 10, tzinfo=WIB)
    review = conditional(product, (sari, budi), at)
    newest = whole(review).newest
    assert newest
    condition = newest.conditions[0]
    ask: dict[str, Any] = {
        "review": review,
        "condition_id": condition.condition_id,
        "row_version": 1,
        "actor_id": sari.id,
        "at": at,
    }
    for due_on, reason in ((condition.due_on, "musim panen"), (condition.due_on + DAY, "")):
        assert refusal(partial(extend_condition, **ask, due_on=due_on, reason=reason))
    extend_condition(**ask, due_on=condition.due_on + DAY, reason="musim panen")
    with pytest.raises(Overtaken):
        extend_condition(**ask, due_on=condition.due_on + 2 * DAY, reason="lagi")


def test_a_result_that_is_taken_back_ends_at_once_and_can_be_appealed(
    product: Product, sari: Account, budi: Account, ani: Account
) -> None:
    review = make_decided(product, (sari, budi))
    certificate = whole(review).newest
    assert certificate and certificate.certificate_code
    revoke: dict[str, Any] = {"review": review, "improvement": IMPROVEMENT, "post": POST, "actor_id": ani.id}
    assert "Tulis alasan" in refusal(lambda: revoke_result(**revoke, reason="x"))
    revoke_result(**revoke, reason="Ternyata barang kemas ulang dari luar.")
    assert distinction_at(product, clock.now()) is None
    found = find_certificate(certificate.certificate_code, clock.now())
    assert found and found.standing is Standing.WITHDRAWN
    with pytest.raises(Overtaken):
        revoke_result(**revoke, reason="Ternyata barang kemas ulang dari luar.")
    newest = whole(review).newest
    assert newest and newest.appeal_until and "DICABUT" in letters()[-1].body


def test_an_appeal_through_an_officer_names_the_maker_and_the_proof(
    product: Product, sari: Account, budi: Account
) -> None:
    at = datetime(2026, 11, 26, 10, tzinfo=WIB)
    review = make_decided(product, (sari, budi), step=1, at=at)
    officer = make_account(role="officer", name="Oki")
    grounds = "Label kami sudah lengkap sejak bulan lalu."
    behalf = OnBehalf(officer.id, "Ibu Halimah", "pesan WhatsApp 8 Desember")
    ask: dict[str, Any] = {"review": review, "number": 1, "post": POST}
    assert "bukti" in refusal(lambda: file_appeal(**ask, grounds=grounds, on_behalf=replace(behalf, proof=" "), at=at))
    assert "Tulis mengapa" in refusal(lambda: file_appeal(**ask, grounds="tidak", on_behalf=behalf, at=at))
    until = datetime(2026, 12, 27, tzinfo=WIB)
    assert "sudah lewat" in refusal(lambda: file_appeal(**ask, grounds=grounds, on_behalf=behalf, at=until))
    file_appeal(**ask, grounds=grounds, on_behalf=behalf, at=until - SECOND)
    event = db.session.scalars(sa.select(Event).where(Event.verb == "curation.appealed")).one()
    assert (event.actor_id, event.acting_for, event.reason) == (officer.id, "Ibu Halimah", grounds)
    assert "sudah masuk" in refusal(lambda: file_appeal(**ask, grounds=grounds, at=at))
    assert len(letters("curation-appeal-filed")) == 1


def appealed(product: Product, curators: Curators) -> CurationReview:
    review = make_decided(product, curators, step=1)
    file_appeal(review=review, number=1, grounds="Label kami sudah lengkap sejak bulan lalu.", post=POST)
    return review


def test_an_appeal_is_decided_by_a_curator_who_had_no_part(
    product: Product, sari: Account, budi: Account, ani: Account
) -> None:
    review = appealed(product, (sari, budi))
    ruling = Ruling(Result.SELECTED, "Labelnya memang lengkap; penilaian lama keliru.")
    ask: dict[str, Any] = {"review": review, "outcome": AppealOutcome.GRANTED, "post": POST}
    for who, tie in ((sari, Conflict.NONE), (budi, Conflict.NONE), (ani, Conflict.BUSINESS)):
        assert refusal(partial(decide_appeal, **ask, conflict=tie, ruling=ruling, actor_id=who.id))
    same = replace(ruling, result=Result.NOT_PASSED, improvement=IMPROVEMENT)
    assert "hasil lain" in refusal(lambda: decide_appeal(**ask, conflict=Conflict.NONE, ruling=same, actor_id=ani.id))
    decide_appeal(**ask, conflict=Conflict.NONE, ruling=ruling, actor_id=ani.id)
    found = whole(review)
    assert [one.result for one in found.verdicts] == [Result.NOT_PASSED, Result.SELECTED]
    assert found.verdicts[0].appeal and found.verdicts[0].appeal.outcome == "dikabulkan"
    assert distinction_at(product, clock.now()) and "dikabulkan" in letters()[-1].body
    with pytest.raises(Overtaken):
        decide_appeal(**ask, conflict=Conflict.NONE, ruling=ruling, actor_id=ani.id)


def test_a_rejected_appeal_leaves_the_verdict_and_tells_why(
    product: Product, sari: Account, budi: Account, ani: Account
) -> None:
    review = appealed(product, (sari, budi))
    decide_appeal(
        review=review,
        conflict=Conflict.NONE,
        outcome=AppealOutcome.REJECTED,
        ruling=Ruling(Result.SELECTED, "Label yang dikirim masih yang lama."),
        post=POST,
        actor_id=ani.id,
    )
    assert len(whole(review).verdicts) == 1
    (letter,) = letters("curation-appeal-rejected")
    assert "Label yang dikirim masih yang lama." in letter.body and "TIDAK LOLOS" in letter.body


def test_verdicts_are_only_ever_added(product: Product, sari: Account, budi: Account) -> None:
    make_decided(product, (sari, budi))
    with pytest.raises(sa.exc.DBAPIError, match="tr_curation_verdict_given_no_update"), db.session.begin_nested():
        db.session.execute(sa.update(CurationVerdict).values(reason="lain"))


def test_what_waits_for_whom_is_what_each_of_them_can_do(
    product: Product, sari: Account, budi: Account, ani: Account
) -> None:
    def kinds(account: Account) -> list[TaskKind]:
        db.session.expire_all()
        return [one.kind for one in list_tasks(account.id)]

    review = make_review(product, sari)
    assert kinds(sari) == kinds(ani) == [TaskKind.TAKE] and list_tasks(ani.id, is_curator=False) == []
    declare(review=review, conflict=Conflict.NONE, actor_id=sari.id)
    declare(review=review, conflict=Conflict.FAMILY, note="adik", actor_id=ani.id)
    assert (kinds(sari), kinds(ani), kinds(budi)) == ([TaskKind.SCORE], [], [TaskKind.TAKE])
    save_sheet(
        review=review, row_version=1, content=fill_sheet(2, review=review), note="", is_final=True, actor_id=sari.id
    )
    assert kinds(sari) == []
    score(review, budi)
    assert (kinds(sari), kinds(budi), kinds(ani)) == ([TaskKind.DECIDE], [TaskKind.DECIDE], [])
    decide(review, budi, conditions=[Condition("Lengkapi label", clock.today() + DAY)])
    (task,) = list_tasks(sari.id)
    assert task.kind is TaskKind.CONDITION and task.due_at == midnight(clock.today() + 2 * DAY)
    file_appeal(review=review, number=1, grounds="Label kami sudah lengkap sejak lama.", post=POST)
    dedi = make_account(name="Dedi")
    assert (kinds(sari), kinds(ani)) == ([TaskKind.CONDITION], [TaskKind.CONDITION])
    assert sorted(kinds(dedi)) == [TaskKind.APPEAL, TaskKind.CONDITION]


@pytest.fixture
def rubric(context: Session) -> CurationRubric:
    """The first rubric."""
    load_rubric()
    load_rubric()  # a second start changes nothing
    return db.session.scalars(sa.select(CurationRubric)).one()


def test_an_approved_rubric_is_frozen_by_the_database(rubric: CurationRubric) -> None:
    for statement in (sa.update(CurationRubric).values(note="lain"), sa.delete(CurationRubric)):
        with pytest.raises(sa.exc.DBAPIError, match="tr_curation_rubric_approved_no_"), db.session.begin_nested():
            db.session.execute(statement)


def test_a_rubric_is_changed_by_copy_and_approved_by_somebody_who_wrote_none_of_it(
    rubric: CurationRubric, sari: Account, budi: Account, ani: Account
) -> None:
    draft = copy_rubric(rubric=rubric, actor_id=sari.id)
    heavier = replace(FIRST, criteria=(replace(FIRST.criteria[0], weight=30), *FIRST.criteria[1:]))
    save: dict[str, Any] = {"rubric": draft, "content": heavier, "note": "Mutu lebih berat."}
    save_rubric(**save, row_version=1, actor_id=budi.id)
    with pytest.raises(Overtaken):
        save_rubric(**save, row_version=1, actor_id=sari.id)
    assert "menurun" in refusal(
        lambda: save_rubric(
            rubric=draft,
            row_version=2,
            content=replace(heavier, thresholds=replace(FIRST.thresholds, selected=10)),
            note="",
            actor_id=sari.id,
        )
    )
    tomorrow = clock.today() + DAY
    for author in (sari, budi):
        assert "tidak ikut menyusunnya" in refusal(
            partial(approve_rubric, rubric=draft, row_version=2, valid_on=tomorrow, actor_id=author.id)
        )
    assert "mulai besok" in refusal(
        lambda: approve_rubric(rubric=draft, row_version=2, valid_on=clock.today(), actor_id=ani.id)
    )
    approve_rubric(rubric=draft, row_version=2, valid_on=tomorrow, actor_id=ani.id)
    start = midnight(tomorrow)
    in_force = [rubric_in_force(moment) for moment in (start - SECOND, start)]
    assert [one.number for one in in_force if one] == [1, 2]
    older = list_rubrics()[1]
    assert (older.number, older.until) == (1, start)
    other = copy_rubric(rubric=draft, actor_id=sari.id)
    save_rubric(rubric=other, row_version=1, content=heavier, note="Sama.", actor_id=sari.id)
    assert "Sudah ada rubrik" in refusal(
        lambda: approve_rubric(rubric=other, row_version=2, valid_on=tomorrow, actor_id=ani.id)
    )
    with pytest.raises(Overtaken):
        save_rubric(rubric=draft, row_version=2, content=FIRST, note="x", actor_id=sari.id)


def test_a_review_keeps_the_rubric_it_began_with(
    rubric: CurationRubric, product: Product, sari: Account, ani: Account
) -> None:
    review = make_review(product, sari)
    draft = copy_rubric(rubric=rubric, actor_id=sari.id)
    save_rubric(rubric=draft, row_version=1, content=from_content(draft.content), note="Baru.", actor_id=sari.id)
    approve_rubric(rubric=draft, row_version=2, valid_on=clock.today() + DAY, actor_id=ani.id)
    assert whole(review).rubric_number == 1


def test_a_rubric_is_tried_on_what_was_scored_before(
    rubric: CurationRubric, product: Product, sari: Account, budi: Account
) -> None:
    make_decided(product, (sari, budi), step=2, conditions=[Condition("Lengkapi label", clock.today() + DAY)])
    lower = replace(FIRST, thresholds=replace(FIRST.thresholds, selected=66))
    trial = try_rubric(lower)
    (changed,) = trial.changed
    assert (changed.before, changed.after) == (Result.CONDITIONAL, Result.SELECTED)
    assert trial.count(Result.SELECTED, is_after=True) == 1 and try_rubric(FIRST).changed == []
    new = replace(FIRST.criteria[0], code="hijau", label="Hijau")
    asked = try_rubric(replace(FIRST, criteria=(*FIRST.criteria, new)))
    assert (asked.unknown, list(asked.tried)) == (1, [])


def test_a_years_figures_count_by_west_kalimantan_and_hold_small_cells_back(
    sari: Account, budi: Account, context: Session
) -> None:
    end = datetime(2026, 12, 31, 23, 59, 59, tzinfo=WIB)
    products = [make_product(f"Produk {n}", producer=make_producer(f"IKM {n}")) for n in range(5)]
    for product in products[:3]:
        make_decided(product, (sari, budi), at=end)
    make_decided(products[3], (sari, budi), at=end + SECOND)
    later = end + timedelta(days=40)
    one, two = find_year(2026, later), find_year(2027, later)
    assert list_years(later) == [2027, 2026]
    assert (one.put_forward, one.decided, one.selected, one.median_days) == (3, 3, 3, 0)
    assert one.results == {Result.SELECTED: 3} and (one.appeals, one.granted) == (0, 0)
    assert (two.put_forward, two.decided, two.results, two.median_days) == (1, 1, None, None)
    (sambas,) = [region for region in one.regions if region.code == "61.01"]
    assert (sambas.put_forward, sambas.selected) == (3, 3)
    (few,) = [region for region in two.regions if region.code == "61.01"]
    assert (few.put_forward, few.selected) == (None, 1)
