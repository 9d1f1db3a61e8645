"""The site as it is deployed: the built wheel three times, nginx, Redis, a certificate."""

import shutil
import socket
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from tests.deploy.site import KEY, Copy, Person, Proxy, free_ports, wait_for
from tests.deploy.upstream import Upstream

ROOT = Path(__file__).resolve().parents[2]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, so that `-m 'not deploy'` leaves them out."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.deploy)


@pytest.fixture(scope="session")
def command(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, install it apart from the checkout, and return its `clinic-check`."""
    home = tmp_path_factory.mktemp("deployed")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    subprocess.run([*build, "--directory", home], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = home.glob("*.whl")
    venv.create(home / "app", with_pip=False)
    python = home / "app" / "bin" / "python"
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet"]
    subprocess.run([*pip, "--no-deps", "--no-index", wheel], check=True, capture_output=True)
    (packages,) = home.glob("app/**/site-packages")
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib"))
    return home / "app" / "bin" / "clinic-check"


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a certificate for localhost, named as nginx.conf names it."""
    folder = tmp_path_factory.mktemp("tls")
    authority = trustme.CA()
    issued = authority.issue_cert("localhost")
    issued.private_key_pem.write_to_path(folder / "tls.key")
    for pem in issued.cert_chain_pems:
        pem.write_to_path(folder / "tls.crt", append=True)
    authority.cert_pem.write_to_path(folder / "ca.pem")
    return folder


@pytest.fixture(scope="package")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A real Redis server that saves nothing; its port."""
    program = shutil.which("redis-server")
    assert program, "redis-server is missing: ./run tests installs it"
    (port,) = free_ports(1)
    folder = tmp_path_factory.mktemp("redis")
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([program, *options], cwd=folder, stdout=log, stderr=log)
    wait_for(port, process, folder / "log")
    yield port
    process.terminate()
    process.wait(timeout=20)


class Site:
    """The copies, the proxy before them, and the settings that they share."""

    def __init__(self, copies: list[Copy], proxy: Proxy, settings: dict[str, str]) -> None:
        self.copies = copies
        self.proxy = proxy
        self.settings = settings

    def start(self) -> None:
        """Start every copy that isn't running, then nginx."""
        for copy in self.copies:
            copy.start(**self.settings)
        for copy in self.copies:
            copy.wait()
        self.proxy.start()

    def restart(self, copy: Copy, **settings: str) -> None:
        """Replace one copy, in order, by one with other settings."""
        copy.stop()
        copy.start(**{**self.settings, **settings})
        copy.wait()

    def stop(self) -> None:
        self.proxy.stop()
        for copy in self.copies:
            copy.stop()

    def person(self) -> Person:
        return Person(self.proxy)


@pytest.fixture(scope="package")
def site(
    command: Path, certificate: Path, redis: int, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """Three copies behind nginx, as compose.yaml has them, with the counts switched on."""
    folder = tmp_path_factory.mktemp("site")
    ports = free_ports(3)
    (nowhere,) = free_ports(1)
    copies = [Copy(command, port, folder / f"copy-{port}") for port in ports]
    proxy = Proxy(folder / "proxy", certificate, ports)
    site = Site(
        copies,
        proxy,
        {
            "SECRET_KEY": KEY,
            "TRUSTED_HOSTS": "localhost",
            "BEHIND_PROXY": "1",
            "CACHE_URL": f"redis://127.0.0.1:{redis}/0",
            "REGISTRY_URL": f"http://127.0.0.1:{nowhere}/api/v2",  # no look-up leaves this machine
            "METRICS": "on",
        },
    )
    try:
        site.start()
        yield site
    finally:
        site.stop()


def held_by_redis(port: int) -> bytes:
    """Return all names and values that Redis holds, as it sends them."""
    names = _ask_redis(port, b"KEYS *\r\n")
    keys = [line for line in names.split(b"\r\n")[1:] if line and line[:1] not in b"$+"]
    return names + b"".join(_ask_redis(port, b"GET " + key + b"\r\n") for key in keys)


def _ask_redis(port: int, command: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
        line.sendall(command + b"QUIT\r\n")
        answer = b""
        while part := line.recv(65536):
            answer += part
    return answer


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    upstream = Upstream()
    yield upstream
    upstream.server.shutdown()
    upstream.server.server_close()


@pytest.fixture
def proxy(upstream: Upstream, certificate: Path, tmp_path: Path) -> Iterator[Proxy]:
    """The proxy alone, before the stand-in."""
    proxy = Proxy(tmp_path / "proxy", certificate, [upstream.port] * 3)
    proxy.start()
    yield proxy
    proxy.stop()
