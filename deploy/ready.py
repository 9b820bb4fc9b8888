"""Exit 0 when the web process of this container is ready. Docker asks."""

import os
import sys
import urllib.error
import urllib.request
from urllib.parse import urlsplit

headers = {"Host": urlsplit(os.environ["BASE_URL"]).netloc, "X-Forwarded-Proto": "https"}
try:
    with urllib.request.urlopen(urllib.request.Request("http://127.0.0.1:8000/healthz", headers=headers), timeout=5) as answer:
        sys.exit(answer.status != 200)
except urllib.error.URLError as error:
    sys.exit(f"not ready: {error}")
