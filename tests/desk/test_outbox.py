"""The outbox at the desk: sending again, noting what came back, other ways to a person, and the alarm."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.orm import Session

from griya.accounts.models import Event
from griya.core.clock import now
from griya.core.db import db
from griya.core.errors import Refused
from griya.core.outbox import Letter, OutboxMessage, SmtpTransport, enqueue, send_due
from griya.desk.actions import note_return, send_again, send_all_again
from griya.desk.queries import find_message, other_ways
from griya.desk.rules import MessageState
from tests.factories.accounts import make_account, sign_in
from tests.factories.catalog import make_product
from tests.factories.inquiry import make_inquiry
from tests.factories.registry import make_producer
from tests.factories.state import set_state
from tests.mail_server import mail_server
from tests.page import PageClient


def letter(number: int = 1, recipient: str = "dapur@contoh.test") -> OutboxMessage:
    enqueue(Letter(f"uji:{number}", "uji", 1, recipient, f"Perihal {number}", "Isi yang rahasia"))
    return db.session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id.desc())).first() or OutboxMessage()


@pytest.fixture
def officer(page: PageClient, context: Session) -> PageClient:
    sign_in(page, make_account(role="officer"))
    return page


def verbs(context: Session) -> list[str]:
    return list(context.scalars(sa.select(Event.verb).where(Event.object_type == "outbox_message").order_by(Event.id)))


def test_a_letter_that_failed_is_sent_again_as_the_same_message(officer: PageClient, context: Session) -> None:
    message = letter()
    set_state(message, given_up_at=now(), refusals=6, tries=6, last_error="SMTPDataError: penuh")
    context.commit()
    shown = officer.get(f"/meja/pesan/{message.id}")
    assert "SMTPDataError: penuh" in shown.text and "rahasia" not in shown.text
    again = officer.submit(f"/meja/pesan/{message.id}", {}, action=f"/meja/pesan/{message.id}/kirim-lagi", expect=303)
    assert "antrean lagi" in officer.get(again.response.headers["Location"]).text
    with mail_server() as server:
        assert send_due(SmtpTransport(server.url), sender="griya@contoh.test", sender_name="Griya") == (1, 0)
        assert server.message_ids == [message.message_id]
    assert verbs(context) == ["outbox_message.sent_again"]
    token = officer.get("/meja/saya").field("csrf_token")
    refused = officer.post(f"/meja/pesan/{message.id}/kirim-lagi", {"csrf_token": token}, expect=409)
    assert "tidak perlu dikirim lagi" in refused.text


def test_a_letter_in_a_workers_hand_is_left_alone(context: Session) -> None:
    message = letter()
    message.last_error, message.next_try_at = "OSError: x", now() + timedelta(seconds=40)
    context.flush()
    with pytest.raises(Refused):
        send_again(message_id=message.id, actor_id=None)
    message.next_try_at = now() + timedelta(minutes=20)
    context.flush()
    assert send_again(message_id=message.id, actor_id=None)
    assert message.next_try_at <= now()


def test_all_that_failed_goes_out_again_and_what_came_back_does_not(officer: PageClient, context: Session) -> None:
    for number in range(3):
        set_state(letter(number), given_up_at=now(), refusals=6)
    set_state(letter(9), bounced_at=now())
    context.commit()
    answer = officer.submit("/meja/pesan", {}, action="/meja/pesan/kirim-lagi", expect=303)
    assert "3 surat masuk antrean lagi" in officer.get(answer.response.headers["Location"]).text
    assert verbs(context) == ["outbox_message.sent_again"] * 3
    assert send_all_again(actor_id=None) == 0


def test_a_letter_that_came_back_is_noted_with_what_it_said(officer: PageClient, context: Session) -> None:
    message = letter()
    path = f"/meja/pesan/{message.id}"
    with pytest.raises(Refused):
        note_return(message_id=message.id, reason="x", actor_id=None)
    set_state(message, sent_at=now())
    context.commit()
    empty = officer.submit(path, {"reason": ""}, action=f"{path}/kembali", expect=422)
    assert "Tulis singkat" in empty.text
    officer.submit(path, {"reason": "kotak penuh"}, action=f"{path}/kembali", expect=303)
    shown = officer.get(path)
    assert "Kembali" in shown.text and "Jawaban server surat kotak penuh" in shown.text
    found = find_message(message.id)
    assert found is not None and found.state is MessageState.BOUNCED
    assert "Hubungi dapur@contoh.test" in officer.get("/meja/tugas").text
    officer.submit(path, {"note": "lewat WhatsApp"}, action=f"{path}/dihubungi", expect=303)
    assert "Hubungi dapur@contoh.test" not in officer.get("/meja/tugas").text
    assert "lewat WhatsApp" in officer.get(path).text and "pesan tidak sampai" not in officer.get("/meja/").text
    # People's words stay with the letter, which can be erased; the record has none.
    assert not context.scalars(sa.select(Event.reason).where(Event.object_type == "outbox_message")).first()
    token = officer.get(path).field("csrf_token")
    officer.post(f"{path}/kembali", {"csrf_token": token, "reason": "kotak penuh"}, expect=409)


def test_other_ways_to_a_maker_and_to_a_buyer_are_told(officer: PageClient, context: Session) -> None:
    maker = make_producer(email="Dapur@contoh.test", whatsapp="+6281298765432")
    reference = make_inquiry(make_product(producer=maker)).reference
    rows = context.scalars(sa.select(OutboxMessage)).all()
    told = {}
    for row in rows:
        found = find_message(row.id)
        assert found is not None and found.inquiry_reference == reference
        told[row.template] = [(way.name, way.whatsapp_url) for way in other_ways(found)]
        set_state(row, bounced_at=now())
    assert told["inquiry-maker"] == [(maker.name, "https://wa.me/6281298765432")]
    assert told["inquiry-buyer"] == [("Sari Wulandari", "https://wa.me/6281234567890")]
    assert told["inquiry-office"] == []
    context.commit()
    for row in rows:
        page = officer.get(f"/meja/pesan/{row.id}")
        assert page.select('a[href^="https://wa.me/"]') or row.template == "inquiry-office"


def test_a_curator_sees_the_list_and_no_single_letter(page: PageClient, context: Session) -> None:
    message = letter()
    sign_in(page, make_account(role="curator"))
    assert "dapur@contoh.test" in page.get("/meja/pesan").text
    page.get(f"/meja/pesan/{message.id}", expect=403)


@pytest.mark.parametrize("number", ["0", "99999999", "99999999999999999999"])
def test_a_letter_that_is_not_there_is_not_found(officer: PageClient, number: str) -> None:
    officer.get(f"/meja/pesan/{number}", expect=404)


def test_late_letters_are_told_on_every_page_to_who_can_act_and_to_who_watches(
    page: PageClient, context: Session
) -> None:
    curator, officer = make_account(role="curator"), make_account(role="officer")
    letter()
    context.commit()
    assert page.client.get("/siap").text == "siap\n"
    with time_machine.travel(now() + timedelta(minutes=16), tick=False):
        assert page.client.get("/siap").text == "siap\nsurat: tertahan lebih dari 15 menit\n"
        sign_in(page, officer)
        assert "Surat tertahan" in page.get("/meja/produk").text
        assert "Lihat mengapa surat tertahan" in page.get("/meja/tugas").text
        sign_in(page, curator)
        assert "Surat tertahan" not in page.get("/meja/produk").text
