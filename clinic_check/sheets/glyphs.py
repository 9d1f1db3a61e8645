"""Which signs the sheets can print: a clinic's name may be written in any script of the world.

Under PDF/UA-1 a sheet fails on a sign that its fonts lack. So what they have is read from the
fonts themselves: a table of 20 lines' reading, for which a font library would be a heavy guest.
"""

import re
import struct
import unicodedata
from collections.abc import Iterator
from functools import cache

from clinic_check.settings import PACKAGE

FONTS = PACKAGE / "fonts"

LINE_TO_WRITE_ON = "_" * 12
"""Stands in the place of signs that can't be printed."""


def printable(text: str) -> bool:
    """Tell whether every sign of a text can be printed."""
    return not _unprintable().search(text)


def as_printed(text: str) -> str:
    """Return a text with a line to write on in the place of each word that can't be printed."""
    text = unicodedata.normalize("NFC", text)
    if printable(text):
        return text
    words = [word if printable(word) else LINE_TO_WRITE_ON for word in re.split(r"(\s+)", text)]
    kept = " ".join(word for word in words if word.strip())
    return re.sub(rf"{LINE_TO_WRITE_ON}(?: {LINE_TO_WRITE_ON})+", LINE_TO_WRITE_ON, kept)


@cache
def _unprintable() -> re.Pattern[str]:
    """Return a pattern of one sign that some font of ours lacks; a new line is no sign."""
    fonts = [set(_signs(font.read_bytes())) for font in sorted(FONTS.glob("*.ttf"))]
    signs = set.intersection(*fonts) - {0xAD}  # a soft hyphen shows only where a line breaks
    known = "".join(re.escape(chr(sign)) for sign in sorted(signs) if 0x1F < sign < 0xFFFF)
    return re.compile(f"[^{known}\n]")


def _signs(font: bytes) -> Iterator[int]:
    """Give the code points that a TrueType font draws (its “cmap” in format 4 or 12).

    The format is told in the OpenType specification, “cmap: Character to Glyph Index Mapping
    Table”.
    """
    tables = struct.unpack_from(">H", font, 4)[0]
    (cmap,) = (
        struct.unpack_from(">L", font, at + 8)[0]
        for at in range(12, 12 + 16 * tables, 16)
        if font[at : at + 4] == b"cmap"
    )
    for number in range(struct.unpack_from(">H", font, cmap + 2)[0]):
        at = cmap + struct.unpack_from(">L", font, cmap + 4 + 8 * number + 4)[0]
        kind = struct.unpack_from(">H", font, at)[0]
        if kind == 4:
            half = struct.unpack_from(">H", font, at + 6)[0]  # twice the number of segments
            ends = struct.unpack_from(f">{half // 2}H", font, at + 14)
            starts = struct.unpack_from(f">{half // 2}H", font, at + 16 + half)
            for start, end in zip(starts, ends, strict=True):
                yield from range(start, end + 1)
        elif kind == 12:
            for group in range(struct.unpack_from(">L", font, at + 12)[0]):
                start, end, _ = struct.unpack_from(">3L", font, at + 16 + 12 * group)
                yield from range(start, end + 1)
