"""A small catalogue that changes at random: shelves, places, makers, and everything that can happen to a product."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
import time_machine
from sqlalchemy import select

from griya.catalog.actions import RevisionDraft, add_revision, publish_product, withdraw_product
from griya.catalog.models import (
    Category,
    Material,
    Product,
    ProductRevision,
    ProductState,
    Technique,
    product_credential,
)
from griya.core.clock import now
from griya.core.clock import today as clock_today
from griya.core.db import db
from griya.core.state import unrecorded_state_change
from griya.registry.actions import CredentialDraft, add_credential
from griya.registry.models import Credential, Producer, Region
from griya.selection.models import SelectionVersion
from tests.factories.catalog import make_category, make_product
from tests.factories.registry import make_producer, make_region
from tests.factories.selection import make_version
from tests.factories.state import set_state

NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)


def make_world() -> Iterator[random.Random]:
    """Shelves, places, words and makers, and a die, within an application context."""
    food, craft = make_category("makanan", "Makanan"), make_category("kriya", "Kriya")
    make_category("keripik", "Keripik", food)
    make_category("tikar", "Tikar", craft)
    for code, name, level in (
        ("61.01", "Sambas", "regency"), ("61.71", "Pontianak", "city"), ("61.03", "Sanggau", "regency"),
        ("61.01.01", "Sambas", "district"), ("61.01.02", "Tebas", "district"), ("61.03.05", "Kapuas", "district"),
        ("61.01.01.2001", "Sekida", "village"),
    ):  # fmt: skip
        make_region(code, name, level)
    db.session.add_all(Material(slug=slug, name_id=slug, name_en=slug) for slug in ("rotan", "bambu", "lidi"))
    db.session.add_all(Technique(slug=slug, name_id=slug, name_en=slug) for slug in ("anyam", "tenun"))
    db.session.flush()
    dice = random.Random(20261122)
    with time_machine.travel(NOON, tick=False) as traveller:
        dice.traveller = traveller  # type: ignore[attr-defined]
        for number in range(6):
            producer = make_producer(f"IKM {number}", region=dice.choice(regencies()))
            producer.region_id = pick(dice, Region, Region.level != "province").id
        for _ in range(25):
            a_new_product(dice)
        yield dice


def regencies() -> list[Region]:
    return list(db.session.scalars(select(Region).where(Region.level.in_(("regency", "city"))).order_by(Region.id)))


def pick(dice: random.Random, model: Any, *conditions: Any) -> Any:
    found = db.session.scalars(select(model).where(*conditions).order_by(model.id)).all()
    return dice.choice(found) if found else None


def draft(dice: random.Random) -> dict[str, Any]:
    mode = dice.choice(["tampil", "mulai", "tanya"])
    words = {}
    for name, model in (("material_ids", Material), ("technique_ids", Technique)):
        ids = list(db.session.scalars(select(model.id).order_by(model.id)))
        words[name] = dice.sample(ids, dice.randint(0, 2))
    return {
        "price_mode": mode,
        "price_idr": None if mode == "tanya" else dice.choice([5_000, 24_999, 25_000, 99_999, 1_000_000]),
        "moq": dice.choice([None, 1, 2, 50, 51]),
        "lead_time_days": dice.choice([None, 0, 3, 4, 31]),
        "halal_status": dice.choice(["bersertifikat", "dalam_proses", "belum", "tidak_halal", "tidak_wajib"]),
        "made_in_id": dice.choice([None, *db.session.scalars(select(Region.id).where(Region.code != "61"))]),
        **words,
    }


def a_new_product(dice: random.Random) -> None:
    forward(dice, seconds=1)
    make_product(
        dice.choice(["Amplang", "Bidai", "amplang", "Tikar", "Keripik"])
        + dice.choice(["", " Besar", f" {dice.random()}"]),
        producer=pick(dice, Producer),
        category=pick(dice, Category),
        availability=dice.choice(["siap", "dipesan", "musiman", "habis"]),
        showroom_shelf=dice.choice([None, "B2"]),
        is_published=dice.random() < 0.8,
        **draft(dice),
    )


def a_new_revision(dice: random.Random) -> None:
    product = pick(dice, Product, Product.state == ProductState.PUBLISHED)
    if product:
        unit = RevisionDraft(name_id=f"Nama {dice.random()}", unit="pak", **draft(dice))
        publish_product(product=product, revision=add_revision(product=product, draft=unit))


def a_withdrawal(dice: random.Random) -> None:
    product = pick(dice, Product, Product.state == ProductState.PUBLISHED)
    if product:
        withdraw_product(product=product, reason="Uji")


def a_return(dice: random.Random) -> None:
    product = pick(dice, Product, Product.state == ProductState.WITHDRAWN)
    if product:
        publish_product(product=product, revision=db.session.get_one(ProductRevision, product.live_revision_id))


def a_first_publication(dice: random.Random) -> None:
    product = pick(dice, Product, Product.state == ProductState.DRAFT)
    if product:
        forward(dice, seconds=1)
        publish_product(product=product, revision=pick(dice, ProductRevision, ProductRevision.product_id == product.id))


def a_standing(dice: random.Random) -> None:
    producer = pick(dice, Producer)
    set_state(producer, standing="listed" if producer.standing != "listed" else "suspended")


def another_shelf(dice: random.Random) -> None:
    pick(dice, Product).category_id = pick(dice, Category).id


def another_home(dice: random.Random) -> None:
    producer = pick(dice, Producer)
    producer.regency_id = dice.choice(regencies()).id
    producer.region_id = pick(dice, Region, Region.level != "province").id


def another_maker(dice: random.Random) -> None:
    pick(dice, Product).producer_id = pick(dice, Producer).id


def other_stock(dice: random.Random) -> None:
    product = pick(dice, Product)
    product.availability = dice.choice(["siap", "habis"])
    product.showroom_shelf = dice.choice([None, "A1"])


def a_credential(dice: random.Random) -> None:
    kind = dice.choice(["halal", "halal_mui", "pirt", "bpom_md", "merek", "ig", "ovop", "nib", "sni"])
    number = f"{dice.randrange(10**12):012}-{dice.choice([26, 27])}" if kind == "pirt" else f"{dice.randrange(10**13)}"
    number = f"2{number}" if kind == "pirt" else number
    credential = add_credential(
        producer_id=pick(dice, Producer).id,
        draft=CredentialDraft(
            kind,
            number,
            state=dice.choice(["checked", "checked", "claimed"]),
            checked_on=date(2026, 11, 1),
            check_method="situs",
            expires_on=dice.choice([None, *(clock_today() + timedelta(days=days) for days in (-1, 0, 1, 5))]),
            covers_all_products=dice.random() < 0.5,
            ovop=(3, dice.choice([3, 5]), 2015) if kind == "ovop" else None,
        ),
    )
    product = pick(dice, Product)
    db.session.execute(product_credential.insert().values(product_id=product.id, credential_id=credential.id))


def a_revoked_credential(dice: random.Random) -> None:
    credential = pick(dice, Credential)
    if credential:
        set_state(credential, state=dice.choice(["revoked", "checked"]))
        credential.checked_on, credential.check_method = date(2026, 11, 1), "situs"


def a_deleted_product(dice: random.Random) -> None:
    product = pick(dice, Product)
    if product:
        db.session.execute(sa.delete(Product).where(Product.id == product.id))
        db.session.expire_all()


def a_selection(dice: random.Random) -> None:
    at = now()
    with unrecorded_state_change("a test's own world"):
        db.session.execute(
            sa.update(SelectionVersion).values(cancelled_at=at).execution_options(synchronize_session=False)
        )
    product = pick(dice, Product)
    if product:
        make_version([product], starts_at=at + timedelta(hours=dice.choice([0, 1, 30])), ends_at=at + timedelta(days=2))


def some_hours_later(dice: random.Random) -> None:
    forward(dice, seconds=dice.choice([3600, 20 * 3600]))


def forward(dice: random.Random, *, seconds: int) -> None:
    dice.traveller.shift(seconds)  # type: ignore[attr-defined]


STEPS: tuple[Callable[[random.Random], None], ...] = (
    a_new_product, a_new_revision, a_withdrawal, a_return, a_first_publication, a_standing, another_shelf, another_home,
    another_maker, other_stock, a_credential, a_credential, a_revoked_credential, a_deleted_product, a_selection,
    some_hours_later,
)  # fmt: skip
