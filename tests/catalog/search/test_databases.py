"""SQLite and PostgreSQL answer alike on the same data, and two people who change things at once lose nothing."""

import os
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from griya.catalog.models import Category
from griya.catalog.models.search import SearchDocument, SearchStale, SearchWord
from griya.catalog.queries.lookup import index
from griya.catalog.queries.lookup.products import find_product_ids
from griya.catalog.queries.lookup.suggestions import suggest
from griya.catalog.queries.search import search
from griya.catalog.rules.documents import make_fields
from griya.catalog.rules.question import All, Has, Wanted
from griya.catalog.rules.question import Any as AnyOf
from griya.core import schema
from griya.core.db import db, write_intent
from griya.registry.models import Producer
from tests.catalog.search import measures
from tests.catalog.search.conftest import sample_catalogue
from tests.conftest import DIALECTS, _engine
from tests.factories.catalog import make_product
from tests.factories.registry import make_producer

QUERIES = (
    "tenun", "kain", "lidah buaya", "kripik", "anyaman rotan", "kopi", "sambas", "pontianak", "kab sambas", "a", "mi",
    "woven", "tenun sambas murah", "dapur", "sanggar anyam", "GX-028-01", "200", "madu kapuas hulu",
    "keripik nanas zzz",
    "kecamatan sambas", "é", "中国", "' OR 1=1", '"tenun" NOT kain', "tenun* kain", "a & b | c", ":A", "\\", "%",
)  # fmt: skip


def plain(value: Any) -> Any:
    """An answer without what the two databases number for themselves."""
    return (
        [card.slug for card in value.products.items],
        value.products.total,
        [card.slug for card in value.producers],
        [(place.label, place.regency_slug) for place in value.places],
        [shelf.slug for shelf in value.shelves],
        value.corrected,
        value.others,
        value.recovery
        and (
            value.recovery.meant,
            value.recovery.fewer and (value.recovery.fewer.text, value.recovery.fewer.total),
            value.recovery.shelf and (value.recovery.shelf.slug, value.recovery.shelf.count),
        ),
    )


def test_both_databases_find_the_same_in_the_same_order(built_app: Flask) -> None:
    answers: dict[str, dict[str, Any]] = {}
    words: dict[str, list[str]] = {}
    queries: list[str] = []
    for dialect in DIALECTS:
        engine = _engine(dialect, f"same_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}")
        with engine.connect() as connection, ExitStack() as stack:
            with connection.begin():
                schema.upgrade(connection)
            stack.enter_context(sample_catalogue(built_app, connection))
            words[dialect] = list(db.session.scalars(select(SearchWord.word).order_by(SearchWord.word)))
            if not queries:
                typos = [typo.typed for typo in measures.random_typos(measures.catalogue_words())]
                misspelt = [typed for typed, _ in measures.misspellings()]
                queries = [*QUERIES, *words[dialect][::40], *typos[::2], *misspelt[::2]]
            slugs = dict(
                db.session.execute(
                    select(SearchDocument.object_id, SearchDocument.slug).where(SearchDocument.kind == "product")
                ).all()
            )
            answers[dialect] = {
                query: (
                    plain(search(query)),
                    [slugs[product_id] for product_id in find_product_ids(query)],
                    [(entry.kind, entry.name, entry.slug) for entry in suggest(query).entries],
                )
                for query in queries
            }
        engine.dispose()
    sqlite, postgresql = answers["sqlite"], answers["postgresql"]
    assert words["sqlite"] == words["postgresql"]
    assert len(queries) > 250
    for query in queries:
        assert sqlite[query] == postgresql[query], query


WORDS = ("aa", "bb", "cc", "x99", "don", "and", "or", "not", "near")
TEXTS = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
WANTED: st.SearchStrategy[Wanted] = st.recursive(
    st.builds(Has, st.sampled_from(WORDS), st.sampled_from(["n", "w", "f", "e"])),
    lambda parts: (
        st.builds(All, st.lists(parts, max_size=3).map(tuple))
        | st.builds(AnyOf, st.lists(parts, max_size=3).map(tuple))
    ),
    max_leaves=6,
)


def meets(wanted: Wanted, fields: tuple[str, ...]) -> bool:
    """What a question means, without any index."""
    if isinstance(wanted, Has):
        name, text, name_roots, text_roots = (set(field.split()) for field in fields)
        where = {"n": name, "w": name | text, "f": name | name_roots, "e": name | text | name_roots | text_roots}
        return wanted.word in where[wanted.where]
    if not wanted.parts:
        return False
    met = [meets(part, fields) for part in wanted.parts]
    return all(met) if isinstance(wanted, All) else any(met)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=5), WANTED)
def test_the_index_answers_what_the_question_means(
    indexed: None, documents: list[tuple[str, str, str]], wanted: Wanted
) -> None:
    rows = []
    for number, (name, about, lists) in enumerate(documents, 1):
        rows.append((-number, make_fields(names=(name,), about=(about,), lists=(lists,))))
    nested = db.session.begin_nested()
    try:
        index.insert_documents(rows)
        found = list(index.gather_product_ids([wanted])[0])
        assert found == [
            -number
            for number, fields in reversed(rows)
            if meets(wanted, (fields.name, fields.text, fields.name_roots, fields.text_roots))
        ]
        assert index.first_product_ids([wanted], 2) == (found[:2], len(found))
        assert index.is_answered(wanted) == bool(found)
        index.delete_documents(rows)
        assert not index.gather_product_ids([wanted])[0]
    finally:
        nested.rollback()


@pytest.fixture(scope="module")
def indexed(built_app: Flask, database: sa.Connection) -> Iterator[None]:
    """An empty index for the whole module."""
    with write_intent():
        outer = database.begin()
    engines = db._app_engines[built_app]
    original = dict(engines)
    engines.clear()
    engines[None] = database  # type: ignore[assignment]
    with built_app.app_context():
        yield
        db.session.remove()
    engines.clear()
    engines.update(original)
    outer.rollback()


def test_two_who_change_one_document_at_once_lose_nothing(built_app: Flask) -> None:
    """Whoever changes the catalogue second waits for the first at the lock of changes, and then sees what it did."""
    static = _engine("postgresql", f"race_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}")
    engine = sa.create_engine(static.url)
    with static.begin() as connection:
        schema.upgrade(connection)
    engines = db._app_engines[built_app]
    original = dict(engines)
    engines.clear()
    engines[None] = engine
    failures: list[BaseException] = []

    def change(statement: Any) -> None:
        try:
            with built_app.app_context():
                db.session.execute(statement)
                db.session.commit()
        except BaseException as error:  # noqa: BLE001 - a thread's failure has to reach the test
            failures.append(error)

    try:
        with built_app.app_context():
            make_product("Amplang", producer=make_producer("Dapur Lama"))
            db.session.commit()
        statements = [update(Producer).values(name="Dapur Baru"), update(Category).values(name_id="Camilan")]
        threads = [threading.Thread(target=change, args=(statement,)) for statement in statements]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert failures == []
        with built_app.app_context():
            text = db.session.scalar(select(SearchDocument.text).where(SearchDocument.kind == "product"))
            assert text is not None
            assert {"baru", "camilan"} <= set(text.split())
            assert db.session.scalar(select(SearchStale.id).limit(1)) is None
            assert len(find_product_ids("baru camilan")) == 1
    finally:
        engines.clear()
        engines.update(original)
        engine.dispose()
        static.dispose()
