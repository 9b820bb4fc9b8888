"""How allauth behaves here: our words, our letters, our people."""

import logging

import css_inline
import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailAlternative
from django.template.loader import render_to_string
from django.urls import reverse, translate_url
from django.utils import translation
from django.utils.html import escape
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core import letter_words

from .actions import grant_role
from .models import Role, User

logger = logging.getLogger(__name__)
JUST_NOW = 5 * 60  # seconds


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": gettext_lazy("This account is closed."),
        "duplicate_email": gettext_lazy("This is your address already."),
        "email_password_mismatch": gettext_lazy("The address and the password do not match. Check both, or ask for a code by e-mail."),
        "email_taken": gettext_lazy("There is already an account with this address. Sign in, or ask for a code by e-mail."),
        "enter_current_password": gettext_lazy("This is not your current password."),
        "incorrect_code": gettext_lazy("This is not the code. Look at the latest letter."),
        "incorrect_password": gettext_lazy("This is not your password."),
        "invalid_login": gettext_lazy("The address and the password do not match. Check both, or ask for a code by e-mail."),
        "invalid_password_reset": gettext_lazy("This link has been used already or is too old. Ask for a new one."),
        "max_email_addresses": gettext_lazy("You are changing your address already. Open the letter that we sent, or cancel the change."),
        "rate_limited": gettext_lazy("Too many tries. Wait a few minutes and try again."),
        "same_as_current": gettext_lazy("This is your address already."),
        "too_many_login_attempts": gettext_lazy("Too many tries. Wait a few minutes and try again."),
        "unknown_email": gettext_lazy("We do not know this address."),
        "unverified_primary_email": gettext_lazy("Confirm your address first."),
    }

    def save_user(self, request, user, form, commit=True):
        user.name = form.cleaned_data["name"]
        user.language = translation.get_language()
        user.time_zone = form.guessed_time_zone()
        user = super().save_user(request, user, form, commit=commit)
        grant_role(person=user, role=Role.LEARNER)
        return user

    def login(self, request, user):
        is_kept = request.session.pop("stay_signed_in", True)
        super().login(request, user)
        if not is_kept:
            request.session.set_expiry(0)

    def post_login(self, request, user, **kwargs):
        response = super().post_login(request, user, **kwargs)
        remember_language(response, user)
        return response

    def get_login_redirect_url(self, request):
        with translation.override(request.user.language):
            return reverse(settings.LOGIN_REDIRECT_URL)

    def get_password_change_redirect_url(self, request):
        return reverse("profile")

    def get_email_verification_redirect_url(self, email_address):
        return reverse("profile" if self.request.user.is_authenticated else "account_login")

    def is_reauthentication_required(self, *, app, **kwargs):
        """Whoever has just signed in is not asked again at once."""
        records = get_authentication_records(context.request, context.request.user)
        if records and now().timestamp() - records[-1]["at"] < JUST_NOW:
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def get_reauthentication_methods(self, user):
        words = {"reauthenticate": _("Use your password"), "mfa_reauthenticate": _("Use a code from your app or from paper")}
        return [
            method | {"description": words.get(method["id"], method["description"])}
            for method in super().get_reauthentication_methods(user)
        ]

    def format_email_subject(self, subject):
        return subject

    def send_mail(self, template_prefix, email, context):
        """A letter in the language of the person. A mail server that does not answer is no reason to lose the page."""
        person = context.get("user") or User.objects.filter(email=email).first()
        language = person.language if person else translation.get_language()
        with translation.override(language):
            words = self._words(language, person, email) | {"wording": letter_words.words_of(template_prefix, language)}
            letter = self.render_mail(template_prefix, email, words | _in(language, context))
        try:
            letter.send()
        except OSError:
            logger.exception("A letter of sign-in could not be handed over: %s", template_prefix)
            text = _("The letter could not be sent just now. Wait a few minutes and ask for it again.")
            messages.warning(self.request, text)

    def _words(self, language, person, email) -> dict:
        """What every letter of `templates/emails/base.html` names. The name only where the address is known to be the person's:
        else anybody could have a text of their own sent to anybody."""
        is_theirs = person and EmailAddress.objects.filter(user=person, email=email, verified=True).exists()
        return {
            "SITE_NAME": settings.SITE_NAME,
            "site": settings.SITE_NAME,
            "language": language,
            "name": person.name if is_theirs else "",
            "email": email,
            "site_link": self.request.build_absolute_uri(f"/{language}/"),
            "password_reset_url": self.request.build_absolute_uri(reverse("account_reset_password")),
        }

    def render_mail(self, template_prefix, email, context, headers=None):
        headers = {"Auto-Submitted": "auto-generated", "Content-Language": context["language"]} | (headers or {})
        subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", context).split())
        letter = super().render_mail(template_prefix, email, context | {"subject": subject}, headers)
        letter.alternatives = [EmailAlternative(_styled(page.content), page.mimetype) for page in letter.alternatives]
        return letter


def _styled(page: str) -> str:
    return css_inline.inline(page, load_remote_stylesheets=False)


def _in(language: str, letter_context: dict) -> dict:
    """Links of a letter lead to pages in its language."""
    return {key: translate_url(value, language) if key.endswith("_url") else value for key, value in letter_context.items()}


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": gettext_lazy("Your account has a second step. Remove it, change the address, then set it up again."),
        "cannot_generate_recovery_codes": gettext_lazy("Set up the app first: codes on paper only help when the phone is lost."),
        "incorrect_code": gettext_lazy("This is not the code. Codes change every 30 seconds: type the newest one."),
        "unverified_email": gettext_lazy("Confirm your e-mail address first, so that nobody else can lock you out of your account."),
    }

    def get_totp_issuer(self):
        return settings.SITE_NAME

    def build_totp_svg(self, url):
        """Drawn into the page, black on white in every colour scheme; no picture from elsewhere, no style."""
        title = escape(_("QR code for the app"))
        return segno.make(url, error="m").svg_inline(scale=5, border=3, light="#fff", title=title, omitsize=False)


def remember_language(response, person: User) -> None:
    """So that "/" leads this person to their language."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        person.language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )
