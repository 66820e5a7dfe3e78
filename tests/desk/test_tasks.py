"""“Tugas saya”: the count beside the list is the list, for whoever looks and whatever there is."""

import random
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from griya.accounts.actions import record_event
from griya.accounts.models import Role
from griya.accounts.rules.access import Who
from griya.catalog.actions.proposals import propose_word
from griya.catalog.actions.review import request_changes, take_draft
from griya.catalog.actions.search_log import keep_heard
from griya.catalog.models.vocabulary import VocabularyKind
from griya.catalog.rules.heard import Heard
from griya.core.clock import now, today
from griya.core.db import db
from griya.core.outbox import Letter, OutboxMessage, enqueue
from griya.desk.tasks import Kind, Task, Viewer, due_words, list_tasks
from griya.desk.tasks.kinds import KINDS
from griya.privacy.actions.requests import take_request
from griya.selection.actions import load_slots
from tests.factories.accounts import make_account, sign_in
from tests.factories.catalog import make_product
from tests.factories.curation import make_review
from tests.factories.drafts import looked, make_complete, submit
from tests.factories.inquiry import make_inquiry
from tests.factories.registry import make_producer
from tests.factories.selection import make_version
from tests.factories.showroom import make_screen
from tests.factories.state import set_state
from tests.page import PageClient
from tests.verification.cases import make_credential

TASKS = "/meja/tugas"
MEND = {"code": "bahasa", "field": "name_id", "text": "Ejaannya."}
NOON = datetime(2026, 11, 26, 5, tzinfo=UTC)


def fail_letter(number: int) -> None:
    enqueue(Letter(f"uji:{number}", "uji", 1, f"b{number}@contoh.test", f"Surat {number}", "Isi"))
    message = db.session.query(OutboxMessage).order_by(OutboxMessage.id.desc()).first()
    set_state(message, given_up_at=now() - timedelta(hours=number))


def hold_letter() -> None:
    """One that has waited too long."""
    with time_machine.travel(now() - timedelta(hours=1), tick=False):
        enqueue(Letter("uji:lama", "uji", 1, "lama@contoh.test", "Surat lama", "Isi"))


def fill(dice: random.Random) -> None:
    """A world of drafts by several people, selections that end, products that went, letters that failed."""
    load_slots()
    authors = [make_account(name=f"Kurator {n}").id for n in range(2)]
    for _ in range(dice.randrange(4)):
        starts = now() + timedelta(hours=dice.randrange(1, 400))
        version = make_version(
            [make_product()], starts_at=starts, ends_at=starts + timedelta(days=dice.randrange(1, 9)), is_approved=False
        )
        version.created_by_id = dice.choice([*authors, None])
    if dice.random() < 0.7:
        product = make_product()
        make_version(
            [product], starts_at=now() - timedelta(days=1), ends_at=now() + timedelta(hours=dice.randrange(1, 99))
        )
        if dice.random() < 0.5:
            set_state(product, state="withdrawn")
    for number in range(dice.randrange(3)):
        fail_letter(number)
        make_review(make_product(), make_account(name=f"Pengaju {number}"))
    if dice.random() < 0.5:
        hold_letter()
        take_request(kind="akses", contact="sari@contoh.test", note="", proof="menjawab dari sana", actor_id=None)
    for number in range(dice.choice((0, 2, 12))):
        make_credential(producer=make_producer(f"Dapur {number}"))
    for number in range(dice.randrange(4)):
        writer, other = make_account(name=f"Penulis {number}").id, make_account(name=f"Pemeriksa {number}").id
        product = make_complete(writer)
        submit(product, writer)
        if dice.random() < 0.4:
            take_draft(looked=looked(product, other))
            request_changes(looked=looked(product, other), requests=[MEND])
    if dice.random() < 0.7:
        product = make_product("Tikar Impor", is_published=False)
        propose_word(kind=VocabularyKind.MATERIAL, word="Purun", product_id=product.id, batch="7F3A-92C1")
        record_event(verb="product.created", object_type="product", object_key=product.code, reason="Impor 7F3A-92C1")
    if dice.random() < 0.7:
        make_inquiry(make_product("Tikar yang Ditanyakan", producer=make_producer("Dapur Tanpa Surel", email=None)))
        make_screen(f"Lobi {dice.randrange(100)}", at=now() - timedelta(hours=1))
    last_week = today() - timedelta(days=7)
    heard = [Heard(last_week, "bakpia", dice.randrange(1, 4), 0)]
    keep_heard(heard=heard, today=today())
    db.session.flush()


@pytest.mark.parametrize("role", ["curator", "officer", "administrator"])
@pytest.mark.parametrize("seed", range(6))
def test_the_count_equals_the_list_and_every_link_opens(
    app: Flask, page: PageClient, context: Session, role: str, seed: int
) -> None:
    fill(random.Random(seed))
    account = make_account(role=role, name="Yang Melihat")
    context.commit()
    sign_in(page, account)
    shown = page.get(TASKS)
    entries = shown.select(".task-list__entry")
    counts = [int(one.to_text()) for one in shown.select(".desk-nav__count")]
    assert counts == ([len(entries)] if entries else [])
    assert entries or "Tidak ada yang menunggu Anda" in shown.text
    chips = [one.attrs["value"] for one in shown.select('.desk-filter__radio[name="jenis"]') if one.attrs.get("value")]
    parts = [page.get(f"{TASKS}?jenis={chip}") for chip in chips]
    assert sum(len(part.select(".task-list__entry")) for part in parts) == len(entries)
    assert all(int(one.to_text()) == len(entries) for part in parts for one in part.select(".desk-nav__count"))
    home = page.get("/meja/")
    assert [int(one.to_text()) for one in home.select(".desk-nav__count")] == counts
    assert len(home.select(".task-list__entry")) == min(5, len(entries))
    for link in {str(one.attrs["href"]) for one in shown.select(".task-list__link")}:
        page.get(link)


def test_each_kind_is_found_in_some_world(context: Session) -> None:
    found = set()
    for seed in range(6):
        with context.begin_nested() as savepoint:
            fill(random.Random(seed))
            found |= {one.kind.key for one in list_tasks(KINDS, Viewer(0, Role.ADMINISTRATOR), now())}
            savepoint.rollback()
    # Two kinds are for who wrote a draft alone; they have tests of their own.
    assert found >= {kind.key for kind in KINDS} - {"rancangan", "perbaiki"}


def test_a_draft_waits_for_others_and_comes_to_its_author_when_it_is_near(context: Session) -> None:
    load_slots()
    author, other = make_account(), make_account()
    starts = now() + timedelta(days=6, hours=1)
    version = make_version([make_product()], starts_at=starts, ends_at=starts + timedelta(days=3), is_approved=False)
    version.created_by_id = author.id
    db.session.flush()

    def kinds_of(account_id: int, role: Role, at: datetime) -> list[str]:
        return [one.kind.key for one in list_tasks(KINDS, Viewer(account_id, role), at)]

    assert kinds_of(other.id, Role.CURATOR, now()) == ["persetujuan"]
    assert kinds_of(other.id, Role.OFFICER, now()) == []
    assert kinds_of(author.id, Role.CURATOR, now()) == ["rancangan"]
    assert kinds_of(author.id, Role.CURATOR, now() - timedelta(days=2)) == []


def test_the_most_urgent_is_first_and_what_has_no_time_last() -> None:
    def kind(key: str, *dues: datetime | None) -> Kind:
        tasks = [Task(f"{key}{n}", "desk.home_show", (), "", due) for n, due in enumerate(dues)]
        return Kind(key, key, Who.DESK, lambda _viewer, _at: tasks)

    hour = timedelta(hours=1)
    kinds = (kind("a", NOON + hour, None), kind("b", NOON - hour, NOON + hour), kind("c", NOON))
    found = [one.task.what for one in list_tasks(kinds, Viewer(1, Role.OFFICER), NOON)]
    assert found == ["b0", "c0", "a0", "b1", "a1"]


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (9, "mulai dalam 9 jam"),
        (72, "mulai dalam 3 hari"),
        (0, "mulai kurang dari semenit lalu"),
        (-49, "mulai 2 hari lalu"),
    ],
)
def test_a_time_is_told_by_its_distance(hours: int, words: str) -> None:
    assert due_words(Task("x", "desk.home_show", (), "", NOON + timedelta(hours=hours), "mulai"), NOON) == words


def test_a_task_without_a_time_says_none() -> None:
    assert due_words(Task("x", "desk.home_show", (), ""), NOON) == ""


def test_a_draft_goes_to_curators_who_did_not_write_it_and_back_to_its_writer(context: Session) -> None:
    writer, other = make_account(), make_account()
    product = make_complete(writer.id)

    def tasks_of(account_id: int) -> list[str]:
        return [one.kind.key for one in list_tasks(KINDS, Viewer(account_id, Role.CURATOR), now())]

    assert tasks_of(other.id) == [], "nobody has handed it in"
    submit(product, writer.id)
    assert (tasks_of(writer.id), tasks_of(other.id)) == ([], ["periksa"])
    take_draft(looked=looked(product, other.id))
    assert tasks_of(other.id) == ["periksa"] and tasks_of(make_account().id) == []
    request_changes(looked=looked(product, other.id), requests=[MEND])
    assert (tasks_of(writer.id), tasks_of(other.id)) == (["perbaiki"], [])


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, 1), (10, 10), (11, 1)])
def test_many_claims_are_one_task_that_leads_to_their_list(
    page: PageClient, context: Session, count: int, shown: int
) -> None:
    for number in range(count):
        make_credential(producer=make_producer(f"Dapur {number}"))
    account = make_account(role="officer")
    context.commit()
    found = [one.task for one in list_tasks(KINDS, Viewer(account.id, Role.OFFICER), now())]
    assert len(found) == shown
    if count > shown:
        assert "11 klaim" in found[0].what
        sign_in(page, account)
        (link,) = page.get(TASKS).select(".task-list__link")
        assert len(page.get(str(link.attrs["href"])).select("tbody tr")) == count
