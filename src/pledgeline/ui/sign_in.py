"""Account forms: labels instead of placeholders, and no promise of an e-mail that a closed system does not send."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm, ResetPasswordKeyForm
from django.contrib.auth.password_validation import MinimumLengthValidator, get_default_password_validators
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

# Django's own sentences: its Chinese says 你 where every page here says 您, and this room's catalogue comes first.
PASSWORD_RULES = (
    _("Your password can’t be too similar to your other personal information."),
    _("Your password can’t be a commonly used password."),
    _("Your password can’t be entirely numeric."),
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
        "min_length",
    ),
)


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _without_placeholders(self)
        self.fields["login"].label = _("User name")
        self.fields["password"].help_text = ""
        if "remember" in self.fields:
            self.fields["remember"].label = _("Keep me signed in on this device")


class PasswordForm(ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _without_placeholders(self)
        self.fields["oldpassword"].label = _("Current password")
        self.fields["oldpassword"].help_text = ""
        _ask_for_a_new_one(self)


class FirstPasswordForm(ResetPasswordKeyForm):
    """The page that an invitation leads to, or a fresh link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _without_placeholders(self)
        _ask_for_a_new_one(self)


def _ask_for_a_new_one(form: Any) -> None:
    least = next(one.min_length for one in get_default_password_validators() if isinstance(one, MinimumLengthValidator))
    form.fields["password1"].label = gettext("New password")
    form.fields["password1"].help_text = gettext(
        "At least %(n)s characters; nothing like your name, and none of the passwords that many people use."
    ) % {"n": least}
    form.fields["password2"].label = gettext("New password, once more")


class ConfirmForm(ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _without_placeholders(self)
        self.fields["password"].help_text = ""


def _without_placeholders(form: Any) -> None:
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
