"""The desk's pages about inquiries. Nested under the guarded desk blueprint in `griya.app`."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug import Response

from griya.accounts.queries.record import list_history
from griya.core.paging import page_number
from griya.inquiry.letters import BUYER, MAKER, OFFICE
from griya.inquiry.maker_letters import LETTER_NAMES as MAKER_NEWS
from griya.inquiry.models import InquiryKind, InquirySource
from griya.inquiry.notices import INQUIRY
from griya.inquiry.queries import find_inquiry, page_of_inquiries
from griya.inquiry.queries.attachments import list_attachments

blueprint = Blueprint("inquiry", __name__, url_prefix="/permintaan")

KIND_NAMES = {InquiryKind.RETAIL: "Eceran", InquiryKind.WHOLESALE: "Grosir", InquiryKind.EXPORT: "Ekspor"}
SOURCE_NAMES = {InquirySource.WEB: "Situs web", InquirySource.KIOSK: "Kios showroom", InquirySource.STAFF: "Petugas"}
PURPOSE_NAMES = {INQUIRY.purpose: "Meneruskan permintaan ini dan menjawabnya"}
LETTER_NAMES = {BUYER: "Kepada pembeli", MAKER: "Kepada pembuat", OFFICE: "Kepada kantor", **MAKER_NEWS}


@blueprint.get("")
def inquiry_index() -> str:
    """List inquiries, newest first, with contacts masked."""
    return render_template(
        "desk/inquiry/inquiry_index.html", page=page_of_inquiries(page_number(request.args.get("hal")))
    )


@blueprint.get("/<reference>")
def inquiry_show(reference: str) -> str | Response:
    """Show one inquiry with the buyer's full contact: here somebody answers."""
    inquiry = find_inquiry(reference)
    if inquiry is None:
        abort(404)
    if inquiry.reference != reference:
        return redirect(url_for("desk.inquiry.inquiry_show", reference=inquiry.reference), 303)
    return render_template(
        "desk/inquiry/inquiry_show.html",
        inquiry=inquiry,
        attachments=list_attachments(inquiry.reference),
        happened=list_history("inquiry", inquiry.reference),
        kind_names=KIND_NAMES,
        source_names=SOURCE_NAMES,
        letter_names=LETTER_NAMES,
        purpose_names=PURPOSE_NAMES,
    )


from griya.inquiry.desk import files  # noqa: E402

__all__ = ["blueprint", "files"]
