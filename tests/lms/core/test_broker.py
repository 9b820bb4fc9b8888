"""The broker that needs no server."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from queue import Empty

import pytest
from kombu import Connection
from kombu.transport.virtual import BrokerState

from lms.core.broker import Transport


@pytest.fixture
def connect(tmp_path, monkeypatch):
    """Each call is another connection to a broker of this test alone."""
    monkeypatch.setattr(Transport, "global_state", BrokerState())
    for folder in ["queue", "control", "taken"]:
        (tmp_path / folder).mkdir()
    queue = str(tmp_path / "queue")
    options = {"data_folder_in": queue, "data_folder_out": queue, "control_folder": str(tmp_path / "control")}
    options["processed_folder"] = str(tmp_path / "taken")
    return lambda: Connection("filesystem://", transport="lms.core.broker:Transport", transport_options=options)


def take(connection, queue="letters"):
    box = connection.SimpleQueue(queue)
    try:
        message = box.get_nowait()
        message.ack()
        return message.payload
    except Empty:
        return None
    finally:
        box.close()


def put(connection, *payloads, queue="letters"):
    box = connection.SimpleQueue(queue)
    for payload in payloads:
        box.put(payload)
    box.close()


def test_messages_come_in_the_order_in_which_they_were_put_and_only_from_their_queue(connect):
    with connect() as one, connect() as other:
        put(one, "first", "second")
        put(one, "elsewhere", queue="certificates")

        assert [take(other), take(other), take(other)] == ["first", "second", None]


@pytest.mark.parametrize("rubbish", [b"", b'{"body": "half a mess', b"\xff\xfe"])
def test_a_message_that_cannot_be_read_is_set_aside_and_the_next_one_comes(connect, tmp_path, rubbish):
    (tmp_path / "queue" / "00000000000000000001_cut-off.letters.msg").write_bytes(rubbish)

    with connect() as connection:
        put(connection, "whole")

        assert take(connection) == "whole"
    assert [file.read_bytes() for file in (tmp_path / "taken").iterdir()] == [rubbish]


def test_a_message_is_seen_only_when_it_is_whole(connect, tmp_path):
    (tmp_path / "queue" / "00000000000000000001_unfinished.letters.msg.part").write_bytes(b"{")

    with connect() as connection:
        assert take(connection) is None


def test_of_several_takers_each_message_comes_to_one(connect):
    with connect() as connection:
        put(connection, *range(60))

    def take_all(_number):
        with connect() as connection:
            return list(iter(lambda: take(connection), None))

    with ThreadPoolExecutor(4) as takers:
        taken = Counter(payload for payloads in takers.map(take_all, range(4)) for payload in payloads)

    assert taken == Counter(range(60))
