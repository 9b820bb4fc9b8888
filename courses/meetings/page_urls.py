"""Pages of mentors, of those who keep meetings, and of invited learners: the language stands in front of them."""

from django.urls import path

from .views import agenda, attendance, entries, minutes, offers, places

DESK = "mentor/meetings/"
ONE = DESK + "<int:pk>/"
CASE = DESK + "cases/<int:pk>/"

urlpatterns = [
    path(DESK, offers.mentor_meetings, name="mentor_meetings"),
    path(DESK + "offer/", offers.offer_meeting, name="offer_meeting"),
    path(ONE, offers.meeting, name="meeting"),
    path(ONE + "change/", offers.change, name="change_meeting"),
    path(ONE + "cancel/", offers.cancel, name="cancel_meeting"),
    path(ONE + "book/", places.book_meeting, name="book_meeting"),
    path(ONE + "leave/", places.leave_meeting, name="leave_meeting"),
    path(ONE + "move/", places.move_place, name="move_place"),
    path(ONE + "meeting.ics", places.meeting_ics, name="meeting_ics"),
    path(ONE + "invite/", places.invite_learners, name="invite_learners"),
    path(ONE + "attendance/", attendance.attendance, name="meeting_attendance"),
    path(ONE + "cases/add/", agenda.add_case, name="add_case"),
    path(ONE + "cases/order/", agenda.order, name="order_case"),
    path(ONE + "minutes/", minutes.minutes, name="meeting_minutes"),
    path(ONE + "minutes/close/", minutes.close, name="close_minutes"),
    path(ONE + "entries/", entries.meeting_entries, name="meeting_entries"),
    path(CASE, agenda.change, name="change_case"),
    path(CASE + "remove/", agenda.remove, name="remove_case"),
    path(CASE + "carry/", agenda.carry, name="carry_case"),
    path(DESK + "places/<int:pk>/cancel/", places.cancel_place, name="cancel_place"),
    path(DESK + "agreed/<int:pk>/take-back/", minutes.take_step_back, name="take_step_back"),
    path(DESK + "agreed/<int:pk>/done/", minutes.step_done, name="step_done"),
    path("meetings/<int:pk>/", places.invited_meeting, name="invited_meeting"),
    path("meetings/<int:pk>/cancel/", places.leave_invited, name="leave_invited"),
    path("meetings/<int:pk>/meeting.ics", places.invited_ics, name="invited_ics"),
]
