"""What an action raises when a rule says no."""

from collections.abc import Sequence


class Refused(Exception):
    """A rule refused a change. `reasons` are sentences for the person, in Indonesian, ready to be shown.

    They stay what they were raised as, so that a `Sentence` can still be said in English.
    """

    def __init__(self, reasons: Sequence[str] | str) -> None:
        self.reasons: tuple[str, ...] = (reasons,) if isinstance(reasons, str) else tuple(reasons)
        super().__init__(" ".join(self.reasons))


class Doubtful(Refused):
    """What was asked is allowed but may not be meant: it is done when asked again with a confirmation."""
