"""Erasing leaves nothing in any column where words of a person can come to stand: found out, not written down.

A person goes through everything a buyer, a maker and an officer can write about them, by the real commands. Then every
text column of the tables about inquiries must have held their mark, or be named below with the reason why it cannot. So
a new column is either reached by the walk, and then has to be empty after the erasure, or somebody decides about it.
"""

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from griya.accounts.models import Event
from griya.catalog.actions.facts import decide_fact
from griya.catalog.actions.saved_views import keep_view
from griya.catalog.models.drafts import SavedView
from griya.catalog.models.facts import ProductFact
from griya.core.db import Base, db
from griya.core.outbox import FolderTransport, OutboxMessage, send_due
from griya.desk.actions import note_reached, note_return
from griya.inquiry import models as inquiry_models
from griya.inquiry.actions.answers import answer_lines, ask_back
from griya.inquiry.actions.attachments import add_attachments
from griya.inquiry.actions.buyers import ask_about_data, reopen_thread, reply_as_buyer
from griya.inquiry.actions.closing import close_thread, say_what_came
from griya.inquiry.actions.handling import add_note, merge_inquiry, record_export
from griya.inquiry.actions.quarantine import hold_inquiry, mark_spam, release_inquiry
from griya.inquiry.actions.restricting import resume_inquiry
from griya.inquiry.actions.status_links import renew_status_link
from griya.inquiry.actions.stepping import Actor
from griya.inquiry.actions.threads import revoke_links
from griya.inquiry.models import Inquiry
from griya.inquiry.models.privacy import PrivacyRequest
from griya.inquiry.models.threads import AnswerKind, Outcome, Side
from griya.inquiry.rules import WantedLine
from griya.inquiry.rules.answers import LineDraft
from griya.inquiry.rules.buying import Terms
from griya.inquiry.rules.files import KeptFile
from griya.privacy.actions.requests import answer_request, erase_person, take_request
from griya.privacy.actions.sweep import remove_files
from griya.privacy.queries.person import person_called
from tests.factories.accounts import make_account
from tests.factories.catalog import make_product
from tests.factories.inquiry import make_inquiry
from tests.factories.registry import make_producer
from tests.inquiry.test_threads import POST, thread
from tests.privacy.test_erasure import EMAIL, MARK, MARKS, PHONE, remains

NAME = f"Ibu {MARK} Contoh"
# Text columns in which no words of a buyer can come to stand, and what they hold instead.
CODED = {
    "codes of the program, chosen from a list": {
        "inquiry": "source kind language country incoterm certificates spam_reasons", "consent": "purpose channel",
        "inquiry_line": "questions unit", "inquiry_list_line": "questions unit",
        "inquiry_thread": "addressee state outcome region_code", "line_answer": "kind unit reason_code side",
        "thread_event": "kind side channel state_before state_after facts", "thread_message": "side channel",
        "thread_follow_up": "side result", "thread_link": "channel", "inquiry_attachment": "extension",
        "merge_suggestion": "decision evidence",
        "export_log": "list_name file_format", "outbox_message": "template cause subject", "product_fact": "question",
        "event": "verb object_type reason_code before", "privacy_request": "kind channel outcome reason",
        "saved_view": "list_name", "retention_policy": "kind",
        "retention_sweep": "counts", "holiday": "kind region_code", "territory": "region_code kind",
    },
    "numbers and digests that lead to nobody once the words are gone": {
        "inquiry": "reference token_digest idempotency_key content_digest words_digest network_digest hs_code",
        "consent": "notice_version wording_digest", "inquiry_list": "token_digest", "inquiry_thread": "code",
        "thread_message": "idempotency_key", "thread_link": "token_digest", "inquiry_attachment": "code digest",
        "privacy_request": "code", "outbox_message": "message_id", "saved_view": "code",
        "event": "object_key request_id erased_digest", "holiday": "code", "saved_reply": "code",
        "substitution": "code",
    },
    "the maker's or the office's own, about no buyer": {
        "inquiry_thread": "maker_name", "thread_event": "acting_for", "line_answer": "acting_for",
        "thread_message": "acting_for", "event": "acting_for", "saved_view": "name",
        "retention_policy": "basis", "holiday": "name source", "saved_reply": "title body_id body_en",
        "substitution": "note", "product_fact": "acting_for",
    },
    "a list that was not sent yet, swept after seven days": {"inquiry_list_line": "label note"},
}  # fmt: skip


def tables() -> list[sa.Table]:
    """The tables about inquiries, and those of others in which their people come to stand."""
    modules = inquiry_models.__name__
    own = {mapper.local_table for mapper in Base.registry.mappers if mapper.class_.__module__.startswith(modules)}
    others = {model.__table__ for model in (OutboxMessage, Event, ProductFact, SavedView)}
    return sorted((table for table in own | others if isinstance(table, sa.Table)), key=lambda table: table.name)


def text_columns() -> set[tuple[str, str]]:
    """Every column that can hold words."""
    return {
        (table.name, column.name)
        for table in tables()
        for column in table.columns
        if isinstance(column.type, sa.String | sa.JSON)
    }


def coded() -> set[tuple[str, str]]:
    return {(t, column) for group in CODED.values() for t, columns in group.items() for column in columns.split()}


def marked_columns() -> set[tuple[str, str]]:
    """Where the person stands now."""
    found = set()
    for table in tables():
        for row in db.session.execute(sa.select(table)).mappings():
            values = {name: str(value).casefold() for name, value in row.items()}
            found |= {(table.name, name) for name, value in values.items() if any(mark in value for mark in MARKS)}
    return found


def walk(session: Session, folder: Path) -> set[tuple[str, str]]:
    """Everything that can be written about one person; every column where they stood at some moment."""
    account = make_account(role="officer")
    desk = Actor(Side.OFFICER, account.id)
    behalf = Actor(Side.OFFICER, account.id, acting_for="Rumah", channel="telepon", proof=f"telepon dengan {MARK}")
    maker = Actor(Side.MAKER, channel="tautan")
    seen: set[tuple[str, str]] = set()
    product = make_product("Songket", producer=make_producer("Rumah", email="a@contoh.test"))
    terms = Terms(kind="grosir", organisation=f"CV {MARK}", delivery_place=f"Jalan {MARK}", monthly_volume=f"10 {MARK}")
    receipt = make_inquiry(
        name=NAME, email=EMAIL, phone=PHONE, message=f"Saya {MARK}", place=f"Jalan {MARK}", terms=terms,
        lines=(
            WantedLine(product.slug, 2, f"untuk {MARK}", ("contoh", "kirim_ke")),
            WantedLine("", 1, f"warna {MARK}", label=f"Kue {MARK}", unit="buah"),
        ),
    )  # fmt: skip
    inquiry = db.session.scalars(sa.select(Inquiry).where(Inquiry.reference == receipt.reference)).one()
    reference = inquiry.reference
    add_attachments(inquiry=inquiry, files=[KeptFile("b" * 64, "pdf", 9, f"{MARK}.pdf")])

    def view() -> str:
        return thread(session).code

    add_note(reference=reference, body=f"Kenal {MARK}", account_id=account.id)
    draft = LineDraft(
        thread(session).lines[0].line_id, AnswerKind.CAN, note=f"Bisa, {MARK}",
        facts={"contoh": f"Bisa, {NAME}", "kirim_ke": "Seluruh Indonesia"},
    )  # fmt: skip
    answer_lines(code=view(), drafts=[draft], actor=behalf, post=POST, message=f"Halo {MARK}")
    ask_back(code=view(), body=f"Alamat {MARK}?", actor=maker, post=POST)
    reply_as_buyer(inquiry=inquiry, number=1, body=f"Jalan {MARK}", post=POST, actor=behalf)
    for side in (Side.BUYER, Side.MAKER):
        say_what_came(thread_id=thread(session).thread_id, side=side, result="belum", actor=behalf, note=f"kata {MARK}")
    revoke_links(code=view(), actor=desk, reason=f"salah orang, bukan {MARK}")
    renew_status_link(inquiry=inquiry, actor=desk, reason=f"ponsel {MARK} hilang", post=POST)
    hold_inquiry(reference=reference, actor=desk, reason=f"{MARK} mencurigakan")
    mark_spam(reference=reference, actor=desk, reason=f"{MARK} judi")
    release_inquiry(reference=reference, actor=desk, post=POST)
    close_thread(code=view(), outcome=Outcome.NO_DEAL, actor=desk, reason=f"{MARK} batal")
    seen |= marked_columns()
    session.commit()
    send_due(FolderTransport(folder), sender="griya@contoh.test", sender_name="Griya")
    reopen_thread(inquiry=inquiry, number=1, post=POST, actor=desk, reason=f"{MARK} kembali")
    asked = ask_about_data(inquiry=inquiry, kind="pembatasan", actor=behalf, note=f"tolong {MARK}")
    seen |= marked_columns()
    answer_request(code=asked.code, row_version=1, outcome="ditolak", reason=f"bukan {MARK}", actor_id=account.id)
    if inquiry.restricted_at is not None:
        resume_inquiry(inquiry=inquiry, actor=desk, reason=f"{MARK} boleh lagi")
    take_request(kind="akses", contact=EMAIL, note=f"Saya {MARK}", proof=f"surat {MARK}", actor_id=account.id)
    take_request(kind="akses", contact=PHONE, note="", proof="dari nomor itu", actor_id=account.id)
    other = make_inquiry(product, email=EMAIL, phone=PHONE, name=NAME, message="Sekali lagi")
    merge_inquiry(reference=other.reference, into=reference, evidence=("alamat e-mail sama",), actor=desk)
    record_export(
        account_id=account.id, file_format="csv", purpose=f"Menjawab {NAME} ({EMAIL})", filters={"q": EMAIL},
        has_contacts=True, row_count=1,
    )  # fmt: skip
    record_export(
        account_id=account.id, file_format="csv", purpose="Rapat bulanan", filters={"q": NAME}, has_contacts=True,
        row_count=1,
    )  # fmt: skip
    for name, query in (("Surat itu", f"q={EMAIL.replace('@', '%40')}"), ("Nama itu", f"q={NAME.replace(' ', '+')}")):
        keep_view(list_name="permintaan", name=name, query=query, is_shared=False, owner_id=account.id)
    decide_fact(
        product_id=product.id, question="merek_sendiri", answer_id="Boleh", answer_en="Yes", is_public=False,
        row_version=0, actor_id=account.id, acting_for="Rumah", proof=f"telepon tentang {MARK}",
    )  # fmt: skip
    fact = db.session.scalars(sa.select(ProductFact).where(ProductFact.question == "contoh")).one()
    decide_fact(
        product_id=product.id, question="contoh", answer_id=fact.answer_id, answer_en=f"Yes, {MARK}", is_public=False,
        row_version=fact.row_version, actor_id=account.id,
    )  # fmt: skip
    letter = db.session.scalars(
        sa.select(OutboxMessage).where(OutboxMessage.recipient == EMAIL, OutboxMessage.sent_at.is_not(None))
    ).first()
    assert letter is not None
    note_return(message_id=letter.id, reason=f"550 {EMAIL}", actor_id=account.id)
    note_reached(message_id=letter.id, note=f"lewat telepon {MARK}", actor_id=account.id)
    db.session.flush()
    return seen | marked_columns()


def test_the_walk_reaches_every_text_column_or_somebody_said_why_not(context: Session, tmp_path: Path) -> None:
    reached, said = walk(context, tmp_path), coded()
    assert said <= text_columns(), f"no such columns: {said - text_columns()}"
    assert sorted(text_columns() - reached - said) == [], "columns that nobody decided about"
    assert sorted(reached & said) == [], "columns that were said to hold no words of a buyer"


def test_after_the_erasure_no_table_and_no_letter_holds_the_person(context: Session, tmp_path: Path) -> None:
    reached = walk(context, tmp_path)
    assert len(reached) > 30 and any(MARK in file.read_text() for file in tmp_path.glob("*.eml"))
    context.commit()
    count, message_ids = erase_person(person=person_called(EMAIL), actor_id=None)
    context.flush()
    waiting = context.scalars(sa.select(PrivacyRequest).where(PrivacyRequest.done_at.is_(None))).all()
    for one in waiting:
        answer_request(code=one.code, row_version=one.row_version, outcome="dipenuhi", reason="", actor_id=None)
    context.commit()
    remove_files(folder=tmp_path, message_ids=message_ids)
    assert count == 2 and remains() == []
    assert not [file for file in tmp_path.iterdir() if any(mark in file.read_text().casefold() for mark in MARKS)]
    kept = dict(context.execute(sa.select(ProductFact.question, ProductFact.answer_id)).all())
    assert kept == {"kirim_ke": "Seluruh Indonesia", "merek_sendiri": "Boleh"}, "what is everybody's stays"
