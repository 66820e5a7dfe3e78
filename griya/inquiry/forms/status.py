"""The shape of what a buyer writes on the page of an inquiry."""

from wtforms import Field, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from griya.core.forms import BaseForm
from griya.core.words import N_
from griya.inquiry.forms.answers import choices
from griya.inquiry.rules.answers import read_price
from griya.inquiry.rules.threads import NOTE_LENGTH
from griya.registry.rules.unreadable import Unreadable


class ReplyForm(BaseForm):
    """Words of the buyer."""

    body = TextAreaField(
        N_("Balasan Anda"), validators=[DataRequired(N_("Tulis pesannya dahulu.")), Length(max=NOTE_LENGTH)]
    )


class BuyerResultForm(BaseForm):
    """What came of it, as the buyer says."""

    result = RadioField(
        N_("Jadi membeli?"),
        choices=choices(
            ("jadi", N_("Ya, jadi")), ("belum", N_("Belum, masih dibicarakan")), ("tidak", N_("Tidak jadi"))
        ),
        validators=[Optional()],
    )
    value = StringField(N_("Kira-kira nilainya (Rp)"), validators=[Length(max=30)])

    value_idr: int | None = None

    def validate_value(self, field: Field) -> None:
        """Rupiah as people write them."""
        try:
            self.value_idr = read_price(field.data or "")
        except Unreadable as error:
            raise ValidationError(error.sentence) from error
