"""The cache: one record is fetched once, and no fault of the cache ever reaches a person."""

import contextlib
import pickle
import shutil
import socket
import subprocess
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from cachelib import SimpleCache

from clinic_check.trials import cache as registry_cache
from clinic_check.trials import redis_store
from clinic_check.trials.cache import Kept, RecordCache, open_cache
from clinic_check.trials.record import Trial, read_record
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
    played: PlayedRegistry, server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry_cache, "AWAY_SECONDS", 0)
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


HUGE = b"$300000000\r\n"


def drip(line: socket.socket, over: threading.Event) -> None:
    line.sendall(HUGE)
    while not over.wait(0.02):
        line.sendall(b"x")


def pour(line: socket.socket, over: threading.Event) -> None:
    line.sendall(HUGE)
    while not over.is_set():
        line.sendall(b"x" * 65_536)


def say_nothing(line: socket.socket, over: threading.Event) -> None:
    over.wait(20)


class BadRedis:
    """Lets one after the other in and acts; counts who came."""

    def __init__(self, act: Callable[[socket.socket, threading.Event], None]) -> None:
        self.server = socket.create_server(("127.0.0.1", 0))
        self.url = f"redis://127.0.0.1:{self.server.getsockname()[1]}"
        self.over = threading.Event()
        self.came = 0
        self.act = act
        self.threads = [threading.Thread(target=self._serve)]
        self.threads[0].start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = self.server.accept()
                self.came += 1
                self.threads.append(threading.Thread(target=self._meet, args=(line,)))
                self.threads[-1].start()

    def _meet(self, line: socket.socket) -> None:
        with line, contextlib.suppress(OSError):
            line.recv(4096)
            self.act(line, self.over)

    def stop(self) -> None:
        self.over.set()
        self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()
        for thread in self.threads:
            thread.join()


def no_cache_thread_is_left() -> bool:
    for _ in range(500):
        if not any(thread.name == "cache" for thread in threading.enumerate()):
            return True
        time.sleep(0.01)
    return False


@pytest.mark.parametrize("act", [say_nothing, drip, pour])
def test_a_redis_that_is_silent_or_drips_or_pours_is_left_alone_and_told_once(
    played: PlayedRegistry,
    act: Callable[[socket.socket, threading.Event], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert redis_store.REDIS_SECONDS <= 0.5
    numbers = [NUMBER, "NCT98000002", "NCT98000003"]
    for number in numbers:
        played.study(number, missing(number))
    bad = BadRedis(act)
    try:
        cache = open_cache(bad.url)
        tracemalloc.start()
        started = time.monotonic()
        for number in numbers:
            assert isinstance(look_up(number, played.settings(), cache), NotFound)
        assert time.monotonic() - started < 2, "of these, half a second waits for Redis"
        assert no_cache_thread_is_left()
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
        assert bad.came == 1
        told = [r for r in caplog.records if r.name == registry_cache.__name__]
        assert len(told) == 1
    finally:
        tracemalloc.stop()
        bad.stop()


def test_a_redis_whose_name_is_looked_for_without_end_is_not_waited_for(
    played: PlayedRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = threading.Event()

    def stuck(*_: object, **__: object) -> None:
        over.wait(20)
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    played.study(NUMBER, known("open-trial"))
    monkeypatch.setattr(registry_cache, "AWAY_SECONDS", 0)
    monkeypatch.setattr(redis_store, "REDIS_SECONDS", 0.05)
    monkeypatch.setattr(socket, "getaddrinfo", stuck)
    cache = open_cache("redis://cache.invalid:6379/0")
    assert [cache.get(NUMBER) for _ in range(6)] == [None] * 6
    waiting = [t for t in threading.enumerate() if t.name == "cache"]
    assert len(waiting) == redis_store.MOST_AT_ONCE, "threads that hang don't pile up"
    over.set()
    assert no_cache_thread_is_left()


def test_without_a_thread_to_be_had_there_is_no_cache(
    server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_thread(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(registry_cache, "AWAY_SECONDS", 0)
    cache = open_cache(server.url)
    cache.put(NUMBER, None)
    with monkeypatch.context() as now:
        now.setattr(threading.Thread, "start", no_thread)
        for _ in range(redis_store.MOST_AT_ONCE + 1):
            assert cache.get(NUMBER) is None
    assert cache.get(NUMBER) == Kept(None), "and every place is free again"


def test_a_redis_over_tls_has_the_same_limits() -> None:
    store = redis_store.PlainRedis("rediss://127.0.0.1:1/0", key_prefix="")
    pool = store._read_client.connection_pool
    assert issubclass(pool.connection_class, redis_store.SecureConnection)


def test_a_record_that_is_too_long_is_not_kept() -> None:
    cache = open_cache()
    long = Trial(number=NUMBER, text="x" * registry_cache.LONGEST_RECORD)
    cache.put(NUMBER, long)
    assert cache.get(NUMBER) is None


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
