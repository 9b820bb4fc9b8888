"""Addresses that scripts, forms and paper use: no language in front."""

from django.urls import path

from .views import files, hosts, saving

urlpatterns = [
    path("practice/session/", saving.session, name="practice_session"),
    path("practice/files/<int:pk>/", files.download, name="practice_file"),
    path("practice/files/<int:pk>/remove/", files.remove, name="remove_practice_file"),
    path("practice/shown/<int:pk>/", files.shown_file, name="shown_practice_file"),
    path("practice/<int:enrolment_id>/<int:pk>/<str:made_id>/", saving.save_practice_entry, name="save_practice_entry"),
    path("practice/<int:enrolment_id>/<int:pk>/<str:made_id>/files/", files.add, name="add_practice_file"),
    path("practice/sheets/<int:pk>/photo/", files.sheet_photo, name="practice_sheet_photo"),
    path("host/<str:key>/files/<int:pk>/", files.host_file, name="host_file"),
    path("host/<str:key>/", hosts.host_confirmation, name="host_confirmation"),
]
