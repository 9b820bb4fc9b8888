"""What the home page shows of apps above it: they register it by name in `AppConfig.ready`, the template uses the name."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

Provider = Callable[[HttpRequest], Any]
_providers: dict[str, Provider] = {}


def register(name: str, provider: Provider) -> None:
    _providers[name] = provider


def for_request(request: HttpRequest) -> dict[str, Any]:
    return {name: provider(request) for name, provider in _providers.items()}
