"""The mentor's desk: pages that people read, with the language in front."""

from django.urls import path

from .views import answered, availability, comments, desk, figures, learners, library, receipts, replies, sending, tasks

urlpatterns = [
    path("mentor/", desk.desk, name="desk"),
    path("mentor/next/", desk.take_next, name="take_next"),
    path("mentor/back/", desk.desk_again, name="desk_again"),
    path("mentor/answered/", answered.desk_answered, name="desk_answered"),
    path("mentor/learners/<int:pk>/", learners.mentor_learner, name="mentor_learner"),
    path("mentor/replies/", library.mentor_replies, name="mentor_replies"),
    path("mentor/replies/new/", library.add_reply, name="add_reply"),
    path("mentor/replies/<int:pk>/", library.change_reply, name="change_reply"),
    path("mentor/replies/<int:pk>/remove/", library.remove_reply, name="remove_reply"),
    path("mentor/availability/", availability.availability, name="mentor_availability"),
    path("mentor/availability/not-this-week/", availability.not_this_week, name="not_this_week"),
    path("mentor/availability/back/", availability.back_again, name="back_again"),
    path("mentor/availability/hand-over/", availability.hand_over, name="hand_over_queue"),
    path("mentor/availability/hand-over/<int:pk>/undo/", availability.undo, name="undo_hand_over"),
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
    path("mentor/figures/", figures.mentor_figures, name="mentor_figures"),
    path("mentor/figures/figures.<str:kind>", figures.mentor_figures_file, name="mentor_figures_file"),
    path("mentor/figures/<slug:name>/", figures.mentor_figure, name="mentor_figure"),
    path("mentor/figures/<slug:name>/rows.<str:kind>", figures.mentor_figure_file, name="mentor_figure_file"),
]
