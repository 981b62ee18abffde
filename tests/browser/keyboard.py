"""Hands that have no mouse: what cannot be reached with the keyboard, or where the focus cannot be seen, fails."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

FARTHEST = 120
"""Steps after which somebody who looks for something gives up."""

_UNSEEN = """() => {
  const focused = document.activeElement;
  const style = getComputedStyle(focused);
  const ring = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== "none";
  const caret = focused.isContentEditable || focused.matches("textarea, input:not([type=checkbox], [type=radio])");
  return ring || caret || focused === document.body ? "" : focused.outerHTML.slice(0, 200);
}"""
"""What has the focus, unless it has a ring around it or a caret in it, or is the page itself."""


class Keyboard:
    """The keyboard before one page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.unseen: list[str] = []

    def reach(self, target: Locator, key: str = "Tab") -> None:
        """Press `key` until `target`, or what lies in it, has the focus; notes where the focus could not be seen."""
        for _ in range(FARTHEST):
            if target.count() and target.first.evaluate("e => e.contains(document.activeElement)"):
                return
            self.page.keyboard.press(key)
            if unseen := self.page.evaluate(_UNSEEN):
                self.unseen.append(unseen)
        raise AssertionError(f"{FARTHEST} times {key} do not lead to {target}")

    def press(self, target: Locator, key: str = "Enter", by: str = "Tab") -> None:
        """Go to `target` and press `key` there."""
        self.reach(target, by)
        self.page.keyboard.press(key)

    def write(self, target: Locator, text: str, by: str = "Tab") -> None:
        """Go to the field `target` and write."""
        self.reach(target, by)
        self.page.keyboard.type(text)
