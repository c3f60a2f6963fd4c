"""Starts the dashboard: Streamlit on this machine, reading a published file.

In: the file, an address and a port. Out: the exit code of the server when it is stopped. Streamlit is another process:
nothing of it is imported here.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

from pipelines.words import SaidError

#: Where the pages are; beside the packages in a checkout, not part of what pipelines import.
APP = Path(__file__).parents[1] / "dashboard" / "app.py"


class NoDashboard(SaidError):
    """The dashboard cannot be started; the message says what to do."""


def command(address: str, port: int, theme: dict[str, str]) -> list[str]:
    """The command line of the server: quiet, without telemetry, without watching files."""
    options = {
        "server.address": address,
        "server.port": str(port),
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
        "client.toolbarMode": "minimal",
        **{f"theme.{name}": value for name, value in theme.items()},
    }
    flags = [part for name, value in options.items() for part in (f"--{name}", value)]
    return [sys.executable, "-m", "streamlit", "run", str(APP), *flags]


def serve(warehouse: Path, address: str, port: int) -> int:
    """Runs the server until it is stopped."""
    if not APP.is_file():
        raise NoDashboard("{path} is missing; the dashboard runs from a checkout of the project.", path=APP)
    if find_spec("streamlit") is None:
        raise NoDashboard("Streamlit is not installed; pip install 'juesuan[dashboard]'.")
    root = str(APP.parents[1])
    environment = os.environ | {
        "JUESUAN_WAREHOUSE": str(warehouse.absolute()),
        "PYTHONPATH": os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH")))),
    }
    return subprocess.run(command(address, port, _theme()), env=environment, check=False).returncode


def _theme() -> dict[str, str]:
    """The theme stands beside the style sheet, as data."""
    return dict(tomllib.loads((APP.parent / "theme.toml").read_text(encoding="utf-8")))
