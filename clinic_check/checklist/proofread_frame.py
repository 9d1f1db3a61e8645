"""What is wrong with what holds the sections together: catalogue.toml, the states, the places."""

from collections.abc import Iterator

from clinic_check.checklist.catalogue import Catalogue
from clinic_check.checklist.proofread_sources import day
from clinic_check.languages.translations import placeholders

Problem = tuple[str, str, str]
"""The file, the entry in it, and what is the matter."""

HEADLINES = {"serious": True, "warning": True, "missing": False, "none": False}
"""Every headline, and whether it tells a number."""

NEXT = ("default", "paid", "had-it")
"""The lines after the headline: what comes next, as far as the person has gone."""

_POSTAL_CODES = (
    "al ak az ar ca co ct de dc fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj "
    "nm ny nc nd oh ok or pa ri sc sd tn tx ut vt va wa wv wi wy"
)
_TERRITORIES = "as gu mp pr vi"
STATES = frozenset(_POSTAL_CODES.split() + _TERRITORIES.split())


def frame_problems(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield every fault of catalogue.toml, and of the lists that have to be whole."""
    file = "catalogue.toml"
    frame = catalogue.frame
    for name, section in zip(frame.sections, catalogue.sections, strict=True):
        if name != section.id:
            problem = f"the file says that its section is “{section.id}”; both must be the same"
            yield (f"sections/{name}.toml", "section", problem)
    yield from _headlines(catalogue)
    for name in frame.quick:
        question = catalogue.question.get(name)
        if question is None:
            yield (file, "quick", f"there is no question “{name}”")
        elif question.shown or catalogue.section_of[name].shown:
            yield (file, "quick", f"“{name}” has a filter; the quick check has none")
    if not frame.main:
        yield (file, "main", "names no question: the main part would be key questions alone")
    for name in frame.main:
        if name not in catalogue.question:
            yield (file, "main", f"there is no question “{name}”")
        elif catalogue.question[name].key:
            yield (file, "main", f"“{name}” is a key question, which is asked there anyway")
    yield from _too_early(catalogue)
    for entry in (*frame.call.offer, *frame.call.study):
        for name in entry.questions:
            if name not in catalogue.question:
                yield (file, "call sheet", f"there is no question “{name}”")
    if not catalogue.harms:
        problem = "is empty: the summary could say nothing on what has happened to people"
        yield "harms.toml", "harms", problem
    present = {state.id for state in catalogue.states}
    for name in sorted(STATES - present):
        yield ("states.toml", "states", f"the state “{name}” is missing")
    for name in sorted(present - STATES):
        yield ("states.toml", f"state “{name}”", "this is no state’s postal code")
    for place in catalogue.places:
        if not place.address.startswith("https://"):
            problem = "its address has to begin with https://"
            yield ("reports.toml", f"place “{place.id}”", problem)
    for kind, date in (
        ("changed", frame.review.changed),
        ("next_review", frame.review.next_review),
    ):
        if date and not day(date):
            yield (file, "review", f"{kind} “{date}” is not a date (YYYY-MM-DD)")


def _too_early(catalogue: Catalogue) -> Iterator[Problem]:
    """The details come after all main questions, so no filter of these may look at them."""
    main = {q.id for q in catalogue.questions if q.key or q.id in catalogue.frame.main}
    for section in catalogue.sections:
        for question in section.questions:
            rules = [rule for rule in (section.shown, question.shown) if rule]
            looked_at = {name for rule in rules for name in rule.questions()}
            for name in sorted(looked_at & catalogue.question.keys() - main):
                if question.id in main:
                    problem = (
                        f"is asked in the main part, but its filter looks at the detail “{name}”"
                    )
                    yield f"sections/{section.id}.toml", f"question “{question.id}”", problem


def _headlines(catalogue: Catalogue) -> Iterator[Problem]:
    file = "catalogue.toml"
    for kind, there, wanted in (
        ("headline", catalogue.frame.headlines, HEADLINES),
        ("next", catalogue.frame.next, dict.fromkeys(NEXT)),
    ):
        for name in wanted:
            if name not in there:
                yield (file, f"{kind}s", f"the {kind} “{name}” is missing")
        for name in there:
            if name not in wanted:
                yield (file, f"{kind}s", f"“{name}” is not a {kind}")
    for name, headline in catalogue.frame.headlines.items():
        entry, counts = f"headline “{name}”", HEADLINES.get(name, False)
        if counts != bool(headline.one):
            problem = "needs `one`, for a count of one" if counts else "has `one`, but no count"
            yield (file, entry, problem)
        for key, names in (("text", {"count"} if counts else set()), ("one", set())):
            if _placeholders(getattr(headline, key)) != names:
                problem = "needs {count}" if names else "may not have a placeholder"
                yield (file, entry, f"`{key}` {problem}")


def _placeholders(words: str) -> frozenset[str]:
    """Return the placeholders of a text; a brace that stands alone counts as one."""
    try:
        return placeholders(words)
    except ValueError:
        return frozenset("?")
