"""Taking a sheet away from the desk: who took which columns of how many rows for what, on record before it leaves."""

from collections.abc import Mapping

from griya.accounts.actions import record_event
from griya.catalog.queries.items import Asked as ProductsAsked
from griya.core.errors import Refused
from griya.core.text import one_line
from griya.dossier.queries.sheets import list_producer_rows, list_product_rows
from griya.dossier.rules.asked import Asked
from griya.dossier.rules.sheets import FORMATS, PRODUCERS, PRODUCTS, Sheet, purpose_faults
from griya.publication.rules.tables import Row, Table


def take_producers(
    *, asked: Asked, purpose: str, format_: str, is_private: bool, actor_id: int | None = None
) -> tuple[Table, list[Row]]:
    """The producers of the list that `asked` narrows, with the columns of the role.

    Raises:
        Refused: without a purpose or a known format.
    """
    _refuse(purpose, format_)
    rows = list_producer_rows(asked, is_private=is_private)
    return _taken(PRODUCERS, rows, asked.parameters, purpose, format_, is_private=is_private, actor_id=actor_id)


def take_products(
    *,
    asked: ProductsAsked,
    told: Mapping[str, str],
    purpose: str,
    format_: str,
    is_private: bool,
    actor_id: int | None = None,
) -> tuple[Table, list[Row]]:
    """The products of the desk's list; `told` are its filters as the record keeps them.

    Raises:
        Refused: without a purpose or a known format.
    """
    _refuse(purpose, format_)
    rows = list_product_rows(asked)
    return _taken(PRODUCTS, rows, told, purpose, format_, is_private=is_private, actor_id=actor_id)


def _refuse(purpose: str, format_: str) -> None:
    faults = purpose_faults(purpose)
    if format_ not in FORMATS:
        faults = (*faults, "Pilih bentuk berkas.")
    if faults:
        raise Refused(faults)


def _taken(
    sheet: Sheet,
    rows: list[Row],
    asked: Mapping[str, str],
    purpose: str,
    format_: str,
    *,
    is_private: bool,
    actor_id: int | None,
) -> tuple[Table, list[Row]]:
    table = sheet.table(is_private=is_private)
    record_event(
        verb="sheet.taken",
        object_type="sheet",
        object_key=sheet.key,
        actor_id=actor_id,
        reason=one_line(purpose),
        after={
            "format": format_,
            "rows": len(rows),
            "columns": list(table.names),
            "filter": {name: value for name, value in asked.items() if value},
        },
    )
    return table, rows
