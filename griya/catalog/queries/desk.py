"""What the desk calls the states of products, and how many products stand in each."""

from sqlalchemy import func, select

from griya.catalog.models import Product, ProductState
from griya.catalog.models.drafts import DraftState, ProductDraft
from griya.core.db import db

# What the desk calls each state; the address of a filtered list uses the same words.
STATE_NAMES = {
    ProductState.DRAFT: "Draf",
    ProductState.SUBMITTED: "Diajukan",
    ProductState.IN_REVIEW: "Diperiksa",
    ProductState.CHANGES_REQUESTED: "Perlu perbaikan",
    ProductState.PUBLISHED: "Tayang",
    ProductState.WITHDRAWN: "Ditarik",
    ProductState.SUSPENDED: "Dihentikan",
    ProductState.ARCHIVED: "Diarsipkan",
}


def count_products_by_state() -> dict[ProductState, int]:
    """How many products stand in each state; states without any are left out."""
    rows = db.session.execute(select(Product.state, func.count()).group_by(Product.state))
    return {ProductState(state): count for state, count in rows}


def count_waiting_drafts() -> int:
    """How many drafts are handed in and in nobody's hands, of products that are public too."""
    waiting = select(func.count()).select_from(ProductDraft).where(ProductDraft.state == DraftState.SUBMITTED)
    return db.session.scalar(waiting) or 0
