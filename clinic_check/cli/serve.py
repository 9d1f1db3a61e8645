"""Serve the checklist to browsers with a real server (not the debug one), on this device at first.

Exit codes: 0 when stopped, 2 when it could not start; each fault is a line on standard error.
"""

import errno
import ipaddress
import os
import socket
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from clinic_check import create_app
from clinic_check.checklist.catalogue import CatalogueFault
from clinic_check.cli.inputs import Refused
from clinic_check.settings import MAKE_A_KEY, Settings, SettingsFault
from clinic_check.web.limits import THREADS
from clinic_check.web.logs import write_json_lines
from clinic_check.web.server import serve_app

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

EVERY_IPV4, EVERY_IPV6 = "0.0.0.0", "::"  # noqa: S104  # compared: only --host makes it listen

CANNOT_LISTEN = {
    errno.EADDRINUSE: "Port {port} is taken on {host}: another program uses it, perhaps another "
    "Clinic Check. Stop that one or choose another port, for example --port {next}.",
    errno.EACCES: "This user may not use port {port}. Choose one above 1023, for example "
    "--port 8000.",
    errno.EADDRNOTAVAIL: "This device has no address {host}. Try --host 127.0.0.1.",
    errno.EAFNOSUPPORT: "This device has no IPv6, and so no address {host}. Try --host 127.0.0.1.",
}


@click.command("serve", short_help="serve the checklist to browsers", help=__doc__)
@click.option("--host", default="127.0.0.1", show_default=True, help="address to listen on")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="port to listen on, 0 for any",
)
@click.option(
    "--threads",
    type=click.IntRange(1, 64),
    default=THREADS,
    show_default=True,
    help="pages made at the same time; costly work can take five",
)
def command(host: str, port: int, threads: int) -> None:
    """Serve until stopped."""
    write_json_lines()
    try:
        settings = Settings.from_environment(os.environ, local=_is_loopback(host))
        app = create_app(settings)
        app.wsgi_app = _with_ipv6_name(app.wsgi_app)  # type: ignore[method-assign,assignment]  # as Flask's own documentation does
    except (SettingsFault, CatalogueFault) as refused:
        raise Refused(*refused.faults) from None
    try:
        listening = _listen(host, port)
    except OSError as fault:
        raise Refused(_cannot_listen(fault, host, port)) from None
    if settings.own_key:
        print(
            "This local run signs its cookie with a key of its own, so answers are forgotten when "
            f"it stops. To keep them, set CLINIC_CHECK_SECRET_KEY; make one with: {MAKE_A_KEY}",
            file=sys.stderr,
        )
    print(f"Clinic Check is at {_addresses(listening)} (Ctrl+C stops it).", flush=True)
    serve_app(app, listening, threads=threads, behind_proxy=bool(settings.behind_proxy))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _listen(host: str, port: int) -> socket.socket:
    if ":" not in host:
        return socket.create_server((host, port))
    both = host == EVERY_IPV6 and socket.has_dualstack_ipv6()
    return socket.create_server((host, port), family=socket.AF_INET6, dualstack_ipv6=both)


def _cannot_listen(fault: OSError, host: str, port: int) -> str:
    if isinstance(fault, socket.gaierror):
        return f"There is no address {host!r} to listen on. Try --host 127.0.0.1."
    known = CANNOT_LISTEN.get(fault.errno or 0)
    if known is None:
        return f"The server could not listen on {host}, port {port}: {fault.strerror}."
    return known.format(host=host, port=port, next=port + 1 if port < 65535 else 8000)


def _addresses(listening: socket.socket) -> str:
    """Return the addresses that a browser on this device can open, and for whom else it serves."""
    host, port = listening.getsockname()[:2]
    if host == EVERY_IPV4:
        return f"http://127.0.0.1:{port}, and every other IPv4 address of this device"
    if host == EVERY_IPV6:
        if listening.getsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY):
            return f"http://[::1]:{port}, and every other IPv6 address of this device"
        both = f"http://127.0.0.1:{port} and http://[::1]:{port}"
        return f"{both}, and every other IPv4 and IPv6 address of this device"
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _with_ipv6_name(site: "WSGIApplication") -> "WSGIApplication":
    """Return an app that knows this device by its IPv6 address too, as in http://[::1]:8000.

    Werkzeug can't be told to trust a name with a colon, so it gets the name that it trusts.
    """

    def app(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        host = environ.get("HTTP_HOST", "")
        if host.startswith("[::1]"):
            environ["HTTP_HOST"] = host.replace("[::1]", "localhost", 1)
        return site(environ, start_response)

    return app
