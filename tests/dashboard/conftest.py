"""A dashboard over the samples, served on this machine, and a headless browser that notes what goes wrong in it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from pipelines.dashboard import command
from pipelines.load import DEFAULTS, load

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "data" / "samples"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
START_SECONDS = 60.0


@dataclass
class Dashboard:
    """A running dashboard: its address, the file it shows, and the folder verdicts go to."""

    address: str
    warehouse: Path
    corrections: Path


@dataclass
class Visit:
    """A page in the browser and what went wrong while it was open."""

    page: Page
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        """Goes to an address and waits until the page stands still."""
        self.page.goto(address, wait_until="networkidle", timeout=60_000)
        self.page.locator("h1").first.wait_for(timeout=60_000)
        self.settle()

    def settle(self) -> None:
        """Waits until nothing is being computed and no table or chart is still a grey bar."""
        self.page.wait_for_function(
            "document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'"
            " && document.querySelector('[data-testid=stApp]')?.dataset.testConnectionState !== 'CONNECTING'"
            " && !document.querySelector('[data-testid=stSkeleton]') && document.querySelectorAll('[data-testid=stElementContainer]').length > 2",
            timeout=60_000,
        )
        self.page.wait_for_timeout(300)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def dashboard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dashboard]:
    """The samples loaded, and a server over them; it ends with the tests."""
    folder = tmp_path_factory.mktemp("dashboard")
    warehouse = folder / "w.duckdb"
    load([SAMPLES], warehouse, replace(DEFAULTS, jobs=1, expectations=False))
    port = _free_port()
    corrections = folder / "corrections"
    corrections.mkdir()
    environment = os.environ | {
        "JUESUAN_WAREHOUSE": str(warehouse), "JUESUAN_CORRECTIONS": str(corrections), "PYTHONPATH": str(ROOT),
        "HOME": str(folder),
    }  # fmt: skip
    log = (folder / "server.log").open("wb")
    server = subprocess.Popen(command("127.0.0.1", port, {}), env=environment, stdout=log, stderr=log, cwd=folder)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, server, folder / "server.log")
        yield Dashboard(address, warehouse, corrections)
    finally:
        server.terminate()
        server.wait(timeout=20)
        log.close()


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.3)
    raise AssertionError(f"the dashboard did not start: {log.read_text(errors='replace')[-2000:]}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless; the tests are skipped where it is not installed."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield opened
        opened.close()


@pytest.fixture(params=[(1280, 1600)], ids=["wide"])
def visit(browser: Browser, dashboard: Dashboard, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A fresh tab in Chinese; at its end nothing must have gone wrong and nothing been asked of another machine."""
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN", accept_downloads=True)
    found = Visit(context.new_page())
    found.page.on("console", lambda message: found.errors.append(message.text) if message.type == "error" else None)
    found.page.on("pageerror", lambda error: found.errors.append(str(error)))
    found.page.on("request", lambda sent: found.outside.append(sent.url) if _is_outside(sent.url) else None)
    yield found
    context.close()
    # The server answers 404 to probes for pages of the address it does not serve itself.
    assert [error for error in found.errors if "404" not in error] == []
    assert found.outside == []


def _is_outside(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != "127.0.0.1"
