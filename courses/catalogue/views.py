from django.utils.translation import get_language
from wagtail.url_routing import RouteResult
from wagtail.views import serve

from . import addresses


def learning_page(request, *slugs):
    """A course, module or lesson: found in two queries instead of Wagtail's two per level, then served by Wagtail as any page, with its
    view restrictions and hooks. What is not found here (a draft, a page moved elsewhere) goes Wagtail's own way."""
    page = addresses.page_at(*slugs, language=get_language())
    if page:
        request._wagtail_route_for_request = RouteResult(page)
    return serve(request, "/".join(["courses", *slugs, ""]))
