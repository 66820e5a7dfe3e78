"""Documents stay in the office: no part of the program that sends or shows something to others can reach one."""

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from griya.core.db import Base, db
from griya.core.outbox import OutboxMessage
from griya.core.private.references import columns
from griya.verification.actions.turns import take
from tests.factories.accounts import make_account
from tests.house import source
from tests.verification.cases import check, make_credential, see

# Whoever names a private file or its row. What is not here cannot send one.
MAY_KNOW = {
    "griya/app.py": "tells the application where they lie",
    "griya/cli.py": "compares and tidies",
    "griya/chores.py": "tidies",
    "griya/catalog/models/drafts.py": "marks the proof of a maker's consent",
    "griya/catalog/desk/product_consents.py": "the desk's pages about consent",
    "griya/upkeep.py": "backs up",
    "griya/core/private/": "keeps them",
    "griya/inquiry/views/arrivals.py": "keeps what a buyer attaches, and opens nothing",
    "griya/inquiry/actions/attachments.py": "keeps and erases what a buyer attached",
    "griya/inquiry/models/attachments.py": "the table",
    "griya/inquiry/rules/files.py": "what may be attached",
    "griya/inquiry/desk/files.py": "the desk's guarded view of it",
    "griya/privacy/cli.py": "erases",
    "griya/verification/": "the desk's pages about credentials",
    "griya/migrations/": "the table",
}
NAMES = re.compile(r"credential_document|CredentialDocument|core\.private|PRIVATE_FOLDER|private_file")


def test_only_these_modules_can_reach_a_private_file() -> None:
    found = {
        source.name(path)
        for path in (source.ROOT / "griya").rglob("*.py")
        if NAMES.search(path.read_text(encoding="utf-8"))
    }
    strangers = {name for name in found if not name.startswith(tuple(MAY_KNOW))}
    assert not strangers, f"these modules reach private files: {sorted(strangers)}; if they must, say why in MAY_KNOW"
    assert len(found) >= 8


def test_no_public_module_stands_above_the_pages_of_credentials() -> None:
    """What visitors, robots and recipients get is made by these; none of them imports a word of this feature."""
    for feature in ("catalog", "publication", "showroom", "site", "selection", "inquiry", "stats"):
        for path in (source.ROOT / "griya" / feature).rglob("*.py"):
            assert "griya.verification" not in path.read_text(encoding="utf-8"), source.name(path)


def test_a_document_is_named_by_its_own_table_alone() -> None:
    assert "credential_document.digest" in {str(column) for column in columns()}
    pointing = [
        table.name
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "credential_document"
    ]
    assert pointing == []


def test_following_a_claim_writes_no_letter(context: Session) -> None:
    officer = make_account(role="officer")
    credential = make_credential()
    take(credential=credential, actor_id=officer.id)
    see(credential, actor_id=officer.id)
    check(credential, actor_id=officer.id)
    assert db.session.scalars(select(OutboxMessage)).all() == []
