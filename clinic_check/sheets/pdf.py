"""Makes a PDF of a sheet: the layout from `templates/sheets/`, the words and answers as data.

Data goes in as JSON and is never read as markup, so a clinic that calls itself `#eval("1")` is
printed as typed. The PDFs are tagged (PDF/UA-1), so that a screen reader can read them.
"""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from clinic_check.settings import folder
from clinic_check.sheets.glyphs import FONTS, as_printed

Size = Literal["letter", "a4"]
"""Sizes of paper: the United States and its neighbours have Letter, all others A4."""

SIZES: tuple[Size, ...] = ("letter", "a4")

LONGEST = 4_000
"""Characters of any one text that goes on paper. Ours are shorter; a typed one is cut there."""

KEPT_FOR = 10
"""Compilations for which Typst keeps what was of no more use."""


class PdfFault(Exception):
    """No PDF can be made just now; its text says why, for the log and the command line."""


def can_be_made() -> bool:
    """Tell whether Typst is there at all, so that nobody is led to a sheet that can't be made."""
    try:
        import_module("typst")
    except ImportError:
        return False
    return True


def render(
    which: str, data: Mapping[str, Any], *, title: str, day: date, size: Size, language: str = "en"
) -> bytes:
    """Return a sheet as a tagged PDF; raise PdfFault where none can be made.

    `which` is a template's name in `templates/sheets/`, `data` what it prints, in JSON's types.
    `title` is what a viewer shows at the top, `language` a code such as “es”. One of the two
    sheets costs as much as some 20 pages of questions, everything 90 to 250: whoever serves many
    people limits how many are made at a time.
    """
    # Imported here: everything else works where Typst is missing, or has no build for a machine.
    try:
        import typst
    except ImportError as error:
        raise PdfFault(f"Typst can’t be loaded: {error}") from error
    sheet = {"title": title, "day": day.isoformat(), "size": size, "language": language, **data}
    home = folder("templates") / "sheets"
    try:
        pdf = _worker.submit(_compile, typst, home, which, json.dumps(_clean(sheet))).result()
    except (typst.TypstError, OSError, RuntimeError) as error:
        raise PdfFault(f"Typst can’t make “{which}”: {error}") from error
    return pdf


_worker = ThreadPoolExecutor(1, thread_name_prefix="paper")
"""One thread makes every PDF: ten threads that had made some held 155 MB between them, one 80."""

_ready: dict[str, Any] = {}  # used by the worker alone


def _compile(typst: Any, home: Path, which: str, data: str) -> bytes:
    """Return the PDF of a template with this data, in JSON. Called in the worker's thread."""
    compiler = _compiler(typst, home / f"{which}.typ")
    try:
        pdf = compiler.compile(format="pdf", pdf_standards=["ua-1"], sys_inputs={"data": data})
    finally:
        _forget(_compiler(typst, home / "empty.typ"))
    return bytes(pdf)


def _compiler(typst: Any, template: Path) -> Any:
    """Return the compiler of a template: to make one takes as long as a small sheet."""
    if template.stem not in _ready:
        _ready[template.stem] = typst.Compiler(
            str(template),
            root=str(template.parent),  # a template reads nothing outside this folder
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,  # the same pages everywhere
        )
    return _ready[template.stem]


def _forget(compiler: Any) -> None:
    """Make Typst forget what a person's sheet said, by making ten empty ones.

    It keeps what it laid out for its next ten compilations, since an editor's file hardly changes
    between two. Ours never come again: kept, they would hold answers, and up to 200 MB.
    """
    for _ in range(KEPT_FOR + 1):
        compiler.compile(format="svg")


def _clean(value: Any) -> Any:
    """Return data with texts that can be printed, none of them endless."""
    if isinstance(value, str):
        return as_printed(value[:LONGEST])
    if isinstance(value, Mapping):
        return {name: _clean(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return sorted(value) if isinstance(value, frozenset) else value
