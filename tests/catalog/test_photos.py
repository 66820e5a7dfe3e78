"""Photos of products: what may be added, how pages show them, and that fifty cost as many statements as one."""

import re
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from griya.accounts.models import Event
from griya.catalog.actions import publish_product, remove_photo
from griya.catalog.models import PhotoRendition, ProductPhoto
from griya.catalog.queries.cards import list_newest_cards
from griya.catalog.queries.photos import Photo, Rendition, list_photos
from griya.catalog.rules.photos import focal_place, photo_refusals
from griya.core.db import db
from griya.core.errors import Refused
from griya.core.words import Bilingual
from tests.catalog.test_pages import counted
from tests.factories.catalog import make_product, newest_revision
from tests.factories.photos import make_jpeg, make_photo, make_picture
from tests.factories.registry import make_producer
from tests.page import PageClient, attributes


def refused(**changes: Any) -> str:
    values: dict[str, Any] = {
        "alt_id": "Amplang di piring",
        "alt_en": "Amplang on a plate",
        "focal": (0.5, 0.5),
        "roles": [],
        "role": "utama",
        "is_public": True,
    }
    return " ".join(photo_refusals(**(values | changes)))


def test_a_photo_with_words_in_both_languages_is_taken() -> None:
    assert not refused()
    assert not refused(alt_en="", is_public=False)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"alt_id": ""}, "bahasa Indonesia"),
        ({"alt_id": "foto"}, "bahasa Indonesia"),
        ({"alt_id": "x" * 251}, "bahasa Indonesia"),
        ({"alt_en": ""}, "bahasa Inggris"),
        ({"alt_en": "short"}, "bahasa Inggris"),
        ({"role": "sampul"}, "tidak dikenal"),
        ({"roles": ["detail", "utama"]}, "sudah punya foto utama"),
        ({"roles": ["detail"] * 12, "role": "detail"}, "12 foto"),
        ({"focal": (1.2, 0.5)}, "Titik fokus"),
        ({"focal": (float("nan"), 0.5)}, "Titik fokus"),
    ],
)
def test_a_photo_is_refused_with_the_reason(changes: dict[str, Any], words: str) -> None:
    assert words in refused(**changes)


@pytest.mark.parametrize(
    ("x", "y", "place"),
    [(0, 0, "left-top"), (0.5, 0.1, "top"), (1, 0, "right-top"), (0.2, 0.5, "left"), (0.5, 0.5, "center"),
     (0.9, 0.4, "right"), (0.1, 0.9, "left-bottom"), (0.5, 1, "bottom"), (1, 1, "right-bottom")],
)  # fmt: skip
def test_the_focal_point_is_one_of_nine_places(x: float, y: float, place: str) -> None:
    assert focal_place(x, y) == place
    css = Path("static/css/components/picture.css").read_text(encoding="utf-8")
    assert f".picture--{place} {{" in css


def test_a_real_file_goes_all_the_way_to_the_page(page: PageClient, context: Any, app: Flask) -> None:
    product = make_product()
    folder = Path(app.config["MEDIA_FOLDER"])
    make_photo(product, source=make_jpeg((700, 500)), media_folder=folder, focal=(0.9, 0.1))
    db.session.commit()
    opened = page.get(f"/produk/{product.slug}")
    image = attributes(opened.select(".photo-gallery__frame img")[0])
    assert (image["width"], image["height"]) == ("700", "500")
    assert image["alt"] == "Utama: kue ikan di piring"
    assert image["fetchpriority"] == "high" and "loading" not in image
    assert opened.select(".picture--right-top")
    names = set(re.findall(r"/media/[0-9a-f]{64}\.(?:avif|webp|jpg)", opened.html))
    assert len(names) == 7, "three widths of AVIF and of WebP, and the fallback"
    for name in names:
        with page.client.get(name) as answer:
            assert answer.status_code == 200 and "immutable" in answer.headers["Cache-Control"]
            assert answer.data


def test_a_file_that_is_no_photo_is_refused_by_the_action(context: Any, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="bukan foto"):
        make_photo(make_product(), source=b"<html>", media_folder=tmp_path)
    assert db.session.scalar(sa.select(sa.func.count(ProductPhoto.id))) == 0


def test_adding_a_photo_is_recorded_and_the_same_one_is_not_taken_twice(context: Any) -> None:
    product, picture = make_product(), make_picture()
    make_photo(product, source=picture)
    with pytest.raises(Refused, match="sudah ada"):
        make_photo(product, source=picture, role="detail")
    verbs = db.session.scalars(sa.select(Event.verb).where(Event.object_key == product.code)).all()
    assert verbs.count("photo.added") == 1


def test_the_database_itself_allows_one_main_photo(context: Any) -> None:
    product = make_product()
    make_photo(product)
    other = make_photo(product, role="detail")
    with pytest.raises(sa.exc.IntegrityError), db.session.begin_nested():
        db.session.execute(sa.update(ProductPhoto).where(ProductPhoto.id == other.id).values(role="utama"))


@pytest.mark.parametrize("values", [{"extension": "gif"}, {"width": 0}, {"size_bytes": 0}])
def test_the_database_itself_refuses_a_file_that_cannot_be(context: Any, values: dict[str, Any]) -> None:
    photo = make_photo(make_product())
    row = {"photo_id": photo.id, "extension": "jpg", "width": 9, "height": 9, "digest": "a" * 64, "size_bytes": 9}
    with pytest.raises(sa.exc.IntegrityError, match="ck_photo_rendition"), db.session.begin_nested():
        db.session.execute(sa.insert(PhotoRendition).values(row | values))


def test_a_product_is_not_published_before_its_photos_have_english_words(context: Any) -> None:
    product = make_product(is_published=False)
    make_photo(product, alt_en="")
    with pytest.raises(Refused, match="1 foto belum punya keterangan bahasa Inggris"):
        publish_product(product=product, revision=newest_revision(product))


def test_the_main_photo_comes_first_and_removing_one_tells_which_files_nobody_shows(context: Any) -> None:
    first, second, shared = make_product(), make_product(), make_picture()
    make_photo(first, role="detail")
    make_photo(first, source=shared)
    make_photo(second, source=shared)
    assert [photo.role for photo in list_photos(first.id)] == ["utama", "detail"]
    assert remove_photo(product=first, position=2) == set(), "the second product still shows them"
    assert len(remove_photo(product=first, position=1)) == 12
    assert not list_photos(first.id)
    with pytest.raises(Refused, match="nomor itu"):
        remove_photo(product=first, position=1)


def test_only_files_that_a_place_can_use_are_offered() -> None:
    files = ";".join(f"avif {width} {width} {'a' * 64}" for width in (320, 640, 1080, 1920))
    photo = Photo("a" * 64, "jpg", 1920, 1920, Bilingual("Alt"), "utama", files=files)
    assert [file.width for file in photo.sources("avif", 640)] == [320, 640]
    assert [file.width for file in photo.sources("avif", 700)] == [320, 640, 1080]
    assert [file.width for file in photo.sources("avif", 9999)] == [320, 640, 1080, 1920]
    assert photo.sources("webp", 640) == ()
    assert photo.fallback(640).width == 1920, "a photo without renditions is its own fallback"


@pytest.mark.parametrize(
    "path", ["/", "/produk", "/ikm/{maker}", "/kios/?rak=semua", "/produk/{slug}", "/kios/produk/{slug}"]
)
def test_photos_cost_as_many_statements_for_fifty_products_as_for_one(
    page: PageClient, context: Any, database: sa.Connection, path: str
) -> None:
    maker = make_producer()
    product = make_product(producer=maker)
    make_photo(product)
    make_photo(make_product(producer=maker))
    db.session.commit()
    path = path.format(slug=product.slug, maker=maker.slug)
    page.get(path)  # the first request after a change also reads what changed, here and below
    with counted(database) as few:
        page.get(path)
    for n in range(48):
        make_photo(make_product(f"Produk {n}", producer=maker))
    make_photo(product, role="detail")
    db.session.commit()
    page.get(path)
    with counted(database) as many:
        opened = page.get(path)
    assert opened.select("main img[width]")
    assert len(few) == len(many), path


def test_a_photo_always_tells_the_files_it_has(context: Any) -> None:
    product = make_product()
    photo = make_photo(product)
    stored = [
        Rendition(one.digest, one.extension, one.width, one.height)
        for one in db.session.scalars(
            sa.select(PhotoRendition)
            .where(PhotoRendition.photo_id == photo.id)
            .order_by(PhotoRendition.extension, PhotoRendition.width)
        )
    ]
    assert list(list_photos(product.id)[0].renditions) == stored
    assert len(stored) == 12
    db.session.execute(sa.delete(PhotoRendition).where(PhotoRendition.extension != "jpg"))
    db.session.execute(sa.update(PhotoRendition).values(digest="b" * 64))
    assert [(one.extension, one.digest) for one in list_photos(product.id)[0].renditions] == [("jpg", "b" * 64)] * 4


def test_a_product_without_a_photo_shows_the_motif_as_before(page: PageClient, context: Any) -> None:
    product = make_product()
    db.session.commit()
    for path in ("/produk", f"/produk/{product.slug}", "/kios/?rak=semua", f"/kios/produk/{product.slug}"):
        opened = page.get(path)
        assert opened.select(".motif") and not opened.select("picture"), path


def test_a_card_knows_its_photo(context: Any) -> None:
    make_photo(make_product(), focal=(0.1, 0.9))
    photo = list_newest_cards(1)[0].photo
    assert photo is not None
    assert (photo.focal, photo.tint, len(photo.renditions), len(photo.blur_cells)) == ("left-bottom", "b43c28", 12, 12)
    assert photo.blur_cells[5] == (1, 1, "b43c28")


def test_a_picture_holds_its_place_and_its_colour_without_any_style(page: PageClient, context: Any) -> None:
    make_photo(make_product())
    db.session.commit()
    opened = page.get("/produk")
    image = attributes(opened.select(".product-card img")[0])
    assert image["alt"] == "" and image["loading"] == "lazy" and int(image["width"]) > int(image["height"]) > 0
    assert attributes(opened.select(".picture__wait path")[0])["fill"] == "#b43c28"
    assert [attributes(source)["type"] for source in opened.select(".product-card source")] == [
        "image/avif",
        "image/webp",
    ]
    assert "data:" not in opened.html
