"""Addresses in the back office."""

from django.urls import path

from .views import cohorts, competences, frameworks, languages

urlpatterns = [
    path("competences/", frameworks.frameworks, name="frameworks"),
    path("competences/add/", frameworks.add, name="framework_add"),
    path("competences/<int:pk>/", frameworks.framework, name="framework"),
    path("competences/<int:pk>/about/", frameworks.about, name="framework_about"),
    path("competences/<int:pk>/languages/", languages.languages, name="framework_languages"),
    path("competences/<int:pk>/languages/<slug:code>/", languages.language, name="framework_language"),
    path("competences/<int:pk>/retire/", frameworks.retire, name="framework_retire"),
    path("competences/<int:pk>/bring-back/", frameworks.bring_back, name="framework_bring_back"),
    path("competences/one/<int:pk>/", competences.competence, name="competence"),
    path("competences/one/<int:pk>/move/", frameworks.move, name="competence_move"),
    path("competences/one/<int:pk>/practised/", competences.practised, name="competence_practised"),
    path("competences/one/<int:pk>/retire/", competences.retire, name="competence_retire"),
    path("competences/one/<int:pk>/bring-back/", competences.bring_back, name="competence_bring_back"),
    path("competences/cohorts/", cohorts.cohorts, name="competence_cohorts"),
    path("competences/cohorts/<int:pk>/", cohorts.cohort, name="competence_cohort"),
    path("competences/cohorts/<int:pk>/change.csv", cohorts.cohort_file, name="competence_cohort_file"),
]
