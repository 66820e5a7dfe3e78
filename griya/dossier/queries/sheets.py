"""The rows of the desk's sheets: those of the list that is narrowed in the same way, in its order."""

from typing import Any, Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from griya.catalog.models import Product
from griya.catalog.queries.desk import STATE_NAMES
from griya.catalog.queries.drafts import load_lists
from griya.catalog.queries.items import Asked as ProductsAsked
from griya.catalog.queries.items import list_all_products
from griya.core.clock import today
from griya.core.db import db
from griya.dossier.queries.producers import is_merged, narrowed
from griya.dossier.rules import MERGED_NAME, STANDING_NAMES
from griya.dossier.rules.asked import Asked
from griya.dossier.rules.facts import contact_words
from griya.intake.rules.choices import LEGAL_FORM_WORDS
from griya.publication.rules.tables import Row
from griya.registry.models import Producer, ProducerContact, ProducerKbli, Region, Standing
from griya.registry.rules.regions import region_label
from griya.registry.rules.size import size_by_permenperin_64_2016

# Three states, because nobody may read "not known" as "no".
_WOMEN: Final = {True: "ya", False: "tidak", None: None}


def list_producer_rows(asked: Asked, *, is_private: bool) -> list[Row]:
    """Every producer of the list as a row of the sheet; what is private is not even read into it otherwise."""
    place = aliased(Region)
    rows = db.session.execute(
        narrowed(select(Producer, Region.level, Region.name, place.code, is_merged()), asked, is_private=is_private)
        .outerjoin(place, place.id == Producer.region_id)
        .order_by(func.lower(Producer.name), Producer.id)
    ).all()
    ids: Select[Any] = narrowed(select(Producer.id), asked, is_private=is_private)
    products = dict(
        db.session.execute(
            select(Product.producer_id, func.count()).where(Product.producer_id.in_(ids)).group_by(Product.producer_id)
        ).all()
    )
    contacts: dict[int, list[tuple[str, bool]]] = {}
    for one in db.session.execute(
        select(ProducerContact.producer_id, ProducerContact.channel, ProducerContact.value, ProducerContact.is_public)
        .where(ProducerContact.producer_id.in_(ids))
        .order_by(ProducerContact.id)
    ):
        contacts.setdefault(one.producer_id, []).append((contact_words(one.channel, one.value), one.is_public))
    kbli: dict[int, list[str]] = {}
    for key, version, code in db.session.execute(
        select(ProducerKbli.producer_id, ProducerKbli.version, ProducerKbli.code)
        .where(ProducerKbli.producer_id.in_(ids))
        .order_by(ProducerKbli.version, ProducerKbli.code)
    ):
        kbli.setdefault(key, []).append(f"{code} (KBLI {version})")
    districts = _district_names()
    return [
        _producer_row(
            producer, level, name, code, is_part,
            districts=districts, products=products.get(producer.id, 0), contacts=contacts.get(producer.id, []),
            kbli=kbli.get(producer.id, []), is_private=is_private,
        )
        for producer, level, name, code, is_part in rows
    ]  # fmt: skip


def list_product_rows(asked: ProductsAsked) -> list[Row]:
    """Every product of the desk's list as a row of the sheet."""
    products = list_all_products(asked, load_lists(), on=today())
    return [
        {
            "kode": one.code,
            "nama": one.name,
            "status": STATE_NAMES[one.state],
            "tayang": one.is_public,
            "rak": one.category_name,
            "ikm": one.producer_name,
            "tempat": one.place,
            "cara_harga": one.price.mode,
            "harga_idr": one.price.idr,
            "satuan": one.price.unit,
            "data_contoh": one.is_sample,
        }
        for one in products
    ]


def _producer_row(
    one: Producer,
    level: str | None,
    name: str | None,
    code: str | None,
    is_part: bool,
    *,
    districts: dict[str, str],
    products: int,
    contacts: list[tuple[str, bool]],
    kbli: list[str],
    is_private: bool,
) -> Row:
    size = size_by_permenperin_64_2016(workers=one.workers, investment_idr=one.investment_idr)
    row: Row = {
        "kode": one.code,
        "nama": one.name,
        "kedudukan": MERGED_NAME if is_part else STANDING_NAMES[Standing(one.standing)],
        "bentuk_usaha": LEGAL_FORM_WORDS.get(one.legal_form or "", ""),
        "nib": one.nib,
        "wilayah_kode": code,
        "kabupaten": str(region_label(level, name)) if level and name else one.outside_region,
        "kecamatan": districts.get((code or "")[:8], ""),
        "berdiri": one.founded_year,
        "milik_perempuan": _WOMEN[one.women_owned],
        "kbli": kbli,
        "jumlah_produk": products,
        "kontak_tampil": [words for words, is_public in contacts if is_public],
        "data_contoh": one.is_sample,
    }
    if is_private:
        row |= {
            "alamat": one.address,
            "kontak": [words for words, _ in contacts],
            "tenaga_kerja": one.workers,
            "investasi_idr": one.investment_idr,
            "ukuran": size.label if size else None,
        }
    return row


def _district_names() -> dict[str, str]:
    return dict(db.session.execute(select(Region.code, Region.name).where(Region.level == "district")).all())
