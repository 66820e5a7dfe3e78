"""Copies of documents: added, looked at, removed. Each is in the record, looking too."""

from pathlib import Path

from sqlalchemy import func, select

from griya.core import clock
from griya.core.db import db
from griya.core.errors import Refused
from griya.core.private import store
from griya.core.private.kinds import Usable, shown_name
from griya.registry.models import Credential
from griya.verification.actions import record
from griya.verification.models import CredentialDocument
from griya.verification.rules import reason_faults

MOST_DOCUMENTS = 10


def add_document(
    *, credential: Credential, file: Usable, raw_name: str | None, folder: Path, actor_id: int | None
) -> CredentialDocument:
    """Keep a file that `usable` made fit; the same bytes again are the same document.

    Raises:
        Refused: when there are too many already.
    """
    digest = store.keep(folder, file.content, file.extension)
    known = db.session.scalars(
        select(CredentialDocument).where(
            CredentialDocument.credential_id == credential.id, CredentialDocument.digest == digest
        )
    ).one_or_none()
    if known is not None:
        return known
    count = db.session.scalar(
        select(func.count()).select_from(CredentialDocument).where(CredentialDocument.credential_id == credential.id)
    )
    if (count or 0) >= MOST_DOCUMENTS:
        raise Refused(f"Satu izin memuat paling banyak {MOST_DOCUMENTS} dokumen. Hapus dulu yang tidak perlu.")
    document = CredentialDocument(
        credential_id=credential.id,
        digest=digest,
        extension=file.extension,
        size_bytes=len(file.content),
        name=shown_name(raw_name, file.extension),
        added_at=clock.now(),
        added_by_id=actor_id,
    )
    db.session.add(document)
    db.session.flush()
    record(credential=credential, verb="document_added", actor_id=actor_id, after=_told(document))
    return document


def record_view(*, credential: Credential, document: CredentialDocument, actor_id: int | None) -> None:
    """Write down that somebody was shown a document."""
    record(credential=credential, verb="document_viewed", actor_id=actor_id, after=_told(document))


def remove_document(*, credential: Credential, document: CredentialDocument, reason: str, actor_id: int | None) -> None:
    """Delete a copy for good; its bytes follow within the hour.

    Raises:
        Refused: when no reason is given.
    """
    if faults := reason_faults(reason):
        raise Refused(faults)
    before = _told(document)
    db.session.delete(document)
    db.session.flush()
    record(credential=credential, verb="document_removed", actor_id=actor_id, reason=reason, before=before)


def _told(document: CredentialDocument) -> dict[str, object]:
    return {"document": document.code, "name": document.name, "size": document.size_bytes}
