"""Every text that a patient reads, and what is wrong with its words, or missing in them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from clinic_check.checklist.catalogue import Catalogue, Finding, Question, Section, worded
from clinic_check.checklist.frame import Option

LONGEST_SENTENCE = 25  # words
MOST_WORDS = {"told": 20, "silent": 20, "why": 45, "next": 25}  # of a finding's parts
MOST_WORDS_TOGETHER = 80  # of a finding or a note
MOST_OPTION_WORDS = 20
MOST_LABEL_WORDS = 4
MOST_LINE_SIGNS = 70  # of a finding's line: more would not fit on one line of the doctor's sheet

# What the checklist never says to a patient. It judges the offer and gives no advice.
BARRED = (
    r"you (?:should|ought to|need to)\b",
    r"(?:should|must)(?:n’t| not) (?:have|take|stop|get|do)\b",
    r"(?-i:Don’t|Do not) (?:take|stop|sign|pay)\b",
    r"we (?:recommend|advise|suggest)\b",
    r"recommend\w*",
    r"advisable",
    r"avoid\w*",
    r"safe(?:ly|r|st)?\b",
    r"go ahead\b",
    r"guarantee\w*",
    r"rare(?:ly)?\b",
    r"odds\b",
    r"fraud\w*",
    r"scams?\b",
    r"quack\w*",
    r"illegal\w*",
    r"deceiv\w*",
    r"no cell product is approved",
    r"e\.g\.",
    r"i\.e\.",
    r"etc\.",
)
_BARRED = re.compile(rf"\b(?:{'|'.join(BARRED)})", re.IGNORECASE)

_SPEAKS_TO_READER = re.compile(r"\byou(r|rs)?\b", re.IGNORECASE)
_HOW_OFTEN = re.compile(r"\b(often|seldom|common|commonly|usually|mostly|percent)\b|%", re.I)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:gov|org|com|edu|net)\b\S*")
_END = re.compile(r"(?<=[.!?…])[”’)]*\s+(?=[“‘(]?[A-Z0-9])")


_QUESTION_KEYS = (
    *("label", "text", "hint", "why", "ask", "look", "said", "silence", "check"),
    *("clear", "vague", "no"),
)


@dataclass(frozen=True)
class Text:
    """One text that patients read, and where a clinician finds it: file, entry, key."""

    file: str
    entry: str
    key: str
    words: str


def texts(catalogue: Catalogue) -> Iterator[Text]:
    """Yield every text of the content that patients read, also the empty ones.

    Titles of sources are left out: they are other people's words.
    """
    yield from _frame(catalogue)
    for section in catalogue.sections:
        yield from _section(section, {scale.id for scale in catalogue.frame.scales} | {"states"})
    yield from _findings("combinations.toml", catalogue.combinations)
    yield Text("states.toml", "general", "text", catalogue.states_note.text)
    for state in catalogue.states:
        yield from _entry("states.toml", f"state “{state.id}”", name=state.name, note=state.note)
    general = catalogue.evidence_note
    if general.title:
        yield Text("evidence.toml", "general", "title", general.title)
    yield Text("evidence.toml", "general", "text", general.text)
    for note in catalogue.evidence:
        entry = f"note “{note.id}”"
        yield from _entry("evidence.toml", entry, title=note.title, text=note.text)
    for harm in catalogue.harms:
        yield Text("harms.toml", f"harm “{harm.id}”", "text", harm.text)
    for token in catalogue.tokens:
        entry = f"token “{token.id}”"
        yield from _entry(
            "trust.toml", entry, name=token.name, proves=token.proves, lacks=token.lacks
        )
    for known in catalogue.known:
        yield from _entry(
            "evidence.toml", f"known “{known.id}”", known=known.known, unknown=known.unknown
        )
    for place in catalogue.places:
        yield from _entry("reports.toml", f"place “{place.id}”", name=place.name, what=place.what)
    for term in catalogue.terms:
        entry = f"term “{term.id}”"
        yield from _entry(
            "glossary.toml", entry, term=term.term, short=term.short, meaning=term.meaning
        )


def _entry(file: str, entry: str, **words: str) -> Iterator[Text]:
    for key, value in words.items():
        yield Text(file, entry, key, value)


def _frame(catalogue: Catalogue) -> Iterator[Text]:
    frame = catalogue.frame
    file = "catalogue.toml"
    yield Text(file, "title", "title", frame.title)
    yield Text(file, "disclaimer", "disclaimer", frame.disclaimer)
    yield Text(file, "emergency", "text", frame.emergency.text)
    for key in ("funding", "conflicts", "contact"):
        yield Text(file, "review", key, getattr(frame.review, key))
    for name, headline in frame.headlines.items():
        entry = f"headline “{name}”"
        yield from _entry(file, entry, text=headline.text, limit=headline.limit, one=headline.one)
    for name, line in frame.next.items():
        yield Text(file, "next", name, line)
    for record in frame.records:
        yield Text(file, "records", "records", record)
    for call in frame.call.entries:
        yield Text(file, "call sheet", "ask", call.ask)
        if call.written:
            yield Text(file, "call sheet", "written", call.written)
    for scale in frame.scales:
        yield from _options(file, f"scale “{scale.id}”", scale.options)


def _section(section: Section, scales: set[str]) -> Iterator[Text]:
    file = f"sections/{section.id}.toml"
    yield from _entry(file, "section", title=section.title, intro=section.intro)
    for question in section.questions:
        entry = f"question “{question.id}”"
        for key in _QUESTION_KEYS:
            yield Text(file, entry, key, getattr(question, key))
        if question.scale not in scales:
            yield from _options(file, entry, question.options)
    for expected in section.expected:
        yield Text(file, f"expected “{expected.option}”", "ask", expected.ask)
    yield from _findings(file, section.findings)


def _options(file: str, entry: str, options: tuple[Option, ...]) -> Iterator[Text]:
    for option in options:
        where = f"{entry}, answer “{option.id}”"
        yield from _entry(file, where, label=option.label, hint=option.hint)


def _findings(file: str, findings: tuple[Finding, ...]) -> Iterator[Text]:
    for finding in findings:
        for key in ("line", "told", "silent", "why", "next"):
            yield Text(file, f"finding “{finding.id}”", key, getattr(finding, key))


def sentences(words: str) -> list[str]:
    """Return the sentences of a text; an address counts as one word."""
    return [part for part in _END.split(_ADDRESS.sub(_shorten, words).strip()) if part]


def _shorten(address: re.Match[str]) -> str:
    """Put a plain word for an address; a full stop after it still ends the sentence."""
    return "page." if address[0].endswith(".") else "page"


def count(words: str) -> int:
    """Return the number of words: what stands between spaces and has a letter or a digit."""
    return sum(any(sign.isalnum() for sign in word) for word in words.split())


def word_problems(words: str) -> Iterator[str]:
    """Yield what is wrong with the words of one text."""
    if "'" in words or '"' in words:
        yield "has a straight quote; use ’ “ ”"
    if "  " in words or words != words.strip():
        yield "has a double space, or a space at its start or end"
    for sentence in sentences(words):
        if (length := count(sentence)) > LONGEST_SENTENCE:
            start = " ".join(sentence.split()[:6])
            yield f"has a sentence of {length} words (at most {LONGEST_SENTENCE}): “{start} …”"
    for found in sorted({match.lower() for match in _BARRED.findall(words)}):
        yield f"says “{found}”, which the checklist never says: it gives no advice and no verdict"


def tells_a_report(words: str) -> bool:
    """Tell whether a line on harm says that it was reported, and not how often it happens."""
    return "report" in words.lower() and not _HOW_OFTEN.search(words)


def runs(words: str, length: int) -> set[str]:
    """Return every run of so many words, in lower case and without signs."""
    plain = re.findall(r"[\w’]+", words.lower())
    return {" ".join(plain[i : i + length]) for i in range(len(plain) - length + 1)}


def question_problems(
    question: Question, scales: Mapping[str, tuple[Option, ...]]
) -> Iterator[str]:
    """Yield what is wrong with a question; `scales` are the answers of each scale that exists."""
    if question.scale and question.scale not in scales:
        yield f"there is no scale “{question.scale}”"
    elif question.scale and question.options != worded(question, scales[question.scale]):
        yield f"has answers of its own beside those of the scale “{question.scale}”"
    if count(question.label) > MOST_LABEL_WORDS:
        yield f"`label` is over {MOST_LABEL_WORDS} words"
    if question.key and question.rank < 1:
        yield "is a key question, so it needs a `rank`, from 1"
    if question.rank and not question.key:
        yield "has a `rank`, which only key questions have"
    yield from _asking(question)
    yield from _telling_answers_apart(question)
    yield from _answers(question)


def finding_problems(catalogue: Catalogue, finding: Finding) -> Iterator[str]:
    """Yield what is wrong with what a finding says, here and on the doctor's sheet."""
    for key, most in MOST_WORDS.items():
        words: str = getattr(finding, key)
        if (length := count(words)) > most:
            yield f"`{key}` has {length} words (at most {most})"
    for told in (finding.told, finding.silent):
        together = count(f"{told} {finding.why} {finding.next}")
        if together > MOST_WORDS_TOGETHER:
            yield f"has {together} words in all (at most {MOST_WORDS_TOGETHER})"
        if told and not told.startswith(("You told us", "You found")):
            key = "told" if told is finding.told else "silent"
            yield f"`{key}` begins with neither “You told us” nor “You found”"
    if finding.rank < 1:
        yield "needs a `rank`, from 1"
    if len(finding.line) > MOST_LINE_SIGNS:
        yield f"`line` is over {MOST_LINE_SIGNS} signs"
    if _SPEAKS_TO_READER.search(finding.line):
        yield "`line` says “you”, but it stands on the patient’s own sheet: “I”, “my”, “they”"
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


def _telling_answers_apart(question: Question) -> Iterator[str]:
    if question.scale == "evidence" or question.key:
        for key, kind in (("clear", "a clear"), ("vague", "a vague")):
            if not getattr(question, key):
                yield f"has no `{key}`, so nobody is told what {kind} answer sounds like"
    if question.scale == "evidence" and not question.no:
        yield "has no `no`, which words the answer “no” for this question"
    if question.no and question.scale != "evidence":
        yield "has `no`, which only questions of the scale “evidence” have"


def _answers(question: Question) -> Iterator[str]:
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
        unknown = option.weight == "open" and (question.key or question.no_answer)
        if unknown and question.pick == "many" and not option.exclusive:
            yield f"“{option.id}” is “open”, so it has to be `exclusive`"
        if option.weight == "no-answer" and option.exclusive:
            yield f"“{option.id}” is silence, which may stand beside a tick: no `exclusive`"


def _silent(catalogue: Catalogue, finding: Finding) -> Iterator[str]:
    """Where silence raises what a plain no raises, the patient must not be told of a plain no."""
    silences = spoken = False
    for name, options in finding.when.causes.items():
        if question := catalogue.question.get(name):
            silences = silences or not options.isdisjoint(question.no_answer)
            spoken = spoken or not options <= question.no_answer
    if finding.silent and not silences:
        yield "has `silent`, but no silence raises it"
    if not finding.silent and silences and spoken and len(finding.when.questions()) == 1:
        yield "is raised by silence too, so it needs `silent` to say that"
