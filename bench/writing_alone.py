"""`python -m bench.writing_alone`: what an editor's work costs, on a database of its own with ten learners."""

import os

if __name__ == "__main__":
    from .__main__ import _environment

    os.environ.update(_environment("workbook_bench_writing"))

    import django

    django.setup()
    from .writing import alone

    alone()
