"""Checks, second reading, publishing: the workflow of every page, in place of Wagtail's own, whose group of moderators this site does not
have. Where that was ever used, or where administrators gave pages another, everything stays: ours is then there to be chosen."""

from django.db import migrations

STEPS = [
    ("proofreading", "ChecksTask", "Checks by the site"),
    ("moderation", "SecondReadingTask", "Second reading"),
    ("moderation", "PublishingTask", "Publishing"),
]
NAME, OF_WAGTAIL = "Second reading and publishing", "Moderators approval"


def set_up(apps, schema_editor):
    Workflow, WorkflowTask = apps.get_model("wagtailcore", "Workflow"), apps.get_model("wagtailcore", "WorkflowTask")
    ContentType = apps.get_model("contenttypes", "ContentType")
    if Workflow.objects.filter(name=NAME).exists():
        return
    workflow = Workflow.objects.create(name=NAME, active=True)
    for number, (app, model, name) in enumerate(STEPS):
        kind, _created = ContentType.objects.get_or_create(app_label=app, model=model.lower())
        task = apps.get_model(app, model).objects.create(name=name, active=True, content_type=kind)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=number)
    take_the_place(apps, workflow)


def take_the_place(apps, workflow):
    Workflow, WorkflowPage = apps.get_model("wagtailcore", "Workflow"), apps.get_model("wagtailcore", "WorkflowPage")
    root = apps.get_model("wagtailcore", "Page").objects.filter(depth=1).first()
    theirs = Workflow.objects.filter(name=OF_WAGTAIL, workflow_states=None).first()
    if theirs:
        WorkflowPage.objects.filter(workflow=theirs).delete()
        Workflow.objects.filter(pk=theirs.pk).update(active=False)
    if root and not WorkflowPage.objects.filter(page=root).exists():
        WorkflowPage.objects.create(page=root, workflow=workflow)


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0001_initial"),
        ("proofreading", "0001_initial"),
        ("pages", "0002_homes"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(set_up, migrations.RunPython.noop)]
