from django.urls import path

from . import views

urlpatterns = [
    path("media/<path:path>", views.media, name="media"),
    path("documents/<int:document_id>/<path:filename>", views.document, name="document"),  # before Wagtail's
]
