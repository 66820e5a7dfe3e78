"""Privacy at the desk: a request from its first word to its answer, terms, and the report of a breach."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.orm import Session

from griya.accounts.models import Event
from griya.core.clock import WIB, now
from griya.inquiry.models import Inquiry
from griya.inquiry.models.privacy import PrivacyRequest
from tests.factories.accounts import make_account, sign_in
from tests.factories.catalog import make_product
from tests.factories.inquiry import make_inquiry
from tests.page import PageClient

HOME = "/meja/privasi"
ASKED = {"kind": "hapus", "contact": "0812 3456 7890", "proof": "menjawab dari nomor itu", "note": "Tolong hapus"}


@pytest.fixture
def administrator(page: PageClient, context: Session) -> PageClient:
    sign_in(page, make_account(role="administrator"))
    return page


def ask(page: PageClient) -> str:
    """Write a request down; the address of its page."""
    answer = page.submit(f"{HOME}/permintaan/baru", ASKED, action=f"{HOME}/permintaan/baru")
    return answer.response.headers["Location"].partition("?")[0]


def verbs(context: Session) -> list[str]:
    return list(context.scalars(sa.select(Event.verb).where(Event.object_type == "privacy_request").order_by(Event.id)))


def test_a_person_asks_is_copied_erased_and_answered(administrator: PageClient, context: Session) -> None:
    make_inquiry(make_product())
    context.commit()
    page = ask(administrator)
    shown = administrator.get(page)
    assert "1 permintaan, 0 lampiran" in shown.text and "+6281234567890" in shown.text
    copy = administrator.submit(page, {"bentuk": "json"}, action=f"{page}/unduh", expect=200)
    assert copy.response.get_json()["permintaan"][0]["permintaan"]["name"] == "Sari Wulandari"
    readable = administrator.submit(page, {"bentuk": "teks"}, action=f"{page}/unduh", expect=200)
    assert "name: Sari Wulandari" in readable.response.text
    wrong = administrator.submit(page, {"confirm": "hapus"}, action=f"{page}/hapus", expect=422)
    assert "dengan huruf besar" in wrong.text
    administrator.submit(page, {"confirm": "HAPUS"}, action=f"{page}/hapus")
    context.expire_all()
    inquiry = context.scalars(sa.select(Inquiry)).one()
    assert (inquiry.name, inquiry.phone, inquiry.email) == ("", None, None) and inquiry.erased_at
    administrator.submit(page, {"outcome": "dipenuhi", "reason": ""}, action=f"{page}/jawab")
    assert "kontak sudah dihapus" in administrator.get(page).text
    assert verbs(context) == [f"privacy_request.{done}" for done in ("taken", "copied", "copied", "answered")]
    # The page of an inquiry without its person still opens.
    assert inquiry.reference in administrator.get(f"/meja/permintaan/{inquiry.reference}").text


def test_what_is_late_is_told_and_is_a_task(page: PageClient, context: Session) -> None:
    officer = make_account(role="officer")
    context.commit()
    sign_in(page, officer)
    address = ask(page)
    assert "Jawab permintaan data pribadi" in page.get("/meja/tugas").text
    context.execute(sa.update(PrivacyRequest).values(due_at=now() - timedelta(hours=1)))
    context.commit()
    assert "Terlambat" in page.get(HOME).text and "Terlambat" in page.get(address).text
    # An officer writes down and answers; copies and erasures are an administrator's.
    assert not page.get(address).select('form[action$="/hapus"]')
    token = page.get(address).field("csrf_token")
    page.post(f"{address}/hapus", {"csrf_token": token, "confirm": "HAPUS"}, expect=403)


@pytest.mark.parametrize(
    ("fault", "words"), [({"contact": "entah"}, "Tulis nomor telepon"), ({"proof": ""}, "Tulis bagaimana Anda")]
)
def test_bad_words_are_told_and_kept(administrator: PageClient, fault: dict[str, str], words: str) -> None:
    path = f"{HOME}/permintaan/baru"
    again = administrator.submit(path, {**ASKED, **fault}, action=path, expect=422)
    assert words in again.text and "Tolong hapus" in again.html


def test_an_administrator_decides_a_term_and_two_see_each_other(administrator: PageClient, context: Session) -> None:
    path = f"{HOME}/masa-simpan/surat"
    token = administrator.get(path).field("csrf_token")
    version = administrator.get(path).field("row_version")
    assert (
        "paling lama 730" in administrator.submit(path, {"days": "731", "basis": "JRA"}, action=path, expect=422).text
    )
    administrator.submit(path, {"days": "180", "basis": "JRA 12"}, action=path)
    late = {"csrf_token": token, "row_version": version, "days": "90", "basis": "JRA 13"}
    second = administrator.post(path, late, expect=409)
    assert "diubah orang lain" in second.text and "JRA 13" in second.html and "Sekarang 180 hari" in second.text
    assert "180 hari" in administrator.get(HOME).text
    administrator.get(f"{HOME}/masa-simpan/lain", expect=404)


def test_the_report_of_a_breach_counts_who_is_touched_and_says_by_when(
    administrator: PageClient, context: Session
) -> None:
    for number in range(3):
        make_inquiry(make_product(), email=f"p{number % 2}@contoh.test", phone=None, name=f"Pembeli {number}")
    with time_machine.travel(now() + timedelta(days=40), tick=False):
        make_inquiry(make_product(), email="kemudian@contoh.test")
    context.commit()
    moment = now().astimezone(WIB)
    path = f"{HOME}/kebocoran"
    known = {
        "discovered_at": f"{moment:%Y-%m-%dT%H:%M}",
        "began_at": f"{moment - timedelta(days=2):%Y-%m-%dT%H:%M}",
        "ended_at": f"{moment + timedelta(minutes=1):%Y-%m-%dT%H:%M}",
        "kinds": ["permintaan", "surat", "lampiran", "akun", "ikm"],
        "happened": "Laptop kantor hilang dari mobil dinas.",
        "handled": "",
    }
    text = administrator.submit(path, {**known, "bentuk": "surat"}, action=path, expect=200).response.text
    assert "Permintaan pembeli: 3 catatan, 2 orang" in text and "Laptop kantor hilang" in text
    deadline = moment + timedelta(hours=72)
    assert f"{deadline:%H.%M} WIB" in text and str(deadline.year) in text and "Pasal 46" in text
    people = administrator.submit(path, {**known, "bentuk": "kontak"}, action=path, expect=200).response.text
    assert "p1@contoh.test" in people and "kemudian@contoh.test" not in people
    assert (
        context.scalars(sa.select(Event.verb).where(Event.object_type == "privacy_breach")).all()
        == ["privacy_breach.reported"] * 2
    )
    wrong = administrator.submit(path, {**known, "ended_at": "2020-01-01T00:00"}, action=path, expect=422)
    assert "lebih awal daripada mulainya" in wrong.text and "Laptop kantor" in wrong.html
    empty = administrator.submit(path, {"discovered_at": "besok"}, action=path, expect=422)
    assert "Pilih paling sedikit satu" in empty.text
