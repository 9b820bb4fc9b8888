"""Pages of the learner: the language stands in front of them."""

from django.urls import path

from .views import answering, assignment, rounds, voice

ASSIGNMENT = "my/<int:enrolment_id>/assignment/<int:activity_id>/"
ROUND = ASSIGNMENT + "round/<int:number>/"

urlpatterns = [
    path(ASSIGNMENT, assignment.assignment, name="assignment"),
    path(ASSIGNMENT + "hand-in/", assignment.hand_in_assignment, name="hand_in_assignment"),
    path(ASSIGNMENT + "take-back/", assignment.take_back, name="take_back"),
    path(ASSIGNMENT + "receipt/<int:number>/", assignment.receipt, name="assignment_receipt"),
    path(ASSIGNMENT + "another-mentor/", voice.ask_for_another_mentor, name="ask_for_another_mentor"),
    path(ROUND, rounds.assignment_round, name="assignment_round"),
    path(ROUND + "comments/<int:pk>/", answering.answer_comment, name="answer_comment"),
    path(ROUND + "rate/", voice.rate_review, name="rate_review"),
    path(ROUND + "appeal/", voice.appeal_review, name="appeal_review"),
    path(ROUND + "report/", voice.report_review, name="report_review"),
]
