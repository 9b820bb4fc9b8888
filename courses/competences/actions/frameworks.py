"""Frameworks, their trees and their words."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.timezone import now

from lms.network.models import Organisation

from ..models import Competence, CompetenceWords, Framework, FrameworkWords, Judgement, SelfAssessment
from ..rules import Refusal, Refused
from ..scale import LEVELS
from ..tree import Children, Way, children_of, moved, parent_of
from ..wording import source_hash

Texts = Mapping[str, str]  # title, summary; for competences level_1 … level_5 as well


@transaction.atomic
def add_framework(*, slug: str, language: str, texts: Texts, owner: Organisation | None = None) -> Framework:
    """Raises IntegrityError where the owner has one of this name."""
    framework = Framework.objects.create(slug=slug, language=language, owner=owner)
    write_framework(framework=framework, texts=texts)
    return framework


def write_framework(*, framework: Framework, texts: Texts, language: str = "", is_current: bool = True) -> FrameworkWords:
    """In its own language, or a translation. `is_current`: the translation says what the source says now."""
    return _write(FrameworkWords, {"framework": framework}, framework.language, language, dict(texts), is_current)


@transaction.atomic
def add_competence(*, framework: Framework, texts: Texts, under: Competence | None = None) -> Competence:
    """The last one under `under`, or the last of the framework."""
    _hold(framework)
    if under:
        _may_take(under.pk)
    last = Competence.objects.filter(framework=framework, parent=under).count()
    competence = Competence.objects.create(framework=framework, parent=under, position=last)
    write_competence(competence=competence, texts=texts)
    return competence


def write_competence(*, competence: Competence, texts: Texts, language: str = "", is_current: bool = True) -> CompetenceWords:
    said = {"title": texts.get("title", ""), "summary": texts.get("summary", "")}
    values = {**said, "levels": [texts.get(f"level_{number}", "") for number in LEVELS]}
    return _write(CompetenceWords, {"competence": competence}, competence.framework.language, language, values, is_current)


@transaction.atomic
def _write(model: Any, of: dict[str, Any], own: str, language: str, values: dict[str, Any], is_current: bool) -> Any:
    language = language or own
    if language != own and is_current:
        source = model.objects.filter(**of, language=own).first()
        values["source"] = source_hash(source) if source else ""
    words, _is_new = model.objects.update_or_create(**of, language=language, defaults=values)
    return words


@transaction.atomic
def move_competence(*, competence: Competence, way: Way) -> None:
    """Up, down, in, out. Raises Refused where there is no such move."""
    _hold(competence.framework)
    before = children_of(Competence.objects.filter(framework=competence.framework))
    after = moved(before, competence.pk, way)
    if after is None:
        raise Refused(Refusal.NO_WAY)
    if way == Way.IN:
        _may_take(parent_of(after, competence.pk))
    _keep(before, after)


def _keep(before: Children, after: Children) -> None:
    """Only what moved is written."""
    for parent, ids in after.items():
        if ids != before.get(parent):
            for position, one in enumerate(ids):
                Competence.objects.filter(pk=one).update(parent=parent, position=position)


def _may_take(pk: int | None) -> None:
    """Whoever was judged by a competence was judged by that alone: it does not become a group afterwards."""
    if pk and Competence.objects.filter(pk=pk).exclude(retired_at=None).exists():
        raise Refused(Refusal.RETIRED)
    if SelfAssessment.objects.filter(competence=pk).exists() or Judgement.objects.filter(competence=pk).exists():
        raise Refused(Refusal.HAS_JUDGEMENTS)


@transaction.atomic
def retire_competence(*, competence: Competence) -> None:
    """It and all under it are asked of nobody any more; what was said by them stays readable. A repeat changes nothing."""
    _hold(competence.framework)
    Competence.objects.filter(pk__in=_branch(competence), retired_at=None).update(retired_at=now())


@transaction.atomic
def bring_back_competence(*, competence: Competence) -> None:
    """With what was retired together with it. Raises Refused under one that is retired itself."""
    _hold(competence.framework)
    if competence.parent and competence.parent.retired_at:
        raise Refused(Refusal.PARENT_RETIRED)
    Competence.objects.filter(pk__in=_branch(competence), retired_at=competence.retired_at).update(retired_at=None)


def _branch(competence: Competence) -> list[int]:
    children = children_of(Competence.objects.filter(framework=competence.framework))
    found, waiting = [], [competence.pk]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += children.get(one, [])
    return found


def retire_framework(*, framework: Framework) -> None:
    """Nobody is asked by it any more. A repeat changes nothing."""
    Framework.objects.live().filter(pk=framework.pk).update(retired_at=now())


def bring_back_framework(*, framework: Framework) -> None:
    Framework.objects.filter(pk=framework.pk).update(retired_at=None)


def _hold(framework: Framework) -> None:
    """Two who move at once are one after the other."""
    Framework.objects.select_for_update().get(pk=framework.pk)
