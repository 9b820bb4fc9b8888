"""The quiz as an editor puts it into a lesson. Times are minutes and parts are per cent here, seconds and fractions in the definition."""

from collections import Counter
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.blocks.previews import Preview
from cms.blocks.text import LineBlock, MarkdownBlock, SameInEveryLanguage

from .choosers import CategoryChooserBlock, QuestionChooserBlock
from .engine.state import Behaviour
from .models import Question
from .quiz_definition import DEFAULT_REVIEW, Grading, Moment, Navigation, Shown, WhenTimeIsUp

MARK_HELP = gettext_lazy("Leave empty for the question's own.")

BEHAVIOURS = [
    (Behaviour.DEFERRED_FEEDBACK.value, gettext_lazy("At the end of the attempt")),
    (Behaviour.IMMEDIATE_FEEDBACK.value, gettext_lazy("After each question, one try")),
    (Behaviour.INTERACTIVE.value, gettext_lazy("After each question, several tries with hints")),
    (Behaviour.DEFERRED_CBM.value, gettext_lazy("At the end; the learner says how certain they are")),
]
GRADINGS = [
    (Grading.HIGHEST.value, gettext_lazy("The best attempt")),
    (Grading.LAST.value, gettext_lazy("The last attempt")),
    (Grading.FIRST.value, gettext_lazy("The first attempt")),
    (Grading.AVERAGE.value, gettext_lazy("The average of all attempts")),
]
ENDS = [
    (WhenTimeIsUp.SUBMIT.value, gettext_lazy("What is there is handed in by itself")),
    (WhenTimeIsUp.OVERDUE.value, gettext_lazy("No more answers, but it may still be handed in for a while")),
    (WhenTimeIsUp.ABANDON.value, gettext_lazy("What was not handed in by then does not count")),
]
NAVIGATIONS = [
    (Navigation.FREE.value, gettext_lazy("In any order, back and forth")),
    (Navigation.SEQUENTIAL.value, gettext_lazy("One after the other: a page that was left does not come back")),
]
SHOWN = [
    (Shown.ANSWERS.value, gettext_lazy("Their own answers")),
    (Shown.CORRECTNESS.value, gettext_lazy("Right or wrong")),
    (Shown.MARKS.value, gettext_lazy("Marks")),
    (Shown.SPECIFIC_FEEDBACK.value, gettext_lazy("What is said about their answer")),
    (Shown.GENERAL_FEEDBACK.value, gettext_lazy("What is said to everybody")),
    (Shown.RIGHT_ANSWER.value, gettext_lazy("The right answer")),
]


class PlacedQuestionBlock(blocks.StructBlock):
    question = QuestionChooserBlock(label=gettext_lazy("Question"))
    mark = blocks.FloatBlock(label=gettext_lazy("Marks"), required=False, min_value=0, help_text=MARK_HELP)
    page_break = blocks.BooleanBlock(
        label=gettext_lazy("Begin a new page here"),
        required=False,
        help_text=gettext_lazy("Only where a page holds several questions, and only if they are not mixed."),
    )

    class Meta:
        icon = "help"
        label = gettext_lazy("Question")
        label_format = "{question}"


class DrawBlock(blocks.StructBlock):
    category = CategoryChooserBlock(
        label=gettext_lazy("Category"), help_text=gettext_lazy("With the categories below it. Retired questions are not drawn.")
    )
    count = blocks.IntegerBlock(label=gettext_lazy("How many questions"), default=1, min_value=1, max_value=100)
    tags = LineBlock(
        label=gettext_lazy("Tags"),
        required=False,
        help_text=gettext_lazy("Separated by commas. Only questions that carry all of them are drawn; leave empty to draw from all."),
    )
    mark = blocks.FloatBlock(label=gettext_lazy("Marks for each"), required=False, min_value=0, help_text=MARK_HELP)

    class Meta:
        icon = "rotate"
        label = gettext_lazy("Questions drawn at random")
        label_format = "{count} × {category}"

    def clean(self, value: Any) -> Any:
        """A draft may wait for questions that are still to be written; what is published may not."""
        value = super().clean(value)
        if not self.is_deferred_validation and (words := shortage(value)):
            raise StructBlockValidationError({"count": ValidationError(words)})
        return value


def shortage(drawn: Any) -> str:
    """What a draw lacks, in words; "" where there is enough, or nothing is chosen yet."""
    if not drawn["category"] or not drawn["count"]:
        return ""
    there = Question.objects.live().filter(version__isnull=False).within(drawn["category"])
    for tag in tags_in(drawn["tags"]):
        there = there.filter(tags__name=tag)
    if (found := there.count()) >= drawn["count"]:
        return ""
    words = ngettext("There is only %(count)d question to draw from.", "There are only %(count)d questions to draw from.", found)
    return words % {"count": found}


class QuestionsBlock(SameInEveryLanguage, blocks.StreamBlock):
    question = PlacedQuestionBlock()
    draw = DrawBlock()

    class Meta:
        label = gettext_lazy("Questions")
        help_text = gettext_lazy("Learners meet them in this order. Who has begun an attempt keeps the questions it began with.")
        required = False

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if not value and not self.is_deferred_validation:
            raise StreamBlockValidationError(non_block_errors=[_("A quiz needs at least one question.")])
        chosen = {place: child.value["question"] for place, child in enumerate(value) if child.block_type == "question"}
        placed = Counter(question.pk for question in chosen.values() if question)
        twice = {
            place: ValidationError(_("This question is already in the quiz."))
            for place, question in chosen.items()
            if question and placed[question.pk] > 1
        }
        if twice:
            raise StreamBlockValidationError(block_errors=twice)
        return value


class MomentBlock(blocks.MultipleChoiceBlock):
    """What is shown at one moment: a cell of the table."""

    def __init__(self, moment: str, **kwargs: Any):
        default = [what.value for what in Shown if what in DEFAULT_REVIEW[Moment(moment)]]
        super().__init__(choices=SHOWN, default=default, required=False, widget=forms.CheckboxSelectMultiple(), **kwargs)


class ReviewBlock(blocks.StructBlock):
    during = MomentBlock(Moment.DURING.value, label=gettext_lazy("During the attempt, once an answer is checked"))
    just_after = MomentBlock(Moment.JUST_AFTER.value, label=gettext_lazy("In the two minutes after"))
    while_open = MomentBlock(Moment.WHILE_OPEN.value, label=gettext_lazy("Later, while the quiz is open"))
    after_close = MomentBlock(Moment.AFTER_CLOSE.value, label=gettext_lazy("After it has closed"))

    class Meta:
        icon = "view"
        label = gettext_lazy("What learners see of their attempt")
        form_template = "quizzes/admin/review_block.html"


class SettingsBlock(blocks.StructBlock):
    behaviour = blocks.ChoiceBlock(
        label=gettext_lazy("Feedback"),
        choices=BEHAVIOURS,
        default=Behaviour.DEFERRED_FEEDBACK.value,
        help_text=gettext_lazy("With several tries each further one costs the penalty of the question."),
    )
    attempts_allowed = blocks.IntegerBlock(
        label=gettext_lazy("Attempts"),
        default=0,
        min_value=0,
        max_value=100,
        help_text=gettext_lazy("0 is any number. Beyond it learners may practise: with feedback, without marks."),
    )
    wait_minutes = blocks.IntegerBlock(
        label=gettext_lazy("Minutes between two attempts"), default=0, min_value=0, help_text=gettext_lazy("0 is no wait.")
    )
    grading = blocks.ChoiceBlock(
        label=gettext_lazy("What counts"),
        choices=GRADINGS,
        default=Grading.HIGHEST.value,
        help_text=gettext_lazy("Of several attempts. Who has completed the quiz keeps that, whatever comes later."),
    )
    pass_percent = blocks.FloatBlock(
        label=gettext_lazy("Per cent needed to complete it"),
        default=0,
        min_value=0,
        help_text=gettext_lazy("0 asks for nothing but handing it in. Answers that a person grades complete it only when they are graded."),
    )
    time_limit_minutes = blocks.IntegerBlock(
        label=gettext_lazy("Time limit in minutes"),
        default=0,
        min_value=0,
        max_value=60 * 24 * 7,
        help_text=gettext_lazy("0 is none. It runs on when the page is left. Coordinators can give a learner more."),
    )
    when_time_is_up = blocks.ChoiceBlock(
        label=gettext_lazy("When the time is up"),
        choices=ENDS,
        default=WhenTimeIsUp.SUBMIT.value,
        help_text=gettext_lazy("At the end of the time limit and when the quiz closes, whichever comes first."),
    )
    overdue_minutes = blocks.IntegerBlock(
        label=gettext_lazy("Minutes to hand it in after that"),
        default=0,
        min_value=0,
        help_text=gettext_lazy("Only where it may still be handed in for a while. What is not handed in by then does not count."),
    )
    questions_per_page = blocks.IntegerBlock(
        label=gettext_lazy("Questions on a page"),
        default=1,
        min_value=0,
        max_value=100,
        help_text=gettext_lazy("0 puts all on one page. One reads best on a phone."),
    )
    navigation = blocks.ChoiceBlock(label=gettext_lazy("Order of answering"), choices=NAVIGATIONS, default=Navigation.FREE.value)
    shuffle_questions = blocks.BooleanBlock(
        label=gettext_lazy("Mix the questions"),
        required=False,
        help_text=gettext_lazy("Each attempt has its own order. Texts between questions keep their places."),
    )
    shuffle_within_questions = blocks.BooleanBlock(
        label=gettext_lazy("Mix the choices within questions"),
        required=False,
        default=True,
        help_text=gettext_lazy("Only in questions that allow it themselves."),
    )

    class Meta:
        icon = "cog"
        label = gettext_lazy("How it runs")
        collapsed = True
        label_format = ""

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        errors = {}
        if value["pass_percent"] > 100:
            errors["pass_percent"] = ValidationError(_("Nobody can reach more than 100 per cent."))
        is_overdue = value["when_time_is_up"] == WhenTimeIsUp.OVERDUE.value
        if is_overdue and not value["overdue_minutes"]:
            errors["overdue_minutes"] = ValidationError(_("Say for how many minutes it may still be handed in."))
        if value["overdue_minutes"] and not is_overdue:
            errors["overdue_minutes"] = ValidationError(_("These minutes are given only where it may still be handed in for a while."))
        if value["wait_minutes"] and value["attempts_allowed"] == 1:
            errors["wait_minutes"] = ValidationError(_("There is nothing to wait for when there is one attempt."))
        if errors:
            raise StructBlockValidationError(errors)
        return value


class QuizBlock(blocks.StructBlock):
    """In a lesson the learner's own card stands in the place of this block: its template is for previews.

    The raw JSON, as a lesson's body stores it and imports write it; every key but `title` may be missing and has its default then:

        {"title": "Check yourself", "introduction": "Markdown", "is_required": true,
         "questions": [
            {"type": "question", "id": "…", "value": {"question": 17, "mark": null, "page_break": false}},
            {"type": "draw", "id": "…", "value": {"category": 4, "count": 3, "tags": "final, people", "mark": null}}],
         "settings": {"behaviour": "deferredfeedback", "attempts_allowed": 0, "wait_minutes": 0, "grading": "highest", "pass_percent": 0,
            "time_limit_minutes": 0, "when_time_is_up": "autosubmit", "overdue_minutes": 0, "questions_per_page": 1, "navigation": "free",
            "shuffle_questions": false, "shuffle_within_questions": true},
         "review": {"during": ["answers", "correctness", …], "just_after": […], "while_open": […], "after_close": […]}}

    `question` and `category` are rows' ids. Words for choices are the values of `quiz_definition`'s enums."""

    title = blocks.CharBlock(label=gettext_lazy("Title"), max_length=200, help_text=gettext_lazy("It stands in lists and in letters."))
    introduction = MarkdownBlock(
        label=gettext_lazy("Introduction"), required=False, help_text=gettext_lazy("Learners read it before they begin.")
    )
    questions = QuestionsBlock()
    is_required = blocks.BooleanBlock(
        label=gettext_lazy("Needed to finish the course"),
        required=False,
        default=True,
        help_text=gettext_lazy("Who has completed the course already keeps that."),
    )
    settings = SettingsBlock()
    review = ReviewBlock(collapsed=True, label_format="")

    class Meta:
        icon = "help"
        group = gettext_lazy("Exercises")
        label = gettext_lazy("Quiz")
        label_format = "{title}"
        description = gettext_lazy("Questions from a question bank, with feedback and, if you like, marks.")
        template = "quizzes/quiz_block.html"
        preview_value = Preview(
            {
                "title": gettext_lazy("Check yourself"),
                "introduction": gettext_lazy("Eight questions about **whom you help**. As often as you like."),
                "is_required": True,
            }
        )

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        from .card import preview_html  # what learners see of a block is made elsewhere, and knows blocks

        context = super().get_context(value, parent_context)
        context["card_html"] = preview_html(value)
        return context


def tags_in(text: str | None) -> tuple[str, ...]:
    return tuple(tag for tag in (one.strip() for one in (text or "").split(",")) if tag)
