"""What the searches look in. Made from what is written elsewhere, and never a source: `manage.py rebuild_search` makes it again."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from courses.catalogue.models import Course, Lesson, LessonVersion, Module
from courses.mentorship.models import Rubric
from courses.quizzes.models import Question


class Passage(models.Model):
    """A section of a lesson, or the words of a course, a module or a page of text, in one language.

    `place` is what it belongs to, the same in every language; `source` is the version or revision it was made from. The three columns of
    words hold the same words as title, heading and text, one for one, in their plain form (`words.stem`). What the database's own search
    keeps of them (a table of FTS5, or a column `vector`) follows from these columns by itself: see the migration."""

    place = models.CharField(max_length=32)
    source = models.CharField(max_length=64, db_index=True)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    is_source = models.BooleanField()  # shown in the other languages as long as there is no translation
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    course = models.ForeignKey(Course, null=True, on_delete=models.CASCADE, related_name="+")
    module = models.ForeignKey(Module, null=True, on_delete=models.CASCADE, related_name="+")
    lesson = models.ForeignKey(Lesson, null=True, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField(default=0)
    block_id = models.CharField(max_length=64, blank=True)
    title = models.CharField(max_length=255)
    heading = models.TextField(blank=True)
    text = models.TextField(blank=True)
    title_words = models.TextField(blank=True)
    heading_words = models.TextField(blank=True)
    text_words = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["place", "language"], name="passage_place")]

    def __str__(self) -> str:
        return f"{self.place} {self.language}: {self.heading or self.title}"


class KnownWord(models.Model):
    """A word as it stands somewhere, with its plain form: a question in these words needs no dictionary, and whoever mistyped one finds it
    here. Words that stand nowhere any more stay until the index is made again."""

    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    word = models.CharField(max_length=64)
    stem = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "word"], name="known_word_once")]

    def __str__(self) -> str:
        return self.word


class DraftWord(models.Model):
    """The same for the editors' search: words of drafts, which readers must not be told of."""

    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    word = models.CharField(max_length=64)
    stem = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "word"], name="draft_word_once")]

    def __str__(self) -> str:
        return self.word


class ReferencesField(models.JSONField):
    """What something shows, as `references.shown_by` found it: Wagtail's index of references reads it from here."""

    def extract_references(self, value: Any) -> Iterator[tuple[type[models.Model], str, str, str]]:
        for label, pk, model_path, content_path in value:
            yield apps.get_model(label), pk, model_path, content_path


def _no_reference(key: Any) -> Any:
    """A key that is no use of what it leads to."""
    key.wagtail_reference_index_ignore = True
    return key


class Source(models.Model):
    """Something that editors wrote, as it was read last: the newest draft of a page, a question, a rubric, or an earlier version of a
    lesson (for what it shows only; its words are history). `stamp` and `work` say which state of it was read: see `drafts.stepping`.
    `shows` is what the draft shows and its page, as it is stored, does not."""

    page = _no_reference(models.OneToOneField(Page, null=True, on_delete=models.CASCADE, related_name="+"))
    question = _no_reference(models.OneToOneField(Question, null=True, on_delete=models.CASCADE, related_name="+"))
    rubric = _no_reference(models.OneToOneField(Rubric, null=True, on_delete=models.CASCADE, related_name="+"))
    version = _no_reference(models.OneToOneField(LessonVersion, null=True, on_delete=models.CASCADE, related_name="+"))
    stamp = models.CharField(max_length=120)
    work = models.CharField(max_length=64, blank=True)
    shows = ReferencesField(_("what it shows"), default=list)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")

    def __str__(self) -> str:
        return self.stamp


class Piece(models.Model):
    """The texts of one block, of the fields of a page, of a question or of a rubric, in one language. `kind` is the name of the block,
    empty for fields. `places` are the paths of the texts; `text` has the texts as they were typed, joined by `SEPARATOR`; `exact` the same
    in small letters; `words` their words in the plain form, one for one (of a very long text the first: `words.indexed`). The database's
    own search follows from `words` by itself."""

    SEPARATOR = "\n¶\n"

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="pieces")
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    position = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=64, blank=True, db_index=True)
    places = models.JSONField(default=list)
    text = models.TextField()
    exact = models.TextField()
    words = models.TextField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:60]
