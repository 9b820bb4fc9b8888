from django.urls import path

from . import views

urlpatterns = [path("media/<path:path>", views.media, name="media")]
