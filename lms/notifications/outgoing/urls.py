from django.urls import path

from . import views

urlpatterns = [
    path("outgoing-letters/", views.outgoing, name="outgoing_letters"),
    path("outgoing-letters/pause/", views.PauseView.as_view(), name="pause_letters"),
    path("outgoing-letters/go-on/", views.GoOnView.as_view(), name="let_letters_go"),
    path("outgoing-letters/rate/", views.RateView.as_view(), name="rate_of_letters"),
    path("outgoing-letters/again/", views.AgainView.as_view(), name="try_letters_again"),
]
