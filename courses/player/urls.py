from django.urls import path

from . import views

urlpatterns = [
    path("my/", views.my_learning, name="my_learning"),
    path("my/<int:enrolment_id>/why-not-yet/", views.why_not_yet, name="why_not_yet"),
    path("my/<int:enrolment_id>/lessons/<int:lesson_id>/read/", views.mark_read, name="mark_read"),
    path("my/<int:enrolment_id>/lessons/<int:lesson_id>/position/", views.keep_position, name="keep_position"),
    path("my/<int:enrolment_id>/lessons/<int:lesson_id>/seen/", views.see_changes, name="see_changes"),
]
