from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    LEARNER = "learner", _("Learner")
    MENTOR = "mentor", _("Mentor")
    SUPERVISOR = "supervisor", _("Supervisor")
    EDITOR = "editor", _("Editor")
    PUBLISHER = "publisher", _("Publisher")
    COORDINATOR = "coordinator", _("Coordinator")
    ADMINISTRATOR = "administrator", _("Administrator")

    @property
    def group_name(self) -> str:
        """The Django group that opens the admin for the role; the same in every language."""
        return self.value.capitalize()


class ScopeKind(models.TextChoices):
    SITE = "site", _("The whole site")
    ORGANISATION = "organisation", _("Organisation")
    COURSE = "course", _("Course")
    COHORT = "cohort", _("Cohort")


class RoleAssignment(models.Model):
    """Who is what, where. `scope_id` is the row that the scope kind names (0 for the whole site): higher apps own those
    tables, so there is no foreign key; `lms.accounts.scopes` asks them."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="role_assignments", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    scope = models.CharField(_("scope"), max_length=16, choices=ScopeKind.choices, default=ScopeKind.SITE)
    scope_id = models.PositiveBigIntegerField(default=0)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.UniqueConstraint(fields=["person", "role", "scope", "scope_id"], name="role_assigned_once"),
            models.CheckConstraint(
                condition=models.Q(scope="site", scope_id=0) | (~models.Q(scope="site") & models.Q(scope_id__gt=0)),
                name="role_scope_names_a_row",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"


class RoleEvent(models.Model):
    """Each role given or taken: who, when. It outlives the assignment."""

    class What(models.TextChoices):
        GRANTED = "granted", _("Given")
        REVOKED = "revoked", _("Taken back")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="role_events")
    role = models.CharField(max_length=16, choices=Role.choices)
    scope = models.CharField(max_length=16, choices=ScopeKind.choices)
    scope_id = models.PositiveBigIntegerField(default=0)
    what = models.CharField(max_length=8, choices=What.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.what}: {self.role} → {self.person_id}"
