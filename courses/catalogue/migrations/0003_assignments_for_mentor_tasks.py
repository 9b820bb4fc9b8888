"""The block "task for the mentor" became the assignment. Pages, their drafts, what was published of them and what translators have before
them say the same in the new block; what is published gets the rows that learners' work hangs on."""

import hashlib
import json
import uuid

from django.db import migrations
from django.db.models import F, JSONField
from django.db.models.functions import Cast
from wagtail.blocks import StreamValue

from ._mentor_tasks import content_of, with_assignments

BEFORE, AFTER = "0002_catalogues", "0003_assignments_for_mentor_tasks"


def content_hash(title, content):
    canonical = json.dumps({"title": title, "content": content}, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


def convert(apps, schema_editor):
    pages(apps)
    revisions(apps)
    versions(apps)
    translations(apps)


def pages(apps):
    LessonPage = apps.get_model("catalogue", "LessonPage")
    block = LessonPage._meta.get_field("body").stream_block
    rows = LessonPage.objects.annotate(raw=Cast("body", JSONField())).values_list("pk", "locale__language_code", "raw")
    for pk, language, raw in rows:
        body = with_assignments(raw or [], language)
        if body is not None:
            LessonPage.objects.filter(pk=pk).update(body=StreamValue(block, body, is_lazy=True))


def revisions(apps):
    LessonPage, Revision = apps.get_model("catalogue", "LessonPage"), apps.get_model("wagtailcore", "Revision")
    languages = {str(pk): language for pk, language in LessonPage.objects.values_list("pk", "locale__language_code")}
    for revision in Revision.objects.filter(object_id__in=languages, content_type__app_label="catalogue", content_type__model="lessonpage"):
        body = with_assignments(json.loads(revision.content.get("body") or "[]"), languages[revision.object_id])
        if body is not None:
            Revision.objects.filter(pk=revision.pk).update(content={**revision.content, "body": json.dumps(body)})


def versions(apps):
    Course, LessonVersion = apps.get_model("catalogue", "Course"), apps.get_model("catalogue", "LessonVersion")
    published, courses = [], set()
    for version in LessonVersion.objects.select_related("of__course").order_by("pk"):
        body = with_assignments(version.content.get("body") or [], version.language)
        if body is None:
            continue
        content = {**version.content, "body": body}
        LessonVersion.objects.filter(pk=version.pk).update(content=content, content_hash=content_hash(version.title, content))
        courses.add(version.of.course_id)
        if version.is_current and version.of.retired_at is None:
            published.append((version.language != version.of.course.source_language, version, body))
    for is_translation, version, body in sorted(published, key=lambda one: one[0]):
        if not is_translation:
            make_activities(apps, version, body)
        make_wordings(apps, version, body)
    Course.objects.filter(pk__in=courses).update(stamp=F("stamp") + 1)


def make_activities(apps, version, body):
    Activity = apps.get_model("catalogue", "Activity")
    for child in body:
        if child["type"] == "assignment":
            fields = {"kind": "assignment", "is_required": False, "is_private": False, "retired_at": None}
            Activity.objects.update_or_create(lesson=version.of, block_id=child["id"], defaults=fields)
    place = {child["id"]: number for number, child in enumerate(body)}
    live = Activity.objects.filter(lesson=version.of, retired_at=None)
    in_order = sorted(live, key=lambda activity: place.get(activity.block_id, len(body)))
    for position, activity in enumerate(in_order):
        Activity.objects.filter(pk=activity.pk).update(position=position)


def make_wordings(apps, version, body):
    Activity, ActivityVersion = apps.get_model("catalogue", "Activity"), apps.get_model("catalogue", "ActivityVersion")
    values = {child["id"]: child["value"] for child in body if child["type"] == "assignment"}
    for activity in Activity.objects.filter(lesson=version.of, kind="assignment", block_id__in=values, retired_at=None):
        value = values[activity.block_id]
        content = content_of(value)
        digest = content_hash(value["title"], content)
        of = {"of": activity, "language": version.language}
        ActivityVersion.objects.filter(**of, is_current=True).exclude(content_hash=digest).update(is_current=False)
        said = {"title": value["title"], "content": content, "is_current": True}
        ActivityVersion.objects.update_or_create(**of, content_hash=digest, defaults=said)


def translations(apps):
    """wagtail-localize's copy of the source, and the places that its strings are translated in."""
    TranslationSource = apps.get_model("wagtail_localize", "TranslationSource")
    TranslationContext = apps.get_model("wagtail_localize", "TranslationContext")
    ours = TranslationSource.objects.filter(specific_content_type__app_label="catalogue")
    for source in ours.filter(specific_content_type__model="lessonpage").select_related("locale"):
        content = json.loads(source.content_json)
        before = json.loads(content.get("body") or "[]")
        body = with_assignments(before, source.locale.language_code)
        if body is None:
            continue
        TranslationSource.objects.filter(pk=source.pk).update(content_json=json.dumps({**content, "body": json.dumps(body)}))
        for task in [child["id"] for child in before if child["type"] == "mentor_task"]:
            for context in TranslationContext.objects.filter(object_id=source.object_id, path__startswith=f"body.{task}."):
                move_context(context, task)
    ours.filter(schema_version=BEFORE).update(schema_version=AFTER)


def move_context(context, task):
    if context.path == f"body.{task}.text":
        context.path, context.field_path = f"body.{task}.brief", "body.assignment.brief"
    else:
        context.field_path = context.field_path.replace("body.mentor_task", "body.assignment", 1)
    context.path_id = uuid.uuid5(uuid.UUID("fcab004a-2b50-11ea-978f-2e728ce88125"), context.path)  # as wagtail-localize makes it
    context.save(update_fields=["path", "path_id", "field_path"])


class Migration(migrations.Migration):
    dependencies = [("catalogue", BEFORE), ("wagtailcore", "0098_apitoken"), ("wagtail_localize", "0016_rename_page_revision_translationlog_revision")]

    operations = [migrations.RunPython(convert, migrations.RunPython.noop)]
