"""The file that shows a maker's consent: kept in the private store, and read by people of the desk alone."""

from flask import abort, current_app, redirect, request, url_for
from werkzeug import Response

from griya.accounts.guard import current_account
from griya.catalog.actions.drafts import keep_consent_file
from griya.catalog.desk import blueprint
from griya.catalog.desk.product_items import edit_page_of, is_plain, item_or_404
from griya.catalog.queries.item_page import find_consent_file
from griya.core import unit_of_work
from griya.core.errors import Refused
from griya.core.http import takes_files
from griya.core.private import answer, store
from griya.core.private.kinds import MAX_BODY_BYTES, MAX_BYTES, UnusableFile, shown_name, usable


@blueprint.post("/produk/<code>/persetujuan")
@takes_files(MAX_BODY_BYTES)
def product_consent_create(code: str) -> Response:
    """Keep the signed paper, the screenshot or the note of a call beside the draft."""
    item = item_or_404(code)
    file = request.files.get("berkas")
    if file is None or not file.filename:
        return edit_page_of(item, 422, reasons=["Pilih berkas bukti persetujuannya."])
    content = file.stream.read(MAX_BYTES + 1)
    unit_of_work.let_go()  # drawing a picture anew takes a second: nobody waits for the database meanwhile
    try:
        kept = usable(content)
        digest = store.keep(current_app.config["PRIVATE_FOLDER"], kept.content, kept.extension)
        keep_consent_file(
            product=item_or_404(code).product,
            digest=digest,
            extension=kept.extension,
            name=shown_name(file.filename, kept.extension),
            actor_id=current_account().account_id,
        )
    except UnusableFile as unusable:
        return edit_page_of(item_or_404(code), 422, reasons=[str(unusable)])
    except Refused as refusal:
        return edit_page_of(item_or_404(code), 422, reasons=refusal.reasons)
    return redirect(url_for("desk.catalog.product_edit", code=code, tersimpan=1, _anchor="bukti"), 303)


@blueprint.get("/produk/<code>/persetujuan/<digest>")
def product_consent_show(code: str, digest: str) -> Response:
    """Show the file, if it belongs to this product."""
    item = item_or_404(code)
    found = find_consent_file(item.product.id, digest) if is_plain(digest) else None
    if found is None:
        abort(404)
    try:
        return answer.answer(digest, found[0], found[1] or f"persetujuan.{found[0]}")
    except store.Missing:
        abort(404)
