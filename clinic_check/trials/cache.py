"""Keeps a study's record for some hours, so that the registry is asked for it once.

In this server's memory, or in a Redis server that several copies of the app share. cachelib does
both. Only public records are kept, under their number, with nothing about who asked. Whatever is
wrong with the cache costs a second look-up at most.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import cattrs.preconf.json
from cachelib import BaseCache, SimpleCache

from clinic_check.trials.record import Trial

LOG = logging.getLogger(__name__)

FOUND_SECONDS = 6 * 3600
MISSED_SECONDS = 3600
"""A number that isn't found is asked for again sooner: new studies are added every day."""
MOST_RECORDS = 100
"""So many records are kept in memory, and as many failures."""
LONGEST_RECORD = 500_000
"""Characters of a record's text; a longer one isn't kept. Usual ones have under 30,000."""
AWAY_SECONDS = 30
"""How long a cache that failed is left alone: look-ups go on without it, and it is told once."""
FAILED_SECONDS = 60
"""How long a look-up that failed is not tried again."""
LONGEST_WAIT = 600
"""Seconds: no `Retry-After` can keep everybody from the registry for longer."""


@dataclass(frozen=True)
class Kept:
    """What is known of a number: its study, or None if the registry has none."""

    trial: Trial | None


class Failures:
    """Why look-ups failed within the last minute, by number; under "" what meets every number.

    In this copy's memory only.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, float]] = {}
        self._lock = threading.Lock()

    def add(self, number: str, reason: str, wait: float = 0) -> None:
        """Remember a failure for a minute, or as long as the registry asked us to `wait`."""
        until = time.monotonic() + min(max(wait, FAILED_SECONDS), LONGEST_WAIT)
        with self._lock:
            self._drop_old()
            if len(self._known) < MOST_RECORDS:
                self._known[number] = reason, until

    def of(self, number: str) -> str:
        """Return why a look-up of this number would fail now; empty if it may be tried."""
        with self._lock:
            self._drop_old()
            for name in ("", number):
                if name in self._known:
                    return self._known[name][0]
        return ""

    def _drop_old(self) -> None:
        now = time.monotonic()
        self._known = {name: kept for name, kept in self._known.items() if kept[1] > now}


class RecordCache:
    """Records by number. No fault of the cache ever reaches the person who looks a number up."""

    def __init__(self, store: BaseCache) -> None:
        self.failures = Failures()
        self._store = store
        self._away_until = 0.0

    def get(self, number: str) -> Kept | None:
        """Return what is kept for this number; None if nothing is."""
        text = self._ask(lambda: self._store.get(_key(number)))
        try:
            kept = None if text is None else _CONVERTER.loads(text, Kept)
        except Exception as error:  # another version of the app wrote it, or somebody else
            LOG.warning("the cache holds something strange: %s", type(error).__name__)
            return None
        if kept and kept.trial and number not in (kept.trial.number, *kept.trial.aliases):
            return None  # not what this app has written
        return kept

    def put(self, number: str, trial: Trial | None) -> None:
        """Keep what is known of a number for some hours."""
        kept = _CONVERTER.dumps(Kept(trial))
        seconds = FOUND_SECONDS if trial else MISSED_SECONDS
        if len(kept) <= LONGEST_RECORD:
            self._ask(lambda: self._store.set(_key(number), kept, seconds))

    def _ask(self, ask: Callable[[], Any]) -> Any:
        """Ask the store, unless it failed a moment ago; None if it fails."""
        if time.monotonic() < self._away_until:
            return None
        try:
            return ask()
        except Exception as error:  # Redis is away, silent, too slow or strange
            self._away_until = time.monotonic() + AWAY_SECONDS
            LOG.warning(
                "the cache fails (%s): we go on without it for %s seconds",
                type(error).__name__,
                AWAY_SECONDS,
            )
            return None


def open_cache(url: str | None = None) -> RecordCache:
    """Open the cache: in memory without an address, else in Redis (`redis://` or `rediss://`).

    Raises ValueError for any other address. A Redis server that is away is no error.
    """
    if not url:
        return RecordCache(SimpleCache(threshold=MOST_RECORDS))
    if urlsplit(url).scheme not in ("redis", "rediss"):
        raise ValueError("the cache's address must begin with redis:// or rediss://")
    from clinic_check.trials.redis_store import PlainRedis  # only where it is asked for

    return RecordCache(PlainRedis(url, key_prefix="clinic-check:"))


def _key(number: str) -> str:
    return f"trial-1:{number}"


_CONVERTER = cattrs.preconf.json.make_converter(forbid_extra_keys=True)
