"""The wheel: all that a page needs travels in it, and what it installs serves from anywhere."""

import re
import shutil
import subprocess
import sys
import sysconfig
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    subprocess.run([*command, "--directory", folder], cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def carried(folder: str) -> set[str]:
    """Return the files of a folder that have to be in the wheel, named from its parent."""
    home = ROOT / folder
    return {
        path.relative_to(home.parent).as_posix()
        for path in home.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }


def test_the_wheel_carries_the_code_the_content_the_templates_and_the_static_files(
    wheel: Path,
) -> None:
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    pages = {f"clinic_check/{name}" for name in carried("templates") | carried("static")}
    assert pages
    assert inside == carried("clinic_check") | pages


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel in an environment of its own and return its `clinic-check`.

    What it depends on is borrowed from this environment, so that nothing is fetched. Only the
    folder is borrowed, after the wheel is in: the checkout itself can't be imported through it.
    """
    home = tmp_path_factory.mktemp("elsewhere") / "an environment"
    venv.create(home, with_pip=False)
    scripts = home / ("Scripts" if sys.platform == "win32" else "bin")
    (python,) = scripts.glob("python.exe" if sys.platform == "win32" else "python")
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet"]
    subprocess.run([*pip, "--no-deps", "--no-index", wheel], check=True, capture_output=True)
    (packages,) = home.glob("**/site-packages")
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib"))
    command = shutil.which("clinic-check", path=str(scripts))
    assert command
    return Path(command)


@pytest.fixture
def address(installed: Path, tmp_path: Path) -> Iterator[str]:
    """Serve from a folder that has nothing to do with the project; give the address it says."""
    with subprocess.Popen(
        [installed, "serve", "--port", "0"],
        cwd=tmp_path,
        env={"PATH": str(installed.parent)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout
        assert server.stderr
        said = server.stdout.readline()
        try:
            found = re.search(r"http://127\.0\.0\.1:\d+", said)
            assert found, said + (server.stderr.read() if server.poll() is not None else "")
            yield found[0]
        finally:
            server.terminate()
            server.communicate(timeout=20)
    assert server.returncode == 0
    assert not list(tmp_path.iterdir())


def fetch(address: str) -> tuple[str, str]:
    """Return the content type and the text of a page on this machine."""
    with urllib.request.urlopen(address, timeout=20) as page:  # noqa: S310  # http on loopback
        return page.headers["Content-Type"], page.read().decode()


def test_an_installed_wheel_serves_pages_and_style_sheets_from_any_folder(address: str) -> None:
    kind, page = fetch(f"{address}/")
    assert kind.startswith("text/html")
    styles = re.findall(r'<link [^>]*href="([^"]+\.css[^"]*)"', page)
    assert styles
    for style in styles:
        kind, rules = fetch(address + style)
        assert kind.startswith("text/css")
        assert "{" in rules


def test_the_wheel_carries_what_translators_wrote_compiled(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    written = {name for name in inside if name.endswith(".po")}
    assert written
    assert {name.replace(".po", ".mo") for name in written} <= inside
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "*.mo" in ignored, "what is compiled isn't committed"
