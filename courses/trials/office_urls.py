"""Prepared examples and trial reviews in the back office."""

from django.urls import path

from .views import examples, office

urlpatterns = [
    path("examples/", examples.examples, name="examples"),
    path("examples/add/", examples.add, name="example_add"),
    path("examples/<int:pk>/", examples.example, name="example"),
    path("examples/<int:pk>/look/", examples.look, name="example_look"),
    path("examples/<int:pk>/copy/", examples.copy, name="example_copy"),
    path("examples/<int:pk>/retire/", examples.retire, name="example_retire"),
    path("examples/<int:pk>/bring-back/", examples.bring_back, name="example_bring_back"),
    path("trials/", office.mentors, name="trial_mentors"),
    path("trials/cohorts/<int:cohort_id>/mentors/<int:pk>/waive/", office.waive_trials, name="waive_trials"),
]
