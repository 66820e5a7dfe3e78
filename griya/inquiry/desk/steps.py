"""Every step that an officer takes with an inquiry or one of its threads."""

from collections.abc import Callable
from typing import Any

from flask import abort, redirect, request, url_for
from werkzeug import Response

from griya.accounts.guard import current_account
from griya.core.errors import Overtaken, Refused
from griya.core.forms import BaseForm
from griya.inquiry.actions.answers import answer_lines, ask_back
from griya.inquiry.actions.buyers import ask_about_data, reopen_thread, reply_as_buyer
from griya.inquiry.actions.closing import close_thread, say_what_came
from griya.inquiry.actions.handling import add_note, assign_thread, merge_inquiry, tell_apart
from griya.inquiry.actions.quarantine import hold_inquiry, lock_inquiry, mark_spam, release_inquiry
from griya.inquiry.actions.threads import forward_thread, revoke_links
from griya.inquiry.desk import blueprint, officer, post
from griya.inquiry.desk.inquiry import Typed, found_thread, inquiry_page
from griya.inquiry.forms.answers import AnswerLineForm, line_forms
from griya.inquiry.forms.desk import (
    AssignForm,
    BehalfForm,
    BuyerSaidForm,
    ClosingForm,
    ForwardForm,
    NoteForm,
    ReasonForm,
    SayForm,
)
from griya.inquiry.models.threads import Outcome, Side
from griya.inquiry.queries.desk import InquiryDetail, find_inquiry, is_for_office
from griya.inquiry.rules import normal_reference
from griya.inquiry.rules.addresses import answer_url
from griya.inquiry.rules.answers import read_price
from griya.registry.rules.unreadable import Unreadable


@blueprint.post("/<reference>/catatan")
def note_create(reference: str) -> Response:
    """Keep an internal note."""
    inquiry, form = found(reference), NoteForm()
    return take(
        inquiry,
        0,
        {"note": form},
        lambda: add_note(
            reference=inquiry.reference, body=form.note.data or "", account_id=current_account().account_id
        ),
        "catatan-internal",
    )


@blueprint.post("/<reference>/lepas")
def release_create(reference: str) -> Response:
    """Let an inquiry go on its way, with one press."""
    inquiry = found(reference)
    return take(inquiry, 0, {}, lambda: release_inquiry(reference=inquiry.reference, actor=officer(), post=post()), "")


@blueprint.post("/<reference>/tahan")
def hold_create(reference: str) -> Response:
    """Hold an inquiry back."""
    inquiry, form = found(reference), ReasonForm()
    return take(
        inquiry,
        0,
        {"reason": form},
        lambda: hold_inquiry(reference=inquiry.reference, actor=officer(), reason=form.reason.data or ""),
        "",
    )


@blueprint.post("/<reference>/spam")
def spam_create(reference: str) -> Response:
    """Call it spam."""
    inquiry, form = found(reference), ReasonForm()
    return take(
        inquiry,
        0,
        {"reason": form},
        lambda: mark_spam(reference=inquiry.reference, actor=officer(), reason=form.reason.data or ""),
        "",
    )


@blueprint.post("/<reference>/gabung")
def merge_create(reference: str) -> Response:
    """Say that this inquiry is the same as another one."""
    inquiry = found(reference)
    other = normal_reference(request.form.get("dengan", "")) or ""
    return take(
        inquiry,
        0,
        {},
        lambda: merge_inquiry(
            reference=inquiry.reference, into=other, evidence=_evidence(inquiry, other), actor=officer()
        ),
        "mirip",
    )


@blueprint.post("/<reference>/beda")
def difference_create(reference: str) -> Response:
    """Say that this inquiry is another one."""
    inquiry = found(reference)
    other = normal_reference(request.form.get("dengan", "")) or ""
    return take(
        inquiry,
        0,
        {},
        lambda: tell_apart(
            reference=inquiry.reference, other=other, evidence=_evidence(inquiry, other), actor=officer()
        ),
        "mirip",
    )


@blueprint.post("/<reference>/hapus-data")
def erasure_create(reference: str) -> Response:
    """Take in that the buyer asked by another way to be erased."""
    inquiry, form = found(reference), BehalfForm()
    return take(
        inquiry,
        0,
        {"erasure": form},
        lambda: ask_about_data(
            inquiry=lock_inquiry(reference=inquiry.reference)[0],
            actor=officer(acting_for="pembeli", channel=form.channel.data or "", proof=form.proof.data or ""),
        ),
        "",
    )


@blueprint.post("/<reference>/<int:number>/teruskan")
def forwarding_create(reference: str, number: int) -> Response:
    """Hand a thread to its maker; by another way than mail the page shows the link to pass on."""
    inquiry, thread = found_thread(reference, number)
    form, made = ForwardForm(), Typed(number=number)

    def forward() -> None:
        channel = form.channel.data or ""
        token = forward_thread(
            code=thread.code,
            channel=channel,
            actor=officer(),
            delivery=post().delivery_to("", language=inquiry.language),
            last_event_id=_event(),
        )
        made.new_link = "" if channel == "email" else answer_url(post().public_url, token)

    answer = take(inquiry, number, {"forward": form}, forward, f"percakapan-{number}")
    if answer.status_code == 303 and made.new_link:
        # The token is nowhere else: it is shown once, on the answer itself.
        return inquiry_page(found(reference), Typed(number=number, new_link=made.new_link))
    return answer


@blueprint.post("/<reference>/<int:number>/jawab")
def answer_create(reference: str, number: int) -> Response:
    """Answer for the maker, with proof; or for the showroom itself."""
    inquiry, thread = found_thread(reference, number)
    form = BehalfForm()
    lines = line_forms(thread.lines, (), {}, request.form)
    acting_for = None if is_for_office(thread) else thread.maker_name

    def answer() -> None:
        drafts = [one.draft(line) for one, line in zip(lines, thread.lines, strict=True)]
        answer_lines(
            code=thread.code,
            drafts=[draft for draft in drafts if draft is not None],
            message=form.message.data or "",
            actor=officer(
                acting_for=acting_for,
                channel="meja" if acting_for is None else form.channel.data or "",
                proof="" if acting_for is None else form.proof.data or "",
            ),
            post=post(),
            last_event_id=_event(),
        )

    return take(inquiry, number, {"behalf": form}, answer, f"percakapan-{number}", lines)


@blueprint.post("/<reference>/<int:number>/pesan")
def message_create(reference: str, number: int) -> Response:
    """Ask the buyer something in the desk's own name."""
    inquiry, thread = found_thread(reference, number)
    form = SayForm()
    return take(
        inquiry,
        number,
        {"say": form},
        lambda: ask_back(
            code=thread.code, body=form.body.data or "", actor=officer(), post=post(), last_event_id=_event()
        ),
        f"percakapan-{number}",
    )


@blueprint.post("/<reference>/<int:number>/balasan")
def reply_create(reference: str, number: int) -> Response:
    """Write down what the buyer said by another way."""
    inquiry, _ = found_thread(reference, number)
    form = BuyerSaidForm()
    return take(
        inquiry,
        number,
        {"buyer": form},
        lambda: reply_as_buyer(
            inquiry=lock_inquiry(reference=inquiry.reference)[0],
            number=number,
            body=form.words.data or "",
            post=post(),
            actor=officer(acting_for="pembeli", channel=form.channel.data or "", proof=form.proof.data or ""),
        ),
        f"percakapan-{number}",
    )


@blueprint.post("/<reference>/<int:number>/selesai")
def closing_create(reference: str, number: int) -> Response:
    """End a thread with what came of it."""
    inquiry, thread = found_thread(reference, number)
    form = ClosingForm()
    return take(
        inquiry,
        number,
        {"closing": form},
        lambda: close_thread(
            code=thread.code,
            outcome=Outcome(form.outcome.data or ""),
            reason=form.closing_reason.data or "",
            value_idr=form.value_idr,
            actor=officer(),
            last_event_id=_event(),
        ),
        f"percakapan-{number}",
    )


@blueprint.post("/<reference>/<int:number>/buka")
def reopening_create(reference: str, number: int) -> Response:
    """Open a closed thread again."""
    inquiry, _ = found_thread(reference, number)
    form = ReasonForm()
    return take(
        inquiry,
        number,
        {"reason": form},
        lambda: reopen_thread(
            inquiry=lock_inquiry(reference=inquiry.reference)[0],
            number=number,
            post=post(),
            actor=officer(),
            reason=form.reason.data or "",
        ),
        f"percakapan-{number}",
    )


@blueprint.post("/<reference>/<int:number>/tugaskan")
def assignment_create(reference: str, number: int) -> Response:
    """Name who looks after a thread."""
    inquiry, thread = found_thread(reference, number)
    form = AssignForm()
    form.officer.validate_choice = False
    return take(
        inquiry,
        number,
        {"assign": form},
        lambda: assign_thread(code=thread.code, officer_code=form.officer.data or "", actor=officer()),
        f"percakapan-{number}",
    )


@blueprint.post("/<reference>/<int:number>/cabut")
def link_delete(reference: str, number: int) -> Response:
    """Close every link that the maker was given."""
    inquiry, thread = found_thread(reference, number)
    form = ReasonForm()
    return take(
        inquiry,
        number,
        {"reason": form},
        lambda: revoke_links(code=thread.code, actor=officer(), reason=form.reason.data or ""),
        f"percakapan-{number}",
    )


@blueprint.post("/<reference>/<int:number>/hasil")
def result_create(reference: str, number: int) -> Response:
    """Write down what one side said came of it, by telephone or face to face."""
    inquiry, thread = found_thread(reference, number)
    side = request.form.get("pihak", "")

    def keep() -> None:
        try:
            value = read_price(request.form.get("nilai", "")[:30])
        except Unreadable as error:
            raise Refused(error.sentence) from error
        say_what_came(
            thread_id=thread.thread_id,
            side=Side(side) if side in {Side.BUYER, Side.MAKER} else Side.SYSTEM,
            result=request.form.get("hasil", ""),
            value_idr=value,
            actor=officer(
                acting_for="pembeli" if side == Side.BUYER else thread.maker_name or "showroom",
                channel="telepon",
                proof=request.form.get("bukti", "").strip(),
            ),
        )

    return take(inquiry, number, {}, keep, f"percakapan-{number}")


def found(reference: str) -> InquiryDetail:
    """The inquiry at this address."""
    return find_inquiry(reference) or abort(404)


def _event() -> int:
    raw = request.form.get("last_event", "")
    return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 12 else 0


def _evidence(inquiry: InquiryDetail, other: str) -> tuple[str, ...]:
    return next((one.evidence for one in inquiry.similar if one.reference == other), ())


def take(
    inquiry: InquiryDetail,
    number: int,
    forms: dict[str, Any],
    step: Callable[[], object],
    anchor: str,
    lines: list[AnswerLineForm] | None = None,
) -> Response:
    """Take a step and lead back to the page; or show the page with what was typed and why it was not taken."""
    every: list[BaseForm] = [*forms.values(), *(lines or [])]
    if sum(not form.validate() for form in every):
        return inquiry_page(inquiry, Typed(number, forms, lines or [], status=422))
    try:
        step()
    except Overtaken as refusal:
        # The other's work is on the page now, and what was typed stands in the form still.
        return inquiry_page(found(inquiry.reference), Typed(number, forms, lines or [], refusal.reasons, 409))
    except Refused as refusal:
        return inquiry_page(found(inquiry.reference), Typed(number, forms, lines or [], refusal.reasons, 422))
    return redirect(url_for("desk.inquiry.inquiry_show", reference=inquiry.reference, _anchor=anchor or None), 303)
