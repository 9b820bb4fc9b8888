"""Why a test cannot run here, in words that the summary shows."""

import pytest

PREFIX = "Left out: "
MAY_BE_ABSENT = PREFIX + "no folder ../shared beside this one"


def leave_out(reason: str) -> None:
    pytest.skip(reason if reason.startswith(PREFIX) else PREFIX + reason)
