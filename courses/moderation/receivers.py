"""Workflows, their steps and their history are Wagtail's rows; we hear when one is read and before one is saved."""

from typing import Any

from django.db.models.signals import post_init, pre_save
from wagtail.models import PageLogEntry, Task, Workflow

from courses.proofreading.models import ChecksTask

from .models import PublishingTask, SecondReadingTask
from .names import keep, say_history_in_readers_language, say_in_readers_language


def hear_reading(*, instance: Any, **kwargs: Any) -> None:
    say_in_readers_language(instance)


def hear_saving(*, instance: Any, **kwargs: Any) -> None:
    keep(instance)


def hear_history(*, instance: Any, **kwargs: Any) -> None:
    say_history_in_readers_language(instance)


def connect() -> None:
    post_init.connect(hear_history, sender=PageLogEntry, dispatch_uid="moderation.said.history")
    for sender in (Workflow, Task, ChecksTask, SecondReadingTask, PublishingTask):
        post_init.connect(hear_reading, sender=sender, dispatch_uid=f"moderation.said.{sender.__name__}")
        pre_save.connect(hear_saving, sender=sender, dispatch_uid=f"moderation.kept.{sender.__name__}")
