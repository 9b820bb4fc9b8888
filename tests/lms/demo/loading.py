"""The demo, loaded once for a whole module: by itself it takes longer than all that is asked of it."""

from contextlib import contextmanager

from django.core.management import call_command
from django.db import transaction


@contextmanager
def loaded_once(blocker, *options: str):
    """Every test takes back its own changes, as always; in the end the demo goes as well."""
    with blocker.unblock(), transaction.atomic():
        call_command("load_demo", "--yes", *options, verbosity=0)
        yield
        transaction.set_rollback(True)
