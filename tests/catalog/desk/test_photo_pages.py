"""Photos and proofs of consent sent by plain forms."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from griya.catalog.actions.staging import save_photos
from griya.catalog.desk import product_photos
from griya.catalog.models.drafts import ProductConsent, ProductDraft
from griya.catalog.queries.drafts import draft_photos, live_photos, photos_seen
from griya.core.private import store
from tests.catalog.desk.sheets import start
from tests.factories.accounts import make_account
from tests.factories.catalog import make_product
from tests.factories.drafts import draft_of, make_complete, publish, show_photo, submit, write
from tests.factories.photos import make_jpeg
from tests.page import Opened, PageClient, attributes


def test_bad_photos_are_named_with_their_reason_and_the_good_ones_come_in(
    officer: PageClient, context: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = start(officer, context)
    way = f"/meja/produk/{code}/foto"
    token = officer.get(way).field("csrf_token")

    def send(*files: tuple[bytes, str], expect: int = 303) -> Opened:
        data = {"csrf_token": token, "foto": [(io.BytesIO(content), name) for content, name in files]}
        return officer.post(f"{way}/unggah", data, expect=expect, content_type="multipart/form-data")

    assert "Pilih paling sedikit satu foto" in send(expect=422).text
    assert "bukan foto" in send((b"halo", "catatan.txt"), expect=422).text
    monkeypatch.setattr(product_photos, "MAX_UPLOAD_BYTES", 100_000)
    assert "besar.jpg: lebih besar dari" in send((b"\xff\xd8\xff" + b"a" * 100_000, "besar.jpg"), expect=422).text
    mixed = send((make_jpeg(), "baik.jpg"), (b"GIF89a" + b"a" * 50, "gerak.gif"), expect=200)
    assert "gerak.gif" in mixed.text and "1 foto masuk" in mixed.text
    assert len(officer.get(way).select(".photo-pick")) == 1
    five = [(make_jpeg(colour=(n, n, n)), f"{n}.jpg") for n in range(5)]
    assert "paling banyak 4 foto" in send(*five, expect=422).text


def test_photos_are_ordered_and_taken_out_by_buttons_and_their_files_go(
    officer: PageClient, context: Session, built_app: Flask
) -> None:
    code = start(officer, context)
    way = f"/meja/produk/{code}/foto"
    token = officer.get(way).field("csrf_token")
    for colour in ((10, 10, 10), (200, 10, 10)):
        data = {"csrf_token": token, "foto": (io.BytesIO(make_jpeg(colour=colour)), "a.jpg")}
        officer.post(f"{way}/unggah", data, content_type="multipart/form-data").response.close()

    def keys() -> list[str]:
        return [attributes(one)["data-key"] for one in officer.get(way).select(".photo-pick")]

    def press(do: str) -> None:
        seen = officer.get(way).field("seen")
        officer.post(way, {"csrf_token": token, "seen": seen, "foto": keys(), "do": do}).response.close()

    first, second = keys()
    press(f"turun:{first}")
    assert keys() == [second, first]
    media = Path(built_app.config["MEDIA_FOLDER"])
    assert (media / f"{first}.jpg").exists()
    press(f"hapus:{first}")
    assert keys() == [second] and not (media / f"{first}.jpg").exists() and (media / f"{second}.jpg").exists()


def test_the_files_of_a_photo_go_when_its_removal_is_approved_and_not_before(
    curator: PageClient, context: Session, built_app: Flask
) -> None:
    writer, reviewer = make_account().id, make_account().id
    product = make_complete(writer)
    publish(product, writer, reviewer)
    old = live_photos(product.id)[0]
    show_photo(product, writer)
    kept = [photo for photo in draft_photos(product.id, draft_of(product)) if photo.key != old.key]
    save_photos(
        product=product, seen=photos_seen(product, draft_of(product)), actor_id=writer,
        photos=[replace(photo, role="utama") for photo in kept],
    )  # fmt: skip
    write(product, writer)
    submit(product, writer)
    context.commit()
    media = Path(built_app.config["MEDIA_FOLDER"])
    media.mkdir(exist_ok=True)
    for photo in (old, *kept):
        (media / photo.file_name).write_bytes(b"a picture")
    way = f"/meja/produk/{product.code}"
    curator.submit(f"{way}/beda", {}, action=f"{way}/ambil")
    assert (media / old.file_name).exists()
    curator.submit(f"{way}/beda", {}, action=f"{way}/setujui").response.close()
    assert not (media / old.file_name).exists() and (media / kept[0].file_name).exists()


def test_the_proof_of_consent_is_kept_privately_and_shown_only_with_its_product(
    app: Flask, officer: PageClient, context: Session
) -> None:
    code, other = start(officer, context), make_product()
    context.commit()
    way = f"/meja/produk/{code}"
    token = officer.get(f"{way}/ubah").field("csrf_token")

    def send(content: bytes, name: str, expect: int) -> Opened:
        data = {"csrf_token": token, "berkas": (io.BytesIO(content), name)}
        return officer.post(f"{way}/persetujuan", data, expect=expect, content_type="multipart/form-data")

    assert "Yang diterima: PDF" in send(b"halo", "surat.pdf", 422).text
    send(make_jpeg(), "surat ibu aminah.jpg", 303)
    digest = context.scalars(sa.select(ProductDraft.consent_digest)).one()
    assert digest
    answer = officer.client.get(f"{way}/persetujuan/{digest}")
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert officer.client.get(f"/meja/produk/{other.code}/persetujuan/{digest}").status_code == 404
    assert officer.client.get(f"{way}/persetujuan/{'0' * 64}").status_code == 404
    assert app.test_client().get(f"{way}/persetujuan/{digest}").status_code == 303, "a stranger is led to the door"
    assert store.read(app.config["PRIVATE_FOLDER"], digest, "jpg")
    assert context.scalar(sa.select(sa.func.count()).select_from(ProductConsent)) == 0
