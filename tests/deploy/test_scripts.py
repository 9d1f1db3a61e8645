"""The shell scripts of a deployment, run with a stand-in for docker."""

import re
import subprocess
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
COMPOSE = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_images_are_pinned_by_what_the_registry_says(tmp_path: Path) -> None:
    digest = "sha256:" + "5e" * 32
    told = with_docker(tmp_path, f'echo "$4" >>asked; echo {digest}', DEPLOY / "pin.sh")
    assert told.stdout.splitlines() == [
        f"PYTHON_IMAGE=python:3.13-slim@{digest}",
        f"NGINX_IMAGE=nginx:1.28-alpine@{digest}",
        f"REDIS_IMAGE=redis:7-alpine@{digest}",
    ]
    told = with_docker(tmp_path, f"echo {digest}", DEPLOY / "pin.sh", DEPLOY / "kubernetes.yaml")
    pinned = list(yaml.safe_load_all(told.stdout))
    images = {
        container["image"]
        for r in pinned
        if r["kind"] == "Deployment"
        for container in r["spec"]["template"]["spec"]["containers"]
    }
    assert images == {
        "clinic-check:0.2.0",
        f"nginx:1.28-alpine@{digest}",
        f"redis:7-alpine@{digest}",
    }
    used = set(re.findall(r"[a-z]+:[\w.-]+-(?:slim|alpine)", DOCKERFILE + COMPOSE))
    named = set(re.findall(r"_IMAGE=(\S+?)[ \"]", (DEPLOY / "pin.sh").read_text()))
    assert used == named, "every image that is used is pinned"


def test_without_an_answer_nothing_is_pinned(tmp_path: Path) -> None:
    told = with_docker(tmp_path, "echo 'no such image'", DEPLOY / "pin.sh", code=1)
    assert told.stdout == ""
    assert "No digest of python:3.13-slim" in told.stderr


def test_an_update_replaces_one_copy_after_the_other(tmp_path: Path) -> None:
    script = 'echo "$*" >>"$HERE/calls"; case "$*" in *"ps -q"*) echo 5;; esac'
    with_docker(tmp_path, script, DEPLOY / "update.sh")
    calls = (tmp_path / "calls").read_text().splitlines()
    changes = [call.split()[-1] for call in calls if " up " in call]
    assert changes == ["cache", "app-1", "app-2", "app-3", "proxy"]
    assert all("--wait" in call for call in calls if " up " in call)
    for copy in ("app-1", "app-2", "app-3"):
        after = calls[next(n for n, call in enumerate(calls) if call.endswith(copy)) + 2]
        assert after.endswith("-s reload"), "nginx learns its address before the next one goes"


def test_an_update_stops_at_a_copy_that_does_not_come_up(tmp_path: Path) -> None:
    script = 'echo "$*" >>"$HERE/calls"; case "$*" in *" app-2") exit 1;; esac'
    with_docker(tmp_path, script, DEPLOY / "update.sh", code=1)
    assert "app-3" not in (tmp_path / "calls").read_text()


def with_docker(
    folder: Path, script: str, *command: Path, code: int = 0
) -> "subprocess.CompletedProcess[str]":
    """Run a shell script of ours with a stand-in for docker."""
    docker = folder / "docker"
    docker.write_text(f"#!/bin/sh\n{script}\n")
    docker.chmod(0o755)
    said = subprocess.run(
        ["/bin/sh", *command],
        env={"PATH": f"{folder}:/usr/bin:/bin", "HERE": str(folder)},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == code, said.stderr
    return said


def test_our_shell_scripts_are_plain_and_sound() -> None:
    for script in (DEPLOY / "pin.sh", DEPLOY / "update.sh", DEPLOY / "nginx" / "start.sh"):
        assert script.read_text().startswith("#!/bin/sh\n")
        said = subprocess.run(
            ["/bin/sh", "-n", script], capture_output=True, text=True, check=False
        )
        assert (said.returncode, said.stderr) == (0, "")
