"""The report of a breach: what is known is typed, what lay here is counted, and the text is ready to be signed."""

from flask import make_response, render_template, request
from werkzeug import Response

from griya.accounts.actions import record_event
from griya.core.clock import WIB, now
from griya.privacy.desk import actor_id, blueprint, settings, wib
from griya.privacy.forms import BreachForm
from griya.privacy.queries.touched import contacts_to_tell, touched
from griya.privacy.rules import due_at
from griya.privacy.rules.breach import Breach, breach_faults, report


@blueprint.get("/kebocoran")
def breach_new() -> Response:
    """Ask what is known."""
    moment = now().astimezone(WIB).replace(second=0, microsecond=0, tzinfo=None)
    return _page(BreachForm(formdata=None, discovered_at=moment), 200)


@blueprint.post("/kebocoran")
def breach_create() -> Response:
    """Fill in the report, or give the contacts of those who have to be told; either is recorded."""
    form = BreachForm()
    if not form.validate():
        return _page(form, 422)
    breach = Breach(
        discovered_at=wib(form.discovered_at.data),
        began_at=wib(form.began_at.data),
        ended_at=wib(form.ended_at.data),
        happened=form.happened.data or "",
        handled=form.handled.data or "",
    )
    if faults := breach_faults(breach, now()):
        return _page(form, 422, tuple(faults))
    kinds = list(form.kinds.data or [])
    wants_contacts = request.form.get("bentuk") == "kontak"
    if wants_contacts:
        people = contacts_to_tell(began_at=breach.began_at, ended_at=breach.ended_at)
        text = "".join(f"{' | '.join(part or '-' for part in one)}\n" for one in people)
        name = "kontak-yang-diberi-tahu.txt"
    else:
        rows = touched(kinds, began_at=breach.began_at, ended_at=breach.ended_at)
        office = settings().office
        text = report(
            breach,
            rows,
            {"name": office.name, "address": office.address, "email": office.email, "phone": office.phone},
            at=now(),
        )
        name = "pemberitahuan-kegagalan-pelindungan-data.txt"
    record_event(
        verb="privacy_breach.reported",
        object_type="privacy_breach",
        object_key=f"{breach.discovered_at:%Y%m%d-%H%M}",
        actor_id=actor_id(),
        after={"file": name, "due_at": due_at(breach.discovered_at).isoformat(), "kind": ", ".join(kinds)},
    )
    response = make_response(text)
    response.mimetype = "text/plain"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _page(form: BreachForm, status: int, reasons: tuple[str, ...] = ()) -> Response:
    return make_response(render_template("desk/privacy/breach_new.html", form=form, reasons=reasons), status)
