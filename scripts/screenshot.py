"""Takes the picture of the README from a running demo: `python scripts/screenshot.py http://127.0.0.1:8000`."""

import sys
from pathlib import Path
from shutil import which

from playwright.sync_api import sync_playwright

TARGET = Path(__file__).parent.parent / "docs" / "screenshot.png"


def main(address: str) -> None:
    """Write the front page at `address`, as a desk's screen shows it, to docs/screenshot.png."""
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=which("chromium"), args=arguments)
        page = browser.new_page(viewport={"width": 1440, "height": 1500})
        page.goto(address, wait_until="networkidle", timeout=120_000)
        page.screenshot(path=TARGET)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
