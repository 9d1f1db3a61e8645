"""What every sheet carries beside the answers: the clinic, the date, how to come back."""

import unicodedata
from dataclasses import dataclass
from datetime import date

from clinic_check.checklist.dates import in_words
from clinic_check.sheets.glyphs import printable

LONGEST_NAME = 80
"""Characters of a clinic's name: as many as the form takes."""


@dataclass(frozen=True)
class Carried:
    """What is this person's. `typed` is the clinic's name as they typed it, or empty.

    `code` brings the answers back, at `address`; both may be empty. `helper` tells that someone
    else collected the answers, `language` is a code such as “es”.
    """

    typed: str
    day: date
    code: str = ""
    address: str = ""
    helper: bool = False
    language: str = "en"

    @property
    def clinic(self) -> str:
        """The clinic's name, or an empty text: then there is a line to write it on.

        That is also where it has signs that our fonts lack: half a name would be a wrong one.
        """
        name = " ".join(unicodedata.normalize("NFC", self.typed).split())[:LONGEST_NAME]
        return name if printable(name) else ""

    @property
    def date(self) -> str:
        """The day, in words."""
        return in_words(self.day.isoformat(), self.language)

    @property
    def groups(self) -> tuple[str, ...]:
        """The code in its groups."""
        return tuple(self.code.split("-")) if self.code else ()
