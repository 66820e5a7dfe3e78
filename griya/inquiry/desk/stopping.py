"""Steps about the buyer's data rather than wish: ending their use, going on, putting right, who reads them by link."""

from werkzeug import Response

from griya.inquiry.actions.buyers import ask_about_data
from griya.inquiry.actions.contacts import correct_contact
from griya.inquiry.actions.quarantine import lock_inquiry
from griya.inquiry.actions.restricting import resume_inquiry
from griya.inquiry.actions.status_links import renew_status_link
from griya.inquiry.desk import blueprint, officer, post
from griya.inquiry.desk.inquiry import Typed, inquiry_page
from griya.inquiry.desk.steps import found, take
from griya.inquiry.forms.desk import ContactForm, ReasonForm, RestrictionForm


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


@blueprint.post("/<reference>/kontak")
def contact_update(reference: str) -> Response:
    """Write the buyer's number or address as it should have been."""
    inquiry, form = found(reference), ContactForm()
    return take(
        inquiry,
        0,
        {"contact": form},
        lambda: correct_contact(
            inquiry=lock_inquiry(reference=inquiry.reference)[0],
            phone=form.phone.data or "",
            email=form.email.data or "",
            reason=form.proof.data or "",
            actor=officer(),
        ),
        "pembeli",
    )


@blueprint.post("/<reference>/tautan")
def status_link_create(reference: str) -> Response:
    """Give the buyer a new link; the page shows it once, for an officer to pass on by another way than mail."""
    inquiry, form, made = found(reference), ReasonForm(), Typed()

    def renew() -> None:
        token = renew_status_link(
            inquiry=lock_inquiry(reference=inquiry.reference)[0],
            actor=officer(),
            reason=form.reason.data or "",
            post=post(),
        )
        made.new_link = post().delivery_to(token, language=inquiry.language).status_url

    answer = take(inquiry, 0, {"reason": form}, renew, "")
    return inquiry_page(found(inquiry.reference), made) if answer.status_code == 303 else answer
