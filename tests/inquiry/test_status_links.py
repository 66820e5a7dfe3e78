"""The buyer's link: who holds it reads the inquiry, and an officer can take it from whoever holds it by mistake."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from griya.accounts.models import Event
from griya.core.clock import now
from griya.core.errors import Refused
from griya.core.tokens import digest
from griya.inquiry.actions.answers import answer_lines
from griya.inquiry.actions.buyers import lock_by_token, withdraw_inquiry
from griya.inquiry.actions.contacts import correct_contact
from griya.inquiry.actions.status_links import renew_status_link
from griya.inquiry.actions.stepping import Actor
from griya.inquiry.models.threads import Side
from griya.inquiry.queries import find_status
from tests.factories.accounts import make_account, sign_in
from tests.factories.catalog import make_product
from tests.factories.inquiry import make_inquiry, new_key, status_token
from tests.factories.registry import make_producer
from tests.factories.state import set_state
from tests.inquiry.test_threads import MAKER, POST, can, inquiry_of, letters, thread
from tests.page import PageClient

DESK = Actor(Side.OFFICER)


@pytest.fixture
def old(context: Session) -> str:
    """The token of an inquiry that was sent."""
    key = new_key()
    make_inquiry(make_product(producer=make_producer(email="a@contoh.test")), key=key)
    context.commit()
    return status_token(key)


def renew(session: Session, reason: str = "surat diteruskan; telepon 26/11 dengan pembeli") -> str:
    return renew_status_link(inquiry=inquiry_of(session), actor=DESK, reason=reason, post=POST)


def test_a_new_link_shuts_the_old_one_out_and_goes_to_the_buyer_alone(
    page: PageClient, context: Session, old: str
) -> None:
    page.get(f"/permintaan/{old}")
    token = renew(context)
    context.commit()
    page.get(f"/permintaan/{old}", 404)
    page.post(f"/permintaan/{old}/tarik", {"csrf_token": "x"}, 400)
    with pytest.raises(Refused, match="tidak berlaku lagi"):
        lock_by_token(token=old)
    assert "Yang terjadi sekarang" in page.get(f"/permintaan/{token}").text
    (letter,) = letters(context, "inquiry-new-link")
    assert letter.recipient == "sari@contoh.test" and f"/permintaan/{token}" in letter.body
    told = context.scalars(select(Event).where(Event.verb == "inquiry.link_renewed")).one()
    assert told.reason is not None and (told.before, told.after) == ({"open": True}, {"open": True, "mailed": True})
    assert token not in f"{told.reason}{told.before}{told.after}"
    answer_lines(code=thread(context).code, drafts=[can(thread(context))], actor=MAKER, post=POST)
    (answered,) = letters(context, "inquiry-answered")
    assert old not in answered.body and "/permintaan/" not in answered.body, "no letter brings the old link back"
    second = renew(context, "ponsel hilang")
    assert second != token and len(letters(context, "inquiry-new-link")) == 2


def test_a_token_is_kept_as_its_digest_and_ends_or_is_revoked(context: Session, old: str) -> None:
    inquiry = inquiry_of(context)
    assert inquiry.token_digest == digest(old)
    for values in ({"link_revoked_at": now()}, {"link_revoked_at": None, "link_expires_at": now()}):
        set_state(inquiry, **values)
        assert find_status(old) is None
        with pytest.raises(Refused, match="tidak berlaku lagi"):
            lock_by_token(token=old)
    set_state(inquiry, link_expires_at=now() + timedelta(days=1))
    assert find_status(old) is not None
    assert find_status(inquiry.token_digest) is None and find_status(old[:-1]) is None
    set_state(inquiry, link_revoked_at=now())
    assert find_status(renew(context)) is not None, "a closed one is opened by a new one"


def test_an_officer_gives_a_link_with_a_reason_and_reads_it_once(page: PageClient, context: Session, old: str) -> None:
    sign_in(page, make_account(role="officer"))
    address = f"/meja/permintaan/{inquiry_of(context).reference}"
    without = page.submit(address, {"reason": " "}, action=f"{address}/tautan", expect=422)
    assert "bagaimana Anda tahu" in without.text
    page.get(f"/permintaan/{old}")
    shown = page.submit(address, {"reason": "ponsel hilang, telepon 26/11"}, action=f"{address}/tautan", expect=200)
    token = shown.text.split("/permintaan/")[1].split()[0]
    assert "Tautan lama sudah tertutup" in shown.text
    page.get(f"/permintaan/{token}")
    page.get(f"/permintaan/{old}", 404)
    assert token not in page.get(address).text
    withdraw_inquiry(inquiry=lock_by_token(token=token), post=POST)
    context.commit()
    refused = page.post(f"{address}/tautan", {"reason": "sekali lagi", "csrf_token": shown.field("csrf_token")}, 422)
    assert "sudah ditarik" in refused.text


def test_a_contact_that_was_written_wrong_is_put_right_and_the_record_keeps_neither(
    page: PageClient, context: Session, old: str
) -> None:
    sign_in(page, make_account(role="officer"))
    inquiry = inquiry_of(context)
    address = f"/meja/permintaan/{inquiry.reference}"
    shown = page.get(address)
    assert (shown.field("phone"), shown.field("email")) == ("0812-3456-7890", "sari@contoh.test")

    def put_right(expect: int = 303, **typed: str) -> str:
        return page.submit(address, typed, action=f"{address}/kontak", expect=expect).text

    same = {"phone": "0812-3456-7890", "email": "sari@contoh.test"}
    assert "tidak ada yang diubah" in put_right(422, **same, proof="telepon")
    assert "tanpa keduanya" in put_right(422, phone="", email="", proof="telepon")
    refused = put_right(422, phone="12", email="sari@", proof="")
    assert "tidak lengkap" in refused and "Tulis bagaimana Anda tahu" in refused
    assert inquiry.email == "sari@contoh.test"
    put_right(phone="0812 3456 7899", email="sari.w@contoh.test", proof="telepon 26/11 dengan pembeli")
    context.expire_all()
    assert (inquiry.phone, inquiry.email) == ("+6281234567899", "sari.w@contoh.test")
    told = context.scalars(select(Event).where(Event.verb == "inquiry.contact_corrected")).one()
    assert (told.reason, told.before, told.after) == (
        "telepon 26/11 dengan pembeli", None, {"changed": "e-mail, telepon"}
    )  # fmt: skip
    token = renew(context)
    context.commit()
    assert letters(context, "inquiry-new-link")[-1].recipient == "sari.w@contoh.test"
    withdraw_inquiry(inquiry=lock_by_token(token=token), post=POST)
    context.commit()
    with pytest.raises(Refused, match="sudah ditarik"):
        correct_contact(inquiry=inquiry, phone="", email="a@contoh.test", reason="x", actor=DESK)
