"""How the web process runs in a container. WEB_WORKERS and WEB_THREADS fit it to the machine."""

import os

bind = "0.0.0.0:8000"  # the container's own network; only the proxy's ports are published
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_tmp_dir = "/dev/shm"  # noqa: S108 - memory, so that a slow disk does not look like a dead worker
graceful_timeout = 20
max_requests = 5000
max_requests_jitter = 500
accesslog = "-"
control_socket_disable = True
