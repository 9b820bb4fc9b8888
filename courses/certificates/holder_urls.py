"""The holder's own pages, with the language in front."""

from django.urls import path

from .views import holder

urlpatterns = [
    path("certificates/<str:number>/name/", holder.correct_name, name="correct_certificate_name"),
    path("certificates/<str:number>/shown/", holder.what_strangers_see, name="certificate_shown"),
    path("certificates/<str:number>/send/", holder.send_me_again, name="send_certificate_again"),
]
