"""At the addresses that Wagtail has for them, before its own."""

from django.urls import path

from . import views

urlpatterns = [
    path("images/", views.ImageList.as_view()),
    path("images/results/", views.ImageList.as_view(results_only=True)),
    path("images/usage/<int:image_id>/", views.ImageUsage.as_view()),
    path("images/<int:image_id>/delete/", views.ImageDelete.as_view()),
    path("documents/", views.DocumentList.as_view()),
    path("documents/results/", views.DocumentList.as_view(results_only=True)),
    path("documents/usage/<int:document_id>/", views.DocumentUsage.as_view()),
    path("documents/delete/<int:document_id>/", views.DocumentDelete.as_view()),
]
