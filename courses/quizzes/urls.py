"""Addresses that scripts and forms use; nobody reads them, so no language stands in front."""

from django.urls import path

from .views import files, saving

urlpatterns = [
    path("quizzes/session/", saving.session, name="quiz_session"),
    path("quizzes/answers/<int:pk>/", saving.save_question, name="save_question"),
    path("quizzes/files/<int:pk>/", files.download, name="attempt_file"),
]
