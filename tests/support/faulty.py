"""Catalogues that are faulty in one place each, with words that the proofreader says of it."""

from dataclasses import replace
from typing import Any

from clinic_check.checklist.catalogue import Catalogue, Expected, State
from clinic_check.checklist.frame import CallEntry, Option
from clinic_check.checklist.rules import Rule
from tests.support.small import KIND, NAMELESS, SILENCES, SMALL, changed, rule


def frame(**changes: Any) -> Catalogue:
    """The small catalogue with something changed in catalogue.toml."""
    return replace(SMALL, frame=replace(SMALL.frame, **changes))


def options(*more: Option) -> tuple[Option, ...]:
    """The answers to `kind`, and more."""
    return (*KIND.options, *more)


FAULTY: list[tuple[str, Catalogue]] = [
    # Ids and numbers
    ("question id “kind”: is given more than once", changed("question:board", id="kind")),
    ("question number “1”: is given more than once", changed("question:board", number=1)),
    ("finding id “product”: is given more than once", changed("finding:board", id="product")),
    ("note “product”: a finding has the same id", changed("note:evidence-sold", id="product")),
    ("answer number “1”: is given", changed("question:kind", options=options(Option("x", 1, "X")))),
    (
        "answer id “sold”: is given",
        changed("question:kind", options=options(Option("sold", 9, "X"))),
    ),
    (
        "answer label “A study”: is",
        changed("question:kind", options=options(Option("x", 9, "A study"))),
    ),
    (
        "the number of “x” is below 1",
        changed("question:kind", options=options(Option("x", 0, "X"))),
    ),
    ("source id “fda-2021”: is given", replace(SMALL, sources=SMALL.sources * 2)),
    ("state id “al”: is given", replace(SMALL, states=(*SMALL.states, State("al", 99, "AL2")))),
    ("state number “1”: is given", changed("state:wy", number=1)),
    ("note id “evidence-sold”: is given", replace(SMALL, evidence=SMALL.evidence * 2)),
    ("token id “patent”: is given", replace(SMALL, tokens=SMALL.tokens * 2)),
    ("place id “fda”: is given", replace(SMALL, places=SMALL.places * 2)),
    ("term id “ind”: is given", replace(SMALL, terms=SMALL.terms * 2)),
    ("term “ind”: is given more than once", changed("term:ind", also=("ind",))),
    ("scale “claim”: is given", frame(scales=(*SMALL.frame.scales, SMALL.frame.scales[1]))),
    # The frame
    ("its section is “offer”; both must be the same", frame(sections=("offers", "study"))),
    (
        "the headline “none” is missing",
        frame(headlines={"none of them": SMALL.frame.headlines["none"]}),
    ),
    (
        "“none of them” is not a headline",
        frame(headlines={"none of them": SMALL.frame.headlines["none"]}),
    ),
    ("quick: there is no question “price”", frame(quick=("price",))),
    ("“board” has a filter; the quick check has none", frame(quick=("board",))),
    (
        "call sheet: there is no question “price”",
        frame(call=replace(SMALL.frame.call, study=(CallEntry("How much?", ("price",)),))),
    ),
    ("changed “today” is not a date", frame(review=replace(SMALL.frame.review, changed="today"))),
    (
        "the state “fl” is missing",
        replace(SMALL, states=tuple(s for s in SMALL.states if s.id != "fl")),
    ),
    ("this is no state’s postal code", changed("state:fl", id="zz")),
    # Questions
    ("has neither `ask` nor `look`", changed("question:board", look="")),
    ("has both `ask` and `look`", changed("question:kind", look="Look at their page.")),
    (
        "nobody asks a clinic what it claims",
        changed("question:board", ask="Is there a board?", look=""),
    ),
    (
        "can go unanswered by the clinic, but has no `ask`",
        changed("question:product", ask="", look="Look at the label."),
    ),
    ("an answer for silence, but no `silence`", changed("question:product", silence="")),
    ("has `silence`, but no answer for it", changed("question:kind", silence="They said nothing.")),
    ("no `said` that asks for it in writing", changed("question:product", said="")),
    ("has `said`, but no answer “said”", changed("question:kind", said="Please write.")),
    ("there is no scale “proof”", changed("question:product", scale="proof")),
    (
        "has answers of its own beside those of the scale “claim”",
        changed("question:board", options=KIND.options),
    ),
    ("has fewer than two answers", changed("question:kind", options=KIND.options[:1])),
    ("`label` is over 4 words", changed("question:kind", label="What kind of offer it is")),
    (
        "the label of “x” is over 20 words",
        changed("question:kind", options=options(Option("x", 9, "word " * 20 + "word"))),
    ),
    (
        "“x” needs no `exclusive`",
        changed("question:kind", options=options(Option("x", 9, "X", exclusive=True))),
    ),
    (
        "“not-discussed” is “open”, so it has to be `exclusive`",
        changed(
            "question:risks",
            options=tuple(
                replace(option, exclusive=False) for option in SMALL.question["risks"].options
            ),
        ),
    ),
    (
        "no question here has an answer “fever”",
        replace(
            SMALL,
            sections=(
                replace(SMALL.sections[0], expected=(Expected("fever", "What about fever?"),)),
                SMALL.sections[1],
            ),
        ),
    ),
    # Findings
    (
        "`told` has 21 words (at most 20)",
        changed("finding:board", told="You found" + " it" * 19 + "."),
    ),
    ("`why` has 46 words (at most 45)", changed("finding:board", why="Words. " * 46)),
    ("`next` is empty", changed("finding:board", next="")),
    ("`told` begins with neither", changed("finding:board", told="There is no board.")),
    ("`silent` begins with neither", changed("finding:product", silent="No name.")),
    ("is serious, so it needs a `rank`", changed("finding:product", rank=0)),
    ("shares its `rank` 2 with another finding", changed("finding:product", rank=2)),
    ("is serious, so it needs a `line`", changed("finding:product", line="")),
    ("`line` is over 60 signs", changed("finding:product", line="x" * 61)),
    ("has a `rank`, which only serious findings have", changed("finding:board", rank=5)),
    ("has `silent`, but no silence raises it", changed("finding:board", silent="You told us no.")),
    ("is raised by silence too, so it needs `silent`", changed("finding:product", silent="")),
    ("replaces “x”, which is no finding", changed("finding:board", replaces="x")),
    ("replaces itself", changed("finding:board", replaces="board")),
    (
        "the two can never hold at the same time",
        changed("finding:board", replaces="many-silences", when=rule(product=["no"], board=["no"])),
    ),
    ("“many-silences”: is missing", replace(SMALL, combinations=())),
    (
        "has to list the key question “product”",
        changed("finding:many-silences", when=rule(kind=["sold"])),
    ),
    (
        "lists “board”, which is no key question",
        changed(
            "finding:many-silences",
            when=Rule(any={**SILENCES.when.any, "board": frozenset(["no"])}),
        ),
    ),
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
    ("its filter names no question", changed("question:board", shown=Rule())),
    ("can never be shown", changed("question:board", shown=rule(kind=["sold"]))),
    # Rows
    ("covers 5 rows (at most 4)", changed("question:kind", rows=(1, 2, 3, 4, 5))),
    ("there is no row 69", changed("question:kind", rows=(69,))),
    ("names row 3 twice", changed("finding:board", rows=(3, 3))),
    # Sources
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
