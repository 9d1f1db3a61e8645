"""Three copies of the app behind nginx with deploy/'s own configuration, and a browser to visit."""

import http.client
import http.cookiejar
import os
import shutil
import signal
import socket
import ssl
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder, TestResponse

from tests.support.visitor import Page, Visitor

CONFIGURATION = Path(__file__).resolve().parents[2] / "deploy" / "nginx"

KEY = "71f0c4d2a9b84e6d93c5e1f7a2b60d48"
NEXT_KEY = "be52d90c1f7a4c3e8d6b17f2905ca4e3"

OURS = ("csrf_token", "was")
"""Fields of a form that nobody types: the token, and what was answered when the page was made."""

NO_HEADERS: Mapping[str, str] = MappingProxyType({})

STREAM = Path("/usr/lib/nginx/modules/ngx_stream_module.so")

NGINX = "/usr/sbin/nginx"
"""Where Debian keeps it; not every user's PATH looks there."""


def free_ports(number: int) -> list[int]:
    """Return ports of this machine that nobody listens on."""
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


def wait_for(port: int, process: "subprocess.Popen[bytes]", what: Path) -> None:
    """Wait until a process listens; fail with what it said if it ends first."""
    for _ in range(600):
        assert process.poll() is None, what.read_text(errors="replace")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"nothing listens on {port}")


class Copy:
    """One copy of the app: its process, and folders of its own for anything that it might leave."""

    def __init__(
        self, command: Path, port: int, folder: Path, *, within: tuple[str, ...] = ()
    ) -> None:
        self.command = command
        self.within = within  # a command that starts another in a narrower place
        self.port = port
        self.log = folder / "log"
        self.home = folder / "home"
        self.scratch = folder / "scratch"
        for place in (self.home, self.scratch):
            place.mkdir(parents=True)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, **settings: str) -> None:
        """Start it with these settings (names without `CLINIC_CHECK_`), and wait till it serves."""
        environment = {
            "PATH": f"{self.command.parent}:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": str(self.home),
            "TMPDIR": str(self.scratch),
            "PYTHONDONTWRITEBYTECODE": "1",
            **{f"CLINIC_CHECK_{name}": value for name, value in settings.items()},
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*self.within, self.command, "serve", "--port", str(self.port)],
                cwd=self.home,
                env=environment,
                stdout=log,
                stderr=log,
            )

    def wait(self) -> None:
        """Wait until it serves."""
        assert self.process
        wait_for(self.port, self.process, self.log)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it: in order, or with SIGKILL at once."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(timeout=20)

    def ask(self, address: str, **headers: str) -> tuple[int, str]:
        """Ask this copy itself, as a probe does; return status and text."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            line.request("GET", address, headers=headers)
            answer = line.getresponse()
            return answer.status, answer.read().decode()
        finally:
            line.close()


class Proxy:
    """nginx, with the files of deploy/nginx; only ports, folders and the certificate are ours."""

    def __init__(
        self,
        folder: Path,
        certificate: Path,
        upstream: list[int],
        *,
        within: tuple[str, ...] = (),
    ) -> None:
        self.within = within
        self.folder = folder
        self.certificate = certificate
        self.plain_port, self.port, self.probe_port, inner_port = free_ports(4)
        self.log = folder / "log"
        self.process: subprocess.Popen[bytes] | None = None
        self.scratch = folder / "scratch"
        self.scratch.mkdir(parents=True)
        copies = (CONFIGURATION / "copies.conf").read_text()
        for number, port in enumerate(upstream, start=1):
            copies = swap(copies, f"app-{number}:8000", f"127.0.0.1:{port}")
        (folder / "copies.conf").write_text(copies)
        conf = (CONFIGURATION / "nginx.conf").read_text()
        conf = swap(conf, " /tmp/", f" {self.scratch}/")
        conf = swap(conf, "/etc/nginx/tls", str(certificate))
        conf = swap(conf, "listen 8080 ", f"listen 127.0.0.1:{self.plain_port} ")
        conf = swap(conf, "listen 8443;", f"listen 127.0.0.1:{self.port};")
        conf = swap(conf, "127.0.0.1:8444", f"127.0.0.1:{inner_port}")
        conf = swap(conf, "listen 8081 ", f"listen 127.0.0.1:{self.probe_port} ")
        conf = swap(conf, "listen [::]:8080 ", f"listen [::1]:{self.plain_port} ")
        conf = swap(conf, "listen [::]:8443;", f"listen [::1]:{self.port};")
        if STREAM.exists():  # Debian's nginx loads it; the image's has it built in
            conf = f"load_module {STREAM};\n{conf}"
        self.conf = folder / "nginx.conf"
        self.conf.write_text(conf)
        shutil.copy(CONFIGURATION / "start.sh", folder)

    def check(self) -> subprocess.CompletedProcess[str]:
        """Let nginx itself read the configuration."""
        command = [NGINX, "-t", "-c", str(self.conf)]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=20)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*self.within, "sh", self.folder / "start.sh"],
                stdout=log,
                stderr=log,
                cwd=self.scratch,
                env={**os.environ, "TMPDIR": str(self.scratch), "RELOAD_SECONDS": "1"},
            )
        wait_for(self.port, self.process, self.log)

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=20)

    @property
    def address(self) -> str:
        return f"https://localhost:{self.port}"


def swap(text: str, old: str, new: str) -> str:
    """Replace, and insist that there was something to replace."""
    assert old in text, f"{old!r} is no longer in the configuration"
    return text.replace(old, new)


class Line:
    """A browser's line to the site over https: a cookie jar, redirects, nothing else.

    It answers as Flask's test client does, so that a `Visitor` can use it.
    """

    def __init__(self, proxy: Proxy) -> None:
        self.address = proxy.address
        self.jar = http.cookiejar.CookieJar()
        self.trust = ssl.create_default_context(cafile=str(proxy.certificate / "ca.pem"))
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPSHandler(context=self.trust),
            urllib.request.HTTPCookieProcessor(self.jar),
        )

    def get(
        self,
        address: str,
        headers: Mapping[str, str] = NO_HEADERS,
        *,
        follow_redirects: bool = True,
    ) -> TestResponse:
        """Fetch a page; redirects are followed, as the test client is asked to."""
        return self._open(address, None, headers)

    def post(
        self,
        address: str,
        data: Mapping[str, Any] | bytes,
        headers: Mapping[str, str] = NO_HEADERS,
        *,
        follow_redirects: bool = True,
    ) -> TestResponse:
        """Send a form's fields, or a body as it stands."""
        body = data if isinstance(data, bytes) else urllib.parse.urlencode(data, True).encode()
        return self._open(address, body, headers)

    def _open(self, address: str, body: bytes | None, headers: Mapping[str, str]) -> TestResponse:
        request = urllib.request.Request(  # noqa: S310  # https on this machine
            self.address + address, data=body, headers=dict(headers)
        )
        try:
            answer = self.opener.open(request, timeout=30)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            body = answer.read()
            asked = EnvironBuilder(path=urllib.parse.urlsplit(answer.url).path).get_request()
            told = cast(Any, list(answer.headers.items()))
            return TestResponse([body], str(answer.status), told, asked)


class Person(Visitor):
    """A visitor who comes over https through nginx. What a page promises is tested elsewhere."""

    def __init__(self, proxy: Proxy) -> None:
        self.line = Line(proxy)
        self.client = cast(FlaskClient, self.line)

    def _page(self, response: TestResponse, status: int) -> Page:
        asked = response.request.path
        html = response.get_data(as_text=True)
        assert response.status_code == status, f"{asked}: {response.status_code}, not {status}"
        return Page(asked, status, html, BeautifulSoup(html, "html.parser"), response)

    def keep_sending(self, page: Page, fields: Mapping[str, str | list[str]]) -> tuple[Page, int]:
        """Send a page's last form; while it comes back, as it does after a change of keys, press
        its button again, as it asks. Return the next page, and how often it came back."""
        form = page.soup.find_all("form")[-1]
        sent: dict[str, str | list[str]] = {**page.fields(form), **fields}
        for times in range(8):
            response = self.line.post(str(form.get("action") or page.address), sent)
            if response.status_code != 422:
                return self._page(response, 200), times
            again = self._page(response, 422)
            assert "What you chose on it is still here. Press " in again.text, (
                "only its token is wrong"
            )
            form = again.soup.find_all("form")[-1]
            shown = again.fields(form)
            typed = {name: value for name, value in sent.items() if name not in OURS}
            assert {name: shown.get(name) for name in typed} == typed, "all that was typed is there"
            sent = {**shown}
        raise AssertionError("the page comes back again and again")


def open_url(url: str) -> tuple[int, Mapping[str, str], str]:
    """Fetch without following: status, headers, text."""
    parts = urllib.parse.urlsplit(url)
    line = http.client.HTTPConnection(parts.netloc, timeout=20)
    try:
        line.request("GET", parts.path or "/")
        answer = line.getresponse()
        return answer.status, dict(answer.headers), answer.read().decode()
    finally:
        line.close()


def environment_of(process: "subprocess.Popen[bytes]") -> bytes:
    """Return what /proc tells of a process: its arguments and its environment."""
    home = Path("/proc") / str(process.pid)
    return (home / "cmdline").read_bytes() + (home / "environ").read_bytes()


def files_under(*folders: Path) -> list[Path]:
    """Return every file below these folders."""
    return [
        Path(place) / name
        for folder in folders
        for place, _, names in os.walk(folder)
        for name in names
    ]
