"""The desk's list of producers and their files: found, narrowed, counted, shown to each role as it may see."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from griya.core.clock import today
from griya.core.db import db
from griya.core.filters import Filters
from griya.dossier.queries.producers import page_of_producers, size_of
from griya.dossier.rules.asked import Asked, list_fields, read_asked
from griya.registry.actions import ContactDraft, create_producer
from griya.registry.models import Producer
from griya.registry.rules.size import size_by_permenperin_64_2016
from griya.verification.queries.levels import producer_verification
from tests.desk.test_pages import counted_statements
from tests.factories.accounts import make_account, sign_in
from tests.factories.catalog import make_product
from tests.factories.registry import make_producer, make_region
from tests.factories.state import set_state
from tests.page import PageClient
from tests.verification.cases import make_credential

EMPTY = Asked()


def codes(asked: Asked, *, is_private: bool = True) -> list[str]:
    page = page_of_producers(asked, 1, is_private=is_private)
    assert page.total == len(page.items), "the count is that of the list"
    return [row.code for row in page.items]


def make_three() -> None:
    """One with everything, one with nothing, one that is stopped and made elsewhere."""
    sambas, ketapang = make_region(), make_region("61.04", "Ketapang")
    full = create_producer(
        code="A-1", slug="a-1", name="Tenun Lengkap", regency_id=sambas.id, nib="0220003690831", legal_form="cv",
        story_id="Cerita.", women_owned=True, workers=5, investment_idr=10_000_000,
        contacts=[ContactDraft("whatsapp", "+6281234567890"), ContactDraft("phone", "+62561700123", True)],
    )  # fmt: skip
    make_product(producer=full)
    create_producer(code="B-2", slug="b-2", name="Dapur Kosong", regency_id=ketapang.id)
    stopped = create_producer(code="C-3", slug="c-3", name="Kopi Jauh", regency_id=None, outside_region="Jambi")
    stopped.women_owned = False
    set_state(stopped, standing="suspended")
    db.session.flush()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["B-2", "C-3", "A-1"]),
        ({"q": "tenun leng"}, ["A-1"]),
        ({"q": "b-2"}, ["B-2"]),
        ({"q": "0220003690831"}, ["A-1"]),
        ({"q": "0812-3456-7890"}, ["A-1"]),
        ({"q": "+62 812 3456 7890"}, ["A-1"]),
        ({"q": "100%"}, []),
        ({"wilayah": "61.04"}, ["B-2"]),
        ({"wilayah": "luar"}, ["C-3"]),
        ({"kedudukan": "ditangguhkan"}, ["C-3"]),
        ({"kedudukan": "terdaftar"}, ["B-2", "A-1"]),
        ({"ukuran": "kecil"}, ["A-1"]),
        ({"ukuran": "belum"}, ["B-2", "C-3"]),
        ({"bentuk": "cv"}, ["A-1"]),
        ({"bentuk": "belum"}, ["B-2", "C-3"]),
        ({"produk": "ada"}, ["A-1"]),
        ({"produk": "tidak"}, ["B-2", "C-3"]),
        ({"kurang": "nib"}, ["B-2", "C-3"]),
        ({"kurang": "kontak"}, ["B-2", "C-3"]),
        ({"kurang": "cerita"}, ["B-2", "C-3"]),
        ({"perempuan": "ya"}, ["A-1"]),
        ({"perempuan": "diketahui"}, ["C-3", "A-1"]),
        ({"perempuan": "belum"}, ["B-2"]),
        ({"kurang": "nib", "perempuan": "tidak"}, ["C-3"]),
    ],
)
def test_each_filter_finds_what_it_says_and_the_count_equals_the_list(
    context: Any, asked: dict[str, str], found: list[str]
) -> None:
    make_three()
    assert codes(Asked(**asked)) == found


def test_what_nobody_offers_narrows_nothing_and_sizes_are_for_those_who_see_figures(context: Any) -> None:
    raw = {"wilayah": "99", "kedudukan": "x", "ukuran": "kecil", "produk": "'", "q": "a\x00b" + "c" * 300}

    def asked(*, is_private: bool) -> Asked:
        return read_asked(Filters(raw, *list_fields(regencies={"61.01": "Kab. Sambas"}, is_private=is_private)))

    assert asked(is_private=False).parameters == {"q": ("ab" + "c" * 300)[:100]}
    assert asked(is_private=True).ukuran == "kecil"


def test_a_hidden_number_is_no_way_to_find_out_whose_it_is(context: Any) -> None:
    make_three()
    assert codes(Asked(q="0812-3456-7890"), is_private=False) == []
    assert codes(Asked(q="0561 700123"), is_private=False) == ["A-1"]


def test_the_size_of_the_list_is_that_of_the_rule(context: Any) -> None:
    figures = [(workers, money) for workers in (None, 0, 19, 20) for money in
               (None, 0, 999_999_999, 1_000_000_000, 15_000_000_000, 15_000_000_001)]  # fmt: skip
    for workers, money in figures:
        maker = make_producer()
        maker.workers, maker.investment_idr = workers, money
    db.session.flush()
    for workers, money, told in db.session.execute(select(Producer.workers, Producer.investment_idr, size_of())):
        size = size_by_permenperin_64_2016(workers=workers, investment_idr=money)
        assert told == (size.value if size else "belum"), (workers, money)


def test_the_list_asks_the_database_as_often_for_fifty_as_for_one(context: Any) -> None:
    make_producer()
    with counted_statements(context) as few:
        page_of_producers(EMPTY, 1, is_private=True)
    for _ in range(49):
        make_product(producer=make_producer())
    with counted_statements(context) as many:
        page = page_of_producers(EMPTY, 1, is_private=True)
    assert len(page.items) == 50 and len(many) == len(few)


@pytest.mark.parametrize("role", ["curator", "officer", "administrator"])
def test_confidential_figures_and_hidden_contacts_are_for_officers(page: PageClient, context: Any, role: str) -> None:
    maker = create_producer(
        code="A-1", slug="a-1", name="Tenun Rahasia", regency_id=make_region().id, address="Jl. Tersembunyi No. 7",
        workers=17, investment_idr=123_456_789,
        contacts=[ContactDraft("phone", "+6281234567890"),
                  ContactDraft("phone", "+62561700123", True, date(2026, 1, 2))],
    )  # fmt: skip
    context.commit()
    sign_in(page, make_account(role=role))
    text = page.get(f"/meja/ikm/{maker.code}").text
    assert "0561" in text and "Tenun Rahasia" in text
    for secret in ("Tersembunyi", "17 orang", "Rp123.456.789", "0812-3456-7890", "Industri kecil"):
        assert (secret in text) is (role != "curator"), secret
    listing = page.get("/meja/ikm")
    assert bool(listing.select('select[name="ukuran"]')) is (role != "curator")
    assert page.get("/meja/ikm?q=0812-3456-7890").text.count("Tenun Rahasia") == (0 if role == "curator" else 1)


def test_an_unknown_code_is_not_found(page: PageClient, context: Any) -> None:
    sign_in(page, make_account(role="officer"))
    for path in ("/meja/ikm/TIDAK-ADA", "/meja/ikm/TIDAK-ADA/ubah", "/meja/ikm/%00/ubah", "/meja/ikm/x/tangguhkan",
                 "/meja/ikm/ganda/x/y", "/meja/ikm/gabungan/999/batalkan", f"/meja/ikm/{'A' * 300}"):  # fmt: skip
        page.get(path, expect=404)


def test_the_filters_of_the_list_are_kept_under_a_name(page: PageClient, context: Any) -> None:
    make_three()
    context.commit()
    sign_in(page, make_account(role="officer"))
    kept = {"name": "Belum ber-NIB", "query": page.get("/meja/ikm?kurang=nib").field("query")}
    action = "/meja/ikm/tampilan"
    way = page.submit("/meja/ikm", kept, action=action).response.headers["Location"]
    opened = page.client.get(way).headers["Location"]
    assert opened.startswith("/meja/ikm?kurang=nib&tampilan=")
    shown = page.get(opened)
    assert "2 IKM" in shown.text and "Tenun Lengkap" not in shown.text
    page.submit("/meja/ikm", {"name": " ", "query": ""}, expect=422, action=action)
    page.get("/meja/ikm/tampilan/tidakada", expect=404)
    page.submit(opened, {}, action=f"{way}/hapus")
    page.get(way, expect=404)


def test_a_producers_page_tells_how_far_it_is_verified_and_leads_to_each_claim(page: PageClient, context: Any) -> None:
    producer = make_producer()
    claim = make_credential(producer=producer)
    context.commit()
    sign_in(page, make_account(role="officer"))
    shown = page.get(f"/meja/ikm/{producer.code}")
    assert producer_verification(producer.id, today=today()).name in shown.text
    assert "Untuk tingkat berikutnya: NIB" in shown.text
    links = [str(one.attrs["href"]) for one in shown.select('section[aria-labelledby="izin"] a')]
    assert links[0] == f"/meja/izin/{claim.code}"
    for link in links:
        page.get(link)
