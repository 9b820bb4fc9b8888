"""Addresses in the back office."""

from django.urls import path

from . import views

urlpatterns = [
    path("letter-words/", views.kinds_of_letters, name="kinds_of_letters"),
    path("letter-words/back/<int:pk>/", views.take_back_words, name="take_back_words"),
    path("letter-words/<slug:key>/<slug:language>/", views.letter_words, name="letter_words"),
    path("letter-words/<slug:key>/<slug:language>/preview/", views.preview_letter, name="preview_letter"),
]
