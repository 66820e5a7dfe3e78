"""The visitor's list on its way to the phone: the products stand in the code, nothing is kept here."""

from flask import render_template, request, url_for

from griya.core.http import public_page
from griya.core.qr import qr_code
from griya.inquiry.rules import CARRIED_SEPARATOR, read_codes
from griya.showroom.queries.kiosk import list_chosen
from griya.showroom.views import blueprint
from griya.showroom.views.addresses import public, typed


@blueprint.get("/kios/daftar")
@public_page
def kiosk_list_show() -> str:
    """The products that the address names, and the code by which a phone goes on with them."""
    chosen = list_chosen(read_codes(request.args.get("isi", "")))
    codes = [code for code, _ in chosen]
    address = public(url_for("inquiry.carried_show", isi=CARRIED_SEPARATOR.join(codes)))
    return render_template(
        "showroom/kiosk_list_show.html",
        # Each with the list that is left without it.
        rows=[(product, CARRIED_SEPARATOR.join(other for other in codes if other != code)) for code, product in chosen],
        codes=codes,
        is_asked="isi" in request.args,
        carried=qr_code(address) if chosen else None,
        address=typed(address),
    )
