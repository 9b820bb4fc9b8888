"""Accounts and roles in Wagtail's admin."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters.fields import ModelMultipleChoiceField
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.account import AccountView, NameEmailSettingsPanel
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views import users

from . import scopes
from .actions import change_address, grant_role, take_back
from .forms import ZoneField
from .models import Role, RoleAssignment, ScopeKind, User
from .rules import may_grant, within_scope

SITE = f"{ScopeKind.SITE}:0"


class PersonForm:
    """Our people have one name and no user name; groups follow from roles; nobody sets a password for somebody else."""

    first_name = None
    last_name = None

    def __init__(self, *args, for_user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
        self.fields["email"].help_text = _("The person signs in with it, by a code that comes in a letter or by a password of their own.")
        self.fields["name"].required = True
        self.fields["name"].help_text = ""
        if "time_zone" in self.fields:
            self.fields["time_zone"] = ZoneField(now=self.instance.time_zone)
        if "is_superuser" in self.fields:
            self.fields["is_superuser"].label = _("Superuser")
            self.fields["is_superuser"].help_text = _("May do everything everywhere. For daily work give a role instead.")
        if not (for_user and for_user.is_superuser):
            self.fields.pop("is_superuser", None)

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def save(self, commit=True):
        is_new = self.instance.pk is None
        if is_new:
            self.instance.set_unusable_password()
        person = super().save(commit=commit)
        if commit and (is_new or "email" in self.changed_data):
            change_address(person=person, email=person.email)
        return person


class NewPersonForm(PersonForm, UserCreationForm):
    class Meta(UserCreationForm.Meta):
        fields = ["email", "name", "language", "is_superuser"]


class PersonEditForm(PersonForm, UserEditForm):
    class Meta(UserEditForm.Meta):
        fields = ["email", "name", "certificate_name", "language", "time_zone", "is_active", "is_superuser"]


class GroupsAsRoles(ModelMultipleChoiceField):
    """Each role has a group, whose name is the same in every language."""

    def label_from_instance(self, obj):
        return str(next((role.label for role in Role if role.group_name == obj.name), obj.name))


class PeopleFilterSet(users.UserFilterSet):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        group = self.filters["group"]
        group.field_class, group.label = GroupsAsRoles, _("Role")
        self.filters["is_superuser"].label = _("Superuser")


class PeopleView(users.IndexView):
    page_title = _("People")
    add_item_label = _("Add a person")

    @cached_property
    def columns(self):
        return [
            TitleColumn("name", accessor=str, label=_("Name"), sort_key="name", get_url=self.get_edit_url),
            Column("email", label=_("E-mail address"), sort_key="email"),
            Column("roles", accessor=roles_in_words, label=_("Roles")),
            BooleanColumn("is_active", label=_("May sign in"), sort_key="is_active"),
            DateColumn("last_login", label=_("Last signed in"), sort_key="last_login"),
        ]

    @cached_property
    def search_fields(self):
        return ["name", "email"]

    def get_base_queryset(self):
        people = self.permission_policy.instances_user_has_any_permission_for(self.request.user, ["view"])
        return people.prefetch_related("role_assignments")

    def order_queryset(self, queryset):
        return queryset.order_by(self.ordering, "pk")


def roles_in_words(person: User) -> str:
    if person.is_superuser:
        return str(_("Superuser"))
    held = {assignment.role for assignment in person.role_assignments.all()}
    return ", ".join(str(role.label) for role in Role if role in held)


class AddPersonView(users.CreateView):
    page_title = _("Add a person")
    success_message = _("%(object)s is added. Give them a role under Roles, if they need one.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"for_user": self.request.user}


class EditPersonView(users.EditView):
    success_message = _("The account of %(object)s is saved.")

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not self.user_has_permission_for_instance("change", self.object):
            raise PermissionDenied

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"for_user": self.request.user}


class BackOfficeAccountView(AccountView):
    """What somebody sets about the back office itself. Who they are is in their profile, where changes are confirmed."""

    def get_panels(self):
        return [panel for panel in super().get_panels() if not isinstance(panel, NameEmailSettingsPanel)]


class PersonViewSet(users.UserViewSet):
    menu_label = _("People")
    ordering = "name"
    copy_view_enabled = False
    index_view_class = PeopleView
    filterset_class = PeopleFilterSet
    add_view_class = AddPersonView
    edit_view_class = EditPersonView
    create_template_name = "accounts/admin/add_person.html"
    edit_template_name = "accounts/admin/edit_person.html"

    def get_form_class(self, for_update=False):
        return PersonEditForm if for_update else NewPersonForm


class GrantForm(forms.ModelForm):
    email = forms.EmailField(label=_("E-mail address of the person"))
    place = forms.ChoiceField(label=_("Where"), help_text=_("A role on a course covers its cohorts, one on an organisation all it owns."))

    class Meta:
        model = RoleAssignment
        fields = ["role"]

    field_order = ["email", "role", "place"]

    def __init__(self, *args, for_user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = for_user
        self.fields["place"].choices = places_for(for_user)

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        self.person = User.objects.filter(email=email, is_active=True).first()
        if not self.person:
            raise forms.ValidationError(_("Nobody has this address. The person signs up first, or you add them under People."))
        return email

    def clean(self):
        cleaned = super().clean()
        if "role" in cleaned and "place" in cleaned:
            self.where = find_place(cleaned["place"])
            if not may_grant(self.by, cleaned["role"], self.where):
                raise forms.ValidationError(_("You may give this role only where you are an administrator yourself."))
        return cleaned

    def save(self, commit=True):
        return grant_role(person=self.person, role=self.cleaned_data["role"], where=self.where, by=self.by)


def places_for(person: User) -> list:
    """The whole site if it is the person's ground, then rows of each scope on which the person may give roles."""
    groups = [(SITE, ScopeKind.SITE.label)] if any(may_grant(person, role) for role in Role) else []
    for scope in scopes.registered():
        rows: dict[int, str] = {}
        for role in (Role.ADMINISTRATOR, Role.COORDINATOR):
            rows |= {row.pk: str(row) for row in within_scope(scope.rows()._default_manager.all(), person=person, role=role)}
        if rows:
            named = sorted(rows.items(), key=lambda item: item[1].casefold())
            groups.append((scope.kind.label, [(f"{scope.kind}:{number}", name) for number, name in named]))
    return groups


def find_place(choice: str):
    kind, _colon, number = choice.partition(":")
    return scopes.place(RoleAssignment(scope=kind, scope_id=int(number)))


def place_in_words(assignment: RoleAssignment) -> str:
    where = scopes.place(assignment)
    return f"{assignment.get_scope_display()}: {where}" if where else str(assignment.get_scope_display())


class RolesView(generic.IndexView):
    add_item_label = _("Give a role")

    def get_base_queryset(self):
        mine = self.permission_policy.instances_user_has_any_permission_for(self.request.user, ["view"])
        return mine.select_related("person", "granted_by")

    def get_delete_url(self, instance):
        if self.user_has_permission_for_instance("delete", instance):
            return super().get_delete_url(instance)
        return None


class GrantView(generic.CreateView):
    page_title = _("Give a role")
    success_message = _("%(object)s: the role is given.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"for_user": self.request.user}

    def save_instance(self):
        return self.form.save()


class TakeBackView(generic.DeleteView):
    page_title = _("Take a role back")
    success_message = _("%(object)s: the role is taken back.")

    def get_object(self, *args, **kwargs):
        assignment = super().get_object(*args, **kwargs)
        if not self.user_has_permission_for_instance("delete", assignment):
            raise PermissionDenied
        return assignment

    def delete_action(self):
        take_back(assignment=self.object, by=self.request.user)


class RoleViewSet(ModelViewSet):
    model = RoleAssignment
    name = "roles"
    icon = "group"
    menu_label = _("Roles")
    menu_order = 610
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = False
    index_view_class = RolesView
    add_view_class = GrantView
    delete_view_class = TakeBackView
    list_filter = ["role", "scope"]
    search_fields = ["person__name", "person__email"]
    ordering = ["person__name", "pk"]
    list_display = [
        "person",
        Column("get_role_display", label=_("Role")),
        Column("place", accessor=place_in_words, label=_("Where")),
        Column("granted_by", label=_("Given by")),
        DateColumn("granted_at", label=_("Since")),
    ]

    def get_form_class(self, for_update=False):
        return GrantForm
