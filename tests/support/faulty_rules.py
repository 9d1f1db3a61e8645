"""Catalogues that are faulty in a rule, a row, a source or a word, and what is said of each."""

from dataclasses import replace
from typing import Any

from clinic_check.checklist.catalogue import Catalogue
from clinic_check.checklist.frame import CallEntry
from clinic_check.checklist.rules import Rule
from tests.support.small import NAMELESS, SILENCES, SMALL, changed, rule


def frame(**changes: Any) -> Catalogue:
    """The small catalogue with something changed in catalogue.toml."""
    return replace(SMALL, frame=replace(SMALL.frame, **changes))


RULES: list[tuple[str, Catalogue]] = [
    # Rules
    (
        "blanks alone would satisfy it",
        changed("finding:board", when=Rule(none={"kind": frozenset(["sold"])})),
    ),
    (
        "`at_least` counts entries of `any`",
        changed("finding:board", when=replace(NAMELESS.when, at_least=2)),
    ),
    (
        "`at_least` counts entries of `any`",
        changed("finding:many-silences", when=replace(SILENCES.when, at_least=0)),
    ),
    (
        "`at_least` is 2, but `any` has 1 entries",
        changed("finding:many-silences", when=replace(SILENCES.when, at_least=2)),
    ),
    ("names “price”, which is no question", changed("finding:board", when=rule(price=["no"]))),
    (
        "names “maybe”, which is no answer to “board”",
        changed("finding:board", when=rule(board=["maybe"])),
    ),
    ("names no answer to “board”", changed("finding:board", when=rule(board=[]))),
    ("its rule can never hold", changed("finding:board", when=rule(board=["no"], kind=["sold"]))),
    (
        "“sold” of “kind” can never be met",
        changed("finding:board", when=rule(board=["no"], kind=["sold", "study"])),
    ),
    (
        "its rule can never hold",
        changed("finding:board", when=Rule(rule(kind=["sold"]).all, none=rule(kind=["sold"]).all)),
    ),
    (
        "note “evidence-sold”: its rule names “price”",
        changed("note:evidence-sold", when=rule(price=["no"])),
    ),
    ("place “fda”: its rule names “price”", changed("place:fda", when=rule(price=["no"]))),
    (
        "its filter looks at “board”, which is not asked before it",
        changed("question:kind", shown=rule(board=["no"])),
    ),
    (
        "its filter looks at “kind”, which is not asked before it",
        changed("question:kind", shown=rule(kind=["sold"])),
    ),
    (
        "section: its filter looks at “board”",
        replace(
            SMALL,
            sections=(SMALL.sections[0], replace(SMALL.sections[1], shown=rule(board=["no"]))),
        ),
    ),
    (
        "question “board”: its rule names “price”, which is no question",
        changed("question:board", shown=rule(price=["no"])),
    ),
    (
        "question “board”: its rule names “price”, which is no question",
        changed("question:board", settled=rule(price=["no"])),
    ),
    ("its filter names no question", changed("question:board", shown=Rule())),
    ("can never be shown", changed("question:board", shown=rule(kind=["sold"]))),
    (
        "its rule has `none` with the tick list “risks”; use `only` or `not_only`",
        changed(
            "finding:board",
            when=Rule(all={"board": frozenset(["no"])}, none={"risks": frozenset(["pain"])}),
        ),
    ),
    (
        "its rule has `none` with the tick list “risks”; use `only` or `not_only`",
        changed("question:state", shown=Rule(none={"risks": frozenset(["pain"])})),
    ),
    (
        "its rule has `only` with “board”, which is no tick list",
        changed("finding:board", when=Rule(only={"board": frozenset(["no"])})),
    ),
    (
        "its rule has `not_only` with “kind”, which is no tick list",
        changed("question:state", shown=Rule(not_only={"kind": frozenset(["sold"])})),
    ),
    (
        "blanks alone would satisfy it",
        changed("finding:board", when=Rule(not_only={"risks": frozenset(["pain"])})),
    ),
    (
        "its rule can never hold",
        changed(
            "finding:board",
            when=Rule(all={"risks": frozenset(["infection"])}, only={"risks": frozenset(["pain"])}),
        ),
    ),
    (
        "its rule can never hold",
        changed(
            "finding:board",
            when=Rule(only={"risks": frozenset(["pain"])}, not_only={"risks": frozenset(["pain"])}),
        ),
    ),
    (
        "“told-none” of “risks” can never be met where the rest of it holds",
        changed(
            "finding:board",
            when=Rule(
                all={"risks": frozenset(["infection", "told-none"])},
                not_only={"risks": frozenset(["told-none"])},
            ),
        ),
    ),
    (
        "harm “harm-sold”: its rule names “price”, which is no question",
        changed("harm:harm-sold", when=rule(price=["no"])),
    ),
    # Rows
    ("covers 5 rows (at most 4)", changed("question:kind", rows=(1, 2, 3, 4, 5))),
    ("there is no row 69", changed("question:kind", rows=(69,))),
    ("names row 3 twice", changed("finding:board", rows=(3, 3))),
    # Sources
    ("source “fda-2021”: needs a `number`, from 1", changed("source:fda-2021", number=0)),
    (
        "source number “1”: is given more than once",
        replace(SMALL, sources=(*SMALL.sources, replace(SMALL.sources[0], id="x"))),
    ),
    ("harm “harm-sold”: has no source", changed("harm:harm-sold", sources=())),
    ("harm “harm-sold”: `text` is empty", changed("harm:harm-sold", text="")),
    (
        "harm “harm-sold”: says how often, or doesn’t say that it was reported",
        changed("harm:harm-sold", text="A clot is often reported."),
    ),
    (
        "harm “harm-sold”: says how often, or doesn’t say that it was reported",
        changed("harm:harm-sold", text="There was a clot."),
    ),
    ("harms.toml, harms: is empty", replace(SMALL, harms=())),
    ("harm id “harm-sold”: is given", replace(SMALL, harms=SMALL.harms * 2)),
    ("finding “board”: has no source", changed("finding:board", sources=())),
    ("state “fl”: has no source", changed("state:fl", note="A law of 2025.")),
    ("there is no source “fda-1999”", changed("finding:board", sources=("fda-1999",))),
    (
        "names the source “fda-2021” twice",
        changed("finding:board", sources=("fda-2021", "fda-2021")),
    ),
    (
        "nothing cites it",
        replace(SMALL, sources=(*SMALL.sources, replace(SMALL.sources[0], id="x"))),
    ),
    ("needs a publisher and a title", changed("source:fda-2021", title="")),
    ("has to begin with https://", changed("source:fda-2021", url="http://www.fda.gov/page")),
    ("its date “June 2021” is not", changed("source:fda-2021", date="June 2021")),
    ("`read` “2026-11” is not a date", changed("source:fda-2021", read="2026-11")),
    ("`checked` “20261120” is not a date", changed("source:fda-2021", checked="20261120")),
    # Words
    ("`title` is empty", frame(title="")),
    (
        "call sheet: `ask` is empty",
        frame(call=replace(SMALL.frame.call, study=(CallEntry("", ("kind",)),))),
    ),
    (
        "place “fda”: its address has to begin with https://",
        changed("place:fda", address="www.fda.gov"),
    ),
    (
        "`silence` doesn’t begin with “You asked”",
        changed("question:product", silence="They gave no name."),
    ),
    ("`what` is empty", changed("place:fda", what="")),
    ("`hint` has a straight quote", changed("question:kind", hint="Don't know?")),
    ("`hint` has a straight quote", changed("question:kind", hint='Is it a "study"?')),
    ("`hint` has a double space", changed("question:kind", hint="Look at  it.")),
    ("`hint` has a double space, or a space at its start", changed("question:kind", hint="Look. ")),
    (
        "a sentence of 26 words (at most 25): “Look look look look look look …”",
        changed("question:kind", hint="Look" + " look" * 25 + "."),
    ),
    (
        "shares 8 words in a row with “product”: “one two three four five six seven eight”",
        changed(
            "finding:board",
            next="One, two, three, four, five, six, seven, eight!",
            catalogue=changed("finding:product", why="One two three four five six seven eight."),
        ),
    ),
]
