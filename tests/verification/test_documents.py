"""Copies of documents: who may, what is kept, that looking is recorded, and that nothing of them ever leaves."""

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from griya.accounts.models import Event
from griya.core.db import db
from griya.core.private import references, store
from griya.registry.models import Credential
from griya.verification.models import CredentialDocument
from tests.core.private.papers import PDF, SCRIPTED
from tests.core.test_pictures import MARK, png_header, quarters, saved
from tests.factories.accounts import make_account, sign_in
from tests.page import Opened, PageClient
from tests.verification.cases import make_credential, verbs

Desk = Callable[..., PageClient]


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Any:
    """A folder of private files for this test alone."""
    before = app.config["PRIVATE_FOLDER"]
    app.config["PRIVATE_FOLDER"] = tmp_path / "private"
    yield tmp_path / "private"
    app.config["PRIVATE_FOLDER"] = before


@pytest.fixture
def desk(page: PageClient, context: Session, folder: Path) -> Desk:
    """Signs somebody in with this role."""

    def enter(role: str = "officer") -> PageClient:
        account = make_account(role=role)
        db.session.commit()
        sign_in(page, account)
        return page

    return enter


def upload(
    page: PageClient, credential: Credential, content: bytes, name: str = "izin.pdf", expect: int = 303
) -> Opened:
    token = page.get(f"/meja/izin/{credential.code}").field("csrf_token")
    fields = {"csrf_token": token, "file": FileStorage(io.BytesIO(content), filename=name)}
    boundary, body = encode_multipart(fields)  # as bytes: the client's own encoding leaves a large body's file open.
    answer = page.client.post(
        f"/meja/izin/{credential.code}/dokumen",
        data=body,
        content_type=f"multipart/form-data; boundary={boundary}",
        headers={"Origin": "http://localhost"},
    )
    assert answer.status_code == expect, answer.text[:2000]
    return Opened.of(answer)


def kept() -> list[CredentialDocument]:
    db.session.expire_all()
    return list(db.session.scalars(select(CredentialDocument).order_by(CredentialDocument.id)))


def test_an_officer_hands_a_copy_in_opens_it_and_both_are_in_the_record(desk: Desk, folder: Path) -> None:
    credential = make_credential()
    page = desk()
    upload(page, credential, PDF, "SPP-IRT Ibu Ani.pdf")
    document = kept()[0]
    assert (document.name, document.extension, document.size_bytes) == ("SPP-IRT Ibu Ani.pdf", "pdf", len(PDF))
    assert store.read(folder, document.digest, "pdf") == PDF
    address = f"/meja/izin/{credential.code}/dokumen/{document.code}/buka"
    token = page.get(f"/meja/izin/{credential.code}").field("csrf_token")
    answer = page.client.post(address, data={"csrf_token": token}, headers={"Origin": "http://localhost"})
    assert (answer.status_code, answer.data, answer.mimetype) == (200, PDF, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert verbs(credential) == ["added", "document_added", "document_viewed"]
    shown = page.get(f"/meja/izin/{credential.code}")
    assert "Dokumen dibuka" in shown.text and "SPP-IRT Ibu Ani.pdf" in shown.text


def test_opening_is_a_post_so_that_no_link_no_picture_and_no_fetch_ahead_opens_one(desk: Desk) -> None:
    credential = make_credential()
    page = desk()
    upload(page, credential, PDF)
    address = f"/meja/izin/{credential.code}/dokumen/{kept()[0].code}/buka"
    page.get(address, expect=405)
    assert "document_viewed" not in verbs(credential)


def test_a_photo_is_kept_as_pixels_and_shown_in_a_sandbox(desk: Desk, folder: Path) -> None:
    credential = make_credential()
    page = desk()
    upload(page, credential, saved(quarters(), "JPEG", comment=MARK) + b"<script>" + MARK, "foto.jpg")
    document = kept()[0]
    content = store.read(folder, document.digest, "jpg")
    assert MARK not in content and b"<script" not in content
    token = page.get(f"/meja/izin/{credential.code}").field("csrf_token")
    address = f"/meja/izin/{credential.code}/dokumen/{document.code}/buka"
    answer = page.client.post(address, data={"csrf_token": token}, headers={"Origin": "http://localhost"})
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.mimetype == "image/jpeg"


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"MZ\x90\0" + b"\0" * 500, "izin.pdf", "tidak dikenal"),
        (b"<html><script>alert(1)</script>", "izin.jpg", "tidak dikenal"),
        (b"<script>1</script>" + PDF, "izin.pdf", "tidak dikenal"),
        (SCRIPTED, "izin.pdf", "skrip"),
        (b"", "izin.pdf", "kosong"),
        (PDF + b"\n" * (10_000_001 - len(PDF)), "izin.pdf", "10 MB"),
        (png_header(60_000, 60_000), "izin.png", "megapiksel"),
        (b"GIF89a" + b"\0" * 99, "izin.gif", "GIF"),
    ],
    ids=["renamed program", "page", "polyglot", "script inside", "empty", "huge", "bomb", "another kind"],
)
def test_a_hostile_file_is_refused_with_a_sentence_and_nothing_of_it_is_kept(
    desk: Desk, folder: Path, content: bytes, name: str, sentence: str
) -> None:
    credential = make_credential()
    page = desk()
    answer = upload(page, credential, content, name, expect=422)
    assert sentence in answer.text
    assert kept() == []
    assert not folder.exists() or [path for path in folder.iterdir() if path.suffix] == []


def test_a_body_beyond_the_limit_is_answered_413_and_other_forms_keep_the_small_limit(desk: Desk) -> None:
    credential = make_credential()
    page = desk()
    upload(page, credential, PDF + b"\n" * 10_600_000, expect=413)
    token = page.get(f"/meja/izin/{credential.code}").field("csrf_token")
    page.post(f"/meja/izin/{credential.code}/ambil", {"csrf_token": token, "x": "y" * 1_100_000}, expect=413)


def test_a_path_in_a_name_is_no_path_and_a_wrong_ending_is_not_kept(desk: Desk, folder: Path) -> None:
    credential = make_credential()
    page = desk()
    upload(page, credential, PDF, "../../../../tmp/evil.exe")
    assert [document.name for document in kept()] == ["evil.pdf"]
    assert {path.suffix for path in folder.iterdir()} == {".pdf", ""}


def test_a_form_without_a_file_says_so(desk: Desk) -> None:
    credential = make_credential()
    page = desk()
    answer = page.submit(
        f"/meja/izin/{credential.code}", {}, action=f"/meja/izin/{credential.code}/dokumen", expect=422
    )
    assert "Pilih berkasnya" in answer.text


def test_the_same_file_twice_is_one_document_and_ten_are_the_most(desk: Desk) -> None:
    credential = make_credential()
    page = desk()
    for number in range(10):
        upload(page, credential, PDF + b"\n" * number)
    upload(page, credential, PDF)
    assert len(kept()) == 10
    assert "paling banyak 10" in upload(page, credential, PDF + b"\n" * 11, expect=422).text


def test_removing_asks_for_a_reason_and_the_bytes_follow(desk: Desk, folder: Path) -> None:
    credential = make_credential()
    page = desk()
    upload(page, credential, PDF)
    document = kept()[0]
    address = f"/meja/izin/{credential.code}/dokumen/{document.code}/hapus"
    show = f"/meja/izin/{credential.code}"
    assert "Tulis alasannya" in page.submit(show, {}, action=address, expect=422).text
    digest = document.digest
    page.submit(show, {f"{document.code}-reason": "salah unggah"}, action=address)
    assert kept() == []
    event = db.session.scalars(select(Event).where(Event.verb == "credential.document_removed")).one()
    assert event.reason == "salah unggah"
    os.utime(folder / f"{digest}.pdf", (0, 0))
    assert store.sweep(folder, references.referenced) == 1
    assert not (folder / f"{digest}.pdf").exists()


def test_a_document_that_is_named_is_not_swept(desk: Desk, folder: Path) -> None:
    page = desk()
    upload(page, make_credential(), PDF)
    document = kept()[0]
    os.utime(folder / f"{document.digest}.pdf", (0, 0))
    assert store.sweep(folder, references.referenced) == 0
    assert references.referenced() == {document.digest}


def test_a_lost_file_is_told_and_not_a_crash(desk: Desk, folder: Path) -> None:
    credential = make_credential()
    page = desk()
    upload(page, credential, PDF)
    document = kept()[0]
    (folder / f"{document.digest}.pdf").write_bytes(b"%PDF something else")
    show = f"/meja/izin/{credential.code}"
    answer = page.submit(show, {}, action=f"{show}/dokumen/{document.code}/buka", expect=422)
    assert "hilang atau berubah" in answer.text
    assert "document_viewed" not in verbs(credential)


def test_a_document_of_another_credential_is_not_found_under_this_one(desk: Desk) -> None:
    mine, other = make_credential(), make_credential()
    page = desk()
    upload(page, other, PDF)
    document = kept()[0]
    token = page.get(f"/meja/izin/{mine.code}").field("csrf_token")
    for deed in ("buka", "hapus"):
        page.post(f"/meja/izin/{mine.code}/dokumen/{document.code}/{deed}", {"csrf_token": token}, expect=404)


def test_a_curator_sees_that_there_is_a_copy_and_neither_its_name_nor_a_way_to_it(
    app: Flask, desk: Desk, page: PageClient
) -> None:
    credential = make_credential()
    upload(desk(), credential, PDF, "KTP Ibu Ani.pdf")
    document = kept()[0]
    curator = make_account(role="curator")
    db.session.commit()
    there = PageClient(app.test_client())
    sign_in(there, curator)
    shown = there.get(f"/meja/izin/{credential.code}")
    assert "Salinan dokumen" in shown.text and "KTP" not in shown.text
    token = shown.field("csrf_token")
    for deed in ("", f"/{document.code}/buka", f"/{document.code}/hapus"):
        there.post(f"/meja/izin/{credential.code}/dokumen{deed}", {"csrf_token": token}, expect=403)
    # That a copy lies here is no proof that this person has seen it.
    refused = there.submit(
        f"/meja/izin/{credential.code}", {}, action=f"/meja/izin/{credential.code}/lihat", expect=422
    )
    assert "di mana Anda melihatnya" in refused.text
    page.submit(f"/meja/izin/{credential.code}", {}, action=f"/meja/izin/{credential.code}/lihat")
