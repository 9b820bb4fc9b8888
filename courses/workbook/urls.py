"""Addresses that scripts and forms use; nobody reads them, so no language stands in front."""

from django.urls import path

from .views import files, saving

urlpatterns = [
    path("workbook/session/", saving.session, name="workbook_session"),
    path("workbook/files/<int:pk>/", files.download, name="entry_file"),
    path("workbook/files/<int:pk>/remove/", files.remove, name="remove_file"),
    path("workbook/<int:enrolment_id>/<int:activity_id>/", saving.save_entry, name="save_entry"),
    path("workbook/<int:enrolment_id>/<int:activity_id>/files/", files.add, name="add_file"),
]
