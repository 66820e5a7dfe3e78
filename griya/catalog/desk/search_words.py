"""What the search takes for the same and what it leaves out: a list, questions tried out, one word, its record."""

from collections.abc import Callable
from typing import Final

from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug import Response

from griya.accounts.guard import current_account, may_call
from griya.catalog.actions.search_words import (
    change_variant,
    create_stop_word,
    create_variant,
    disable_search_word,
    enable_search_word,
    remove_search_word,
)
from griya.catalog.desk import blueprint
from griya.catalog.forms import ReasonForm, SearchPairForm, SearchWordForm
from griya.catalog.models.search import SearchStopWord, SearchVariant
from griya.catalog.queries.lookup.understanding import How
from griya.catalog.queries.search_trial import try_out
from griya.catalog.queries.search_words import (
    KIND_NAMES,
    STOP,
    WordState,
    find_search_word,
    key_of,
    list_word_events,
    page_of_search_words,
    page_of_word_events,
)
from griya.catalog.rules.filters import MAX_QUERY_LENGTH
from griya.catalog.rules.question import Closeness
from griya.core.errors import Doubtful, Refused
from griya.core.filters import Choice, Filters, Words
from griya.core.paging import page_number
from griya.core.text import clean_text, slugify

_KINDS: Final = {slugify(name): kind for kind, name in KIND_NAMES.items()}
STATE_NAMES: Final = {WordState.USED: "Dipakai", WordState.OFF: "Dimatikan"}
EVENT_NAMES: Final = {
    "created": "Ditambah", "changed": "Diubah", "disabled": "Dimatikan", "enabled": "Dinyalakan lagi",
    "removed": "Dihapus", "put": "Dicatat",
}  # fmt: skip
HOW_NAMES: Final = {
    How.TYPED: "ada di katalog",
    How.CURATED: "dikenal dari daftar ini",
    How.FAMILY: "hanya kata sekerabatnya ada di katalog",
    How.BEGUN: "awal dari kata lain",
    How.ALIKE: "ejaan lain",
    How.NEAR: "salah ketik",
    How.PARTED: "dua kata yang tertulis sambung",
    How.DOUBTED: "ada di katalog, tetapi tidak bersama kata lainnya",
    How.UNKNOWN: "tidak dikenal, juga tidak mirip apa pun",
}
CLOSENESS_NAMES: Final = {
    Closeness.NAMED: "namanya memuat kata itu",
    Closeness.NAMED_ALIKE: "namanya memuat kata yang sekerabat atau searti",
    Closeness.TOLD: "keterangannya memuat kata itu",
    Closeness.TOLD_ALIKE: "keterangannya memuat kata yang sekerabat atau searti",
}
_QUESTION: Final = Words("coba", "Pertanyaan, seperti pengunjung mengetiknya", MAX_QUERY_LENGTH)
_WORDS: Final = Words("q", "Kata, atau yang dimaksud", MAX_QUERY_LENGTH)
_KIND: Final = Choice("jenis", "Jenis", {key: KIND_NAMES[kind] for key, kind in _KINDS.items()}, "Semua jenis")
_STATE: Final = Choice("keadaan", "Keadaan", STATE_NAMES, "Semua keadaan")
_OFF, _REMOVE = "saklar", "hapus"


@blueprint.get("/kata-cari")
def search_word_index() -> str:
    """List the words, and show what a question finds with them."""
    filters = Filters(request.args, _WORDS, _KIND, _STATE)
    trial_filters = Filters(request.args, _QUESTION)
    state, tried = filters.text("keadaan"), trial_filters.text("coba")
    return render_template(
        "desk/catalog/search_word_index.html",
        page=page_of_search_words(
            text=filters.text("q"),
            kind=_KINDS.get(filters.text("jenis"), ""),
            state=WordState(state) if state else None,
            page=page_number(request.args.get("hal")),
        ),
        filters=filters,
        trial_filters=trial_filters,
        kind_names=KIND_NAMES,
        trial=try_out(tried) if tried else None,
        how_names=HOW_NAMES,
        closeness_names=CLOSENESS_NAMES,
        may_edit=_may_edit(),
        removed="dihapus" in request.args,
    )


@blueprint.get("/kata-cari/riwayat")
def search_word_event_index() -> str:
    """List what was done to any of the words, removed ones too."""
    return render_template(
        "desk/catalog/search_word_event_index.html",
        page=page_of_word_events(page_number(request.args.get("hal"))),
        event_names=EVENT_NAMES,
    )


@blueprint.get("/kata-cari/baru")
def search_word_new() -> Response:
    """Show an empty form, or one with the word that a question had and nobody knew."""
    return _new_page(SearchWordForm(formdata=None, word=_asked("kata")), 200)


@blueprint.post("/kata-cari/baru")
def search_word_create() -> Response:
    """Put a word into the list."""
    form = SearchWordForm()
    if not form.validate():
        return _new_page(form, 422)
    word, reason, confirmed = form.word.data or "", form.reason.data or "", bool(form.is_confirmed.data)
    actor_id = current_account().account_id
    row: SearchVariant | SearchStopWord
    try:
        if form.kind.data == STOP:
            _refuse_meaning(form)
            row = create_stop_word(word=word, is_confirmed=confirmed, actor_id=actor_id, reason=reason)
        else:
            row = create_variant(
                variant=word,
                canonical=form.meaning.data or "",
                kind=form.kind.data,
                is_confirmed=confirmed,
                actor_id=actor_id,
                reason=reason,
            )
    except Doubtful as doubt:
        return _new_page(form, 422, doubts=doubt.reasons)
    except Refused as refusal:
        return _new_page(form, 422, reasons=refusal.reasons)
    return _saved(row)


@blueprint.get("/kata-cari/<key>")
def search_word_edit(key: str) -> Response:
    """Show one word: to change it, switch it off or on, remove it; and what was done to it."""
    return _edit_page(_row(key), 200, is_saved="tersimpan" in request.args)


@blueprint.post("/kata-cari/<key>")
def search_word_update(key: str) -> Response:
    """Correct a pair. A word that is left out has nothing to correct: it is removed and another one put."""
    row = _row(key)
    if not isinstance(row, SearchVariant):
        abort(404)
    form = SearchPairForm()
    if not form.validate():
        return _edit_page(row, 422, form=form)
    try:
        change_variant(
            row=row,
            variant=form.word.data or "",
            canonical=form.meaning.data or "",
            kind=form.kind.data,
            is_confirmed=bool(form.is_confirmed.data),
            actor_id=current_account().account_id,
            reason=form.reason.data or "",
        )
    except Doubtful as doubt:
        return _edit_page(row, 422, form=form, doubts=doubt.reasons)
    except Refused as refusal:
        return _edit_page(row, 422, form=form, reasons=refusal.reasons)
    return _saved(row)


@blueprint.post("/kata-cari/<key>/mati")
def search_word_suspension_create(key: str) -> Response:
    """Switch a word off."""
    return _switch(key, disable_search_word)


@blueprint.post("/kata-cari/<key>/nyala")
def search_word_suspension_delete(key: str) -> Response:
    """Switch a word on again."""
    return _switch(key, enable_search_word)


@blueprint.post("/kata-cari/<key>/hapus")
def search_word_delete(key: str) -> Response:
    """Take a word out of the list; the record keeps it."""
    row, form = _row(key), ReasonForm(prefix=_REMOVE)
    if not form.validate():
        return _edit_page(row, 422, removal=form)
    try:
        remove_search_word(row=row, reason=form.reason.data or "", actor_id=current_account().account_id)
    except Refused as refusal:
        return _edit_page(row, 422, reasons=refusal.reasons)
    return redirect(url_for("desk.catalog.search_word_index", dihapus=1), 303)


def _switch(key: str, command: Callable[..., None]) -> Response:
    row, form = _row(key), ReasonForm(prefix=_OFF)
    if not form.validate():
        return _edit_page(row, 422, switch=form)
    try:
        command(row=row, reason=form.reason.data or "", actor_id=current_account().account_id)
    except Refused as refusal:
        return _edit_page(row, 422, reasons=refusal.reasons)
    return _saved(row)


def _asked(name: str) -> str:
    return clean_text(request.args.get(name, ""))[:MAX_QUERY_LENGTH].strip()


def _may_edit() -> bool:
    return may_call("desk.catalog.search_word_create")


def _row(key: str) -> SearchVariant | SearchStopWord:
    row = find_search_word(key)
    if row is None:
        abort(404)
    return row


def _refuse_meaning(form: SearchWordForm) -> None:
    if (form.meaning.data or "").strip():
        raise Refused("Kata yang diabaikan tidak punya kata yang dimaksud. Kosongkan, atau pilih jenis lain.")


def _saved(row: SearchVariant | SearchStopWord) -> Response:
    return redirect(url_for("desk.catalog.search_word_edit", key=key_of(row), tersimpan=1), 303)


def _new_page(
    form: SearchWordForm, status: int, *, reasons: tuple[str, ...] = (), doubts: tuple[str, ...] = ()
) -> Response:
    page = render_template("desk/catalog/search_word_new.html", form=form, reasons=reasons, doubts=doubts)
    return make_response(page, status)


def _edit_page(
    row: SearchVariant | SearchStopWord,
    status: int,
    *,
    form: SearchPairForm | None = None,
    switch: ReasonForm | None = None,
    removal: ReasonForm | None = None,
    reasons: tuple[str, ...] = (),
    doubts: tuple[str, ...] = (),
    is_saved: bool = False,
) -> Response:
    """The page of one word with the forms as they were sent, or fresh ones."""
    if isinstance(row, SearchVariant):
        word, meaning, kind = row.variant, row.canonical, row.kind
        form = form or SearchPairForm(formdata=None, kind=kind, word=word, meaning=meaning)
    else:
        word, meaning, kind = row.word, "", STOP
    page = render_template(
        "desk/catalog/search_word_edit.html",
        key=key_of(row),
        word=word,
        meaning=meaning,
        kind_name=KIND_NAMES[kind],
        is_used=row.disabled_at is None,
        form=form,
        switch=switch or ReasonForm(formdata=None, prefix=_OFF),
        removal=removal or ReasonForm(formdata=None, prefix=_REMOVE),
        reasons=reasons,
        doubts=doubts,
        is_saved=is_saved,
        events=list_word_events(key_of(row)),
        event_names=EVENT_NAMES,
    )
    return make_response(page, status)
