"""Taking a product off the surfaces and putting it back: each a command with its guard and its event."""

from griya.accounts.actions import record_event
from griya.catalog.actions import withdraw_product
from griya.catalog.models import Product, ProductRevision, ProductState
from griya.catalog.queries.drafts import load_lists, lock
from griya.catalog.queries.fitness import find_live_lacks
from griya.catalog.rules.completeness import Purpose
from griya.catalog.rules.publication import leaving_faults, reason_faults
from griya.core import clock
from griya.core.db import db
from griya.core.errors import Overtaken, Refused
from griya.core.state import state_change

_MOVED_SINCE = "Status produk ini baru saja diubah orang lain. Lihat dulu yang sekarang."


@state_change()
def change_standing(
    *, product: Product, command: str, seen_state: str, reason: str, actor_id: int | None = None
) -> None:
    """Withdraw, return, suspend, resume, archive or unarchive a product that stood in `seen_state`.

    Raises:
        Overtaken: when it does not stand there any more.
        Refused: when the command is none of that state, lacks its reason, or the live revision is incomplete.
    """
    draft = lock(product)
    if product.state != seen_state:
        raise Overtaken(_MOVED_SINCE)
    faults = leaving_faults(product.state, command) or reason_faults(reason, _WHAT[command])
    if not faults and command == "return":
        faults = _return_faults(product)
    if faults:
        raise Refused(faults)
    if command == "withdraw":
        withdraw_product(product=product, reason=reason.strip(), actor_id=actor_id)
        return
    before = product.state
    product.state = _target(product, command, draft.state if draft else ProductState.DRAFT)
    db.session.flush()
    record_event(
        verb=f"product.{_VERBS[command]}",
        object_type="product",
        object_key=product.code,
        actor_id=actor_id,
        reason=reason.strip(),
        before={"state": before},
        after={"state": product.state},
    )


_WHAT = {
    "withdraw": "produk ini ditarik", "return": "produk ini ditayangkan lagi", "suspend": "produk ini dihentikan",
    "resume": "penghentian diakhiri", "archive": "produk ini diarsipkan", "unarchive": "produk ini keluar dari arsip",
}  # fmt: skip
_VERBS = {
    "return": "returned", "suspend": "suspended", "resume": "resumed", "archive": "archived", "unarchive": "unarchived",
}  # fmt: skip


def _target(product: Product, command: str, draft_state: str) -> ProductState:
    """Where a command leads. What was public comes back withdrawn: showing it is a decision of its own."""
    if command in ("resume", "unarchive"):
        was_public = product.live_revision_id is not None
        return ProductState.WITHDRAWN if was_public else ProductState(draft_state)
    return {
        "return": ProductState.PUBLISHED, "suspend": ProductState.SUSPENDED, "archive": ProductState.ARCHIVED,
    }[command]  # fmt: skip


def _return_faults(product: Product) -> list[str]:
    revision = db.session.get(ProductRevision, product.live_revision_id) if product.live_revision_id else None
    if revision is None:
        return ["Produk ini belum pernah disetujui. Ajukan drafnya dulu."]
    lacks = find_live_lacks(product.id, load_lists(), on=clock.today())
    missing = [row.what for row in lacks if Purpose.SHOW in row.purposes]
    return ["Belum lengkap untuk tayang: " + "; ".join(missing) + "."] if missing else []
