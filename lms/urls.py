"""Every address of the site. Pages that people read carry the language in front; what machines, paper and letters point to does not."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls

from courses.player.styleguide import styleguide
from lms.accounts.views import way_in
from lms.accounts.viewsets import BackOfficeAccountView
from lms.core.office_words import office_words

urlpatterns = [
    # What people read comes first, and lessons before all else: an address is compared with one pattern after the other.
    *i18n_patterns(
        path("", include("courses.catalogue.urls")),
        path("_util/login/", way_in),
        path("account/", include("lms.accounts.urls")),
        path("", include("lms.calendars.page_urls")),
        path("", include("lms.notifications.page_urls")),
        path("account/", include("allauth.urls")),
        path("", include("courses.enrolment.urls")),
        path("", include("courses.competences.page_urls")),
        path("", include("courses.player.urls")),
        path("", include("courses.finding.urls")),
        path("", include("courses.workbook.page_urls")),
        path("", include("courses.consultations.page_urls")),
        path("", include("courses.internships.page_urls")),
        path("", include("courses.meetings.page_urls")),
        path("", include("courses.quizzes.grading_urls")),
        path("", include("courses.quizzes.page_urls")),
        path("", include("courses.mentorship.desk_urls")),
        path("", include("courses.mentorship.page_urls")),
        path("", include("courses.trials.page_urls")),
        path("", include("courses.supervision.page_urls")),
        path("", include("courses.certificates.holder_urls")),
        path("", include("courses.transcripts.page_urls")),
        path("", include("lms.indicators.page_urls")),
        path("", include(wagtail_urls)),
    ),
    # One way in: Wagtail's own sign-in page knows no second factor and no rate limit.
    path("admin/login/", way_in),
    # No bulk actions on people: groups follow from roles, accounts are erased by their owners.
    path("admin/bulk/accounts/user/<slug:action>/", RedirectView.as_view(url="/admin/users/")),
    # Nothing of Wagtail's admin asks for these, and they would go past what its pages ask first.
    path("admin/api/main/pages/<int:pk>/action/<slug:action>/", require_admin_access(RedirectView.as_view(url="/admin/"))),
    path("admin/account/", require_admin_access(BackOfficeAccountView.as_view())),
    path("admin/jsi18n/", office_words),
    path("admin/", include(wagtailadmin_urls)),
    path("", include("cms.media.urls")),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("lms.core.urls")),
    path("styleguide/", styleguide, name="styleguide"),
    path("", include("lms.notifications.urls")),
    path("", include("lms.calendars.urls")),
    path("", include("courses.certificates.urls")),
    path("", include("courses.transcripts.urls")),
    path("", include("courses.workbook.urls")),
    path("", include("courses.consultations.urls")),
    path("", include("courses.internships.urls")),
    path("", include("courses.meetings.urls")),
    path("", include("courses.quizzes.urls")),
    path("", include("courses.mentorship.urls")),
    path("", include("courses.trials.urls")),
    path("", include("courses.supervision.urls")),
]

handler400 = "lms.core.views.bad_request"
handler403 = "lms.core.views.not_allowed"
handler404 = "lms.core.views.not_found"
handler500 = "lms.core.views.broken"
