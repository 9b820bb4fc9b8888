from django.urls import path

from . import views

urlpatterns = [
    path("account/calendar/make/", views.make_calendar_feed, name="make_calendar_feed"),
    path("account/calendar/stop/", views.stop_calendar_feed, name="stop_calendar_feed"),
]
