"""The photos of a draft: added, told, ordered and taken out without touching those on show, and put on show in the end.

Files of photos that no draft and no product holds any more are named by the functions here; whoever commits deletes
them afterwards, because a file cannot be rolled back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy import update

from griya.accounts.actions import record_event
from griya.catalog.actions.drafts import begin_draft, touch
from griya.catalog.models import PhotoRendition, PhotoRole, Product, ProductPhoto
from griya.catalog.models.drafts import ProductDraft
from griya.catalog.queries.drafts import acting_for, draft_photos, live_photos, lock, photos_seen, unheld
from griya.catalog.queries.photos import list_stored_photos
from griya.catalog.rules.staged import StagedPhoto, adding_faults, from_json, settled, to_json
from griya.core.db import db
from griya.core.errors import Overtaken, Refused
from griya.core.pictures import Picture
from griya.core.state import state_change
from griya.registry.models import Producer

PHOTOS_CHANGED_SINCE = (
    "Sejak Anda membukanya, foto draf ini diubah orang lain. Tulisan Anda masih ada di bawah; simpan lagi untuk "
    "menulis di atasnya."
)
_FOCAL_STEP = Decimal("0.001")
# Positions are unique: while photos change places they stand behind every place there is.
_ASIDE = 1_000


@state_change()
def stage_pictures(*, product: Product, pictures: Sequence[Picture], actor_id: int | None = None) -> list[StagedPhoto]:
    """Add rendered pictures to a product's draft, behind the others; the first of all becomes the main photo.

    Returns those that were new: a picture that is there already is left as it is.

    Raises:
        Refused: when there would be too many, or the product is suspended or archived.
    """
    draft = _open(product, actor_id)
    photos = list(draft_photos(product.id, draft))
    new: list[StagedPhoto] = []
    for picture in pictures:
        photo = _staged(picture)
        if all(photo.key != one.key for one in (*photos, *new)):
            new.append(photo)
    if faults := adding_faults(photos, len(new)):
        raise Refused(faults)
    if new and not any(photo.role == PhotoRole.MAIN for photo in photos):
        new[0] = replace(new[0], role=PhotoRole.MAIN)
    if new:
        _write(draft, product, [*photos, *new], actor_id, {"added": [photo.key for photo in new]})
    return new


@state_change()
def save_photos(*, product: Product, seen: str, photos: Sequence[StagedPhoto], actor_id: int | None = None) -> set[str]:
    """Write the draft's photos over the save that was `seen`. A photo that is left out is taken out.

    Returns the names of files that nothing holds any more.

    Raises:
        Overtaken: when somebody changed them in between; nothing is written.
        Refused: when the product is suspended or archived.
    """
    draft = lock(product)
    if photos_seen(product, draft) != seen:
        raise Overtaken(PHOTOS_CHANGED_SINCE)
    draft = draft or begin_draft(product=product, actor_id=actor_id)
    before = draft_photos(product.id, draft)
    wanted = settled(photos)
    if list(wanted) == list(before):
        return set()
    gone = {photo.key for photo in before} - {photo.key for photo in wanted}
    _write(draft, product, wanted, actor_id, {"removed": sorted(gone), "order": [photo.key for photo in wanted]})
    return unheld({f"{f[3]}.{f[0]}" for photo in before if photo.key in gone for f in photo.files})


def put_photos(*, product: Product, kept: Sequence[Mapping[str, Any]]) -> None:
    """Put a draft's photos on show: part of an approval, so no event of its own. Rows are kept where they can be."""
    wanted = from_json(kept)
    stored = {photo.digest: photo for photo in list_stored_photos(product.id)}
    for digest, photo in stored.items():
        if all(digest != one.key for one in wanted):
            db.session.delete(photo)
    db.session.flush()
    db.session.execute(
        update(ProductPhoto)
        .where(ProductPhoto.product_id == product.id)
        .values(position=ProductPhoto.position + _ASIDE)
        .execution_options(synchronize_session="fetch")
    )
    # One main photo at most, at every moment: the others lose the role before one gets it.
    for one in sorted(wanted, key=lambda photo: photo.role == PhotoRole.MAIN):
        place = wanted.index(one) + 1
        shown = stored.get(one.key)
        if shown is None:
            _add(product, one, place)
        else:
            _tell(shown, one, place)
        db.session.flush()
    _record_arranged(product, wanted)


def _record_arranged(product: Product, wanted: Sequence[StagedPhoto]) -> None:
    """Write down which photos are on show now."""
    record_event(
        verb="photo.arranged",
        object_type="product",
        object_key=product.code,
        after={"photos": [{"digest": photo.key, "role": photo.role} for photo in wanted]},
    )


def _open(product: Product, actor_id: int | None) -> ProductDraft:
    lock(product)
    return begin_draft(product=product, actor_id=actor_id)


def _write(
    draft: ProductDraft,
    product: Product,
    photos: Sequence[StagedPhoto],
    actor_id: int | None,
    told: dict[str, Any],
) -> None:
    wanted = settled(photos)
    draft.photos = to_json(wanted) if wanted != live_photos(product.id) else None
    draft.photos_version += 1
    touch(draft=draft, product=product, actor_id=actor_id)
    record_event(
        verb="product_draft.photos_saved",
        object_type="product",
        object_key=product.code,
        actor_id=actor_id,
        acting_for=acting_for(draft, db.session.get_one(Producer, product.producer_id)),
        after=told | {"photos_version": draft.photos_version},
    )


def _staged(picture: Picture) -> StagedPhoto:
    main = picture.fallback
    return StagedPhoto(
        key=main.digest,
        photo_id=None,
        extension=main.extension,
        width=main.width,
        height=main.height,
        tint=picture.tint,
        blur=picture.blur,
        files=tuple((file.extension, file.width, file.height, file.digest, file.size_bytes) for file in picture.files),
    )


def _add(product: Product, one: StagedPhoto, place: int) -> None:
    photo = ProductPhoto(
        product_id=product.id,
        digest=one.key,
        extension=one.extension,
        width=one.width,
        height=one.height,
        tint=one.tint,
        blur=one.blur,
    )
    _tell(photo, one, place)
    db.session.add(photo)
    db.session.flush()
    db.session.add_all(
        PhotoRendition(
            photo_id=photo.id, extension=extension, width=width, height=height, digest=digest, size_bytes=size
        )
        for extension, width, height, digest, size in one.files
    )


def _tell(photo: ProductPhoto, one: StagedPhoto, place: int) -> None:
    photo.position = place
    photo.role, photo.alt_id, photo.alt_en = one.role, one.alt_id, one.alt_en
    photo.credit, photo.rights = one.credit, one.rights
    photo.focal_x = Decimal(str(one.focal_x)).quantize(_FOCAL_STEP)
    photo.focal_y = Decimal(str(one.focal_y)).quantize(_FOCAL_STEP)
