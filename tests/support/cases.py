"""The cases that tests and the benchmark look at: a usual one, a quick one, and the fullest two."""

from typing import Any

from clinic_check.checklist.catalogue import Catalogue

USUAL: dict[str, Any] = {
    "stage": "looking",
    "condition": ["diabetic"],
    "place": "us",
    "state": "fl",
    "kind": "sold",
    "mentions-trial": "no",
    "source": ["birth-tissue"],
    "route": ["vein"],
    "claims": ["cure", "testimonials"],
    "deposit": "no-refund",
    "pushed": ["today-only"],
    "price": "said",
    "consent": "no-answer",
    "alternatives": "no",
    "harm-cost": "not-asked",
    "doctor": "checked-fits",
    "hands": "nurse-or-pa",
    "examined": "no",
    "health-check": "yes",
    "own-doctor": "not-yet",
    "approval": "not-approved",
    "ind": "not-asked",
    "registered": "yes",
    "state-notice": "neither",
    "actions": "looked-none",
    "product": "in-writing",
    "lot": "not-asked",
    "lab": "said",
    "risks": ["infection"],
    "emergency": "not-asked",
    "follow-up": "said",
    "harm-report": "not-asked",
    "human-study": "no-answer",
    "measure": "in-writing",
}
"""Some ten findings and a dozen questions."""


QUICK: dict[str, Any] = {
    "place": "us",
    "kind": "sold",
    "source": ["birth-tissue"],
    "approval": "not-asked",
    "deposit": "no-refund",
    "own-doctor": "not-yet",
}
"""The quick check, as it is often answered."""


def everything_found(catalogue: Catalogue) -> dict[str, Any]:
    """Every option ticked that can stand with others, and the worst single answers."""
    answers: dict[str, Any] = {}
    for question in catalogue.questions:
        if question.pick == "many":
            answers[question.id] = [o.id for o in question.options if not o.exclusive]
        else:
            raising = [
                option.id
                for option in question.options
                for finding in catalogue.findings
                if option.id in finding.when.all.get(question.id, ())
                or option.id in finding.when.any.get(question.id, ())
            ]
            answers[question.id] = (raising or [question.options[0].id])[-1]
    return answers | {"kind": "sold", "mentions-trial": "yes", "place": "us", "state": "tx"}


def everything_silent(catalogue: Catalogue) -> dict[str, Any]:
    """Everything asked, and nothing answered."""
    answers: dict[str, Any] = {}
    for question in catalogue.questions:
        silent = [option.id for option in question.options if option.weight == "no-answer"]
        if silent:
            answers[question.id] = silent if question.pick == "many" else silent[0]
    return answers | {"kind": "study", "place": "us", "state": "tx", "route": ["spine-fluid"]}
