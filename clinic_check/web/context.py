"""What the running app was started with: the settings, the content, and the way to the registry."""

import datetime
from dataclasses import dataclass
from typing import cast

from flask import current_app

from clinic_check.checklist.catalogue import Catalogue
from clinic_check.library import Library
from clinic_check.settings import Settings, today
from clinic_check.trials.cache import RecordCache
from clinic_check.trials.registry import RegistrySettings


@dataclass(frozen=True)
class Site:
    """The settings, the content, and the trial registry with what was looked up of it."""

    settings: Settings
    library: Library
    registry: RegistrySettings
    records: RecordCache

    @property
    def catalogue(self) -> Catalogue:
        """The checklist."""
        return self.library.catalogue

    @property
    def language(self) -> str:
        """The language that the content and the pages are in."""
        return self.library.language

    def today(self) -> datetime.date:
        """Return the visitor's day: in the site's time zone, not in that of the computer."""
        return today(self.settings)


def site() -> Site:
    """Return what the current app was started with."""
    return cast(Site, current_app.extensions["clinic_check"])
