"""Keeps a study's record for some hours, so that the registry is asked for it once.

In this server's memory, or in a Redis server that several copies of the app share. cachelib does
both. Only public records are kept, under their number, with nothing about who asked. Whatever is
wrong with the cache costs a second look-up at most.
"""

import logging
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import cattrs.preconf.json
from cachelib import BaseCache, RedisCache, SimpleCache
from cachelib.serializers import RedisSerializer

from clinic_check.trials.record import Trial

LOG = logging.getLogger(__name__)

FOUND_SECONDS = 6 * 3600
MISSED_SECONDS = 3600
"""A number that isn't found is asked for again sooner: new studies are added every day."""
MOST_RECORDS = 200
"""So many records are kept in memory."""
REDIS_SECONDS = 0.5
"""How long a look-up waits for Redis, to connect and for each answer."""


@dataclass(frozen=True)
class Kept:
    """What is known of a number: its study, or None if the registry has none."""

    trial: Trial | None


class RecordCache:
    """Records by number. No fault of the cache ever reaches the person who looks a number up."""

    def __init__(self, store: BaseCache) -> None:
        self._store = store

    def get(self, number: str) -> Kept | None:
        """Return what is kept for this number; None if nothing is."""
        try:
            text = self._store.get(_key(number))
            kept = None if text is None else _CONVERTER.loads(text, Kept)
        except Exception as error:  # Redis is away, or another version of the app wrote it
            LOG.warning("the cache could not be read: %s", type(error).__name__)
            return None
        if kept and kept.trial and number not in (kept.trial.number, *kept.trial.aliases):
            return None  # not what this app has written
        return kept

    def put(self, number: str, trial: Trial | None) -> None:
        """Keep what is known of a number for some hours."""
        try:
            kept = _CONVERTER.dumps(Kept(trial))
            self._store.set(_key(number), kept, FOUND_SECONDS if trial else MISSED_SECONDS)
        except Exception as error:  # Redis is away
            LOG.warning("the cache could not be written: %s", type(error).__name__)


def open_cache(url: str | None = None) -> RecordCache:
    """Open the cache: in memory without an address, else in Redis (`redis://` or `rediss://`).

    Raises ValueError for any other address. A Redis server that is away is no error.
    """
    if not url:
        return RecordCache(SimpleCache(threshold=MOST_RECORDS))
    if urlsplit(url).scheme not in ("redis", "rediss"):
        raise ValueError("the cache's address must begin with redis:// or rediss://")
    import redis  # only where it is asked for: most servers need no Redis client in memory
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    client = redis.Redis.from_url(
        url,
        socket_connect_timeout=REDIS_SECONDS,
        socket_timeout=REDIS_SECONDS,
        retry=Retry(NoBackoff(), 0),  # some releases wait and try again by themselves
    )
    return RecordCache(PlainRedis(client, key_prefix="clinic-check:"))


class PlainText(RedisSerializer):
    """Stores texts as they are. cachelib would pickle, and unpickling runs what others wrote."""

    def dumps(self, value: Any, protocol: int = 0) -> bytes:
        """Return the text's bytes."""
        return str(value).encode()

    def loads(self, value: bytes | None) -> Any:
        """Return the text, or None if there was none."""
        return None if value is None else value.decode()


class PlainRedis(RedisCache):
    """A Redis server that holds nothing but texts."""

    serializer = PlainText()


def _key(number: str) -> str:
    return f"trial-1:{number}"


_CONVERTER = cattrs.preconf.json.make_converter(forbid_extra_keys=True)
