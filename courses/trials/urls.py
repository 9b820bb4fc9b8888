"""Addresses that scripts use; nobody reads them, so no language stands in front."""

from django.urls import path

from .views import saving

urlpatterns = [
    path("trials/<int:pk>/review/", saving.save_review, name="trial_save_review"),
    path("trials/<int:pk>/comments/<str:made_id>/", saving.save_comment, name="trial_save_comment"),
    path("trials/<int:pk>/session/", saving.session, name="trial_session"),
]
