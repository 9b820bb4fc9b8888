from django.urls import path

from . import views

urlpatterns = [
    path("enrol/<int:cohort_id>/", views.enrol, name="enrol"),
    path("join/", views.join, name="join"),
    path("my/<int:enrolment_id>/leave/", views.leave, name="leave"),
]
