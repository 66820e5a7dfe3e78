"""Copies of documents: handed in, opened by officers, removed. Opening is a POST, because it is recorded."""

from flask import abort, current_app, redirect, url_for
from flask.typing import ResponseReturnValue

from griya.core import unit_of_work
from griya.core.errors import Refused
from griya.core.http import takes_files
from griya.core.private import store
from griya.core.private.answer import answer
from griya.core.private.kinds import MAX_BODY_BYTES, UnusableFile, usable
from griya.registry.models import Credential
from griya.verification.actions.documents import add_document, record_view, remove_document
from griya.verification.desk import actor_id, blueprint, credential_or_404, page_or_404
from griya.verification.desk.steps import refused
from griya.verification.forms import DocumentForm, RemovalForm
from griya.verification.models import CredentialDocument
from griya.verification.queries.pages import find_document


@blueprint.post("/<code>/dokumen")
@takes_files(MAX_BODY_BYTES)
def document_create(code: str) -> ResponseReturnValue:
    """Keep a copy. It is looked over before the transaction that tells of it begins."""
    form = DocumentForm()
    page_or_404(code)
    actor = actor_id()
    if not form.validate():
        return refused(code, Refused(()), upload=form)
    unit_of_work.let_go()
    try:
        file = usable(form.file.data.read())
        add_document(
            credential=credential_or_404(code),
            file=file,
            raw_name=form.file.data.filename,
            folder=current_app.config["PRIVATE_FOLDER"],
            actor_id=actor,
        )
    except UnusableFile as unusable:
        return refused(code, Refused(str(unusable)), upload=form)
    except Refused as refusal:
        return refused(code, refusal, upload=form)
    return redirect(url_for("desk.verification.credential_show", code=code, _anchor="dokumen"), 303)


@blueprint.post("/<code>/dokumen/<document>/buka")
def document_view_create(code: str, document: str) -> ResponseReturnValue:
    """Show a copy to an officer, and write down that it was shown."""
    credential, kept = _document_or_404(code, document)
    record_view(credential=credential, document=kept, actor_id=actor_id())
    try:
        return answer(kept.digest, kept.extension, kept.name)
    except store.Missing:
        current_app.logger.error("a private file is missing or altered: %s", kept.digest[:12])
        reason = "Berkas ini hilang atau berubah di penyimpanan. Beri tahu pengelola server; ada di cadangan."
        return refused(code, Refused(reason))


@blueprint.post("/<code>/dokumen/<document>/hapus")
def document_delete(code: str, document: str) -> ResponseReturnValue:
    """Remove a copy for good, with a reason."""
    credential, kept = _document_or_404(code, document)
    form = RemovalForm(prefix=kept.code)
    if not form.validate():
        return refused(code, Refused(()), removals={kept.code: form})
    try:
        remove_document(credential=credential, document=kept, reason=form.reason.data or "", actor_id=actor_id())
    except Refused as refusal:
        return refused(code, refusal, removals={kept.code: form})
    return redirect(url_for("desk.verification.credential_show", code=code, _anchor="dokumen"), 303)


def _document_or_404(code: str, document: str) -> tuple[Credential, CredentialDocument]:
    credential = credential_or_404(code)
    kept = find_document(credential.id, document)
    if kept is None:
        abort(404)
    return credential, kept
