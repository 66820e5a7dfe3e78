"""Taking a sheet away from the desk: who took which columns of how many rows for what, on record before it leaves."""

from collections.abc import Mapping

from griya.accounts.actions import record_event
from griya.core.errors import Refused
from griya.core.text import one_line
from griya.dossier.rules.sheets import FORMATS, purpose_faults
from griya.publication.rules.tables import Table


def record_sheet(
    *,
    table: Table,
    row_count: int,
    filters: Mapping[str, str],
    purpose: str,
    format_: str,
    actor_id: int | None = None,
) -> None:
    """Write down that somebody takes `table`; `filters` are those of the desk's list that narrowed it.

    Raises:
        Refused: without a purpose or a known format.
    """
    faults = purpose_faults(purpose)
    if format_ not in FORMATS:
        faults = (*faults, "Pilih bentuk berkas.")
    if faults:
        raise Refused(faults)
    record_event(
        verb="sheet.taken",
        object_type="sheet",
        object_key=table.key,
        actor_id=actor_id,
        reason=one_line(purpose),
        after={
            "format": format_,
            "rows": row_count,
            "columns": list(table.names),
            "filter": {name: value for name, value in filters.items() if value},
        },
    )
