"""Reads what a page of the explorer shows."""

from __future__ import annotations

from playwright.sync_api import Page

PATIENCE_MS, STEP_MS = 30_000, 50


def go(page: Page, address: str, **query: str) -> None:
    """Open a place and wait until its view is drawn."""
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    page.goto(f"{address}/?{asked}")
    settle(page)


def settle(page: Page) -> None:
    """Wait until the page has stopped drawing what its address asks for, not what it showed before."""
    # A page behind a strict policy lets no wait evaluate a text, so the question is asked again and again.
    for _ in range(PATIENCE_MS // STEP_MS):
        if page.evaluate("document.body.dataset.drawn === location.search && !document.body.dataset.leaving"):
            break
        page.wait_for_timeout(STEP_MS)
    else:
        raise AssertionError(f"{page.url} is not drawn after {PATIENCE_MS} ms")
    page.wait_for_selector(".foot")
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')


def table(page: Page, name: str) -> list[list[str]]:
    """Give the cells of a table's body by its label."""
    rows = page.get_by_role("table", name=name, exact=True).locator("tbody tr")
    cells: list[list[str]] = rows.evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.innerText.trim()))"
    )
    return cells


def facts(page: Page) -> dict[str, str]:
    """Give the figures of a page by their names, each without its explanation."""
    found: dict[str, str] = page.locator(".fact").evaluate_all(
        "all => Object.fromEntries(all.map(f => [f.querySelector('dt').innerText,"
        " f.querySelector('dd').childNodes[0].textContent.trim()]))"
    )
    return found
