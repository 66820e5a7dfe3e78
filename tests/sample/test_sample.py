"""The sample catalogue: loaded whole, marked everywhere, taken out without losing what people wrote."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from griya.accounts.models import Account
from griya.catalog.actions import load_vocabulary
from griya.catalog.models import Product, ProductRevision
from griya.core.clock import now
from griya.core.db import db
from griya.core.outbox import OutboxMessage
from griya.curation.actions import load_rubric
from griya.curation.models import CurationAppeal, CurationReview, CurationRound, CurationVerdict
from griya.curation.rules.scoring import ORDER
from griya.registry.actions import load_reference
from griya.registry.models import Producer, Region
from griya.registry.queries import REGENCY_LEVELS
from griya.sample.actions import load_sample, remove_sample
from griya.sample.curating import has_sample_reviews, load_sample_reviews
from griya.selection.actions import load_slots
from griya.selection.models import Selection, SelectionItem
from tests.factories.catalog import make_product
from tests.page import PageClient


@pytest.fixture
def loaded(app: Flask) -> Flask:
    """The application with reference data and the sample catalogue."""
    with app.app_context():
        load_reference()
        load_vocabulary()
        load_slots()
        load_sample()
        db.session.commit()
    return app


def count(model: Any, *where: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*where)) or 0


def test_the_sample_covers_every_regency(loaded: Flask) -> None:
    with loaded.app_context():
        assert count(Producer, Producer.is_sample) >= 24
        assert count(Product) >= 60
        with_makers = select(func.count(Producer.regency_id.distinct()))
        assert db.session.scalar(with_makers) == count(Region, Region.level.in_(REGENCY_LEVELS)) == 14


@pytest.mark.parametrize(
    "path",
    ["/", "/produk", "/produk/kopiah-tenun-sambas", "/ikm/rumah-tenun-pucuk-rebung", "/terseleksi/terseleksi-bulan-ini",
     "/rak/makanan", "/wilayah/sambas", "/cari?q=songket", "/layar/?n=", "/kios/", "/kios/produk/kopiah-tenun-sambas",
     "/permintaan/tambah/kopiah-tenun-sambas"],
)  # fmt: skip
def test_every_page_with_sample_data_says_so(loaded: Flask, page: PageClient, path: str) -> None:
    del loaded
    assert "Data contoh" in page.get(path).text


def test_the_english_of_the_sample_reaches_the_database(loaded: Flask) -> None:
    with loaded.app_context():
        translated = ProductRevision.description_en != ""
        assert count(ProductRevision, translated) == 85
        assert count(ProductRevision, ProductRevision.name_en == "", ~translated) == 4
        assert count(ProductRevision, ProductRevision.halal_note_en == "Contains pork") == 1
        assert count(Selection, Selection.intro_en == "") == 0
        assert count(SelectionItem, SelectionItem.reason_en == "") == 3
        assert count(Producer, Producer.story_en == "") == 0


def test_one_command_removes_the_sample_and_leaves_the_real(loaded: Flask) -> None:
    with loaded.app_context():
        real = make_product("Amplang Asli")
        kept = real.slug
        removed = remove_sample()
        db.session.commit()
        assert removed.producers >= 24
        assert count(Producer, Producer.is_sample) == 0
        assert list(db.session.scalars(select(Product.slug))) == [kept]


def test_loading_the_reference_data_again_changes_nothing(loaded: Flask) -> None:
    with loaded.app_context():
        before = count(Region)
        assert load_reference() is False
        assert load_vocabulary() is False
        load_slots()
        assert count(Region) == before == 1 + 14 + 174 + 99 + 2046


def test_the_samples_reviews_end_in_every_result_and_go_with_it(loaded: Flask, page: PageClient) -> None:
    with loaded.app_context():
        load_rubric()
        assert not has_sample_reviews()
        reviews = load_sample_reviews()
        db.session.commit()
        assert has_sample_reviews() and reviews == count(CurationReview) == 8
        assert set(db.session.scalars(select(CurationVerdict.result))) == set(ORDER)
        assert count(CurationAppeal, CurationAppeal.decided_at.is_(None)) == 1
        assert count(CurationReview, CurationReview.closed_at.is_(None)) == 3
        assert count(OutboxMessage) == 0, "a sample writes to nobody"
        assert count(Account, Account.disabled_at.is_(None)) == 0, "and nobody can sign in as its people"
        code = db.session.scalars(select(CurationVerdict.certificate_code).where(CurationVerdict.valid_until > now()))
        shown = page.get(f"/terseleksi/sertifikat/{code.first()}").text
        assert "Sukadana" in shown or "Gelang Resam" in shown
        assert "Data contoh" in shown
        remove_sample()
        db.session.commit()
        assert count(CurationReview) == count(CurationRound) == 0
