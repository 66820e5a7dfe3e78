"""Sending an inquiry: everything in one transaction, once per form; and the visitor's list."""

from collections import Counter
from datetime import timedelta
from itertools import count as count_from
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from griya.accounts.models import Event
from griya.catalog.models import Product
from griya.core.clock import now
from griya.core.errors import Refused
from griya.core.outbox import OutboxMessage
from griya.core.state import unrecorded_state_change
from griya.core.tokens import digest
from griya.inquiry import actions, rules
from griya.inquiry.actions import AlreadySent, Unavailable
from griya.inquiry.actions.lists import put_line, remove_line
from griya.inquiry.models import Consent, Inquiry, InquiryLine, InquiryList, InquiryListLine
from griya.inquiry.notices import INQUIRY
from griya.inquiry.queries.lists import list_lines
from griya.inquiry.rules import MAX_LINES, WantedLine, check_reference
from tests.factories.catalog import make_product
from tests.factories.inquiry import OFFICE, make_inquiry, new_key, status_token
from tests.factories.registry import make_producer


def count(session: Session, model: Any) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def letters(session: Session) -> dict[str, OutboxMessage]:
    return {message.recipient: message for message in session.scalars(select(OutboxMessage))}


def withdraw(session: Session, product: Product) -> None:
    with unrecorded_state_change("a test's own world"):
        session.execute(update(Product).where(Product.id == product.id).values(state="withdrawn"))
    session.expire_all()


def test_an_inquiry_is_stored_with_all_that_follows_from_it(context: Session) -> None:
    one = make_product("Amplang", producer=make_producer("Dapur A", email="a@contoh.test"))
    two = make_product("Madu", producer=make_producer("Dapur B", email="b@contoh.test"), unit="botol")
    key = new_key()
    receipt = make_inquiry(one, two, key=key)
    inquiry = context.scalars(select(Inquiry)).one()
    assert receipt.is_new and receipt.reference == inquiry.reference and check_reference(inquiry.reference)
    assert inquiry.token_digest == digest(status_token(key)) and status_token(key) not in inquiry.token_digest
    assert (inquiry.name, inquiry.phone, inquiry.email) == ("Sari Wulandari", "+6281234567890", "sari@contoh.test")
    lines = context.scalars(select(InquiryLine).order_by(InquiryLine.position)).all()
    assert [(line.product_id, line.revision_id, line.producer_id) for line in lines] == [
        (one.id, one.live_revision_id, one.producer_id),
        (two.id, two.live_revision_id, two.producer_id),
    ]
    assert [(line.label, int(line.quantity), line.unit) for line in lines] == [
        ("Amplang – Dapur A", 2, "pak"),
        ("Madu – Dapur B", 2, "botol"),
    ]
    consent = context.scalars(select(Consent)).one()
    assert (consent.purpose, consent.notice_version, consent.channel) == ("answer_inquiry", INQUIRY.version, "web")
    assert consent.wording_digest == INQUIRY.wording_digest and consent.given_at == inquiry.received_at
    assert sorted(letters(context)) == ["a@contoh.test", "b@contoh.test", OFFICE, "sari@contoh.test"]
    event = context.scalars(select(Event).where(Event.verb == "inquiry.submit")).one()
    assert event.object_key == inquiry.reference
    assert not any(word in str(event.after) for word in ("Sari", "contoh", "812"))


def test_each_maker_reads_its_own_lines_only(context: Session) -> None:
    one = make_product("Amplang", producer=make_producer("Dapur A", email="a@contoh.test"))
    two = make_product("Madu", producer=make_producer("Dapur B", email="b@contoh.test"))
    receipt = make_inquiry(one, two)
    by_recipient = letters(context)
    letter = by_recipient["a@contoh.test"]
    assert receipt.reference in letter.subject and letter.reply_to == "sari@contoh.test"
    assert "Amplang: 2 pak" in letter.body and "Madu" not in letter.body and "Dapur B" not in letter.body
    assert "Sari Wulandari" in letter.body and "0812-3456-7890" in letter.body and "Apakah masih ada?" in letter.body
    assert "Madu" in by_recipient[OFFICE].body and "Amplang" in by_recipient[OFFICE].body


def test_the_letter_to_the_buyer_repeats_nothing_that_was_typed(context: Session) -> None:
    make_inquiry(make_product(), name="Klik kasino.test", message="Menang besar", place="kasino.test")
    letter = letters(context)["sari@contoh.test"]
    assert not any(word in letter.body + letter.subject for word in ("kasino", "Menang", "Klik"))
    assert "/permintaan/" in letter.body and letter.reply_to == OFFICE


def test_makers_who_share_an_address_get_one_letter(context: Session) -> None:
    products = [
        make_product(producer=make_producer(f"Dapur {n}", email=e))
        for n, e in ((1, "x@contoh.test"), (2, "X@contoh.test"))
    ]
    make_inquiry(*products)
    letter = letters(context)["x@contoh.test"]
    assert "Dapur 1" in letter.body and "Dapur 2" in letter.body
    assert count(context, OutboxMessage) == 3


@pytest.mark.parametrize("address", [None, "bukan alamat", "a@x.id\r\nBcc: korban@x.id"])
def test_a_maker_without_a_usable_address_is_named_to_the_office(context: Session, address: str | None) -> None:
    make_inquiry(make_product(producer=make_producer("Dapur Jauh", email=address)))
    assert sorted(letters(context)) == [OFFICE, "sari@contoh.test"]
    assert "perlu dihubungi lewat telepon:\n- Dapur Jauh" in letters(context)[OFFICE].body


def test_without_an_office_and_a_buyers_address_only_the_maker_is_written_to(context: Session) -> None:
    make_inquiry(make_product(), email=None, office_email="")
    (letter,) = letters(context).values()
    assert (letter.recipient, letter.reply_to) == ("dapur@contoh.test", None)


def test_words_alone_are_an_inquiry_for_the_office(context: Session) -> None:
    make_inquiry(message="Cari anyaman untuk 200 tamu")
    assert sorted(letters(context)) == [OFFICE, "sari@contoh.test"]
    assert "mencarikan" in letters(context)[OFFICE].body


def test_the_same_form_sent_again_gives_the_same_reference_and_writes_nothing(context: Session) -> None:
    product, key = make_product(), new_key()
    first = make_inquiry(product, key=key)
    before = [count(context, model) for model in (Inquiry, InquiryLine, Consent, OutboxMessage, Event)]
    second = make_inquiry(product, key=key)
    assert second.reference == first.reference and (first.is_new, second.is_new) == (True, False)
    assert [count(context, model) for model in (Inquiry, InquiryLine, Consent, OutboxMessage, Event)] == before


def test_the_same_form_gives_the_same_reference_after_the_product_was_withdrawn(context: Session) -> None:
    product, key = make_product(), new_key()
    first = make_inquiry(product, key=key)
    withdraw(context, product)
    assert make_inquiry(product, key=key).reference == first.reference


def test_the_same_form_with_other_words_is_refused_and_names_the_earlier_one(context: Session) -> None:
    product, key = make_product(), new_key()
    first = make_inquiry(product, key=key)
    with pytest.raises(AlreadySent) as refusal:
        make_inquiry(product, key=key, message="Lain")
    assert refusal.value.reference == first.reference
    assert count(context, Inquiry) == 1


def test_a_twin_that_the_database_let_through_first_wins(context: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    # What eight at once meet on PostgreSQL: none of them sees the key, one of them writes it.
    product, key = make_product(), new_key()
    first = make_inquiry(product, key=key)
    real, calls = actions._earlier, count_from(1)
    monkeypatch.setattr(actions, "_earlier", lambda *args: None if next(calls) == 1 else real(*args))
    second = make_inquiry(product, key=key)
    assert (second.reference, second.is_new) == (first.reference, False)
    assert count(context, Inquiry) == 1


def test_a_reference_that_is_taken_is_drawn_again(context: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = make_inquiry(make_product()).reference
    real = rules.new_reference
    draws = iter([taken, taken])
    monkeypatch.setattr(actions, "new_reference", lambda: next(draws, None) or real())
    assert make_inquiry(make_product()).reference != taken
    assert count(context, Inquiry) == 2


def test_a_product_that_is_gone_is_named_and_nothing_is_stored(context: Session) -> None:
    stays, goes = make_product("Madu"), make_product("Amplang")
    withdraw(context, goes)
    with pytest.raises(Unavailable, match="Amplang sudah tidak dapat diminta") as refusal:
        make_inquiry(stays, goes)
    assert refusal.value.slugs == (goes.slug,)
    assert count(context, Inquiry) == count(context, OutboxMessage) == 0


@pytest.mark.parametrize("slug", ["", "tidak-ada", "\x00", "<b>", "x" * 5000, "' or 1=1"])
def test_a_product_that_never_was_is_refused(context: Session, slug: str) -> None:
    with pytest.raises(Unavailable):
        make_inquiry(lines=(WantedLine(slug, 1),))


def test_eleven_makers_are_too_many_and_ten_are_not(context: Session) -> None:
    products = [make_product(producer=make_producer(f"Dapur {n}", email=f"d{n}@contoh.test")) for n in range(11)]
    with pytest.raises(Refused, match="paling banyak 10 pembuat"):
        make_inquiry(*products)
    make_inquiry(*products[:10])
    assert Counter(m.template for m in letters(context).values())["inquiry-maker"] == 10


def test_a_draft_cannot_be_asked_about(context: Session) -> None:
    with pytest.raises(Unavailable, match="Satu produk"):
        make_inquiry(make_product("Rahasia", is_published=False))


def test_a_list_is_kept_by_token_and_only_its_digest_is_stored(context: Session) -> None:
    product = make_product("Amplang")
    token = put_line(token=None, slug=product.slug, quantity=3, note="pedas")
    assert context.scalars(select(InquiryList.token_digest)).one() == digest(token)
    (line,) = list_lines(token)
    assert (line.slug, line.name, line.quantity, line.note) == (product.slug, "Amplang", 3, "pedas")
    assert line.product is not None and line.product.revision_id == product.live_revision_id


def test_a_product_put_on_the_list_again_changes_its_line(context: Session) -> None:
    one, two = make_product("A"), make_product("B")
    token = put_line(token=None, slug=one.slug, quantity=1)
    assert put_line(token=token, slug=two.slug, quantity=1) == token
    put_line(token=token, slug=one.slug, quantity=9, note="besar")
    assert [(line.name, line.quantity, line.note) for line in list_lines(token)] == [("A", 9, "besar"), ("B", 1, "")]


def test_a_line_is_taken_off_the_list(context: Session) -> None:
    one, two = make_product("A"), make_product("B")
    token = put_line(token=None, slug=one.slug, quantity=1)
    put_line(token=token, slug=two.slug, quantity=1)
    remove_line(token=token, slug=one.slug)
    remove_line(token=token, slug="tidak-ada")
    remove_line(token=None, slug=two.slug)
    assert [line.name for line in list_lines(token)] == ["B"]


def test_the_list_takes_no_more_than_one_inquiry_can_carry(context: Session) -> None:
    producer = make_producer()
    token = None
    for _ in range(MAX_LINES):
        token = put_line(token=token, slug=make_product(producer=producer).slug, quantity=1)
    with pytest.raises(Refused, match="20 produk"):
        put_line(token=token, slug=make_product(producer=producer).slug, quantity=1)


@pytest.mark.parametrize("token", [None, "", "x", "\x00" * 22, "a" * 22, "a" * 9999])
def test_an_unknown_token_is_an_empty_list(context: Session, token: str | None) -> None:
    assert list_lines(token) == []


def test_an_unknown_token_is_never_adopted(context: Session) -> None:
    assert put_line(token="a" * 22, slug=make_product().slug, quantity=1) != "a" * 22


def test_a_list_is_gone_after_seven_days_and_its_row_with_the_next_list(context: Session) -> None:
    product = make_product()
    with time_machine.travel(now() - timedelta(days=7, seconds=1), tick=False):
        old = put_line(token=None, slug=product.slug, quantity=1)
        assert len(list_lines(old)) == 1
    assert list_lines(old) == []
    assert put_line(token=old, slug=product.slug, quantity=1) != old
    assert count(context, InquiryList) == count(context, InquiryListLine) == 1


def test_a_withdrawn_product_stays_on_the_list_by_name_and_is_not_sent(context: Session) -> None:
    stays, goes = make_product("Madu"), make_product("Amplang")
    token = put_line(token=None, slug=stays.slug, quantity=1)
    put_line(token=token, slug=goes.slug, quantity=1)
    withdraw(context, goes)
    assert [(line.name, line.product is None) for line in list_lines(token)] == [("Madu", False), ("Amplang", True)]


def test_sending_empties_the_list_but_for_what_was_added_elsewhere(context: Session) -> None:
    sent, gone, other = make_product("A"), make_product("B"), make_product("C")
    token = put_line(token=None, slug=sent.slug, quantity=1)
    put_line(token=token, slug=gone.slug, quantity=1)
    put_line(token=token, slug=other.slug, quantity=1)
    withdraw(context, gone)
    make_inquiry(sent, list_token=token)
    assert [line.name for line in list_lines(token)] == ["C"]


def test_the_same_words_from_the_same_browser_with_the_list_emptied_are_the_same_inquiry(context: Session) -> None:
    product, key = make_product(), new_key()
    first = make_inquiry(product, key=key)
    again = make_inquiry(last_token=status_token(key))
    assert (again.reference, again.token, again.is_new) == (first.reference, status_token(key), False)
    assert count(context, Inquiry) == 1


def test_other_words_or_another_product_or_another_day_are_another_inquiry(context: Session) -> None:
    product, key = make_product(), new_key()
    first = make_inquiry(product, key=key)
    last = status_token(key)
    others = [make_inquiry(last_token=last, message="Lain"), make_inquiry(last_token=last, phone=None)]
    others += [make_inquiry(make_product(), last_token=last), make_inquiry(last_token="x" * 22), make_inquiry()]
    with time_machine.travel(now() + timedelta(days=1, seconds=1), tick=False):
        others.append(make_inquiry(last_token=last))
    assert len({first.reference, *(other.reference for other in others)}) == 7
