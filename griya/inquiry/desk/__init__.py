"""The desk's pages about inquiries. Nested under the guarded desk blueprint in `griya.app`."""

from typing import Any

from flask import Blueprint, current_app

from griya.accounts.guard import current_account, may_call
from griya.inquiry.actions.stepping import Actor
from griya.inquiry.correspondence import Correspondence
from griya.inquiry.letters import BUYER, MAKER, OFFICE
from griya.inquiry.maker_letters import LETTER_NAMES as MAKER_NEWS
from griya.inquiry.models import InquirySource
from griya.inquiry.models.threads import Side
from griya.inquiry.notices import INQUIRY, NEWS
from griya.inquiry.queries.inbox import KIND_NAMES
from griya.inquiry.thread_letters import LETTER_NAMES as THREAD_NEWS

blueprint = Blueprint("inquiry", __name__, url_prefix="/permintaan")

SOURCE_NAMES = {InquirySource.WEB: "Situs web", InquirySource.KIOSK: "Kios showroom", InquirySource.STAFF: "Petugas"}
PURPOSE_NAMES = {
    INQUIRY.purpose: "Meneruskan permintaan ini dan menjawabnya",
    NEWS: "Mengirim kabar tentang pameran dan produk baru",
}
LETTER_NAMES = {
    BUYER: "Kepada pembeli",
    MAKER: "Kepada pembuat",
    OFFICE: "Kepada kantor",
    **MAKER_NEWS,
    **THREAD_NEWS,
}


@blueprint.context_processor
def _rights() -> dict[str, Any]:
    """Templates leave out what whoever looks may not do."""
    return {"may_call": may_call}


def officer(*, acting_for: str | None = None, channel: str = "meja", proof: str = "") -> Actor:
    """Whoever makes this request, for themselves or for somebody else."""
    return Actor(Side.OFFICER, current_account().account_id, acting_for=acting_for, channel=channel, proof=proof)


def post() -> Correspondence:
    """Where letters come from."""
    return Correspondence.of(current_app.config["SETTINGS"])


from griya.inquiry.desk import facts, files, inbox, inquiry, office, steps, stopping  # noqa: E402

__all__ = [
    "KIND_NAMES",
    "blueprint",
    "facts",
    "files",
    "inbox",
    "inquiry",
    "office",
    "officer",
    "post",
    "steps",
    "stopping",
]
