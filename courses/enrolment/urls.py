from django.urls import path

from .views import enrolling, invited

urlpatterns = [
    path("enrol/<int:cohort_id>/", enrolling.enrol, name="enrol"),
    path("join/", enrolling.join, name="join"),
    path("invitation/<str:token>/", invited.invitation, name="invitation"),
    path("my/<int:enrolment_id>/leave/", enrolling.leave, name="leave"),
]
