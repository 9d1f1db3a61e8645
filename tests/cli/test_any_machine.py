"""The commands where a machine isn't as usual: its output, its files' encoding, its addresses."""

import json
import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.conftest import Runner

PROGRAM = Path(sys.executable).with_name("clinic-check")
KEY = "0123456789abcdef-fedcba9876543210"
CASE = '{"answers": {"kind": "sold"}}'
CLAIM = "It’s a cure. Don’t wait!"


def plain(**variables: str) -> dict[str, str]:
    """Return an environment with none of the developer's own settings."""
    return {"PATH": os.environ["PATH"], **variables}


# --- standard output ----------------------------------------------------------------------------


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full")
@pytest.mark.parametrize("words", [["serve", "--port", "0"], ["proofread", "--rows"], ["--help"]])
def test_an_output_that_is_full_is_a_sentence(words: list[str]) -> None:
    with open("/dev/full", "w") as full:
        ended = subprocess.run(
            [PROGRAM, *words],
            stdout=full,
            stderr=subprocess.PIPE,
            env=plain(CLINIC_CHECK_SECRET_KEY=KEY),
            text=True,
            check=False,
            timeout=60,
        )
    assert ended.returncode == 2
    assert ended.stderr == "Standard output can’t be written to: No space left on device.\n"


def test_an_output_that_nobody_reads_to_its_end_is_no_fault() -> None:
    read, write = os.pipe()
    os.close(read)
    ended = subprocess.run(
        [PROGRAM, "proofread", "--rows"],
        stdout=write,
        stderr=subprocess.PIPE,
        env=plain(),
        check=False,
        timeout=60,
    )
    os.close(write)
    assert (ended.returncode, ended.stderr) == (1, b"")


def test_an_output_without_typographic_quotes_gets_all_the_same() -> None:
    def rows(encoding: str) -> str:
        env = plain(LC_ALL="C", PYTHONIOENCODING=encoding)
        ended = subprocess.run(
            [PROGRAM, "proofread", "--rows"], env=env, capture_output=True, check=True, timeout=60
        )
        return ended.stdout.decode(encoding)

    told = rows("utf-8")
    assert not told.isascii()
    assert rows("ascii") == told.encode("ascii", "backslashreplace").decode()


# --- what is read -------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a file"


ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-32")
WAYS = ("a file", "standard input")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("way", WAYS)
def test_a_text_is_read_as_the_mark_at_its_start_says(
    run: Runner, file: Path, encoding: str, way: str
) -> None:
    def told(words: list[str], text: str) -> str:
        raw = text.encode(encoding)
        file.write_bytes(raw)
        named = str(file) if way == "a file" else "-"
        code, out, err = run(*words, named, stdin=raw)
        assert (code, err) == (0, "")
        return out

    assert json.loads(told(["assess"], CASE))["given"] == ["kind"]
    assert json.loads(told(["assess", "--jsonl"], f"{CASE}\n"))["given"] == ["kind"]
    assert told(["code", "encode"], CASE).strip()
    first, *_ = json.loads(told(["claims"], CLAIM))["findings"]
    assert first["text"] == CLAIM[first["start"] : first["end"]]
    line = json.dumps({"id": 1, "text": CLAIM})
    assert json.loads(told(["claims", "--jsonl"], line))["id"] == 1


@pytest.mark.parametrize("words", [["assess"], ["code", "encode"], ["claims"]])
@pytest.mark.parametrize(
    ("raw", "cause"),
    [
        (
            CASE.encode("utf-16-le"),
            "is full of zero bytes. If it is UTF-16 text, save it as UTF-8.",
        ),
        (b"caf\xe9", "is not UTF-8 text: byte 3 isn’t."),
        (b"\xff\xfea", "is not UTF-16 text: byte 2 isn’t."),
        (b"\xff\xd8\xff\xe0 a photo", "is not UTF-8 text: byte 0 isn’t."),
    ],
)
def test_what_is_no_text_is_refused_with_the_cause(
    run: Runner, file: Path, words: list[str], raw: bytes, cause: str
) -> None:
    file.write_bytes(raw)
    assert run(*words, str(file)) == (2, "", f"{file} {cause}\n")
    assert run(*words, "-", stdin=raw) == (2, "", f"The input {cause}\n")


def test_a_large_photo_in_the_place_of_a_saved_file_is_too_big(run: Runner, file: Path) -> None:
    file.write_bytes(bytes(3_000_000))
    code, out, err = run("code", "encode", str(file))
    assert (code, out) == (2, "")
    assert err.startswith("This file is too big.")


@pytest.mark.parametrize("words", [["assess"], ["code", "encode"], ["claims"]])
def test_what_cannot_be_read_is_a_sentence(run: Runner, tmp_path: Path, words: list[str]) -> None:
    assert run(*words, str(tmp_path)) == (2, "", f"{tmp_path} can’t be read: Is a directory.\n")
    ended = subprocess.run(
        ["/bin/sh", "-c", '"$@" <&-', "sh", PROGRAM, *words, "-"],
        env=plain(),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (ended.returncode, ended.stderr) == (2, "There is no standard input to read.\n")


# --- addresses ----------------------------------------------------------------------------------

NO_IPV6 = "this machine has no IPv6"


def has_ipv6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return socket.has_dualstack_ipv6()


@contextmanager
def serving(host: str) -> Iterator[str]:
    """Serve on a free port; give what was said at the start."""
    with subprocess.Popen(
        [PROGRAM, "serve", "--host", host, "--port", "0"],
        env=plain(CLINIC_CHECK_SECRET_KEY=KEY),
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout
        try:
            yield server.stdout.readline()
        finally:
            server.terminate()


def status(address: str) -> int:
    with urllib.request.urlopen(address, timeout=20) as page:  # noqa: S310  # this device
        return int(page.status)


@pytest.mark.skipif(not has_ipv6(), reason=NO_IPV6)
def test_on_every_address_both_families_are_answered_and_said() -> None:
    with serving("::") as said:
        four, _, six = said.split()[4:7]
        assert four.startswith("http://127.0.0.1:")
        assert six.startswith("http://[::1]:")
        assert "every other IPv4 and IPv6 address of this device" in said
        assert status(four) == status(six.rstrip(",")) == 200


@pytest.mark.skipif(not has_ipv6(), reason=NO_IPV6)
def test_on_this_device_s_ipv6_address_that_address_is_said_and_answered() -> None:
    with serving("::1") as said:
        address = said.split()[4]
        assert address.startswith("http://[::1]:")
        assert status(address) == 200
