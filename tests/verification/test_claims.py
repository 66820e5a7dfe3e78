"""Entering and correcting a claim: what is certain refuses, what is odd is told first, what was compared falls back."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from griya.accounts.models import Event
from griya.catalog.models import product_credential
from griya.core.db import db
from griya.core.errors import Doubtful, Overtaken, Refused
from griya.registry.models import Credential, CredentialState
from griya.registry.rules.numbers import CredentialKind
from griya.verification.actions.claims import change_facts, create_claim
from griya.verification.queries.pages import claim_of
from griya.verification.rules.claim import Claim, lasting_warnings, told
from tests.factories.catalog import make_product
from tests.factories.registry import make_producer
from tests.verification.cases import TODAY, check, make_credential, pirt_number, see, verbs

K = CredentialKind


@pytest.fixture(autouse=True)
def day(context: Any) -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 26, 3, tzinfo=UTC), tick=False):
        yield


def change(credential: Credential, *, reason: str = "salah ketik", is_confirmed: bool = False, **facts: Any) -> bool:
    before = claim_of(credential)
    values = {name: getattr(before, name) for name in Claim.__slots__} | facts
    return change_facts(
        credential=credential,
        claim=Claim(**values),
        row_version=credential.row_version,
        reason=reason,
        actor_id=None,
        is_confirmed=is_confirmed,
    )


# The boundary cases of domain.md §7 and §2, as an officer would type them.
@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        (Claim(K.NIB, "022000369083"), "tepat 13 angka"),
        (Claim(K.NIB, "02200036908311"), "tepat 13 angka"),
        (Claim(K.NIB, ""), "belum diisi"),
        (Claim(K.HALAL, "KH12345"), "Ketetapan Halal"),
        (Claim(K.HALAL, "STTD-1"), "tanda terima"),
        (Claim(K.HALAL, "ID3211000192837"), "17 angka"),
        (Claim(K.HALAL, "ID61410000001151326"), "bulan 13"),
        (Claim(K.HALAL, "ID61410000001150026"), "bulan 00"),
        (Claim(K.PIRT, "9076171040052-27"), "Angka pertama"),
        (Claim(K.PIRT, "2006171040052-27"), "01 sampai 16"),
        (Claim(K.PIRT, "2176171040052-27"), "01 sampai 16"),
        (Claim(K.PIRT, "207617104005-27"), "15 angka"),
        (Claim(K.BPOM_MD, "MD2409350012000"), "12 angka"),
        (Claim(K.BPOM_MD, "MD24093500120002"), "12 angka"),
        (Claim(K.OVOP, ovop_stars=4, ovop_scale=3, ovop_year=2024), "skala 3"),
        (Claim(K.OVOP, ovop_stars=4), "harus disertai skala"),
        (Claim(K.MEREK, "IDM000000001", issued_on=date(2026, 11, 27)), "Tanggal terbit"),
        (Claim(K.MEREK, "IDM000000001", issued_on=date(2026, 1, 2), expires_on=date(2026, 1, 1)), "lebih awal"),
        (Claim(K.SNI, "x" * 61), "terlalu panjang"),
        (Claim(K.MEREK, "IDM000000001", covers_all_products=False), "Pilih produk"),
        (Claim(K.MEREK, "IDM000000001", covers_all_products=False, products=frozenset({"LAIN-1"})), "bukan milik"),
    ],
)
def test_what_is_certainly_wrong_is_refused(claim: Claim, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        create_claim(producer=make_producer(), claim=claim, actor_id=None, is_confirmed=True)
    assert db.session.scalars(select(Credential)).all() == []


@pytest.mark.parametrize(
    ("claim", "legal_form", "sentence"),
    [
        (Claim(K.HALAL, "ID321100000360830622"), None, "18 angka"),
        (Claim(K.HALAL, "ID61410000001150126", issued_on=date(2026, 2, 1)), None, "Tanggal terbit tidak sama"),
        (Claim(K.PIRT, "2076171040052-25"), None, "sudah kedaluwarsa"),
        (Claim(K.PIRT, "2076171040052-40"), None, "paling lama 5 tahun"),
        (Claim(K.PIRT, "2073271040052-27"), None, "bukan Kalimantan Barat"),
        (Claim(K.PIRT, "2076171040052-27"), "pt", "tidak diberikan kepada PT"),
        (Claim(K.PIRT, "2076171040052-27", expires_on=date(2026, 12, 1)), None, "Menurut nomornya sendiri"),
        (Claim(K.BPOM_MD, "ML265228006191"), None, "impor"),
        (Claim(K.HALAL_MUI, "12345678901"), None, "sertifikat lama"),
        (Claim(K.NIB, "0220003690831", expires_on=date(2027, 1, 1)), None, "tidak mempunyai masa berlaku"),
        (Claim(K.OVOP, ovop_stars=3, ovop_scale=5, ovop_year=2022), None, "tampaknya memakai skala 3"),
        (Claim(K.TKDN, "1/TKDN"), None, "Nilai TKDN belum diisi"),
        (Claim(K.SLHS, ""), None, "nomor belum diisi"),
        (Claim(K.MEREK, "IDM000000001", expires_on=date(2026, 11, 25)), None, "sudah lewat"),
    ],
)
def test_what_is_only_odd_is_told_first_and_kept_when_it_is_confirmed(
    claim: Claim, legal_form: str | None, sentence: str
) -> None:
    maker = make_producer()
    maker.legal_form = legal_form
    with pytest.raises(Doubtful, match=sentence):
        create_claim(producer=maker, claim=claim, actor_id=None)
    credential = create_claim(producer=maker, claim=claim, actor_id=None, is_confirmed=True)
    assert credential.state == CredentialState.CLAIMED


def test_a_claim_is_kept_in_its_normal_form_with_the_end_that_its_number_says() -> None:
    maker = make_producer()
    credential = create_claim(producer=maker, claim=Claim(K.PIRT, "P-IRT No. 2076171040052 - 27"), actor_id=None)
    assert (credential.number, credential.expires_on) == ("2076171040052-27", date(2027, 12, 31))
    assert verbs(credential) == ["added"]
    event = db.session.scalars(select(Event).where(Event.object_key == credential.code)).one()
    assert event.acting_for == maker.code
    nib = create_claim(producer=maker, claim=Claim(K.NIB, "0220003690831"), actor_id=None)
    assert (nib.number, nib.expires_on) == ("0220003690831", None)
    tkdn = create_claim(producer=maker, claim=Claim(K.TKDN, "1/TKDN", tkdn_percent=Decimal("40.25")), actor_id=None)
    assert tkdn.tkdn_percent == Decimal("40.25")


def test_a_claim_covers_the_products_that_are_named_and_no_others() -> None:
    maker = make_producer()
    one, two = make_product(producer=maker), make_product(producer=maker)
    claim = Claim(K.MEREK, "IDM000000001", covers_all_products=False, products=frozenset({one.code}))
    credential = create_claim(producer=maker, claim=claim, actor_id=None)
    covered = select(product_credential.c.product_id).where(product_credential.c.credential_id == credential.id)
    assert db.session.scalars(covered).all() == [one.id]
    assert not change(credential, products=frozenset({two.code}))
    assert db.session.scalars(covered).all() == [two.id]
    assert not change(credential, covers_all_products=True)
    assert db.session.scalars(covered).all() == []


def test_a_number_that_is_known_elsewhere_is_told_with_both_makers() -> None:
    first = make_credential(producer=make_producer("Dapur Pertama"))
    second = make_producer("Dapur Kedua")
    claim = Claim(K.PIRT, first.number or "")
    with pytest.raises(Doubtful, match=r"Dapur Pertama .*milik siapa"):
        create_claim(producer=second, claim=claim, actor_id=None)
    create_claim(producer=second, claim=claim, actor_id=None, is_confirmed=True)


@pytest.mark.parametrize(
    "facts", [{"number": "2076171999999-29"}, {"issued_on": date(2026, 1, 5)}], ids=["number", "date"]
)
def test_another_number_or_date_makes_a_checked_one_a_claim_again_and_says_so_first(facts: dict[str, Any]) -> None:
    credential = make_credential()
    see(credential)
    check(credential)
    with pytest.raises(Doubtful, match="kembali menjadi klaim"):
        change(credential, **facts)
    assert credential.state == CredentialState.CHECKED
    assert change(credential, **facts, is_confirmed=True)
    assert credential.state == CredentialState.CLAIMED
    assert (credential.checked_on, credential.seen_on, credential.checked_by_id) == (None, None, None)
    event = db.session.scalars(select(Event).where(Event.verb == "credential.reclaimed")).one()
    assert event.reason == "salah ketik"
    assert (event.before or {})["state"] == "checked"
    assert (event.after or {})["state"] == "claimed"


def test_an_issuer_or_the_products_are_corrected_without_a_new_check() -> None:
    credential = make_credential()
    see(credential)
    check(credential)
    assert not change(credential, issuer="Dinkes Kab. Sambas")
    assert credential.state == CredentialState.CHECKED
    event = db.session.scalars(select(Event).where(Event.verb == "credential.corrected")).one()
    assert (event.before, event.after) == ({"issuer": None}, {"issuer": "Dinkes Kab. Sambas"})


def test_a_correction_needs_a_reason_and_a_difference() -> None:
    credential = make_credential()
    with pytest.raises(Refused, match="alasannya"):
        change(credential, reason="", issuer="X")
    with pytest.raises(Refused, match="Tidak ada yang berubah"):
        change(credential)


def test_a_correction_of_an_earlier_state_is_overtaken() -> None:
    credential = make_credential()
    claim, version = claim_of(credential), credential.row_version
    see(credential)
    with pytest.raises(Overtaken):
        change_facts(credential=credential, claim=claim, row_version=version, reason="x", actor_id=None)


def test_the_page_of_a_claim_warns_of_another_nib_and_asks_about_the_recipe_once_a_year() -> None:
    nib = Claim(K.NIB, "0220003690831")
    halal = Claim(K.HALAL, "ID61410000001150125")
    about: dict[str, Any] = {"today": TODAY, "firm_is_pt": False}
    assert lasting_warnings(nib, checked_on=None, producer_nib="0220003690831", **about) == ()
    assert "Satu usaha" in lasting_warnings(nib, checked_on=None, producer_nib="9120001", **about)[0]
    assert lasting_warnings(halal, checked_on=date(2025, 11, 26), producer_nib=None, **about) == ()
    assert "masih sama" in lasting_warnings(halal, checked_on=date(2025, 11, 25), producer_nib=None, **about)[0]


def test_recorded_facts_are_told_as_people_read_them() -> None:
    assert told("expires_on", "2027-12-31") == "31 Desember 2027"
    assert told("tkdn_percent", "40.25") == "40,25%"
    assert told("covers_all_products", False) == "tidak"
    assert told("number", None) == "–"
    assert pirt_number() != pirt_number()
