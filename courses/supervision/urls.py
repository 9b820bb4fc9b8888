"""Addresses that scripts and forms use; nobody reads them, so no language stands in front."""

from django.urls import path

from .views import saving

urlpatterns = [
    path("supervision/sample/<int:pk>/", saving.save_second, name="save_second"),
    path("supervision/sample/<int:pk>/session/", saving.second_session, name="second_session"),
    path("supervision/letters/<int:pk>/<int:number>/", saving.save_message, name="save_message"),
    path("supervision/letters/<int:pk>/<int:number>/session/", saving.message_session, name="message_session"),
]
