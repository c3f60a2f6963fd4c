"""Files that installed programs make of others: LibreOffice converts office files, Chromium prints pages."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

OFFICE, BROWSER = "soffice", "chromium"
SECONDS = 180


def is_installed(program: str) -> bool:
    """Whether a program is there."""
    return shutil.which(program) is not None


def convert(content: bytes, suffix: str, target: str) -> bytes:
    """A file with an ending (`.xlsx`) → what LibreOffice makes of it (`xls`, `doc`, `pdf`). Raises `RuntimeError` where
    it makes nothing."""
    with TemporaryDirectory() as folder:
        source = Path(folder, f"report{suffix}")
        source.write_bytes(content)
        command = [OFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore", "--convert-to", target, "--outdir", folder, str(source)]  # fmt: skip
        return _result(command, Path(folder, f"report.{target.partition(':')[0]}"))


def print_page(content: bytes) -> bytes:
    """An HTML page → the PDF that Chromium prints of it. Raises `RuntimeError` where it prints nothing."""
    with TemporaryDirectory() as folder:
        source, result = Path(folder, "report.html"), Path(folder, "report.pdf")
        source.write_bytes(content)
        command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", f"--user-data-dir={folder}/profile", "--no-pdf-header-footer", f"--print-to-pdf={result}", source.as_uri()]  # fmt: skip
        return _result(command, result)


def _result(command: list[str], result: Path) -> bytes:
    """Run a program in a group of its own, which is ended with all its children if it takes too long."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)
    try:
        _, errors = process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired as error:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise RuntimeError(f"{command[0]} did not finish within {SECONDS} s") from error
    if not result.exists():
        raise RuntimeError(f"{command[0]} wrote nothing: {errors.decode(errors='replace').strip()[-500:]}")
    return result.read_bytes()
