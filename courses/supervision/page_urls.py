"""Pages that people read, with the language in front."""

from django.urls import path

from .views import agreement, hard_cases, letters, reading, sample

SAMPLED = "mentor/supervision/sample/<int:pk>/"
LETTERS = "mentor/letters/"

urlpatterns = [
    path("mentor/supervision/", sample.supervision_sample, name="supervision_sample"),
    path("mentor/supervision/draw/", sample.draw_now, name="draw_sample"),
    path(SAMPLED, sample.sampled_review, name="sampled_review"),
    path(SAMPLED + "take/", sample.take_sampled, name="take_sampled"),
    path(SAMPLED + "give-back/", sample.give_sampled_back, name="give_sampled_back"),
    path(SAMPLED + "look/", sample.look_at_sampled, name="look_at_sampled"),
    path(SAMPLED + "check/", reading.check_second, name="check_second"),
    path(SAMPLED + "talk-over/", sample.talk_sampled_over, name="talk_sampled_over"),
    path(SAMPLED + "letters/", letters.supervision_letters_about, name="supervision_letters_about"),
    path("mentor/supervision/agreement/", agreement.supervision_agreement, name="supervision_agreement"),
    path("mentor/supervision/agreement/pairs/", agreement.supervision_pairs, name="supervision_pairs"),
    path("mentor/supervision/appeals/", hard_cases.supervision_hard_cases, name="supervision_hard_cases"),
    path("mentor/supervision/conversations/", letters.known_conversations, name="known_conversations"),
    path(LETTERS, letters.supervision_letters, name="supervision_letters"),
    path(LETTERS + "with/<int:person_id>/", letters.begin_letters, name="begin_letters"),
    path(LETTERS + "<int:pk>/", letters.supervision_conversation, name="supervision_conversation"),
    path(LETTERS + "<int:pk>/send/<int:number_>/", letters.send_letter, name="send_letter"),
    path(LETTERS + "<int:pk>/take-back/<int:message_id>/", letters.take_letter_back, name="take_letter_back"),
]
