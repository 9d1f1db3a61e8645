"""nginx's door: who is let in, how many, what is said to who is not, and what it takes up."""

import contextlib
import http.client
import http.server
import re
import shutil
import socket
import ssl
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import trustme

from tests.deploy.site import Line, Proxy, open_url, swap
from tests.deploy.upstream import Upstream


def test_limits_count_each_address_by_itself(proxy: Proxy, upstream: Upstream) -> None:
    def status(source: str) -> int:
        trust = ssl.create_default_context(cafile=str(proxy.certificate / "ca.pem"))
        line = http.client.HTTPSConnection(
            "localhost", proxy.port, timeout=20, context=trust, source_address=(source, 0)
        )
        with contextlib.closing(line):
            line.request("POST", "/claims", b"text=x")
            return line.getresponse().status

    assert 429 in [status("127.0.0.2") for _ in range(20)]
    assert status("127.0.0.3") == 200


def test_connections_that_say_nothing_are_counted_before_a_word_is_said(proxy: Proxy) -> None:
    (limit,) = re.findall(r"limit_conn lines (\d+);", proxy.conf.read_text())
    held = []
    for _ in range(int(limit) + 50):
        line = socket.socket()
        line.settimeout(20)
        line.bind(("127.0.0.2", 0))
        line.connect(("127.0.0.1", proxy.port))
        held.append(line)
    closed = [line for line in held[int(limit) :] if ends(line)]
    assert len(closed) == 50, "those beyond the limit are let go at once"
    assert Line(proxy).get("/").status_code == 200
    for line in held:
        line.close()


def ends(line: socket.socket) -> bool:
    """Tell whether the other side hangs up."""
    try:
        return line.recv(1) == b""
    except ConnectionError:
        return True


def test_cookies_of_a_parent_domain_come_along(proxy: Proxy, upstream: Upstream) -> None:
    many = "; ".join(f"of-a-parent-{n}={'x' * 3000}" for n in range(8))
    cookie = f"{many}; __Host-clinic-check=abc"
    assert Line(proxy).get("/quick", {"Cookie": cookie}).status_code == 200
    assert upstream.asked[-1][1]["Cookie"] == cookie


@pytest.mark.parametrize("address", ["/", "/quick", "/claims", "/static/css/base.css"])
def test_too_many_cookies_are_told_with_what_to_do(
    proxy: Proxy, upstream: Upstream, address: str
) -> None:
    cookie = "; ".join(f"of-a-parent-{n}={'x' * 3000}" for n in range(12))
    answer = Line(proxy).get(address, {"Cookie": cookie})
    assert answer.status_code == 400
    page = answer.get_data(as_text=True)
    assert "Delete those of this site." in page
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    for name in ("Strict-Transport-Security", "Content-Security-Policy", "Cache-Control"):
        assert len(answer.headers.getlist(name)) == 1
    assert not upstream.asked
    assert proxy.log.read_text() == ""


def test_visitors_over_ipv6_are_let_in(proxy: Proxy) -> None:
    trust = ssl.create_default_context(cafile=str(proxy.certificate / "ca.pem"))
    with (
        socket.create_connection(("::1", proxy.port), timeout=20) as plain,
        trust.wrap_socket(plain, server_hostname="localhost") as line,
    ):
        line.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert line.recv(4096).startswith(b"HTTP/1.1 200 ")


def test_the_proxy_says_that_it_lives_and_whether_a_copy_is_ready(
    proxy: Proxy, upstream: Upstream
) -> None:
    def probe(path: str) -> int:
        return open_url(f"http://127.0.0.1:{proxy.probe_port}{path}")[0]

    assert (probe("/alive"), probe("/ready"), probe("/quick")) == (200, 200, 404)
    path, passed, _ = upstream.asked[-1]
    assert (path, passed["Host"]) == ("/readyz", "localhost")
    upstream.status = 503
    assert (probe("/alive"), probe("/ready")) == (200, 503)


def certificate_shown_by(proxy: Proxy) -> bytes:
    pem = ssl.get_server_certificate(("127.0.0.1", proxy.port), timeout=20)
    return ssl.PEM_cert_to_DER_cert(pem)


def test_a_renewed_certificate_and_a_changed_file_are_taken_up_by_themselves(
    upstream: Upstream, certificate: Path, tmp_path: Path
) -> None:
    tls = tmp_path / "tls"
    shutil.copytree(certificate, tls)
    proxy = Proxy(tmp_path / "proxy", tls, [upstream.port] * 3)
    proxy.start()
    try:
        before = certificate_shown_by(proxy)
        (tls / "tls.crt").write_text("half a certif")  # as while it is being written
        time.sleep(2.5)
        assert certificate_shown_by(proxy) == before, "what nginx would refuse is left alone"
        renewed = trustme.CA().issue_cert("localhost")
        renewed.private_key_pem.write_to_path(tls / "tls.key")
        renewed.cert_chain_pems[0].write_to_path(tls / "tls.crt")
        until(lambda: certificate_shown_by(proxy) != before)
        conf = proxy.conf.read_text()
        proxy.conf.write_text(swap(conf, "return 308", "return 307"))
        until(lambda: open_url(f"http://localhost:{proxy.plain_port}/")[0] == 307)
        assert proxy.log.read_text() == ""
    finally:
        proxy.stop()
    until(lambda: not watchers(proxy))


def watchers(proxy: Proxy) -> list[Path]:
    """The processes that this proxy's start.sh has left."""
    found = []
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if str(proxy.folder / "start.sh").encode() in place.read_bytes():
                found.append(place)
    return found


def until(holds: Callable[[], bool]) -> None:
    """Wait till something holds; fail if it never does."""
    for _ in range(200):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError("it never came")
