"""Two producers made one, and two again: everything moves, old names lead on, and taking it back restores exactly."""

import random
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import select

from griya.accounts.models import Event
from griya.catalog.actions import add_marketplace_link
from griya.catalog.models import Product
from griya.core import clock
from griya.core.db import Base, db
from griya.core.errors import Doubtful, Overtaken, Refused
from griya.dossier.actions.merging import OWNED, merge_producers, undo_merge
from griya.dossier.models import ProducerMerge
from griya.dossier.queries.facts import facts_by_id, find_by_code
from griya.dossier.rules.merging import CHOICE_FIELDS, MERGED, SURVIVOR, proposed
from griya.inquiry.models import InquiryLine
from griya.registry.actions import ContactDraft, CredentialDraft, create_producer
from griya.registry.models import Credential, Marketplace, Producer, ProducerContact, ProducerSlug
from tests.factories.accounts import make_account, sign_in
from tests.factories.catalog import make_product
from tests.factories.inquiry import make_inquiry
from tests.factories.registry import make_producer, make_region
from tests.factories.state import set_state
from tests.page import PageClient

# Everything that a merge may touch; the version counts every change and is not brought back, so that nobody who read an
# older one can write over it.
FIELDS = (
    "id, code, slug, name, legal_form, nib, regency_id, region_id, outside_region, address, story_id, story_en, "
    "founded_year, women_owned, workers, investment_idr, standing, is_sample"
)
TABLES = (
    f"SELECT {FIELDS} FROM producer ORDER BY id",  # noqa: S608
    "SELECT * FROM producer_contact ORDER BY id",
    "SELECT * FROM producer_kbli ORDER BY producer_id, version, code",
    "SELECT * FROM producer_slug ORDER BY slug",
    "SELECT * FROM credential ORDER BY id",
    "SELECT * FROM product ORDER BY id",
    "SELECT * FROM marketplace_link ORDER BY id",
    "SELECT * FROM inquiry_line ORDER BY id",
)


def everything() -> list[list[tuple[Any, ...]]]:
    db.session.flush()
    return [[tuple(row) for row in db.session.execute(sa.text(table))] for table in TABLES]


def merge(survivor: Producer, merged: Producer, choice: dict[str, str] | None = None, **more: Any) -> ProducerMerge:
    return merge_producers(
        survivor_id=survivor.id, merged_id=merged.id, versions=(survivor.row_version, merged.row_version),
        choice=choice or {}, reason="Pemilik sama", is_confirmed=more.pop("is_confirmed", True), **more,
    )  # fmt: skip


def undo(made: ProducerMerge) -> tuple[str, ...]:
    return undo_merge(merge_id=made.id, reason="Ternyata dua usaha")


def make_two() -> tuple[Producer, Producer]:
    """Two with a shared contact and KBLI, products, credentials, links, inquiries and an old address each."""
    market = db.session.scalars(select(Marketplace)).first()
    if market is None:
        market = Marketplace(code="toko", name="Toko", hosts=["toko.test"], checked_on=date(2026, 1, 1))
        db.session.add(market)
        db.session.flush()
    found = []
    for number, name in enumerate(("Tenun Rindu", "Tenun Rindhu")):
        maker = create_producer(
            name=name, slug=f"tenun-{number}", code=f"T-{number}", regency_id=make_region().id, nib=f"{number}" * 13,
            workers=3 + number, kbli=[("2025", "13121"), ("2020", f"1312{number}")], story_id=f"Cerita {number}",
            contacts=[ContactDraft("phone", "+62561700123"), ContactDraft("email", f"tenun{number}@contoh.test")],
            credentials=[CredentialDraft("halal", f"ID3541002545332082{number}")],
        )  # fmt: skip
        db.session.add(ProducerSlug(slug=f"lama-{number}", producer_id=maker.id))
        product = make_product(f"Kain {number}", producer=maker, slug=f"kain-{number}")
        add_marketplace_link(producer_id=maker.id, marketplace_id=market.id, url="https://toko.test/sama")
        add_marketplace_link(producer_id=maker.id, marketplace_id=market.id, url=f"https://toko.test/{number}",
                             product_id=product.id)  # fmt: skip
        make_inquiry(product, message=f"Kain {number}")
        found.append(maker)
    db.session.flush()
    return found[0], found[1]


def test_everything_moves_and_the_chosen_sides_are_kept(context: Any) -> None:
    one, two = make_two()
    made = merge(one, two, {"name": MERGED, "nib": MERGED, "workers": SURVIVOR})
    facts = facts_by_id(one.id)
    assert (facts.name, facts.nib, facts.workers, facts.slug) == ("Tenun Rindhu", "1" * 13, 3, "tenun-0")
    assert facts.kbli == (("2020", "13120"), ("2020", "13121"), ("2025", "13121"))
    assert [contact.value for contact in facts.contacts] == [
        "+62561700123", "tenun0@contoh.test", "tenun1@contoh.test",
    ]  # fmt: skip
    for model in (Product, Credential, InquiryLine):
        owners = db.session.scalars(select(model.producer_id).order_by(model.id)).all()
        assert set(owners) == {one.id}, model
    assert {name: len(keys) for name, keys in made.moved.items()} == {
        "products": 1, "credentials": 1, "inquiry_lines": 1, "inquiry_threads": 1, "contacts": 1, "links": 1,
        "slugs": 1, "kbli": 1,
    }  # fmt: skip
    gone = db.session.get_one(Producer, two.id)
    assert (gone.standing, gone.nib) == ("closed", None)
    told = db.session.scalars(select(Event.verb).where(Event.object_key.in_(("T-0", "T-1"))).order_by(Event.id)).all()
    assert told[-2:] == ["producer.merged", "producer.joined"]


def test_old_codes_and_addresses_lead_to_the_survivor_also_through_two_merges(page: PageClient, context: Any) -> None:
    one, two = make_two()
    third = make_producer("Induk")
    merge(one, two)
    merge(third, db.session.get_one(Producer, one.id))
    context.commit()
    for slug in ("tenun-0", "tenun-1", "lama-0", "lama-1"):
        answer = page.client.get(f"/ikm/{slug}")
        assert answer.status_code == 301 and answer.headers["Location"].endswith(f"/ikm/{third.slug}"), slug
    found = find_by_code("T-1")
    assert found is not None and found.producer_id == third.id
    sign_in(page, make_account(role="officer"))
    for tail in ("", "/ubah"):
        answer = page.client.get(f"/meja/ikm/T-1{tail}")
        assert answer.status_code == 301 and answer.headers["Location"].endswith(f"/meja/ikm/{third.code}{tail}")
        assert "no-store" in answer.headers["Cache-Control"], "taken back, the old code is its own again"
    listed = page.get("/meja/ikm").text
    assert "T-1" not in listed and third.code in listed
    assert "T-1" in page.get("/meja/ikm?kedudukan=digabung").text


def test_products_show_under_the_survivor_at_the_next_request(page: PageClient, context: Any) -> None:
    one, two = make_two()
    context.commit()
    assert "Tenun Rindhu" in page.get("/produk/kain-1").text
    merge(one, two)
    context.commit()
    shown = page.get("/produk/kain-1").text
    assert "Tenun Rindu" in shown and "Tenun Rindhu" not in shown
    assert "Kain 1" in page.get("/ikm/tenun-0").text
    assert "Tenun Rindhu" not in page.get("/cari?q=rindhu").text.replace("“rindhu”", "")


@pytest.mark.parametrize("seed", range(40))
def test_taken_back_everything_is_as_it_was(context: Any, seed: int) -> None:
    """Random producers with random belongings and random choices: the tables are the same, row by row."""
    draw = random.Random(seed)
    numbers = iter(range(1_000))
    market = Marketplace(code="toko", name="Toko", hosts=["toko.test"], checked_on=date(2026, 1, 1))
    db.session.add(market)
    regions = [make_region(), make_region("61.04", "Ketapang"), make_region("61.04.01", "Delta Pawan", "district")]
    makers = []
    for name in "AB":
        region = draw.choice([*regions, None])
        maker = create_producer(
            name=f"Usaha {name}", slug=f"usaha-{name.lower()}", code=f"U-{name}",
            regency_id=regions[1].id if region is regions[2] else region.id if region else None,
            region_id=region.id if region else None, outside_region=None if region else "Jambi",
            nib=draw.choice([None, f"{draw.randint(0, 10**13 - 1):013d}"]),
            legal_form=draw.choice([None, "ud", "cv"]), address=draw.choice([None, "Jl. A", "Jl. B"]),
            story_id=draw.choice(["", "Satu", "Dua"]), story_en=draw.choice(["", "One"]),
            founded_year=draw.choice([None, 2001, 2002]), women_owned=draw.choice([None, True, False]),
            workers=draw.choice([None, 0, 7]), investment_idr=draw.choice([None, 0, 10**12]),
            kbli=draw.sample([("2020", "13121"), ("2025", "13121"), ("2025", "10794")], draw.randint(0, 3)),
            contacts=[ContactDraft(channel, value, draw.random() < 0.5) for channel, value in draw.sample(
                [("phone", "+62561700123"), ("whatsapp", "+6281234567890"), ("email", "umum@b.test"),
                 ("email", f"{name.lower()}@b.test")], draw.randint(0, 4))],
            credentials=[CredentialDraft("nib", f"C-{next(numbers)}") for _ in range(draw.randint(0, 2))],
        )  # fmt: skip
        for _ in range(draw.randint(0, 3)):
            product = make_product(producer=maker, is_published=draw.random() < 0.7)
            if product.state == "published" and draw.random() < 0.5:
                make_inquiry(product, message=f"Pesan {next(numbers)}")
            if draw.random() < 0.5:
                address = f"https://toko.test/{draw.randint(1, 4) if draw.random() < 0.5 else next(numbers) + 10}"
                held = db.session.scalars(
                    sa.text("SELECT count(*) FROM marketplace_link WHERE producer_id = :a AND url = :b").bindparams(
                        a=maker.id, b=address
                    )
                ).one()
                if not held:
                    add_marketplace_link(
                        producer_id=maker.id, marketplace_id=market.id, url=address,
                        product_id=draw.choice([None, product.id]),
                    )  # fmt: skip
        for _ in range(draw.randint(0, 2)):
            db.session.add(ProducerSlug(slug=f"lama-{next(numbers)}", producer_id=maker.id))
        makers.append(maker)
    standing = draw.choice(["listed", "suspended"])
    for maker in makers:
        set_state(maker, standing=standing)
    before = everything()
    made = merge(makers[0], makers[1], {name: draw.choice([SURVIVOR, MERGED]) for name in CHOICE_FIELDS})
    db.session.commit()
    assert everything() != before
    assert undo(made) == ()
    db.session.commit()
    assert everything() == before


def test_the_versions_go_on_so_that_nobody_writes_over_a_merge(context: Any) -> None:
    one, two = make_two()
    versions = one.row_version, two.row_version
    made = merge(one, two)
    undo(made)
    assert one.row_version > versions[0] and two.row_version > versions[1]


def test_what_came_since_stays_and_what_was_changed_since_is_kept(context: Any) -> None:
    one, two = make_two()
    made = merge(one, two, {"name": MERGED, "story_id": MERGED})
    survivor = db.session.get_one(Producer, one.id)
    survivor.name = "Nama sesudahnya"
    mine = make_product("Baru", producer=survivor)
    theirs = db.session.scalars(select(Product).where(Product.slug == "kain-1")).one()
    make_inquiry(mine, theirs, message="Sesudah digabung")
    assert undo(made) == ("name",)
    facts = facts_by_id(one.id)
    assert (facts.name, facts.story_id) == ("Nama sesudahnya", "Cerita 0")
    assert db.session.get_one(Product, mine.id).producer_id == one.id
    lines = db.session.execute(
        select(InquiryLine.product_id, InquiryLine.producer_id).order_by(InquiryLine.id.desc()).limit(2)
    )
    assert dict(lines.all()) == {mine.id: one.id, theirs.id: two.id}, "a line goes with its product"


def test_a_merge_can_be_taken_back_for_thirty_days(context: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = make_two()
    made = merge(one, two)
    merged_at = made.merged_at

    def at(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    at(merged_at + timedelta(days=30, seconds=1))
    with pytest.raises(Refused, match="30 hari"):
        undo(made)
    at(merged_at + timedelta(days=30))
    undo(made)
    with pytest.raises(Overtaken):
        undo(made)


def test_merges_are_taken_back_from_the_outside_in(context: Any) -> None:
    one, two = make_two()
    third = make_producer("Induk")
    inner = merge(one, two)
    before = everything()
    outer = merge(third, db.session.get_one(Producer, one.id))
    with pytest.raises(Overtaken, match="sudah digabung"):
        undo(inner)
    undo(outer)
    assert everything() == before
    undo(inner)
    assert find_by_code("T-1").code == "T-1"  # type: ignore[union-attr]


def test_it_is_not_taken_back_into_another_standing(context: Any) -> None:
    one, two = make_two()
    made = merge(one, two)
    set_state(db.session.get_one(Producer, one.id), standing="suspended")
    db.session.flush()
    with pytest.raises(Refused, match="lain dari saat digabung"):
        undo(made)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"standing": "suspended"}, "Kedudukan keduanya berbeda"),
        ({"standing": "closed"}, "sudah ditutup"),
        ({"is_sample": True}, "contoh"),
    ],
)
def test_what_would_show_or_hide_something_undecided_is_refused(context: Any, change: dict[str, Any], why: str) -> None:
    one, two = make_two()
    set_state(two, **change)
    db.session.flush()
    with pytest.raises(Refused, match=why):
        merge(one, two)


def test_two_nib_have_to_be_confirmed_and_a_stale_look_is_refused(context: Any) -> None:
    one, two = make_two()
    with pytest.raises(Doubtful, match="NIB yang berbeda"):
        merge(one, two, is_confirmed=False)
    with pytest.raises(Overtaken):
        merge_producers(
            survivor_id=one.id, merged_id=two.id, versions=(one.row_version, two.row_version + 1), choice={},
            reason="Uji", is_confirmed=True,
        )  # fmt: skip
    merge(one, two)
    with pytest.raises(Overtaken, match="sudah digabung"):
        merge(make_producer(), db.session.get_one(Producer, two.id))


def test_a_side_that_says_something_is_proposed_over_one_that_does_not(context: Any) -> None:
    one, two = make_producer("Satu"), make_producer("Dua")
    two.nib, two.story_id, one.workers, two.workers = "1" * 13, "Cerita", 0, 5
    db.session.flush()
    sides = proposed(facts_by_id(one.id), facts_by_id(two.id))
    assert {name for name, side in sides.items() if side == MERGED} == {"nib", "story_id"}


def test_a_merge_at_the_desk_asks_for_every_field_and_is_undone_there(page: PageClient, context: Any) -> None:
    one, two = make_two()
    before = everything()
    context.commit()
    sign_in(page, make_account(role="officer"))
    path = f"/meja/ikm/ganda/{one.code}/{two.code}"
    shown = page.get(path)
    asked = {field.attrs["name"] for field in shown.select('input[type="radio"]')}
    assert asked == {"sisi-name", "sisi-nib", "sisi-story_id", "sisi-workers"}, "only what differs is asked"
    choice = dict.fromkeys(asked, "tetap") | {"sisi-name": "gabung"}
    doubtful = page.submit(path, {**choice, "reason": "Pemilik sama"}, expect=422)
    assert "NIB yang berbeda" in doubtful.text and doubtful.field("reason") == "Pemilik sama"
    kept = doubtful.select('input[name="sisi-name"][checked]')[0]
    assert kept.attrs["value"] == "gabung"
    page.submit(path, {**choice, "reason": "", "is_confirmed": "y"}, expect=422)
    done = page.submit(path, {**choice, "reason": "Pemilik sama", "is_confirmed": "y"})
    told = page.get(done.response.headers["Location"])
    assert "Digabung." in told.text and "Kain 1" in told.text
    made = db.session.scalars(select(ProducerMerge)).one()
    undo_path = f"/meja/ikm/gabungan/{made.id}/batalkan"
    assert told.select(f'a[href="{undo_path}"]')
    page.submit(undo_path, {"reason": ""}, expect=422)
    page.submit(undo_path, {"reason": "Ternyata dua usaha"})
    db.session.expire_all()
    assert everything() == before
    assert "sudah dibatalkan" in page.get(undo_path).text
    assert db.session.scalars(select(ProducerContact.producer_id).order_by(ProducerContact.id)).all() == [
        one.id, one.id, two.id, two.id,
    ]  # fmt: skip


def test_every_table_that_names_a_producer_is_moved_or_known_not_to_be() -> None:
    """A table that comes later must not be forgotten by merges: here it is decided what becomes of its rows."""
    moved = {model.__tablename__ for model, _, _ in OWNED.values()} | {"producer_kbli"}
    about_merges = {"producer_merge", "producer_distinction"}
    named = {
        table.name
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.target_fullname == "producer.id"
    }
    assert named == moved | about_merges
