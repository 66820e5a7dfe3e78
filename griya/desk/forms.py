"""The shape of what is typed at the desk's door."""

from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import InputRequired, Length

from griya.core.forms import BaseForm


class SignInForm(BaseForm):
    """E-mail and password. Nothing else of the request is ever read."""

    email = EmailField("E-mail", [InputRequired("Tulis alamat e-mail akun Anda."), Length(max=254)])
    password = PasswordField("Kata sandi", [InputRequired("Tulis kata sandi Anda.")])
    next = HiddenField()
