from allauth.account.internal.flows.logout import logout
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.generic import RedirectView

from lms.core.personal_data import registered
from lms.core.rate_limits import allow, too_many_tries

from . import kept_forms
from .actions import erase_person
from .adapter import remember_language
from .device import person_name
from .forms import AboutForm, DeleteAccountForm, ProfileForm
from .models import About
from .personal_data import pack
from .rules import only_superuser

ARCHIVES = "10/h"
DELETE_TRIES = "10/h"


@never_cache
def way_in(request: HttpRequest) -> HttpResponse:
    """Where Wagtail sends whoever may not see a page. Somebody signed in is told so: the sign-in page would send them straight back."""
    if request.user.is_authenticated:
        list(messages.get_messages(request))  # read and so gone: Wagtail leaves one that says the same, in English
        raise PermissionDenied
    return RedirectView.as_view(pattern_name="account_login", query_string=True)(request)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        person = form.save()
        with translation.override(person.language):  # the page answers in the language just chosen
            messages.success(request, _("Your profile is saved."))
            response = redirect("profile")
        remember_language(response, person)
        return response
    if form.errors:
        request.user.refresh_from_db()  # the page around the form shows what is saved, not what was typed
    about = About.objects.filter(person=request.user).first()
    return render(request, "accounts/profile.html", {"form": form, "about": about}, status=422 if form.errors else 200)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def about_me(request: HttpRequest) -> HttpResponse:
    """For the programme's figures: whoever likes tells it, and may take it back by leaving everything empty."""
    about = About.objects.filter(person=request.user).first() or About(person=request.user)
    form = AboutForm(request.POST if request.method == "POST" else None, instance=about)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Thank you. This is saved."))
        return redirect("profile")
    return render(request, "accounts/about_me.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def export_my_data(request: HttpRequest) -> HttpResponse:
    """What will be in the archive; the archive itself by POST, because it is work."""
    if request.method == "GET":
        return render(request, "accounts/export_my_data.html", {"parts": [data.label for data in registered()]})
    if not allow(request, "export_my_data", ARCHIVES):
        return too_many_tries(request)
    name = f"my-data-{localdate().isoformat()}.zip"
    return FileResponse(pack(request.user), as_attachment=True, filename=name, content_type="application/zip")


@login_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def delete_account(request: HttpRequest) -> HttpResponse:
    """Says what goes and what stays, asks for the password, then erases for good."""
    form = DeleteAccountForm(request.user, request.POST if request.method == "POST" else None)
    context = {"form": form, "is_only_superuser": only_superuser(request.user)}
    if request.method == "POST":
        if context["is_only_superuser"]:
            return render(request, "accounts/delete_account.html", context, status=409)
        if not allow(request, "delete_account", DELETE_TRIES):
            return too_many_tries(request)
        if form.is_valid():
            erase_person(person=request.user)
            logout(request, show_message=False)
            return redirect("account_deleted")
    return render(request, "accounts/delete_account.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET"])
def account_deleted(request: HttpRequest) -> HttpResponse:
    """The last page; anybody may look at it, it names nobody."""
    return render(request, "accounts/account_deleted.html")


@never_cache
@require_GET
def still_signed_in(request: HttpRequest) -> JsonResponse:
    """Who is signed in, and the token that forms are sent with now. Whoever is not is sent to the sign-in page, like everywhere here."""
    return JsonResponse({"person": person_name(request.user), "csrf": get_token(request)})


@never_cache
@require_GET
def signed_in_again(request: HttpRequest) -> HttpResponse:
    """Where a sign-in beside a page of the back office ends: that page goes on by itself."""
    return render(request, "accounts/signed_in_again.html")


@never_cache
@require_GET
def kept(request: HttpRequest) -> HttpResponse:
    title = _("Sent, but not saved")
    opened = kept_forms.opened(request.user)
    context = {
        "kept": opened,
        "any_can_be_saved": not all(one.has_no_place for one in opened),
        "days": kept_forms.DAYS,
        "page_title": title,
        "breadcrumbs_items": [{"url": reverse("wagtailadmin_home"), "label": _("Home")}, {"url": "", "label": title}],
    }
    return render(request, "accounts/admin/kept_forms.html", context)


@require_POST
def drop_kept_form(request: HttpRequest) -> HttpResponse:
    kept_forms.drop(person=request.user, key=request.POST.get("key", ""))
    messages.success(request, _("It is thrown away."))
    return redirect("kept_forms")
