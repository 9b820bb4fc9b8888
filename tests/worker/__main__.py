"""`python -m tests.worker NAME`: the worker of `celery --app lms worker`, without waiting for the command line's own imports."""

import sys

from lms.celery import app

app.Worker(hostname=sys.argv[1], concurrency=3, loglevel="INFO", without_gossip=True, without_mingle=True, without_heartbeat=True).start()
