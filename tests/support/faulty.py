"""Catalogues that are faulty in one place each, with words that the proofreader says of it."""

from dataclasses import replace
from typing import Any

from clinic_check.checklist.catalogue import Catalogue, Expected, State
from clinic_check.checklist.frame import CallEntry, Option
from clinic_check.checklist.rules import Rule
from tests.support.faulty_rules import RULES, frame
from tests.support.small import KIND, SILENCES, SMALL, changed, rule


def headline(name: str, **changes: Any) -> Catalogue:
    """The small catalogue with one headline changed."""
    headlines = dict(SMALL.frame.headlines)
    headlines[name] = replace(headlines[name], **changes)
    return frame(headlines=headlines)


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
    ("known id “known-sold”: is given", replace(SMALL, known=SMALL.known * 2)),
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
    (
        "headline “serious”: needs `one`, for a count of one",
        headline("serious", one=""),
    ),
    ("headline “none”: has `one`, but no count", headline("none", one="1 sign")),
    (
        "headline “warning”: `text` needs {count}",
        headline("warning", text="Some signs"),
    ),
    (
        "headline “warning”: `text` needs {count}",
        headline("warning", text="{count} or {number} signs"),
    ),
    ("headline “none”: `text` may not have a placeholder", headline("none", text="{count} signs")),
    (
        "headline “serious”: `one` may not have a placeholder",
        headline("serious", one="{count} sign"),
    ),
    ("nexts: the next “paid” is missing", frame(next={"default": "Show.", "had-it": "Show."})),
    ("“later” is not a next", frame(next={**SMALL.frame.next, "later": "Show."})),
    ("next: `paid` is empty", frame(next={**SMALL.frame.next, "paid": ""})),
    ("main: names no question", frame(main=())),
    ("main: there is no question “price”", frame(main=("price",))),
    ("main: “kind” is a key question, which is asked there anyway", frame(main=("kind",))),
    ("main question “state”: is given more than once", frame(main=("state", "state"))),
    (
        "question “state”: is asked in the main part, but its filter looks at the detail “board”",
        changed(
            "question:state",
            catalogue=replace(SMALL, sections=(SMALL.sections[1], SMALL.sections[0])),
            shown=rule(board=["no"]),
        ),
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
    ("question “kind”: is a key question, so it needs a `rank`", changed("question:kind", rank=0)),
    ("key question’s rank “1”: is given more than once", changed("question:kind", rank=1)),
    ("has a `rank`, which only key questions have", changed("question:board", rank=9)),
    (
        "has no `clear`, so nobody is told what a clear answer sounds like",
        changed("question:kind", clear=""),
    ),
    (
        "has no `vague`, so nobody is told what a vague answer sounds like",
        changed("question:product", vague="", key=False, rank=0),
    ),
    (
        "has no `no`, which words the answer “no”",
        changed("question:product", no="", options=SMALL.frame.scales[0].options),
    ),
    (
        "has `no`, which only questions of the scale “evidence” have",
        changed("question:kind", no="They told me no"),
    ),
    (
        "“silent” is silence, which may stand beside a tick: no `exclusive`",
        changed(
            "question:risks",
            silence="You asked which harms are known.",
            options=(
                *SMALL.question["risks"].options,
                Option("silent", 9, "No word", weight="no-answer", exclusive=True),
            ),
        ),
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
    ("finding “board”: needs a `rank`, from 1", changed("finding:board", rank=0)),
    (
        "rank of a serious finding “2”: is given more than once",
        changed("finding:product", rank=2),
    ),
    ("`line` is empty", changed("finding:board", line="")),
    ("`line` is over 70 signs", changed("finding:product", line="x" * 71)),
    (
        "`line` says “you”, but it stands on the patient’s own sheet",
        changed("finding:board", line="No board on your form"),
    ),
    (
        "has 81 words in all (at most 80)",
        changed(
            "finding:board",
            told="You found" + " it" * 16 + ".",
            why="Words. " * 41,
            next="Ask. " * 22,
        ),
    ),
    (
        "note “evidence-sold”: has 81 words (at most 80)",
        changed("note:evidence-sold", text="Words. " * 81),
    ),
    ("has `silent`, but no silence raises it", changed("finding:board", silent="You told us no.")),
    ("is raised by silence too, so it needs `silent`", changed("finding:product", silent="")),
    ("replaces “x”, which is no finding", changed("finding:board", replaces=("product", "x"))),
    ("replaces itself", changed("finding:board", replaces=("board",))),
    (
        "the two can never hold at the same time",
        changed(
            "finding:board", replaces=("many-silences",), when=rule(product=["no"], board=["no"])
        ),
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
    *RULES,
]
