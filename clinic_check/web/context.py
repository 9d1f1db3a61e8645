"""What the running app was started with: the settings, the content, and the forms made from it."""

from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask import current_app

from clinic_check.checklist.catalogue import Catalogue, Question
from clinic_check.library import Library
from clinic_check.settings import Settings
from clinic_check.trials.cache import RecordCache
from clinic_check.trials.registry import RegistrySettings
from clinic_check.web.forms import QuestionsForm, form_for

T = TypeVar("T")


@dataclass(frozen=True)
class Running:
    """The settings, the content, static file -> hash of what it holds, and the trial registry."""

    settings: Settings
    library: Library
    versions: dict[str, str]
    registry: RegistrySettings
    records: RecordCache
    forms: dict[tuple[str, ...], type[QuestionsForm]] = field(default_factory=dict)

    @property
    def catalogue(self) -> Catalogue:
        """The checklist."""
        return self.library.catalogue

    def form(self, questions: tuple[Question, ...]) -> type[QuestionsForm]:
        """Return the form class for a page's questions, made once: the pages are few."""
        names = tuple(question.id for question in questions)
        if names not in self.forms:
            self.forms[names] = form_for(questions)
        return self.forms[names]


def running() -> Running:
    """Return what the current app was started with."""
    here: Running = extension("clinic_check")
    return here


def extension(name: str) -> Any:
    """Return what the current app made at its start under this name."""
    return behind(current_app).extensions[name]


def behind(proxy: T) -> T:
    """Return what one of Flask's stand-ins (for the app, the request) stands for just now.

    Each look through a stand-in takes nearly a microsecond, so where a page looks often, it asks
    for the thing itself.
    """
    it: T = proxy._get_current_object()  # type: ignore[attr-defined]  # typed as what it stands for
    return it
