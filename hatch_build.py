"""Compiles what translators wrote: for the wheel when it is built, for a checkout before it runs.

`python hatch_build.py` does the second; pyproject.toml names the first.
"""

import os
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

TRANSLATIONS = Path("clinic_check", "translations")


def compile_translations(root: Path) -> list[Path]:
    """Compile each `.po` that is newer than its `.mo`; return every `.mo`, as in the checkout.

    A sentence that is marked fuzzy is left out, so that the page shows it in English.
    """
    compiled = []
    for po in sorted((root / TRANSLATIONS).glob("*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime_ns < po.stat().st_mtime_ns:
            with po.open("rb") as written:
                catalog = read_po(written, locale=po.parts[-3])
            new = mo.with_suffix(f".{os.getpid()}.new")  # another may be reading the old one
            with new.open("wb") as file:
                write_mo(file, catalog)
            new.replace(mo)
        compiled.append(mo.relative_to(root))
    return compiled


class CompileTranslations(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's own way
    """Puts the compiled translations into the wheel; they are not committed."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before the files of the wheel are gathered."""
        build_data["artifacts"] += [p.as_posix() for p in compile_translations(Path(self.root))]


if __name__ == "__main__":
    compile_translations(Path(__file__).parent)
