"""Pages that people read: the language stands in front of them."""

from django.urls import path

from .views import history, printed

urlpatterns = [
    path("my/<int:enrolment_id>/workbook/", printed.workbook, name="workbook"),
    path("my/<int:enrolment_id>/workbook/<int:activity_id>/", history.entry_history, name="entry_history"),
    path("my/<int:enrolment_id>/workbook/<int:activity_id>/restore/", history.restore, name="restore_revision"),
    path("my/signed-in/", printed.signed_in, name="signed_in"),
]
