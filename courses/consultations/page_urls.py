"""Pages of the learner and of the mentor: the language stands in front of them."""

from django.urls import path

from .views import held, learner, offers, visitors, walk_in

DESK = "mentor/consultations/"

urlpatterns = [
    path("consultations/", learner.my_consultations, name="my_consultations"),
    path("consultations/<int:pk>/", learner.consultation, name="consultation"),
    path("consultations/<int:pk>/move/", learner.move_consultation, name="move_consultation"),
    path("consultations/<int:pk>/cancel/", learner.cancel_consultation, name="cancel_consultation"),
    path("consultations/<int:pk>/consultation.ics", learner.consultation_ics, name="consultation_ics"),
    path("consultations/agreed/<int:pk>/", learner.agreed_done, name="agreed_done"),
    path("my/<int:enrolment_id>/times/", learner.find_time, name="find_time"),
    path("my/<int:enrolment_id>/times/book/", learner.book_time, name="book_time"),
    path("my/<int:enrolment_id>/times/ask/", learner.ask_time, name="ask_time"),
    path(DESK, offers.mentor_consultations, name="mentor_consultations"),
    path(DESK + "offer/", offers.offer_time, name="offer_time"),
    path(DESK + "times/<int:pk>/", offers.offered_time_page, name="offered_time"),
    path(DESK + "times/<int:pk>/change/", offers.change_time, name="change_time"),
    path(DESK + "times/<int:pk>/cancel/", offers.cancel_time, name="cancel_time"),
    path(DESK + "times/<int:pk>/book/", offers.book_for, name="book_for"),
    path(DESK + "walk-in/", walk_in.log_walk_in, name="walk_in"),
    path(DESK + "walk-in/people/", walk_in.walk_in_people, name="walk_in_people"),
    path(DESK + "<int:pk>/", held.mentor_consultation, name="mentor_consultation"),
    path(DESK + "<int:pk>/no-show/", held.no_show, name="no_show"),
    path(DESK + "<int:pk>/put-right/", held.put_consultation_right, name="put_right"),
    path(DESK + "<int:pk>/cancel/", held.cancel_for, name="cancel_for"),
    path(DESK + "<int:pk>/time/", held.give_time, name="give_time"),
    path("mentor/visitors/<int:pk>/", visitors.visitor_page, name="visitor"),
    path("mentor/visitors/<int:pk>/tie/", visitors.tie_visitor, name="tie_visitor"),
    path("mentor/visitors/<int:pk>/forget/", visitors.forget, name="forget_visitor"),
]
