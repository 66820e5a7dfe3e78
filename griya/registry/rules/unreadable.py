"""What a parser of typed text raises when it cannot read it."""


class Unreadable(ValueError):
    """A typed value cannot be read. `str(error)` is one sentence in Indonesian, ready to be shown.

    A form turns it into WTForms' `ValidationError`, which shows the sentence beside the field.
    """
