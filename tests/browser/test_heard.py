"""What a screen reader gets of a question and of the summary: Chromium's own tree, line by line.

The expected lines are in `heard/`, written for people: when a page changes, read them aloud.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Window
from tests.support.cases import USUAL

HEARD = Path(__file__).parent / "heard"
ROLES = {
    "DisclosureTriangle": "unfolds",
    **dict.fromkeys(("alert", "banner", "button", "checkbox", "contentinfo", "figure"), ""),
    **dict.fromkeys(("group", "heading", "link", "list", "main", "navigation", "radio"), ""),
}
"""Roles that are told, and the word for each where it isn't its own."""

STATES: dict[str, Callable[[Any], str]] = {
    "level": lambda level: f"level {level}" if level else "",
    "checked": lambda checked: "chosen" if checked == "true" else "",
    "expanded": lambda unfolded: {True: "open", False: "closed"}.get(unfolded, ""),
    "invalid": lambda wrong: "wrong" if wrong == "true" else "",
}
"""What is told of a thing beside its role and name."""


def heard(page: Page) -> list[str]:
    """Return what is announced, in order: role, name, state, and what describes it."""
    line = page.context.new_cdp_session(page)
    nodes = {node["nodeId"]: node for node in line.send("Accessibility.getFullAXTree")["nodes"]}

    def walk(node: dict[str, Any]) -> Iterator[str]:
        role = node.get("role", {}).get("value", "")
        named = role != "group" or node.get("name", {}).get("value")
        if not node.get("ignored") and role in ROLES and named:
            yield told(ROLES[role] or role, node)
        elif not node.get("ignored") and role == "StaticText" and stands_alone(node):
            yield node["name"]["value"].strip()
        for child in node.get("childIds", ()):
            yield from walk(nodes[child])

    def stands_alone(node: dict[str, Any]) -> bool:
        """Say whether these words are told by nothing that they stand in."""
        words = node["name"]["value"].strip()
        above = nodes.get(node.get("parentId", ""), {})
        while above:
            if words in above.get("name", {}).get("value", "") and "ignored" in above:
                role = above.get("role", {}).get("value", "")
                if role in ROLES and role not in ("main", "group"):
                    return False
            above = nodes.get(above.get("parentId", ""), {})
        return bool(words)

    root = next(node for node in nodes.values() if "parentId" not in node)
    return list(walk(root))


def told(role: str, node: dict[str, Any]) -> str:
    """Say what is announced of one thing."""
    name = " ".join(node.get("name", {}).get("value", "").split())
    states = {each["name"]: each["value"].get("value") for each in node.get("properties", ())}
    said = [word for state, words in STATES.items() if (word := words(states.get(state)))]
    also = " ".join(node.get("description", {}).get("value", "").split())
    parts = (f"{role}:" if name else role, name, *(f"[{each}]" for each in said))
    return " ".join((*parts, f"({also})") if also else parts).replace("  ", " ").strip()


@pytest.mark.parametrize(
    ("address", "expected"), [("/check/deposit", "question.txt"), ("/summary", "summary.txt")]
)
def test_a_screen_reader_gets_what_was_written_down(
    window: Window, address: str, expected: str
) -> None:
    page = window.open(USUAL)
    page.goto(address)
    assert heard(page) == (HEARD / expected).read_text(encoding="utf-8").splitlines()
