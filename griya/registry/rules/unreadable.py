"""What a parser of typed text raises when it cannot read it."""


class Unreadable(ValueError):
    """A typed value cannot be read. `str(error)` is one sentence in Indonesian, ready to be shown.

    A form turns `sentence` into WTForms' `ValidationError`, which shows it beside the field in the page's language.
    """

    @property
    def sentence(self) -> str:
        """The sentence as it was raised: a `Sentence` still knows its values, a string is its own message."""
        return self.args[0] if self.args else ""
