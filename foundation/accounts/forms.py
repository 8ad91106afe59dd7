"""What the doors ask, in words of ours: the library's forms with our labels, and those of our own doors."""

from collections.abc import Mapping
from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as factor
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkey
from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User

rules = password_validators_help_text_html()


class InOurWords:
    """Gives fields our labels and help; a placeholder that repeats the label goes."""

    labels: Mapping[str, Any] = {}
    helps: Mapping[str, Any] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in self.labels.items():
            field = self.fields[name]
            field.label, field.help_text = label, self.helps.get(name, "")
            field.widget.attrs.pop("placeholder", None)


class SignInForm(InOurWords, account.LoginForm):
    """Address and password."""

    labels = {"login": _("E-mail address"), "password": _("Password")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):
    """The present password, and twice the new one."""

    labels = {
        "oldpassword": _("Present password"),
        "password1": _("New password"),
        "password2": _("The new password once more"),
    }
    helps = {"password1": rules}


class SetPasswordForm(InOurWords, account.SetPasswordForm):
    """Twice the new password."""

    labels = {"password1": _("New password"), "password2": _("The new password once more")}
    helps = {"password1": rules}


class ReauthenticateForm(InOurWords, account.ReauthenticateForm):
    """The password again, before something that guards the account is changed."""

    labels = {"password": _("Password")}


class CodeForm(InOurWords, factor.AuthenticateForm):
    """A code of the app, or a recovery code."""

    labels = {"code": _("Code")}
    helps = {"code": _("Six digits from your authenticator app, or one of your recovery codes.")}


class CodeAgainForm(InOurWords, factor.ReauthenticateForm):
    """The same, asked of somebody who is signed in."""

    labels, helps = CodeForm.labels, CodeForm.helps


class ActivateAppForm(InOurWords, totp.ActivateTOTPForm):
    """The first code proves that the app has the secret."""

    labels = {"code": _("Code that the app shows")}
    helps = {"code": _("Six digits; a new one appears every thirty seconds.")}


class AddPasskeyForm(InOurWords, passkey.AddWebAuthnForm):
    """A name for the device, and whether it opens the door alone."""

    labels = {"name": _("Name of this device"), "passwordless": _("Let me in with this passkey alone")}
    helps = {
        "name": _("So that you can tell it from others, for example “telephone” or “office computer”."),
        "passwordless": _("Without a password: the device itself asks for your fingerprint, your face or its code."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"passwordless": True, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)


class RenamePasskeyForm(InOurWords, passkey.EditWebAuthnForm):
    """Another name for the device."""

    labels = {"name": _("Name of this device")}


class AskForLinkForm(forms.Form):
    """To which address."""

    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )


class ChoosePasswordForm(forms.Form):
    """Twice the new password, measured by the rules of the house."""

    password = forms.CharField(
        label=_("New password"),
        help_text=rules,
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The new password once more"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        """Raises `ValidationError` for what is too short, too common or too close to the name."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        given = self.cleaned_data
        if "password" in given and given.get("again") not in {None, given["password"]}:
            self.add_error("again", ValidationError(_("The two passwords are not the same."), code="not_the_same"))
        return given
