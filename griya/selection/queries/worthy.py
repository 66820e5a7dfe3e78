"""Which chosen products a slot for the worthy may not show any more, said once for every surface."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_

from griya.curation.queries.recognition import holds_for, was_selected_before
from griya.selection.models import SelectionItem, SelectionVersion, Slot


def has_lost_result(at: datetime) -> ColumnElement[bool]:
    """Whether an item stands in a slot that requires a result, had one when its version was approved, and has none now.

    The statement around joins items, versions and slots. What was approved while the slot asked for no result stays.
    """
    return and_(
        Slot.requires_distinction,
        was_selected_before(SelectionItem.product_id, SelectionVersion.approved_at),
        ~holds_for(SelectionItem.product_id, at),
    )
