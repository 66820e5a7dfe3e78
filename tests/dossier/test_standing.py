"""Stopping a producer in one move: shown before, told to buyers without the reason, undone again."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import select

from griya.accounts.models import Event
from griya.catalog.models import Product
from griya.core.clock import now
from griya.core.db import db
from griya.core.errors import Overtaken, Refused
from griya.core.outbox import OutboxMessage
from griya.dossier.actions.standing import Sender, take_step
from griya.dossier.queries.effects import find_effect
from griya.dossier.rules import STEPS, Step, next_steps, step_faults
from griya.inquiry.maker_letters import BACK, STOPPED
from griya.inquiry.models import Inquiry
from griya.registry.models import Producer, Standing
from tests.factories.accounts import make_account, sign_in
from tests.factories.catalog import make_product
from tests.factories.inquiry import make_inquiry, status_token
from tests.factories.registry import make_producer
from tests.page import PageClient

SENDER = Sender("Griya IKM Uji", "kantor@contoh.test", "contoh.test")
WHY = "Ada aduan tentang label kedaluwarsa"


def step(producer: Producer, wanted: Step, *, code: str = "lain", version: int | None = None) -> Any:
    return take_step(
        producer_id=producer.id, row_version=version or producer.row_version, step=wanted, reason_code=code,
        reason=WHY, sender=SENDER,
    )  # fmt: skip


def letters(template: str) -> list[OutboxMessage]:
    return list(db.session.scalars(select(OutboxMessage).where(OutboxMessage.template == template)))


def make_waiting() -> tuple[Producer, Product]:
    """A producer with two public products, one draft, and four inquiries: two by mail, one by telephone, one old."""
    producer = make_producer("Dapur Aduan")
    product, second = make_product(producer=producer), make_product(producer=producer)
    make_product(producer=producer, is_published=False)
    make_inquiry(product, email="satu@contoh.test")
    make_inquiry(product, second, email="dua@contoh.test", message="Lain")
    make_inquiry(product, email="", phone="+6281111111111", message="Telepon saja")
    old = make_inquiry(product, email="lama@contoh.test", message="Lama sekali")
    db.session.execute(
        sa.update(Inquiry)
        .where(Inquiry.reference == old.reference)
        .values(received_at=now() - timedelta(days=30, seconds=1))
    )
    make_inquiry(make_product(), email="orang-lain@contoh.test", message="Bukan untuk dia")
    db.session.flush()
    return producer, product


def test_the_effect_is_told_before_and_is_what_happens(context: Any) -> None:
    producer, _ = make_waiting()
    effect = find_effect(producer.id, now())
    assert (effect.products, len(effect.told), len(effect.by_phone)) == (2, 2, 1)
    done = step(producer, Step.SUSPEND, code="aduan")
    assert (done.told, done.by_phone) == (effect.told, effect.by_phone)
    sent = letters(STOPPED)
    assert {one.recipient for one in sent} == {"satu@contoh.test", "dua@contoh.test"}
    assert find_effect(producer.id, now()).products == 2, "what comes back"


def test_the_letter_is_neutral_and_names_the_inquiry(context: Any) -> None:
    producer, _ = make_waiting()
    step(producer, Step.SUSPEND, code="aduan")
    for one in letters(STOPPED):
        told = f"{one.subject} {one.body}".casefold()
        assert "gi-" in told and "dapur aduan" in told and one.reply_to == "kantor@contoh.test"
        words = [*WHY.casefold().split(), "aduan yang", "izin", "mutu", "ditangguhkan", "langgar", "masalah"]
        assert not [word for word in words if len(word) > 5 and word in told.replace("dapur aduan", "")]


def test_every_stop_and_every_return_is_told_once(context: Any) -> None:
    producer, _ = make_waiting()
    for wanted in (Step.SUSPEND, Step.RESTORE, Step.SUSPEND, Step.RESTORE, Step.SUSPEND, Step.CLOSE):
        step(producer, wanted)
    assert (len(letters(STOPPED)), len(letters(BACK))) == (6, 4), "closing what was stopped is no news"
    assert producer.standing == Standing.CLOSED


def test_it_is_all_or_nothing(context: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A letter that cannot be written takes the change back with it."""
    producer, _ = make_waiting()
    db.session.commit()

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("no room")

    monkeypatch.setattr("griya.dossier.actions.standing.enqueue", fail)
    with pytest.raises(RuntimeError):
        step(producer, Step.SUSPEND)
    db.session.rollback()
    assert db.session.get_one(Producer, producer.id).standing == "listed"
    assert not db.session.scalars(select(Event).where(Event.verb == "producer.suspended")).all()


def test_the_record_tells_who_what_and_why(context: Any) -> None:
    producer, _ = make_waiting()
    account = make_account(role="officer")
    take_step(
        producer_id=producer.id, row_version=producer.row_version, step=Step.SUSPEND, reason_code="mutu", reason=WHY,
        sender=SENDER, actor_id=account.id,
    )  # fmt: skip
    event = db.session.scalars(select(Event).where(Event.verb == "producer.suspended")).one()
    assert (event.actor_id, event.reason, event.before) == (account.id, WHY, {"standing": "listed"})
    assert event.after == {"standing": "suspended", "reason_code": "mutu", "letters": 2}


@pytest.mark.parametrize("wanted", list(Step))
@pytest.mark.parametrize("standing", list(Standing))
def test_a_step_is_possible_exactly_where_it_leads_from(wanted: Step, standing: Standing) -> None:
    code = next(iter(STEPS[wanted].reasons))
    is_possible = not step_faults(wanted, standing, reason_code=code, reason="Uji")
    assert is_possible is (wanted in next_steps(standing)) is (standing in STEPS[wanted].leads_from)
    assert step_faults(wanted, standing, reason_code="tidak-ada", reason="Uji")
    assert step_faults(wanted, standing, reason_code=code, reason="  ")


def test_a_closed_one_stays_closed(context: Any) -> None:
    producer = make_producer()
    step(producer, Step.CLOSE)
    for wanted in Step:
        with pytest.raises(Refused, match="tidak dapat dibatalkan"):
            step(producer, wanted)


def test_who_looked_at_an_older_version_is_shown_the_newer_one(page: PageClient, context: Any) -> None:
    producer = make_producer()
    with pytest.raises(Overtaken):
        step(producer, Step.SUSPEND, version=producer.row_version + 1)
    context.commit()
    sign_in(page, make_account(role="officer"))
    path = f"/meja/ikm/{producer.code}/tangguhkan"
    data = {"reason_code": "aduan", "reason": WHY, "row_version": "999"}
    again = page.submit(path, data, expect=409)
    assert again.field("reason") == WHY and again.field("row_version") == str(producer.row_version)


def test_an_officer_stops_and_restores_at_the_desk(page: PageClient, context: Any) -> None:
    producer, product = make_waiting()
    context.commit()
    sign_in(page, make_account(role="officer"))
    path = f"/meja/ikm/{producer.code}"
    shown = page.get(f"{path}/tangguhkan").text
    assert "2 produk berhenti tampil" in shown and "2 permintaan terbuka akan diberi tahu" in shown
    assert "1 pembeli hanya meninggalkan telepon" in shown
    page.submit(f"{path}/tangguhkan", {"reason_code": "", "reason": WHY}, expect=422)
    page.submit(f"{path}/tangguhkan", {"reason_code": "aduan", "reason": ""}, expect=422)
    done = page.submit(f"{path}/tangguhkan", {"reason_code": "aduan", "reason": WHY})
    told = page.get(done.response.headers["Location"])
    assert "Ditangguhkan. Semua produknya sudah berhenti tampil. 2 pembeli dikabari" in told.text
    assert "Ada aduan yang diperiksa" in told.text and WHY in told.text
    assert page.client.get(f"/produk/{product.slug}").status_code == 404
    page.submit(f"{path}/pulihkan", {"reason_code": "selesai", "reason": "Label sudah diganti"})
    assert page.client.get(f"/produk/{product.slug}").status_code == 200
    assert "langkah ini tidak berlaku" in page.get(f"{path}/pulihkan").text


def test_the_buyers_own_page_says_so_neutrally(page: PageClient, context: Any) -> None:
    producer = make_producer("Dapur Berhenti")
    product = make_product(producer=producer)
    key = "kunci-uji-halaman-pembeli"
    make_inquiry(product, key=key)
    context.commit()
    path, words = f"/permintaan/{status_token(key)}", "sedang tidak melayani permintaan"
    assert words not in page.get(path).text
    step(producer, Step.SUSPEND, code="izin")
    context.commit()
    text = page.get(path).text
    assert words in text and WHY not in text and "Izin" not in text
    assert "does not answer inquiries" in page.get(f"/en{path}").text


def test_the_inquiry_at_the_desk_lists_the_letter(page: PageClient, context: Any) -> None:
    producer, _ = make_waiting()
    step(producer, Step.SUSPEND)
    context.commit()
    reference = db.session.scalars(select(Inquiry.reference).where(Inquiry.email == "satu@contoh.test")).one()
    sign_in(page, make_account(role="officer"))
    assert "pembuat berhenti" in page.get(f"/meja/permintaan/{reference}").text
    links = [link.attrs["href"] for link in page.get("/meja/pesan").select("main a")]
    assert f"/meja/permintaan/{reference}" in links
