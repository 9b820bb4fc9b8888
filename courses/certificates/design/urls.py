"""Addresses of templates in the back office."""

from django.urls import path

from . import views

urlpatterns = [
    path("certificate-templates/", views.templates, name="certificate_templates"),
    path("certificate-templates/add/", views.add, name="certificate_template_add"),
    path("certificate-templates/<int:pk>/", views.template, name="certificate_template"),
    path("certificate-templates/<int:pk>/look/", views.look, name="certificate_template_look"),
    path("certificate-templates/<int:pk>/languages/", views.languages, name="certificate_template_languages"),
    path("certificate-templates/<int:pk>/languages/<slug:code>/", views.language, name="certificate_template_language"),
    path("certificate-templates/<int:pk>/usage/", views.usage, name="certificate_template_usage"),
    path("certificate-templates/<int:pk>/usage/<int:use_pk>/", views.unuse, name="certificate_template_unuse"),
    path("certificate-templates/<int:pk>/copy/", views.copy, name="certificate_template_copy"),
    path("certificate-templates/<int:pk>/delete/", views.delete, name="certificate_template_delete"),
    path("certificate-templates/pictures/<slug:digest>/", views.picture, name="template_picture"),
]
