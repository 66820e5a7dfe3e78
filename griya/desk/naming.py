"""What the things in the record are called and where their pages are: one statement for each kind that a page names."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from griya.accounts.models import Account
from griya.catalog.models import Product, ProductRevision
from griya.core.db import db
from griya.curation.models import CurationReview
from griya.registry.models import Producer
from griya.selection.models import Selection, SelectionVersion, Slot
from griya.showroom.models import Place, Screen, ScreenGroup

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Named:
    """A thing by its name; `endpoint` and `values` lead to its page at the desk, where it has one."""

    name: str
    endpoint: str = ""
    values: tuple[tuple[str, Any], ...] = ()


def name_objects(keys: Iterable[Key]) -> dict[Key, Named]:
    """The names of these objects. One that is gone, or has none, is called by its key."""
    by_kind: defaultdict[str, set[str]] = defaultdict(set)
    for kind, key in keys:
        by_kind[kind].add(key)
    found: dict[Key, Named] = {}
    for kind, wanted in by_kind.items():
        names = _NAMERS[kind](sorted(wanted)) if kind in _NAMERS else {}
        for key in wanted:
            found[kind, key] = names.get(key) or _unnamed(kind, key)
    return found


def _unnamed(kind: str, key: str) -> Named:
    if kind == "inquiry":
        return Named(key, "desk.inquiry.inquiry_show", (("reference", key),))
    if kind == "outbox_message" and key.isdecimal():
        return Named(f"nomor {key}", "desk.outbox_show", (("number", int(key)),))
    if kind == "privacy_request":
        return Named(key, "desk.privacy.request_show", (("code", key),))
    if kind in {"search_variant", "search_stop_word"}:
        return Named(key, "desk.catalog.search_word_edit", (("key", key),))
    return Named("" if key in {"-", kind} else key)


def _accounts(keys: list[str]) -> dict[str, Named]:
    ids = [int(key) for key in keys if key.isdecimal()]
    rows = db.session.execute(select(Account.id, Account.name, Account.code).where(Account.id.in_(ids)))
    return {str(row.id): Named(row.name, "desk.account.account_show", (("code", row.code),)) for row in rows}


def _products(keys: list[str]) -> dict[str, Named]:
    rows = db.session.execute(
        select(Product.code, ProductRevision.name_id)
        .join(ProductRevision, ProductRevision.id == Product.live_revision_id, isouter=True)
        .where(Product.code.in_(keys))
    )
    return {
        row.code: Named(
            f"{row.name_id} ({row.code})" if row.name_id else row.code,
            "desk.catalog.product_show",
            (("code", row.code),),
        )
        for row in rows
    }


def _producers(keys: list[str]) -> dict[str, Named]:
    rows = db.session.execute(select(Producer.code, Producer.name).where(Producer.code.in_(keys)))
    return {
        row.code: Named(f"{row.name} ({row.code})", "desk.dossier.producer_show", (("code", row.code),)) for row in rows
    }


def _selections(keys: list[str]) -> dict[str, Named]:
    rows = db.session.execute(select(Selection.slug, Selection.title_id).where(Selection.slug.in_(keys)))
    return {
        row.slug: Named(f"“{row.title_id}”", "desk.selection.selection_show", (("slug", row.slug),)) for row in rows
    }


def _versions(keys: list[str]) -> dict[str, Named]:
    ids = [int(key) for key in keys if key.isdecimal()]
    rows = db.session.execute(
        select(SelectionVersion.id, SelectionVersion.number, Selection.slug, Selection.title_id)
        .join(Selection, Selection.id == SelectionVersion.selection_id)
        .where(SelectionVersion.id.in_(ids))
    )
    return {
        str(row.id): Named(
            f"“{row.title_id}”, versi {row.number}",
            "desk.selection.version_show",
            (("slug", row.slug), ("number", row.number)),
        )
        for row in rows
    }


def _slots(keys: list[str]) -> dict[str, Named]:
    rows = db.session.execute(select(Slot.code, Slot.name).where(Slot.code.in_(keys)))
    return {row.code: Named(row.name, "desk.selection.calendar_show", (("tempat", row.code),)) for row in rows}


def _reviews(keys: list[str]) -> dict[str, Named]:
    rows = db.session.execute(
        select(CurationReview.code, ProductRevision.name_id, Product.code.label("product_code"))
        .join(Product, Product.id == CurationReview.product_id)
        .join(ProductRevision, ProductRevision.id == Product.live_revision_id, isouter=True)
        .where(CurationReview.code.in_(keys))
    )
    return {
        row.code: Named(row.name_id or row.product_code, "desk.curation.review_show", (("code", row.code),))
        for row in rows
    }


def _screens(keys: list[str]) -> dict[str, Named]:
    rows = db.session.execute(select(Screen.code, Screen.name).where(Screen.code.in_(keys)))
    return {row.code: Named(f"“{row.name}”", "desk.showroom.screen_edit", (("code", row.code),)) for row in rows}


def _groups(keys: list[str]) -> dict[str, Named]:
    rows = db.session.execute(select(ScreenGroup.code, ScreenGroup.name).where(ScreenGroup.code.in_(keys)))
    return {row.code: Named(f"“{row.name}”", "desk.showroom.group_edit", (("code", row.code),)) for row in rows}


def _showroom_places(keys: list[str]) -> dict[str, Named]:
    rows = db.session.execute(select(Place.code, Place.name).where(Place.code.in_(keys)))
    return {row.code: Named(f"“{row.name}”", "desk.showroom.place_edit", (("code", row.code),)) for row in rows}


_NAMERS: dict[str, Callable[[list[str]], dict[str, Named]]] = {
    "account": _accounts,
    "curation_review": _reviews,
    "producer": _producers,
    "product": _products,
    "screen": _screens,
    "screen_group": _groups,
    "selection": _selections,
    "selection_version": _versions,
    "showroom_place": _showroom_places,
    "slot": _slots,
}
