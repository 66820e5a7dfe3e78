"""One product: its page, a new one, its draft as a form, and what the draft would change."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug import Response

from griya.accounts.guard import current_account, may_call
from griya.catalog.actions.drafts import save_draft, start_product
from griya.catalog.actions.proposals import propose_for_draft
from griya.catalog.desk import blueprint
from griya.catalog.desk.wording import STEPS
from griya.catalog.forms.products import (
    UNIT_WORDS,
    NewProductForm,
    NoteForm,
    ProductForm,
    StandingForm,
    read_base,
    read_picks,
    read_typed,
)
from griya.catalog.queries.airtime import airtime_of
from griya.catalog.queries.drafts import fields_seen, find_producer, find_product_draft, load_lists, shown
from griya.catalog.queries.item_page import Item, find_item, find_makers, list_consents, list_happenings
from griya.catalog.queries.proposals import list_proposals_of, settled
from griya.catalog.rules.completeness import Place
from griya.catalog.rules.difference import Joined, join
from griya.catalog.rules.draft import clean_fields, read_fields
from griya.catalog.rules.publication import MAX_REQUESTS, may_leave
from griya.core.clock import WIB, now, today
from griya.core.errors import Overtaken, Refused
from griya.core.text import clean_text

SUBMIT = "ajukan"
# What the script says that saves while somebody pauses.
QUIETLY = "diam"
LONGEST_CODE = 64
SAVED_BY_OTHERS = "Draf ini disimpan orang lain. Tulisan Anda masih ada; tekan “Simpan draf” untuk melihat keduanya."


def is_plain(code: str) -> bool:
    """Whether this can be a code or a digest at all: what is none is not asked of the database."""
    return code.isascii() and code.isprintable() and len(code) <= LONGEST_CODE


def item_or_404(code: str) -> Item:
    """The product at this address as it is now."""
    item = find_item(code) if is_plain(code) else None
    if item is None:
        abort(404)
    return item


@blueprint.get("/produk/<code>")
def product_show(code: str) -> str:
    """Show a product: what stands, what waits, what it lacks, what was done, and what can be done."""
    return item_page(item_or_404(code))


def item_page(item: Item, *, form: StandingForm | None = None, reasons: Sequence[str] = ()) -> str:
    """The page of a product, with what was refused above it."""
    account = current_account()
    steps = [
        (slug, words)
        for slug, (command, words) in STEPS.items()
        if may_leave(item.state, command) and may_call(step_endpoint(slug))
    ]
    return render_template(
        "desk/catalog/product_show.html",
        item=item,
        form=form or StandingForm(formdata=None, state=item.state.value),
        reasons=reasons,
        happenings=list_happenings(item.code),
        consents=list_consents(item.product.id),
        airtime=airtime_of(item.code),
        proposals=list_proposals_of(item.product.id),
        steps=steps,
        step_endpoints={slug: step_endpoint(slug) for slug, _ in steps},
        own_id=account.account_id,
        can_review=may_call("desk.catalog.product_taking_create"),
        places=places_of(item),
        is_saved="tersimpan" in request.args and request.method == "GET",
    )


def step_endpoint(slug: str) -> str:
    """Withdrawing is everybody's at the desk; the other steps are a curator's."""
    return "desk.catalog.product_withdrawal_create" if slug == "tarik" else "desk.catalog.product_step_create"


def places_of(item: Item) -> dict[Place, str]:
    """Where each kind of missing thing is mended."""
    maker = url_for("desk.dossier.producer_show", code=item.producer_code)
    return {
        Place.FORM: url_for("desk.catalog.product_edit", code=item.code),
        Place.PHOTOS: url_for("desk.catalog.product_photo_index", code=item.code),
        Place.PRODUCER: maker,
        Place.CREDENTIALS: maker,
    }


@blueprint.get("/produk/baru")
def product_new() -> Response:
    """Show the form for a product that has nothing yet but a maker, a name and a shelf."""
    return _new_page(NewProductForm(formdata=None, producer=clean_text(request.args.get("ikm", ""))[:20]), 200)


@blueprint.post("/produk/baru")
def product_create() -> Response:
    """Begin a product, and lead to its form."""
    form = NewProductForm()
    lists = load_lists()
    form.offer(lists)
    if not form.validate():
        return _new_page(form, 422)
    producer = find_producer(form.producer.data or "")
    category = lists.known.categories.get(form.category.data or "")
    faults = [] if producer else ["IKM dengan kode itu tidak ada. Cari namanya, lalu pilih."]
    faults += [] if category else ["Pilih raknya."]
    if producer is None or category is None:
        return _new_page(form, 422, reasons=faults)
    try:
        product = start_product(
            producer=producer,
            name=form.name.data or "",
            category_slug=form.category.data or "",
            category_id=category,
            actor_id=current_account().account_id,
        )
    except Refused as refusal:
        return _new_page(form, 422, reasons=refusal.reasons)
    return redirect(url_for("desk.catalog.product_edit", code=product.code, baru=1), 303)


def _new_page(form: NewProductForm, status: int, *, reasons: Sequence[str] = ()) -> Response:
    form.offer(load_lists())
    looked = clean_text(request.args.get("cari", ""))[:80]
    return make_response(
        render_template(
            "desk/catalog/product_new.html",
            form=form,
            reasons=reasons,
            looked=looked,
            makers=find_makers(looked) if looked else (),
        ),
        status,
    )


@blueprint.get("/produk/<code>/ubah")
def product_edit(code: str) -> Response:
    """Show the draft's form; without a draft, what is live."""
    return edit_page_of(item_or_404(code), 200)


def edit_page_of(item: Item, status: int, *, reasons: Sequence[str] = ()) -> Response:
    """The form of a product as it is stored, with what was refused above it."""
    seen = fields_seen(item.product, find_product_draft(item.product.id))
    form = ProductForm.of(item.fields, item.lists, seen=seen, base=item.fields)
    form.tell(item.findings)
    return _edit_page(item, form, status, reasons=reasons)


@blueprint.post("/produk/<code>/ubah")
def product_update(code: str) -> Response:
    """Save the draft whatever it lacks; who saves over another's work is shown both."""
    item = item_or_404(code)
    if request.form.get("do") == QUIETLY:
        return _saved_quietly(item)
    mine = settled(read_picks(request.form, item.fields, clean_fields(read_typed(request.form))))
    base = read_base(request.form)
    try:
        save_draft(
            product=item.product,
            seen=request.form.get("seen", "")[:24],
            fields=mine,
            actor_id=current_account().account_id,
        )
        propose_for_draft(product=item.product, fields=mine, actor_id=current_account().account_id)
    except Overtaken as refusal:
        return _both(code, base, mine, refusal.reasons)
    except Refused as refusal:
        seen = request.form.get("seen", "")[:24]
        form = ProductForm.of(mine, item.lists, seen=seen, base=base)
        return _edit_page(item, form, 422, reasons=refusal.reasons)
    if request.form.get("do") == SUBMIT:
        return redirect(url_for("desk.catalog.product_difference_show", code=code), 303)
    return redirect(url_for("desk.catalog.product_edit", code=code, tersimpan=1), 303)


def _saved_quietly(item: Item) -> Response:
    """Save what stands in the form and tell it in a few words; nothing is handed in, proposed or joined by it.

    Words are kept as they are typed: half of one may be the name of a term.
    """
    fields = clean_fields(read_typed(request.form))
    try:
        draft = save_draft(
            product=item.product,
            seen=request.form.get("seen", "")[:24],
            fields=fields,
            actor_id=current_account().account_id,
        )
    except Overtaken:
        return make_response({"said": SAVED_BY_OTHERS}, 409)
    except Refused as refusal:
        return make_response({"said": " ".join(refusal.reasons)}, 422)
    said = f"Tersimpan otomatis pukul {now().astimezone(WIB):%H.%M} WIB"
    told = {"seen": fields_seen(item.product, draft), "base": json.dumps(fields, ensure_ascii=False), "said": said}
    return make_response(told, 200)


def _both(code: str, base: Mapping[str, Any], mine: Mapping[str, Any], reasons: Sequence[str]) -> Response:
    """What is stored now beside what was typed; a field that only one of them wrote is taken from who wrote it."""
    theirs = item_or_404(code)
    joined = join(base, theirs.fields, mine)
    seen = fields_seen(theirs.product, find_product_draft(theirs.product.id))
    form = ProductForm.of(joined.fields, theirs.lists, seen=seen, base=theirs.fields)
    form.tell(read_fields(joined.fields, theirs.lists.known, on=today()).findings)
    return _edit_page(theirs, form, 409, reasons=reasons, joined=joined, mine=mine)


def _edit_page(
    item: Item,
    form: ProductForm,
    status: int,
    *,
    reasons: Sequence[str] = (),
    joined: Joined | None = None,
    mine: Mapping[str, Any] | None = None,
) -> Response:
    return make_response(
        render_template(
            "desk/catalog/product_edit.html",
            item=item,
            form=form,
            reasons=reasons,
            joined=joined,
            their_words=shown(item.fields, item.lists) if joined else {},
            my_words=shown(mine, item.lists) if mine is not None else {},
            units=UNIT_WORDS,
            places=places_of(item),
            is_saved="tersimpan" in request.args and request.method == "GET",
            is_new="baru" in request.args and request.method == "GET",
            is_officer=current_account().role == "officer",
            today=today().isoformat(),
        ),
        status,
    )


@blueprint.get("/produk/<code>/beda")
def product_difference_show(code: str) -> str:
    """Show what the draft changes, word by word, and what can be decided about it."""
    return difference_page(item_or_404(code))


def difference_page(
    item: Item,
    *,
    form: NoteForm | None = None,
    requests: Sequence[Mapping[str, str]] = (),
    reasons: Sequence[str] = (),
) -> str:
    """The page of a draft's differences, with what was refused above it."""
    account = current_account()
    draft = item.draft
    return render_template(
        "desk/catalog/product_difference_show.html",
        item=item,
        form=form or NoteForm(formdata=None),
        reasons=reasons,
        rows=[dict(one) for one in requests] + [{"code": "", "field": "", "text": ""}] * (MAX_REQUESTS - len(requests)),
        places=places_of(item),
        own_id=account.account_id,
        is_writer=draft is not None and account.account_id in draft.writer_ids,
        is_in_hand=draft is not None and draft.taken_by_id == account.account_id,
        can_review=may_call("desk.catalog.product_taking_create"),
    )
