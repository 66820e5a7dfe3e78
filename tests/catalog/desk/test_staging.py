"""The photos of a draft: beside those on show until they are approved."""

from dataclasses import replace
from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from griya.catalog.actions.staging import save_photos, stage_pictures
from griya.catalog.forms.products import read_photos
from griya.catalog.models import PhotoRendition, Product
from griya.catalog.queries.drafts import draft_photos, live_photos, photos_seen, unheld
from griya.catalog.queries.photos import list_stored_photos
from griya.catalog.rules.staged import StagedPhoto, photo_changes, settled, with_words
from griya.core.errors import Overtaken, Refused
from tests.factories.accounts import make_account
from tests.factories.drafts import ALTS, draft_of, make_complete, publish, start
from tests.factories.photos import make_picture


@pytest.fixture
def people(context: Session) -> tuple[int, int]:
    return make_account(role="officer").id, make_account().id


def photos_of(product: Product) -> list[StagedPhoto]:
    return list(draft_photos(product.id, draft_of(product)))


def save(product: Product, photos: list[StagedPhoto], actor: int) -> set[str]:
    return save_photos(product=product, seen=photos_seen(product, draft_of(product)), photos=photos, actor_id=actor)


def test_the_first_photo_is_the_main_one_and_nothing_is_on_show_yet(people: tuple[int, int]) -> None:
    product = start(people[0])
    stage_pictures(product=product, pictures=[make_picture(), make_picture()], actor_id=people[0])
    assert [photo.role for photo in photos_of(product)] == ["utama", "detail"]
    assert live_photos(product.id) == ()


def test_a_photo_that_is_there_already_is_not_added_twice(people: tuple[int, int]) -> None:
    product, picture = start(people[0]), make_picture()
    assert len(stage_pictures(product=product, pictures=[picture, picture], actor_id=people[0])) == 1
    assert stage_pictures(product=product, pictures=[picture], actor_id=people[0]) == []
    assert len(photos_of(product)) == 1


def test_more_than_twelve_photos_are_refused(people: tuple[int, int]) -> None:
    product = start(people[0])
    for _ in range(3):
        stage_pictures(product=product, pictures=[make_picture() for _ in range(4)], actor_id=people[0])
    with pytest.raises(Refused, match="Paling banyak 12 foto"):
        stage_pictures(product=product, pictures=[make_picture()], actor_id=people[0])


def test_approval_puts_the_photos_on_show_in_their_order_with_all_their_files(people: tuple[int, int]) -> None:
    officer, curator = people
    product = make_complete(officer)
    stage_pictures(product=product, pictures=[make_picture(), make_picture()], actor_id=officer)
    first, second, third = (with_words(photo, ALTS) for photo in photos_of(product))
    save(product, [third, replace(first, role="detail"), replace(second, role="utama", focal_x=0.25)], officer)
    publish(product, officer, curator)
    shown = list_stored_photos(product.id)
    assert [photo.digest for photo in shown] == [second.key, third.key, first.key]  # the main one leads
    assert [photo.position for photo in shown] == [3, 1, 2]
    assert shown[0].focal_x == Decimal("0.25")
    assert {len(photo.files.split(";")) for photo in shown} == {12}


def test_roles_change_places_and_photos_go_without_meeting_on_the_way(
    people: tuple[int, int], context: Session
) -> None:
    officer, curator = people
    product = make_complete(officer)
    stage_pictures(product=product, pictures=[make_picture(), make_picture()], actor_id=officer)
    save(product, [with_words(photo, ALTS) for photo in photos_of(product)], officer)
    publish(product, officer, curator)
    first, second, third = live_photos(product.id)
    stage_pictures(product=product, pictures=[make_picture()], actor_id=officer)
    fourth = photos_of(product)[-1]
    wanted = [with_words(fourth, ALTS), replace(third, role="utama"), replace(first, role="skala")]
    gone = save(product, wanted, officer)
    assert gone == set(), "its files are on show still"
    publish_again(product, officer, curator)
    assert [photo.key for photo in live_photos(product.id)] == [third.key, fourth.key, first.key]
    left = context.scalars(sa.select(PhotoRendition.digest)).all()
    assert second.key not in left and len(left) == 3 * 12


def publish_again(product: Product, officer: int, curator: int) -> None:
    from tests.factories.drafts import CONSENT, write

    write(product, officer, **CONSENT)
    publish(product, officer, curator)


def test_two_who_change_photos_at_once_lose_nothing(people: tuple[int, int]) -> None:
    officer, curator = people
    product = make_complete(officer)
    seen = photos_seen(product, draft_of(product))
    mine = [replace(photo, alt_en="Another word here") for photo in photos_of(product)]
    stage_pictures(product=product, pictures=[make_picture()], actor_id=curator)
    with pytest.raises(Overtaken):
        save_photos(product=product, seen=seen, photos=mine, actor_id=officer)
    assert len(photos_of(product)) == 2 and photos_of(product)[0].alt_en == ALTS["alt_en"]


def test_the_files_of_a_photo_that_is_taken_out_are_named_unless_somebody_holds_them(people: tuple[int, int]) -> None:
    officer, _ = people
    product, other, shared, own = start(officer), start(officer), make_picture(), make_picture()
    stage_pictures(product=product, pictures=[shared, own], actor_id=officer)
    stage_pictures(product=other, pictures=[shared], actor_id=officer)
    gone = save(product, [], officer)
    assert gone == {f"{file.digest}.{file.extension}" for file in own.files}
    assert unheld({f"{file.digest}.{file.extension}" for file in shared.files}) == set()


def test_only_the_first_of_two_main_photos_stays_one() -> None:
    one = StagedPhoto("a" * 64, None, "jpg", 400, 300, role="utama")
    assert [photo.role for photo in settled([one, replace(one, key="b" * 64)])] == ["utama", "detail"]


def form(photos: list[StagedPhoto], do: str = "simpan", **typed: str) -> MultiDict[str, str]:
    return MultiDict([*(("foto", photo.key) for photo in photos), ("do", do), *typed.items()])


def test_the_form_orders_by_button_by_place_and_by_the_order_it_is_sent_in() -> None:
    photos = [StagedPhoto(sign * 64, None, "jpg", 400, 300) for sign in "abc"]
    keys = [photo.key for photo in photos]

    def order(sent: MultiDict[str, str]) -> str:
        return "".join(photo.key[0] for photo in read_photos(sent, photos))

    assert order(form(photos, f"turun:{keys[0]}")) == "bac"
    assert order(form(photos, f"naik:{keys[2]}")) == "acb"
    assert order(form(photos, f"naik:{keys[0]}")) == "abc"
    assert order(form(photos, **{f"tempat-{keys[2]}": "1"})) == "cab"
    assert order(form(photos[::-1])) == "cba"
    assert order(form(photos, f"hapus:{keys[1]}")) == "ac"
    assert order(form(photos, "hapus:antah")) == "abc"
    assert order(form(photos[:1])) == "abc", "a photo that the form does not name is not lost"


def test_a_typed_focal_point_is_kept_inside_the_photo_and_nonsense_changes_nothing() -> None:
    photo = StagedPhoto("a" * 64, None, "jpg", 400, 300, focal_x=0.333, focal_y=0.5)
    assert with_words(photo, {"focal_x": "33", "focal_y": "80"}).focal_x == 0.333
    assert with_words(photo, {"focal_x": "34", "focal_y": "80"}).focal_y == 0.8
    for typed in ("", "x", "-1", "1e3", "٣", "5555"):
        assert with_words(photo, {"focal_x": typed}) == photo
    assert with_words(photo, {"focal_x": "999"}).focal_x == 1


def test_a_photo_that_only_moved_up_because_another_went_was_not_moved() -> None:
    photos = [StagedPhoto(sign * 64, None, "jpg", 400, 300) for sign in "abc"]
    assert [change.words for change in photo_changes(photos, photos[1:])] == [("Dihapus",)]
    swapped = photo_changes(photos, [photos[1], photos[0], photos[2]])
    assert [change.words for change in swapped] == [
        ("Pindah ke urutan 1, semula 2",), ("Pindah ke urutan 2, semula 1",),
    ]  # fmt: skip
