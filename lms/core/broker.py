"""The broker that needs no server: a folder of messages. Kombu's own, mended in two places.

There a message is visible while it is being written: a worker that reads it too early, or finds what a power cut left of it, dies of it.
And it is taken by way of the system's temporary folder, which may be another disk: then two workers can both take it. Here a message
appears whole or not at all, is taken by one rename, and is set aside when it cannot be read.

What a killed worker had taken is lost; tasks are nudges, and a sweep nudges again.
"""

import logging
import os
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import filesystem
from kombu.utils.encoding import bytes_to_str, str_to_bytes
from kombu.utils.json import dumps, loads

logger = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: dict[str, Any], **kwargs: object) -> None:  # type: ignore[override]
        name = f"{time.time_ns():020}_{uuid.uuid4()}.{queue}.msg"
        part = Path(self.data_folder_out, f"{name}.part")
        part.write_bytes(str_to_bytes(dumps(payload)))
        part.replace(Path(self.data_folder_out, name))

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        """Raises Empty."""
        for name in sorted(os.listdir(self.data_folder_in)):
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            taken = Path(self.processed_folder, name)
            try:
                os.rename(Path(self.data_folder_in, name), taken)
            except FileNotFoundError:  # another worker was quicker
                continue
            try:
                return _read(taken)
            except ValueError:
                logger.error("The message %s cannot be read and was set aside.", taken)
        raise Empty


class Transport(filesystem.Transport):
    Channel = Channel


def _read(taken: Path) -> Any:
    payload = loads(bytes_to_str(taken.read_bytes()))
    taken.unlink()
    return payload
