"""Sign-up, sign-in and the profile in plain words. Fields look as `components/field.html` draws them."""

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.account.utils import get_next_redirect_url
from allauth.core import context
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .models import About, User
from .time_zones import choices, guess

PASSWORD_HINT = _("At least eight characters, not a common word and not only digits. Three words with spaces are good.")
STAY_HINT = _("Take the tick away on a shared computer, as in a library.")


class PlainWords:
    """Our labels and hints instead of allauth's; no placeholders, which vanish when somebody starts to type."""

    labels: dict = {}
    hints: dict = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            put_class(field)


def put_class(field: forms.Field) -> None:
    if isinstance(field.widget, forms.Select):
        field.widget.attrs["class"] = "select"
    elif not isinstance(field.widget, forms.CheckboxInput):
        field.widget.attrs["class"] = "input"


ADDRESS = _("E-mail address")
PASSWORD = _("Password")
NEW_PASSWORD = _("New password")
CODE = _("Code")


class OneNewPassword(PlainWords):
    """The password is asked once; whoever mistyped it asks for a code."""

    labels = {"password1": NEW_PASSWORD, "oldpassword": _("Your current password")}
    hints = {"password1": PASSWORD_HINT}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["password2"]


class SignUpForm(PlainWords, account.SignupForm):
    labels = {"email": ADDRESS, "password1": PASSWORD}
    hints = {
        "name": _("How your mentor and the site call you."),
        "email": _("Your letters and your certificate go there."),
        "password1": PASSWORD_HINT,
    }
    field_order = ["name", "email", "password1", "time_zone"]

    name = forms.CharField(label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    time_zone = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput(attrs={"data-time-zone": True}))

    taken: ValidationError | None = None
    sign_in: "SignInForm | None" = None

    def validate_unique_email(self, value):
        try:
            return super().validate_unique_email(value)
        except ValidationError as taken:
            self.taken = taken
            return value

    def guessed_time_zone(self) -> str:
        return guess(get_language(), self.cleaned_data.get("time_zone", ""))

    def clean(self):
        cleaned = super().clean()
        if self.taken:
            self._try_to_sign_in()
        else:
            self._check_likeness()
        return cleaned

    def _try_to_sign_in(self) -> None:
        """Whoever has an account and knows its password is not sent from one form to another; nor is a second click."""
        data = {"login": self.cleaned_data["email"], "password": self.cleaned_data.get("password1", ""), "remember": "on"}
        sign_in = SignInForm(data, request=context.request)
        if not self.errors and sign_in.is_valid():
            self.sign_in = sign_in
        elif "email" not in self.errors:
            self.add_error("email", self.taken)

    def try_save(self, request):
        if self.sign_in:
            return None, self.sign_in.login(request, redirect_url=get_next_redirect_url(request))
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:  # two clicks at once: the other one has made the account
            return None, redirect("account_login")

    def _check_likeness(self) -> None:
        """A password that is the name: allauth asks the validators before the name is known."""
        password = self.cleaned_data.get("password1")
        if password and "password1" not in self.errors:
            try:
                validate_password(password, User(email=self.cleaned_data.get("email"), name=self.cleaned_data.get("name", "")))
            except ValidationError as error:
                self.add_error("password1", error)


class SignInForm(PlainWords, account.LoginForm):
    labels = {"login": ADDRESS, "password": PASSWORD, "remember": _("Stay signed in on this device")}
    hints = {"remember": STAY_HINT}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["remember"].initial = True


class RequestCodeForm(PlainWords, account.RequestLoginCodeForm):
    labels = {"email": ADDRESS}
    hints = {"remember": STAY_HINT}

    remember = forms.BooleanField(label=_("Stay signed in on this device"), required=False, initial=True)

    def clean(self):
        cleaned = super().clean()
        context.request.session["stay_signed_in"] = bool(cleaned.get("remember"))
        return cleaned


class CodeInput(PlainWords):
    labels = {"code": CODE}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update(inputmode="numeric", autofocus=True)


class ConfirmCodeForm(CodeInput, account.ConfirmLoginCodeForm):
    hints = {"code": _("Six digits, from the letter.")}


class ForgottenPasswordForm(PlainWords, account.ResetPasswordForm):
    labels = {"email": ADDRESS}


class NewPasswordAfterResetForm(OneNewPassword, account.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(OneNewPassword, account.ChangePasswordForm):
    pass


class SetPasswordForm(OneNewPassword, account.SetPasswordForm):
    pass


class ChangeAddressForm(PlainWords, account.AddEmailForm):
    labels = {"email": _("New e-mail address")}
    hints = {"email": _("We send a letter there. The address changes when you open the link in it.")}


class ConfirmPasswordForm(PlainWords, account.ReauthenticateForm):
    labels = {"password": PASSWORD}


class SecondFactorForm(CodeInput, second_factor.AuthenticateForm):
    hints = {"code": _("Six digits from the app on your phone, or one of your codes on paper.")}


class SecondFactorAgainForm(CodeInput, second_factor.ReauthenticateForm):
    hints = {"code": _("Six digits from the app on your phone, or one of your codes on paper.")}


class ActivateAppForm(CodeInput, totp.ActivateTOTPForm):
    hints = {"code": _("Six digits, as the app shows them now.")}


class ZoneField(forms.ChoiceField):
    """A zone out of all that are known, and the one that was saved long ago under a name now forgotten."""

    def __init__(self, *, now: str):
        zones = choices(get_language())
        if now and now not in {name for _group, names in zones for name, _label in names}:
            zones = [*zones, (str(_("Yours now")), [(now, now)])]
        super().__init__(label=_("Time zone"), help_text=_("Dates and deadlines are shown by this clock."), choices=zones)


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name", "certificate_name", "language", "time_zone"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["name"].label = _("Your name")  # "name" alone is another word for a person than for a group in some languages
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["language"].choices = settings.LANGUAGES  # as each language calls itself
        self.fields["time_zone"] = ZoneField(now=self.instance.time_zone)
        for field in self.fields.values():
            put_class(field)


class AboutForm(forms.ModelForm):
    """All of it may be left empty."""

    class Meta:
        model = About
        fields = ["sex", "born", "district"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sex"].choices = [("", _("I would rather not say")), *self.fields["sex"].choices[1:]]
        self.fields["born"].widget.attrs["inputmode"] = "numeric"
        for field in self.fields.values():
            put_class(field)


class DeleteAccountForm(forms.Form):
    """Asks for the password; for the word instead where there is no password, because the person signs in by code."""

    password = forms.CharField(label=PASSWORD, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
    word = forms.CharField(label=_("The word"))
    is_sure = forms.BooleanField(label=_("I understand that this cannot be undone"))

    def __init__(self, person: User, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        del self.fields["word" if person.has_usable_password() else "password"]
        if "word" in self.fields:
            self.fields["word"].help_text = _("Type “%(word)s” to confirm.") % {"word": self.asked_word}
        for field in self.fields.values():
            put_class(field)

    @property
    def asked_word(self) -> str:
        return str(_("delete"))

    def clean_word(self) -> str:
        if self.cleaned_data["word"].strip().lower() != self.asked_word.lower():
            raise ValidationError(_("This is not the word."))
        return self.asked_word

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        if not get_adapter().reauthenticate(self.person, password):
            raise get_adapter().validation_error("incorrect_password")
        return password
