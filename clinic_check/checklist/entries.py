"""What is wrong with one question or one finding by itself."""

from collections.abc import Iterator, Mapping

from clinic_check.checklist.catalogue import Catalogue, Finding, Option, Question
from clinic_check.checklist.texts import count

MOST_WORDS = {"told": 20, "silent": 20, "why": 45, "next": 25}  # of a finding
MOST_OPTION_WORDS = 20
MOST_LABEL_WORDS = 4
MOST_LINE_SIGNS = 60


def question_problems(
    question: Question, scales: Mapping[str, tuple[Option, ...]]
) -> Iterator[str]:
    """Yield what is wrong with a question; `scales` are the answers of each scale that exists."""
    if question.scale and question.scale not in scales:
        yield f"there is no scale “{question.scale}”"
    elif question.scale and question.options != scales[question.scale]:
        yield f"has answers of its own beside those of the scale “{question.scale}”"
    if count(question.label) > MOST_LABEL_WORDS:
        yield f"`label` is over {MOST_LABEL_WORDS} words"
    yield from _asking(question)
    yield from _options(question)


def finding_problems(catalogue: Catalogue, finding: Finding) -> Iterator[str]:
    """Yield what is wrong with what a finding says, and with its place on the doctor's page."""
    yield from _telling(finding)
    yield from _ranking(finding)
    yield from _silent(catalogue, finding)


def _asking(question: Question) -> Iterator[str]:
    """A question that is open leads to a sentence for the clinic, or a place to look."""
    if not question.ask and not question.look:
        yield "has neither `ask` nor `look`, so nobody is told how to find out"
    if question.ask and question.look:
        yield "has both `ask` and `look`; only one of them is shown"
    if question.scale == "claim" and question.ask:
        yield "has `ask`, but nobody asks a clinic what it claims; say where to `look`"
    if question.no_answer and not question.ask:
        yield "can go unanswered by the clinic, but has no `ask`"
    if question.no_answer and not question.silence:
        yield "has an answer for silence, but no `silence` to say what was asked"
    if question.silence and not question.silence.startswith("You asked"):
        yield "`silence` doesn’t begin with “You asked”"
    if question.silence and not question.no_answer:
        yield "has `silence`, but no answer for it"
    if "said" in question.option and not question.said:
        yield "has an answer “said”, but no `said` that asks for it in writing"
    if question.said and "said" not in question.option:
        yield "has `said`, but no answer “said”"


def _options(question: Question) -> Iterator[str]:
    if len(question.options) < 2:
        yield "has fewer than two answers"
    for option in question.options:
        if option.number < 1:
            yield f"the number of “{option.id}” is below 1"
        if count(option.label) > MOST_OPTION_WORDS:
            yield f"the label of “{option.id}” is over {MOST_OPTION_WORDS} words"
        if option.exclusive and question.pick == "one":
            yield f"“{option.id}” needs no `exclusive`, as one answer is picked"
        # "No doctor has named it yet" may stand beside a named condition; what was asked of the
        # clinic is either known or it isn't.
        unknown = option.weight != "given" and (question.key or question.no_answer)
        if unknown and question.pick == "many" and not option.exclusive:
            yield f"“{option.id}” is “{option.weight}”, so it has to be `exclusive`"


def _telling(finding: Finding) -> Iterator[str]:
    for key, most in MOST_WORDS.items():
        words: str = getattr(finding, key)
        if not words and key != "silent":
            yield f"`{key}` is empty"
        if (length := count(words)) > most:
            yield f"`{key}` has {length} words (at most {most})"
    for key in ("told", "silent"):
        if (words := getattr(finding, key)) and not words.startswith(("You told us", "You found")):
            yield f"`{key}` begins with neither “You told us” nor “You found”"


def _ranking(finding: Finding) -> Iterator[str]:
    if finding.weight == "serious":
        if finding.rank < 1:
            yield "is serious, so it needs a `rank`, from 1"
        if not finding.line:
            yield "is serious, so it needs a `line` for the doctor"
    elif finding.rank:
        yield "has a `rank`, which only serious findings have"
    if len(finding.line) > MOST_LINE_SIGNS:
        yield f"`line` is over {MOST_LINE_SIGNS} signs"


def _silent(catalogue: Catalogue, finding: Finding) -> Iterator[str]:
    """Where silence raises what a plain no raises, the patient must not be told of a plain no."""
    when = finding.when
    silences = spoken = False
    for name, options in (*when.all.items(), *when.any.items()):
        if question := catalogue.question.get(name):
            silences = silences or not options.isdisjoint(question.no_answer)
            spoken = spoken or not options <= question.no_answer
    if finding.silent and not silences:
        yield "has `silent`, but no silence raises it"
    if not finding.silent and silences and spoken and len(when.questions()) == 1:
        yield "is raised by silence too, so it needs `silent` to say that"
