"""The shape of what is typed at the desk's door."""

from wtforms import BooleanField, EmailField, HiddenField, PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length

from griya.core.forms import BaseForm


class SignInForm(BaseForm):
    """E-mail and password. Nothing else of the request is ever read."""

    email = EmailField("E-mail", [InputRequired("Tulis alamat e-mail akun Anda."), Length(max=254)])
    password = PasswordField("Kata sandi", [InputRequired("Tulis kata sandi Anda.")])
    next = HiddenField()


class ExportForm(BaseForm):
    """What a part of the record is taken away for, and as which kind of file."""

    purpose = StringField(
        "Untuk apa",
        [
            InputRequired("Tulis untuk apa catatan ini diunduh."),
            Length(min=5, max=300, message="Tulis tujuannya dengan 5 sampai 300 huruf."),
        ],
    )
    kind = SelectField(
        "Bentuk berkas", choices=[SelectChoice("xlsx", "Lembar kerja (XLSX)"), SelectChoice("csv", "CSV")]
    )


class ReturnForm(BaseForm):
    """What came back to the office's mailbox."""

    reason = StringField(
        "Apa yang tertulis di surat yang kembali",
        [
            InputRequired("Tulis singkat apa yang tertulis di surat yang kembali."),
            Length(min=3, max=300, message="Tulis dengan 3 sampai 300 huruf."),
        ],
    )


class ReachedForm(BaseForm):
    """How a recipient was reached without the letter."""

    note = StringField(
        "Bagaimana dihubungi",
        [
            InputRequired("Tulis bagaimana penerimanya dihubungi, misalnya: lewat WhatsApp."),
            Length(min=3, max=160, message="Tulis dengan 3 sampai 160 huruf."),
        ],
    )


class InquiryExportForm(BaseForm):
    """What a list of inquiries is taken away for, with or without the buyers' contacts."""

    purpose = StringField("Untuk apa", [InputRequired("Tulis untuk apa daftar ini diunduh."), Length(max=300)])
    kind = SelectField(
        "Bentuk berkas", choices=[SelectChoice("xlsx", "Lembar kerja (XLSX)"), SelectChoice("csv", "CSV")]
    )
    has_contacts = BooleanField("Sertakan nama dan kontak pembeli")
