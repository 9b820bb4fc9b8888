"""What this app knows of a person, handed over and erased; and the archive of everything that all apps know."""

import json
import shutil
import tempfile
import zipfile
from typing import BinaryIO, cast

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils.text import get_valid_filename
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from lms.core.personal_data import ExportFile, PersonalData, register, registered

from . import kept_forms
from .models import About, KeptForm, User

IN_MEMORY = 5_000_000  # bytes; a larger archive goes to a temporary file


def pack(person: User) -> BinaryIO:
    """A zip of what every app knows: `data.json` for programs, `index.html` for people, files in folders. Rewound to its start."""
    parts = [(data, data.export(person)) for data in registered()]
    archive = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (the answer closes it)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("data.json", as_json({data.key: exported for data, exported in parts}))
        files = [name for data, _exported in parts for name in _pack_files(packed, data, person)]
        page = {"person": person, "at": now(), "files": files, "parts": [(data.label, exported) for data, exported in parts]}
        packed.writestr("index.html", render_to_string("accounts/export/index.html", page))
    archive.seek(0)
    return cast(BinaryIO, archive)


def as_json(exported: dict | list) -> str:
    return json.dumps(exported, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def _pack_files(packed: zipfile.ZipFile, data: PersonalData, person: User) -> list[str]:
    names: list[str] = []
    for file in data.files(person):
        name = _free_name(file, data, names)
        with file.open() as source, packed.open(name, "w") as target:
            shutil.copyfileobj(source, target)
        names.append(name)
    return names


def _free_name(file: ExportFile, data: PersonalData, taken: list[str]) -> str:
    """Below the app's own folder, whatever the file was called; a second one of the same name gets a number."""
    steps = [get_valid_filename(step) for step in file.name.removeprefix(f"{data.key}/").split("/") if step.strip(". ")] or ["file"]
    name = "/".join([data.key, *steps])
    number = 2
    while name in taken:
        name = "/".join([data.key, *steps[:-1], f"{number}-{steps[-1]}"])
        number += 1
    return name


def export_account(person: User) -> dict:
    return {
        "name": person.name,
        "name_on_the_certificate": person.certificate_name,
        "email": person.email,
        "other_addresses": list(EmailAddress.objects.filter(user=person).exclude(email=person.email).values_list("email", flat=True)),
        "language": person.get_language_display(),
        "time_zone": person.time_zone,
        "joined": person.date_joined,
        "last_signed_in": person.last_login,
        "second_factor": Authenticator.objects.filter(user=person).exists(),
        "about": About.objects.filter(person=person).values("sex", "born", "district").first() or {},
        "roles": [
            {"role": role.get_role_display(), "scope": role.get_scope_display(), "since": role.granted_at}
            for role in person.role_assignments.order_by("granted_at")
        ],
    }


def erase_profile_of_the_back_office(person: User) -> None:
    """Wagtail keeps a picture and preferences; everything else of this app goes in `actions.erase_person`."""
    profile = getattr(person, "wagtail_userprofile", None)
    if profile:
        profile.avatar.delete(save=False)
        profile.delete()


def export_kept_forms(person: User) -> list[dict]:
    return [{"sent_to": one.path, "at": one.at, "fields": one.filled_in} for one in kept_forms.opened(person)]


def erase_kept_forms(person: User) -> None:
    KeptForm.objects.of(person).delete()


def register_own() -> None:
    register(PersonalData(key="kept_forms", label=_("Sent, but not saved"), export=export_kept_forms, erase=erase_kept_forms))
    register(
        PersonalData(key="account", label=_("Your account"), export=export_account, erase=erase_profile_of_the_back_office),
    )
