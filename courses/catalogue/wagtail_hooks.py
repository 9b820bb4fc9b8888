from django.urls import path
from wagtail import hooks

from . import views


@hooks.register("register_admin_urls")
def courses_url():
    return [path("courses/pages/", views.explore_courses, name="explore_courses")]
