"""What the code itself needs of any content: the questions, answers and findings it knows by name.

Everything else in the catalogue may be called, added or left out as its editors like. Whoever makes
the code look for a question, an answer or a finding by its id adds it here.
"""

from collections.abc import Iterator

from clinic_check.checklist.catalogue import Catalogue

QUESTIONS: dict[str, tuple[str, ...]] = {
    "stage": ("paid", "had-it"),
    "condition": ("not-named",),
    "place": (),
    "state": (),
    "kind": ("sold", "study", "special-access"),
    "source": (),
    "route": (),
    "claims": (
        *("cure", "success-rate", "no-risk", "settled", "many-diseases", "testimonials"),
        *("borrowed-trust", "mechanism", "instead", "not-looked"),
    ),
    "approval": (),
    "ind": (),
    "registered": ("yes",),
    "trial-number": ("in-writing",),
    "trial-match": ("differs-treatment", "differs-place", "not-open"),
}
"""Question id -> ids of those of its options that the code knows."""

FINDINGS = ("many-silences",)
"""Ids of the findings that the code knows."""


def needed_problems(catalogue: Catalogue) -> Iterator[tuple[str, str, str]]:
    """Yield what the catalogue lacks of all this: (file, entry, problem)."""
    for name, options in QUESTIONS.items():
        question = catalogue.question.get(name)
        if question is None:
            problem = "is missing, and the app can’t do without it"
            yield "sections", f"question “{name}”", problem
            continue
        file = f"sections/{catalogue.section_of[name].id}.toml"
        for option in options:
            if option not in question.option:
                problem = f"has no answer “{option}”, and the app can’t do without it"
                yield file, f"question “{name}”", problem
    findings = {finding.id for finding in catalogue.findings}
    for name in FINDINGS:
        if name not in findings:
            problem = "is missing, and the app can’t do without it"
            yield "combinations.toml", f"finding “{name}”", problem
