from django.core.paginator import Paginator
from django.shortcuts import get_list_or_404, redirect, render
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.url_routing import RouteResult
from wagtail.views import serve

from . import addresses, listing
from .forms import CatalogueForm
from .models import CatalogueIndexPage

COURSES_ON_A_PAGE = 12
COURSES_ON_THE_HOME_PAGE = 6


def learning_page(request, *slugs):
    """A course, module or lesson: found in two queries instead of Wagtail's two per level, then served by Wagtail as any page, with its
    view restrictions and hooks. What is not found here (a draft, a page moved elsewhere) goes Wagtail's own way."""
    page = addresses.page_at(*slugs, language=get_language())
    if page:
        request._wagtail_route_for_request = RouteResult(page)
    return serve(request, "/".join(["courses", *slugs, ""]))


def catalogue(request, page, *, preview=False):
    language = get_language()
    form = CatalogueForm(request.GET)
    wanted = form.wanted
    courses = Paginator(listing.found(wanted, language=language), COURSES_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "form": form,
        "is_narrowed": bool(wanted),
        "is_filtered": bool(set(wanted) - {"q"}),
        "courses": courses,
        "cards": listing.cards(courses, language=language),
        "is_preview": preview,
    }
    return render(request, "catalogue/index.html", context)


def courses_on_the_home_page(request):
    language = get_language()
    return listing.cards(listing.found({}, language=language)[:COURSES_ON_THE_HOME_PAGE], language=language)


def explore_courses(request):
    """The courses in the editor's language, else in one in which there is something to see for them."""
    seen = policy_registry.get_by_type(Page).explorable_instances(request.user)
    indexes = get_list_or_404(CatalogueIndexPage.objects.filter(pk__in=seen.values("pk")).select_related("locale").order_by("path"))
    mine = next((index for index in indexes if index.locale.language_code == get_language()), indexes[0])
    return redirect("wagtailadmin_explore", mine.pk)
