"""Letters that reached nobody: told at the thread they concern, with what an officer can do about it."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from griya.core.clock import now
from griya.core.outbox import OutboxMessage
from griya.desk.actions import note_reached, note_return
from griya.inquiry.actions.answers import answer_lines
from griya.inquiry.actions.stepping import Actor
from griya.inquiry.actions.threads import forward_thread
from griya.inquiry.models.threads import Side
from griya.inquiry.queries.desk import find_inquiry
from griya.inquiry.queries.letters import Unreached
from griya.privacy.actions.requests import take_request
from griya.registry.models import ProducerContact
from tests.factories.accounts import make_account, sign_in
from tests.factories.catalog import make_product
from tests.factories.inquiry import make_inquiry
from tests.factories.registry import make_producer
from tests.factories.state import set_state
from tests.inquiry.test_threads import MAKER, POST, can, inquiry_of, letters, thread
from tests.page import PageClient

DESK = Actor(Side.OFFICER)


def two_makers(session: Session) -> str:
    first = make_product("Amplang", producer=make_producer("Dapur A", email="a@contoh.test", whatsapp="081255500011"))
    make_inquiry(first, make_product("Madu", producer=make_producer("Dapur B", email="b@contoh.test")))
    for letter in session.scalars(sa.select(OutboxMessage)):
        set_state(letter, sent_at=now())
    return inquiry_of(session).reference


def come_back(session: Session, template: str, recipient: str) -> OutboxMessage:
    letter = next(one for one in letters(session, template) if one.recipient == recipient)
    note_return(message_id=letter.id, reason="550 kotak penuh", actor_id=None)
    return letter


def told(reference: str) -> dict[int, tuple[Unreached, ...]]:
    found = find_inquiry(reference)
    assert found is not None
    return found.unreached


def test_a_letter_that_came_back_is_told_at_its_thread_with_what_to_do(context: Session, page: PageClient) -> None:
    sign_in(page, make_account(role="officer"))
    reference = two_makers(context)
    assert told(reference) == {}
    come_back(context, "inquiry-maker", "a@contoh.test")
    come_back(context, "inquiry-buyer", "sari@contoh.test")
    context.commit()
    shown = page.get(f"/meja/permintaan/{reference}")
    (one,) = shown.select("#percakapan-1 .notice--warning")
    assert shown.select("#percakapan-2 .notice--warning") == []
    words = one.to_text()
    for part in (
        "tidak sampai",
        "Dapur A",
        "a@contoh.test",
        "550 kotak penuh",
        "WhatsApp 0812-5550-0011",
        "Betulkan alamat",
    ):
        assert part in words, part
    code = thread(context).producer_id and told(reference)[1][0].producer_code
    links = [link.attrs["href"] for link in one.query("a")]
    assert f"/meja/ikm/{code}/ubah" in links and any(link.startswith("/meja/pesan/") for link in links)
    (whole,) = told(reference)[0]
    assert whole.side is Side.BUYER and [way.number for way in whole.ways] == ["0812-3456-7890"]
    assert "Kembali" in shown.text
    page.get(links[0] if links[0].startswith("/meja") else f"/meja/ikm/{code}/ubah")


def test_the_warning_goes_when_a_later_letter_arrives_or_somebody_called(context: Session) -> None:
    reference = two_makers(context)
    letter = come_back(context, "inquiry-maker", "a@contoh.test")
    come_back(context, "inquiry-maker", "b@contoh.test")
    assert set(told(reference)) == {1, 2}
    note_reached(message_id=letter.id, note="lewat WhatsApp", actor_id=None)
    assert set(told(reference)) == {2}
    contact = context.scalars(sa.select(ProducerContact).where(ProducerContact.value == "b@contoh.test")).one()
    contact.value = "baru@contoh.test"
    context.flush()
    (one,) = told(reference)[0]
    assert one.side is Side.MAKER and one.letter.recipient == "b@contoh.test"
    second = thread(context, 2)
    forward_thread(code=second.code, channel="email", actor=DESK, delivery=POST.delivery(inquiry_of(context)))
    set_state(
        next(one for one in letters(context, "inquiry-maker") if one.recipient == "baru@contoh.test"), sent_at=now()
    )
    assert told(reference) == {}


def test_an_answer_the_buyer_never_got_is_told_at_the_thread_that_answered(context: Session) -> None:
    reference = two_makers(context)
    view = thread(context, 2)
    answer_lines(code=view.code, drafts=[can(view)], actor=MAKER, post=POST)
    (letter,) = letters(context, "inquiry-answered")
    set_state(letter, given_up_at=now())
    found = told(reference)
    assert set(found) == {2} and found[2][0].side is Side.BUYER and found[2][0].producer_code == ""
    take_request(kind="pembatasan", contact="sari@contoh.test", note="", proof="surat", actor_id=None)
    assert told(reference) == {}, "nobody is sent after a buyer who asked to be left alone"
