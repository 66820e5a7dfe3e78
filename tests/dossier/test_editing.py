"""Entering and changing a producer: every field, proof of consent, old addresses, two officers at once, bad input."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import select

from griya.accounts.models import Event
from griya.core.db import db
from griya.core.errors import Overtaken, Refused
from griya.dossier.actions.editing import enter_producer, save_producer
from griya.dossier.queries.facts import facts_by_id, read_facts
from griya.dossier.rules.facts import Consent, Contact, Facts, changes, facts_of, told
from griya.registry.actions import ContactDraft, create_producer
from griya.registry.models import Producer, ProducerSlug
from tests.factories.accounts import make_account, sign_in
from tests.factories.registry import make_producer, make_region
from tests.page import Opened, PageClient

CONSENT = Consent("Ibu Ratna", "whatsapp", date(2026, 11, 20))
FULL = Facts(
    name="Dapur Ratna", slug="dapur-ratna", legal_form="ud", nib="0220003690831", region_code="61.01",
    address="Jl. Mawar No. 1", story_id="Cerita.", story_en="A story.", founded_year=2015, women_owned=True, workers=4,
    investment_idr=12_000_000_000, kbli=(("2020", "10794"), ("2025", "10794")),
    contacts=(Contact("email", "ratna@contoh.test"), Contact("whatsapp", "+6281234567890", True, date(2026, 11, 1))),
)  # fmt: skip


def enter(facts: Facts = FULL, consent: Consent | None = CONSENT, source: str = "") -> Producer:
    make_region()
    return enter_producer(facts=facts, consent=consent, source=source)


def last_event() -> Event:
    return db.session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()


def form_of(opened: Opened) -> dict[str, str]:
    """Everything that the editor would send if nothing were touched."""
    values: dict[str, str] = {}
    for element in opened.select("form.dossier input, form.dossier textarea"):
        attributes = element.attrs or {}
        if attributes.get("type") in {"checkbox", "radio"} and "checked" not in attributes:
            continue
        values[attributes["name"]] = element.to_text() if element.name == "textarea" else attributes.get("value") or ""
    for element in opened.select("form.dossier select"):
        chosen = [option for option in element.query("option") if "selected" in (option.attrs or {})]
        values[(element.attrs or {})["name"]] = (
            (chosen[0].attrs or {}).get("value") or ""
            if chosen
            else ((element.query("option")[0].attrs or {}).get("value") or "")
        )
    return values


def test_what_was_entered_is_what_is_stored_and_the_proof_is_on_record(context: Any) -> None:
    producer = enter()
    assert read_facts(producer) == FULL
    event = last_event()
    assert event.verb == "producer.described" and event.acting_for == "Dapur Ratna"
    assert event.after and event.after["consent"] == {
        "given_by": "Ibu Ratna", "means": "whatsapp", "given_on": "2026-11-20",
    }  # fmt: skip


def test_the_record_can_be_read_back_into_facts() -> None:
    assert facts_of(told(FULL)) == FULL
    assert changes(FULL, FULL) == ({}, {})
    assert changes(FULL, replace(FULL, workers=5)) == ({"workers": 4}, {"workers": 5})


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"name": " "}, "nama usaha"),
        ({"region_code": None}, "Pilih kabupaten"),
        ({"outside_region": "Jambi"}, "jangan keduanya"),
        ({"slug": "Bukan Slug"}, "huruf kecil"),
        ({"kbli": (("2025", "10794"), ("2025", "10794"))}, "KBLI tertulis dua kali"),
        ({"contacts": (Contact("email", "a@b.test"), Contact("email", "a@b.test", True))}, "dua kali"),
        ({"region_code": "61.99"}, "tidak dikenal"),
    ],
)
def test_facts_that_cannot_be_are_refused(context: Any, change: dict[str, Any], why: str) -> None:
    make_region()
    with pytest.raises(Refused, match=why):
        enter_producer(facts=replace(FULL, **change), consent=CONSENT, source="")


def test_a_contact_is_published_only_with_consent_and_nothing_changes_without_a_source(context: Any) -> None:
    hidden = replace(FULL, contacts=(Contact("phone", "+62561700123"),))
    with pytest.raises(Refused, match="dari dokumen mana"):
        enter(hidden, None)
    producer = enter(hidden, None, "Salinan NIB")
    version = producer.row_version
    shown = replace(hidden, contacts=(Contact("phone", "+62561700123", True),))
    with pytest.raises(Refused, match="menyetujuinya"):
        save_producer(producer_id=producer.id, row_version=version, facts=shown, consent=None, source="Salinan NIB")
    assert save_producer(producer_id=producer.id, row_version=version, facts=shown, consent=CONSENT, source="")
    # What is public already may stay so when something else is corrected from a document.
    corrected = replace(shown, workers=9)
    save_producer(
        producer_id=producer.id, row_version=producer.row_version, facts=corrected, consent=None, source="Daftar 2026"
    )
    assert facts_by_id(producer.id) == corrected


def test_every_field_can_be_changed_and_only_what_changed_is_on_record(context: Any) -> None:
    producer = enter()
    make_region("61.04", "Ketapang")
    other = Facts(name="Dapur Ratna Jaya", slug="dapur-ratna-jaya", region_code="61.04", women_owned=None)
    for name in (
        "legal_form", "nib", "address", "story_id", "story_en", "founded_year", "women_owned", "workers",
        "investment_idr", "kbli", "contacts", "name", "region_code", "slug",
    ):  # fmt: skip
        stored = facts_by_id(producer.id)
        wanted = replace(stored, **{name: getattr(other, name)})
        assert save_producer(
            producer_id=producer.id, row_version=producer.row_version, facts=wanted, consent=CONSENT, source=""
        )
        assert facts_by_id(producer.id) == wanted
        assert set(last_event().before or {}) == {name}, name
    assert not save_producer(
        producer_id=producer.id, row_version=producer.row_version, facts=other, consent=CONSENT, source=""
    )


def test_an_old_address_leads_on_and_nobody_else_gets_it(page: PageClient, context: Any) -> None:
    producer = enter()
    moved = replace(FULL, slug="dapur-baru")
    save_producer(producer_id=producer.id, row_version=producer.row_version, facts=moved, consent=CONSENT, source="")
    context.commit()
    answer = page.client.get("/ikm/dapur-ratna")
    assert answer.status_code == 301 and answer.headers["Location"].endswith("/ikm/dapur-baru")
    with pytest.raises(Refused, match="sekarang atau dahulu"):
        enter_producer(facts=replace(FULL, nib=None), consent=CONSENT, source="")
    save_producer(producer_id=producer.id, row_version=producer.row_version, facts=FULL, consent=CONSENT, source="")
    assert set(db.session.scalars(select(ProducerSlug.slug))) == {"dapur-baru"}


def test_a_nib_belongs_to_one_producer(context: Any) -> None:
    enter()
    with pytest.raises(Refused, match="Satu NIB untuk satu IKM"):
        enter_producer(facts=replace(FULL, slug="lain"), consent=CONSENT, source="")


@pytest.mark.parametrize("change", [{"workers": 5}, {"contacts": ()}, {"kbli": ()}])
def test_whoever_saves_second_writes_nothing(context: Any, change: dict[str, Any]) -> None:
    """Also where only rows beside the producer changed: those count as a version of the whole."""
    producer = enter()
    version = producer.row_version
    save_producer(
        producer_id=producer.id, row_version=version, facts=replace(FULL, **change), consent=CONSENT, source=""
    )
    with pytest.raises(Overtaken):
        save_producer(
            producer_id=producer.id, row_version=version, facts=replace(FULL, name="Lain"), consent=CONSENT, source=""
        )
    assert facts_by_id(producer.id) == replace(FULL, **change)


def officer(page: PageClient, context: Any) -> None:
    context.commit()
    sign_in(page, make_account(role="officer"))


def typed(**changes: str) -> dict[str, str]:
    return {
        "name": "Dapur Uji Meja", "regency": "61.01", "consent_by": "Ibu Ratna", "consent_means": "telepon",
        "consent_on": "2026-11-20", **changes,
    }  # fmt: skip


def test_a_producer_is_entered_at_the_desk_with_rows_of_contacts_and_kbli(page: PageClient, context: Any) -> None:
    make_region()
    officer(page, context)
    data = typed(**{
        "nib": "0220003690831", "workers": "1.000", "investment_idr": "Rp 15.000.000.000", "founded_year": "2015",
        "kontak-0-saluran": "whatsapp", "kontak-0-nilai": "0812 3456 7890", "kontak-0-tampil": "1",
        "kontak-0-cek": "2026-11-01", "kbli-0-kode": "10794", "kbli-0-edisi": "2025",
    })  # fmt: skip
    page.post("/meja/ikm/baru", form_of(page.get("/meja/ikm/baru")) | data)
    stored = read_facts(db.session.scalars(select(Producer).where(Producer.name == "Dapur Uji Meja")).one())
    assert stored.contacts == (Contact("whatsapp", "+6281234567890", True, date(2026, 11, 1)),)
    assert (stored.workers, stored.investment_idr, stored.kbli) == (1000, 15_000_000_000, (("2025", "10794"),))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"name": ""}, "Tulis nama usaha"),
        ({"name": "x" * 121}, "Paling banyak 120 huruf"),
        ({"nib": "12345"}, "13 angka"),
        ({"founded_year": "3000"}, "tidak masuk akal"),
        ({"workers": "banyak"}, "banyak"),
        ({"workers": "-4"}, "-4"),
        ({"investment_idr": "25rb"}, "tidak terbaca"),
        ({"regency": "99.99"}, "Pilih salah satu"),
        ({"district": "61.04.01"}, "Pilih salah satu"),
        ({"village": "61.01.01.2001"}, "Pilih salah satu"),
        ({"consent_on": ""}, "Lengkapi ketiganya"),
        ({"consent_on": "2999-01-01"}, "sesudah hari ini"),
        ({"kontak-0-saluran": "phone", "kontak-0-nilai": "123"}, "Kontak “123”"),
        ({"kontak-0-saluran": "whatsapp", "kontak-0-nilai": "0561 700123"}, "bukan nomor HP"),
        ({"kontak-0-saluran": "email", "kontak-0-nilai": "bukan"}, "bukan alamat e-mail"),
        ({"kontak-0-saluran": "merpati", "kontak-0-nilai": "x"}, "Pilih salurannya"),
        ({"kontak-0-saluran": "phone", "kontak-0-nilai": "0561700123", "kontak-0-cek": "kemarin"}, "tanggal cek"),
        ({"kbli-0-kode": "12", "kbli-0-edisi": "2025"}, "tepat 5 angka"),
        ({"kbli-0-kode": "10794", "kbli-0-edisi": "1999"}, "versi KBLI"),
    ],
)
def test_bad_input_is_told_and_keeps_what_was_typed(
    page: PageClient, context: Any, change: dict[str, str], why: str
) -> None:
    make_region()
    officer(page, context)
    before = context.execute(sa.text("SELECT count(*) FROM producer")).scalar_one()
    data = typed(story_id="Cerita panjang yang tidak boleh hilang.", **change)
    answer = page.post("/meja/ikm/baru", form_of(page.get("/meja/ikm/baru")) | data, expect=422)
    assert why in answer.text
    assert len(answer.select(".error-summary li")) == 1, "only what is wrong is told"
    assert "Cerita panjang yang tidak boleh hilang." in answer.html
    for name, value in change.items():
        if name not in {"regency", "district", "village", "kontak-0-saluran", "kbli-0-edisi"}:
            assert answer.field(name) == value, name
    assert context.execute(sa.text("SELECT count(*) FROM producer")).scalar_one() == before


def test_the_form_of_what_is_stored_says_all_of_it(page: PageClient, context: Any) -> None:
    """Sent as it is, it changes nothing: no field is lost or rewritten on its way through the page."""
    district = make_region("61.01.01", "Sambas", "district")
    village = make_region("61.01.01.2001", "Dalam Kaum", "village")
    assert district and village
    producer = enter(replace(FULL, region_code="61.01.01.2001"))
    stored = read_facts(producer)
    officer(page, context)
    data = form_of(page.get(f"/meja/ikm/{producer.code}/ubah"))
    page.post(f"/meja/ikm/{producer.code}/ubah", data)
    db.session.expire_all()
    assert facts_by_id(producer.id) == stored
    assert db.session.scalars(select(Event).where(Event.verb == "producer.changed")).all() == []


def test_the_slower_of_two_officers_sees_both_versions_and_chooses_by_field(page: PageClient, context: Any) -> None:
    producer = enter()
    officer(page, context)
    path = f"/meja/ikm/{producer.code}/ubah"
    mine = form_of(page.get(path)) | {"name": "Nama Saya", "workers": "7", "source": "Kunjungan"}
    theirs = form_of(page.get(path)) | {"name": "Nama Rekan", "founded_year": "1999", "source": "Telepon"}
    page.post(path, theirs)
    conflict = page.post(path, mine, expect=409)
    rows = {row.query("th")[0].to_text().strip(): [cell.to_text().strip() for cell in row.query("td")[:2]]
            for row in conflict.select("tbody tr")}  # fmt: skip
    assert rows == {
        "Nama usaha": ["Nama Rekan", "Nama Saya"], "Tahun berdiri": ["1999", "2015"], "Tenaga kerja": ["4", "7"],
    }  # fmt: skip
    again = form_of(conflict)
    assert (again["name"], again["workers"], again["source"]) == ("Nama Saya", "7", "Kunjungan")
    page.post(path, again | {"pakai-tersimpan": "founded_year"})
    db.session.expire_all()
    stored = facts_by_id(producer.id)
    assert (stored.name, stored.workers, stored.founded_year) == ("Nama Saya", 7, 1999)


def test_villages_are_offered_without_a_script(page: PageClient, context: Any) -> None:
    make_region("61.01.01", "Sambas", "district")
    make_region("61.01.01.2001", "Dalam Kaum", "village")
    make_region()
    officer(page, context)
    first = page.get("/meja/ikm/baru")
    assert "Dalam Kaum" not in first.text
    data = form_of(first) | {"name": "Belum selesai", "regency": "61.01", "district": "61.01.01", "do": "wilayah"}
    again = page.post("/meja/ikm/baru", data, expect=200)
    assert "Desa Dalam Kaum" in again.text and again.field("name") == "Belum selesai"
    assert db.session.scalars(select(Producer)).all() == []


def test_a_product_never_gets_the_code_of_one_that_moved_away(context: Any) -> None:
    from griya.catalog.actions import RevisionDraft, create_product
    from tests.factories.catalog import make_category

    one, other = make_producer(), make_producer()
    shelf = make_category()

    def make(producer: Producer) -> Any:
        return create_product(
            producer=producer,
            category_id=shelf.id,
            draft=RevisionDraft(name_id="Amplang", unit="pcs", price_mode="tanya"),
        )

    codes = [make(one).code, make(one).code]
    moved = make(one)
    moved.producer_id = other.id
    db.session.flush()
    assert make(one).code not in {*codes, moved.code}


def test_the_factory_of_contacts_keeps_the_day_of_the_check(context: Any) -> None:
    maker = create_producer(
        name="X", regency_id=make_region().id, contacts=[ContactDraft("phone", "+62561700123", False, date(2026, 1, 1))]
    )
    assert read_facts(maker).contacts[0].verified_on == date(2026, 1, 1)
