import shutil
from pathlib import Path

import pytest
from django.conf import settings

from courses.certificates.models import private_storage


@pytest.fixture(autouse=True)
def private_files() -> Path:
    """The folder of papers, empty at the beginning of each test, as is the folder of keys."""
    folder = Path(private_storage().path("certificates"))
    for each in (folder, settings.BADGE_KEYS):
        shutil.rmtree(each, ignore_errors=True)
    return folder
