"""A Redis server that several copies share, held to limits: it may be silent, slow or hostile.

Imported only where `CLINIC_CHECK_CACHE_URL` is set: most servers need no Redis client.
"""

import threading
import time
from collections.abc import Callable
from typing import Any

import redis
from cachelib import RedisCache
from cachelib.serializers import RedisSerializer
from redis.backoff import NoBackoff
from redis.retry import Retry

REDIS_SECONDS = 0.5
"""How long a look-up waits for Redis, from the name of its host to the last byte."""

MOST_BYTES = 1_000_000
"""Of one answer. The largest text that is put there has half of it."""

MOST_AT_ONCE = 3
"""Threads that may wait for Redis: a look-up each, and none that is left behind piles up."""


class PlainText(RedisSerializer):
    """Stores texts as they are. cachelib would pickle, and unpickling runs what others wrote."""

    def dumps(self, value: Any, protocol: int = 0) -> bytes:
        """Return the text's bytes."""
        return str(value).encode()

    def loads(self, value: bytes | None) -> Any:
        """Return the text, or None if there was none."""
        return None if value is None else value.decode()


class PlainRedis(RedisCache):
    """A Redis server that holds nothing but texts, asked in a thread that nobody waits for long.

    A socket's own timeout starts again with every byte, and looking a host's name up has none.
    `get` and `set` raise whatever went wrong, TimeoutError first of all.
    """

    serializer = PlainText()

    def __init__(self, url: str, key_prefix: str) -> None:
        pool = redis.ConnectionPool.from_url(
            url,
            socket_connect_timeout=REDIS_SECONDS,
            socket_timeout=REDIS_SECONDS,
            retry=Retry(NoBackoff(), 0),  # some releases wait and try again by themselves
        )
        secure = issubclass(pool.connection_class, redis.SSLConnection)
        pool.connection_class = SecureConnection if secure else PlainConnection
        super().__init__(redis.Redis(connection_pool=pool), key_prefix=key_prefix)
        self._slots = threading.BoundedSemaphore(MOST_AT_ONCE)

    def get(self, key: str) -> Any:
        """Return the text under this key; None if there is none."""
        return self._in_time(lambda: RedisCache.get(self, key))

    def set(self, key: str, value: Any, timeout: Any = None) -> Any:
        """Keep a text for so many seconds."""
        return self._in_time(lambda: RedisCache.set(self, key, value, timeout))

    def _in_time(self, ask: Callable[[], Any]) -> Any:
        if not self._slots.acquire(blocking=False):
            raise TimeoutError
        told: list[Any] = []
        failed: list[Exception] = []

        def run() -> None:
            try:
                told.append(ask())
            except Exception as fault:  # whatever it is, the caller shall have it
                failed.append(fault)
            finally:
                self._slots.release()

        thread = threading.Thread(target=run, name="cache", daemon=True)
        try:
            thread.start()
        except RuntimeError:  # no thread to be had
            self._slots.release()
            raise TimeoutError from None
        thread.join(REDIS_SECONDS)
        if failed:
            raise failed[0]
        if not told:
            raise TimeoutError
        return told[0]


class Bounded:
    """A socket on which the answer to each command has an end, in seconds and in bytes."""

    def __init__(self, held: Any) -> None:
        self._held = held
        self._begin()

    def _begin(self) -> None:
        self._until = time.monotonic() + REDIS_SECONDS
        self._left = MOST_BYTES

    def sendall(self, data: bytes) -> None:
        """Send a command: the next answer begins."""
        self._begin()
        self._held.sendall(data)

    def recv(self, size: int) -> bytes:
        """Return what has come; raise TimeoutError when it takes too long, ConnectionError when it
        grows too long.
        """
        got: bytes = self._held.recv(size)
        self._left -= len(got)
        if self._left < 0:
            raise ConnectionError("Redis sent more than was ever kept there")
        if time.monotonic() > self._until:
            raise TimeoutError
        return got

    def __getattr__(self, name: str) -> Any:
        return getattr(self._held, name)


class PlainConnection(redis.Connection):
    """A connection whose answers have an end."""

    def _connect(self) -> Any:
        return Bounded(super()._connect())  # type: ignore[no-untyped-call]  # as it ships


class SecureConnection(redis.SSLConnection):
    """A connection over TLS whose answers have an end."""

    def _connect(self) -> Any:
        return Bounded(super()._connect())  # type: ignore[no-untyped-call]  # as it ships
