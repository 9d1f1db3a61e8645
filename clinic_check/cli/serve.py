"""Serve the checklist to browsers with a real server (not the debug one), on this device at first.

Exit codes: 0 when stopped, 2 when it could not start; each fault is a line on standard error.
"""

import argparse
import errno
import ipaddress
import os
import socket
import sys

from clinic_check import create_app
from clinic_check.checklist.catalogue import CatalogueFault
from clinic_check.settings import MAKE_A_KEY, Settings, SettingsFault
from clinic_check.web.limits import THREADS
from clinic_check.web.logs import write_json_lines
from clinic_check.web.server import serve_app

CANNOT_LISTEN = {
    errno.EADDRINUSE: "Port {port} is taken on {host}: another program uses it, perhaps another "
    "Clinic Check. Stop that one or choose another port, for example --port {next}.",
    errno.EACCES: "This user may not use port {port}. Choose one above 1023, for example "
    "--port 8000.",
    errno.EADDRNOTAVAIL: "This device has no address {host}. Try --host 127.0.0.1.",
}


def add(subcommands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `serve` to the command line."""
    parser = subcommands.add_parser(
        "serve", help="serve the checklist to browsers", description=__doc__
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument(
        "--port", type=_port, default=8000, help="port to listen on, 0 for any (%(default)s)"
    )
    parser.add_argument(
        "--threads",
        type=_threads,
        default=THREADS,
        help="pages made at the same time; costly work can take five (%(default)s)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Serve until stopped."""
    write_json_lines()
    try:
        settings = Settings.from_environment(os.environ, local=_is_loopback(arguments.host))
        app = create_app(settings)
    except (SettingsFault, CatalogueFault) as refused:
        return _refuse(*refused.faults)
    try:
        listening = _listen(arguments.host, arguments.port)
    except OSError as fault:
        return _refuse(_cannot_listen(fault, arguments.host, arguments.port))
    if settings.own_key:
        print(
            "This local run signs its cookie with a key of its own, so answers are forgotten when "
            f"it stops. To keep them, set CLINIC_CHECK_SECRET_KEY; make one with: {MAKE_A_KEY}",
            file=sys.stderr,
        )
    print(f"Clinic Check is at {_address(listening)} (Ctrl+C stops it).", flush=True)
    serve_app(app, listening, threads=arguments.threads, behind_proxy=bool(settings.behind_proxy))
    return 0


def _refuse(*sentences: str) -> int:
    print(*sentences, sep="\n", file=sys.stderr)
    return 2


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family)


def _cannot_listen(fault: OSError, host: str, port: int) -> str:
    if isinstance(fault, socket.gaierror):
        return f"There is no address {host!r} to listen on. Try --host 127.0.0.1."
    known = CANNOT_LISTEN.get(fault.errno or 0)
    if known is None:
        return f"The server could not listen on {host}, port {port}: {fault.strerror}."
    return known.format(host=host, port=port, next=port + 1 if port < 65535 else 8000)


def _address(listening: socket.socket) -> str:
    """Return an address that a browser on this device can open."""
    host, port = listening.getsockname()[:2]
    if host == "0.0.0.0":  # noqa: S104  # compared, not listened on
        host = "127.0.0.1"
    elif host in ("::", "::1"):
        host = "localhost"  # "[::1]" can't be a trusted host: Werkzeug cuts names at the colon
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError("must be a number from 0 to 65535")
    return int(text)


def _threads(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError("must be a number from 1 to 64")
    return int(text)
