"""Erasing a person: their marker is nowhere in the whole database, what is counted stays, and the seals still fit."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from griya.accounts.actions import record_event
from griya.accounts.actions.sealing import seal_events
from griya.accounts.models import AccountSession, Event
from griya.accounts.queries.seals import list_broken_seals, seal_state
from griya.core.clock import now
from griya.core.db import Base, db
from griya.core.errors import Overtaken, Refused
from griya.core.outbox import FolderTransport, OutboxMessage, health, send_due
from griya.inquiry.models import Consent, Inquiry, InquiryLine, InquiryList
from griya.inquiry.models.attachments import InquiryAttachment
from griya.inquiry.models.office import ExportLog
from griya.inquiry.models.privacy import PrivacyRequest, RetentionSweep
from griya.inquiry.models.threads import (
    InquiryNote,
    InquiryThread,
    LineAnswer,
    MergeSuggestion,
    ThreadEvent,
    ThreadFollowUp,
    ThreadMessage,
)
from griya.privacy.actions.requests import answer_request, erase_person, set_term, take_request
from griya.privacy.actions.sweep import sweep
from griya.privacy.queries import terms_now
from griya.privacy.queries.due import count_due
from griya.privacy.queries.person import everything_about, person_called, readable
from griya.privacy.rules import TERMS, Kind
from tests.factories.accounts import make_account
from tests.factories.catalog import make_product
from tests.factories.inquiry import make_inquiry
from tests.factories.state import set_state

MARK = "Zxqvwj"
EMAIL, PHONE = f"{MARK.lower()}@contoh.test", "+6281298765123"
OTHER = "orang.lain@contoh.test"
# What must be nowhere afterwards, in whatever letters.
MARKS = (MARK.lower(), PHONE.removeprefix("+"))
# Where the made-up person stands at first: the test must see what it looks for, or it proves nothing.
WHERE = {
    "inquiry", "inquiry_line", "inquiry_thread", "thread_message", "thread_follow_up", "inquiry_note", "line_answer",
    "inquiry_attachment", "outbox_message", "privacy_request", "export_log", "event",
}  # fmt: skip
YEARS = timedelta(days=731)


def make_person(email: str = EMAIL, phone: str | None = PHONE, mark: str = MARK) -> Inquiry:
    """Somebody whose name, contact and words stand everywhere where they can stand."""
    account = make_account(role="officer")
    receipt = make_inquiry(
        make_product(), name=f"Ibu {mark}", email=email, phone=phone, message=f"Saya {mark}", place=f"Jalan {mark}"
    )
    inquiry = db.session.scalars(sa.select(Inquiry).where(Inquiry.reference == receipt.reference)).one()
    inquiry.organisation = inquiry.delivery_place = inquiry.monthly_volume = mark
    inquiry.words_digest = inquiry.network_digest = "a" * 64
    line = db.session.scalars(sa.select(InquiryLine).where(InquiryLine.inquiry_id == inquiry.id)).one()
    line.note = mark
    thread = db.session.scalars(sa.select(InquiryThread).where(InquiryThread.inquiry_id == inquiry.id)).first()
    if thread is None:
        thread = InquiryThread(
            inquiry_id=inquiry.id, number=1, addressee="pembuat", maker_name="Dapur", opened_at=inquiry.received_at
        )
        db.session.add(thread)
        db.session.flush()
    moment = inquiry.received_at
    said = {"at": moment, "side": "pembeli", "channel": "web"}
    set_state(thread, state="selesai", closed_at=moment, outcome="berhasil", outcome_value_idr=500_000)
    thread.outcome_reason = mark
    db.session.add_all(
        [
            InquiryLine(inquiry_id=inquiry.id, position=9, label=f"Kue {mark}", quantity=1, unit="buah"),
            ThreadMessage(thread_id=thread.id, body=f"Ini {mark}", **said),
            InquiryNote(inquiry_id=inquiry.id, at=moment, account_id=account.id, body=f"Telepon {mark}"),
            ThreadEvent(thread_id=thread.id, at=moment, kind="selesai", side="petugas", state_after="selesai"),
            LineAnswer(
                line_id=line.id, number=1, kind="bisa", note=mark, facts={"catatan": mark}, answered_at=moment,
                side="petugas", acting_for=mark, proof=mark,
            ),
            ThreadFollowUp(thread_id=thread.id, side="pembeli", asked_at=moment, note=mark),
            InquiryAttachment(
                inquiry_id=inquiry.id, position=1, digest="b" * 64, extension="pdf", size_bytes=9,
                name=f"{mark}.pdf", added_at=moment,
            ),
            PrivacyRequest(
                kind="akses", inquiry_id=inquiry.id, email=email, channel="petugas", note=mark, proof=mark,
                asked_at=moment, due_at=moment,
            ),
            ExportLog(
                at=moment, account_id=account.id, list_name="permintaan", file_format="csv", purpose="Rapat",
                filters={"q": email}, row_count=1,
            ),
        ]
    )  # fmt: skip
    for kind, key in (("inquiry", inquiry.reference), ("inquiry_thread", thread.code)):
        record_event(verb=f"{kind}.uji", object_type=kind, object_key=key, reason=f"Kata {mark}", after={"state": "x"})
    record_event(verb="record.exported", object_type="record", object_key="record", after={"q": email})
    letter = db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.recipient == email)).one()
    letter.last_error, letter.handled_note = f"550 {email}", mark
    db.session.flush()
    return inquiry


def dump() -> str:
    """Every value of every table, as text."""
    rows = []
    for table in Base.metadata.sorted_tables:
        for row in db.session.execute(sa.select(table)):
            rows.append(f"{table.name}: {' | '.join(str(value) for value in row)}")
    return "\n".join(rows)


def remains() -> list[str]:
    return [line for line in dump().splitlines() if any(mark in line.casefold() for mark in MARKS)]


def where_marked() -> set[str]:
    return {line.partition(":")[0] for line in remains()}


def test_a_swept_person_is_nowhere_in_the_database_and_the_counts_stay(context: Session, tmp_path: Path) -> None:
    with time_machine.travel(now() - YEARS, tick=False):
        inquiry = make_person()
        context.commit()
        send_due(FolderTransport(tmp_path), sender="griya@contoh.test", sender_name="Griya")
    make_inquiry(make_product(), email=OTHER, name="Orang Lain")
    seal_events()
    context.commit()
    assert where_marked() >= WHERE
    assert any(MARK in file.read_text() for file in tmp_path.iterdir())
    before = {table: count(table) for table in ("inquiry", "inquiry_line", "thread_event", "consent", "outbox_message")}
    sealed = seal_state()[1]

    swept = sweep(letters_folder=tmp_path)

    context.expire_all()
    assert remains() == []
    assert not any(mark in file.read_text().casefold() for mark in MARKS for file in tmp_path.iterdir())
    assert swept.counts["permintaan"] == 1
    assert {table: count(table) for table in before} == before
    erased = context.get(Inquiry, inquiry.id)
    assert erased is not None and erased.erased_at and erased.kind == "eceran"
    thread = context.scalars(sa.select(InquiryThread).where(InquiryThread.inquiry_id == inquiry.id)).first()
    assert thread is not None and (thread.outcome, thread.outcome_value_idr) == ("berhasil", 500_000)
    assert list(list_broken_seals()) == [] and seal_state()[1] == sealed
    assert OTHER in dump(), "who is not past the term keeps everything"
    assert context.scalars(sa.select(RetentionSweep)).one().counts["permintaan"] == 1
    assert sweep(letters_folder=tmp_path).counts["permintaan"] == 0


def count(table: str) -> int:
    return int(db.session.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608


def test_a_letter_that_waits_is_not_sent_to_who_was_erased(context: Session, tmp_path: Path) -> None:
    make_person()
    context.commit()
    number, _ = erase_person(person=person_called(PHONE), actor_id=None)
    context.commit()
    assert number == 1 and remains() == []
    assert health().waiting == 0
    assert send_due(FolderTransport(tmp_path), sender="griya@contoh.test", sender_name="Griya") == (0, 0)


def test_a_town_of_the_register_stays_and_a_street_goes(context: Session) -> None:
    product = make_product()
    region = context.execute(sa.text("SELECT name FROM region WHERE level IN ('regency', 'city') LIMIT 1")).scalar_one()
    receipts = [make_inquiry(product, place=place, email=EMAIL) for place in (region.upper(), f"Jalan {region} 5", "")]
    erase_person(person=person_called(EMAIL), actor_id=None)
    places = dict(context.execute(sa.select(Inquiry.reference, Inquiry.place)).all())
    assert [places[receipt.reference] for receipt in receipts] == [region, "", ""]


def test_an_event_gives_up_its_words_once_and_nothing_else(context: Session) -> None:
    record_event(verb="uji.uji", object_type="uji", object_key="1", reason="Kata", after={"state": "x"})
    event = context.scalars(sa.select(Event).where(Event.object_type == "uji")).one()
    digest = "0" * 64
    for change in (
        "verb = 'lain'", "reason = 'lain', erased_digest = :d", "object_key = '2', erased_digest = :d",
        "reason = NULL", "erased_digest = 'x'", "at = '2020-01-01', erased_digest = :d",
    ):  # fmt: skip
        values = {"id": event.id, **({"d": digest} if ":d" in change else {})}
        with pytest.raises(DBAPIError, match="tr_event_no_update"), context.begin_nested():
            context.execute(sa.text(f"UPDATE event SET {change} WHERE id = :id"), values)  # noqa: S608
    context.execute(
        sa.text("UPDATE event SET reason = NULL, erased_digest = :d WHERE id = :id"), {"d": digest, "id": event.id}
    )
    with pytest.raises(DBAPIError, match="tr_event_no_update"), context.begin_nested():
        context.execute(sa.text("UPDATE event SET erased_digest = :d WHERE id = :id"), {"d": "1" * 64, "id": event.id})


def test_each_kind_is_swept_after_its_own_term_and_not_before(context: Session, tmp_path: Path) -> None:
    begun = now()
    inquiry = make_person()
    context.add(InquiryList(token_digest="c" * 64, created_at=begun, changed_at=begun))
    account = make_account()
    context.add(
        AccountSession(
            token_digest="d" * 64, account_id=account.id, device="uji", awaits_code=False, created_at=begun,
            seen_at=begun, proven_at=begun,
        )
    )  # fmt: skip
    context.execute(
        sa.text("INSERT INTO attempt (kind, subject, network, at) VALUES ('uji', 'x', 'x', :at)"),
        {"at": begun.replace(tzinfo=None) if context.get_bind().dialect.name == "sqlite" else begun},
    )
    for letter in context.scalars(sa.select(OutboxMessage)):
        set_state(letter, sent_at=begun)
    context.commit()
    kinds = (Kind.LIST, Kind.ATTEMPT, Kind.SESSION, Kind.ATTACHMENT, Kind.LETTER, Kind.INQUIRY)
    for days in sorted({TERMS[kind].days for kind in kinds}):
        ending = [kind for kind in kinds if TERMS[kind].days == days]
        early, late = begun + timedelta(days=days) - timedelta(hours=1), begun + timedelta(days=days, hours=1)
        with time_machine.travel(late, tick=False):
            expected = count_due(late)
            counts = sweep(letters_folder=tmp_path, at=early).counts
            assert [counts[kind] for kind in ending] == [0] * len(ending), ending
            counts = sweep(letters_folder=tmp_path, at=late).counts
            assert all(counts[kind] == expected[kind] > 0 for kind in ending), (ending, counts)
    erased = context.scalar(sa.select(Inquiry.erased_at).where(Inquiry.id == inquiry.id))
    assert erased is not None
    late = erased + timedelta(days=TERMS[Kind.CONSENT].days, hours=1)
    assert sweep(letters_folder=tmp_path, at=late).counts[Kind.CONSENT] == 1
    assert context.scalars(sa.select(Consent)).all() == []


def test_spam_goes_sooner_and_an_open_inquiry_stays(context: Session, tmp_path: Path) -> None:
    spam, is_open = make_person(), make_person(OTHER, None, "Terbuka")
    threads = {one.inquiry_id: one for one in context.scalars(sa.select(InquiryThread))}
    set_state(threads[spam.id], state="spam", closed_at=None, outcome=None)
    set_state(threads[is_open.id], state="dilihat", closed_at=None, outcome=None)
    context.commit()
    counts = sweep(letters_folder=tmp_path, at=now() + timedelta(days=31)).counts
    assert (counts["spam"], counts["permintaan"]) == (1, 0)
    assert context.scalar(sa.select(Inquiry.email).where(Inquiry.id == is_open.id)) == OTHER


def test_everything_about_a_person_is_told_and_nothing_of_anybody_else(context: Session) -> None:
    inquiry = make_person()
    make_inquiry(make_product(), email=OTHER, phone=None, name="Orang Lain")
    for contact in (EMAIL.upper(), "0812-9876-5123"):
        found = everything_about(person_called(contact))
        assert [one["permintaan"]["reference"] for one in found["permintaan"]] == [inquiry.reference]
        one = found["permintaan"][0]
        for part in ("produk", "persetujuan", "lampiran", "pesan", "jawaban", "catatan_petugas", "riwayat_pemrosesan"):
            assert one[part], part
        text = json.dumps(found) + readable(found)
        assert f"Telepon {MARK}" in text and "Orang Lain" not in text and "token" not in text
    assert everything_about(person_called(EMAIL))["surat"]
    assert "Tidak ada data" in readable(everything_about(person_called("tidak.ada@contoh.test")))
    with pytest.raises(Refused):
        person_called("bukan kontak")


def test_a_request_has_three_days_and_forgets_who_asked_when_it_is_answered(context: Session) -> None:
    row = take_request(kind="akses", contact=EMAIL, note=f"Saya {MARK}", proof=f"surel {MARK}", actor_id=None)
    assert row.due_at - row.asked_at == timedelta(hours=72)
    with pytest.raises(Refused):
        answer_request(code=row.code, row_version=1, outcome="ditolak", reason=" ", actor_id=None)
    answer_request(code=row.code, row_version=1, outcome="dipenuhi", reason="", actor_id=None)
    context.flush()
    assert remains() == [] and row.outcome == "dipenuhi"
    with pytest.raises(Overtaken):
        answer_request(code=row.code, row_version=1, outcome="dipenuhi", reason="", actor_id=None)


def test_a_term_is_decided_against_the_one_that_was_read_and_never_past_the_promise(context: Session) -> None:
    read = terms_now()[Kind.INQUIRY]
    set_term(kind=Kind.INQUIRY, days=365, basis="JRA 5", row_version=read.row_version, actor_id=None)
    assert terms_now()[Kind.INQUIRY].days == 365
    with pytest.raises(Overtaken):
        set_term(kind=Kind.INQUIRY, days=30, basis="JRA 6", row_version=read.row_version, actor_id=None)
    with pytest.raises(Refused, match="paling lama 730"):
        set_term(kind=Kind.INQUIRY, days=731, basis="JRA 7", row_version=read.row_version + 1, actor_id=None)
    assert all(one.days <= one.longest for one in TERMS.values())


def test_two_inquiries_that_look_alike_are_forgotten_as_such(context: Session) -> None:
    one, other = make_person(), make_person(OTHER, None, "Lain")
    context.add(MergeSuggestion(inquiry_id=one.id, other_id=other.id, evidence=[EMAIL], suggested_at=one.received_at))
    context.flush()
    assert "merge_suggestion" in where_marked()
    erase_person(person=person_called(EMAIL), actor_id=None)
    assert remains() == []
