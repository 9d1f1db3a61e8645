"""What is wrong with paper.toml, in plain sentences for whoever edits it."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from clinic_check.checklist.catalogue import Catalogue
from clinic_check.checklist.texts import word_problems
from clinic_check.languages.translations import placeholders
from clinic_check.sheets.glyphs import printable
from clinic_check.sheets.paper import FILE, Paper

PLACEHOLDERS: Mapping[str, frozenset[str]] = {
    name: frozenset(names.split())
    for name, names in {
        "number": "page pages",
        "page": "page pages",
        "back": "address",
        "doctor.about": "clinic",
        "doctor.questions.meant": "condition",
        "doctor.offer.told": "source route place kind",
        "doctor.offer.had-it": "source route place kind",
        "doctor.offer.more": "answers count",
        "doctor.offer.in_state": "state",
        "doctor.signs.serious.text": "count",
        "doctor.signs.serious.study": "count",
        "doctor.signs.warning.text": "count",
        "doctor.signs.warning.study": "count",
        "doctor.also.not_answered": "questions",
        "doctor.also.missing": "questions",
        "doctor.also.list": "counts",
        "doctor.also.more": "count",
        "doctor.also.others": "count",
        "doctor.also.unanswered": "count",
        "doctor.also.open": "count",
        "call.about": "clinic",
        "everything.about": "clinic",
        "everything.record": "number day",
        "everything.sources_note": "first last",
        "everything.checked": "day",
        "blank.only_if": "answers",
        "blank.not_if": "answers",
        "blank.nothing_but": "answers",
        "blank.at_least": "count answers",
        "blank.at": "answers number",
        "blank.one_or_other": "one other",
        "blank.one_and_other": "one other",
        "blank.enter": "address button",
        "letter.more": "count",
    }.items()
}
"""The placeholders of each text that has some; all of them have to be there, and no others."""

KEYS: Mapping[str, frozenset[str]] = {
    name: frozenset(keys.split())
    for name, keys in {
        "doctor.ask": "looking booked paid had-it unknown",
        "doctor.offer": "told had-it more in_state",
        "doctor.stop": "question yes no not-said",
        "doctor.signs": "serious warning missing none",
        "doctor.also": "not_answered missing list more more_one others others_one unanswered "
        "unanswered_one open open_one",
        "call.opening": "looking booked paid had-it unknown study",
        "letter.mine": "treatment study paid had-it",
        "letter.helping": "treatment study paid had-it",
    }.items()
}
"""The entries that each table needs."""

SHORT = ("condition", "source", "route", "place", "kind")
"""The questions whose answers the doctor's sheet always tells in few words, beside its status."""


def faults_in_paper(paper: Paper, catalogue: Catalogue) -> list[str]:
    """Return every fault, a sentence each."""
    return [
        f"{FILE}: {fault}" for fault in (*_words(paper), *_keys(paper), *_ids(paper, catalogue))
    ]


def _words(paper: Paper) -> Iterator[str]:
    told = dict(_texts("", paper))
    for name, text in told.items():
        if not printable(text):
            yield f"{name}: “{text}” has a sign that the sheets’ typeface lacks."
        if name.split(".")[-1] in ("one_or_other", "one_and_other"):
            problems: Iterator[str] = iter(())
        else:
            problems = word_problems(text)
        yield from (f"{name} {problem}." for problem in problems)
        try:
            found = placeholders(text)
        except ValueError:
            yield f"{name} has a brace too many or too few."
            continue
        if found != (wanted := PLACEHOLDERS.get(name, frozenset())):
            said = ", ".join(f"{{{each}}}" for each in sorted(wanted)) or "no placeholders"
            yield f"{name} must have {said}."


def _texts(before: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield every text with its name, such as “doctor.about”."""
    if isinstance(value, str):
        yield before.strip("."), value
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in ("when", "sources"):
                yield from _texts(f"{before}.{field.name}", getattr(value, field.name))
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _texts(f"{before}.{name}", item)
    elif isinstance(value, tuple):
        for number, item in enumerate(value, start=1):
            yield from _texts(f"{before}.{number}", item)


def _keys(paper: Paper) -> Iterator[str]:
    for name, wanted in KEYS.items():
        table: Any = paper
        for part in name.split("."):
            table = getattr(table, part)
        for key in sorted(wanted - table.keys()):
            yield f"[{name}] has no “{key}”."
        for key in sorted(table.keys() - wanted):
            yield f"[{name}] has “{key}”, which nothing uses."
    for name in (*SHORT, *paper.doctor.status):
        if name not in paper.short:
            yield f"[short.{name}] is missing."


def _ids(paper: Paper, catalogue: Catalogue) -> Iterator[str]:
    for name, words in paper.short.items():
        question = catalogue.question.get(name)
        if question is None:
            yield f"[short.{name}] has words for a question that isn’t there."
            continue
        for option in sorted(words.keys() - question.option.keys() - {"unknown"}):
            yield f"[short.{name}] has words for an answer that isn’t there, “{option}”."
        wordless = question.option.keys() - words.keys() - {"not-named"}
        yield from (f"[short.{name}] has no words for “{option}”." for option in sorted(wordless))
    for name in sorted(paper.call.notes.keys() - catalogue.question.keys()):
        yield f"[call.notes] has words for a question that isn’t there, “{name}”."
    for number, line in enumerate(paper.doctor.fda, start=1):
        entry = f"doctor.fda {number}"
        for part in (line.when.all, line.when.any, line.when.none, line.when.only):
            for name, options in part.items():
                known = catalogue.question[name].option if name in catalogue.question else {}
                for option in sorted(options - known.keys()):
                    yield f"{entry} looks for an answer that isn’t there, “{name}: {option}”."
        for source in line.sources:
            if source not in catalogue.source:
                yield f"{entry} cites a source that isn’t there, “{source}”."
