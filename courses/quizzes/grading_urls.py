"""Pages of those who grade."""

from django.urls import path

from .views import grading

urlpatterns = [
    path("grading/", grading.grading, name="grading"),
    path("grading/files/<int:pk>/", grading.answer_file, name="answer_file"),
    path("grading/<int:pk>/", grading.grade_answer, name="grade_answer"),
    path("grading/<int:pk>/claim/", grading.claim_answer, name="claim_answer"),
    path("grading/<int:pk>/draft/", grading.draft, name="grade_draft"),
]
