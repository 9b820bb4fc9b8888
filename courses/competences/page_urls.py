"""Pages of the learner and of the mentor's desk: the language stands in front of them."""

from django.urls import path

from .views import judging, mine

urlpatterns = [
    path("my/<int:enrolment_id>/growth/", mine.growth, name="growth"),
    path("my/<int:enrolment_id>/growth/before/", mine.before, name="assess_before"),
    path("my/<int:enrolment_id>/growth/after/", mine.after, name="assess_after"),
    path("mentor/learners/<int:pk>/competences/", judging.learner_competences, name="learner_competences"),
    path("mentor/learners/<int:pk>/competences/<int:competence_id>/", judging.judge_competence, name="judge_competence"),
]
