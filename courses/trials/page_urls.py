"""Pages of trial reviews at the mentor's desk: the language stands in front of them."""

from django.urls import path

from .views import trials

urlpatterns = [
    path("mentor/trials/", trials.mentor_trials, name="mentor_trials"),
    path("mentor/trials/examples/<int:pk>/begin/", trials.begin, name="begin_trial"),
    path("mentor/trials/<int:pk>/", trials.trial_review, name="trial_review"),
    path("mentor/trials/<int:pk>/comment/", trials.comment_on, name="trial_comment_on"),
    path("mentor/trials/<int:pk>/comments/<str:made_id>/remove/", trials.remove_note, name="trial_remove_comment"),
    path("mentor/trials/<int:pk>/preview/", trials.preview, name="trial_preview"),
    path("mentor/trials/<int:pk>/send/", trials.send, name="trial_send"),
]
