"""Every sentence of a template can be translated, and none is glued together from pieces."""

import re
from pathlib import Path

import pytest
from flask import Flask

from clinic_check.settings import folder

TEMPLATES = folder("templates")

OURS = (
    "parts/languages.html",  # what leads to a language is said in that language
)

SPOKEN = ("aria-label", "alt", "title", "placeholder", "content", "summary")
"""Attributes that are read to people."""

TAG = re.compile(r"<[^<>]*>")
WORD = re.compile(r"[A-Za-z]{2,}")


def pieces(app: Flask, source: str) -> tuple[str, list[str]]:
    """Return what of a template no translator is asked for: its text, and texts in expressions."""
    text, constants, inside, before = "", [], False, ""
    kind_before = ""
    for _, kind, value in app.jinja_env.lex(source):
        if kind == "name" and value in ("trans", "endtrans") and kind_before != "operator":
            inside = value == "trans"
        if kind == "data" and not inside:
            text += value
        elif kind == "variable_begin":
            text += "\0"
        elif kind == "string" and before not in ("_(", "from", "extends", "include", "import"):
            constants.append(value[1:-1])
        if kind not in ("whitespace",):
            before = "_(" if value == "(" and before == "_" else value
            kind_before = kind
    return text, constants


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=path.relative_to(TEMPLATES).as_posix())
        for path in sorted(TEMPLATES.rglob("*"))
        if path.suffix in (".html", ".svg", ".txt")
        and path.relative_to(TEMPLATES).as_posix() not in OURS
    ],
)
def test_every_sentence_of_a_template_is_given_to_translators(app: Flask, path: Path) -> None:
    text, constants = pieces(app, path.read_text(encoding="utf-8"))
    for tag in TAG.findall(text):
        for name in SPOKEN:
            for said in re.findall(rf'\b{name}="([^"]*)"', tag):
                fixed = "viewport" in tag or "color-scheme" in tag
                assert fixed or not WORD.search(said), f"put {said!r} into {{{{ _('…') }}}}"
    left = [part for part in TAG.sub("\n", text).splitlines() if WORD.search(part)]
    # An attribute by itself, an address, and Spanish beside a question that is asked in Spanish.
    left = [part for part in left if not re.search(r'^ aria-\S+="|http|Quién', part)]
    assert not left, f"put these into {{% trans %}}: {left}"
    for constant in constants:
        sentence = re.search(r"^[A-Z][a-z’]+\b|[a-z]+ [a-z]+ [a-z]", constant)
        assert not sentence or "-" in constant, f"put {constant!r} into _('…')"
