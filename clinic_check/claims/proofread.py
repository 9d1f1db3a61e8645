"""What is wrong with phrases.toml and phrases-es.toml, in plain sentences for who edits them."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator

from clinic_check.claims.matcher import Finder
from clinic_check.claims.negation import BUILT_IN
from clinic_check.claims.phrases import Entry, Pattern, Phrases, Reading, Voice
from clinic_check.claims.reader import Reader
from clinic_check.claims.speaker import KINDS, STORY_SIGNS
from clinic_check.claims.wording import WordingError
from clinic_check.languages import ENGLISH, SPANISH

FILE = "phrases.toml"
SPANISH_FILE = "phrases-es.toml"


def faults_in_phrases(
    phrases: Phrases, sources: Collection[str], reader: Reader | None = None
) -> list[str]:
    """Return every fault; `sources` are the ids of sources.toml, `reader` one of these phrases.

    The examples are tried only once all wordings can be read.
    """
    found = [
        *_twice("category", [category.id for category in phrases.categories]),
        *_twice("missing", [absence.id for absence in phrases.missing]),
        *_twice("implied", [implied.id for implied in phrases.implied]),
        *(fault for entry in _entries(phrases) for fault in _cited(entry, set(sources))),
        *_frame(phrases),
        *_wordings(phrases, reader or try_to_read(phrases)),
    ]
    return [f"{FILE}, {fault}." for fault in found]


def faults_in_other_phrases(phrases: Phrases, reader: Reader | None = None) -> list[str]:
    """Return every fault of the wordings of phrases-es.toml, as `load_other` gives them."""
    reader = reader or try_to_read(phrases, SPANISH)
    return [f"{SPANISH_FILE}, {fault}." for fault in _wordings(phrases, reader)]


def try_to_read(
    phrases: Phrases, language: str = ENGLISH, beside: Reader | None = None
) -> Reader | None:
    """Return a reader of these phrases, or None where a wording can't be read."""
    try:
        return Reader(phrases, language, beside)
    except WordingError:
        return None


def _wordings(phrases: Phrases, reader: Reader | None) -> Iterator[str]:
    """Yield what is wrong with the wordings and the readings of one language."""
    if not reader:
        yield from _unread(phrases)
    yield from _twice("reading", [reading.id for reading in phrases.readings])
    for entry in _entries(phrases):
        yield from _entry(entry, phrases)
    yield from _unused(phrases)
    if reader:
        yield from _examples(reader, phrases)


def _entries(phrases: Phrases) -> tuple[Entry, ...]:
    return (*phrases.categories, *phrases.missing, *phrases.implied)


def _lines(phrases: Phrases) -> list[tuple[str, str]]:
    """Return every wording with its place."""
    lines = [
        (f"{entry.id}, pattern “{pattern.id}”", line)
        for entry in _entries(phrases)
        for pattern in entry.patterns
        for line in pattern.wordings
    ]
    for reading in phrases.readings:
        lines += [(reading.id, line) for line in (*reading.wordings, *reading.after)]
    for voice in phrases.voices:
        lines += [(voice.id, line) for line in voice.wordings]
    stories = phrases.stories
    for sign in STORY_SIGNS:
        lines += [("stories", line) for line in getattr(stories, sign)]
    return lines


def _unread(phrases: Phrases) -> Iterator[str]:
    finder = Finder(phrases.words)
    for place, line in _lines(phrases):
        try:
            finder.add(line, "", "", "")
        except WordingError as error:
            yield f"{place}: {error}"


def _unused(phrases: Phrases) -> Iterator[str]:
    used = " ".join(line for _, line in _lines(phrases))
    for name in phrases.words:
        if f"{{{name}}}" not in used:
            yield f"words: no wording uses the list “{name}”"


def _frame(phrases: Phrases) -> Iterator[str]:
    """Yield what is wrong with the kinds of text and the languages, which the code names."""
    kinds = [kind.id for kind in phrases.kinds]
    yield from _twice("kind", kinds)
    for name in sorted(set(KINDS).symmetric_difference(kinds)):
        yield f"kinds: “{name}” is missing, or is no kind of text that is told apart"
    if "en" not in phrases.languages:
        yield "languages: the small words of English (en) are missing"


def _twice(kind: str, ids: Iterable[str]) -> Iterator[str]:
    for name, times in Counter(ids).items():
        if times > 1:
            yield f"{kind} “{name}”: the id is used {times} times"


def _cited(entry: Entry, sources: set[str]) -> Iterator[str]:
    if not entry.sources:
        yield f"{entry.id}: names no source"
    for source in entry.sources:
        if source not in sources:
            yield f"{entry.id}: there is no source “{source}” in sources.toml"


def _entry(entry: Entry, phrases: Phrases) -> Iterator[str]:
    yield from _twice(f"{entry.id}, pattern", [pattern.id for pattern in entry.patterns])
    readings = {reading.id for reading in phrases.readings} | BUILT_IN
    heeded = {
        n for each in entry.patterns for n in (entry.heeds if each.heeds is None else each.heeds)
    }
    needed = {name for each in entry.patterns for name in each.needs}
    for name in sorted((heeded | needed) - readings):
        yield f"{entry.id}: heeds or needs “{name}”, and there is no such reading"
    others = {name for pattern in entry.patterns for name in pattern.yields}
    for name in sorted(others - {category.id for category in phrases.categories}):
        yield f"{entry.id}: names the category “{name}”, which isn’t there"


def _examples(reader: Reader, phrases: Phrases) -> Iterator[str]:
    """Try all examples; yield those that aren't found, or are found against their will."""
    for entry in _entries(phrases):
        for pattern in entry.patterns:
            place = f"{entry.id}, pattern “{pattern.id}”"
            yield from _tried(place, pattern, reader.finds, (entry.id, pattern.id))
    for reading in phrases.readings:
        yield from _tried(f"reading “{reading.id}”", reading, reader.signs, ("reading", reading.id))
    for voice in phrases.voices:
        yield from _tried(f"voice “{voice.id}”", voice, reader.signs, ("voice", voice.id))


def _tried(
    place: str,
    rule: Pattern | Reading | Voice,
    finds: Callable[[str], set[tuple[str, str]]],
    wanted: tuple[str, str],
) -> Iterator[str]:
    if not rule.match:
        yield f"{place}: needs a sentence that must be found"
    if not rule.refuse:
        yield f"{place}: needs a sentence that mustn’t be found"
    for example in rule.match:
        if wanted not in finds(example):
            yield f"{place}: doesn’t find “{example}”"
    for example in rule.refuse:
        if wanted in finds(example):
            yield f"{place}: finds “{example}”, and mustn’t"
