from django.urls import path

from . import views

urlpatterns = [
    path("letters/stop/<str:token>/", views.stop, name="stop_letters"),
]
