"""A visitor: what they told, tied to an account, forgotten."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lms.accounts.forms import AboutForm

from ..actions.visitors import forget_visitor, tie, untie
from ..models import Visitor
from ..people import chosen, find
from ..rules import may_forget, visitors_met_by
from ..wording import when_of
from .guard import for_offerers


class VisitorForm(AboutForm):
    class Meta(AboutForm.Meta):
        model = Visitor
        fields = ["name", "sex", "born", "district"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["name"].widget = forms.TextInput({"class": "input", "autocomplete": "off"})
        self.fields["sex"].help_text = _("What they told you. Only the programme's figures need it; leave empty what they did not say.")


@require_http_methods(["GET", "POST"])
@for_offerers
def visitor_page(request: HttpRequest, pk: int) -> HttpResponse:
    visitor = _visitor(request, pk)
    form = VisitorForm(request.POST if request.method == "POST" else None, instance=_visitor(request, pk))
    if form.is_valid():
        # Only what was filled in, and nothing of who was forgotten meanwhile.
        Visitor.objects.filter(pk=visitor.pk, forgotten_at=None).update(**form.cleaned_data, changed_at=now())
        messages.success(request, _("Saved."))
        return redirect("visitor", visitor.pk)
    text = request.GET.get("q", "")[:100]
    held = visitor.consultations.select_related("slot").order_by("-starts_at", "-pk")
    context = {
        "visitor": visitor,
        "form": form,
        "q": text,
        "found": [one for one in find(request.user, text) if not one.is_visitor],
        "consultations": [(one, when_of(one)) for one in held],
        "may_forget": may_forget(request.user, visitor),
    }
    return render(request, "consultations/desk/visitor.html", context, status=422 if form.errors else 200)


@require_POST
@for_offerers
def tie_visitor(request: HttpRequest, pk: int) -> HttpResponse:
    """To the account of a learner whom the person may meet; or not any more."""
    visitor = _visitor(request, pk)
    if "untie" in request.POST:
        untie(visitor=visitor)
        messages.success(request, _("They are two people again."))
        return redirect("visitor", visitor.pk)
    who = chosen(request.user, request.POST.get("who", ""))
    if who is None or who.learner is None:
        messages.warning(request, _("Choose a learner."))
        return redirect("visitor", visitor.pk)
    tie(visitor=visitor, account=who.learner)
    messages.success(request, _("From now on they are one person."))
    return redirect("visitor", visitor.pk)


@require_http_methods(["GET", "POST"])
@for_offerers
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """A question first; only for those who coordinate the group."""
    visitor = _visitor(request, pk)
    if not may_forget(request.user, visitor):
        raise PermissionDenied
    if request.method == "POST":
        forget_visitor(visitor=visitor, by=request.user)
        messages.success(request, _("Forgotten: the name and every word. Times and counts stay."))
        return redirect("mentor_consultations")
    return render(request, "consultations/desk/forget_visitor.html", {"visitor": visitor})


def _visitor(request: HttpRequest, pk: int) -> Visitor:
    return get_object_or_404(visitors_met_by(request.user).select_related("cohort__course", "account"), pk=pk)
