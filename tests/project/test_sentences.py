"""Every sentence that a patient reads stands in the content or in a template, none in Python."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "clinic_check"

ROOMS = ("checklist", "claims", "guides", "saving", "sheets", "trials", "web")
"""What pages are made in. Commands speak to whoever runs them, in words of their own."""

FOR_OPERATORS = ("SettingsFault", "CatalogueFault", "AnswerFault", "PdfFault")
"""Errors that a command, the log or the start of the app tells, and no page."""

NOT_ON_A_PAGE = {
    "checklist/answers.py": "what is wrong with answers given as JSON: the command line alone",
    "checklist/load.py": "what is wrong with the content, for whoever edits it",
    "checklist/messages.py": "what is wrong with the content, for whoever edits it",
    "checklist/needed.py": "what is wrong with the content, for whoever edits it",
    "checklist/reachable.py": "what is wrong with the content, for whoever edits it",
    "checklist/texts.py": "what is wrong with the content, for whoever edits it",
    "claims/matcher.py": "what is wrong with the content, for whoever edits it",
    "saving/register.py": "what is wrong with the register of numbers, for whoever edits it",
    "trials/words.py": "what is wrong with the content, for whoever edits it",
}
"""Whole modules, each with the reason why its sentences reach no patient."""

ALLOWED = {
    "This is not the address of this site.\n": "under a foreign host name there can be no page",
    "The content has no questions.": "/readyz, for whoever runs the app",
    "The key is too weak: {}.": "/readyz, for whoever runs the app",
    "The key is this copy’s own: other copies could not read its cookies.": "/readyz, as above",
    "Time to make an answer, by the kind of page and the class of its status.": "/metrics",
}
"""Single sentences, each with the reason why no patient reads it."""


def is_sentence(words: str) -> bool:
    """Tell whether this reads as (a piece of) a sentence: three words, and a capital or an end."""
    plain = re.sub(r"\{\}", "it", words).strip()
    if len(re.findall(r"[A-Za-z’']+", plain)) < 3 or re.search(r"[\\|<>=%_]|\(\?", plain):
        return False  # too short, or a pattern, a piece of HTML, a line of a log
    return bool(re.match(r"[“(]?[A-Z]", plain)) and bool(re.search(r"[a-z”’][.?!:](\s|$)", plain))


def literals(tree: ast.Module) -> Iterator[str]:
    """Yield every text of a module, with {} for what is filled in, docstrings left out."""
    left_out: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            left_out.add(id(node.value))  # a docstring, of whatever
        if isinstance(node, ast.JoinedStr):
            left_out |= {id(part) for part in node.values}
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            name = node.exc.func.id if isinstance(node.exc.func, ast.Name) else ""
            if name in FOR_OPERATORS:
                left_out |= {id(part) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) in left_out:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        if isinstance(node, ast.JoinedStr):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values
            )


def modules() -> list[Path]:
    """Return the modules that pages are made of, by their place in the package."""
    found = [path for room in ROOMS for path in sorted((PACKAGE / room).rglob("*.py"))]
    return [path for path in found if not path.name.startswith("proofread")]


def test_no_sentence_for_a_patient_stands_in_python() -> None:
    found = []
    for path in modules():
        place = path.relative_to(PACKAGE).as_posix()
        if place in NOT_ON_A_PAGE:
            continue
        texts = literals(ast.parse(path.read_text(encoding="utf-8")))
        found += [f"{place}: {t}" for t in texts if is_sentence(t) and t not in ALLOWED]
    assert found == [], "move these to content/messages.toml or to a template"


def test_most_modules_are_looked_at() -> None:
    looked_at = {path.relative_to(PACKAGE).as_posix() for path in modules()} - set(NOT_ON_A_PAGE)
    assert {
        "saving/code.py",
        "saving/file.py",
        "sheets/clinic_letter.py",
        "web/forms.py",
    } <= looked_at
    assert len(looked_at) > 4 * len(NOT_ON_A_PAGE)


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ('raise CodeFault("The code is too short.")', ["The code is too short."]),
        ('f"The code has {number} signs too many."', ["The code has {} signs too many."]),
        ('say("Please look " "again at it.")', ["Please look again at it."]),
        ('"""Return what is wrong with it."""', []),
        ('raise SettingsFault("The key is too weak.")', []),
        ('re.compile(r"A (?:code|file) is|was.")', []),
        ('"code.too-short"', []),
    ],
)
def test_a_sentence_is_told_from_what_is_none(source: str, texts: list[str]) -> None:
    body = (
        source
        if source.startswith('"""')
        else f"x = ({source})"
        if "raise" not in source
        else source
    )
    assert [text for text in literals(ast.parse(body)) if is_sentence(text)] == texts
