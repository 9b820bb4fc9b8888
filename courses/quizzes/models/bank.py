"""The question bank. A question is an identity; what it says is in its versions, which never change."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Left
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from taggit.managers import TaggableManager
from taggit.models import ItemBase, TagBase
from wagtail.images import get_image_model_string

from courses.catalogue.models import Course
from lms.core.attached import place_of, private_storage
from lms.network.models import Organisation

SEPARATOR = " / "  # between the names in a category's path


class QuestionBank(models.Model):
    """Questions that belong together and to somebody: a course, an organisation, or (neither) the whole site."""

    name = models.CharField(pgettext_lazy("of a thing", "name"), max_length=200, unique=True)
    course = models.ForeignKey(
        Course, null=True, blank=True, on_delete=models.PROTECT, related_name="question_banks", verbose_name=_("course")
    )
    owner = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="question_banks", verbose_name=_("organisation")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("question bank")
        verbose_name_plural = _("question banks")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CategoryQuerySet(models.QuerySet["Category"]):
    def within(self, category: "Category"):
        """The category and those below it."""
        top = f"{category.path}{SEPARATOR}"
        # not startswith, which on SQLite takes "Health" for "health"
        return self.alias(top=Left("path", len(top))).filter(Q(pk=category.pk) | Q(bank=category.bank_id, top=top))


class Category(models.Model):
    """A place in a bank. `path` is the names from the top, joined by " / ": unique, sorted and searched by it."""

    bank = models.ForeignKey(QuestionBank, on_delete=models.CASCADE, related_name="categories", verbose_name=_("question bank"))
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children", verbose_name=_("inside of")
    )
    name = models.CharField(pgettext_lazy("of a thing", "name"), max_length=200)
    path = models.CharField(max_length=1000, editable=False)
    description = models.TextField(_("description"), blank=True)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["bank", "path"]
        constraints = [models.UniqueConstraint(fields=["bank", "path"], name="question_category_path_once")]

    def __str__(self) -> str:
        return self.path


TYPE_LABELS = {
    "multichoice": _("Choice"),
    "truefalse": _("True or false"),
    "match": _("Matching"),
    "ordering": _("Putting in order"),
    "shortanswer": _("Short answer"),
    "numerical": _("Number"),
    "multianswer": _("Text with gaps to fill"),
    "ddwtos": _("Words to drag into a text"),
    "essay": _("Essay"),
    "file": _("File or photo"),
    "description": _("Text without a question"),
    "scale": _("Scale"),
}


class QuestionTag(TagBase):
    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")


class TaggedQuestion(ItemBase):
    tag = models.ForeignKey(QuestionTag, on_delete=models.CASCADE, related_name="tagged_questions")
    content_object = models.ForeignKey("Question", on_delete=models.CASCADE, related_name="tagged_items")

    objects: models.Manager = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="question_tagged_once")]

    def __str__(self) -> str:
        return f"{self.tag_id} → {self.content_object_id}"


class QuestionQuerySet(models.QuerySet["Question"]):
    def live(self):
        """What new attempts may still get."""
        return self.filter(retired_at=None)

    def within(self, category: Category):
        """Those of a category and of the categories below it."""
        return self.filter(category__in=Category.objects.within(category))


class Question(models.Model):
    """`idnumber` is the editor's own name for it, unique in the bank: the course folder and imports find the question by it.
    `version` is the current one; attempts keep theirs."""

    bank = models.ForeignKey(QuestionBank, on_delete=models.CASCADE, related_name="questions")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="questions", verbose_name=_("category"))
    name = models.CharField(
        pgettext_lazy("of a thing", "name"), max_length=255, help_text=_("For editors: lists and searches show it. Learners never see it.")
    )
    type = models.CharField(max_length=16)
    idnumber = models.CharField(_("id"), max_length=200, blank=True)
    version = models.ForeignKey("QuestionVersion", null=True, on_delete=models.PROTECT, related_name="+")
    search_text = models.TextField(default="", editable=False)
    has_problems = models.BooleanField(default=False, editable=False)  # as `engine.problems` finds them in the current version
    translated_from = models.JSONField(default=dict, editable=False)  # language → place → mark of the source text it was translated from
    retired_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    tags = TaggableManager(through=TaggedQuestion, blank=True, verbose_name=_("tags"))
    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["bank", "category__path", "pk"]
        constraints = [models.UniqueConstraint(fields=["bank", "idnumber"], condition=~Q(idnumber=""), name="question_idnumber_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def type_label(self) -> str:
        return str(TYPE_LABELS.get(self.type, self.type))


class QuestionVersion(models.Model):
    """What a question said from some day on. Immutable: every change makes a new one.

    `definition` is `engine.definition.to_json` in `language`; `translations` are texts by language and place
    (`engine.translating`). `slots.wording` gives the definition as one reader meets it."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    definition = models.JSONField()
    translations = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("version of a question")
        verbose_name_plural = _("versions of questions")
        ordering = ["question", "-number"]
        constraints = [models.UniqueConstraint(fields=["question", "number"], name="question_version_number_once")]

    def __str__(self) -> str:
        return f"{self.question_id} @ {self.number}"


class QuestionFile(models.Model):
    """A picture in a question's texts, where they say `@@PLUGINFILE@@/name`."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    image = models.ForeignKey(get_image_model_string(), on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "name"], name="question_file_name_once")]

    def __str__(self) -> str:
        return self.name


def upload_path(upload: "QuestionUpload", name: str) -> str:
    return place_of("question-uploads", "")


class QuestionUploadQuerySet(models.QuerySet["QuestionUpload"]):
    def of(self, person):
        return self.filter(person=person)

    def expired(self):
        return self.filter(created_at__lt=now() - QuestionUpload.KEPT)


class QuestionUpload(models.Model):
    """A file of questions between its dry run and its import. Only who sent it sees it; it is gone after the import, or after a day."""

    KEPT = timedelta(days=1)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="question_uploads")
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    format = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    file = models.FileField(max_length=200, storage=private_storage, upload_to=upload_path)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = QuestionUploadQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
