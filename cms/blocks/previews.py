"""What blocks look like where an editor chooses one."""

from typing import Any

from django.utils.functional import Promise


class Preview:
    """The value of a block's preview, in the language of whoever looks at it."""

    def __init__(self, value: Any):
        self.value = value

    def __call__(self) -> Any:
        return _said(self.value)


def _said(value: Any) -> Any:
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, dict):
        return {name: _said(one) for name, one in value.items()}
    return [_said(one) for one in value] if isinstance(value, list) else value
