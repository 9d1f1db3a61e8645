"""What is wrong with the content: every fault of meaning at once, in sentences for a clinician.

The shape of the files is checked when they are read (`catalogue`), the words one by one in
`reading`, and whether a rule can ever hold in `reach`. Here it comes together.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from clinic_check.checklist.catalogue import (
    Catalogue,
    Finding,
    Option,
    Question,
    Section,
    Source,
    Term,
)
from clinic_check.checklist.due import day
from clinic_check.checklist.entries import finding_problems, question_problems
from clinic_check.checklist.reachable import can_hold, filter_problems, rule_problems
from clinic_check.checklist.rules import Rule
from clinic_check.checklist.texts import runs, texts, word_problems

ROWS = range(1, 69)
"""The rows of the list of every question found in public lists."""

SILENCES = "many-silences"
"""The finding that has to know every key question which a clinic can leave unanswered."""

HEADLINES = ("serious", "warning", "missing", "none")
_POSTAL_CODES = (
    "al ak az ar ca co ct de dc fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj "
    "nm ny nc nd oh ok or pa ri sc sd tn tx ut vt va wa wv wi wy"
)
STATES = frozenset(_POSTAL_CODES.split())

MOST_ROWS = 4  # of one question or finding
SHARED_RUN = 8  # words in a row that no two findings share

T = TypeVar("T")

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: the file, the entry in it, and what is the matter."""

    file: str
    entry: str
    problem: str

    def __str__(self) -> str:
        return f"{self.file}, {self.entry}: {self.problem}."


def faults(catalogue: Catalogue, cited_elsewhere: Collection[str] = ()) -> list[Fault]:
    """Return every fault. It never depends on the day, so that a passing date stops no start.

    `cited_elsewhere` are the sources that the phrases and the words on trials cite.
    """
    found = [
        *_frame(catalogue),
        *_numbers(catalogue),
        *(fault for section in catalogue.sections for fault in _section(catalogue, section)),
        *_findings(catalogue),
        *_silences(catalogue),
        *_rules(catalogue),
        *_rows(catalogue),
        *_sources(catalogue, cited_elsewhere),
        *_words(catalogue),
    ]
    return list(dict.fromkeys(found))


def rows_covered(catalogue: Catalogue) -> dict[int, list[str]]:
    """Return each row with the sentences that cover it: “question-or-finding id: sentence”."""
    covered: dict[int, list[str]] = {row: [] for row in ROWS}
    for question in catalogue.questions:
        for row in question.rows:
            words = (question.text, question.hint, question.ask or question.look)
            covered.setdefault(row, []).append(f"{question.id}: {' '.join(filter(None, words))}")
    for finding in catalogue.findings:
        for row in finding.rows:
            covered.setdefault(row, []).append(f"{finding.id}: {finding.told} {finding.next}")
    return covered


def _twice(ids: Iterable[T]) -> list[T]:
    return [name for name, times in Counter(ids).items() if times > 1]


def _frame(catalogue: Catalogue) -> Iterator[Fault]:
    file = "catalogue.toml"
    frame = catalogue.frame
    for name, section in zip(frame.sections, catalogue.sections, strict=True):
        if name != section.id:
            problem = f"the file says that its section is “{section.id}”; both must be the same"
            yield Fault(f"sections/{name}.toml", "section", problem)
    for name in HEADLINES:
        if name not in frame.headlines:
            yield Fault(file, "headlines", f"the headline “{name}” is missing")
    for name in frame.headlines:
        if name not in HEADLINES:
            yield Fault(file, "headlines", f"“{name}” is not a headline")
    for name in frame.quick:
        question = catalogue.question.get(name)
        if question is None:
            yield Fault(file, "quick", f"there is no question “{name}”")
        elif question.shown or catalogue.section_of[name].shown:
            yield Fault(file, "quick", f"“{name}” has a filter; the quick check has none")
    for entry in (*frame.call.offer, *frame.call.study):
        for name in entry.questions:
            if name not in catalogue.question:
                yield Fault(file, "call sheet", f"there is no question “{name}”")
    present = {state.id for state in catalogue.states}
    for name in sorted(STATES):
        if name not in present:
            yield Fault("states.toml", "states", f"the state “{name}” is missing")
    for name in sorted(present.difference(STATES)):
        yield Fault("states.toml", f"state “{name}”", "this is no state’s postal code")
    for kind, date in (
        ("changed", frame.review.changed),
        ("next_review", frame.review.next_review),
    ):
        if date and not day(date):
            yield Fault(file, "review", f"{kind} “{date}” is not a date (YYYY-MM-DD)")


def _numbers(catalogue: Catalogue) -> Iterator[Fault]:
    """Ids and numbers are permanent, so each may be given only once."""
    # The scales' options stand in several questions; a fault in one is told once, for the scale.
    lists: list[tuple[str, str, Iterable[object]]] = [
        ("catalogue.toml", "section id", catalogue.frame.sections),
        ("catalogue.toml", "scale", (scale.id for scale in catalogue.frame.scales)),
        ("catalogue.toml", "quick question", catalogue.frame.quick),
        ("sections", "question id", (q.id for q in catalogue.questions)),
        ("sections", "question number", (q.number for q in catalogue.questions)),
        ("sections and combinations.toml", "finding id", (f.id for f in catalogue.findings)),
        ("sources.toml", "source id", (source.id for source in catalogue.sources)),
        ("states.toml", "state id", (state.id for state in catalogue.states)),
        ("states.toml", "state number", (state.number for state in catalogue.states)),
        ("evidence.toml", "note id", (note.id for note in catalogue.evidence)),
        ("trust.toml", "token id", (token.id for token in catalogue.tokens)),
        ("reports.toml", "place id", (place.id for place in catalogue.places)),
        ("glossary.toml", "term id", (term.id for term in catalogue.terms)),
        ("glossary.toml", "term", (name.lower() for t in catalogue.terms for name in _names(t))),
    ]
    lists += [
        (
            _file(catalogue, q),
            f"question “{q.id}”, answer {kind}",
            [getattr(o, kind) for o in q.options],
        )
        for q in catalogue.questions
        for kind in ("id", "number", "label")
    ]
    for file, entry, ids in lists:
        for name in _twice(ids):
            yield Fault(file, f"{entry} “{name}”", "is given more than once")
    notes = {note.id for note in catalogue.evidence}
    for finding in catalogue.findings:
        if finding.id in notes:
            yield Fault("evidence.toml", f"note “{finding.id}”", "a finding has the same id")


def _names(term: Term) -> tuple[str, ...]:
    return (term.term, *term.also)


def _file(catalogue: Catalogue, question: Question) -> str:
    return f"sections/{catalogue.section_of[question.id].id}.toml"


def _section(catalogue: Catalogue, section: Section) -> Iterator[Fault]:
    file = f"sections/{section.id}.toml"
    scales = {scale.id: scale.options for scale in catalogue.frame.scales}
    scales["states"] = tuple(Option(s.id, s.number, s.name) for s in catalogue.states)
    for question in section.questions:
        for problem in question_problems(question, scales):
            yield Fault(file, f"question “{question.id}”", problem)
    options = {option.id for question in section.questions for option in question.options}
    for expected in section.expected:
        if expected.option not in options:
            yield Fault(file, "expected", f"no question here has an answer “{expected.option}”")


def _homes(catalogue: Catalogue) -> Iterator[tuple[str, Finding]]:
    """Yield each finding with the file that it stands in."""
    for section in catalogue.sections:
        for finding in section.findings:
            yield f"sections/{section.id}.toml", finding
    for finding in catalogue.combinations:
        yield "combinations.toml", finding


def _findings(catalogue: Catalogue) -> Iterator[Fault]:
    by_id = {finding.id: finding for finding in catalogue.findings}
    ranks = Counter(f.rank for f in catalogue.findings if f.weight == "serious")
    for file, finding in _homes(catalogue):
        for problem in (
            *finding_problems(catalogue, finding),
            *_replacing(catalogue, finding, by_id),
        ):
            yield Fault(file, f"finding “{finding.id}”", problem)
        if finding.weight == "serious" and ranks[finding.rank] > 1:
            problem = f"shares its `rank` {finding.rank} with another finding"
            yield Fault(file, f"finding “{finding.id}”", problem)


def _replacing(
    catalogue: Catalogue, finding: Finding, by_id: Mapping[str, Finding]
) -> Iterator[str]:
    if not finding.replaces:
        return
    other = by_id.get(finding.replaces)
    if other is None:
        yield f"replaces “{finding.replaces}”, which is no finding"
    elif other is finding:
        yield "replaces itself"
    elif not can_hold(catalogue, finding.when, other.when):
        yield f"replaces “{other.id}”, but the two can never hold at the same time"


def _silences(catalogue: Catalogue) -> Iterator[Fault]:
    """The finding on silences has to list every key question that can go unanswered."""
    finding = next((f for f in catalogue.combinations if f.id == SILENCES), None)
    if finding is None:
        yield Fault("combinations.toml", f"finding “{SILENCES}”", "is missing")
        return
    for question in catalogue.questions:
        silence = question.no_answer
        listed = finding.when.any.get(question.id, frozenset())
        if question.key and silence and listed != silence:
            problem = f"has to list the key question “{question.id}” with its answer for silence"
            yield Fault("combinations.toml", f"finding “{SILENCES}”", problem)
        if listed and not question.key:
            problem = f"lists “{question.id}”, which is no key question"
            yield Fault("combinations.toml", f"finding “{SILENCES}”", problem)


def _ruled(catalogue: Catalogue) -> Iterator[tuple[str, str, Rule]]:
    """Yield every rule that raises or shows something outside the questions: file, entry, rule."""
    for file, finding in _homes(catalogue):
        yield file, f"finding “{finding.id}”", finding.when
    for section in catalogue.sections:
        for expected in section.expected:
            if expected.when:
                file = f"sections/{section.id}.toml"
                yield file, f"expected “{expected.option}”", expected.when
    for note in catalogue.evidence:
        yield "evidence.toml", f"note “{note.id}”", note.when
    for place in catalogue.places:
        if place.when:
            yield "reports.toml", f"place “{place.id}”", place.when


def _rules(catalogue: Catalogue) -> Iterator[Fault]:
    for file, entry, rule in _ruled(catalogue):
        for problem in rule_problems(catalogue, rule):
            yield Fault(file, entry, problem)
    earlier: set[str] = set()
    for section in catalogue.sections:
        file = f"sections/{section.id}.toml"
        if section.shown:
            for problem in filter_problems(catalogue, section.shown, earlier):
                yield Fault(file, "section", problem)
        for question in section.questions:
            if question.shown:
                for problem in filter_problems(catalogue, question.shown, earlier):
                    yield Fault(file, f"question “{question.id}”", problem)
            if not can_hold(catalogue, wishes=[(question.id, frozenset(question.option))]):
                problem = "can never be shown: its filters shut each other out"
                yield Fault(file, f"question “{question.id}”", problem)
            earlier.add(question.id)


def _rows(catalogue: Catalogue) -> Iterator[Fault]:
    entries = [(_file(catalogue, q), f"question “{q.id}”", q.rows) for q in catalogue.questions]
    entries += [(file, f"finding “{f.id}”", f.rows) for file, f in _homes(catalogue)]
    for file, entry, rows in entries:
        if len(rows) > MOST_ROWS:
            yield Fault(file, entry, f"covers {len(rows)} rows (at most {MOST_ROWS})")
        for row in rows:
            if row not in ROWS:
                yield Fault(file, entry, f"there is no row {row}")
        for row in _twice(rows):
            yield Fault(file, entry, f"names row {row} twice")


def _cited(catalogue: Catalogue) -> Iterator[tuple[str, str, tuple[str, ...], bool]]:
    """Yield what can cite sources: file, entry, ids of sources, and whether it has to have one."""
    for question in catalogue.questions:
        yield _file(catalogue, question), f"question “{question.id}”", question.sources, False
    for file, finding in _homes(catalogue):
        yield file, f"finding “{finding.id}”", finding.sources, True
    yield "catalogue.toml", "emergency", catalogue.frame.emergency.sources, False
    yield "states.toml", "general", catalogue.states_note.sources, True
    for state in catalogue.states:
        yield "states.toml", f"state “{state.id}”", state.sources, bool(state.note)
    yield "evidence.toml", "general", catalogue.evidence_note.sources, True
    for note in catalogue.evidence:
        yield "evidence.toml", f"note “{note.id}”", note.sources, False
    for token in catalogue.tokens:
        yield "trust.toml", f"token “{token.id}”", token.sources, True
    for place in catalogue.places:
        yield "reports.toml", f"place “{place.id}”", place.sources, False
    for term in catalogue.terms:
        yield "glossary.toml", f"term “{term.id}”", term.sources, False


def _sources(catalogue: Catalogue, cited_elsewhere: Collection[str]) -> Iterator[Fault]:
    cited: set[str] = set(cited_elsewhere)
    for file, entry, sources, needed in _cited(catalogue):
        cited.update(sources)
        if needed and not sources:
            yield Fault(file, entry, "has no source")
        for name in sources:
            if name not in catalogue.source:
                yield Fault(file, entry, f"there is no source “{name}”")
        for name in _twice(sources):
            yield Fault(file, entry, f"names the source “{name}” twice")
    for source in catalogue.sources:
        for problem in _source(source):
            yield Fault("sources.toml", f"source “{source.id}”", problem)
        if source.id not in cited:
            yield Fault("sources.toml", f"source “{source.id}”", "nothing cites it")
    for place in catalogue.places:
        if not place.address.startswith("https://"):
            problem = "its address has to begin with https://"
            yield Fault("reports.toml", f"place “{place.id}”", problem)


def _source(source: Source) -> Iterator[str]:
    if not source.publisher or not source.title:
        yield "needs a publisher and a title"
    if not source.url.startswith("https://"):
        yield "its address has to begin with https://"
    if source.date and not _DATE.fullmatch(source.date):
        yield f"its date “{source.date}” is not YYYY, YYYY-MM or YYYY-MM-DD"
    if not day(source.read):
        yield f"`read` “{source.read}” is not a date (YYYY-MM-DD)"
    if source.checked and not day(source.checked):
        yield f"`checked` “{source.checked}” is not a date (YYYY-MM-DD)"


# The keys that may stay empty, by the kind of entry; every other text has to say something.
_MAY_BE_EMPTY = {
    "question": {"hint", "ask", "look", "said", "silence", "check"},
    "scale": {"hint"},
    "finding": {"line", "silent"},
    "state": {"note"},
}


def _words(catalogue: Catalogue) -> Iterator[Fault]:
    for text in texts(catalogue):
        if not text.words and text.key not in _MAY_BE_EMPTY.get(text.entry.split()[0], ()):
            yield Fault(text.file, text.entry, f"`{text.key}` is empty")
        for problem in word_problems(text.words):
            yield Fault(text.file, text.entry, f"`{text.key}` {problem}")
    homes: dict[str, str] = {}
    for file, finding in _homes(catalogue):
        shared: dict[str, str] = {}
        for words in (finding.told, finding.silent, finding.why, finding.next):
            for run in sorted(runs(words, SHARED_RUN)):
                if homes.setdefault(run, finding.id) != finding.id:
                    shared.setdefault(homes[run], run)
        for other, run in shared.items():
            problem = f"shares {SHARED_RUN} words in a row with “{other}”: “{run}”"
            yield Fault(file, f"finding “{finding.id}”", problem)
