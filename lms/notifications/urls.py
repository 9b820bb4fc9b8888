from django.conf import settings
from django.urls import path
from django.utils.module_loading import import_string

from lms.core.providers import PROVIDERS

from . import choosing_views, views

urlpatterns = [
    path("letters/stop/<str:token>/", views.stop, name="stop_letters"),
    path("letters/choices/<str:token>/", choosing_views.choices, name="letter_choices"),
    path("letters/why/<str:token>/", choosing_views.why, name="why_this_letter"),
    path("letters/address-works/", views.address_works, name="address_works"),
    path("mailbox/", views.mailbox, name="mailbox"),
    path("mailbox/<slug:key>/", views.mailbox_letter, name="mailbox_letter"),
    path("mailbox/<slug:key>/html/", views.mailbox_html, name="mailbox_html"),
    path("mailbox/<slug:key>/attachments/<int:place>/", views.mailbox_attachment, name="mailbox_attachment"),
]

if settings.EMAIL_PROVIDER in PROVIDERS and settings.ANYMAIL.get("WEBHOOK_SECRET"):  # without it anybody could say that letters came back
    tracking = import_string(PROVIDERS[settings.EMAIL_PROVIDER].webhook)
    urlpatterns.append(path("letters/came-back/", tracking.as_view(), name="letters_came_back"))
