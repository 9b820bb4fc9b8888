"""Addresses that scripts and forms use, and files; nobody reads them, so no language stands in front."""

from django.urls import path

from .views import files, own_files, own_text, saving

urlpatterns = [
    path("mentorship/tasks/<int:pk>/review/", saving.save_review, name="save_review"),
    path("mentorship/tasks/<int:pk>/comments/<str:made_id>/", saving.save_comment, name="save_comment"),
    path("mentorship/tasks/<int:pk>/hold/", saving.hold_task, name="hold_task"),
    path("mentorship/tasks/<int:pk>/session/", saving.review_session, name="review_session"),
    path("mentorship/tasks/<int:pk>/files/<int:file_id>/", files.handed_in_file, name="handed_in_file"),
    path("mentorship/tasks/<int:pk>/answers/<int:file_id>/", files.answer_file, name="answer_file"),
    path("mentorship/session/", own_text.session, name="submission_session"),
    path("mentorship/files/<int:pk>/", own_files.download, name="submission_file"),
    path("mentorship/files/<int:pk>/remove/", own_files.remove, name="remove_submission_file"),
    path("mentorship/submissions/<int:enrolment_id>/<int:activity_id>/", own_text.save_submission, name="save_submission"),
    path("mentorship/submissions/<int:enrolment_id>/<int:activity_id>/files/", own_files.add, name="add_submission_file"),
]
