"""Pages that people read: the language stands in front of them."""

from django.urls import path

from .views import attempt, quiz, review

urlpatterns = [
    path("my/<int:enrolment_id>/quiz/<int:quiz_id>/", quiz.quiz_page, name="quiz"),
    path("my/<int:enrolment_id>/quiz/<int:quiz_id>/start/", quiz.start, name="start_attempt"),
    path("my/attempt/<int:pk>/", attempt.go_on, name="attempt"),
    path("my/attempt/<int:pk>/page/<int:number>/", attempt.page, name="attempt_page"),
    path("my/attempt/<int:pk>/summary/", attempt.summary, name="attempt_summary"),
    path("my/attempt/<int:pk>/hand-in/", attempt.hand_in, name="hand_in"),
    path("my/attempt/<int:pk>/review/", review.review, name="attempt_review"),
]
