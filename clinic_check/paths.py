"""Where the content, the page templates and the static files are, in a checkout and in a wheel."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
CONTENT = PACKAGE / "content"


def folder(name: str) -> Path:
    """Return a folder of page assets; raise FileNotFoundError when there is none.

    A wheel carries the folder inside the package; a checkout keeps it beside the package.
    """
    for home in (PACKAGE, PACKAGE.parent):
        candidate = home / name
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"no {name!r} folder in {PACKAGE} or beside it")
