"""What a holder gives to others, and what machines fetch: no language in front."""

from django.urls import path

from .views import shared

urlpatterns = [
    path("record/schema.json", shared.schema, name="record_schema"),
    path("record/<str:token>/", shared.shared_record, name="shared_record"),
    path("record/<str:token>/record.<str:kind>", shared.shared_record_file, name="shared_record_file"),
]
