"""Wheels made of what is installed here: an index of one folder that needs no network.

Beside each locked version lies a newer one, as on any day after the lock was made.
"""

import base64
import hashlib
import re
import zipfile
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

NEWER = "9999.0"


def entries(lock: str) -> list[tuple[Requirement, str]]:
    """Return what a lock file holds: what is wanted, and its lines with the hashes."""
    found = re.findall(r"^[a-zA-Z0-9].*(?:\n .*)*", lock, re.MULTILINE)
    return [(Requirement(re.split(r"\\| --hash", entry)[0].strip()), entry) for entry in found]


def locked(lock: str) -> dict[str, Requirement]:
    """Return what a lock file wants on this system, by name."""
    return {
        canonicalize_name(wanted.name): wanted
        for wanted, _ in entries(lock)
        if wanted.marker is None or wanted.marker.evaluate()
    }


def with_hashes(lock: str, wheels: Path) -> str:
    """Return a lock file that accepts these wheels in the place of the published ones.

    What it doesn't want on this system stays as it is: no installer asks for it.
    """
    hashes = {
        canonicalize_name(wheel.name.split("-")[0]): hashlib.sha256(wheel.read_bytes()).hexdigest()
        for wheel in wheels.glob("*.whl")
        if f"-{NEWER}-" not in wheel.name
    }
    lines: list[str] = []
    for wanted, entry in entries(lock):
        digest = hashes.get(canonicalize_name(wanted.name))
        lines.append(f"{wanted} --hash=sha256:{digest}" if digest else entry)
    return "\n".join([*lines, ""])


def make(names: list[str], folder: Path, *, whole: bool) -> None:
    """Put wheels of installed packages and of newer versions into a folder.

    `whole`: the installed versions can be used; else they hold only what a resolver reads.
    """
    for name in names:
        package = distribution(name)
        _write(folder, package, package.version, _code(package) if whole else {})
        _write(folder, package, NEWER, {})


def _code(package: Distribution) -> dict[str, bytes]:
    """Return what a wheel holds beside its metadata, by place.

    Scripts, and what Python compiled, are left out: an installer makes them itself.
    """
    return {
        path.as_posix(): path.read_binary()
        for path in package.files or []
        if not {"..", "__pycache__"} & set(path.parts) and not path.parts[0].endswith(".dist-info")
    }


def _write(folder: Path, package: Distribution, version: str, code: dict[str, bytes]) -> None:
    told = {name: package.read_text(name) for name in ("METADATA", "WHEEL", "entry_points.txt")}
    assert told["METADATA"]
    assert told["WHEEL"]
    told["METADATA"] = re.sub(
        "^Version: .*$", f"Version: {version}", told["METADATA"], count=1, flags=re.MULTILINE
    )
    name = re.sub("[-_.]+", "_", package.name)
    tags = (tag.split("-") for tag in re.findall("^Tag: (.+)$", told["WHEEL"], re.MULTILINE))
    tag = "-".join(".".join(dict.fromkeys(parts)) for parts in zip(*tags, strict=True))
    info = f"{name}-{version}.dist-info"
    files = code | {f"{info}/{file}": text.encode() for file, text in told.items() if text}
    record = [
        f'"{place}",sha256={_digest(content)},{len(content)}' for place, content in files.items()
    ]
    files[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,", ""]).encode()
    with zipfile.ZipFile(folder / f"{name}-{version}-{tag}.whl", "w") as wheel:
        for place, content in files.items():
            wheel.writestr(place, content)


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
