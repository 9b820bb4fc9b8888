import shutil
from pathlib import Path

import pytest

from courses.certificates.models import private_storage


@pytest.fixture(autouse=True)
def private_files() -> Path:
    """The folder of papers, empty at the beginning of each test."""
    folder = Path(private_storage().path("certificates"))
    shutil.rmtree(folder, ignore_errors=True)
    return folder
