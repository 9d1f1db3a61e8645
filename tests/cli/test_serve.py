"""The command that serves: what it says, what it refuses, and what it hands to the server."""

import errno
import os
import socket
from typing import Any

import pytest
from flask import Flask

from clinic_check.checklist.catalogue import CatalogueFault
from clinic_check.cli import main, serve
from clinic_check.settings import Settings

KEY = "0123456789abcdef-fedcba9876543210"


class Served(dict[str, Any]):
    """What a server was started with; empty when none was."""

    settings: Settings


@pytest.fixture(autouse=True)
def served(monkeypatch: pytest.MonkeyPatch) -> Served:
    """Note what would be served, without an app, a server, or the developer's own settings."""
    for name in list(os.environ):
        if name.startswith("CLINIC_CHECK_") or name == "FLASK_DEBUG":
            monkeypatch.delenv(name)
    served = Served()

    def make(settings: Settings) -> Flask:
        served.settings = settings
        return Flask("an_app")

    def serve_nothing(app: Flask, listening: socket.socket, **options: Any) -> None:
        served.update(options, app=app)
        listening.close()

    monkeypatch.setattr(serve, "create_app", make)
    monkeypatch.setattr(serve, "serve_app", serve_nothing)
    return served


def test_the_address_is_said_in_one_line(
    served: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", "--port", "0", "--threads", "2"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Clinic Check is at http://127.0.0.1:")
    assert said.count("\n") == 1
    assert served["app"].name == "an_app"
    assert served["threads"] == 2


def test_a_local_run_makes_its_own_key_and_says_so(
    served: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", "--port", "0", "--host", "localhost"]) == 0
    assert served.settings.local
    assert "a key of its own" in capsys.readouterr().err


def test_with_a_key_there_is_nothing_to_say_about_it(
    monkeypatch: pytest.MonkeyPatch, served: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CLINIC_CHECK_SECRET_KEY", KEY)
    assert main(["serve", "--port", "0"]) == 0
    assert served.settings.secret_key == KEY
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "check.example.org"])  # noqa: S104  # not listened on
def test_serving_others_without_a_key_is_refused(
    host: str, served: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", "--host", host]) == 2
    assert "CLINIC_CHECK_SECRET_KEY is missing" in capsys.readouterr().err
    assert not served


def test_every_wrong_setting_is_a_line(
    monkeypatch: pytest.MonkeyPatch, served: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CLINIC_CHECK_SECRET_KEY", "short")
    monkeypatch.setenv("CLINIC_CHECK_REGISTRY", "perhaps")
    assert main(["serve"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.split()[0] for line in lines] == [
        "CLINIC_CHECK_SECRET_KEY",
        "CLINIC_CHECK_REGISTRY",
    ]
    assert not served


def test_faulty_content_is_listed_and_not_served(
    monkeypatch: pytest.MonkeyPatch, served: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(settings: Settings) -> Flask:
        raise CatalogueFault(["The first fault.", "The second fault."])

    monkeypatch.setattr(serve, "create_app", refuse)
    assert main(["serve"]) == 2
    assert capsys.readouterr().err == "The first fault.\nThe second fault.\n"
    assert not served


def test_a_port_that_is_taken_is_said_with_another_to_try(
    served: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert main(["serve", "--port", str(port)]) == 2
    said = capsys.readouterr().err
    assert f"Port {port} is taken on 127.0.0.1" in said
    assert f"--port {port + 1}" in said
    assert not served


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (PermissionError(errno.EACCES, "no"), "may not use port 8000"),
        (OSError(errno.EADDRNOTAVAIL, "no"), "no address 127.0.0.1"),
        (OSError(errno.EAFNOSUPPORT, "no"), "This device has no IPv6"),
        (socket.gaierror(socket.EAI_NONAME, "no"), "no address '127.0.0.1'"),
        (OSError(errno.ENOBUFS, "No room"), "could not listen on 127.0.0.1, port 8000: No room."),
    ],
)
def test_every_reason_not_to_listen_is_a_sentence(
    fault: OSError,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    served: Served,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def refuse(*_: object, **__: object) -> socket.socket:
        raise fault

    monkeypatch.setattr(socket, "create_server", refuse)
    assert main(["serve"]) == 2
    assert words in capsys.readouterr().err
    assert not served


@pytest.mark.parametrize(
    "words",
    [["--port", "http"], ["--port", "65536"], ["--port", "-1"], ["--threads", "0"]],
)
def test_an_option_that_makes_no_sense_is_refused(
    words: list[str], served: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", *words]) == 2
    assert f"Invalid value for '{words[0]}'" in capsys.readouterr().err
    assert not served


@pytest.mark.parametrize(
    ("host", "only_ipv6", "said"),
    [
        ("127.0.0.1", 0, "http://127.0.0.1:80 (Ctrl+C"),
        ("192.0.2.1", 0, "http://192.0.2.1:80 (Ctrl+C"),
        ("::1", 0, "http://[::1]:80 (Ctrl+C"),
        ("2001:db8::1", 0, "http://[2001:db8::1]:80 (Ctrl+C"),
        ("0.0.0.0", 0, "http://127.0.0.1:80, and every other IPv4 address"),  # noqa: S104  # not listened on
        ("::", 1, "http://[::1]:80, and every other IPv6 address"),
        ("::", 0, "http://127.0.0.1:80 and http://[::1]:80, and every other IPv4 and IPv6 address"),
    ],
)
def test_the_addresses_that_can_be_opened_are_said(
    host: str,
    only_ipv6: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    class Listening:
        def getsockname(self) -> tuple[str, int]:
            return host, 80

        def getsockopt(self, *_: int) -> int:
            return only_ipv6

        def close(self) -> None:
            """Nothing is open."""

    monkeypatch.setenv("CLINIC_CHECK_SECRET_KEY", KEY)
    monkeypatch.setattr(socket, "create_server", lambda *_, **__: Listening())
    assert main(["serve", "--host", host]) == 0
    assert f"Clinic Check is at {said}" in capsys.readouterr().out


def test_the_server_is_told_whether_there_is_a_proxy(
    monkeypatch: pytest.MonkeyPatch, served: Served
) -> None:
    main(["serve", "--port", "0"])
    assert served["behind_proxy"] is False
    monkeypatch.setenv("CLINIC_CHECK_SECRET_KEY", KEY)
    monkeypatch.setenv("CLINIC_CHECK_BEHIND_PROXY", "1")
    monkeypatch.setenv("CLINIC_CHECK_TRUSTED_HOSTS", "check.example.org")
    main(["serve", "--port", "0"])
    assert served["behind_proxy"] is True
