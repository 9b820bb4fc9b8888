import pytest


@pytest.fixture(autouse=True)
def private_files(settings, tmp_path):
    """A folder of its own for the papers of each test."""
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": tmp_path, "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "private": private}
    return tmp_path
