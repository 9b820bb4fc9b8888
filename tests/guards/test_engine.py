"""The quiz engine is pure: nothing of it needs Django, neither directly nor by what it imports."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(path.stem for path in (ROOT / "courses" / "quizzes" / "engine").glob("*.py"))

# `lms/__init__.py` starts Celery, as Celery asks of a Django project, before any module of `lms` can be read. The pure merge of the log
# (`lms.core.log.merge`) is looked at without that.
PROGRAM = """
import importlib, sys, types
if {module!r} == "merging":
    lms = types.ModuleType("lms")
    lms.__path__ = ["lms"]
    sys.modules["lms"] = lms
importlib.import_module("courses.quizzes.engine.{module}")
print(*sorted(name for name in sys.modules if name.partition(".")[0] == "django"))
"""


@pytest.mark.parametrize("module", MODULES)
def test_the_engine_loads_nothing_of_django(module):
    program = PROGRAM.format(module=module)

    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == ""
