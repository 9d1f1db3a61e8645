"""What the running app was started with: the settings, the content, and the forms made from it."""

from dataclasses import dataclass, field

from flask import current_app

from clinic_check.catalogue import Catalogue, Question
from clinic_check.forms import QuestionsForm, form_for
from clinic_check.library import Library
from clinic_check.registry import RegistrySettings
from clinic_check.registry_cache import RecordCache
from clinic_check.settings import Settings


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
    here: Running = current_app.extensions["clinic_check"]
    return here
