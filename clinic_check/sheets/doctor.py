"""The first sheet as data: what a doctor reads in a minute, in one voice, the patient's."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from clinic_check.checklist.catalogue import Catalogue
from clinic_check.checklist.findings import Level, Raised, Summary
from clinic_check.checklist.rules import Chosen
from clinic_check.sheets.paper import Asked, Paper, Part, parts

MOST_SIGNS = 6
MOST_NAMED = 2
"""Of many answers to one question so many are named, and the others counted."""

MOST_OPEN = 6


@dataclass(frozen=True)
class Doctor:
    """The first sheet.

    `ask` is what the doctor is asked; `offer` is a sentence with the answers set off; `status` are
    (question, answer); `fda` is a dated line, or empty. `signs` are lines, the worst first. `below`
    is what to say beneath them: `below[n]` where the paper has room for n of them.
    """

    ask: Asked
    offer: tuple[Part, ...]
    status: tuple[tuple[str, str], ...]
    fda: str
    level: Level
    headline: str
    limit: str
    signs: tuple[str, ...]
    below: tuple[str, ...]


def for_doctor(catalogue: Catalogue, paper: Paper, summary: Summary) -> Doctor:
    """Lay out the first sheet."""
    words, answers = paper.doctor, summary.answers
    stage = _one(answers, "stage")
    study = _one(answers, "kind") == "study"
    offered = {name: few(paper, name, answers) for name in ("source", "route", "place", "kind")}
    state = catalogue.state.get(_one(answers, "state"))
    if state is not None:
        offered["place"] = words.offer["in_state"].format(state=state.name)
    signs = tuple(_signs(summary)) if summary.headline in ("serious", "warning") else ()
    shown = signs[:MOST_SIGNS]
    return Doctor(
        ask=_ask(paper, stage, answers),
        offer=parts(words.offer["had-it" if stage == "had-it" else "told"], offered),
        status=tuple(_status(paper, summary)),
        fda=next((line.text for line in words.fda if line.when.holds(answers)), ""),
        level=summary.headline,
        headline=words.signs[summary.headline].of(summary.count, study=study),
        limit=catalogue.frame.headlines[summary.headline].limit,
        signs=shown,
        below=tuple(_below(paper, summary, signs, room) for room in range(len(shown) + 1)),
    )


def few(paper: Paper, question: str, answers: Chosen) -> str:
    """Return few words for an answer: some of many, and how many more there are."""
    words = paper.short[question]
    chosen = answers.get(question, ())
    named = [said for option, said in words.items() if option in chosen]
    return joined(paper, named or [words.get("unknown", "")])


def joined(paper: Paper, named: Sequence[str], most: int = MOST_NAMED) -> str:
    """Join words with commas: at most so many, and how many more there are."""
    if len(named) > most:
        more = len(named) - most
        return paper.doctor.offer["more"].format(answers=", ".join(named[:most]), count=more)
    return ", ".join(named)


def _one(answers: Chosen, question: str) -> str:
    """Return the one answer to a question; empty where there is none."""
    return next(iter(answers.get(question, ())), "")


def _ask(paper: Paper, stage: str, answers: Chosen) -> Asked:
    words = paper.doctor
    asked = words.ask.get(stage) or words.ask["unknown"]
    if asked.questions:
        return asked
    condition = few(paper, "condition", answers)
    if condition:
        first = words.questions.meant.format(condition=condition)
    elif "not-named" in answers.get("condition", ()):
        first = words.questions.meant_not_named
    else:
        first = words.questions.meant_unknown
    return Asked(asked.title, (first, *words.questions.others), asked.line)


def _status(paper: Paper, summary: Summary) -> Iterator[tuple[str, str]]:
    """Give what was said of approval and of study or license, and of other treatment."""
    shown = {q.id for q in (*summary.open, *summary.no_answer)} | summary.answers.keys()
    for name, question in paper.doctor.status.items():
        if name in shown:
            yield question, few(paper, name, summary.answers)
    claims = summary.answers.get("claims", ())
    # A claim that isn't ticked wasn't necessarily denied: only "none of these" says that.
    stop = "yes" if "instead" in claims else "no" if "none" in claims else "not-said"
    yield paper.doctor.stop["question"], paper.doctor.stop[stop]


def _signs(summary: Summary) -> Iterable[str]:
    """Give the worst signs' lines by rank; to stop other treatment comes before all."""

    def first(raised: Raised) -> bool:
        return raised.finding.id not in ("instead", "instead-study")

    return [raised.finding.line for raised in sorted(summary.serious or summary.caution, key=first)]


def _below(paper: Paper, summary: Summary, signs: Sequence[str], room: int) -> str:
    """Say what stands beneath the signs where there is room for so many of them."""
    also, warning = paper.doctor.also, summary.headline == "warning"
    left = len(signs) - room
    sentences = []
    unanswered = [q for q in summary.no_answer if q.id not in summary.telling]  # no sign tells it
    silent = len(unanswered)
    still_open = len(summary.open)
    if warning and silent:
        labels = [question.label for question in unanswered]
        sentences.append(also["not_answered"].format(questions=joined(paper, labels, MOST_OPEN)))
        silent = 0
    if summary.headline == "missing":
        # The key questions first; one sentence counts them all.
        others = [question for question in summary.open if not question.key]
        labels = [question.label for question in (*summary.missing, *others)]
        sentences.append(also["missing"].format(questions=joined(paper, labels, MOST_OPEN)))
        still_open = 0
    counts = {
        "more": 0 if warning else left,
        "others": left if warning else len(summary.caution) if summary.serious else 0,
        "unanswered": silent,
        "open": still_open,
    }
    told = [
        also[f"{name}_one" if count == 1 and f"{name}_one" in also else name].format(count=count)
        for name, count in counts.items()
        if count
    ]
    if told:
        sentences.append(also["list"].format(counts=", ".join(told)))
    return " ".join(sentences)
