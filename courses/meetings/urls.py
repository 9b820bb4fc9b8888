"""Addresses that scripts and forms use; nobody reads them, so no language stands in front."""

from django.urls import path

from .views import saving

urlpatterns = [
    path("meetings/<int:pk>/note/", saving.save_general_note, name="save_general_note"),
    path("meetings/cases/<int:pk>/note/", saving.save_case_note, name="save_case_note"),
    path("meetings/session/", saving.session, name="meeting_session"),
]
