import pytest

from .postoffice import PostOffice, open_post_office
from .site import Site, sending_through


@pytest.fixture
def post_office_and_port():
    with open_post_office() as opened:
        yield opened


@pytest.fixture
def post_office(post_office_and_port) -> PostOffice:
    return post_office_and_port[0]


BROKERS = [
    pytest.param("embedded", marks=pytest.mark.embedded),
    pytest.param("redis", marks=[pytest.mark.redis, pytest.mark.regional]),
]


@pytest.fixture(params=BROKERS)
def site(request, tmp_path, post_office_and_port, transactional_db):
    """The same site on both brokers; nobody has the embedded one beside PostgreSQL, or Redis beside SQLite."""
    broker = request.getfixturevalue("redis_url") if request.param == "redis" else ""
    site = Site(broker=broker, var=tmp_path, smtp_port=post_office_and_port[1])
    with sending_through(site):
        yield site
        site.kill_worker()
