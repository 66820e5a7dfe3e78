"""Where selections choose: the slot that is kept for the worthy, what the editor shows, and the maker's letter."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from griya.accounts.models import Account
from griya.catalog.models import Product
from griya.core import clock
from griya.core.db import db
from griya.core.errors import Refused
from griya.core.outbox import OutboxMessage
from griya.curation.queries.recognition import list_latest
from griya.selection.actions import approve_version, find_slot
from griya.selection.actions.drafts import DraftContent, start_draft
from griya.selection.actions.slots import require_distinction
from griya.selection.models import Selection, SelectionVersion
from griya.selection.queries.candidates import list_proposals
from griya.selection.queries.meter import Placement, find_meter
from griya.selection.rules import ItemDraft, Window
from tests.curation.test_desk import Browser
from tests.factories.accounts import make_account, sign_in
from tests.factories.catalog import make_product
from tests.factories.curation import make_decided
from tests.factories.registry import make_producer
from tests.factories.selection import make_selection

DAY = timedelta(days=1)


@pytest.fixture
def curators(context: Session) -> tuple[Account, Account]:
    """Two of them."""
    return make_account(name="Sari Penyusun"), make_account(name="Budi Penyetuju")


@pytest.fixture
def worthy(curators: tuple[Account, Account]) -> Product:
    """A product that curation has found worthy."""
    product = make_product("Kain Lunggi", producer=make_producer("Rumah Tenun", email="tenun@contoh.test"))
    make_decided(product, curators)
    return product


@pytest.fixture
def plain(context: Session) -> Product:
    """One that nobody has reviewed, of a maker without an address."""
    return make_product("Tikar", producer=make_producer("Rumah Anyam", email=None))


def draft(author: Account, *products: Product, days: int = 10) -> SelectionVersion:
    now = clock.now()
    version = start_draft(
        selection=make_selection("Tenun"),
        content=DraftContent(
            slot_code="home",
            window=Window(now + DAY, now + days * DAY),
            items=[ItemDraft(one.id, f"Karena {one.slug}") for one in products],
        ),
        actor_id=author.id,
    )
    db.session.flush()
    return version


def keep_for_the_worthy() -> None:
    slot = find_slot(slot_code="home")
    assert slot is not None
    require_distinction(slot=slot, is_required=True)


def test_an_ordinary_slot_asks_for_no_result(curators: tuple[Account, Account], plain: Product) -> None:
    approve_version(version=draft(curators[0], plain), actor_id=curators[1].id)


def test_a_slot_for_the_worthy_takes_nobody_else_and_names_them(
    curators: tuple[Account, Account], worthy: Product, plain: Product
) -> None:
    keep_for_the_worthy()
    with pytest.raises(Refused, match=r"hanya untuk produk terseleksi.*“Tikar”") as caught:
        approve_version(version=draft(curators[0], worthy, plain), actor_id=curators[1].id)
    assert "Lunggi" not in str(caught.value)


def test_the_result_holds_for_the_whole_window_or_not_at_all(
    curators: tuple[Account, Account], worthy: Product
) -> None:
    keep_for_the_worthy()
    latest = list_latest([worthy.id])[worthy.id]
    assert latest.valid_until is not None
    start = latest.valid_until - 10 * DAY
    assert latest.holds_through(start, latest.valid_until)
    assert not latest.holds_through(start, latest.valid_until + timedelta(seconds=1))
    assert not latest.holds_through(latest.decided_at - timedelta(seconds=1), start)
    approve_version(version=draft(curators[0], worthy), actor_id=curators[1].id)


def test_the_rules_lead_with_the_worthy_and_offer_nothing_else_where_only_they_may_stand(
    curators: tuple[Account, Account], worthy: Product, plain: Product
) -> None:
    now = clock.now()
    placement = Placement(Window(now + DAY, now + 10 * DAY))
    meter = find_meter([], placement, cap_percent=50)
    proposals = list_proposals([], meter, placement, but=(), at=now)
    reasons = {one.product_id: one.reasons for one in proposals}
    assert any("terseleksi dalam kurasi" in one for one in reasons[worthy.id])
    assert not any("terseleksi dalam kurasi" in one for one in reasons[plain.id])
    only = list_proposals([], meter, placement, but=(), at=now, only_distinguished=True)
    assert [one.product_id for one in only] == [worthy.id]


def test_the_editor_shows_the_result_and_the_maker_is_told_why(
    client: FlaskClient, curators: tuple[Account, Account], worthy: Product, plain: Product
) -> None:
    version = draft(curators[0], worthy, plain)
    slug = db.session.get_one(Selection, version.selection_id).slug
    desk = Browser(client)
    db.session.commit()
    sign_in(desk, curators[1])
    page = desk.get(f"/meja/pilihan/{slug}/{version.number}/ubah").html
    assert "<strong>Terseleksi sampai" in page
    token = desk.get("/meja/").field("csrf_token")
    desk.post(f"/meja/pilihan/{slug}/{version.number}/setujui", {"row_version": 1, "csrf_token": token})
    (letter,) = db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.template == "selection-chosen"))
    assert letter.recipient == "tenun@contoh.test" and f"Karena {worthy.slug}" in letter.body
    assert "/terseleksi/sertifikat/" in letter.body and "Tikar" not in letter.body


def test_a_slot_is_kept_for_the_worthy_at_the_desk(client: FlaskClient, curators: tuple[Account, Account]) -> None:
    desk = Browser(client)
    assert find_slot(slot_code="home")
    db.session.commit()
    sign_in(desk, curators[0])
    token = desk.get("/meja/pilihan/tempat").field("csrf_token")
    desk.post("/meja/pilihan/tempat/home", {"do": "khusus", "csrf_token": token})
    assert "hanya produk terseleksi" in desk.get("/meja/pilihan/tempat").html
    desk.post("/meja/pilihan/tempat/home", {"do": "umum", "csrf_token": token})
    assert "hanya produk terseleksi" not in desk.get("/meja/pilihan/tempat").html
