"""What the search looks in. Made from what is published, and never a source: `manage.py rebuild_search` makes it again."""

from django.conf import settings
from django.db import models
from wagtail.models import Page

from courses.catalogue.models import Course, Lesson, Module


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
