"""The mentor's desk: pages that people read, with the language in front."""

from django.urls import path

from .views import comments, desk, receipts, replies, sending, tasks

urlpatterns = [
    path("mentor/", desk.desk, name="desk"),
    path("mentor/tasks/<int:pk>/", tasks.review_task, name="review_task"),
    path("mentor/tasks/<int:pk>/claim/", tasks.claim_task, name="claim_task"),
    path("mentor/tasks/<int:pk>/release/", tasks.release_task, name="release_task"),
    path("mentor/tasks/<int:pk>/escalate/", tasks.escalate_task, name="escalate_task"),
    path("mentor/tasks/<int:pk>/comment/", comments.comment_on, name="comment_on"),
    path("mentor/tasks/<int:pk>/comments/<str:made_id>/remove/", comments.remove_note, name="remove_comment"),
    path("mentor/tasks/<int:pk>/earlier/<int:comment_id>/resolve/", comments.resolve_comment, name="resolve_comment"),
    path("mentor/tasks/<int:pk>/earlier/<int:comment_id>/reopen/", comments.reopen_comment, name="reopen_comment"),
    path("mentor/tasks/<int:pk>/earlier/<int:comment_id>/", comments.comment_replies, name="comment_replies"),
    path("mentor/tasks/<int:pk>/replies/", replies.reply_picker, name="reply_picker"),
    path("mentor/tasks/<int:pk>/replies/keep/", replies.keep_reply, name="keep_reply"),
    path("mentor/tasks/<int:pk>/preview/", sending.preview_review, name="preview_review"),
    path("mentor/tasks/<int:pk>/send/", sending.send_task, name="send_review"),
    path("mentor/receipt/", receipts.find_receipt, name="find_receipt"),
]
