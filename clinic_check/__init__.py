"""Clinic Check: questions to ask a clinic that sells stem cell treatment, and a risk summary."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from clinic_check.settings import Settings

__version__ = "0.2.0"


def create_app(settings: "Settings | None" = None) -> "Flask":
    """Make the web app; without settings it reads them from the environment.

    The import waits until it is called, so that the checklist's engine needs no web library.
    """
    from clinic_check.web.app import create_app as create

    return create(settings)
