"""Entering a producer and changing one: one form with everything in it; whoever was slower sees both versions."""

from dataclasses import replace

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from griya.core.errors import Overtaken, Refused
from griya.dossier.actions.editing import enter_producer, save_producer
from griya.dossier.desk import actor_id, blueprint, is_private, producer_or_404
from griya.dossier.forms import FactsForm, Rows, read_rows, rows_of
from griya.dossier.queries.facts import Found, facts_by_id
from griya.dossier.queries.file import list_happenings
from griya.dossier.queries.places import list_districts, list_regencies, list_villages, place_names, place_of
from griya.dossier.rules.facts import MOST_ROWS, Difference, Facts, differences
from griya.registry.rules.regions import region_label
from griya.registry.rules.size import size_by_permenperin_64_2016

_AGAIN = {"wilayah", "baris"}


@blueprint.get("/ikm/baru")
def producer_new() -> ResponseReturnValue:
    """Show the empty form."""
    return _page(_offered(FactsForm(formdata=None)), Rows(), 200)


@blueprint.post("/ikm/baru")
def producer_create() -> ResponseReturnValue:
    """Enter a producer."""
    form, rows = _offered(FactsForm()), read_rows(request.form)
    if request.form.get("do") in _AGAIN:
        return _page(form, rows, 200)
    if not form.validate() or rows.errors:
        return _page(form, rows, 422, reasons=rows.errors)
    try:
        producer = enter_producer(
            facts=form.facts(rows), consent=form.consent, source=form.source.data or "", actor_id=actor_id()
        )
    except Refused as refusal:
        return _page(form, rows, 422, reasons=refusal.reasons)
    return redirect(url_for("desk.dossier.producer_show", code=producer.code, tersimpan=1), 303)


@blueprint.get("/ikm/<code>/ubah")
def producer_edit(code: str) -> ResponseReturnValue:
    """Show the form with what is stored."""
    found = producer_or_404(code)
    if found.code != code:
        return redirect(url_for("desk.dossier.producer_edit", code=found.code), 301)
    facts = facts_by_id(found.producer_id)
    return _page(_form_of(facts, found.row_version), rows_of(facts), 200, found=found)


@blueprint.post("/ikm/<code>/ubah")
def producer_update(code: str) -> ResponseReturnValue:
    """Save what the form says, or show it beside what somebody else saved."""
    found = producer_or_404(code)
    form, rows = _offered(FactsForm()), read_rows(request.form)
    if request.form.get("do") in _AGAIN:
        return _page(form, rows, 200, found=found)
    if not form.validate() or rows.errors:
        return _page(form, rows, 422, found=found, reasons=rows.errors)
    typed = form.facts(rows)
    stored = facts_by_id(found.producer_id)
    taken = {name for name in request.form.getlist("pakai-tersimpan") if hasattr(stored, name)}
    typed = replace(typed, **{name: getattr(stored, name) for name in taken})
    try:
        save_producer(
            producer_id=found.producer_id,
            row_version=_version(form),
            facts=typed,
            consent=form.consent,
            source=form.source.data or "",
            actor_id=actor_id(),
        )
    except Overtaken as refusal:
        # What is stored now stands beside what was typed; saving again is a decision, field by field.
        found = producer_or_404(code)
        stored = facts_by_id(found.producer_id)
        form.row_version.data, form.row_version.raw_data = str(found.row_version), None
        places = place_names({stored.region_code, typed.region_code})
        return _page(
            form, rows, 409, found=found, reasons=refusal.reasons, differing=differences(stored, typed, places)
        )
    except Refused as refusal:
        return _page(form, rows, 422, found=found, reasons=refusal.reasons)
    return redirect(url_for("desk.dossier.producer_show", code=found.code, tersimpan=1), 303)


def _version(form: FactsForm) -> int:
    raw = form.row_version.data or ""
    return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 10 else 0


def _form_of(facts: Facts, row_version: int) -> FactsForm:
    place = place_of(facts.region_code)
    form = FactsForm(
        formdata=None,
        row_version=row_version,
        name=facts.name,
        slug=facts.slug,
        legal_form=facts.legal_form or "",
        nib=facts.nib or "",
        regency=place.regency,
        district=place.district,
        village=place.village,
        outside_region=facts.outside_region or "",
        address=facts.address or "",
        story_id=facts.story_id,
        story_en=facts.story_en,
        founded_year=str(facts.founded_year or ""),
        women_owned={None: "", True: "ya", False: "tidak"}[facts.women_owned],
        workers="" if facts.workers is None else str(facts.workers),
        investment_idr="" if facts.investment_idr is None else f"{facts.investment_idr:,}".replace(",", "."),
    )
    return _offered(form)


def _offered(form: FactsForm) -> FactsForm:
    """The form with the places that can be chosen; villages only of the kecamatan that is chosen."""
    regencies, districts = list_regencies(), list_districts()
    form.regency.choices = {"": "Belum dipilih", **regencies}
    grouped = {
        regencies[regency]: {code: str(region_label("district", name)) for code, name in found.items()}
        for regency, found in sorted(districts.items(), key=lambda item: regencies[item[0]])
    }
    form.district.choices = {"": "Belum diketahui", **grouped}
    form.village.choices = {"": "Belum diketahui", **list_villages(form.district.data or "")}
    return form


def _page(
    form: FactsForm,
    rows: Rows,
    status: int,
    *,
    found: Found | None = None,
    reasons: tuple[str, ...] = (),
    differing: list[Difference] | None = None,
) -> ResponseReturnValue:
    rows.with_spare()
    size = None
    if found is not None:
        stored = facts_by_id(found.producer_id)
        size = size_by_permenperin_64_2016(workers=stored.workers, investment_idr=stored.investment_idr)
    page = render_template(
        "desk/dossier/producer_edit.html" if found else "desk/dossier/producer_new.html",
        form=form,
        rows=rows,
        found=found,
        reasons=reasons,
        differing=differing or [],
        last=next(iter(list_happenings([found.code], is_private=is_private())), None) if differing and found else None,
        size=size,
        most_rows=MOST_ROWS,
    )
    return make_response(page, status)
