"""Addresses that scripts use; nobody reads them, so no language stands in front."""

from django.urls import path

from .views import walk_in

urlpatterns = [
    path("consultations/walk-ins/", walk_in.save_walk_in, name="save_walk_in"),
    path("consultations/walk-ins/session/", walk_in.walk_in_session, name="walk_in_session"),
]
