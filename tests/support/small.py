"""A catalogue small enough to see through, without a fault, for tests to break in one place."""

from dataclasses import replace
from typing import Any

from clinic_check.checklist.catalogue import (
    Catalogue,
    EvidenceNote,
    Expected,
    Finding,
    Harm,
    Known,
    Passage,
    Place,
    Question,
    Section,
    Source,
    State,
    Term,
    Token,
)
from clinic_check.checklist.frame import (
    CallEntry,
    CallSheet,
    Emergency,
    Frame,
    Headline,
    Option,
    Review,
    Scale,
)
from clinic_check.checklist.proofread_frame import STATES
from clinic_check.checklist.rules import Rule

FDA = ("fda-2021",)


def rule(**all_of: list[str]) -> Rule:
    """A rule that names options of each question, all to be met."""
    return Rule(all={name: frozenset(options) for name, options in all_of.items()})


EVIDENCE = (
    Option("in-writing", 1, "Yes, on paper"),
    Option("said", 2, "They said so", weight="open"),
    Option("no-answer", 3, "They would not say", weight="no-answer"),
    Option("no", 4, "There is none"),
)
CLAIM = (Option("yes", 1, "Yes"), Option("no", 2, "No"))

KIND = Question(
    "kind",
    1,
    "Kind",
    "What kind of offer is it?",
    "Different rules apply.",
    ask="Is it a study?",
    key=True,
    clear="They show a study’s papers.",
    vague="They call it research.",
    rank=2,
    options=(
        Option("sold", 1, "For sale"),
        Option("study", 2, "A study"),
        Option("not-clear", 3, "Not clear", weight="open"),
    ),
)
PRODUCT = Question(
    "product",
    2,
    "Product",
    "Do you know the exact product?",
    "A name can be looked up.",
    scale="evidence",
    key=True,
    ask="What is the exact product?",
    said="Please send the name in writing.",
    silence="You asked for the name. They did not give it.",
    clear="The name stands on a label.",
    vague="They call it a cell product.",
    no="They told me it has no name",
    rank=1,
    sources=FDA,
    rows=(30,),
    options=(*EVIDENCE[:3], replace(EVIDENCE[3], label="They told me it has no name")),
)
RISKS = Question(
    "risks",
    3,
    "Risks",
    "Which harms did they speak of?",
    "Every treatment has some.",
    pick="many",
    key=True,
    ask="Which harms are known?",
    clear="They name some, and say what they do then.",
    vague="They say that all will be well.",
    rank=3,
    options=(
        Option("infection", 1, "Infection"),
        Option("pain", 2, "More pain"),
        Option("told-none", 3, "None, they said", exclusive=True),
        Option("not-discussed", 4, "Not yet", weight="open", exclusive=True),
    ),
)
STATE = Question(
    "state",
    4,
    "State",
    "Which state is it in?",
    "Laws differ.",
    scale="states",
    look="Look at their address.",
    options=tuple(Option(name, i, name.upper()) for i, name in enumerate(sorted(STATES), start=1)),
)
BOARD = Question(
    "board",
    5,
    "Ethics board",
    "Do they name an ethics board?",
    "A board watches over a study.",
    scale="claim",
    look="Look on the consent form.",
    options=CLAIM,
)

NAMELESS = Finding(
    "product",
    "serious",
    "safety",
    "You told us the product has no name.",
    "Nobody can look it up.",
    "Ask for the label.",
    FDA,
    rule(product=["no", "no-answer"]),
    line="No product name",
    rank=1,
    silent="You told us they would not name the product.",
    rows=(30,),
)
NAMELESS_STUDY = Finding(
    "product-study",
    "caution",
    "review",
    "You told us the study has no product name yet.",
    "Early work can lack one.",
    "Ask the study doctor.",
    FDA,
    rule(product=["no", "no-answer"], kind=["study"]),
    line="A study with no product name",
    rank=3,
    replaces=("product",),
)
BOARDLESS = Finding(
    "board",
    "note",
    "people",
    "You found no board on the form.",
    "It speaks for those who take part.",
    "Show the form to your doctor.",
    FDA,
    rule(board=["no"]),
    line="No ethics board on the form",
    rank=4,
)
SILENCES = Finding(
    "many-silences",
    "serious",
    "review",
    "You told us they left you without an answer.",
    "Silence tells something too.",
    "Ask once more, by mail.",
    FDA,
    Rule(any={"product": frozenset(["no-answer"])}),
    line="No answer",
    rank=2,
)

SMALL = Catalogue(
    frame=Frame(
        title="Clinic Check",
        version="1",
        review=Review(
            changed="2026-11-20",
            next_review="2027-11-20",
            funding="None.",
            conflicts="None.",
            contact="Write to us.",
            reviewers=("A. Reviewer",),
        ),
        sections=("offer", "study"),
        quick=("kind",),
        scales=(Scale("evidence", EVIDENCE), Scale("claim", CLAIM)),
        headlines={
            "serious": Headline("{count} serious signs", "It can mean little.", "1 serious sign"),
            "warning": Headline("{count} signs", "It can mean little.", "1 sign"),
            "missing": Headline("Facts are missing", "It can mean little."),
            "none": Headline("None of the signs", "It can mean little."),
        },
        disclaimer="This is information.",
        emergency=Emergency("Not for emergencies.", "B. Clinician", ()),
        records=("The product name.",),
        call=CallSheet((CallEntry("What is it?", ("product",)),), ()),
        main=("state",),
        next={
            "default": "Show your doctor first.",
            **dict.fromkeys(("free", "seen", "paid", "had-it"), "Show them."),
        },
    ),
    sections=(
        Section(
            "offer",
            "The offer",
            "What you were offered.",
            (KIND, PRODUCT, RISKS, STATE),
            findings=(NAMELESS, NAMELESS_STUDY),
            expected=(Expected("infection", "What about infection?", rule(kind=["sold"])),),
        ),
        Section(
            "study",
            "The study",
            "If it is one.",
            (BOARD,),
            shown=rule(kind=["study"]),
            findings=(BOARDLESS,),
        ),
    ),
    combinations=(SILENCES,),
    sources=(
        Source(
            id="fda-2021",
            publisher="FDA",
            title="A page",
            url="https://www.fda.gov/page",
            date="2021-06",
            read="2026-11-20",
            checked="",
            confirmed=True,
            facts=("F1.1",),
            number=1,
        ),
    ),
    states_note=Passage("Laws change.", FDA),
    states=tuple(State(o.id, o.number, o.label) for o in STATE.options),
    evidence_note=Passage("Ask your doctor.", FDA),
    evidence=(
        EvidenceNote("evidence-sold", "For sale", "Little is known.", FDA, rule(kind=["sold"])),
    ),
    harms=(Harm("harm-sold", "A clot has been reported.", FDA, rule(kind=["sold"])),),
    known=(Known("known-sold", "It is sold.", "If it helps.", FDA, rule(kind=["sold"])),),
    tokens=(Token("patent", "A patent", "An idea is new.", "That it works.", FDA),),
    places=(Place("fda", "FDA", "Report harm.", "https://www.fda.gov/", FDA, "report"),),
    terms=(Term("ind", "IND", "Leave to test a new drug.", ("IND number",)),),
)


def changed(entry_id: str, catalogue: Catalogue = SMALL, **changes: Any) -> Catalogue:
    """The catalogue with one question or finding changed; "finding:x" names the finding x."""
    kind, _, name = entry_id.rpartition(":")

    def swap(entries: tuple[Any, ...], of: str) -> tuple[Any, ...]:
        return tuple(replace(e, **changes) if of == kind and e.id == name else e for e in entries)

    return replace(
        catalogue,
        sections=tuple(
            replace(
                section,
                questions=swap(section.questions, "question"),
                findings=swap(section.findings, "finding"),
            )
            for section in catalogue.sections
        ),
        combinations=swap(catalogue.combinations, "finding"),
        sources=swap(catalogue.sources, "source"),
        states=swap(catalogue.states, "state"),
        evidence=swap(catalogue.evidence, "note"),
        harms=swap(catalogue.harms, "harm"),
        known=swap(catalogue.known, "known"),
        tokens=swap(catalogue.tokens, "token"),
        places=swap(catalogue.places, "place"),
        terms=swap(catalogue.terms, "term"),
    )
