from django.urls import re_path

from . import views

SLUG = r"([\w-]+)"

urlpatterns = [
    re_path(rf"^courses/{SLUG}/$", views.learning_page, name="course"),
    re_path(rf"^courses/{SLUG}/{SLUG}/$", views.learning_page, name="module"),
    re_path(rf"^courses/{SLUG}/{SLUG}/{SLUG}/$", views.learning_page, name="lesson"),
]
