"""Public pages of curation: the criteria with the year's figures, a certificate's check, a maker's appeal."""

from flask import Blueprint, Response, abort, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue

from griya.config import Settings
from griya.core import clock
from griya.core.addresses import absolute
from griya.core.errors import Refused
from griya.core.http import public_page
from griya.core.qr import qr_code
from griya.core.text import clean_text, day
from griya.curation.actions.appeals import file_appeal
from griya.curation.forms import AppealForm
from griya.curation.letters import Post, read_appeal_token
from griya.curation.queries.figures import find_year, list_years
from griya.curation.queries.recognition import Certificate, find_certificate
from griya.curation.queries.reviews import Review, Verdict, find_review, find_review_row
from griya.curation.queries.rubrics import list_rubrics
from griya.curation.rules import APPEAL_DAYS, Standing, appeal_faults
from griya.curation.rules.rubric import HIGHEST
from griya.curation.rules.scoring import ORDER
from griya.curation.sharing import share_criteria
from griya.curation.words import CERTIFICATE_WORDS, FAULTS_FOR_MAKERS, RESULT_LABELS, RESULT_MEANINGS

blueprint = Blueprint("curation", __name__)
# For what says the same day in both languages side by side.
blueprint.add_app_template_filter(day, "day_in")


@blueprint.get("/terseleksi/penilaian")
@public_page
def criteria_show() -> str:
    """The rubric in force, how to appeal, who may be a curator, and a year in figures."""
    now = clock.now()
    versions = list_rubrics()
    years = list_years(now)
    raw = request.args.get("tahun", "")
    wanted = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) == 4 else 0
    year = wanted if wanted in years else (years or [clock.today().year])[0]
    return render_template(
        "curation/criteria_show.html",
        version=next((one for one in versions if one.is_in_force(now)), None),
        coming=next((one for one in reversed(versions) if one.valid_from and one.valid_from > now), None),
        figures=find_year(year, now),
        years=years,
        highest=HIGHEST,
        order=ORDER,
        result_labels=RESULT_LABELS,
        result_meanings=RESULT_MEANINGS,
        appeal_days=APPEAL_DAYS,
        share=share_criteria(),
    )


@blueprint.get("/terseleksi/sertifikat/<code>")
@public_page
def certificate_show(code: str) -> str:
    """Whether a certificate holds: what its QR code leads to."""
    return render_template(
        "curation/certificate_show.html", certificate=_certificate(code), standings=Standing, now=clock.now()
    )


@blueprint.get("/terseleksi/sertifikat/<code>/cetak")
@public_page
def paper_show(code: str) -> ResponseReturnValue:
    """The certificate on one side of A4, in both languages; one that does not hold is not printed any more."""
    certificate = _certificate(code)
    if certificate.standing is not Standing.VALID or not certificate.product.is_public:
        page = render_template(
            "curation/certificate_show.html", certificate=certificate, standings=Standing, now=clock.now()
        )
        return make_response(page, 410)
    address = absolute("curation.certificate_show", code=code, _language="id")
    return render_template(
        "curation/paper_show.html",
        certificate=certificate,
        address=address,
        qr=qr_code(address),
        said=CERTIFICATE_WORDS,
    )


@blueprint.get("/banding/<token>")
def appeal_new(token: str) -> Response:
    """Show a maker the result that their letter is about, and the form of an appeal."""
    review, verdict = _judged(token)
    return _appeal_page(token, review, verdict, AppealForm(formdata=None))


@blueprint.post("/banding/<token>")
def appeal_create(token: str) -> Response:
    """Take in an appeal."""
    review, verdict = _judged(token)
    form = AppealForm()
    if not form.validate():
        return _appeal_page(token, review, verdict, form, status=422)
    row = find_review_row(review.code)
    assert row is not None  # noqa: S101 - `_judged` has found it
    try:
        file_appeal(review=row, number=verdict.number, grounds=clean_text(form.grounds.data or ""), post=_post())
    except Refused as refusal:
        told = tuple(FAULTS_FOR_MAKERS.get(one, one) for one in refusal.reasons)
        return _appeal_page(token, *_judged(token), form, reasons=told, status=422)
    return _appeal_page(token, *_judged(token), AppealForm(formdata=None), status=201)


def _certificate(code: str) -> Certificate:
    found = find_certificate(code, clock.now())
    if found is None:
        abort(404)
    return found


def _judged(token: str) -> tuple[Review, Verdict]:
    """The review and the verdict of a link in a letter."""
    named = read_appeal_token(current_app.config["SECRET_KEY"], token)
    review = find_review(named[0]) if named else None
    verdict = next((one for one in review.verdicts if named and one.number == named[1]), None) if review else None
    if review is None or verdict is None:
        abort(404)
    return review, verdict


def _appeal_page(
    token: str, review: Review, verdict: Verdict, form: AppealForm, *, reasons: tuple[str, ...] = (), status: int = 200
) -> Response:
    now = clock.now()
    faults = appeal_faults(
        result=verdict.result,
        is_newest=verdict is review.newest,
        appeal_until=verdict.appeal_until,
        has_appeal=verdict.appeal is not None,
        at=now,
    )
    page = render_template(
        "curation/appeal_new.html",
        token=token,
        review=review,
        verdict=verdict,
        form=form,
        reasons=reasons,
        closed=[FAULTS_FOR_MAKERS.get(one, one) for one in faults],
        result_labels=RESULT_LABELS,
        now=now,
    )
    response = make_response(page, status)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _post() -> Post:
    settings: Settings = current_app.config["SETTINGS"]
    return Post.of(settings)
