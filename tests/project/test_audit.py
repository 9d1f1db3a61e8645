"""`./run audit` and `./run sbom`: what is known of the packages, and no pass where nothing is."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pip._internal.models.index import PyPI

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements" / "run.txt"

OLD = [{"name": "jinja2", "version": "2.10", "vulns": [{"id": "OLD-1", "fix_versions": []}]}]
CLEAN = [{"name": "flask", "version": "3.1.3", "vulns": []}]
FAULTY = [
    {"name": "flask", "version": "3.1.3", "vulns": [{"id": "NEW-1", "fix_versions": ["3.1.4"]}]}
]
SKIPPED = [{"name": "flask", "skip_reason": "Dependency not found"}]


def audit(folder: Path, canary: object, packages: object) -> subprocess.CompletedProcess[str]:
    """Run the audit with a made-up pip-audit that says this of the old package and of ours."""
    program = folder / "pip-audit"
    program.write_text(
        f"#!{sys.executable}\nimport json, sys\n"
        f"print({json.dumps([json.dumps(canary), json.dumps(packages)])}['--require-hashes' in "
        "sys.argv])\n"
    )
    program.chmod(0o755)
    return subprocess.run(
        [sys.executable, ROOT / "deploy" / "audit.py"],
        env={**os.environ, "PATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def found(dependencies: object) -> dict[str, object]:
    return {"dependencies": dependencies, "fixes": []}


def test_a_database_that_knows_nothing_of_the_old_package_was_not_reached(tmp_path: Path) -> None:
    # This is what pip-audit says, with exit code 0, when it could ask nobody.
    asked = audit(tmp_path, found([{"name": "jinja2", "skip_reason": "x"}]), found(SKIPPED))
    assert asked.returncode == 3
    assert asked.stdout.startswith("NOTHING WAS AUDITED")
    assert "This is no pass." in asked.stdout


def test_an_answer_that_is_no_answer_is_no_pass_either(tmp_path: Path) -> None:
    assert audit(tmp_path, "no network", None).returncode == 3


def test_nothing_known_is_a_pass_where_the_database_answers(tmp_path: Path) -> None:
    asked = audit(tmp_path, found(OLD), found(CLEAN))
    assert asked.returncode == 0
    assert "1 of 1 packages audited with pypi, 0 advisories." in asked.stdout


def test_a_known_fault_is_told_and_fails(tmp_path: Path) -> None:
    asked = audit(tmp_path, found(OLD), found(FAULTY))
    assert asked.returncode == 1
    assert "flask 3.1.3: NEW-1, mended in 3.1.4" in asked.stdout


def test_a_package_that_was_passed_over_is_no_pass(tmp_path: Path) -> None:
    asked = audit(tmp_path, found(OLD), found([*CLEAN, *SKIPPED]))
    assert asked.returncode == 3
    assert "flask: NOT AUDITED" in asked.stdout


def test_the_bill_of_materials_lists_what_is_locked_and_names_no_other_host(tmp_path: Path) -> None:
    # The same command as `./run sbom`.
    script = (ROOT / "run").read_text(encoding="utf-8").replace("\\\n", " ")
    line = re.search(r'cyclonedx-py"? (requirements .*)$', script, re.MULTILINE)
    assert line
    bill = tmp_path / "sbom.json"
    words = [word.replace("dist/sbom.json", str(bill)) for word in line[1].split()]
    program = Path(sys.executable).parent / "cyclonedx-py"
    subprocess.run([program, *words], cwd=ROOT, check=True, capture_output=True, timeout=60)
    told = json.loads(bill.read_text())
    locked = re.findall(r"^([a-z0-9-]+)==(\S+)", LOCK.read_text(), re.MULTILINE)
    assert [(one["name"], one["version"]) for one in told["components"]] == locked
    assert all(one["externalReferences"][0]["hashes"] for one in told["components"])
    assert told["metadata"]["component"]["name"] == "clinic-check"
    hosts = set(re.findall(r"\w+://([^/\"]+)", json.dumps(told["components"])))
    assert hosts == {PyPI.netloc}, "each component leads to its public page, and to no mirror"


@pytest.mark.parametrize("task", ["audit", "sbom"])
def test_the_script_tells_of_the_task(task: str) -> None:
    assert f"#   ./run {task} " in (ROOT / "run").read_text(encoding="utf-8")
