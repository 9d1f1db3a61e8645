"""A crowd that sends forms to a standing site, all at once, while others visit."""

import multiprocessing
import os
import re
import threading
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from urllib.parse import urlencode

from tests.soak.standing import Others, Standing

TOKEN = re.compile(rb'name="csrf_token" value="([^"]+)"')
LINE_SECONDS = 90


def together(work: Callable[[int], None], people: int) -> BaseProcess:
    """Start `people` at once in a process of their own, so that others are measured apart."""

    def crowd() -> None:
        os.nice(19)  # they have machines of their own, and must not slow what is measured
        threads = [threading.Thread(target=work, args=(n,)) for n in range(people)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    process = multiprocessing.get_context("fork").Process(target=crowd)
    process.start()
    return process


def form_of(site: Standing, address: str, source: str) -> tuple[str, str]:
    """Open a page with a form; return its cookie and its token."""
    line = site.line(source, LINE_SECONDS)
    line.request("GET", address)
    answer = line.getresponse()
    page = answer.read()
    line.close()
    found = TOKEN.search(page)
    assert found, f"{address} has no form"
    return (answer.getheader("Set-Cookie") or "").partition(";")[0], found[1].decode()


def post(
    site: Standing, address: str, source: str, cookie: str, form: dict[str, str]
) -> tuple[int, bytes]:
    """Send a form; return the status and the page, or 0 if there was none."""
    line = site.line(source, LINE_SECONDS)
    kind = "application/x-www-form-urlencoded"
    try:
        line.request("POST", address, urlencode(form), {"Cookie": cookie, "Content-Type": kind})
        answer = line.getresponse()
        return answer.status, answer.read()
    except OSError:
        return 0, b""
    finally:
        line.close()


def flood_forms(
    site: Standing, address: str, fields: Callable[[int], dict[str, str]], people: int, posts: int
) -> tuple[Others, dict[int, int]]:
    """Let so many addresses send so many forms each, all at once, while others visit."""
    statuses = multiprocessing.get_context("fork").Array("i", people * posts)
    forms = [form_of(site, address, f"127.0.8.{1 + n}") for n in range(people)]

    def send(number: int) -> None:
        person = number // posts
        cookie, token = forms[person]
        form = {"csrf_token": token, **fields(number)}
        status, _ = post(site, address, f"127.0.8.{1 + person}", cookie, form)
        statuses[number] = status

    with Others(site) as others:
        time.sleep(1)
        flood = together(send, people * posts)
        flood.join()
    found = statuses[:]
    return others, {status: found.count(status) for status in sorted(set(found))}
