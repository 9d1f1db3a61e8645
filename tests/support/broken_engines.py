"""Engines that are broken, each in one way that somebody could think is right."""

from dataclasses import replace

from clinic_check.checklist.catalogue import Catalogue
from clinic_check.checklist.findings import Summary, assess
from clinic_check.checklist.rules import Chosen


def finds_something_in_nothing(catalogue: Catalogue, answers: Chosen) -> Summary:
    """Takes an empty sheet for a clean one."""
    summary = assess(catalogue, answers)
    return summary if summary.answers else replace(summary, headline="none")


def forgives(catalogue: Catalogue, answers: Chosen) -> Summary:
    """Lets good answers make up for bad ones."""
    summary = assess(catalogue, answers)
    return replace(summary, caution=summary.caution[: max(0, 20 - len(summary.given))])


def averages(catalogue: Catalogue, answers: Chosen) -> Summary:
    """Makes the headline of what most answers say."""
    summary = assess(catalogue, answers)
    signs = len(summary.serious) + len(summary.caution)
    if summary.headline in ("serious", "warning") and len(summary.given) > 2 * signs:
        return replace(summary, headline="missing" if summary.open else "none")
    return summary


def forgives_silence(catalogue: Catalogue, answers: Chosen) -> Summary:
    """Takes silence for something that is still to be asked."""
    summary = assess(catalogue, answers)
    if summary.headline == "warning" and not summary.caution:
        summary = replace(summary, headline="missing")
    return replace(summary, no_answer=(), open=(*summary.open, *summary.no_answer))


def likes_a_plain_no(catalogue: Catalogue, answers: Chosen) -> Summary:
    """Takes a plain no for an honest answer, and honesty for enough."""
    summary = assess(catalogue, answers)
    caution = tuple(r for r in summary.caution if all(ids != ("no",) for _, ids in r.causes))
    headline = summary.headline
    if headline == "warning" and not caution and not summary.no_answer:
        headline = "missing" if summary.missing else "none"
    return replace(summary, headline=headline, caution=caution)


def trusts_blanks(catalogue: Catalogue, answers: Chosen) -> Summary:
    """Takes what was left blank for answered."""
    summary = assess(catalogue, answers)
    blank = tuple(question for question in summary.open if question.id not in summary.answers)
    still_open = tuple(question for question in summary.open if question not in blank)
    headline = summary.headline
    if headline == "missing" and not any(question.key for question in still_open):
        headline = "none"
    return replace(summary, headline=headline, open=still_open, given=(*summary.given, *blank))


def hears_the_last_word(catalogue: Catalogue, answers: Chosen) -> Summary:
    """Orders what it found by what was answered last."""
    summary = assess(catalogue, answers)
    last = [*answers].index
    caution = sorted(summary.caution, key=lambda r: -max(last(name) for name, _ in r.causes))
    return replace(summary, caution=tuple(caution))


def counts_each_question_once(catalogue: Catalogue, answers: Chosen) -> Summary:
    """Lets one finding shut out the others."""
    summary = assess(catalogue, answers)
    return replace(summary, caution=() if summary.serious else summary.caution)


def counts_what_is_hidden(catalogue: Catalogue, answers: Chosen) -> Summary:
    """Forgets the filters."""
    bare = replace(
        catalogue,
        sections=tuple(
            replace(s, shown=None, questions=tuple(replace(q, shown=None) for q in s.questions))
            for s in catalogue.sections
        ),
    )
    return assess(bare, answers)


def tires(catalogue: Catalogue, answers: Chosen) -> Summary:
    """Takes a long list of ticks for a mistake."""
    short = {name: chosen if len(chosen) < 3 else () for name, chosen in answers.items()}
    return assess(catalogue, {name: chosen for name, chosen in short.items() if chosen})


def lets_a_mild_tick_speak_for_all(catalogue: Catalogue, answers: Chosen) -> Summary:
    """Believes that what comes of one's own blood makes the rest of the mixture harmless."""
    summary = assess(catalogue, answers)
    return (
        replace(summary, headline="none") if "own-blood" in answers.get("source", ()) else summary
    )
