"""Django's cache in Redis with one client for each server. Django makes a client for every question, and each client a table of a hundred
and seventy answers: on a lesson's page that cost more than the questions. A client may be shared by threads; what is not, its connections,
comes from the pool."""

from typing import Any

from django.core.cache.backends import redis


class _Client(redis.RedisCacheClient):
    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self._kept: dict[bool, Any] = {}  # by whether it writes: one server may stand behind both

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        kept = self._kept.get(write)
        if kept is None:
            kept = self._kept[write] = super().get_client(key, write=write)
        return kept


class RedisCache(redis.RedisCache):
    def __init__(self, server: Any, params: dict[str, Any]):
        super().__init__(server, params)
        self._class = _Client
