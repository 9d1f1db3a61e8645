"""What the tests of saving and of coming back share: two sets of answers, and the ways in."""

import io
from typing import Any

from tests.support.codes import code_of
from tests.support.visitor import Page, Visitor, text

MINE = {"kind": "sold", "deposit": "no-refund", "trial-number": "in-writing"}
OTHERS = {"kind": ("study",), "source": ("own-fat", "exosomes"), "place": ("us",)}
CODE, FILE = 0, 1
"""The two forms of the page that takes a code, in their order."""


def having(visitor: Visitor, answers: dict[str, Any], **more: Any) -> Visitor:
    """Give a visitor answers and other things in the cookie."""
    return visitor.holding(answers, **more)


def type_in(visitor: Visitor, code: str, status: int = 200) -> Page:
    return visitor.send(visitor.get("/resume"), {"code": code}, form=CODE, status=status)


def open_file(visitor: Visitor, raw: bytes, status: int = 200, name: str = "mine.json") -> Page:
    page = visitor.get("/resume")
    sent: dict[str, Any] = {"file": (io.BytesIO(raw), name)}
    return visitor.send(page, sent, form=FILE, status=status)


def open_huge_file(visitor: Visitor, address: str, field: str, size: int) -> Page:
    """Send a file full of zeros, in memory: the test client would write so large a one to disk."""
    page = visitor.get(address)
    (token,) = {str(each["value"]) for each in page.soup.select("[name=csrf_token]")}
    head = "--cut\r\nContent-Disposition: form-data; name="
    text_part = f'{head}"csrf_token"\r\n\r\n{token}\r\n'
    file_part = f'{head}"{field}"; filename="photo.jpg"\r\n\r\n'
    body = (text_part + file_part).encode() + bytes(size) + b"\r\n--cut--\r\n"
    kind = "multipart/form-data; boundary=cut"
    answer = visitor.client.post(address, data=body, content_type=kind)
    return visitor._page(answer, answer.status_code)


def shown_code(page: Page) -> str:
    return text(page.soup.select_one(".code"))


def field(page: Page, name: str) -> str:
    (control,) = page.soup.select(f"#{name}")
    return str(control.get("value", control.text.removeprefix("\n")))


def problem(page: Page) -> str:
    assert text(page.soup.title).startswith("Error: ")
    return text(page.soup.select_one(".problems"))


def mistyped(place: int) -> str:
    """Return a good code with one wrong sign in this place, dashes not counted."""
    signs = code_of(OTHERS).replace("-", "")
    other = "Z" if signs[place] != "Z" else "Y"
    wrong = signs[:place] + other + signs[place + 1 :]
    return "-".join(wrong[at : at + 4] for at in range(0, len(wrong), 4))
