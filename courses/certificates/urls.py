"""What paper, letters and files point to: no language in front."""

from django.urls import path

from . import views

urlpatterns = [
    path("verify/", views.find, name="find_certificate"),
    path("verify/<str:number>/", views.verify, name="verify"),
    path("certificates/<str:number>.pdf", views.certificate_pdf, name="certificate_pdf"),
]
