"""Pages about mentors in the back office."""

from django.urls import path

from .views import conflicts, figures, mentor_requests, pairing, profiles, proposals

urlpatterns = [
    path("mentors/", pairing.pairing_cohorts, name="pairing_cohorts"),
    path("mentors/cohorts/<int:cohort_id>/", pairing.pairing, name="pairing"),
    path("mentors/cohorts/<int:cohort_id>/proposal/", proposals.pairing_proposal, name="pairing_proposal"),
    path("mentors/cohorts/<int:cohort_id>/conflicts/", conflicts.conflicts, name="conflicts"),
    path("mentors/cohorts/<int:cohort_id>/conflicts/<int:pk>/", conflicts.lift_conflict, name="lift_conflict"),
    path("mentors/learners/<int:enrolment_id>/", pairing.pair_learner, name="pair_learner"),
    path("mentors/profiles/<int:pk>/", profiles.mentor_profile, name="mentor_profile"),
    path("mentors/requests/", mentor_requests.mentor_requests, name="mentor_requests"),
    path("mentors/requests/<int:pk>/", mentor_requests.mentor_request, name="mentor_request"),
    path("mentors/reports/<int:pk>/", mentor_requests.review_report, name="review_report"),
    path("mentors/figures/", figures.review_figures, name="review_figures"),
    path("mentors/figures/figures.<str:kind>", figures.review_figures_file, name="review_figures_file"),
    path("mentors/figures/<slug:name>/", figures.review_figure, name="review_figure"),
    path("mentors/figures/<slug:name>/rows.<str:kind>", figures.review_figure_file, name="review_figure_file"),
]
