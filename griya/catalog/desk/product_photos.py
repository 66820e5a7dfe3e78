"""The photos of a product's draft: sent, told, ordered and taken out, each by a plain form; scripts only add."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from flask import current_app, make_response, redirect, render_template, request, url_for
from werkzeug import Response

from griya.accounts.guard import current_account
from griya.catalog.actions.staging import save_photos, stage_pictures
from griya.catalog.desk import blueprint
from griya.catalog.desk.product_items import item_or_404
from griya.catalog.forms.products import NoteForm, read_photos
from griya.catalog.queries.drafts import find_product_draft, photos_seen
from griya.catalog.rules.photos import MAX_PHOTOS
from griya.catalog.rules.staged import MAX_UPLOAD_BYTES, MAX_UPLOADS, StagedPhoto, adding_faults
from griya.core import media, pictures, unit_of_work
from griya.core.errors import Overtaken, Refused
from griya.core.http import takes_files
from griya.core.pictures import Picture, UnusablePicture
from griya.core.text import clean_text

# What a form of as many photos as are taken at once weighs, with the lines between them.
MOST_BODY_BYTES: Final = MAX_UPLOADS * MAX_UPLOAD_BYTES + 500_000


@blueprint.get("/produk/<code>/foto")
def product_photo_index(code: str) -> Response:
    """Show the draft's photos."""
    return _photo_page(code, 200)


@blueprint.post("/produk/<code>/foto")
def product_photo_update(code: str) -> Response:
    """Save what the form says of all photos, after the button that was pressed did its part."""
    item = item_or_404(code)
    wanted = read_photos(request.form, item.photos)
    try:
        names = save_photos(
            product=item.product,
            seen=request.form.get("seen", "")[:24],
            photos=wanted,
            actor_id=current_account().account_id,
        )
    except Refused as refusal:
        status = 409 if isinstance(refusal, Overtaken) else 422
        return _photo_page(code, status, photos=wanted, reasons=refusal.reasons)
    wish, _, key = request.form.get("do", "").partition(":")
    anchor = f"foto-{key[:12]}" if wish in ("naik", "turun") else None
    way = redirect(url_for("desk.catalog.product_photo_index", code=code, tersimpan=1, _anchor=anchor), 303)
    # A file cannot be rolled back, so it goes when the answer is out, which is after the commit.
    way.call_on_close(partial(media.drop, current_app.config["MEDIA_FOLDER"], names))
    return way


@blueprint.post("/produk/<code>/foto/unggah")
@takes_files(MOST_BODY_BYTES)
def product_photo_create(code: str) -> Response:
    """Take photos as files. Each that cannot be used is named with its reason; the others come in."""
    item = item_or_404(code)
    files = [file for name in ("foto", "kamera") for file in request.files.getlist(name) if file.filename]
    faults = adding_faults(item.photos, len(files)) if files else ["Pilih paling sedikit satu foto."]
    if faults:
        return _photo_page(code, 422, reasons=faults)
    unit_of_work.let_go()  # a photo takes a second or two of work: nobody waits for the database meanwhile
    made: list[Picture] = []
    for file in files:
        content = file.stream.read(MAX_UPLOAD_BYTES + 1)
        name = clean_text(file.filename or "foto")[:60]
        try:
            if len(content) > MAX_UPLOAD_BYTES:
                faults.append(f"{name}: lebih besar dari {MAX_UPLOAD_BYTES // 1_000_000} MB. Kecilkan dulu.")
                continue
            made.append(pictures.render(content, Path(current_app.config["MEDIA_FOLDER"])))
        except UnusablePicture as unusable:
            faults.append(f"{name}: {unusable}")
    item = item_or_404(code)
    new: Sequence[StagedPhoto] = ()
    try:
        if made:
            new = stage_pictures(product=item.product, pictures=made, actor_id=current_account().account_id)
            faults += ["Sebagian foto sudah ada di produk ini, jadi tidak ditambah lagi."] * (len(new) < len(made))
    except Refused as refusal:
        return _photo_page(code, 422, reasons=[*faults, *refusal.reasons])
    if faults and not new:
        return _photo_page(code, 422, reasons=faults)
    way = url_for("desk.catalog.product_photo_index", code=code, masuk=len(new), _anchor=f"foto-{new[0].key[:12]}")
    if faults:
        # Some came in and are to be kept: an answer below 400 is committed, and the reasons stand above them.
        return _photo_page(code, 200, reasons=faults, added=len(new))
    return redirect(way, 303)


def _count(raw: str | None) -> int:
    return int(raw) if raw and raw.isascii() and raw.isdecimal() and len(raw) < 3 else 0


def _photo_page(
    code: str,
    status: int,
    *,
    photos: Sequence[StagedPhoto] | None = None,
    reasons: Sequence[str] = (),
    added: int | None = None,
) -> Response:
    item = item_or_404(code)
    return make_response(
        render_template(
            "desk/catalog/product_photo_index.html",
            item=item,
            form=NoteForm(formdata=None),
            photos=item.photos if photos is None else photos,
            seen=photos_seen(item.product, find_product_draft(item.product.id)),
            reasons=reasons,
            most=MAX_PHOTOS,
            most_at_once=MAX_UPLOADS,
            most_megabytes=MAX_UPLOAD_BYTES // 1_000_000,
            is_saved="tersimpan" in request.args and request.method == "GET",
            added=_count(request.args.get("masuk")) if added is None else added,
        ),
        status,
    )
