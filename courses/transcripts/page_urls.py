"""The holder's own pages, with the language in front."""

from django.urls import path

from .views import mine

urlpatterns = [
    path("my/record/", mine.my_record, name="my_record"),
    path("my/record/record.<str:kind>", mine.my_record_file, name="my_record_file"),
    path("my/record/links/", mine.record_links, name="record_links"),
    path("my/record/links/<int:pk>/take-back/", mine.take_back_link, name="take_back_record_link"),
]
