"""What is wrong with the content: every fault of meaning at once, in sentences for a clinician.

The shape of the files is checked when they are read (`load`). Words by themselves are checked in
`texts`, what holds the sections together in `proofread_frame`, sources in `proofread_sources`, and
whether a rule is sound and can ever hold in `reachable`. Here it comes together; what the code
needs by name is told by `needed`.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from clinic_check.checklist.catalogue import Catalogue, Finding, Question, Section, Term
from clinic_check.checklist.frame import Option
from clinic_check.checklist.proofread_frame import frame_problems
from clinic_check.checklist.proofread_sources import source_problems
from clinic_check.checklist.reachable import can_hold, filter_problems, rule_problems
from clinic_check.checklist.rules import Rule
from clinic_check.checklist.texts import (
    MOST_WORDS_TOGETHER,
    count,
    finding_problems,
    question_problems,
    runs,
    tells_a_report,
    texts,
    word_problems,
)

ROWS = range(1, 69)
"""The rows of the list of every question found in public lists."""

SILENCES = "many-silences"
"""The finding that has to know every key question which a clinic can leave unanswered."""

MOST_ROWS = 4  # of one question or finding
SHARED_RUN = 8  # words in a row that no two findings share

T = TypeVar("T")


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
        *(Fault(*each) for each in frame_problems(catalogue)),
        *_numbers(catalogue),
        *(fault for section in catalogue.sections for fault in _section(catalogue, section)),
        *_findings(catalogue),
        *_silences(catalogue),
        *_rules(catalogue),
        *_rows(catalogue),
        *(Fault(*each) for each in source_problems(catalogue, cited_elsewhere)),
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


def _numbers(catalogue: Catalogue) -> Iterator[Fault]:
    """Ids and numbers are permanent, so each may be given only once."""
    # The scales' options stand in several questions; a fault in one is told once, for the scale.
    both, frame = "sections and combinations.toml", catalogue.frame
    lists: list[tuple[str, str, Iterable[object]]] = [
        ("catalogue.toml", "section id", frame.sections),
        ("catalogue.toml", "scale", (scale.id for scale in frame.scales)),
        ("catalogue.toml", "quick question", frame.quick),
        ("catalogue.toml", "main question", frame.main),
        ("sections", "question id", (q.id for q in catalogue.questions)),
        ("sections", "question number", (q.number for q in catalogue.questions)),
        ("sections", "key question’s rank", (q.rank for q in catalogue.questions if q.rank)),
        (both, "finding id", (f.id for f in catalogue.findings)),
        ("sources.toml", "source id", (source.id for source in catalogue.sources)),
        ("sources.toml", "source number", (s.number for s in catalogue.sources if s.number)),
        ("states.toml", "state id", (state.id for state in catalogue.states)),
        ("states.toml", "state number", (state.number for state in catalogue.states)),
        ("evidence.toml", "note id", (note.id for note in catalogue.evidence)),
        ("harms.toml", "harm id", (harm.id for harm in catalogue.harms)),
        ("trust.toml", "token id", (token.id for token in catalogue.tokens)),
        ("evidence.toml", "known id", (known.id for known in catalogue.known)),
        ("reports.toml", "place id", (place.id for place in catalogue.places)),
        ("glossary.toml", "term id", (term.id for term in catalogue.terms)),
        ("glossary.toml", "term", (name.lower() for t in catalogue.terms for name in _names(t))),
    ]
    for weight in ("serious", "caution"):
        ranks = [f.rank for f in catalogue.findings if f.weight == weight and f.rank]
        lists.append((both, f"rank of a {weight} finding", ranks))
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
    findings = {finding.id for finding in catalogue.findings}
    for note in catalogue.evidence:
        if note.id in findings:
            yield Fault("evidence.toml", f"note “{note.id}”", "a finding has the same id")


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


def _findings(catalogue: Catalogue) -> Iterator[Fault]:
    by_id = {finding.id: finding for finding in catalogue.findings}
    for file, finding in catalogue.homes:
        for problem in (
            *finding_problems(catalogue, finding),
            *_replacing(catalogue, finding, by_id),
        ):
            yield Fault(file, f"finding “{finding.id}”", problem)
    for file, entry, words in (
        *(("evidence.toml", f"note “{note.id}”", note.text) for note in catalogue.evidence),
        *(("states.toml", f"state “{state.id}”", state.note) for state in catalogue.states),
    ):
        if (length := count(words)) > MOST_WORDS_TOGETHER:
            yield Fault(file, entry, f"has {length} words (at most {MOST_WORDS_TOGETHER})")
    for harm in catalogue.harms:
        if harm.text and not tells_a_report(harm.text):
            problem = "says how often, or doesn’t say that it was reported"
            yield Fault("harms.toml", f"harm “{harm.id}”", problem)


def _replacing(
    catalogue: Catalogue, finding: Finding, by_id: Mapping[str, Finding]
) -> Iterator[str]:
    for name in finding.replaces:
        other = by_id.get(name)
        if other is None:
            yield f"replaces “{name}”, which is no finding"
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
    for file, finding in catalogue.homes:
        yield file, f"finding “{finding.id}”", finding.when
    for note in catalogue.evidence:
        yield "evidence.toml", f"note “{note.id}”", note.when
    for harm in catalogue.harms:
        yield "harms.toml", f"harm “{harm.id}”", harm.when
    for known in catalogue.known:
        yield "evidence.toml", f"known “{known.id}”", known.when
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
        for expected in section.expected:
            if expected.when:  # looked at only where some risks are ticked: blanks may satisfy it
                for problem in rule_problems(catalogue, expected.when, blanks=True):
                    yield Fault(file, f"expected “{expected.option}”", problem)
        if section.shown:
            for problem in filter_problems(catalogue, section.shown, earlier):
                yield Fault(file, "section", problem)
        for question in section.questions:
            if question.shown:
                for problem in filter_problems(catalogue, question.shown, earlier):
                    yield Fault(file, f"question “{question.id}”", problem)
            if question.settled:
                for problem in rule_problems(catalogue, question.settled):
                    yield Fault(file, f"question “{question.id}”", problem)
            if not can_hold(catalogue, wishes=[(question.id, frozenset(question.option))]):
                problem = "can never be shown: its filters shut each other out"
                yield Fault(file, f"question “{question.id}”", problem)
            earlier.add(question.id)


def _rows(catalogue: Catalogue) -> Iterator[Fault]:
    entries = [(_file(catalogue, q), f"question “{q.id}”", q.rows) for q in catalogue.questions]
    entries += [(file, f"finding “{f.id}”", f.rows) for file, f in catalogue.homes]
    for file, entry, rows in entries:
        if len(rows) > MOST_ROWS:
            yield Fault(file, entry, f"covers {len(rows)} rows (at most {MOST_ROWS})")
        for row in rows:
            if row not in ROWS:
                yield Fault(file, entry, f"there is no row {row}")
        for row in _twice(rows):
            yield Fault(file, entry, f"names row {row} twice")


# The keys that may stay empty, by the kind of entry; every other text has to say something.
_MAY_BE_EMPTY = {
    "question": {"hint", "ask", "look", "said", "silence", "check", "clear", "vague", "no"},
    "headline": {"one"},
    "scale": {"hint"},
    "finding": {"silent"},
    "state": {"note"},
    "term": {"short"},
}


def _words(catalogue: Catalogue) -> Iterator[Fault]:
    for text in texts(catalogue):
        if not text.words and text.key not in _MAY_BE_EMPTY.get(text.entry.split()[0], ()):
            yield Fault(text.file, text.entry, f"`{text.key}` is empty")
        for problem in word_problems(text.words):
            yield Fault(text.file, text.entry, f"`{text.key}` {problem}")
    homes: dict[str, str] = {}
    for file, finding in catalogue.homes:
        shared: dict[str, str] = {}
        for words in (finding.told, finding.silent, finding.why, finding.next):
            for run in sorted(runs(words, SHARED_RUN)):
                if homes.setdefault(run, finding.id) != finding.id:
                    shared.setdefault(homes[run], run)
        for other, run in shared.items():
            problem = f"shares {SHARED_RUN} words in a row with “{other}”: “{run}”"
            yield Fault(file, f"finding “{finding.id}”", problem)
