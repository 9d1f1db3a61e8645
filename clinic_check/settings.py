"""What the person who runs Clinic Check can set: one frozen object, made from the environment."""

import datetime
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

PACKAGE = Path(__file__).resolve().parent
CONTENT = PACKAGE / "content"
"""The content that comes along; CLINIC_CHECK_CONTENT names another folder."""

LOOPBACK_NAMES = ("127.0.0.1", "localhost")
REGISTRY_URL = "https://clinicaltrials.gov/api/v2"
TIME_ZONE = ZoneInfo("America/Los_Angeles")  # no evening of the US mainland prints tomorrow

MAKE_A_KEY = "python3 -c 'import secrets; print(secrets.token_hex())'"
LONGEST_PUBLIC_URL = 60
KEY_LENGTH = 32
KEY_VARIETY = 8  # different characters; a random hex key of 32 has fewer once in 25 million
KEY_WORDS = ("secret", "changeme", "password")  # what a copied example is made of

# Werkzeug fails on a name that can't be encoded, so only what a browser can send gets in.
HOST_NAME = re.compile(r"\.?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")


class SettingsFault(Exception):
    """The environment can't be used; `faults` says why, a sentence each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Settings:
    """Every setting, by the name of its variable without `CLINIC_CHECK_`, and checked.

    `local` tells that only this device can reach the app: pages come over plain http, so the
    cookie can't be `Secure`, and the app may make its own key (`own_key`), new at every start.
    Secrets stay out of its text form.
    """

    secret_key: str = field(repr=False)
    secret_key_old: str | None = field(default=None, repr=False)
    content: Path = CONTENT
    trusted_hosts: tuple[str, ...] = LOOPBACK_NAMES
    behind_proxy: int = 0
    registry: bool = True
    registry_url: str = REGISTRY_URL
    cache_url: str | None = field(default=None, repr=False)  # may hold a password
    metrics: bool = False
    public_url: str | None = None  # printed on the sheets, with its QR code; nothing is guessed
    time_zone: ZoneInfo = TIME_ZONE
    local: bool = False
    own_key: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str], *, local: bool = False) -> Self:
        """Read the settings; raise SettingsFault with everything that is wrong.

        A run counts as local when the server listens on this device alone (`local`) or Flask is in
        debug mode, and no proxy and no name of a public site are set. A blank counts as not set.
        """
        reader = _Reader(environment)
        behind_proxy = reader.hops("BEHIND_PROXY")
        public_hosts = reader.hosts("TRUSTED_HOSTS")
        debug = environment.get("FLASK_DEBUG", "").lower() not in ("", "0", "false", "no")
        local = (local or debug) and not behind_proxy and not public_hosts
        if behind_proxy and not reader.value("TRUSTED_HOSTS"):
            reader.fault(
                "TRUSTED_HOSTS",
                "is missing: behind a proxy the app must know the name of the site, such as "
                "“check.example.org”, or it would refuse every page.",
            )
        key = reader.key("SECRET_KEY", required=not local)
        key_old = reader.key("SECRET_KEY_OLD", required=False)
        settings = cls(
            secret_key=key or secrets.token_hex(),
            secret_key_old=key_old,
            content=reader.folder("CONTENT", CONTENT),
            trusted_hosts=(*public_hosts, *LOOPBACK_NAMES),
            behind_proxy=behind_proxy,
            registry=reader.switch("REGISTRY", default="on"),
            registry_url=reader.registry("REGISTRY_URL"),
            cache_url=reader.cache("CACHE_URL"),
            metrics=reader.metrics("METRICS"),
            public_url=reader.public_address("PUBLIC_URL"),
            time_zone=reader.time_zone("TIME_ZONE"),
            local=local,
            own_key=key is None,
        )
        reader.check_names()
        if reader.faults:
            raise SettingsFault(reader.faults)
        return settings


class _Reader:
    """Reads one variable at a time and collects what is wrong.

    Where a value is wrong its default stands in: nobody sees it, since faults are raised.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self.faults: list[str] = []
        self.known: set[str] = set()

    def value(self, name: str) -> str:
        self.known.add(name)
        return self.environment.get(f"CLINIC_CHECK_{name}", "").strip()

    def check_names(self) -> None:
        """Note each variable that is nearly a setting: a typing mistake. Ask for all others first.

        What is far from any is let be: a Kubernetes service of our name adds variables like it.
        """
        for name in sorted(self.environment):
            own = name.removeprefix("CLINIC_CHECK_")
            near = get_close_matches(own, self.known, n=1, cutoff=0.8)
            if own != name and near and near != [own]:
                self.fault(own, f"is not a setting. Did you mean CLINIC_CHECK_{near[0]}?")

    def fault(self, name: str, sentence: str) -> None:
        self.faults.append(f"CLINIC_CHECK_{name} {sentence}")

    def key(self, name: str, *, required: bool) -> str | None:
        """Return the key, or None where it may be missing; never say any part of it."""
        key = self.value(name)
        if not key:
            if required:
                self.fault(
                    name,
                    "is missing: it signs the cookie that holds a person’s answers, and is the "
                    f"same on every copy. Make one with: {MAKE_A_KEY}",
                )
            return None
        if why := weakness(key):
            self.fault(name, f"is too weak: {why}. Make one with: {MAKE_A_KEY}")
        return key

    def folder(self, name: str, default: Path) -> Path:
        value = self.value(name)
        if not value:
            return default
        folder = Path(value)
        if not folder.is_dir():
            self.fault(name, f"must be a folder with content; there is no folder {value!r}.")
        return folder

    def hosts(self, name: str) -> tuple[str, ...]:
        hosts = [host.strip().lower() for host in self.value(name).split(",") if host.strip()]
        for host in hosts:
            if not HOST_NAME.fullmatch(host):
                self.fault(
                    name,
                    "must be host names with commas between, such as “check.example.org”, without "
                    f"https:// or a port; {host!r} is not one.",
                )
        return tuple(host for host in hosts if host not in LOOPBACK_NAMES)

    def hops(self, name: str) -> int:
        value = self.value(name) or "0"
        if not re.fullmatch("[0-9]", value):
            self.fault(
                name,
                f"must be the number of proxies in front of the app, 0 to 9; it is {value!r}.",
            )
            return 0
        return int(value)

    def switch(self, name: str, *, default: str) -> bool:
        value = self.value(name).lower() or default
        if value not in ("on", "off"):
            self.fault(name, f"must be “on” or “off”; it is {value!r}.")
        return value == "on"

    def registry(self, name: str) -> str:
        value = self.value(name) or REGISTRY_URL
        scheme, host = _scheme_and_host(value)
        if not (scheme == "https" or (scheme == "http" and host in LOOPBACK_NAMES)) or not host:
            self.fault(
                name, "must start with https:// (http:// only for 127.0.0.1) and name a host."
            )
        elif set("?#@") & set(value):
            self.fault(name, "must be a plain address, without a password, “?” or “#”.")
        return value.rstrip("/")

    def public_address(self, name: str) -> str | None:
        """Return the address that people type and scan from paper, or None where none is set."""
        value = self.value(name)
        if not value:
            return None
        scheme, host = _scheme_and_host(value)
        if scheme not in ("https", "http") or not host:
            self.fault(name, "must start with https:// (or http://) and name a host.")
        elif set("?#@ ") & set(value) or not value.isascii():
            self.fault(name, "must be a plain address, without a password, “?”, “#” or a blank.")
        elif len(value) > LONGEST_PUBLIC_URL:
            self.fault(name, f"must have {LONGEST_PUBLIC_URL} characters or fewer: people type it.")
        return value.rstrip("/")

    def cache(self, name: str) -> str | None:
        value = self.value(name)
        if not value:
            return None
        scheme, host = _scheme_and_host(value)
        if scheme not in ("redis", "rediss") or not host:
            self.fault(name, "must start with redis:// or rediss:// and name a host.")
        self.needs(name, "redis", extra="redis")
        return value

    def metrics(self, name: str) -> bool:
        counted = self.switch(name, default="off")
        if counted:
            self.needs(name, "prometheus_client", extra="metrics")
        return counted

    def needs(self, name: str, module: str, *, extra: str) -> None:
        """Note a fault where the package that a setting needs was not installed."""
        if find_spec(module) is None:
            self.fault(
                name,
                "needs a package that is not installed. Install it with: "
                f"python3 -m pip install 'clinic-check[{extra}]'",
            )

    def time_zone(self, name: str) -> ZoneInfo:
        value = self.value(name)
        try:
            return ZoneInfo(value) if value else TIME_ZONE
        except (ValueError, LookupError, OSError):  # no such name; a path; the name of a folder
            self.fault(
                name,
                f"must be the name of a time zone, such as “{TIME_ZONE}” or “America/New_York”; "
                f"{value!r} is not one.",
            )
            return TIME_ZONE


def weakness(key: str) -> str:
    """Say what makes a key easy to guess; an empty text when nothing does."""
    letters = re.sub("[^a-z]", "", key.lower())
    if len(key) < KEY_LENGTH:
        return f"it must have {KEY_LENGTH} characters or more"
    if len(set(key)) < KEY_VARIETY or key in (key + key)[1:-1]:  # the second: a block repeated
        return "it repeats the same few characters"
    for word in KEY_WORDS:
        if word in letters:
            return f"it holds the word “{word}”, as in an example"
    return ""


def _scheme_and_host(address: str) -> tuple[str, str]:
    try:
        parts = urlsplit(address)
        _ = parts.port  # reading it is what checks it
        return parts.scheme, parts.hostname or ""
    except ValueError:
        return "", ""


def today(settings: Settings) -> datetime.date:
    """Return the visitor's day: that of the site's time zone, wherever the computer stands."""
    return datetime.datetime.now(settings.time_zone).date()


def folder(name: str) -> Path:
    """Return the folder of templates or static files; raise FileNotFoundError when there is none.

    A wheel carries it inside the package; a checkout keeps it beside the package.
    """
    for home in (PACKAGE, PACKAGE.parent):
        candidate = home / name
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"no {name!r} folder in {PACKAGE} or beside it")
