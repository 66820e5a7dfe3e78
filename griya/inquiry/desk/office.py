"""How the office works: its hours and holidays, who answers for which kabupaten, replies to use again."""

from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug import Response

from griya.accounts.guard import current_account
from griya.core.clock import today
from griya.core.errors import Overtaken, Refused
from griya.inquiry.actions.office import (
    add_holiday,
    add_substitution,
    archive_reply,
    change_hours,
    keep_reply,
    remove_holiday,
    remove_substitution,
    set_territory,
)
from griya.inquiry.desk import blueprint
from griya.inquiry.forms.answers import choices
from griya.inquiry.forms.desk import (
    KINDS,
    HolidayForm,
    HoursForm,
    SavedReplyForm,
    SubstitutionForm,
    TerritoryForm,
)
from griya.inquiry.queries.office import (
    list_holidays,
    list_regencies,
    list_replies,
    list_substitutions,
    load_hours,
    load_territories,
)
from griya.inquiry.queries.officers import list_officers
from griya.inquiry.rules.threads import PROVINCE

_HOLIDAYS = {"nasional": "Nasional", "cuti_bersama": "Cuti bersama", "daerah": "Daerah"}


@blueprint.get("/kalender")
def calendar_show() -> Response:
    """Show when work is done, and on which days it is not."""
    return _calendar(HolidayForm(formdata=None), _hours())


@blueprint.post("/kalender")
def holiday_create() -> Response:
    """Add a holiday."""
    form = HolidayForm()
    form.region.validate_choice = False
    if not form.validate() or form.day.data is None:
        return _calendar(form, _hours(), status=422)
    try:
        add_holiday(
            day=form.day.data,
            name=form.name.data or "",
            kind=form.kind.data or "",
            region_code=form.region.data or "",
            source=form.source.data or "",
            actor_id=current_account().account_id,
        )
    except Refused as refusal:
        return _calendar(form, _hours(), reasons=refusal.reasons, status=422)
    return redirect(url_for("desk.inquiry.calendar_show", tahun=form.day.data.year), 303)


@blueprint.post("/kalender/jam")
def hours_update() -> Response:
    """Set the hours of the week."""
    form = HoursForm()
    if not form.validate():
        return _calendar(HolidayForm(formdata=None), form, status=422)
    try:
        change_hours(hours=form.read, actor_id=current_account().account_id)
    except Refused as refusal:
        return _calendar(HolidayForm(formdata=None), form, reasons=refusal.reasons, status=422)
    return redirect(url_for("desk.inquiry.calendar_show"), 303)


@blueprint.post("/kalender/<code>/hapus")
def holiday_delete(code: str) -> Response:
    """Take a holiday off the list."""
    try:
        remove_holiday(code=code, actor_id=current_account().account_id)
    except Refused as refusal:
        return _calendar(HolidayForm(formdata=None), _hours(), reasons=refusal.reasons, status=422)
    return redirect(url_for("desk.inquiry.calendar_show"), 303)


@blueprint.get("/wilayah")
def territory_index() -> Response:
    """Show who answers for which kab/kota, and who stands in."""
    return _territories()


@blueprint.post("/wilayah")
def territory_update() -> Response:
    """Say who answers for a kab/kota."""
    form = _territory_form(is_typed=True)
    if not form.validate():
        return _territories(territory=form, status=422)
    try:
        set_territory(
            region_code=form.region.data or "",
            kind=form.kind.data or "",
            officer_code=form.officer.data or "",
            actor_id=current_account().account_id,
        )
    except Refused as refusal:
        return _territories(territory=form, reasons=refusal.reasons, status=422)
    return redirect(url_for("desk.inquiry.territory_index"), 303)


@blueprint.post("/wilayah/pengganti")
def substitution_create() -> Response:
    """Say who stands in for whom."""
    form = _substitution_form(is_typed=True)
    if not form.validate() or form.starts_on.data is None or form.ends_on.data is None:
        return _territories(substitution=form, status=422)
    try:
        add_substitution(
            officer_code=form.away.data or "",
            substitute_code=form.substitute.data or "",
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
            note=form.note.data or "",
            actor_id=current_account().account_id,
        )
    except Refused as refusal:
        return _territories(substitution=form, reasons=refusal.reasons, status=422)
    return redirect(url_for("desk.inquiry.territory_index"), 303)


@blueprint.post("/wilayah/pengganti/<code>/hapus")
def substitution_delete(code: str) -> Response:
    """End a substitution."""
    try:
        remove_substitution(code=code, actor_id=current_account().account_id)
    except Refused as refusal:
        return _territories(reasons=refusal.reasons, status=422)
    return redirect(url_for("desk.inquiry.territory_index"), 303)


@blueprint.get("/balasan")
def saved_reply_index() -> Response:
    """Show the replies to use again."""
    return _replies(SavedReplyForm(formdata=None))


@blueprint.post("/balasan")
def saved_reply_create() -> Response:
    """Add a reply."""
    return _keep("")


@blueprint.post("/balasan/<code>")
def saved_reply_update(code: str) -> Response:
    """Change a reply."""
    return _keep(code)


@blueprint.post("/balasan/<code>/arsip")
def saved_reply_delete(code: str) -> Response:
    """Take a reply out of the choice."""
    try:
        archive_reply(code=code, actor_id=current_account().account_id)
    except Refused as refusal:
        return _replies(SavedReplyForm(formdata=None), reasons=refusal.reasons, status=422)
    return redirect(url_for("desk.inquiry.saved_reply_index"), 303)


def _keep(code: str) -> Response:
    form = SavedReplyForm()
    if code and code not in {one.code for one in list_replies()}:
        abort(404)
    if not form.validate():
        return _replies(form, code=code, status=422)
    raw = form.row_version.data or ""
    try:
        keep_reply(
            title=form.title.data or "",
            body_id=form.body_id.data or "",
            body_en=form.body_en.data or "",
            actor_id=current_account().account_id,
            code=code,
            row_version=int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 9 else None,
        )
    except Overtaken as refusal:
        return _replies(form, code=code, reasons=refusal.reasons, status=409)
    except Refused as refusal:
        return _replies(form, code=code, reasons=refusal.reasons, status=422)
    return redirect(url_for("desk.inquiry.saved_reply_index"), 303)


def _year() -> int:
    raw = request.args.get("tahun", "")
    return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) == 4 and int(raw) >= 2020 else today().year


def _hours() -> HoursForm:
    form = HoursForm(formdata=None)
    for day, pair in load_hours().items():
        if pair:
            form.days[day].data = f"{pair[0] // 60:02}.{pair[0] % 60:02}-{pair[1] // 60:02}.{pair[1] % 60:02}"
    return form


def _calendar(form: HolidayForm, hours: HoursForm, *, reasons: tuple[str, ...] = (), status: int = 200) -> Response:
    form.region.choices = choices(("", "– hanya untuk libur daerah –"), *list_regencies())
    year = _year()
    return make_response(
        render_template(
            "desk/inquiry/calendar_show.html",
            form=form,
            hours=hours,
            year=year,
            holidays=list_holidays(year),
            kinds=_HOLIDAYS,
            reasons=reasons,
        ),
        status,
    )


def _territory_form(*, is_typed: bool) -> TerritoryForm:
    form = TerritoryForm() if is_typed else TerritoryForm(formdata=None)
    form.region.choices = choices((PROVINCE, "Seluruh provinsi (kepala)"), *list_regencies())
    form.officer.choices = choices(("", "Tidak ada"), *list_officers())
    return form


def _substitution_form(*, is_typed: bool) -> SubstitutionForm:
    form = SubstitutionForm() if is_typed else SubstitutionForm(formdata=None)
    form.away.choices = form.substitute.choices = choices(("", "Pilih"), *list_officers())
    return form


def _territories(
    *,
    territory: TerritoryForm | None = None,
    substitution: SubstitutionForm | None = None,
    reasons: tuple[str, ...] = (),
    status: int = 200,
) -> Response:
    names = dict(list_officers())
    held = load_territories()
    places = [(PROVINCE, "Seluruh provinsi (kepala)"), *list_regencies()]
    return make_response(
        render_template(
            "desk/inquiry/territory_index.html",
            rows=[
                (
                    name,
                    [
                        (words if kind else "", names.get(held[code, kind], "akun ditutup"))
                        for kind, words in KINDS
                        if (code, kind) in held
                    ],
                )
                for code, name in places
            ],
            substitutions=list_substitutions(today()),
            territory=territory or _territory_form(is_typed=False),
            substitution=substitution or _substitution_form(is_typed=False),
            reasons=reasons,
        ),
        status,
    )


def _replies(form: SavedReplyForm, *, code: str = "", reasons: tuple[str, ...] = (), status: int = 200) -> Response:
    """The page; what was typed for one reply stands in its own form."""
    replies = list_replies()
    forms = []
    for one in replies:
        if one.code == code:
            if status == 409:
                form.row_version.data = str(one.row_version)
            forms.append((one, form))
        else:
            kept = SavedReplyForm(formdata=None, prefix=f"{one.code}-")
            kept.title.data, kept.body_id.data, kept.body_en.data = one.title, one.body_id, one.body_en
            forms.append((one, kept))
    return make_response(
        render_template(
            "desk/inquiry/saved_reply_index.html",
            forms=forms,
            form=SavedReplyForm(formdata=None) if code else form,
            entered=form,
            reasons=reasons,
        ),
        status,
    )
