from django.urls import path

from . import choosing_views, views

urlpatterns = [
    path("letters/stop/<str:token>/", views.stop, name="stop_letters"),
    path("letters/choices/<str:token>/", choosing_views.choices, name="letter_choices"),
    path("letters/why/<str:token>/", choosing_views.why, name="why_this_letter"),
    path("mailbox/", views.mailbox, name="mailbox"),
    path("mailbox/<slug:key>/", views.mailbox_letter, name="mailbox_letter"),
    path("mailbox/<slug:key>/html/", views.mailbox_html, name="mailbox_html"),
    path("mailbox/<slug:key>/attachments/<int:place>/", views.mailbox_attachment, name="mailbox_attachment"),
]
