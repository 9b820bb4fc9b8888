"""The holder's own pages, with the language in front."""

from django.urls import path

from . import views

urlpatterns = [
    path("certificates/<str:number>/name/", views.correct_name, name="correct_certificate_name"),
]
