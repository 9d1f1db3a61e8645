"""Three copies that keep nothing: checks hop between them, and one may die or change its key."""

import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.deploy.conftest import Site
from tests.deploy.site import KEY, NEXT_KEY, Copy, Person, Proxy, free_ports
from tests.support.visitor import Page

READ_ONLY = (
    *("unshare", "--mount", "sh", "-c"),
    "mount -o remount,ro,bind / && ! touch $TMPDIR/x 2>/dev/null"
    ' && exec setpriv --no-new-privs --bounding-set=-all --inh-caps=-all "$@"',
    "sh",
)
"""Starts a command where no disk can be written to, without any privilege."""

ANY_USER = (
    *("setpriv", "--reuid", "1000660000", "--regid", "0", "--clear-groups", "--no-new-privs"),
    # the tests' own folders are closed to others, so it may read, but not write, whatever there is
    *("--inh-caps=-all,+dac_read_search", "--ambient-caps=-all,+dac_read_search"),
)
"""Starts a command as a user that no file here knows, as OpenShift does."""

Sent = dict[str, dict[str, list[str]]]
"""Address of a question -> what was sent from it."""


def filled(page: Page, turn: int) -> dict[str, list[str]]:
    """Answer the question of a page with the option whose turn it is."""
    chosen: dict[str, list[str]] = {}
    for group in page.soup.select("form fieldset"):
        inputs = group.find_all("input", type=["radio", "checkbox"])
        if inputs:
            pick = inputs[turn % len(inputs)]
            chosen[str(pick["name"])] = [str(pick["value"])]
    for choice in page.soup.select("form select"):
        options = choice.find_all("option")
        chosen[str(choice["name"])] = [str(options[1 + turn]["value"])]  # the first says “choose”
    return chosen


def walk(person: Person, turn: int, pause: Callable[[int], None] = lambda step: None) -> Sent:
    """Go through all questions that apply; return what was sent from each."""
    page = person.get("/check/offer")
    sent: Sent = {}
    while page.address.startswith("/check/"):
        assert page.address not in sent, "no question comes twice"
        sent[page.address] = filled(page, turn)
        pause(len(sent))
        page, _ = person.keep_sending(page, sent[page.address])
    assert page.address == "/stop"
    return sent


def kept(person: Person, sent: Sent) -> Sent:
    """Open the questions again; return what is ticked of what was sent."""
    found: Sent = {}
    for address, answers in sent.items():
        page = person.get(address)
        shown = page.fields(page.soup.find_all("form")[-1])
        found[address] = {name: shown.get(name, []) for name in answers}
    return found


def answered(site: Site) -> list[int]:
    """How many question pages each copy has made."""
    pattern = re.compile(
        r'clinic_check_request_seconds_count\{endpoint="checklist\.question",'
        r'status="[23]xx"\} ([\d.]+)'
    )
    return [
        sum(int(float(count)) for count in pattern.findall(copy.ask("/metrics")[1]))
        for copy in site.copies
    ]


def test_each_copy_is_ready_when_asked_as_its_own_health_check_asks(site: Site) -> None:
    for copy in site.copies:
        assert copy.ask("/readyz") == (200, "ready\n")
        assert copy.ask("/healthz", Host="localhost") == (200, "ok\n")


def test_a_whole_check_hops_between_the_copies_and_keeps_every_answer(site: Site) -> None:
    before = answered(site)
    person = site.person()
    sent = walk(person, turn=0)
    assert len(sent) >= 5
    assert kept(person, sent) == sent
    assert "clinic" in person.get("/summary").text.lower()
    made = [after - then for after, then in zip(answered(site), before, strict=True)]
    assert min(made) >= len(sent) // 2, f"each copy made its share, not {made}"


def test_a_copy_that_is_killed_in_mid_walk_costs_nobody_an_answer(site: Site) -> None:
    halfway = threading.Barrier(4)
    killed = threading.Event()
    outcomes: dict[int, tuple[Sent, Sent] | BaseException] = {}

    def visit(turn: int) -> None:
        person = site.person()

        def pause(step: int) -> None:
            if step == 2:
                halfway.wait(timeout=30)
            if step == 4:
                assert killed.wait(timeout=30)

        try:
            sent = walk(person, turn, pause)
            outcomes[turn] = sent, kept(person, sent)
        except BaseException as fault:  # shown by the main thread
            outcomes[turn] = fault
            halfway.abort()

    visitors = [threading.Thread(target=visit, args=(turn,)) for turn in range(3)]
    for visitor in visitors:
        visitor.start()
    halfway.wait(timeout=30)
    copy = site.copies[0]
    copy.stop(signal.SIGKILL)
    assert copy.process
    assert copy.process.returncode == -signal.SIGKILL
    killed.set()  # they go on, with a copy gone and while it comes back
    copy.start(**site.settings)
    copy.wait()
    for visitor in visitors:
        visitor.join(timeout=60)
    for outcome in outcomes.values():
        assert isinstance(outcome, tuple), outcome
        sent, found = outcome
        assert found == sent
    assert len(outcomes) == 3
    for _ in range(100):  # nginx asks it again after `fail_timeout`
        if answered(site)[0]:
            break
        site.person().get("/check/offer")
        time.sleep(0.1)
    assert answered(site)[0], "the copy that came back takes its turns again"


def test_keys_are_changed_under_way_and_no_answer_is_lost(site: Site) -> None:
    person = site.person()
    open_page = site.person()
    form = open_page.get("/quick/place")
    page = person.get("/check/offer")
    sent: Sent = {}

    def go_on() -> None:
        nonlocal page
        if page.address.startswith("/check/"):
            sent[page.address] = filled(page, 0)
            page, _ = person.keep_sending(page, sent[page.address])

    # docs/operating.md, "Change the key": first every copy learns the new key, then it signs with
    # it. At no moment does a copy meet a cookie that it can't read.
    for first, other in ((KEY, NEXT_KEY), (NEXT_KEY, KEY)):
        for copy in site.copies:
            site.restart(copy, SECRET_KEY=first, SECRET_KEY_OLD=other)
            go_on()
    while page.address.startswith("/check/"):
        go_on()
    assert kept(person, sent) == sent

    # A form that was open all the time comes back once, with all that was typed, and then goes on.
    answers = filled(form, 1)
    after, times = open_page.keep_sending(form, answers)
    assert times == 1
    assert after.address not in ("/quick/place", "/")
    page = open_page.get("/quick/place")
    shown = page.fields(page.soup.find_all("form")[-1])
    assert {name: shown.get(name) for name in answers} == answers

    # A week later the old key goes. What was signed with the new one stays readable.
    for copy in site.copies:
        site.restart(copy, SECRET_KEY=NEXT_KEY)
    assert kept(person, sent) == sent
    site.settings["SECRET_KEY"] = NEXT_KEY


def test_a_copy_needs_no_disk_that_it_could_write_to(
    site: Site, command: Path, certificate: Path, tmp_path: Path
) -> None:
    tried = subprocess.run([*READ_ONLY, "true"], env={**os.environ, "TMPDIR": "/"}, check=False)
    if tried.returncode:
        pytest.skip("this user may not make a read-only view of the disk (needs root on Linux)")
    (port,) = free_ports(1)
    copy = Copy(command, port, tmp_path / "copy", within=READ_ONLY)
    proxy = Proxy(tmp_path / "proxy", certificate, [port] * 3)
    try:
        copy.start(**site.settings)
        copy.wait()
        proxy.start()
        person = Person(proxy)
        sent = walk(person, turn=1)
        assert kept(person, sent) == sent
        # A body as large as the proxy lets in: nothing on the way wants a temporary file.
        longest = person.line.post("/claims", b"text=" + b"%F0%9F%A7%AC" * 26_000)
        assert longest.status_code in (413, 422)
        assert person.get("/summary").status == 200
    finally:
        proxy.stop()
        copy.stop()
    assert len(copy.log.read_text().splitlines()) == 1, "the line that says where it serves"


def test_any_user_can_run_a_copy_and_the_proxy(
    site: Site, command: Path, certificate: Path, tmp_path: Path
) -> None:
    tried = subprocess.run([*ANY_USER, "true"], capture_output=True, check=False)
    if tried.returncode:
        pytest.skip("this user may not start anything as another (needs root on Linux)")
    (port,) = free_ports(1)
    copy = Copy(command, port, tmp_path / "copy", within=ANY_USER)
    proxy = Proxy(tmp_path / "proxy", certificate, [port] * 3, within=ANY_USER)
    proxy.scratch.chmod(0o777)
    proxy.log.touch(0o666)
    proxy.log.chmod(0o666)
    try:
        copy.start(**site.settings)
        copy.wait()
        proxy.start()
        for process in (copy.process, proxy.process):
            assert process
            assert Path(f"/proc/{process.pid}").stat().st_uid == 1000660000
        person = Person(proxy)
        sent = walk(person, turn=2)
        assert kept(person, sent) == sent
        assert proxy.log.read_text() == ""
    finally:
        proxy.stop()
        copy.stop()
    assert len(copy.log.read_text().splitlines()) == 1, "the line that says where it serves"
