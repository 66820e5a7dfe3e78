"""What the script that saves during a pause asks for: the draft is written, nothing else, and nobody loses words."""

import json

import sqlalchemy as sa
from sqlalchemy.orm import Session

from griya.accounts.models import Event
from griya.catalog.models.drafts import DraftState
from griya.catalog.models.vocabulary import TermProposal
from griya.catalog.queries.drafts import fields_seen
from griya.core.db import db
from tests.factories.accounts import make_account, sign_in
from tests.factories.drafts import draft_of, make_complete, write
from tests.page import PageClient


def test_a_pause_saves_the_words_and_hands_nothing_in(page: PageClient, context: Session) -> None:
    officer = make_account(role="officer")
    product = make_complete(officer.id)
    context.commit()
    sign_in(page, officer)
    way = f"/meja/produk/{product.code}/ubah"
    form = page.get(way)
    sent = {**draft_of(product).fields, "csrf_token": form.field("csrf_token"), "seen": form.field("seen")}
    sent |= {"summary_id": "Gurih sekali.", "materials_new": "rot", "do": "diam"}
    told = page.post(way, sent, expect=200).response.get_json()
    assert told["said"].startswith("Tersimpan otomatis pukul ") and told["said"].endswith(" WIB")
    context.expire_all()
    draft = draft_of(product)
    assert draft.fields["summary_id"] == "Gurih sekali." and draft.state == DraftState.WRITING
    assert draft.fields["materials_new"] == "rot", "half a word is no term and no proposal yet"
    assert db.session.scalars(sa.select(TermProposal)).all() == []
    assert told["seen"] == fields_seen(product, draft) and json.loads(told["base"]) == draft.fields
    # The answer is what the next save goes on from; a pause in which nothing changed leaves no line in the record.
    lines = db.session.scalar(sa.select(sa.func.count()).select_from(Event))
    again = page.post(way, {**sent, "seen": told["seen"]}, expect=200).response.get_json()
    assert again["seen"] == told["seen"]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Event)) == lines


def test_what_somebody_else_saved_is_never_written_over(page: PageClient, context: Session) -> None:
    officer, other = make_account(role="officer"), make_account()
    product = make_complete(officer.id)
    context.commit()
    sign_in(page, officer)
    way = f"/meja/produk/{product.code}/ubah"
    form = page.get(way)
    sent = {**draft_of(product).fields, "csrf_token": form.field("csrf_token"), "seen": form.field("seen")}
    write(product, other.id, summary_id="Tulisan orang lain.")
    context.commit()
    told = page.post(way, {**sent, "summary_id": "Tulisan saya.", "do": "diam"}, expect=409).response.get_json()
    assert "disimpan orang lain" in told["said"] and set(told) == {"said"}
    context.expire_all()
    assert draft_of(product).fields["summary_id"] == "Tulisan orang lain."
    both = page.post(way, {**sent, "summary_id": "Tulisan saya.", "do": "simpan", "base": "{}"}, expect=409).text
    assert "Tulisan saya." in both and "Tulisan orang lain." in both
