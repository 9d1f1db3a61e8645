"""Looking a number up: what each answer of the registry means, and every way of getting none."""

import json
import logging
import re
from pathlib import Path

import pytest

from clinic_check.trials import exchange, registry
from clinic_check.trials.cache import open_cache
from clinic_check.trials.registry import (
    Found,
    NotFound,
    RegistrySettings,
    Unanswered,
    look_up,
    version,
)
from clinic_check.trials.words import FAILURES, TrialWords
from tests.support.played import NUMBER, PlayedRegistry, ask, known, missing, reason, record, reply

PAGE = "https://clinicaltrials.gov/study/NCT98000001"


def test_a_known_number_is_found(played: PlayedRegistry) -> None:
    played.study(NUMBER, known("open-trial"))
    outcome = ask(played)
    assert isinstance(outcome, Found)
    assert outcome.trial.number == NUMBER
    assert outcome.address == PAGE


def test_only_the_number_goes_out_under_an_honest_name(played: PlayedRegistry) -> None:
    played.study(NUMBER, known("open-trial"))
    ask(played, user_agent="clinic-check/test (+https://check.example.org)")
    (head,) = played.asked
    lines = head.strip().split("\r\n")
    assert lines[0] == f"GET /api/v2/studies/{NUMBER} HTTP/1.1"
    assert sorted(line.split(":")[0].lower() for line in lines[1:]) == [
        "accept",
        "accept-encoding",
        "host",
        "user-agent",
    ]
    assert "User-Agent: clinic-check/test (+https://check.example.org)" in lines


@pytest.mark.parametrize("number", ["NCT9800001", "NCT980000011", "nct98000001", "NCT98000001\n"])
def test_nothing_but_nct_and_eight_digits_goes_out(played: PlayedRegistry, number: str) -> None:
    with pytest.raises(ValueError, match="eight digits"):
        ask(played, number)
    assert played.asked == []


def test_a_proxy_in_the_environment_is_ignored(
    played: PlayedRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    played.study(NUMBER, known("open-trial"))
    assert isinstance(ask(played), Found)


def test_the_registrys_own_sentence_means_not_found(played: PlayedRegistry) -> None:
    played.study(NUMBER, missing(NUMBER))
    assert ask(played) == NotFound(NUMBER, PAGE)


@pytest.mark.parametrize(
    "answer",
    [
        reply("404 Not Found", b"<h1>NCT98000001</h1>", "text/html"),
        reply("404 Not Found", b"no such page", "text/plain"),
        reply("404 Not Found", b"NCT number NCT98000002 not found", "text/plain"),
    ],
    ids=["a web page", "about something else", "about another number"],
)
def test_any_other_404_does_not_mean_not_found(played: PlayedRegistry, answer: bytes) -> None:
    played.study(NUMBER, answer)
    assert reason(ask(played)) == "trouble"


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        (reply("400 Bad Request", b"Parameter has incorrect format", "text/plain"), "turned-down"),
        (reply("403 Forbidden", b"<h1>Access denied</h1>", "text/html"), "blocked"),
        (reply("429 Too Many Requests", b"", "text/html", Retry_After="60"), "too-many"),
        (reply("500 Internal Server Error", b"<h1>Oops</h1>", "text/html"), "trouble"),
        (reply("503 Service Unavailable", b"{}"), "trouble"),
        (reply("204 No Content"), "trouble"),
        (reply("200 OK", b"<h1>Please wait</h1>", "text/html"), "not-json"),
        (reply("200 OK", json.dumps(record("open-trial")).encode(), "text/plain"), "not-json"),
        (reply("200 OK", json.dumps(record("open-trial")).encode()[:-40]), "not-json"),
        (known("open-trial")[:-40], "not-json"),
        (reply("200 OK", b"[]"), "not-json"),
        (reply("200 OK", b"{}"), "not-json"),
        (reply("200 OK", b"[" * 200_000), "not-json"),
        (reply("200 OK", b'{"n": ' + b"9" * 5000 + b"}"), "not-json"),
        (reply("200 OK", b"\xff\xfe\x00"), "not-json"),
        (reply("200 OK", b"not packed at all", Content_Encoding="gzip"), "not-json"),
        (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", "not-json"),
        (b"", "unreachable"),
        (known("silent-and-flag-no"), "another-study"),
        (known("almost-empty"), "another-study"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_every_fault_is_told_and_none_means_not_found(
    played: PlayedRegistry, words: TrialWords, answer: bytes, wanted: str
) -> None:
    played.study(NUMBER, answer)
    outcome = ask(played, whole_seconds=2)
    assert reason(outcome) == wanted
    assert words.failures[wanted]
    assert len(played.asked) == 1, "nothing is asked twice"


def test_every_reason_is_one_that_has_its_sentence() -> None:
    source = "".join(
        Path(str(module.__file__)).read_text(encoding="utf-8") for module in (registry, exchange)
    )
    given = set(re.findall(r'Unanswered\(\s*"([a-z-]+)"|"(off)"', source))
    given |= {(reason, "") for reason in re.findall(r'4\d\d: "([a-z-]+)"', source)}
    assert {one or other for one, other in given} == set(FAILURES)


def test_an_old_number_leads_to_the_study_that_replaced_it(played: PlayedRegistry) -> None:
    old = "NCT98900018"
    played.study(old, reply("301 Moved", b"", "text/html", Location="/api/v2/studies/NCT98000018"))
    played.study("NCT98000018", known("replaced-number"))
    outcome = ask(played, old)
    assert isinstance(outcome, Found)
    assert (outcome.asked, outcome.trial.number) == (old, "NCT98000018")


def test_a_redirect_to_the_same_host_may_name_it(played: PlayedRegistry) -> None:
    target = f"{played.url}/studies/NCT98000018"
    played.study("NCT98900018", reply("301 Moved", b"", "text/html", Location=target))
    played.study("NCT98000018", known("replaced-number"))
    assert isinstance(ask(played, "NCT98900018"), Found)


@pytest.mark.parametrize(
    "target",
    [
        "https://clinicaltrials.gov/api/v2/studies/NCT98000018",
        "//127.0.0.2/api/v2/studies/NCT98000018",
        "http://127.0.0.1:1/api/v2/studies/NCT98000018",
        "/api/v2/studies/NCT98000018?who=me",
        "/api/v2/studies/NCT98000018#top",
        "/api/v2/studies/NCT9800001",
        "/api/v2/studies/../version",
        "/study/NCT98000018",
        "http://[::1/api/v2/studies/NCT98000018",
        "http://127.0.0.1:port/api/v2/studies/NCT98000018",
        "",
    ],
)
def test_no_other_redirect_is_followed(played: PlayedRegistry, target: str) -> None:
    played.study(NUMBER, reply("301 Moved", b"", "text/html", Location=target))
    assert reason(ask(played)) == "redirected"
    assert len(played.asked) == 1


def test_going_round_in_circles_ends(played: PlayedRegistry) -> None:
    here = f"/api/v2/studies/{NUMBER}"
    played.study(NUMBER, reply("302 Found", b"", "text/html", Location=here))
    assert reason(ask(played)) == "redirected"
    assert len(played.asked) == 4


def test_switched_off_nothing_goes_out(played: PlayedRegistry) -> None:
    assert reason(ask(played, on=False)) == "off"
    assert played.asked == []


def test_a_found_and_a_missing_number_are_asked_for_once(played: PlayedRegistry) -> None:
    cache = open_cache()
    played.study(NUMBER, known("open-trial"))
    played.study("NCT98999999", missing("NCT98999999"))
    first = [look_up(n, played.settings(), cache) for n in (NUMBER, "NCT98999999")]
    again = [look_up(n, played.settings(), cache) for n in (NUMBER, "NCT98999999")]
    assert first == again
    assert len(played.asked) == 2


def test_the_log_tells_the_operator_what_came_but_not_the_number(
    played: PlayedRegistry, caplog: pytest.LogCaptureFixture
) -> None:
    page = f"<h1>Denied: {NUMBER}</h1>".encode()
    played.study(NUMBER, reply("403 Forbidden", page, "text/html"))
    with caplog.at_level(logging.DEBUG):
        ask(played)
    assert "blocked (403 text/html b'<h1>Denied" in caplog.text
    assert "98000001" not in "".join(r.getMessage() for r in caplog.records if r.name != "urllib3")


def test_the_version_is_read_for_the_self_test(played: PlayedRegistry) -> None:
    played.answers["/api/v2/version"] = reply(body=b'{"apiVersion": "2.0.5"}')
    assert version(played.settings()) == "2.0.5"
    played.answers["/api/v2/version"] = reply(body=b'{"apiVersion": 2}')
    with pytest.raises(Unanswered, match="not-json"):
        version(played.settings())
    played.answers["/api/v2/version"] = missing("version")
    with pytest.raises(Unanswered, match="trouble"):
        version(played.settings())


@pytest.mark.parametrize(
    "url",
    [
        "ftp://127.0.0.1/api/v2",
        "https:///api/v2",
        "https://registry.example/api/v2/",
        "https://registry.example/api?v=2",
        "https://registry.example/api#v2",
        "https://me@registry.example/api",
    ],
)
def test_an_address_that_is_no_plain_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="registry's address"):
        RegistrySettings(url=url)


def test_a_name_with_a_line_break_is_refused() -> None:
    with pytest.raises(ValueError, match="plain letters"):
        RegistrySettings(user_agent="clinic-check\r\nCookie: x")
