"""What a parser of typed text raises when it cannot read it."""


class Unreadable(ValueError):
    """A typed value cannot be read. `str(error)` is one sentence in Indonesian, ready to be shown.

    It is a `ValueError`, so a WTForms field or validator that lets it through shows the sentence beside the field.
    """
