"""Pages with a task for the mentor are about to say it as an assignment (catalogue 0003). Where folder and page agreed before they agree
after: without this, the next import would take the change for an editor's."""

import json

from django.db import migrations
from django.db.models import JSONField
from django.db.models.functions import Cast


def follow(apps, schema_editor):
    FolderFile, LessonPage = apps.get_model("authoring", "FolderFile"), apps.get_model("catalogue", "LessonPage")
    pages = LessonPage.objects.annotate(raw=Cast("body", JSONField())).select_related("latest_revision")
    for page in pages.values("translation_key", "locale__language_code", "live", "title", "summary", "minutes", "raw", "latest_revision__content"):
        content = page["latest_revision__content"] or {**page, "body": page["raw"]}
        body = json.loads(content["body"]) if isinstance(content["body"], str) else content["body"] or []
        if not any(child.get("type") == "mentor_task" for child in body):
            continue
        language = page["locale__language_code"]
        before, after = digests(content, body, page["live"], language)
        agreed = FolderFile.objects.filter(page_key=page["translation_key"], language=language, page_digest=before)
        agreed.update(page_digest=after)


def digests(content, body, is_live, language):
    """Only sites with such pages come here: what the code of this release calls a digest is what they have."""
    from courses.authoring.folder.document import Block
    from courses.authoring.states import BY_ROW, State
    from courses.authoring.stream import clean_text, from_raw
    from courses.catalogue.migrations._mentor_tasks import assignment_of

    fields = {"summary": clean_text(content["summary"]), "minutes": content["minutes"]}
    before, after = [], []
    for child in body:
        if child["type"] == "mentor_task":
            (made,) = from_raw([assignment_of(child, language)], BY_ROW)
            task = child["value"]
            title = " ".join(str(task.get("title") or "").split("\n"))
            before.append(Block("mentor_task", {"title": title, "text": clean_text(task.get("text")), "exercises": made.value["exercises"]}, child["id"]))
            after.append(made)
        else:
            same = from_raw([child], BY_ROW)
            before += same
            after += same
    return tuple(State(content["title"], fields, blocks, is_live).digest() for blocks in (before, after))


class Migration(migrations.Migration):
    dependencies = [("authoring", "0001_initial"), ("catalogue", "0002_catalogues"), ("wagtailcore", "0098_apitoken")]
    run_before = [("catalogue", "0003_assignments_for_mentor_tasks")]

    operations = [migrations.RunPython(follow, migrations.RunPython.noop)]
