"""Every naughty string through every field that takes words: stored exactly, shown as text, mailed without a header."""

import email
import email.policy
from typing import Final

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from griya.core.outbox import OutboxMessage
from griya.core.outbox.delivery import _as_email
from griya.core.text import clean_text
from griya.inquiry.models import Inquiry, InquiryLine
from griya.inquiry.rules import MESSAGE_LENGTH, NAME_LENGTH, NOTE_LENGTH, PLACE_LENGTH
from tests.factories.accounts import make_account, sign_in
from tests.factories.catalog import make_product
from tests.inquiry.test_naughty import NAUGHTY, check_text_stayed_text, send
from tests.inquiry.test_views import BUYER, form_of
from tests.page import PageClient

# What a letter of ours has for headers, and nothing that somebody typed may add one.
HEADERS: Final = {
    "Message-ID", "Date", "From", "To", "Reply-To", "Subject", "Auto-Submitted", "Content-Type",
    "Content-Transfer-Encoding", "MIME-Version",
}  # fmt: skip
# Header injection in all the spellings that have once worked somewhere.
INJECTIONS: Final = (
    "Sari\r\nBcc: korban@contoh.test", "Sari\nBcc: korban@contoh.test", "Sari\rBcc: korban@contoh.test",
    "Sari\u2028Bcc: korban@contoh.test", "Sari\x85Bcc: korban@contoh.test", "Sari\x0bBcc: korban@contoh.test",
    "Sari%0ABcc: korban@contoh.test", "Sari\n\nIsi baru", "Sari\n.\nQUIT", "=?utf-8?q?Sari=0ABcc:_korban?=",
)  # fmt: skip
STRINGS: Final = [*(one for one in NAUGHTY if isinstance(one, str)), *INJECTIONS]


def one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def form(page: PageClient, context: Session) -> dict[str, str]:
    product = make_product()
    context.commit()
    page.submit(f"/permintaan/tambah/{product.slug}", {"quantity": "1", "note": ""})
    return form_of(page.get("/permintaan"), **BUYER)


@pytest.mark.usefixtures("unhurried")
def test_every_string_is_stored_exactly_shown_as_text_and_mailed_without_a_header(
    client: FlaskClient, form: dict[str, str], context: Session
) -> None:
    kept = 0
    for number, string in enumerate(STRINGS):
        words = {
            "name": f"Sari {string}"[: NAME_LENGTH // 2],
            "place": string[: PLACE_LENGTH // 2],
            "message": string[: MESSAGE_LENGTH // 2],
            "line-0-note": string[: NOTE_LENGTH // 2],
        }
        answer = send(client, "/permintaan", {**form, **words, "key": f"{number:024}"})
        assert answer.status_code == 303, (string[:60], answer.status_code)
        context.expire_all()
        inquiry = context.scalars(sa.select(Inquiry).order_by(Inquiry.id.desc())).first()
        assert inquiry is not None
        note = context.scalars(sa.select(InquiryLine.note).where(InquiryLine.inquiry_id == inquiry.id)).one()
        assert inquiry.message == clean_text(words["message"])
        found = {"name": inquiry.name, "place": inquiry.place, "line-0-note": note}
        assert found == {name: one_line(clean_text(words[name])) for name in found}
        kept += 1
        check_text_stayed_text(client.get(answer.headers["Location"]).get_data(as_text=True))
    assert kept == len(STRINGS) > 70
    letters = context.scalars(sa.select(OutboxMessage)).all()
    assert len(letters) >= kept
    for letter in letters:
        raw = _as_email(letter, sender="griya@contoh.test", sender_name="Griya IKM").as_bytes(policy=email.policy.SMTP)
        read = email.message_from_bytes(raw, policy=email.policy.default)
        assert set(read.keys()) <= HEADERS and len(read.keys()) == len(set(read.keys()))
        assert read["To"] == letter.recipient and "korban" not in str(read["To"])
        assert read["Reply-To"] is None or read["Reply-To"] == letter.reply_to


def test_the_desk_shows_every_string_as_text(
    client: FlaskClient, form: dict[str, str], page: PageClient, context: Session
) -> None:
    marked = [string for string in STRINGS if "xq7z" in string]
    assert len(marked) >= 5
    for number, string in enumerate(marked):
        words = {"name": f"Sari {string}", "place": string, "message": string, "line-0-note": string}
        assert send(client, "/permintaan", {**form, **words, "key": f"d{number:024}"}).status_code == 303
    sign_in(page, make_account(role="officer"))
    for reference in context.scalars(sa.select(Inquiry.reference)):
        check_text_stayed_text(page.get(f"/meja/permintaan/{reference}").html)
    check_text_stayed_text(page.get("/meja/permintaan").html)
