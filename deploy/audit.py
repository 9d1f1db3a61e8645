"""Asks a public database of advisories about the locked packages; says so when none can be asked.

pip-audit calls a run without any database a success, so a package with old, well-known faults is
asked about first: a database that knows nothing of that one was not reached.

Exit codes: 0 nothing is known against the locked packages, 1 something is, 3 nothing was audited.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

LOCK = Path(__file__).resolve().parent.parent / "requirements" / "run.txt"
KNOWN_FAULTY = "jinja2==2.10\n"
"""It has had public advisories since 2019. It is only named to the database, never installed."""

DATABASES = ("pypi", "osv")


def ask(database: str, *options: str) -> list[dict[str, Any]] | None:
    """Return what pip-audit found out about each package; None where it could not ask."""
    command = ["pip-audit", "--disable-pip", "--progress-spinner=off", "--format=json"]
    asked = subprocess.run(  # noqa: S603  # a command of our own
        [*command, f"--vulnerability-service={database}", *options],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    try:
        found: list[dict[str, Any]] = json.loads(asked.stdout)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return None
    return found


def audit(database: str) -> int | None:
    """Print what a database knows of the locked packages; None where it can't be asked."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as faulty:
        faulty.write(KNOWN_FAULTY)
        faulty.flush()
        if not any(one.get("vulns") for one in ask(database, "--no-deps", "-r", faulty.name) or ()):
            return None
    packages = ask(database, "--require-hashes", "-r", str(LOCK))
    if packages is None:
        return None
    unknown = [one for one in packages if "skip_reason" in one]
    faults = [(one, fault) for one in packages for fault in one.get("vulns", ())]
    for one in unknown:
        print(f"{one['name']}: NOT AUDITED. {one['skip_reason']}")
    for one, fault in faults:
        mended = ", ".join(fault.get("fix_versions", ())) or "no version yet"
        print(f"{one['name']} {one['version']}: {fault['id']}, mended in {mended}")
    print(
        f"{len(packages) - len(unknown)} of {len(packages)} packages audited with {database}, "
        f"{len(faults)} advisories."
    )
    if faults:
        return 1
    return 3 if unknown else 0


def main() -> int:
    """Audit with the first database that can be asked."""
    for database in DATABASES:
        code = audit(database)
        if code is not None:
            return code
    print(
        "NOTHING WAS AUDITED: no database of advisories could be reached "
        f"(asked: {', '.join(DATABASES)}).\n"
        "This is no pass. Run it again where the network reaches one."
    )
    return 3


if __name__ == "__main__":
    sys.exit(main())
