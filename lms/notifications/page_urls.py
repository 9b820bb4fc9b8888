from django.urls import path

from . import choosing_views, inbox_views

urlpatterns = [
    path("letters/", inbox_views.inbox, name="inbox"),
    path("letters/seen/", inbox_views.see_all, name="see_all_letters"),
    path("letters/<int:pk>/", inbox_views.open_letter, name="open_letter"),
    path("account/letters/", choosing_views.preferences, name="letter_preferences"),
]
