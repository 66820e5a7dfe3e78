"""Which producers may be one: what speaks for it, what is remembered, and how the work grows."""

import random
import time
from typing import Any

import pytest
from sqlalchemy import select

from griya.core.db import db
from griya.core.errors import Refused
from griya.dossier.actions.merging import take_together, tell_apart
from griya.dossier.models import ProducerDistinction
from griya.dossier.queries.duplicates import compare_two, list_known, page_of_duplicates
from griya.dossier.rules.names import address_key, likeness, pieces_of, words_of
from griya.dossier.rules.pairs import LEAST_SCORE, MOST_SHARING, Known, find_pairs, weigh
from griya.registry.actions import ContactDraft, create_producer
from tests.factories.accounts import make_account, sign_in
from tests.factories.registry import make_producer, make_region
from tests.factories.state import set_state
from tests.page import PageClient


def known(key: int, name: str, regency: str = "61.01", **more: Any) -> Known:
    return Known(key, name, regency, **more)


def alike(one: str, other: str) -> float:
    return likeness(pieces_of(words_of(one)), pieces_of(words_of(other)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tenun Insang Khatulistiwa", "TENUN INSANG KHATULISTIWA"),
        ("UD. Tenun Insang Khatulistiwa", "Tenun Insang Khatulistiwa"),
        ("Tenun Insang Khatulistiwa", "Khatulistiwa Tenun Insang"),
        ("Dapur Bu Ratna", "Ratna"),
        ("Amplang Tenggiri Ketapang", "Amplang Tengiri Ketapang"),
        ("Songket Rindu", "Songket Rindhu"),
        ("CV Madu Hutan Sentarum", "Madu Hutan Sentarum, PT"),
    ],
)
def test_the_same_firm_written_in_another_way_is_found(one: str, other: str) -> None:
    found = find_pairs([known(1, one), known(2, other), known(3, "Keramik Sakkok"), known(4, "Lidah Buaya Aloe")])
    assert [(pair.low_id, pair.high_id) for pair in found.pairs] == [(1, 2)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tenun Insang Khatulistiwa", "Keramik Sakkok"),
        ("Tenun Sambas Permai", "Tenun Sintang Abadi"),
        ("Usaha Bersama", "Usaha Mandiri"),
        ("Kerupuk Udang Melati", "Kerupuk Udang Mawar Merah Putih"),
    ],
)
def test_what_only_makes_the_same_is_not_the_same(one: str, other: str) -> None:
    assert not find_pairs([known(1, one), known(2, other)]).pairs


def test_the_evidence_adds_up_to_the_score() -> None:
    one = known(
        1, "Tenun Rindu", contacts=(("phone", "+6281234567890"),), address="Jl. Mawar No. 7", district="61.01.01"
    )
    two = known(2, "Tenun Rindu Jaya", contacts=(("whatsapp", "+6281234567890"),), address="Jalan Mawar 007 RT 1",
                district="61.01.01")  # fmt: skip
    pair = weigh(two, one)
    assert (pair.low_id, pair.high_id) == (1, 2)
    assert pair.score == min(100, sum(part.points for part in pair.evidence))
    told = " ".join(part.text for part in pair.evidence)
    assert "0812-3456-7890" in told and "Nama mirip" in told and "Kecamatan sama" in told


def test_two_nib_speak_against_it_and_another_kabupaten_makes_names_say_nothing() -> None:
    shared: dict[str, Any] = {"contacts": (("email", "a@b.test"),)}
    pair = find_pairs([known(1, "Tenun Rindu", **shared), known(2, "Tenun Rindu", **shared)]).pairs[0]
    doubtful = weigh(known(1, "Tenun Rindu", nib="1" * 13, **shared), known(2, "Tenun Rindu", nib="2" * 13, **shared))
    assert doubtful.score < pair.score and any(part.points < 0 for part in doubtful.evidence)
    assert not find_pairs([known(1, "Tenun Rindu"), known(2, "Tenun Rindu", "61.02")]).pairs


def test_a_contact_that_many_share_is_told_and_pairs_nobody() -> None:
    names = ["Amplang", "Bidai", "Cual", "Dodol", "Emping", "Furnitur", "Gula", "Halua", "Insang"]
    many = [known(key, name, contacts=(("phone", "+62561700123"),)) for key, name in enumerate(names)]
    assert len(many) > MOST_SHARING
    found = find_pairs(many)
    assert not found.pairs and found.crowded == {("phone", "+62561700123"): len(many)}
    assert len(find_pairs(many[:MOST_SHARING]).pairs) == MOST_SHARING * (MOST_SHARING - 1) // 2


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("Jl. Mawar No. 7, RT 003/RW 007", "Jalan Mawar Nomor 7 RT.3 RW.7", True),
        ("Jl. Mawar No. 7", "Jl. Mawar No. 8", False),
        ("Jl. A", "Jl. A", False),
        ("Pasar Tengah", "Pasar Tengah", False),
    ],
)
def test_an_address_counts_when_it_says_where(one: str, other: str, is_same: bool) -> None:
    assert (address_key(one) == address_key(other) != "") is is_same


def test_likeness_is_symmetrical_and_whole_at_itself() -> None:
    draw = random.Random(7)
    for _ in range(200):
        one, other = ("".join(draw.choice("abcdeghin ") for _ in range(draw.randint(1, 30))) for _ in range(2))
        assert alike(one, other) == alike(other, one) and 0 <= alike(one, other) <= 1
        assert alike(one, one) == 1 or not words_of(one)


def register_of(size: int, seed: int = 1) -> list[Known]:
    """A made-up register of this size in the proportions of the province: 14 places, names of a few common words."""
    draw = random.Random(seed)
    goods = ["Tenun", "Amplang", "Keripik", "Anyaman", "Madu", "Kopi", "Batik", "Keramik", "Dodol", "Abon"]
    first = ["".join(draw.choice("bcdgjklmnprst") + draw.choice("aeiou") for _ in range(3)).title() for _ in range(900)]
    found = []
    for key in range(size):
        name = f"{draw.choice(goods)} {draw.choice(first)} {draw.choice(first)}"
        phone = (("phone", f"+62812{key:08d}"),) if draw.random() < 0.7 else ()
        found.append(known(key, name, f"61.{draw.randint(1, 14):02d}", contacts=phone, address=f"Jl. Uji No. {key}"))
    return found


def test_the_work_grows_with_the_number_and_not_with_its_square() -> None:
    """5,815 producers are the register of 2019; all pairs of them would be 16.9 million."""
    started = time.perf_counter()
    whole = find_pairs(register_of(5_815))
    seconds = time.perf_counter() - started
    half = find_pairs(register_of(2_908))
    print(
        f"5815 producers: {whole.compared} compared, {len(whole.pairs)} pairs, {seconds:.2f} s; half: {half.compared}"
    )
    assert whole.compared < 5_815 * 60
    assert whole.compared < half.compared * 3.5


def test_what_was_told_apart_is_not_proposed_again_until_it_is_taken_back(context: Any) -> None:
    one, two = make_producer("Tenun Rindu"), make_producer("Tenun Rindu")
    assert page_of_duplicates(1).page.total == 1
    tell_apart(one_id=two.id, other_id=one.id, reason="Pemiliknya kakak beradik")
    tell_apart(one_id=one.id, other_id=two.id, reason="Sekali lagi")
    assert page_of_duplicates(1).page.total == 0
    assert len(db.session.scalars(select(ProducerDistinction)).all()) == 1
    take_together(one_id=one.id, other_id=two.id)
    assert page_of_duplicates(1).page.total == 1
    with pytest.raises(Refused):
        take_together(one_id=one.id, other_id=two.id)
    with pytest.raises(Refused):
        tell_apart(one_id=one.id, other_id=one.id, reason="Uji")


def test_what_is_compared_is_what_is_stored_and_closed_ones_are_left_out(context: Any) -> None:
    make_region("61.01.01", "Sambas", "district")
    region = make_region("61.01.01.2001", "Dalam Kaum", "village")
    maker = create_producer(
        name="Tenun", regency_id=make_region().id, region_id=region.id, nib="0220003690831", address="Jl. A No. 1",
        contacts=[ContactDraft("email", "a@b.test")],
    )  # fmt: skip
    closed = make_producer("Tenun")
    set_state(closed, standing="closed")
    db.session.flush()
    assert list_known() == [
        Known(maker.id, "Tenun", "61.01", "61.01.01", "0220003690831", "Jl. A No. 1", (("email", "a@b.test"),))
    ]


def test_the_desk_shows_pairs_with_their_evidence_and_remembers_an_answer(page: PageClient, context: Any) -> None:
    one, two = make_producer("Tenun Rindu", email="a@b.test"), make_producer("Tenun Rindhu", email="a@b.test")
    context.commit()
    sign_in(page, make_account(role="officer"))
    shown = page.get("/meja/ikm/ganda")
    assert "E-mail sama: a@b.test" in shown.text and "Nama mirip" in shown.text
    pair = compare_two(one.id, two.id)
    assert f"{pair.score} dari 100" in shown.text and pair.score >= LEAST_SCORE
    path = f"/meja/ikm/ganda/{one.code}/{two.code}/bukan?hal=1"
    page.submit("/meja/ikm/ganda", {"reason": " "}, expect=422, action=path)
    page.submit("/meja/ikm/ganda", {"reason": "Kakak beradik"}, action=path)
    assert "Tidak ada pasangan" in page.get("/meja/ikm/ganda").text
    assert "Kakak beradik" in page.get("/meja/ikm/ganda/bukan").text
    page.submit("/meja/ikm/ganda/bukan", {}, action=f"/meja/ikm/ganda/{one.code}/{two.code}/lagi")
    assert "Tenun Rindhu" in page.get("/meja/ikm/ganda").text
