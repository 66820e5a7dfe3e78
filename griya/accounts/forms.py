"""The shape of what is typed about accounts."""

from wtforms import EmailField, HiddenField, PasswordField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length

from griya.accounts.rules import ROLE_NAMES
from griya.accounts.rules.access import ASSIGNABLE
from griya.accounts.rules.staff import LONGEST_REASON
from griya.core.forms import BaseForm

_ROLES = [SelectChoice(str(role), ROLE_NAMES[role]) for role in ASSIGNABLE]
_WRITE_EMAIL, _WRITE_PASSWORD = "Tulis alamat e-mailnya.", "Tulis kata sandinya."


class ResetForm(BaseForm):
    """The address of an account whose password is forgotten."""

    email = EmailField("E-mail", [InputRequired("Tulis alamat e-mail akun Anda."), Length(max=254)])


class NewPasswordForm(BaseForm):
    """A password for whoever came by a link. One field: what was typed can be looked at before it is sent."""

    password = PasswordField("Kata sandi baru", [InputRequired(_WRITE_PASSWORD)])


class LinkForm(BaseForm):
    """A button alone: opening a letter's link changes nothing, pressing the button does."""


class CodeForm(BaseForm):
    """A code of the app, or one of the ten on paper."""

    code = StringField("Kode", [InputRequired("Tulis kodenya."), Length(max=40)])
    next = HiddenField()


class ProofForm(BaseForm):
    """One's own password once more."""

    password = PasswordField("Kata sandi Anda", [InputRequired(_WRITE_PASSWORD)])
    next = HiddenField()


class PasswordForm(BaseForm):
    """The present password and the next one."""

    present = PasswordField("Kata sandi sekarang", [InputRequired(_WRITE_PASSWORD)])
    password = PasswordField("Kata sandi baru", [InputRequired(_WRITE_PASSWORD)])


class NameForm(BaseForm):
    """One's own name."""

    name = StringField("Nama", [InputRequired("Tulis nama Anda."), Length(max=120)])


class AddressForm(BaseForm):
    """One's own next address."""

    email = EmailField("E-mail baru", [InputRequired(_WRITE_EMAIL), Length(max=254)])


class InvitationForm(BaseForm):
    """Whom to invite, as what, and why."""

    email = EmailField("E-mail", [InputRequired(_WRITE_EMAIL), Length(max=254)])
    name = StringField("Nama", [InputRequired("Tulis namanya."), Length(max=120)])
    role = SelectField("Peran", choices=_ROLES)
    reason = TextAreaField("Alasan", [InputRequired("Tulis alasannya."), Length(max=LONGEST_REASON)])


class StepForm(BaseForm):
    """Why a step is taken."""

    reason = TextAreaField("Alasan", [InputRequired("Tulis alasannya."), Length(max=LONGEST_REASON)])


class RoleForm(StepForm):
    """The next role, and why."""

    role = SelectField("Peran baru", choices=_ROLES)
