"""Addresses of prints in the back office."""

from django.urls import path

from . import views

urlpatterns = [
    path("certificate-prints/", views.cohorts, name="certificate_print_cohorts"),
    path("certificate-prints/cohort/<int:pk>/", views.cohort, name="certificate_print_cohort"),
    path("certificate-prints/<uuid:uid>/", views.cohort_print, name="certificate_print"),
    path("certificate-prints/<uuid:uid>/progress/", views.progress, name="certificate_print_progress"),
    path("certificate-prints/<uuid:uid>/file/", views.file, name="certificate_print_file"),
]
