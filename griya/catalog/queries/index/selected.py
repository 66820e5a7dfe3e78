"""Which products a curator has selected for now. The selection stands above the catalogue and says so here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias


@dataclass(frozen=True, slots=True)
class Selected:
    """The selected products in the order they are shown, true from `since` up to `until` unless something changes."""

    product_ids: tuple[int, ...] = ()
    since: datetime | None = None
    until: datetime | None = None

    def holds_at(self, moment: datetime) -> bool:
        """Whether this is still what is selected."""
        return (self.since is None or self.since <= moment) and (self.until is None or moment < self.until)


NOTHING_SELECTED: Final = Selected()
Provider: TypeAlias = Callable[[datetime], Selected]

_providers: list[Provider] = []


def provide_selected(provider: Provider) -> None:
    """Ask this function from now on. It is called when something changed, and when what it said has run out."""
    _providers[:] = [provider]


def selected_at(moment: datetime) -> Selected:
    """What is selected at a moment; nothing while nobody provides it."""
    return _providers[0](moment) if _providers else NOTHING_SELECTED
