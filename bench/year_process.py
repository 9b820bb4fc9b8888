"""The process that a year is played through in: tables in memory, a clock of its own."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def prepare() -> None:
    """Settings and tables of this process. Nothing of the site may be imported before."""
    sys.path.insert(0, str(ROOT))
    var = Path(os.environ.get("WORKBOOK_VAR", ROOT / "var")) / "bench"
    var.mkdir(parents=True, exist_ok=True)
    os.environ.update({"DJANGO_SETTINGS_MODULE": "bench.year_settings", "WORKBOOK_VAR": str(var)})
    os.environ.pop("REDIS_URL", None)
    import django

    django.setup()
    from django.apps import apps
    from django.db import connection

    connection.disable_constraint_checking()  # tables of models that name each other
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.managed and not model._meta.proxy:
                editor.create_model(model)
