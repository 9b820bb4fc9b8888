"""What somebody looks at: a programme, or all groups they look after. For whoever may not see it there is no page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from courses.enrolment.models import Cohort
from lms.accounts.models import User

from .. import kept
from ..models import Programme
from ..names import NOT_GIVEN, Figure
from ..page import FiguresPage
from ..periods import ALL, Period, between, read
from ..rows import GIVEN_AS_NOTHING
from ..rules import cohorts_watched, keeps, keeps_somewhere, programmes_kept_by, sees
from ..scope import Scope, of_cohorts, of_programme

YEARS = 5  # back, where no programme says from when


def for_watchers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    @never_cache
    @login_required
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not keeps_somewhere(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@dataclass
class Asked:
    """`key` as it stands in the address: a programme's number, or "all"."""

    person: User
    key: str
    programme: Programme | None
    cohorts: list[Cohort]
    period: Period

    @property
    def title(self) -> str:
        return str(self.programme) if self.programme else _("All groups that you look after")

    @property
    def periods(self) -> list[Period]:
        if self.programme:
            return between(self.programme.first_on, self.programme.last_on)
        today = localdate()
        return [Period(ALL), *between(today.replace(year=today.year - YEARS, month=1, day=1), today.replace(month=12, day=31))[1:]]

    @property
    def scope(self) -> Scope:
        if self.programme:
            return of_programme(self.programme, self.cohorts, self.period)
        return of_cohorts(self.cohorts, self.period)

    @property
    def keeps_it(self) -> bool:
        return self.programme is not None and keeps(self.person, self.programme)

    @property
    def query(self) -> dict[str, str]:
        return {} if self.period.key == ALL else {"period": self.period.key}

    def url(self, name: str, *parts: object, **more: str) -> str:
        query = urlencode({**self.query, **more})
        path = reverse(name, args=[self.key, *parts])
        return f"{path}?{query}" if query else path

    def rows_url(self, figure: Figure, chosen: Mapping[str, str] | None = None) -> str:
        groups = {str(dimension): GIVEN_AS_NOTHING if group == NOT_GIVEN else group for dimension, group in (chosen or {}).items()}
        return self.url("figure_rows", figure.value, **groups)

    @cached_property
    def page(self) -> FiguresPage:
        return FiguresPage(self.scope, kept.shown(self.scope), self.rows_url, self.programme)


def asked(request: HttpRequest, key: str) -> Asked:
    """The period as far as it can be read."""
    if key == ALL:
        wanted = read(request.GET.get("period", ""), None, None) or Period(ALL)
        return Asked(request.user, key, None, list(cohorts_watched(request.user).order_by("name", "pk")), wanted)
    programme = get_object_or_404(Programme.objects.select_related("owner"), pk=number(key))
    cohorts = list(programme.cohorts.select_related("course").order_by("name", "pk"))
    if not sees(request.user, programme, cohorts):
        raise Http404
    wanted = read(request.GET.get("period", ""), programme.first_on, programme.last_on)
    return Asked(request.user, key, programme, cohorts, wanted or whole(programme))


def kept_programme(request: HttpRequest, key: str) -> Programme:
    return get_object_or_404(programmes_kept_by(request.user).select_related("owner"), pk=number(key))


def whole(programme: Programme) -> Period:
    return Period(ALL, programme.first_on, programme.last_on)


def number(text: str) -> int:
    """What is none of ours becomes one that no row has."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0


def form_data(request: HttpRequest, **else_: Any) -> dict[str, Any]:
    return {**else_, **request.GET.dict()}
