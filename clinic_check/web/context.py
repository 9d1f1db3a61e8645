"""What the running app was started with: the settings, the content, and the way to the registry."""

import datetime
from collections.abc import Mapping
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
    """The settings, the content, and the trial registry with what was looked up of it.

    `libraries` holds the content by language, since a sheet may be in another than its page.
    """

    settings: Settings
    language: str
    libraries: Mapping[str, Library]
    registry: RegistrySettings
    records: RecordCache

    @property
    def catalogue(self) -> Catalogue:
        """The checklist."""
        return self.library.catalogue

    @property
    def library(self) -> Library:
        """The content in the language of the pages."""
        return self.libraries[self.language]

    def today(self) -> datetime.date:
        """Return the visitor's day: in the site's time zone, not in that of the computer."""
        return today(self.settings)


def site() -> Site:
    """Return what the current app was started with."""
    return cast(Site, current_app.extensions["clinic_check"])
