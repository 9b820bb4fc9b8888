"""Migrations run once for each kind of server, not once for each worker: a new test database is a copy of the one they made.

All migrations take the better part of a minute. What was made is kept beside the test databases until any of the code changes;
pytest-django still runs `migrate` on the copy, which finds nothing to do.

    python -m tests.support.made    makes it now, where `make test` has a core to spare"""

import fcntl
import functools
import gc
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ["cms", "courses", "lms"]
ONLY_PAGES = {"views", "forms", "urls", "viewsets", "templatetags", "wagtail_hooks"}  # no migration asks these


def fingerprint() -> str:
    """Of all that a new database depends on. Data migrations ask any of the code but that of pages, so it is all of that."""
    files = [file.relative_to(ROOT) for room in ROOMS for file in (ROOT / room).rglob("*.py")]
    asked = [file for file in sorted(files) if not ONLY_PAGES & set(file.with_suffix("").parts)]
    digest = hashlib.sha256()
    for file in [*asked, Path("requirements/base.txt")]:
        digest.update(str(file).encode() + b"\0" + (ROOT / file).read_bytes() + b"\0")
    return digest.hexdigest()


def remove(database: Path) -> None:
    for rest in ["", "-wal", "-shm"]:
        Path(f"{database}{rest}").unlink(missing_ok=True)


class OnSQLite:
    def __init__(self) -> None:
        self.made = settings.VAR_DIR / "test-made.sqlite3"
        self._of = self.made.with_suffix(".of")

    def clear(self) -> None:
        self._of.unlink(missing_ok=True)
        remove(self.made)

    def is_of(self, code: str) -> bool:
        return self.made.exists() and self._of.exists() and self._of.read_text() == code

    def say_of(self, code: str) -> None:
        self._of.write_text(code)

    def there_is(self, name: Path) -> bool:
        return Path(name).exists()

    def copy(self, name: Path) -> None:
        remove(name)
        shutil.copyfile(self.made, name)


class OnPostgreSQL:
    def __init__(self) -> None:
        self.made = f"{settings.DATABASES['default']['TEST']['NAME'].partition('_gw')[0]}_made"

    def clear(self) -> None:
        self._do(f"DROP DATABASE IF EXISTS {self.made}")

    def is_of(self, code: str) -> bool:
        return self._ask("SELECT 1 FROM pg_database WHERE datname = %s AND shobj_description(oid, 'pg_database') = %s", self.made, code)

    def say_of(self, code: str) -> None:
        self._do(f"COMMENT ON DATABASE {self.made} IS '{code}'")

    def there_is(self, name: str) -> bool:
        return self._ask("SELECT 1 FROM pg_database WHERE datname = %s", name)

    def copy(self, name: str) -> None:
        self._do(f"DROP DATABASE IF EXISTS {name}")
        self._do(f"CREATE DATABASE {name} TEMPLATE {self.made}")

    def _ask(self, question: str, *values: str) -> bool:
        with connection.creation._nodb_cursor() as cursor:
            return bool(cursor.execute(question, values).fetchone())

    def _do(self, command: str) -> None:
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute(command)


def kind() -> OnSQLite | OnPostgreSQL:
    return OnSQLite() if connection.vendor == "sqlite" else OnPostgreSQL()


@contextmanager
def one_at_a_time() -> Iterator[None]:
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.VAR_DIR / f"test-made-{connection.vendor}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def remember_swapped_models() -> None:
    """Migrations ask for every key of every state of every model which setting names the model. Django means to remember the answer of the
    site's own models, but forgets it with each model of a state: a quarter of the time of all migrations went into that."""
    if not hasattr(vars(apps).get("get_swappable_settings_name"), "cache_clear"):
        apps.get_swappable_settings_name = functools.cache(apps.get_swappable_settings_name)


def pytest_configure() -> None:
    remember_swapped_models()  # for the tests that migrate


def make() -> None:
    """In a process of its own, so that nothing of its many states of models stays in a worker."""
    here, code = kind(), fingerprint()
    with one_at_a_time():
        if not here.is_of(code):
            here.clear()
            gc.set_threshold(200_000, 20, 20)  # a fifth of the time went into looking for what nobody uses any more
            remember_swapped_models()
            connection.settings_dict["TEST"]["NAME"] = here.made
            connection.creation.create_test_db(verbosity=0, autoclobber=True)
            connection.close()
            here.say_of(code)


def copy(name: str | Path) -> None:
    here = kind()
    while not here.is_of(fingerprint()):  # asked anew each time: somebody may be writing code while it is made
        environment = {each: value for each, value in os.environ.items() if each != "PYTEST_XDIST_WORKER"}
        subprocess.run([sys.executable, "-m", "tests.support.made"], cwd=ROOT, env=environment, check=True)
    with one_at_a_time():
        here.copy(name)


@pytest.fixture(scope="session")
def django_db_createdb(django_db_createdb, django_db_use_migrations, django_db_modify_db_settings, django_db_blocker):
    """What pytest-django would make, it then finds."""
    if not django_db_use_migrations:
        return django_db_createdb
    with django_db_blocker.unblock():
        name = connection.settings_dict["TEST"]["NAME"]
        if django_db_createdb or not kind().there_is(name):
            copy(name)
    return False


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.test")
    django.setup()
    make()
