from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from lms.core.joined import plain

_ROLES = "SELECT role, scope, scope_id FROM accounts_roleassignment WHERE person_id = %s"  # asked on every page of who has one


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str | None = None, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=self.normalize_email(email).lower() or None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        """At the console, where the address needs no letter to be believed."""
        from allauth.account.models import EmailAddress  # it needs this model first

        user = self.create_user(email, password, is_superuser=True, **fields)
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. Not everybody has an e-mail address of their own."""

    email = models.EmailField(_("e-mail address"), unique=True, null=True, blank=True)
    name = models.CharField(_("name"), max_length=150, blank=True, help_text=_("How your mentor and the site call you."))
    certificate_name = models.CharField(
        _("name on the certificate"), max_length=80, blank=True, help_text=_("As it should be printed. Leave empty to use your name.")
    )
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Kyiv")
    is_active = models.BooleanField(_("may sign in"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=now, editable=False)
    has_duties = models.BooleanField(default=False, editable=False)  # holds a role other than learner; kept by `actions.grant_role`
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    bounced_address = models.EmailField(blank=True, editable=False)  # kept by lms.notifications.bounces

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once_in_any_case")]

    def __str__(self) -> str:
        return self.name or self.email or str(_("Someone"))

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else str(self)

    @cached_property
    def roles_held(self) -> frozenset[tuple[str, str, int]]:
        """(role, scope, id of the scope's row) of every role, by one query for as long as this object lives."""
        return frozenset(plain(type(self), _ROLES, [self.pk]))

    @property
    def letters_come_back(self) -> bool:
        """From the address that the person has now."""
        return bool(self.bounced_address) and self.bounced_address == (self.email or "").lower()

    @property
    def printed_name(self) -> str:
        """The name that goes on a certificate."""
        return self.certificate_name or self.name or (self.email or "").split("@")[0]
