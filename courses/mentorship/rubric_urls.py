"""Addresses of rubrics in the back office."""

from django.urls import path

from .views import rubric_languages, rubrics

urlpatterns = [
    path("rubrics/", rubrics.rubrics, name="rubrics"),
    path("rubrics/add/", rubrics.add, name="rubric_add"),
    path("rubrics/<int:pk>/", rubrics.rubric, name="rubric"),
    path("rubrics/<int:pk>/languages/", rubric_languages.languages, name="rubric_languages"),
    path("rubrics/<int:pk>/languages/<slug:code>/", rubric_languages.language, name="rubric_language"),
    path("rubrics/<int:pk>/look/", rubrics.look, name="rubric_look"),
    path("rubrics/<int:pk>/usage/", rubrics.usage, name="rubric_usage"),
    path("rubrics/<int:pk>/duplicate/", rubrics.duplicate, name="rubric_duplicate"),
    path("rubrics/<int:pk>/retire/", rubrics.retire, name="rubric_retire"),
    path("rubrics/<int:pk>/bring-back/", rubrics.bring_back, name="rubric_bring_back"),
]
