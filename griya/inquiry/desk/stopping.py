"""Steps about the buyer's data rather than the buyer's wish: ending their use, going on with them."""

from werkzeug import Response

from griya.inquiry.actions.buyers import ask_about_data
from griya.inquiry.actions.quarantine import lock_inquiry
from griya.inquiry.actions.restricting import resume_inquiry
from griya.inquiry.desk import blueprint, officer
from griya.inquiry.desk.steps import found, take
from griya.inquiry.forms.desk import ReasonForm, RestrictionForm


@blueprint.post("/<reference>/hentikan")
def restriction_create(reference: str) -> Response:
    """Take in that the buyer said by another way that the data must not be used any more."""
    inquiry, form = found(reference), RestrictionForm()
    return take(
        inquiry,
        0,
        {"restriction": form},
        lambda: ask_about_data(
            inquiry=lock_inquiry(reference=inquiry.reference)[0],
            kind=form.kind.data or "",
            actor=officer(acting_for="pembeli", channel=form.channel.data or "", proof=form.proof.data or ""),
        ),
        "",
    )


@blueprint.post("/<reference>/lanjutkan")
def restriction_delete(reference: str) -> Response:
    """Go on with the inquiry, because the buyer says so."""
    inquiry, form = found(reference), ReasonForm()
    return take(
        inquiry,
        0,
        {"reason": form},
        lambda: resume_inquiry(
            inquiry=lock_inquiry(reference=inquiry.reference)[0], actor=officer(), reason=form.reason.data or ""
        ),
        "",
    )
