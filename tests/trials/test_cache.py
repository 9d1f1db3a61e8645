"""The cache: one record is fetched once, and no fault of the cache ever reaches a person."""

import pickle
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from cachelib import SimpleCache

from clinic_check.trials import cache as registry_cache
from clinic_check.trials.cache import Kept, RecordCache, open_cache
from clinic_check.trials.record import read_record
from clinic_check.trials.registry import Found, NotFound, look_up
from tests.support.played import RECORDS, PlayedRegistry, known, missing, record

NUMBER = "NCT98000001"


class RedisServer:
    """A real Redis server that the test starts, stops and starts again."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("redis-server")
        assert program, "these tests need a Redis server: install the package redis-server"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._command = [program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        self._command += ["--dir", str(folder), "--loglevel", "warning"]
        self.client = redis.Redis(port=self.port)
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._process = subprocess.Popen(self._command)
        for _ in range(500):
            try:
                self.client.ping()
                return
            except redis.ConnectionError:
                time.sleep(0.01)
        raise AssertionError("the Redis server did not start")

    def stop(self) -> None:
        """Switch it off."""
        self.client.close()
        self._process.terminate()
        self._process.wait()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    """A Redis server of the test's own."""
    started = RedisServer(tmp_path)
    yield started
    started.stop()


def test_copies_of_the_app_share_a_record(played: PlayedRegistry, server: RedisServer) -> None:
    played.study(NUMBER, known("open-trial"))
    played.study("NCT98999999", missing("NCT98999999"))
    one, other = open_cache(server.url), open_cache(server.url)
    assert isinstance(look_up(NUMBER, played.settings(), one), Found)
    assert isinstance(look_up(NUMBER, played.settings(), other), Found)
    assert isinstance(look_up("NCT98999999", played.settings(), one), NotFound)
    assert isinstance(look_up("NCT98999999", played.settings(), other), NotFound)
    assert len(played.asked) == 2


def test_redis_going_away_and_coming_back_costs_nothing_but_the_cache(
    played: PlayedRegistry, server: RedisServer
) -> None:
    played.study(NUMBER, known("open-trial"))
    cache = open_cache(server.url)
    outcomes = [look_up(NUMBER, played.settings(), cache) for _ in range(2)]
    server.stop()
    outcomes += [look_up(NUMBER, played.settings(), cache) for _ in range(2)]
    server.start()
    outcomes += [look_up(NUMBER, played.settings(), cache) for _ in range(2)]
    assert all(outcome == outcomes[0] for outcome in outcomes)
    assert isinstance(outcomes[0], Found)
    assert len(played.asked) == 1 + 2 + 1


def test_a_redis_that_never_answers_is_not_waited_for(
    played: PlayedRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert registry_cache.REDIS_SECONDS <= 1
    monkeypatch.setattr(registry_cache, "REDIS_SECONDS", 0.1)
    played.study(NUMBER, known("open-trial"))
    with socket.create_server(("127.0.0.1", 0)) as mute:
        cache = open_cache(f"redis://127.0.0.1:{mute.getsockname()[1]}")
        started = time.monotonic()
        assert isinstance(look_up(NUMBER, played.settings(), cache), Found)
        assert time.monotonic() - started < 3
        mute.setblocking(False)
        for _ in range(2):  # one call to read and one to write, and no retries
            mute.accept()[0].close()
        with pytest.raises(BlockingIOError):
            mute.accept()


def test_only_text_under_the_number_is_kept_and_for_hours(
    played: PlayedRegistry, server: RedisServer
) -> None:
    played.study(NUMBER, known("open-trial"))
    look_up(NUMBER, played.settings(), open_cache(server.url))
    (key,) = server.client.keys()
    assert key == b"clinic-check:trial-1:NCT98000001"
    assert str(server.client.get(key)).startswith('b\'{"trial":')
    assert 3600 < server.client.ttl(key) <= 6 * 3600


@pytest.mark.parametrize(
    "text",
    [
        pickle.dumps("a trap"),
        b"!" + pickle.dumps("a trap"),
        b"\xff",
        b"",
        b"7",
        b'{"trial": {"number": 7}}',
        b'{"trial": {"number": "NCT98000002"}}',
        b'{"trial": {"from another version": ""}}',
    ],
)
def test_strange_things_in_redis_are_passed_over(
    played: PlayedRegistry, server: RedisServer, text: bytes
) -> None:
    server.client.set("clinic-check:trial-1:NCT98000001", text)
    played.study(NUMBER, known("open-trial"))
    outcome = look_up(NUMBER, played.settings(), open_cache(server.url))
    assert isinstance(outcome, Found)
    assert outcome.trial.title == "Marrow Cells for Painful Diabetic Neuropathy"


@pytest.mark.parametrize("path", sorted(RECORDS.glob("*.json")), ids=lambda path: path.stem)
def test_a_record_comes_out_as_it_went_in(path: Path) -> None:
    trial = read_record(record(path.stem))
    cache = open_cache()
    cache.put(trial.number, trial)
    assert cache.get(trial.number) == Kept(trial)
    cache.put(trial.number, None)
    assert cache.get(trial.number) == Kept(None)


def test_memory_holds_no_more_than_its_share() -> None:
    store = SimpleCache(threshold=registry_cache.MOST_RECORDS)
    cache = RecordCache(store)
    for n in range(registry_cache.MOST_RECORDS * 2):
        cache.put(f"NCT{n:08d}", None)
    kept = [n for n in range(registry_cache.MOST_RECORDS * 2) if cache.get(f"NCT{n:08d}")]
    assert len(kept) <= registry_cache.MOST_RECORDS + 1


@pytest.mark.parametrize("url", ["memcached://127.0.0.1", "127.0.0.1:6379", "file:///cache"])
def test_a_cache_of_another_kind_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="redis://"):
        open_cache(url)


def test_each_kind_of_answer_is_kept_for_its_own_time() -> None:
    kept: dict[str, Any] = {}

    class Noting(SimpleCache):
        def set(self, key: str, value: Any, timeout: Any = None) -> bool | None:
            kept[key] = timeout
            return super().set(key, value, timeout)

    cache = RecordCache(Noting())
    cache.put("NCT98000001", read_record(record("open-trial")))
    cache.put("NCT98999999", None)
    assert kept == {"trial-1:NCT98000001": 6 * 3600, "trial-1:NCT98999999": 3600}
