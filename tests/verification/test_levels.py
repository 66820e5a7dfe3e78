"""How far a maker was verified: computed from what is valid, lapsing by date, switched off by nothing."""

from datetime import date, timedelta
from typing import Any

import pytest

from griya.core.db import db
from griya.registry.models import CredentialState, Standing
from griya.registry.rules.numbers import CredentialKind
from griya.verification.queries.levels import find_nib_check, producer_verification
from griya.verification.rules.levels import Proof, verify
from tests.factories.accounts import make_account
from tests.factories.catalog import make_category, make_product
from tests.factories.registry import make_producer
from tests.verification.cases import TODAY, check, make_credential, see

K, S = CredentialKind, CredentialState
NIB = Proof(K.NIB, "0220003690831", S.CHECKED, None, TODAY, "situs", "01")
PIRT = Proof(K.PIRT, "2076171040052-27", S.CHECKED, date(2027, 12, 31), TODAY, "situs")
VISIT = Proof(K.MEREK, "IDM000000001", S.CHECKED, None, TODAY, "kunjungan")


def seen(proof: Proof) -> Proof:
    return Proof(proof.kind, proof.number, S.SEEN, proof.expires_on, None, None)


@pytest.mark.parametrize(
    ("proofs", "shelves", "has_place", "level"),
    [
        ((), {"anyaman"}, True, 0),
        ((NIB,), {"anyaman"}, False, 0),
        ((seen(NIB),), {"anyaman"}, True, 1),
        ((NIB,), {"anyaman"}, True, 2),
        ((NIB,), {"makanan"}, True, 1),
        ((NIB, seen(PIRT)), {"makanan"}, True, 1),
        ((NIB, PIRT), {"makanan"}, True, 2),
        ((NIB, PIRT), {"madu-kopi-rempah"}, True, 2),
        ((NIB, PIRT), {"makanan", "herbal-kosmetik"}, True, 1),
        ((NIB, VISIT), {"anyaman"}, True, 3),
        ((VISIT,), {"anyaman"}, True, 0),
        ((NIB, PIRT, VISIT), set(), True, 3),
    ],
)
def test_a_level_needs_all_of_its_rows_and_those_below(
    proofs: tuple[Proof, ...], shelves: set[str], has_place: bool, level: int
) -> None:
    found = verify(has_place=has_place, shelves=shelves, proofs=proofs, today=TODAY)
    assert found.level == level
    assert bool(found.missing) is (level < 3)


@pytest.mark.parametrize("state", [S.CLAIMED, S.REVOKED, S.NOT_FOUND, S.NOT_APPLICABLE])
def test_what_was_not_followed_or_was_taken_back_proves_nothing(state: CredentialState) -> None:
    nib = Proof(K.NIB, NIB.number, state, None, TODAY, "situs", "01")
    assert verify(has_place=True, shelves=(), proofs=[nib], today=TODAY).level == 0


@pytest.mark.parametrize("status", ["02", "05", "06"])
def test_a_nib_that_oss_holds_back_is_not_active(status: str) -> None:
    nib = Proof(K.NIB, NIB.number, S.CHECKED, None, TODAY, "situs", status)
    assert verify(has_place=True, shelves=(), proofs=[nib], today=TODAY).level == 1


def test_a_level_lapses_the_day_after_its_permit_and_says_until_when() -> None:
    about: dict[str, Any] = {"has_place": True, "shelves": {"makanan"}, "proofs": [NIB, PIRT]}
    last = date(2027, 12, 31)
    assert verify(**about, today=last).level == 2
    assert verify(**about, today=TODAY).until == last
    assert verify(**about, today=last + timedelta(days=1)).level == 1


def test_a_visit_counts_for_two_years() -> None:
    about: dict[str, Any] = {"has_place": True, "shelves": (), "proofs": [NIB, VISIT]}
    assert verify(**about, today=TODAY + timedelta(days=730)).level == 3
    assert verify(**about, today=TODAY + timedelta(days=731)).level == 2
    assert verify(**about, today=TODAY).until == TODAY + timedelta(days=730)


def test_it_is_read_of_what_the_maker_has_and_changes_nothing(context: Any) -> None:
    maker = make_producer()
    shelf = make_category("makanan", "Makanan")
    make_product(producer=maker, category=make_category("kerupuk-keripik", "Kerupuk", parent=shelf))
    officer = make_account(role="officer", name="Rahmi")
    nib = make_credential("nib", producer=maker, number="0220003690831")
    assert producer_verification(maker.id, today=TODAY).level == 0
    see(nib)
    assert producer_verification(maker.id, today=TODAY).level == 1
    check(nib, nib_status="03", actor_id=officer.id)
    found = producer_verification(maker.id, today=TODAY)
    assert (found.level, found.name) == (1, "Identitas dan tempat")
    assert found.missing == ("Izin pangan olahan dicek dan berlaku: BPOM MD atau P-IRT",)
    pirt = make_credential(producer=maker)
    see(pirt)
    check(pirt, method="kunjungan")
    assert producer_verification(maker.id, today=TODAY).level == 3
    assert producer_verification(maker.id, today=date(2030, 1, 1)).level == 1
    db.session.refresh(maker)
    assert maker.standing == Standing.LISTED, "a lapse is shown, it suspends nobody"
    known = find_nib_check(maker.id)
    assert known is not None
    assert (known.number, known.state, known.checked_by, known.status) == ("0220003690831", S.CHECKED, "Rahmi", "03")
    assert find_nib_check(make_producer().id) is None
