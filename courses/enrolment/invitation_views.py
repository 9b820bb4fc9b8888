"""Inviting people into a cohort, in Wagtail's admin: a dry run first, then the letters, and what became of each."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lms.core.rate_limits import allow
from lms.core.uploads import FileNotAccepted, check
from lms.notifications.models import BouncedAddress, Letter

from .date_views import OfCohort
from .invitation_letters import INVITATION, key_of
from .invited import MOST, Known, Line, Sorted, lines_of, sort, text_of_file
from .inviting import AlreadyAnswered, send_again, take_back
from .inviting_many import invite_many
from .models import Invitation, InvitationList
from .rules import cohorts_kept_by

PER_PAGE = 50
LETTERS_A_DAY = "2000/d"
LATELY = timedelta(hours=1)


class InviteForm(forms.Form):
    people = forms.CharField(
        label=gettext_lazy("Whom to invite"),
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=gettext_lazy("One person a line: an e-mail address, and the name beside it if you know it."),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a table"),
        required=False,
        help_text=gettext_lazy("CSV or XLSX with a column of addresses. What stands in the field above is added."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the letter"),
        choices=settings.LANGUAGES,
        help_text=gettext_lazy("For those who have no account yet; the others get it in their own."),
    )

    def clean_file(self) -> str:
        """The lines of the table."""
        file = self.cleaned_data["file"]
        if not file:
            return ""
        try:
            if not file.name.lower().endswith((".csv", ".xlsx")):
                raise ValueError("another kind of file")
            return text_of_file(file.name, check(file.name, file.read()).data)
        except FileNotAccepted as error:
            raise forms.ValidationError(error.message) from error
        except ValueError as error:
            raise forms.ValidationError(
                _("This is not a table that we can read. Save it as CSV or XLSX, or paste the addresses.")
            ) from error

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if self.errors:
            return values
        lines = lines_of(values["people"]) + lines_of(values["file"])
        if not lines:
            self.add_error("people", _("Write at least one address."))
        if len(lines) > MOST:
            self.add_error("people", _("At most %(most)d people at a time.") % {"most": MOST})
        return values | {"lines": lines}


def as_text(lines: list[Line]) -> str:
    """Sent along with the dry run, to be read by `lines_of` again."""
    return "\n".join(f"{line.email};{line.name}" for line in lines)


class InvitationsView(OfCohort):
    template_name = "enrolment/admin/invitations.html"
    page_title = gettext_lazy("Invitations")
    header_icon = "mail"

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if "again" in request.POST or "take-back" in request.POST:
            return self._change(request)
        form = InviteForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        found = sort(form.cleaned_data["lines"], self.cohort)
        if "send" not in request.POST:
            return self.render_to_response(self.get_context_data(form=self._seen(form), found=found))
        return self._send(request, form, [one.line for one in found if one.known.is_asked])

    def _send(self, request: Any, form: InviteForm, lines: list[Line]) -> HttpResponse:
        if not allow(request, "invite", LETTERS_A_DAY, tries=len(lines)):
            form.add_error(None, _("That would be more invitations than go in a day. Go on tomorrow."))
            return self.render_to_response(self.get_context_data(form=form), status=429)
        invite_many(cohort=self.cohort, lines=lines, language=form.cleaned_data["language"], by=request.user)
        return redirect("cohorts:invitations", self.cohort.pk)

    def _lists(self) -> Any:
        """Those that are being sent, and what became of those of the last hour."""
        mine = InvitationList.objects.filter(cohort=self.cohort)
        return mine.filter(Q(state=InvitationList.State.SENDING) | Q(touched_at__gte=now() - LATELY)).order_by("-pk")[:5]

    def _seen(self, form: InviteForm) -> InviteForm:
        """What was looked at stands in the field, so that it can be mended; the file has gone into it."""
        values = form.cleaned_data
        return InviteForm({"people": as_text(values["lines"]), "language": values["language"]})

    def _change(self, request: Any) -> HttpResponse:
        number = request.POST.get("again") or request.POST.get("take-back")
        number = int(number) if str(number).isdecimal() else 0
        invitation = get_object_or_404(Invitation.objects.filter(cohort=self.cohort).select_related("person"), pk=number)
        try:
            if "take-back" in request.POST:
                take_back(invitation=invitation)
                messages.success(request, _("The invitation is taken back: its link opens nothing any more."))
            else:
                letters = request.POST.get("letters", "")
                send_again(invitation=invitation, letters=int(letters) if letters.isdecimal() else 0)
                messages.success(request, _("The invitation is on its way once more."))
        except AlreadyAnswered:
            messages.warning(
                request, _("Nothing was changed: it was answered, taken back or sent again meanwhile. Look at it as it is now.")
            )
        return redirect("cohorts:invitations", self.cohort.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found: list[Sorted] | None = kwargs.get("found")
        form = kwargs.get("form") or InviteForm(initial={"language": self.cohort.course.source_language})
        known = (
            Invitation.objects.filter(cohort=self.cohort).select_related("person", "invited_by", "accepted_by").order_by("-sent_at", "-pk")
        )
        page = Paginator(known, PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "form": form,
            "found": found,
            "asked": sum(one.known.is_asked for one in found) if found else 0,
            "rows": rows_of(page),
            "lists": [lately(one) for one in self._lists()],
            "page_of_rows": page,
            "here": reverse("cohorts:invitations", args=[self.cohort.pk]),
        }


def lately(one: InvitationList) -> dict[str, Any]:
    return {"list": one, "is_sending": one.state == InvitationList.State.SENDING, "words": progress_words(one)}


def progress_words(one: InvitationList) -> str:
    if one.state == InvitationList.State.SENDING:
        return _("%(done)d of %(total)d addresses are done.") % {"done": one.done, "total": one.total}
    words = ngettext("%(count)d invitation is on its way.", "%(count)d invitations are on their way.", one.invited)
    return words % {"count": one.invited}


@never_cache
@require_GET
def invitations_progress(request: Any, pk: int, list_pk: int) -> JsonResponse:
    """For the page's script."""
    lists = InvitationList.objects.filter(cohort__in=cohorts_kept_by(request.user), cohort=pk)
    one = get_object_or_404(lists, pk=list_pk)
    return JsonResponse({"state": one.state, "words": progress_words(one), "done": one.done, "total": one.total})


def rows_of(page: Page) -> list[dict[str, Any]]:
    """Each invitation with how its letter fares, by two queries for all."""
    invitations: list[Invitation] = list(page)
    keys = [key_of(one) for one in invitations]
    letters = {one.subject_key: one for one in Letter.objects.filter(kind=INVITATION, subject_key__in=keys)}
    bounced = set(
        BouncedAddress.objects.filter(address__in=[one.email for one in invitations if one.email]).values_list("address", flat=True)
    )
    return [
        {"invitation": one, "letter": _fares(letters.get(key_of(one)), is_bounced=one.email in bounced), "other": _other(one)}
        for one in invitations
    ]


def _fares(letter: Letter | None, *, is_bounced: bool) -> str:
    if is_bounced:
        return str(Known.BOUNCED.label)
    if letter is None:
        return ""
    return ": ".join(filter(None, [letter.get_state_display(), letter.get_reason_display()]))


def _other(invitation: Invitation) -> str:
    """Under which address it was accepted, where that is another one."""
    by = invitation.accepted_by
    if by is None or not by.email or by.email == invitation.email:
        return ""
    return gettext("by %(name)s, %(address)s") % {"name": by, "address": by.email}
