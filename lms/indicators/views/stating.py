"""Who counts as trained: stated in a form, looked at, saved."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .. import rule
from ..actions.stating import difference, state_rule
from ..forms import RuleForm
from .asked import for_watchers, kept_programme


@require_http_methods(["GET", "POST"])
@for_watchers
def programme_rule(request: HttpRequest, key: str) -> HttpResponse:
    programme = kept_programme(request, key)
    form = RuleForm(request.POST if request.method == "POST" else None, rule=programme.rule)
    looked = None
    if form.is_valid():
        if "save" in request.POST:
            changed = state_rule(programme=programme, rule=form.rule, by=request.user)
            messages.success(request, _("The rule is saved.") if changed else _("This is the rule already."))
            return redirect("programme_figures", key)
        looked = {"words": rule.words(form.rule), "difference": difference(programme, form.rule), "is_same": form.rule == programme.rule}
    context = {
        "programme": programme,
        "form": form,
        "now": rule.words(programme.rule),
        "looked": looked,
        "changes": [
            {"change": change, "old": rule.words(change.old), "new": rule.words(change.new)}
            for change in programme.rule_changes.select_related("by")
        ],
    }
    return render(request, "indicators/rule.html", context, status=422 if form.errors else 200)
