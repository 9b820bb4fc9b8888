"""The page that verifies a certificate beside the yardstick, on a database of its own: `python -m bench.verifying_alone`."""

import os
import statistics

from .__main__ import VAR, _environment

ROUNDS, REQUESTS = 7, 200


def main() -> None:
    environment = _environment("workbook_verifying")
    os.environ.update(environment)
    import django

    django.setup()
    from . import data, load, verifying
    from .servers import Server
    from .targets import page_of_django, verified

    data.generate()
    verifying.generate(data.learners())
    log = VAR / "server.log"
    with Server("lms.wsgi", environment, log) as site, Server("bench.yardstick.wsgi", environment, log) as yardstick:
        page = page_of_django(yardstick, [data.cookies(one) for one in data.learners()[:20]])
        mine = verified(site, verifying.sessions(20))
        rounds = [(load.measured(mine, REQUESTS), load.measured(page, REQUESTS)) for _ in range(ROUNDS)]
    print(f"{verifying.NAME}: {statistics.median(each for each, _page in rounds):.2f} ms, ", end="")
    print(f"{statistics.median(each / page for each, page in rounds):.2f} × the Django page; SQL: {verifying.queries()}")


if __name__ == "__main__":
    main()
